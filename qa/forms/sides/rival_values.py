"""Another report's value for what was looked up, though nobody asked for it: a figure, an age, a
time of day or a date of one thing, by what is known of both sentences.

Rules (`rivals.py`) know figures that count the same by name. Here it is learned how two likely
answers stand to each other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.text.terms import analyse
from qa.answer.figures import Figure, as_number, figures_of, is_step
from qa.answer.same_figure import has_moved, is_of_other, may_count_alike
from qa.answer.telling import Told, corrects
from qa.evidence.blend import log_odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.forms.sides.differences import Counted, Difference
from qa.forms.sides.rivals import about_asked

Kind = Literal["figure", "number", "time", "date", "words"]

# Bias and weights by `python -m eval.training.rivals`, 2026-11-29: 659 questions of nine sets, four
# of them about real news; each set tried on what was learned of the other eight. From .25 on 22 of
# 93 questions whose reports differ though nobody asks get a pair, 21 of them the right one, and 1
# of 152 look-ups; from -.25 on 30, 26 and 2, and a fresh user found 7 false ones in 70.
_BIAS = 0.686
RIVAL_WEIGHTS: Mapping[str, float] = {
    "gap": -0.32,  # log odds by which the other is the less likely answer
    "sure": 0.184,  # what the model says of the other, in its passage and alone
    "days": -0.333,  # logarithm of the days between the reports
    "same day": 0.825,
    "same outlet": -1.233,
    "figure": 1.126,
    "number": 1.913,  # an age, a time of day, a number that says nothing of what it counts
    "date": -0.26,
    "words": -1.109,
    "ratio": -0.981,  # logarithm of the larger by the smaller
    "cosine": 1.158,
    "covered": -0.342,  # share of the question's words that the other has
    "to come": -0.978,  # one tells what is to come
    "unit apart": -0.898,  # one says in what, the other doesn't
    "not alike": -0.83,  # what they count is called by other names
    "moved": -0.725,
    "count of victims": -0.259,  # and what else moves from hour to hour
    "count of victims, days": -0.106,
}
LEAST = 0.25  # log odds
_LEAST_READ = 0.05  # what the model says of the other sentence
_MOST_READ = 8  # other sentences
_MOST_RATIO = 3.0  # of the logarithm: other figures are of something else
_LEAST_SURE = -8.0
_MOST_WORDS = 6  # of a value in words
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|\b\d{1,2}[:.]\d\d\b|"
    r"\b(?:noon|midnight|half past \w+)\b",
    re.I,
)
_DATE = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|"
    r"nov|dec)[a-z]*\b\.?(?: (?P<day2>\d{1,2})(?!\d))?(?:,? (?P<year>\d{4}))?|"
    r"\b(?P<year2>(?:1[5-9]|20)\d\d)\b|\b(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.I,
)
_MOVES = re.compile(
    r"\b(?:dead|died|dies|deaths?|kill\w*|toll|injur\w*|hurt|wounded|missing|arrest\w*|evacuat\w*|"
    r"homeless|infected|cases|sick|ill|lost|rescued|damage|costs?|customers|without power|homes)\b",
    re.I,
)

# What was expected is no report of what came.
_EXPECTED = re.compile(
    r"\b(?:polls?|surveys?|forecasts?|forecasters|predict\w*|projected|projections?|hoped?|aims?)\b",
    re.I,
)
_TO_COME = re.compile(
    r"\b(?:expect\w*|planned|plans?|due to|will|would|is to|are to|was to)\b", re.I
)
_FIRST_AUX = re.compile(
    r"\b(?:(?P<past>did|was|were|had)|do|does|is|are|has|have|will|would|can|could|should|may|might)\b",
    re.I,
)


@dataclass(frozen=True)
class _Value:
    """What the short answer of a sentence gives: figures, a number alone, a time or a date."""

    kind: Kind
    words: str
    start: int  # in the sentence
    figures: tuple[Figure, ...] = ()
    number: float = 0.0
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RivalPair:
    """The likeliest answer beside another that gives another value, and what is known of both, by
    the names of the weights.
    """

    sides: tuple[Counted, Counted]
    features: Mapping[str, float]

    @property
    def log_odds(self) -> float:
        """How likely both are about one thing."""
        return _BIAS + sum(RIVAL_WEIGHTS[name] * value for name, value in self.features.items())


def rival_value(
    chosen: Sequence[EvidenceSentence], read: Sequence[EvidenceSentence], chain: Chain
) -> Difference | None:
    """The likeliest other value for what the chosen sentences answer; None where none is likely."""
    best = max(chosen, key=lambda s: s.score)
    pair = max(rival_pairs(best, read, chain), key=lambda p: p.log_odds, default=None)
    if pair is None or pair.log_odds < LEAST:
        return None
    return Difference(about_asked(chain), pair.sides)


def rival_pairs(
    best: EvidenceSentence, read: Sequence[EvidenceSentence], chain: Chain
) -> list[RivalPair]:
    """The likeliest answer with each of those of other articles that gives another value of its
    kind. What one article says of two things is told in one breath, and no disagreement.
    """
    mine = _value(best)
    if mine is None or corrects(best.text):
        return []
    others = [s for s in read if s is not best and _LEAST_READ <= s.score <= best.score]
    found = [
        (s, theirs, apart)
        for s in others[:_MOST_READ]
        if (theirs := _value(s)) is not None
        and (apart := _apart(mine, theirs, best, s)) is not None
        and not corrects(s.text)
        and bool(_EXPECTED.search(s.text)) == bool(_EXPECTED.search(best.text))
        and s.article.article_id != best.article.article_id
        and not _is_copy(best, s, chain)
    ]
    cosines = _cosines(best, [s for s, _, _ in found], chain) if found else []
    return [
        RivalPair(
            (_counted(best, mine), _counted(s, theirs)),
            _features(best, s, mine, theirs, apart, cosine, chain),
        )
        for (s, theirs, apart), cosine in zip(found, cosines, strict=True)
    ]


def happened_once(question: str) -> bool:
    """Whether a question is about what happened and does not go on: "What did the bank cost?". A
    later report that differs brings no news of it.
    """
    first = _FIRST_AUX.search(question)
    return bool(first and first["past"]) and _MOVES.search(question) is None


def _features(
    best: EvidenceSentence,
    other: EvidenceSentence,
    mine: _Value,
    theirs: _Value,
    apart: Mapping[str, float],
    cosine: float,
    chain: Chain,
) -> dict[str, float]:
    days = math.log1p(_days_apart(best, other))
    wanted = set(analyse(" ".join(chain.query.content_words)))
    moves = _MOVES.search(chain.query.text) is not None
    sure = other.features[0] + other.features[2] if other.features else _LEAST_SURE
    return {
        "gap": _log_odds(best.score) - _log_odds(other.score),
        "sure": max(_LEAST_SURE, sure),
        "days": days,
        "same day": _days_apart(best, other) <= 1,
        "same outlet": best.article.publisher == other.article.publisher,
        theirs.kind if mine.kind == theirs.kind in ("figure", "date", "words") else "number": 1.0,
        **apart,
        "to come": bool(_TO_COME.search(best.text)) != bool(_TO_COME.search(other.text)),
        "cosine": cosine,
        "covered": len(wanted & set(analyse(other.text))) / max(1, len(wanted)),
        "moved": any(has_moved(s.text, f) for s in (best, other) for f in figures_of(s.text)[:4]),
        "count of victims": moves,
        "count of victims, days": moves * days,
    }


def _value(sentence: EvidenceSentence) -> _Value | None:
    """The value of a sentence's short answer; None where it is words."""
    if sentence.span is None:
        return None
    start, end = (at - sentence.start_char for at in sentence.span)
    text = sentence.text
    for time in _TIME.finditer(text):
        if time.start() < end and start < time.end():
            return _Value("time", time.group(), time.start(), parts=frozenset((_hour(time),)))
    figures = [f for f in figures_of(text, bare=True) if not is_step(text, f)]
    inside = tuple(f for f in figures if f.start < end and start < f.start + len(f.words))
    if not inside and (day := _DATE.search(text, start, end)):
        parts = {name[:4]: value.lower() for name, value in day.groupdict().items() if value}
        said = frozenset(f"{name.rstrip('2')} {value}" for name, value in parts.items())
        return _Value("date", day.group(), day.start(), parts=said)
    if inside:
        return _Value("figure", inside[0].words, inside[0].start, figures=inside)
    found = as_number(text[start:end])
    if found is None:
        words = text[start:end]
        terms = frozenset(analyse(words))
        few = terms and len(words.split()) <= _MOST_WORDS
        return _Value("words", words, start, parts=terms) if few else None
    return _Value("number", found.words, start + found.start, number=found.value)


