"""Does the probability mean what it says, and what does refusing by it cost and save?

A `Said` is one question: how probable the evidence was, whether the question can be answered, and
whether the answer (given if it is not refused) is right.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 10


@dataclass(frozen=True)
class Said:
    """One question. `right` is whether the answer would be right; never where none is."""

    probability: float
    answerable: bool
    right: bool


@dataclass(frozen=True)
class Rates:
    """At one threshold: the share of unanswerable questions refused, of answerable ones answered,
    and of the answers given those that are right (None: none was given).
    """

    threshold: float
    refused: float
    answered: float
    right_of_given: float | None

    @property
    def balanced(self) -> float:
        """The mean of both rates: what a threshold is chosen by."""
        return (self.refused + self.answered) / 2


@dataclass(frozen=True)
class Bin:
    """Of the questions said to be probable by `low` to `high`: how many, the mean of what was said,
    and the share that can be answered.
    """

    low: float
    high: float
    n: int
    said: float
    true: float


def risk_coverage(said: Sequence[Said]) -> tuple[Floats, Floats]:
    """(coverage, risk): answering the k surest of n questions answers k/n, and `risk` of these
    answers are wrong (El-Yaniv and Wiener 2010, JMLR 11). Equal probabilities come in no order:
    among them risk is the expected one. Raises ValueError for no questions.
    """
    if not said:
        raise ValueError("no questions: there is no curve")
    probability = np.array([s.probability for s in said])
    wrong = np.array([not s.right for s in said], dtype=float)
    _, group = np.unique(-probability, return_inverse=True)
    share = np.bincount(group, wrong) / np.bincount(group)
    errors = np.cumsum(share[np.sort(group)])
    k = np.arange(1, len(said) + 1)
    return k / len(said), errors / k


def area_under_risk(said: Sequence[Said]) -> float:
    """The mean risk over all coverages (AURC; Geifman, Uziel and El-Yaniv 2019,
    arXiv:1805.08206). Less is better; a constant probability has the share of wrong answers.
    """
    return float(risk_coverage(said)[1].mean())


def least_area(said: Sequence[Said]) -> float:
    """The area of the best order there could be: all right answers before all wrong ones."""
    return area_under_risk([Said(float(s.right), s.answerable, s.right) for s in said])


def rates_at(said: Sequence[Said], threshold: float) -> Rates:
    """Refusing below `threshold`. A rate of no questions is nan."""
    given = [s.probability >= threshold for s in said]
    refused = [not g for g, s in zip(given, said, strict=True) if not s.answerable]
    answered = [g for g, s in zip(given, said, strict=True) if s.answerable]
    right = [s.right for g, s in zip(given, said, strict=True) if g]
    return Rates(
        threshold,
        float(np.mean(refused)) if refused else float("nan"),
        float(np.mean(answered)) if answered else float("nan"),
        float(np.mean(right)) if right else None,
    )


def best_threshold(said: Sequence[Said]) -> float:
    """The threshold with the highest mean of both rates, halfway to the next lower probability.

    Raises ValueError unless there are questions of both kinds.
    """
    if len({s.answerable for s in said}) < 2:
        raise ValueError("need answerable and unanswerable questions to choose a threshold")
    values = sorted({s.probability for s in said})
    cuts = [values[0], *((a + b) / 2 for a, b in itertools.pairwise(values))]
    return max(cuts, key=lambda cut: rates_at(said, cut).balanced)


def reliability(said: Sequence[Said], bins: int = BINS) -> list[Bin]:
    """Bins of equal width over 0..1 that hold any question; the last one includes 1."""
    found = []
    for i in range(bins):
        inside = [s for s in said if min(bins - 1, int(s.probability * bins)) == i]
        if inside:
            mean = float(np.mean([s.probability for s in inside]))
            true = float(np.mean([s.answerable for s in inside]))
            found.append(Bin(i / bins, (i + 1) / bins, len(inside), mean, true))
    return found


def calibration_error(said: Sequence[Said], bins: int = BINS) -> float:
    """The mean distance of what is said from what is true, over the bins, weighed by their sizes
    (ECE; Guo and others 2017, arXiv:1706.04599).
    """
    parts = reliability(said, bins)
    return sum(b.n * abs(b.said - b.true) for b in parts) / sum(b.n for b in parts)
