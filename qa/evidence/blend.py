"""From what is known of a sentence to the probability that it answers: a logistic of features.

The features of one sentence:
    answerable  log odds, by the evidence model, that the sentence's passage answers
    share       logarithm of the share of the answer that lies in this sentence
    alone       log odds that it answers when it is read alone
    cosine      of the embedder's vectors of question and sentence
    coverage    share of the question's words, the rare ones counting more, that the window has
    prior       logarithm of the passage's fused score as a share of the best passage's
    beginning   cosine of the question and the beginning of the passage's article

What there was to choose from counts besides (`lost_among`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.text.terms import analyse

NAMES = (
    "bias",
    "answerable",
    "share",
    "alone",
    "cosine",
    "coverage",
    "prior",
    "beginning",
)
# Bias and weights, fitted by `python -m eval.training.blend` (2026-11) and made a fifth flatter: as
# fitted, sentences said to answer with .96 did with .78 (ten articles about the subject), and later
# reports lost to better worded ones (`eval.measure.forms`, right: 244 of 324 instead of 242). The
# right sentence first / AUROC of "is it answered": seeds, tune half (116 questions), .81 / .89;
# year of Caldria, tune half (74), .59 / .81; RealTimeQA 2022, the half that thresholds are chosen
# on (143), .71 / .86. By the best feature alone: .74 / .89 (seeds) and .72 / .86 (RealTimeQA).
# The bias was 2.05 until the model had read questions written for news (2026-11-29), which makes
# it surer: of 693 look-ups and near misses of nine collections it then answers .84 and refuses .78
# (.79 and .76 before); with 1.95 it is .86 and .75. New weights brought nothing.
WEIGHTS = (1.85, 0.59, 0.55, 0.30, 0.62, 0.58, 0.67, 0.75)

# Log odds that every sentence loses by the number of passages that there are to choose from;
# between these points by its logarithm.
# A question put to a single paragraph is about what stands there, so that every feature is high
# whether the paragraph answers or not. SQuAD 2.0 with each question's own paragraph (362 of the
# calibration titles, 2026-11): with 3.5 lost .84 of the answerable questions are answered and .89
# of the others refused at the product's threshold; by the model of 2026-11-29 .64 and .93 (300
# questions), hence 2.5.
# Seed questions, worded freely and asked of 41 passages, want little lost. Where there are more,
# one is likelier to look as if it answered. RealTimeQA 2022, each of 170 questions asked of the 4,
# 10 or 40 articles that are nearest to it, once with those that hold the answer and once with
# others in their place (`eval.measure.refusal --set folder`, 2026-11): of ten articles .62 of the
# unanswerable are refused and .97 of the others answered with 2.4 lost, .59 and 1.0 with 1.96. An
# independent set of 140 questions has two more right with 2.0 than with 2.4: 2.2 lies between.
LOST_AMONG = ((3, 2.5), (10, 0.0), (40, 0.37), (200, 2.2))
AMONG_MANY = LOST_AMONG[-1][0]

# Where nothing is known of an article's beginning: the middle of those of RealTimeQA's candidates.
NO_BEGINNING = 0.35


@dataclass(frozen=True)
class Place:
    """What retrieval knows of a passage: its fused score as a share of the best one's, 0 to 1; the
    cosine of the question and the beginning of its article; the number of passages that there were
    to choose from, AMONG_MANY or more all alike.
    """

    prior: float = 1.0
    beginning: float = NO_BEGINNING
    passages: int = AMONG_MANY


@dataclass(frozen=True)
class Signals:
    """What a scorer knows of one sentence, and its shortest answer (offsets in the sentence).

    answerable: the model's probability that the sentence's passage answers; share: how much of
    the answer lies in this sentence; alone: the probability when it is read alone; cosine: of
    the embedder's vectors of question and sentence.
    """

    answerable: float
    share: float
    alone: float
    cosine: float
    span: tuple[int, int] | None = None
    span_score: float = 0.0

    def features(self, coverage: float, place: Place) -> tuple[float, ...]:
        """The features in the order of NAMES, without the bias."""
        return (
            log_odds(self.answerable),
            math.log(max(self.share, 1e-4)),
            log_odds(self.alone),
            self.cosine,
            coverage,
            math.log(max(place.prior, 1e-3)),
            place.beginning,
        )


def blend(features: Sequence[float]) -> float:
    """Log odds that a sentence with these features answers."""
    bias, *weights = WEIGHTS
    return bias + sum(w * f for w, f in zip(weights, features, strict=True))


def blend_first(answerable: float, share: float) -> float:
    """What the features of the first reading add to the log odds; `blend_known` gives the part
    that is known before any reading.
    """
    return WEIGHTS[1] * log_odds(answerable) + WEIGHTS[2] * math.log(max(share, 1e-4))


def blend_known(coverage: float, place: Place) -> float:
    """What coverage and the place in retrieval add to the log odds."""
    known = (coverage, math.log(max(place.prior, 1e-3)), place.beginning)
    return sum(w * f for w, f in zip(WEIGHTS[5:8], known, strict=True))


def lost_among(passages: int) -> float:
    """Log odds that every sentence loses when there are so many passages to choose from."""
    (low, lost), *others = LOST_AMONG
    for high, more in others:
        if passages <= high:
            share = math.log(max(passages, low) / low) / math.log(high / low)
            return lost + share * (more - lost)
        low, lost = high, more
    return lost


class Coverage:
    """How much of a question's words a text has; `rarity` gives a word's weight, 0 to 1."""

    def __init__(self, words: Sequence[str], rarity: Callable[[str], float]) -> None:
        """The words of the question that matter, in any spelling."""
        terms = [(frozenset(analyse(word)), rarity(word)) for word in dict.fromkeys(words)]
        self._terms = [(found, weight) for found, weight in terms if found]
        self._whole = sum(weight for _, weight in self._terms)

    def __call__(self, text: str) -> float:
        """0 to 1; 1 for a question without such words."""
        if not self._whole:
            return 1.0
        there = set(analyse(text))
        return sum(weight for found, weight in self._terms if found & there) / self._whole


def log_odds(probability: float, least: float = 1e-4) -> float:
    """Log odds of a probability, kept `least` away from 0 and 1."""
    bounded = min(max(probability, least), 1.0 - least)
    return math.log(bounded / (1.0 - bounded))


def odds(probability: float) -> float:
    """The odds of a probability, bounded where it is 1."""
    return probability / max(1e-9, 1.0 - probability)


def logistic(x: float) -> float:
    """The probability of log odds."""
    bounded = max(-50.0, min(50.0, x))
    return 1.0 / (1.0 + math.exp(-bounded))
