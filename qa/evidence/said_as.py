"""Sentences that are understood only with what stands elsewhere: a row of a table with its
headings, an answer of a transcript with its question and who gave it.

What is added is said outside the quote, which stays verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.text.tables import row_at
from index.text.turns import turn_at
from index.types import Article
from qa.evidence.dated_text import dated_text, post_words


@dataclass(frozen=True)
class Said:
    """`text` says the sentence in full; `beside` is the stretch of the article that it takes the
    rest from.
    """

    text: str
    beside: tuple[int, int]


def row_said(article: Article, start_char: int, end_char: int) -> Said | None:
    """A row of a table with its headings: "Greens: 9 seats, 24.6% share"."""
    row = row_at(article.text, start_char, end_char)
    return Said(f"{row.said}.", row.header) if row else None


def say(article: Article, start_char: int, end_char: int) -> Said:
    """A quote as a statement says it: its times dated, a row with its headings, a post of a live
    page with its time. `beside` is empty where the quote needs nothing from elsewhere.
    """
    row = row_said(article, start_char, end_char)
    if row is not None:
        return row
    text = dated_text(article, start_char, end_char)
    return Said(text + post_words(article, start_char), (0, 0))


def read_as(article: Article, start_char: int, end_char: int) -> str | None:
    """How a scorer reads a sentence that says too little alone; None for any other."""
    row = row_said(article, start_char, end_char)
    if row:
        return row.text
    turn = turn_at(article.text, start_char)
    if turn is None:
        return None
    words = article.text[max(start_char, turn.words_start) : end_char].strip()
    if not words:
        return None
    name = " ".join(part for part in (turn.office, turn.speaker or "The answer") if part)
    if turn.asked is None or words.endswith("?"):
        return f"{name}: {words}" if turn.speaker else None
    # Read with its question all 8 answers of two transcripts are surer than the threshold, without
    # it 2 (2026-11).
    asked = " ".join(article.text[slice(*turn.asked)].split())
    return f"{asked} {name}: {words}"
