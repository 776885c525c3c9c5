"""Where gold quotes stand in the articles asked about, copies of an article included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.metrics.estimate import spans_meet
from eval.questions.question_set import GoldQuote
from eval.questions.shelf import Extent, Shelf
from qa.types import Citation


@dataclass(frozen=True)
class Gold:
    """The articles asked about. `copies` has every name of an article that has copies, with those
    of its copies: what a copy says is as right.
    """

    shelf: Shelf
    copies: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, shelf: Shelf, pairs: Iterable[tuple[str, str]] = ()) -> Gold:
        """Of pairs (original, copy)."""
        copies: dict[str, tuple[str, ...]] = {}
        for one, other in pairs:
            copies[one] = (*copies.get(one, ()), other)
            copies[other] = (*copies.get(other, ()), one)
        return cls(shelf, copies)

    def ids(self, name: str) -> set[str]:
        """The ids of an article and of its copies."""
        names = (name, *self.copies.get(name, ()))
        return {article.article_id for n in names for article in self.shelf.named(n)}

    def spans(self, quotes: Sequence[GoldQuote]) -> list[Extent]:
        """Where the quotes stand, in their articles and in the copies of those."""
        return [
            span
            for gold in quotes
            for name in (gold.article, *self.copies.get(gold.article, ()))
            for span in self.shelf.occurrences(name, gold.quote)
        ]

    def cited(self, quotes: Sequence[GoldQuote], citations: Iterable[Citation]) -> bool:
        """Whether a citation points at one of the quotes."""
        spans = self.spans(quotes)
        return any(
            c.article_id == key and spans_meet((c.start_char, c.end_char), (start, end))
            for c in citations
            for key, start, end in spans
        )
