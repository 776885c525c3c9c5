"""Relative times are dated in the text of a statement, and never in its quote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Passage
from qa.answer.draft import draft_statements
from qa.evidence.dated_text import ADDED, dated_text
from qa.evidence.sentences import EvidenceSentence

# 6 October 2022 was a Thursday.
PUBLISHED = Article(
    "a1", "/a.txt", "", "hash", published_at="2022-10-06", published_precision="day",
    published_source="metadata",
)  # fmt: skip


def dated(text: str, source: str = "metadata") -> str:
    article = replace(PUBLISHED, text=text, published_source=source)  # type: ignore[arg-type]
    return dated_text(article, 0, len(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("He resigned on Tuesday.", "He resigned on Tuesday (October 4, 2022)."),
        ("They met on Monday evening.", "They met on Monday evening (October 3, 2022)."),
        ("They met on March 29 in Istanbul.", "They met on March 29 (2022) in Istanbul."),
        ("She was elected last month.", "She was elected last month (September 2022)."),
        (
            "He resigned on Tuesday, and on Tuesday his party met.",
            "He resigned on Tuesday (October 4, 2022), and on Tuesday his party met.",
        ),
    ],
)
def test_a_relative_time_gets_its_date_behind_it_once(text: str, shown: str) -> None:
    assert dated(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "“We will meet on Tuesday,” he said.",
        "This year’s summit was short.",
        "The meeting of March 29, 2021 failed.",
    ],
)
def test_what_is_clear_or_unsure_stays_as_it_is(text: str) -> None:
    assert dated(text) == text


def test_a_date_counted_from_an_inferred_one_says_about() -> None:
    assert dated("He resigned on Tuesday.", "inferred").endswith("(about October 4, 2022).")


def test_without_a_date_of_the_article_nothing_is_added() -> None:
    text = "He resigned on Tuesday."
    article = replace(PUBLISHED, text=text, published_at=None, published_precision="unknown")
    assert dated_text(article, 0, len(text)) == text


def test_the_quote_of_a_dated_statement_is_verbatim() -> None:
    text = "The minister resigned on Tuesday. His party met."
    article = replace(PUBLISHED, text=text)
    spans = ((0, 33), (34, 48))
    passage = Passage("p1", "a1", 0, 0, len(text), text, spans)
    sentence = EvidenceSentence(article, passage, 0, 33, 0.9)
    (draft,) = draft_statements([sentence], {"a1": [passage]})
    assert draft.text == "The minister resigned on Tuesday (October 4, 2022)."
    (quote,) = draft.quotes
    assert text[quote.start_char : quote.end_char] == "The minister resigned on Tuesday."


@given(
    st.lists(
        st.sampled_from(
            "on Monday|Tuesday|last week|this month|since March|May 3|(2022)|. |, |\n|“|”|he met|"
            "[1]|early|yesterday|2021|’s|evening".split("|")
        ),
        max_size=12,
    ).map(" ".join)
)
def test_taking_out_what_was_added_gives_the_words_back(text: str) -> None:
    assert ADDED.sub("", dated(text)) == ADDED.sub("", text)
