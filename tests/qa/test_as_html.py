"""An answer in a notebook: its parts, folded sources, and nothing that acts."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import answers_to_frame
from qa.types import Answer, AssertedBy, Citation, Coverage, ShortAnswer, Statement, TimelineEntry

CITATION = Citation(
    1, "a1", "Bridge to close", "The Example", "Ada", "2022-05-01", "day", "text", "/a/b.txt",
    "https://news.example/x?a=1&b=2", "The bridge closes on 3 May.", 10, 37, 0.9,
)  # fmt: skip
ANSWER = Answer(
    question="When does it close?",
    standalone_question="When does it close?",
    status="answered",
    text="The bridge closes on 3 May. [1]",
    statements=(Statement("The bridge closes on 3 May. [1]", (1,), 0.8),),
    citations=(CITATION,),
    short_answer=ShortAnswer("3 May", 1, 31, 36),
    related=(),
    coverage=Coverage(3, ("The Example",), "2022-05-01", "2022-05-01", 0),
    reader="extractive",
)


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str | None]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value)


def shown(answer: Answer) -> str:
    return str(answer._repr_html_())


def test_the_text_with_its_numbers_and_sources_that_fold_out() -> None:
    page = shown(ANSWER)
    assert "The bridge closes on 3 May.<sup>[1]</sup>" in page
    assert "<details><summary>Sources (1)</summary>" in page
    assert 'href="https://news.example/x?a=1&amp;b=2"' in page
    assert "(The Example, 2022-05-01)<blockquote" in page and "/a/b.txt" not in page


def test_a_timeline_and_an_allegation() -> None:
    entry = TimelineEntry("2022-05-03", "day", "The bridge closes.", (1,))
    page = shown(replace(ANSWER, form="timeline", timeline=(entry,)))
    assert "<li><b>2022-05-03</b> The bridge closes.<sup>[1]</sup></li>" in page
    alleged = replace(ANSWER.statements[0], asserted_by=AssertedBy("the union", "alleged"))
    page = shown(replace(ANSWER, statements=(alleged,)))
    assert "<i>alleged by the union:</i> The bridge closes" in page


def test_a_refusal_shows_what_lies_nearest() -> None:
    page = shown(
        replace(
            ANSWER, status="not_in_articles", text="No.", statements=(), citations=(),
            related=(CITATION,),
        )
    )  # fmt: skip
    assert "Nearest in the articles (1)" in page


@given(st.text() | st.sampled_from(["<script>", "$$\\href{javascript:x}{y}$$", '"><img src=x>']))
def test_nothing_of_an_article_acts(words: str) -> None:
    citation = replace(
        CITATION, title=words, publisher=words, published_at=words, quote=words, url=words
    )
    told = Statement(words, (1,), 0.5, AssertedBy(words, "alleged"))
    answer = replace(ANSWER, question=words, text=f"{words} [1]", statements=(told,),
                     citations=(citation,), related=(citation,))  # fmt: skip
    found = Tags(shown(answer))
    known = "div p b i ul ol li sup br a details summary blockquote span"
    assert found.tags <= set(known.split())
    assert set(found.attributes) <= {"class", "style", "value", "href", "rel", "target"}
    assert "$$" not in shown(answer) and "\\(" not in shown(answer)
    shown(answer).encode("utf-8")


def test_answers_become_a_table() -> None:
    pandas = pytest.importorskip("pandas")
    refused = replace(
        ANSWER, status="not_in_articles", citations=(), statements=(), short_answer=None
    )
    frame: Any = answers_to_frame([ANSWER, refused])
    assert isinstance(frame, pandas.DataFrame) and len(frame) == 2
    row = frame.iloc[0]
    assert (row["short_answer"], row["citations"], row["support"]) == ("3 May", 1, 0.8)
    assert row["publishers"] == ["The Example"] and row["quotes"] == [CITATION.quote]
    assert frame.iloc[1]["citations"] == 0
    assert list(answers_to_frame([]).columns) == list(frame.columns)