def _hour(time: re.Match[str]) -> str:
    """One spelling of a time of day: "4.12am" and "4:12 a.m." are one, and "4 p.m." is 4:00."""
    digits = re.sub(r"\D", "", time.group())
    if not digits:
        return time.group().lower().replace("noon", "1200")
    return digits if len(digits) > 2 else f"{digits}00"


def _apart(
    mine: _Value, theirs: _Value, best: EvidenceSentence, other: EvidenceSentence
) -> dict[str, float] | None:
    """How two values stand to each other; None where both may be true, or are of two kinds."""
    if "words" in (mine.kind, theirs.kind):
        return _words_apart(mine, theirs, best, other)
    if "time" in (mine.kind, theirs.kind) or "date" in (mine.kind, theirs.kind):
        same = mine.parts <= theirs.parts or theirs.parts <= mine.parts
        return None if mine.kind != theirs.kind or same else {}
    if any(is_of_other(s.text, f.start) for s in (best, other) for f in figures_of(s.text)[:4]):
        return None
    one, two = (v.figures[0].value if v.figures else v.number for v in (mine, theirs))
    if one == two:
        return None
    ratio = abs(math.log(max(one, 0.01) / max(two, 0.01)))
    if ratio > _MOST_RATIO:
        return None
    units = {f.unit for f in mine.figures[:1]} | {f.unit for f in theirs.figures[:1]}
    if len(units - {""}) > 1 or ("%" in units and len(units) > 1):
        return None
    alike = (
        mine.figures
        and theirs.figures
        and any(_count_alike(f, g) for f in mine.figures for g in theirs.figures)
    )
    said = (*mine.figures, *figures_of(best.text, bare=True))
    answered = (*theirs.figures, *figures_of(other.text, bare=True))
    for own, every in ((mine.figures, answered), (theirs.figures, said)):
        if any(f.agrees(g) and may_count_alike(f, g) for f in own for g in every):
            return None
    return {"ratio": ratio, "unit apart": len(units) > 1, "not alike": not alike}


