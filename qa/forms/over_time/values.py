"""The value that a sentence gives as its answer: a figure, a day, or who it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.text.terms import analyse, fold
from qa.answer.figures import Figure, figures_of, is_step
from qa.evidence.sentences import EvidenceSentence
from qa.question.query import words_of
from qa.question.times.days import ANY_DATE, is_verb, year_of

Kind = Literal["figure", "day", "holder", "text", ""]

_LARGE = 1e5  # a bare number of this size may be a sum of money: "which now stands at 3.4 billion"
_RATIO, _RATIO_MONEY = 1_000.0, 20.0  # of two values of one thing, the larger by the smaller
ANYBODY = frozenset(analyse("people person persons men women residents others them"))
# What became of those who are counted: who died is not who fell ill.
_FATES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"\b(?:{words})\b", re.I)
    for words in (
        r"kill\w*|died?|dies|dying|dead|deaths?|fatal\w*|toll|victims?|lives|bodies|drowned",
        r"injur\w+|wound\w*|hurt|taken to (?:an? |the )?(?:\w+ )?hospitals?",
        r"ill|sick\w*|infect\w+|cases?|patients?|hospitali[sz]ed|diagnosed|fallen ill",
        r"missing|unaccounted",
        r"arrest\w*|detain\w*|held|custody",
        r"evacuat\w+|fled|displaced|leave|left their|homeless",
    )
)
_NEAR_BEFORE, _NEAR_BEHIND = 24, 60
# "44 on Monday, with 12 people still missing": what is counted next.
_NEXT = re.compile(r"\band\b|;|,?\s(?:with|while|but)\b|(?<=[a-z,] )(?=\d)")
# What is usual is not what is: "about 60 cases in a normal year".
_USUAL = re.compile(
    r"\b(?:normal(?:ly)?|usual(?:ly)?|average|typical(?:ly)?|every year|each year|in most years|"
    r"never (?:had|seen) more)\b",
    re.I,
)


@dataclass(frozen=True)
class Value:
    """What a sentence answers: one figure, a day (year, month, day, each where it is told), the
    last word of a name, or whatever it says. `words` as written.
    """

    words: str
    figure: Figure | None = None
    day: tuple[int | None, str, str] | None = None
    name: str = ""

    def is_same(self, other: Value) -> bool:
        """Whether both say the same: 24 June is June 24, and 2023-06-24 where no year is told."""
        if self.figure is not None and other.figure is not None:
            return self.figure.value == other.figure.value
        if self.day is not None and other.day is not None:
            years = {self.day[0], other.day[0]} - {None}
            return len(years) < 2 and self.day[1:] == other.day[1:]
        return bool(self.name) and self.name == other.name

    def may_become(self, other: Value) -> bool:
        """Whether one may have become the other in time: both are of one kind and magnitude."""
        if self.figure is None or other.figure is None:
            return (self.day is None) == (other.day is None) and bool(self.name) == bool(other.name)
        one, two = self.figure, other.figure
        small, large = sorted((abs(one.value), abs(two.value)))
        units = {one.unit, two.unit} - {""}
        if len(units) > 1 or (units and "%" in units and one.unit != two.unit):
            return False
        money = bool(units) and "%" not in units
        bare = [f for f in (one, two) if not f.unit]
        if money and any(f.value < _LARGE for f in bare):
            return False
        return large <= (_RATIO_MONEY if money else _RATIO) * max(small, 1.0)


def values_of(question: str, kind: Kind, sentence: EvidenceSentence) -> list[Value]:
    """The values of a sentence, those first that the short answer has; of `kind`, or where it is ""
    of whatever kind the short answer is. Empty where the short answer is none.
    """
    if sentence.span is None:
        return []
    start, end = (at - sentence.start_char for at in sentence.span)
    text = sentence.text
    if kind in ("figure", "") and (figures := _figures(question, text, start, end)):
        return figures
    if kind in ("day", "") and (days := _days(text, start, end)):
        return days
    if kind == "text":
        return [Value(text[start:end])]
    return _names(text, start, end) if kind == "holder" else []


def _figures(question: str, text: str, start: int, end: int) -> list[Value]:
    every = [f for f in figures_of(text) if not is_step(text, f)]
    inside = [
        f for f in every if start <= f.start < end or f.start <= start < f.start + len(f.words)
    ]
    if not inside:  # "one of them has died": a number without what it counts
        inside = [
            Figure(f.value, f.unit, ANYBODY, f.bound, text[start:end], start)
            for f in figures_of(f"{text[start:end].strip()} people")[:1]
            if ANY_DATE.search(text[start:end]) is None and not is_step(text, f)
        ]
    if not inside or _USUAL.search(text):
        return []
    inside = [f for f in inside if not of_other_fate(question, text, f)]
    rest = [
        f
        for f in every
        if f not in inside
        and not of_other_fate(question, text, f)
        and any(f.unit == one.unit and (not f.nouns or f.nouns & one.nouns) for one in inside)
    ]
    return [Value(f.words, figure=f) for f in (*inside, *rest)] if inside else []


def figures_like(question: str, text: str, anchor: Value, head: frozenset[str]) -> list[Value]:
    """The figures of a sentence that may have become the anchor's: of its currency, or counting
    what is asked for.
    """
    if anchor.figure is None or _USUAL.search(text):
        return []
    found = []
    for figure in figures_of(text):
        value = Value(figure.words, figure=figure)
        if is_step(text, figure) or not value.may_become(anchor):
            continue
        counted = figure.nouns & (head | (anchor.figure.nouns - ANYBODY))
        money = bool(figure.unit) and figure.unit == anchor.figure.unit
        if (money or counted) and not of_other_fate(question, text, figure):
            found.append(value)
    return found


def days_ahead(text: str, published: str) -> list[Value]:
    """The days of a sentence that were still to come when it was published, with their year."""
    found = _days(text, 0, len(text))
    return [v for v in found if v.day is not None and v.day[0] and v.day[0] >= int(published[:4])]


def of_other_fate(question: str, text: str, figure: Figure) -> bool:
    """Whether a figure counts those who died where those who fell ill are asked for, or so."""
    asked = {n for n, fate in enumerate(_FATES) if fate.search(question)}
    if not asked:
        return False
    before = text[max(0, figure.start - _NEAR_BEFORE) : figure.start]
    behind = text[figure.start : figure.start + _NEAR_BEHIND]
    told = {n for n, fate in enumerate(_FATES) if fate.search(_NEXT.split(behind)[0])}
    told = told or {n for n, fate in enumerate(_FATES) if fate.search(before)}
    return bool(told) and not told & asked


def _days(text: str, start: int, end: int) -> list[Value]:
    found = []
    for match in ANY_DATE.finditer(text[:1_000]):
        if is_verb(match) or match.end() <= start or match.start() >= end:
            continue
        groups = match.groupdict()
        month = groups.get("month") or groups.get("month2") or groups.get("month3") or ""
        number = groups.get("day") or groups.get("day2") or ""
        rest = next(
            (groups[k] for k in ("iso", "season", "quarter", "edge", "half") if groups.get(k)), ""
        )
        key = fold(month)[:3] or fold(rest or "")
        found.append(Value(match.group(), day=(year_of(groups), key, number.lstrip("0"))))
    return found


def _names(text: str, start: int, end: int) -> list[Value]:
    words = words_of(text[start:end])
    named = bool(words) and words[-1][:1].isupper()
    return [Value(text[start:end], name=fold(words[-1]))] if named else []
