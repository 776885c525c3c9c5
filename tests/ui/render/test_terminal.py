"""Answers and articles as text: complete, wrapped, and unable to steer the terminal."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog.catalog import CatalogEntry, OldVersion
from index.types import Article
from qa.types import Coverage, ShortAnswer
from tests.ui.fakes import ARTICLES, FERRY, HARBOUR, HOSTILE, bridge_answer, hostile_answer, refusal
from tests.ui.story import differing_answer, hostile_in_every_form, timeline_answer
from ui.render.terminal import answer_text, article_facts, article_table, article_text, version_text
from ui.render.wording import coverage_words, date_words, listed, printable


def test_answer_has_text_then_quotes_with_headline_date_file_and_offsets() -> None:
    answer = bridge_answer("q")
    shown = answer_text(answer, width=78, folder=Path("/articles"))
    first = answer.citations[0]
    assert shown.startswith("3 May [1]\n\nThe bridge closes on 3 May, the mayor said. [1] Ferries")
    assert "[1] Harbour bridge to close" in shown
    assert "The Daily Example, 1 May 2022 (date given in the article)" in shown
    assert "“The bridge closes on 3 May, the mayor said.”" in shown
    assert f"harbour.txt:{first.start_char}-{first.end_char}" in shown
    assert "/articles/" not in shown


def test_refusal_lists_the_nearest_and_the_coverage() -> None:
    shown = answer_text(refusal("q"))
    assert "Nearest in the articles:" in shown and "Ferries are full." in shown
    assert "Searched 3 articles" in shown


def test_a_timeline_has_its_days_on_the_left() -> None:
    shown = answer_text(timeline_answer("q"), width=90).splitlines()
    assert shown[0] == "Timeline"
    assert shown[1].startswith("March 2022         Denied by Kystlinjen: Kystlinjen has never")
    first = next(n for n, line in enumerate(shown) if line.startswith("14 March 2022 "))
    assert shown[first].startswith("14 March 2022      Some 3,800 commuters")
    assert shown[first + 1].startswith(" " * 19) and shown[first + 2].startswith(" " * 19)
    told = "\n".join(shown)
    assert "said. [2] (The Daily Example)" in " ".join(told.split())
    assert told.split("\n\n")[0].count("mooring lines") == 1


def test_where_lines_are_short_the_days_stand_above() -> None:
    shown = answer_text(timeline_answer("q"), width=40).splitlines()
    assert shown[1:3] == ["March 2022", "  Denied by Kystlinjen: Kystlinjen has"]
    assert shown.count("14 March 2022") == 1


def test_the_sides_of_a_disagreement_are_blocks() -> None:
    shown = answer_text(differing_answer("q"), width=100)
    blocks = (
        "Reports differ: how many commuters were stranded\n"
        "  some 3,800 commuters (The Daily Example, 14 March 2022)\n"
        "    Some 3,800 commuters were stranded on the third day of the strike, police said. [1]\n"
        "  12,000 commuters (Example Wire, 14 March 2022)\n"
    )
    assert blocks in shown
    assert "\nAlleged by the union: A manager cut" in shown


@pytest.mark.parametrize("width", [20, 45, 100])
def test_hostile_words_of_every_form_steer_nothing_and_fit(width: int) -> None:
    answer = replace(hostile_in_every_form(), citations=(), related=())
    shown = answer_text(answer, width=width)
    assert "\x1b" not in shown and "\x07" not in shown and "onerror" in "".join(shown.split())
    assert all(len(line) <= width for line in shown.splitlines())


def test_who_else_prints_the_words_stands_beside_the_publisher() -> None:
    answer = bridge_answer("q")
    first = replace(answer.citations[0], also_in=("x1", "x2", "x3"))
    answer = replace(answer, citations=(first, *answer.citations[1:]))
    outlets = {"x1": "CNN", "x2": "USA\x1b[31m TODAY\n"}
    shown = answer_text(answer, outlets=outlets, width=100)
    assert "also in CNN, USA TODAY and 1 more" in shown and "\x1b" not in shown
    assert shown.count("also in") == 1
    assert "also in 3 more" in answer_text(answer, width=100)


@given(st.integers(-5, 120), st.text(min_size=1, max_size=200))
def test_lines_fit_the_width(width: int, text: str) -> None:
    answer = replace(refusal("q"), text=text, related=())
    assert all(len(line) <= max(width, 20) for line in answer_text(answer, width=width).split("\n"))


@given(st.text())
def test_nothing_printable_steers_a_terminal(text: str) -> None:
    for char in printable(text):
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[31mred\x1b[0mb", "aredb"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x9b2Jb", "ab"),
        ("a\x1b]never ends: the text stays", "anever ends: the text stays"),
        ("a\x00\x08\rb", "ab"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_escapes_are_taken_out_and_words_stay(hostile: str, shown: str) -> None:
    # ESC ] without an end loses only its introducer.
    assert printable(hostile).replace("]", "") == shown


def test_without_colour_there_is_no_escape_and_with_it_only_ours() -> None:
    assert "\x1b" not in answer_text(hostile_answer("q"), colour=False)
    styled = answer_text(hostile_answer("q"), colour=True)
    assert {part[:3].split("m")[0] for part in styled.split("\x1b")[1:]} <= {"[1", "[2", "[0"}


@pytest.mark.parametrize("width", [30, 100])
@pytest.mark.parametrize(
    "quote", ["The bridge closes\non 3 May, he said.", "“It closes on  3 May.”"]
)
def test_the_words_that_answer_stand_first_and_are_bold_in_the_quote(
    width: int, quote: str
) -> None:
    answer = bridge_answer("q")
    cited = answer.citations[0]
    start = cited.start_char + quote.index("3 May")
    answer = replace(
        answer,
        citations=(replace(cited, quote=quote), *answer.citations[1:]),
        short_answer=ShortAnswer("3 May", cited.marker, start, start + 5),
    )
    assert answer_text(answer, width=width).splitlines()[:2] == ["3 May [1]", ""]
    styled = answer_text(answer, width=width, colour=True)
    assert styled.startswith("\x1b[1m3 May [1]\x1b[0m\n")
    quoted = styled.split("date given in")[1].split("harbour.txt")[0]
    bold = re.findall(r"\x1b\[1m(.*?)\x1b\[0m", quoted.split("\x1b[2m")[0])
    assert " ".join(" ".join(bold).split()) == "3 May"
    assert "\x1b" not in answer_text(answer, width=width)
    told = replace(answer, form="summary")
    assert not answer_text(told, width=width).startswith("3 May")


def test_article_is_shown_whole() -> None:
    shown = article_facts(replace(HARBOUR, origins=(("author", "by\x1b[1mline"),)))
    assert "publisher  The Daily Example" in shown and "author     Ada Writer  [byline]" in shown
    assert article_text(HARBOUR) == HARBOUR.text.rstrip()
    assert "\x1b" not in article_text(HOSTILE) + article_facts(HOSTILE, [("x", "\x1b[2Jy")])


def test_a_version_is_shown_by_what_changed() -> None:
    old = OldVersion("h", "/a", None, "2022", None, "2023-01-02T00:00:00+00:00", "One. Two.\x1b[1m")
    shown = version_text(old, "One. Three. Four.")
    assert shown.splitlines() == [
        "2022, replaced 2 January 2023; 13 characters; 1 sentence gone, 2 new since",
        "  - Two.",
        "  + Three.",
        "  + Four.",
    ]
    assert "… 15 more" in version_text(old, " ".join(f"Sentence {n}." for n in range(20)))


def entry(article: Article, copies: int = 0) -> CatalogEntry:
    fields = {f.name for f in dataclasses.fields(CatalogEntry)}
    values = {k: v for k, v in dataclasses.asdict(article).items() if k in fields}
    return CatalogEntry(**values, copies=copies, passages=1, versions=0)


def test_table_has_a_line_an_article() -> None:
    lines = article_table([entry(article) for article in ARTICLES], width=60).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("a1b2c3d4e5f6  2022-05-01  The Daily Example")
    assert all(len(line) <= 60 for line in lines)
    assert FERRY.article_id in lines[1] and "ferry.txt" not in lines[1]


def test_an_article_without_a_headline_is_called_by_its_first_words() -> None:
    facts = article_facts(FERRY)
    assert "title      Ferries are full." in facts and "[its first words]" in facts


def test_a_fact_from_beside_the_article_names_the_file() -> None:
    origins = (("published_at", "metadata.csv date"), ("author", "notes.meta.json author"))
    facts = article_facts(
        dataclasses.replace(FERRY, author="Jane Doe", published_source="metadata", origins=origins)
    )
    assert "(date from metadata.csv)  [from metadata.csv]" in facts
    assert "Jane Doe  [from notes.meta.json]" in facts


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2022-09-30", "30 September 2022"),
        ("2022-09", "September 2022"),
        ("2022", "2022"),
        ("2022-09-05T14:30:00+02:00", "5 September 2022, 14:30 +02:00"),
        ("2022-09-05T14:30Z", "5 September 2022, 14:30 UTC"),
        ("2022-13-01", "2022-13-01"),
        ("last week", "last week"),
        (None, ""),
    ],
)
def test_dates_keep_their_precision(iso: str | None, words: str) -> None:
    assert date_words(iso) == words


def test_coverage_in_words() -> None:
    assert coverage_words(Coverage(0, (), None, None, 0)).startswith("No article was searched")
    one = Coverage(1, ("A",), "2022", "2022", 0)
    assert coverage_words(one) == "Searched 1 article, published 2022. Publishers named: A."
    assert listed(list("ABCDEF"), most=4) == "A, B, C and 3 more"


def test_what_was_read_from_the_question_stands_beside_the_coverage() -> None:
    shown = answer_text(bridge_answer("q"), hints=["only articles from \x1b[1mReuters"], width=300)
    assert shown.endswith("Because the question says so: only articles from Reuters.")
    assert "Because" not in answer_text(bridge_answer("q"), width=300)
