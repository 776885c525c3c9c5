"""What writers take along: footnotes, rich text and references, read back by what reads them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pybtex.database import parse_string

from qa.types import Answer
from tests.ui.fakes import HOSTILE_TEXT, bridge_answer, harbour_answer, refusal
from tests.ui.story import differing_answer, hostile_in_every_form, timeline_answer
from tests.ui.tags import Tags
from ui.export import to_bibtex, to_csl_json, to_markdown, to_rich_text, to_ris
from ui.export.cited import cited_articles

DAY = date(2026, 11, 28)
ANSWER = bridge_answer("When does the bridge close?")


def test_markers_become_footnotes_with_source_and_quote() -> None:
    text = to_markdown(ANSWER, accessed=DAY)
    assert text.startswith(
        "The bridge closes on 3 May, the mayor said.[^1] Ferries are full.[^2]\n"
    )
    note = (
        "[^1]: [Harbour bridge to close](https://news.example/harbour?a=1&b=2), Ada Writer, "
        "The Daily Example, 1 May 2022 (accessed 28 November 2026): “The bridge closes on 3 May, "
        "the mayor said.”"
    )
    assert note in text.splitlines()
    assert "[^2]: “Ferries are full.”, publisher unknown, September 2022:" in text


def test_timelines_and_sides_are_lists_of_footnoted_sentences() -> None:
    text = to_markdown(timeline_answer("What?"), accessed=DAY)
    assert "- **14 March 2022** Some 3,800 commuters" in text
    assert "Alleged by the union: A manager" in text
    text = to_markdown(differing_answer("Who?"), accessed=DAY)
    assert "- **12,000 commuters** (Example Wire, 14 March 2022) " in text
    assert len(re.findall(r"^\[\^\d\]: ", text, re.M)) == len(differing_answer("Who?").citations)


def test_rich_text_has_raised_numbers_and_numbered_sources() -> None:
    page = to_rich_text(ANSWER)
    assert "the mayor said.<sup>[1]</sup> Ferries" in page
    assert '<li value="1"><a href="https://news.example/harbour?a=1&amp;b=2"' in page


def test_an_article_is_cited_once_with_all_its_quotes() -> None:
    articles = cited_articles(harbour_answer("x"))
    assert [[marker for marker, _ in article.quotes] for article in articles] == [[1, 3], [2]]


def test_bibtex_is_read_back() -> None:
    entries = parse_string(to_bibtex(harbour_answer("x"), accessed=DAY), "bibtex").entries
    first, second = entries.values()
    assert first.type == "article" and second.type == "misc"
    assert first.fields["title"] == "{Harbour bridge to close}"
    assert [str(person) for person in first.persons["author"]] == ["Writer, Ada"]
    assert (first.fields["year"], first.fields["month"], first.fields["day"]) == (
        "2022",
        "May",
        "1",
    )
    assert first.fields["urldate"] == "2026-11-28"
    assert first.fields["note"].count("“") == 2
    assert "day" not in second.fields and second.fields["year"] == "2022"


def test_ris_and_csl_say_the_same() -> None:
    rows = to_ris(ANSWER, accessed=DAY).splitlines()
    for row in (
        "TY  - NEWS",
        "TI  - Harbour bridge to close",
        "AU  - Ada Writer",
        "T2  - The Daily Example",
        "DA  - 2022/05/01/",
        "UR  - https://news.example/harbour?a=1&b=2",
        "Y2  - 2026/11/28/",
        "N1  - [1] “The bridge closes on 3 May, the mayor said.”",
        "DA  - 2022/09//",
    ):
        assert row in rows
    first, second = json.loads(to_csl_json(ANSWER, accessed=DAY))
    assert first["type"] == "article-newspaper" and first["container-title"] == "The Daily Example"
    assert first["issued"] == {"date-parts": [[2022, 5, 1]]}
    assert first["accessed"] == {"date-parts": [[2026, 11, 28]]}
    assert second["issued"] == {"date-parts": [[2022, 9]]} and "URL" not in second


def test_a_refusal_has_no_references() -> None:
    answer = refusal("Who?")
    assert to_bibtex(answer) == to_ris(answer) == ""
    assert json.loads(to_csl_json(answer)) == []
    assert to_markdown(answer) == f"{answer.text}\n"


PIECES = st.sampled_from(
    ["{", "}", "\\", "%", "#", "$", "@article{x,", "[^1]: x", "[^1]", "![", "](", "<script>", "\n",
     "ER  - ", "\nTY  - NEWS\n", '"', "`", "&", "~", "^", "_", " and ", ",", "]: http://e.example"]
)  # fmt: skip


def hostile(words: str) -> Answer:
    answer = hostile_in_every_form(words + HOSTILE_TEXT)
    citations = tuple(
        replace(
            c, title=words, publisher=words, author=words, quote=words or "x",
            published_at="2022-09-30", url=f"https://e.example/{words}",
        )
        for c in answer.citations
    )  # fmt: skip
    return replace(answer, citations=citations)


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=10).map("".join))
def test_nothing_of_an_article_acts_or_ends_a_field(words: str) -> None:
    answer = hostile(words)
    count = len(cited_articles(answer))
    assert count

    assert len(parse_string(to_bibtex(answer, accessed=DAY), "bibtex").entries) == count

    rows = to_ris(answer, accessed=DAY).split("\n")
    assert rows.count("TY  - NEWS") == count and rows.count("ER  - ") == count
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", row) for row in rows if row)

    assert len(json.loads(to_csl_json(answer, accessed=DAY))) == count

    tags = Tags()
    tags.feed(to_rich_text(answer))
    assert tags.tags <= {"p", "b", "ul", "ol", "li", "sup", "br", "a"}
    assert tags.attributes <= {"href", "rel", "value"}
    assert all(link.startswith("https://e.example/") for link in tags.links)

    text = to_markdown(answer, accessed=DAY)
    tokens = MarkdownIt("commonmark").parse(re.sub(r"^\[\^\d+\]: ", "", text, flags=re.M))
    kinds = {inner.type for token in tokens for inner in (token, *(token.children or ()))}
    assert not {"image", "html_inline", "html_block", "fence", "code_inline"} & kinds
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.M)
    assert defined == [str(citation.marker) for citation in answer.citations]


@pytest.mark.parametrize("to", [to_bibtex, to_ris, to_csl_json, to_markdown])
def test_the_day_of_access_is_today_unless_it_is_said(to: object) -> None:
    assert str(date.today().year) in to(ANSWER)  # type: ignore[operator]
