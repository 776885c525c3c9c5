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
from qa.answer.same_figure import alike, has_moved, is_of_other, may_count_alike
from qa.answer.telling import Told, corrects
from qa.evidence.blend import log_odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.forms.sides.differences import Counted, Difference
from qa.forms.sides.rivals import about_asked
from qa.forms.sides.voices import voices_of

Kind = Literal["figure", "number", "time", "date"]

# Bias and weights of a logistic regression over pairs of likely answers that give two values,
# fitted on 2026-11-28: 429 questions of nine sets with and without a difference, each set tried on
# what was learned of the other eight. Where somebody gives another value and both were read as
# likely, it is the first of all pairs in 18 of 19 questions; from 0 on, 11 of 51 differences that
# nobody asked for are shown, and 2 of 104 look-ups get one that is none.
_BIAS = 1.025
_WEIGHTS: Mapping[str, float] = {
    "gap": -0.531,  # log odds by which the other is the less likely answer
    "sure": 0.158,  # what the model says of the other, in its passage and alone
    "days": -0.252,  # logarithm of the days between the reports
    "same day": 0.927,
    "same article": -2.22,
    "two voices": 2.979,  # both named, in one article or in two
    "same outlet": -1.241,
    "figure": 0.385,
    "number": 1.466,
    "time": 1.787,
    "date": -0.847,
    "ratio": -1.544,  # logarithm of the larger by the smaller
    "cosine": 1.159,
    "covered": 1.061,  # share of the question's words that the other has
    "moved": -0.938,
    "count of victims": -0.635,  # and what else moves from hour to hour
    "count of victims, days": -0.151,
}
_LEAST = 0.0
_LEAST_READ = 0.05  # what the model says of the other sentence
_MOST_READ = 8  # other sentences
_MOST_RATIO = 3.0  # of the logarithm: other figures are of something else
_LEAST_SURE = -8.0
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
    r"\b(?:polls?|surveys?|forecasts?|forecasters|predict\w*|expect\w*|projected|projections?|"
    r"planned|due to|hoped?|aims?)\b",
    re.I,
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


def rival_value(
    chosen: Sequence[EvidenceSentence], read: Sequence[EvidenceSentence], chain: Chain
) -> Difference | None:
    """The likeliest other value for what the chosen sentences answer; None where none is likely."""
    best = max(chosen, key=lambda s: s.score)
    mine = _value(best)
    if mine is None or corrects(best.text):
        return None
    others = [s for s in read if s is not best and _LEAST_READ <= s.score <= best.score]
    pairs = [
        (s, theirs, ratio)
        for s in others[:_MOST_READ]
        if (theirs := _value(s)) is not None
        and (ratio := _apart(mine, theirs, best, s)) is not None
        and not corrects(s.text)
        and bool(_EXPECTED.search(s.text)) == bool(_EXPECTED.search(best.text))
        and not _is_copy(best, s, chain)
    ]
    if not pairs:
        return None
    cosines = _cosines(best, [s for s, _, _ in pairs], chain)
    scored = [
        (_score(best, s, mine, theirs, ratio, cosine, chain), s, theirs)
        for (s, theirs, ratio), cosine in zip(pairs, cosines, strict=True)
    ]
    score, other, theirs = max(scored, key=lambda one: one[0])
    if score < _LEAST:
        return None
    return Difference(about_asked(chain), (_counted(best, mine), _counted(other, theirs)))


def happened_once(question: str) -> bool:
    """Whether a question is about what happened and does not go on: "What did the bank cost?". A
    later report that differs brings no news of it.
    """
    first = _FIRST_AUX.search(question)
    return bool(first and first["past"]) and _MOVES.search(question) is None


def _score(
    best: EvidenceSentence,
    other: EvidenceSentence,
    mine: _Value,
    theirs: _Value,
    ratio: float,
    cosine: float,
    chain: Chain,
) -> float:
    """Log odds that the other sentence gives another value for the same."""
    same_article = best.article.article_id == other.article.article_id
    days = 0.0 if same_article else math.log1p(_days_apart(best, other))
    wanted = set(analyse(" ".join(chain.query.content_words)))
    moves = _MOVES.search(chain.query.text) is not None
    sure = other.features[0] + other.features[2] if other.features else _LEAST_SURE
    kind = theirs.kind if mine.kind == theirs.kind else "number"
    features: dict[str, float] = {
        "gap": _log_odds(best.score) - _log_odds(other.score),
        "sure": max(_LEAST_SURE, sure),
        "days": days,
        "same day": not same_article and _days_apart(best, other) <= 1,
        "same article": same_article,
        "two voices": same_article and _two_voices(best, other, chain),
        "same outlet": not same_article and best.article.publisher == other.article.publisher,
        kind: 1.0,
        "ratio": ratio,
        "cosine": cosine,
        "covered": len(wanted & set(analyse(other.text))) / max(1, len(wanted)),
        "moved": any(has_moved(s.text, f) for s in (best, other) for f in figures_of(s.text)[:4]),
        "count of victims": moves,
        "count of victims, days": moves * days,
    }
    return _BIAS + sum(_WEIGHTS[name] * value for name, value in features.items())


def _value(sentence: EvidenceSentence) -> _Value | None:
    """The value of a sentence's short answer; None where it is words."""
    if sentence.span is None:
        return None
    start, end = (at - sentence.start_char for at in sentence.span)
    text = sentence.text
    if time := _TIME.search(text, start, end):
        hour = re.sub(r"[.\s]", "", time.group().lower())
        return _Value("time", time.group(), time.start(), parts=frozenset((hour,)))
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
        return None
    return _Value("number", found.words, start + found.start, number=found.value)


def _apart(
    mine: _Value, theirs: _Value, best: EvidenceSentence, other: EvidenceSentence
) -> float | None:
    """The logarithm of the larger value by the smaller, 0 for times and dates; None where both may
    be true, or are of two kinds.
    """
    if "time" in (mine.kind, theirs.kind) or "date" in (mine.kind, theirs.kind):
        same = mine.parts <= theirs.parts or theirs.parts <= mine.parts
        return None if mine.kind != theirs.kind or same else 0.0
    if any(is_of_other(s.text, f.start) for s in (best, other) for f in figures_of(s.text)[:4]):
        return None
    if mine.figures and theirs.figures:
        if not any(
            may_count_alike(f, g) or f.unit == g.unit for f in mine.figures for g in theirs.figures
        ):
            return None
        said = (*mine.figures, *figures_of(best.text, bare=True))
        answered = (*theirs.figures, *figures_of(other.text, bare=True))
        for own, every in ((mine.figures, answered), (theirs.figures, said)):
            if any(f.agrees(g) and alike(f, g) for f in own for g in every):
                return None
        if mine.figures[0].unit != theirs.figures[0].unit:
            return None
    elif any(f.unit for f in (*mine.figures, *theirs.figures)):
        return None
    one, two = (v.figures[0].value if v.figures else v.number for v in (mine, theirs))
    if one == two:
        return None
    ratio = abs(math.log(max(one, 0.01) / max(two, 0.01)))
    return ratio if ratio <= _MOST_RATIO else None


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


def _two_voices(one: EvidenceSentence, other: EvidenceSentence, chain: Chain) -> bool:
    """Whether two sentences of an article are the words of two who are named."""
    keys = {
        v.key
        for v in voices_of(one.article, chain)
        if v.name and any(v.start_char <= s.start_char < v.end_char for s in (one, other))
    }
    return len(keys) > 1


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