def _words_apart(
    mine: _Value, theirs: _Value, best: EvidenceSentence, other: EvidenceSentence
) -> dict[str, float] | None:
    if mine.kind != theirs.kind or mine.parts & theirs.parts:
        return None
    if mine.parts & set(analyse(other.text)) or theirs.parts & set(analyse(best.text)):
        return None
    return {}


def _count_alike(one: Figure, other: Figure) -> bool:
    return may_count_alike(one, other) or (bool(one.unit) and one.unit == other.unit)


def _counted(sentence: EvidenceSentence, value: _Value) -> Counted:
    told = Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
    figure = Figure(value.number, "", frozenset(), "", value.words, value.start)
    return Counted(
        told, value.figures[0] if value.figures else figure, frozenset(analyse(told.text))
    )


def _cosines(
    best: EvidenceSentence, others: Sequence[EvidenceSentence], chain: Chain
) -> list[float]:
    one, *rest = chain.library.embedder.encode([best.text, *(s.text for s in others)])
    return [float(vector @ one) for vector in rest]


def _is_copy(one: EvidenceSentence, other: EvidenceSentence, chain: Chain) -> bool:
    ids = [one.article.article_id, other.article.article_id]
    clusters = chain.catalog.copies.clusters_of(ids)
    return ids[0] != ids[1] and clusters.get(ids[0]) == clusters.get(ids[1]) is not None


def _days_apart(one: EvidenceSentence, other: EvidenceSentence) -> int:
    days = [(s.article.published_at or "")[:10] for s in (one, other)]
    if not all(len(day) == 10 for day in days):
        return 30
    first, last = map(date.fromisoformat, days)
    return abs((first - last).days)


def _log_odds(score: float) -> float:
    return log_odds(score, 1e-3)
