"""Whether two figures count the same thing, and whether one has become the other."""

from __future__ import annotations

import re

from index.text.terms import analyse
from qa.answer.figures import Figure, figures_of, is_step

# Who is counted: reports call those who fled residents, people or guests.
PERSONS = frozenset(
    analyse(
        "people person persons men women children others crew sailors workers marchers "
        "demonstrators protesters residents villagers soldiers students pupils employees staff "
        "members victims patients fans visitors spectators guests passengers households families "
        "babies births deaths dead killed injured casualties"
    )
)
_MEASURED_WITHIN = 160  # characters
_MEASURED_BY = re.compile(
    r"\btimes (?:as (?:much|many|large|big|long|high) as|more than|that of)\b|"
    r"\b(?:exceed\w*|eclips\w+|surpass\w*|compared (?:with|to)|(?:previous|earlier|old|former) "
    r"(?:worst|largest|biggest|deadliest|record|high\w*)|worse than|larger than)\b"
    r"(?!\W*(?:an? |the )?(?:hundred|thousand|million|\d))",
    re.I,
)
_MOST_APART = 20.0  # times: what differs by more counts something else
_NEAR_CHARS, _MOST_CHARS = 60, 2_000
_MOST_COMPARED = 40  # figures of a text
_MOVED_TO = re.compile(
    r"\b(?:ris(?:en|es|ing)|rose|gone up|went up|climbed|grown|grew|increased|jumped|fallen|fell|"
    r"gone down|went down|dropped|reached|revised|raised|lowered|corrected)"
    r"(?: up| down| again| further| since)?,?\s+(?:to\s+)?(?:\w+\s)?$",
    re.I,
)


def figures_apart(one: str, other: str) -> tuple[Figure, Figure] | None:
    """Two figures of two texts that may count the same and can't both be true."""
    one, other = one[:_MOST_CHARS], other[:_MOST_CHARS]
    theirs = [f for f in figures_of(other, bare=True)[:_MOST_COMPARED] if not is_step(other, f)]
    for mine in figures_of(one, bare=True)[:_MOST_COMPARED]:
        if is_step(one, mine):
            continue
        for figure in theirs:
            if may_count_alike(mine, figure) and not mine.agrees(figure):
                return mine, figure
    return None


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures may count the same thing: nothing speaks against it."""
    small, large = sorted((abs(one.value), abs(other.value)))
    if not small or large > _MOST_APART * small:
        return False
    if one.unit and other.unit:
        return one.counts_like(other)
    if one.unit or other.unit:  # "210 million merks", "nearer 160 million"
        bare = other if one.unit else one
        return not bare.nouns and min(one.value, other.value) >= 1000
    if one.nouns and other.nouns:
        return bool(one.nouns & other.nouns)
    return True


def may_count_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures may count the same thing, or people under two names."""
    if alike(one, other):
        return True
    small, large = sorted((abs(one.value), abs(other.value)))
    near = bool(small) and large <= _MOST_APART * small and not (one.unit or other.unit)
    return near and bool(one.nouns & PERSONS) and bool(other.nouns & PERSONS)


def has_moved(text: str, figure: Figure) -> bool:
    """Whether a figure is told as what an earlier one became: "has gone up again, to 27,000"."""
    return _MOVED_TO.search(text[max(0, figure.start - _NEAR_CHARS) : figure.start]) is not None


def is_of_other(text: str, start: int) -> bool:
    """Whether the figure at `start` is of something else, which this is measured by: "16 times as
    much as the Exxon Valdez, 257,000 barrels", "eclipsed the previous worst spill, of 11 million".
    """
    return _MEASURED_BY.search(text[max(0, start - _MEASURED_WITHIN) : start]) is not None
