"""What a reader is, and the one that answers with the articles' own sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.types import Article, Passage
from qa.answer.draft import DraftStatement
from qa.types import Turn


@dataclass(frozen=True)
class NumberedPassage:
    """A passage as a reader sees it: `number` from 1 in the order of the evidence."""

    number: int
    article: Article
    passage: Passage


class Reader(Protocol):
    """Writes an answer from passages. `name` is what `Answer.reader` says.

    `can_refuse`: it reads the passages and says itself when they don't answer, so it may be asked
    where the evidence is too weak for a sentence-level answer.
    """

    name: str
    can_refuse: bool

    def read(
        self,
        question: str,
        passages: Sequence[NumberedPassage],
        extractive: Sequence[DraftStatement],
        history: Sequence[Turn],
    ) -> Iterator[DraftStatement]:
        """Yield statements in the order of reading. `extractive` is the sentence-level answer
        that stands in where a model's sentence is not supported.
        """
        ...


class ExtractiveReader:
    """Answers with article sentences alone: no model, no key, no network."""

    name = "extractive"
    can_refuse = False

    def read(
        self,
        question: str,
        passages: Sequence[NumberedPassage],
        extractive: Sequence[DraftStatement],
        history: Sequence[Turn],
    ) -> Iterator[DraftStatement]:
        """The sentence-level answer as it is."""
        yield from extractive
