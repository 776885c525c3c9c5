"""Which two sentences stand against each other over what is asked: what is known of a pair, and how
much each of it counts.

Rules for who speaks and what counts alike (`speakers.py`, `differences.py`) hold for the wordings
that they were written for; here it is learned from questions whose two sides are known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.text.terms import analyse
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.same_figure import alike, may_count_alike
from qa.answer.telling import Told, corrects
from qa.evidence.blend import log_odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.sides.voices import Voice

# Weights by `python -m eval.training.sides`, 2026-11-29: 114 questions of nine sets, four of them
# about real news; by what was learned of the other eight sets the right pair is among those looked
# at for 98, first for 48, among the first two for 58.
OPPOSED_WEIGHTS: Mapping[str, float] = {
    "likelier": 0.194,
    "sure": 0.42,
    "short answers differ": -0.531,
    "short answers share": -1.097,
    "figures differ": 3.44,
    "dates differ": -1.266,
    "dates asked": 2.041,
    "one report": -14.712,
    "in common": -0.423,
    "correction": -3.86,
    "said": 0.457,
    "sides": 1.53,
    "a side": 1.105,
    "days": -0.594,
    "other outlet": 0.886,
    "outlets named": 2.865,
    "outlets missed": -2.823,
    "headlines": 0.481,
    "voices": -0.996,
    "two speak": 2.428,
    "two speak elsewhere": 0.861,
    "beside": 0.815,
    "contrary beside": 3.378,
    "cosine with question": 2.62,
    "cosine": 4.89,
    "cosine in article": 1.774,
    "rank": 1.916,
}
FEATURES = tuple(OPPOSED_WEIGHTS)
_FROM_BEST = 10  # sentences of which one is of every pair
_LEAST_SURE = -8.0
_NEAR = 2  # sentences apart
_ALIKE = 0.5  # share of words in common: one report twice
_UNKNOWN_DAYS = 30
_SAID = re.compile(
    r"\b(?:sa(?:ys?|id)|told|claim\w*|accord\w*|accus\w*|insist\w*|argu\w*|report\w*|estimat\w*|"
    r"believ\w*|blam\w*|alleg\w*|put|maintain\w*)\b",
    re.I,
)
_CONTRARY = re.compile(
    r"^\W*(?:but|however|yet|still|meanwhile|by contrast|in contrast|though|although|while|instead|"
    r"nonetheless|contradicting)\b|\b(?:contradict\w*|disput\w*|contrary|insist\w*|maintain\w*|"
    r"den(?:y|ies|ied)|reject\w*|rul(?:es?|ed) (?:that|this|it) out|not true|untrue|false|"
    r"countered|contend\w*|differ\w*|disagree\w*|otherwise|the other hand)\b",
    re.I,
)
_DATE = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|\d{4}|\d{1,2}[:.]\d\d|a\.?m\.?|"
    r"p\.?m\.?|noon|midnight|morning|evening|night|afternoon)\b",
    re.I,
)
_ASKS_DATE = re.compile(
    r"\bwhen\b|what (?:day|date|time|year)|since when|which (?:day|year|month)|in what year", re.I
)


@dataclass(frozen=True)
class Candidate:
    """A sentence that may be a side: what the reader says of it, if it was read, and who speaks
    there (`voice`; `place` among the article's sentences).
    """

    told: Told
    voice: Voice
    place: int
    read: EvidenceSentence | None = None

    @property
    def score(self) -> float:
        """How likely it answers, 0 to 1."""
        return self.read.score if self.read else 0.0

    @property
    def sure(self) -> float:
        """What the model says of it, in its passage and alone, in log odds."""
        features = self.read.features if self.read else ()
        return max(_LEAST_SURE, features[0] + features[2]) if features else _LEAST_SURE

    @property
    def span(self) -> tuple[int, int] | None:
        """Its short answer, in the article."""
        return self.read.span if self.read else None

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its terms."""
        return frozenset(analyse(self.told.text))

    @cached_property
    def span_terms(self) -> frozenset[str]:
        """Those of its short answer."""
        if self.span is None:
            return frozenset()
        return frozenset(analyse(self.told.article.text[slice(*self.span)]))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures."""
        text = self.told.text
        return tuple(f for f in figures_of(text, bare=True) if not is_step(text, f))[:8]

    @cached_property
    def dates(self) -> frozenset[str]:
        """The words for days and hours in it."""
        return frozenset(m.group().lower() for m in _DATE.finditer(self.told.text))


@dataclass(frozen=True)
class Pair:
    """Two candidates, the likelier answer first, and what is known of them."""

    one: Candidate
    other: Candidate
    features: Mapping[str, float]

    @property
    def score(self) -> float:
        """How plainly they stand against each other; only to be compared for one question."""
        return sum(OPPOSED_WEIGHTS[name] * value for name, value in self.features.items())


@dataclass(frozen=True)
class Sought:
    """What sides are sought for: the plain question, the terms of the whole question, those that
    say whose sides are wanted, the outlets that it names, and the articles that are copies of one
    another (`clusters`).
    """

    core: str
    terms: frozenset[str]
    sides: frozenset[str]
    outlets: tuple[str, ...]
    clusters: Mapping[str, str]


def pairs_of(
    candidates: Sequence[Candidate], vectors: NDArray[np.float32], sought: Sought
) -> list[Pair]:
    """The pairs with one of the likeliest candidates in each. `vectors`, (candidates + 1, size),
    begin with that of the question.
    """
    order = sorted(range(len(candidates)), key=lambda n: -candidates[n].score)
    rank = {n: place for place, n in enumerate(order)}
    pairs = []
    for one, other in _places(order):
        if _are_copies(candidates[one], candidates[other], sought):
            continue
        cosines = vectors[[0, 0, one + 1]] * vectors[[one + 1, other + 1, other + 1]]
        of_question, of_question_too, between = (float(c) for c in cosines.sum(axis=1))
        features = {
            **_of_text(candidates[one], candidates[other], sought),
            **_of_place(candidates[one], candidates[other], sought),
            "cosine with question": max(of_question, of_question_too),
            "cosine": between,
            "cosine in article": between * _in_one(candidates[one], candidates[other]),
            "rank": 1 / (1 + rank[one]) + 1 / (1 + rank[other]),
        }
        pairs.append(Pair(candidates[one], candidates[other], features))
    return pairs


def _places(order: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(order[:_FROM_BEST]):
        for other in order[place + 1 :]:
            yield one, other


def _of_text(one: Candidate, other: Candidate, sought: Sought) -> dict[str, float]:
    """What their words say of them."""
    texts = (one.told.text, other.told.text)
    shared, every = one.terms & other.terms, one.terms | other.terms
    spans = one.span_terms & other.span_terms
    fewest = min(len(one.span_terms), len(other.span_terms))
    dated = bool(one.dates and other.dates)
    of_side = [sought.sides & (c.terms | _of_speaker(c)) for c in (one, other)]
    return {
        "likelier": log_odds(one.score, 1e-3),
        "sure": min(one.sure, other.sure),
        "short answers differ": bool(fewest) and not spans,
        "short answers share": len(spans) / fewest if fewest else 0.0,
        "figures differ": _figures_differ(one, other),
        "dates differ": dated and not one.dates & other.dates,
        "dates asked": dated and _ASKS_DATE.search(sought.core) is not None,
        "one report": len(shared) > _ALIKE * len(every),
        "in common": math.log1p(len(shared - sought.terms)),
        "correction": any(map(corrects, texts)),
        "said": all(map(_SAID.search, texts)),
        "sides": bool(of_side[0] - of_side[1] and of_side[1] - of_side[0]),
        "a side": any(of_side),
    }


def _of_place(one: Candidate, other: Candidate, sought: Sought) -> dict[str, float]:
    """Where they stand, and who speaks there."""
    same = _in_one(one, other)
    apart = abs(one.place - other.place) if same else math.inf
    articles = [c.told.article for c in (one, other)]
    outlets = [a.publisher for a in articles]
    titles = [set(analyse(a.title or "")) for a in articles]
    speak = bool(one.voice.key and other.voice.key and one.voice.key != other.voice.key)
    contrary = any(_CONTRARY.search(c.told.text) for c in (one, other))
    named, misses = 0.0, 0.0
    if len(sought.outlets) > 1:
        named = float(outlets[0] != outlets[1] and set(outlets) <= set(sought.outlets))
        misses = 1.0 - named
    elif sought.outlets:
        misses = float(not set(outlets) & set(sought.outlets))
    return {
        "days": math.log1p(_days_apart(one, other)),
        "other outlet": not same and outlets[0] != outlets[1],
        "outlets named": named,
        "outlets missed": misses,
        "headlines": not same and bool(titles[0] & titles[1]),
        "voices": same and one.voice.first != other.voice.first,
        "two speak": same and speak,
        "two speak elsewhere": not same and speak,
        "beside": apart == 1,
        "contrary beside": apart <= _NEAR and contrary,
    }


def _in_one(one: Candidate, other: Candidate) -> bool:
    return one.told.article.article_id == other.told.article.article_id


def _of_speaker(candidate: Candidate) -> frozenset[str]:
    return frozenset(analyse(f"{candidate.voice.name} {candidate.told.article.publisher or ''}"))


def _figures_differ(one: Candidate, other: Candidate) -> float:
    """1 where both short answers hold figures that are at odds, .5 where one does."""
    most = 0.0
    for mine in one.figures:
        for theirs in other.figures:
            count_alike = may_count_alike(mine, theirs) or (
                mine.unit == theirs.unit and alike(mine, theirs)
            )
            if count_alike and not mine.agrees(theirs):
                inside = [_in_answer(mine, one), _in_answer(theirs, other)]
                most = max(most, 1.0 if all(inside) else 0.5 * any(inside))
    return most


def _in_answer(figure: Figure, candidate: Candidate) -> bool:
    at, span = candidate.told.start_char + figure.start, candidate.span
    return span is not None and span[0] <= at < span[1]


def _are_copies(one: Candidate, other: Candidate, sought: Sought) -> bool:
    clusters = [sought.clusters.get(c.told.article.article_id) for c in (one, other)]
    return not _in_one(one, other) and clusters[0] is not None and clusters[0] == clusters[1]


def _days_apart(one: Candidate, other: Candidate) -> int:
    try:
        first, last = (date.fromisoformat((c.told.published or "")[:10]) for c in (one, other))
    except ValueError:
        return _UNKNOWN_DAYS
    return abs((first - last).days)
