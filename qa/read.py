"""Readers turn passages into statements that stand on quotes.

The extractive reader (here) answers with article sentences; the LLM reader is in `read_llm.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.types import Article, Passage
from qa.types import Turn


@dataclass(frozen=True)
class Quote:
    """Verbatim words of an article: `article.text[start_char:end_char]`; `score` in 0..1."""

    article_id: str
    start_char: int
    end_char: int
    score: float


@dataclass(frozen=True)
class DraftStatement:
    """A statement before markers are numbered: its text without markers, and its quotes."""

    text: str
    quotes: tuple[Quote, ...]
    support: float


@dataclass(frozen=True)
class NumberedPassage:
    """A passage as a reader sees it: `number` from 1 in the order of the evidence."""

    number: int
    article: Article
    passage: Passage


class Reader(Protocol):
    """Writes an answer from passages. `name` is what `Answer.reader` says."""

    name: str

    def read(
        self,
        question: str,
        passages: Sequence[NumberedPassage],
        extractive: Sequence[DraftStatement],
        history: Sequence[Turn],
    ) -> Iterator[DraftStatement]:
        """Yield statements in the order of reading. `extractive` is the sentence-level answer
        that stands in where a model's sentence is not supported."""
        ...
