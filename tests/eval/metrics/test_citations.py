"""Citation recall and precision, worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.metrics.citations import CitationQuality, Claim, by_support, citation_quality
from qa.types import Answer, Statement
from tests.eval.fakes import CAME, MET, RAIN, REFUSED, answered


def by_words(claims: Sequence[Claim]) -> list[bool]:
    """A claim is carried when each of its words stands in a quote."""
    return [
        all(word in " ".join(quotes).split() for word in claim.split()) for claim, quotes in claims
    ]


def stating(text: str, *quotes: str) -> Answer:
    """An answer of one statement that cites all the quotes."""
    answer = answered(*quotes)
    return replace(answer, statements=(Statement(text, tuple(range(1, len(quotes) + 1)), 1.0),))


@pytest.mark.parametrize(
    ("answer", "recall", "precision"),
    [
        (stating("red", "red door"), 1.0, 1.0),
        (stating("blue", "red door"), 0.0, 0.0),  # not carried: its citation does nothing
        (stating("red blue", "red door", "blue door"), 1.0, 1.0),  # each is needed
        (stating("red", "red door", "blue door"), 1.0, 1 / 2),  # the second is idle
        (stating("red", "red door", "red roof"), 1.0, 1.0),  # each carries it alone
        (stating("red", "door", "roof", "red wall"), 1.0, 1 / 3),
        (stating("red"), 0.0, None),
    ],
)
def test_one_statement_worked_by_hand(
    answer: Answer, recall: float, precision: float | None
) -> None:
    assert citation_quality(answer, by_words) == CitationQuality(recall, precision)


def test_statements_and_citations_are_averaged_within_the_answer() -> None:
    answer = replace(
        answered("red door", "blue door"),
        statements=(
            Statement("red", (1,), 1.0),
            Statement("green", (1, 2), 1.0),
            Statement("blue", (), 1.0),
        ),
    )
    assert citation_quality(answer, by_words) == CitationQuality(1 / 3, 1 / 3)
    assert citation_quality(REFUSED, by_words) is None


def test_the_products_own_check_finds_verbatim_sentences_carried() -> None:
    carries = by_support(None)
    assert citation_quality(answered(MET, CAME), carries) == CitationQuality(1.0, 1.0)
    assert citation_quality(stating("They met in Geneva on May 3.", MET, RAIN), carries) == (
        CitationQuality(0.0, 0.0)
    )
