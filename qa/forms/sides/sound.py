"""Whether two sides can be a disagreement about what is asked: their values are of the kind asked
for, neither report has the other's value too, and they are not one passage twice.

A disagreement that is none misleads more than one that is missed. English first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.terms import analyse
from qa.answer.figures import Figure, figures_of
from qa.answer.same_figure import alike, is_of_other
from qa.forms.sides.differences import Difference

# Questions for a number of something, which no sum of money and no stretch of time can be.
_COUNT_OF = re.compile(
    r"\bhow much (?!money|cash|tax|pay|damage|aid|debt|profit|revenue|time|is|was|were|are|will|"
    r"would|did|do|does|has|have|had|in|of|more|less|longer|it|he|she|they)\w+|"
    r"\bhow many\b|\b(?:death )?toll\b|\bnumber of\b",
    re.I,
)
_MONEY = re.compile(
    r"[$£€¥]|\b(?:dollars?|euros?|pounds?|crowns|merks|cents|yen|roubles|rubles|francs?|money|"
    r"cost\w*|fine[sd]?|worth|pa(?:y|id)|spen[dt])\b",
    re.I,
)
_TIMES = frozenset(analyse("second minute hour day night week month year decade season"))
_TIME = re.compile(
    r"\b(?:how (?:long|old|late|soon|often|much (?:time|later|earlier|longer))|when|times?|"
    r"seconds?|minutes?|hours?|days?|"
    r"nights?|weeks?|months?|years?|decades?|seasons?|age[ds]?|delay\w*|durations?|last(?:ed|s)?|"
    r"since|until|periods?|wait\w*|terms?|sentenc\w+|jail\w*|prison|length|deadline|figures?|"
    r"numbers)\b",
    re.I,
)
_SET_AGAINST = re.compile(
    r"\b(?:not|rather than|instead of|disput\w+|reject\w+|contradict\w*|den(?:y|ies|ied)|"
    r"contrary|contest\w*|unlike|versus|differ\w*)\b",
    re.I,
)


@dataclass(frozen=True)
class Stated:
    """A side: its value as written, the words of the report that has it, and which report."""

    value: str
    text: str
    article_id: str


def is_sound(question: str, difference: Difference) -> bool:
    """As `may_disagree`, of a difference that was found."""
    sides = [
        Stated(side.figure.words, side.told.text, side.told.article.article_id)
        for side in difference.sides
    ]
    return may_disagree(question, sides)


def may_disagree(question: str, sides: Sequence[Stated]) -> bool:
    """Whether the sides can be a disagreement about what the question asks."""
    if len({side.text for side in sides}) < 2 and len({side.value for side in sides}) < 2:
        return False
    if any(_is_beside_the_point(side) for side in sides):
        return False
    figures = [figures_of(side.value, bare=True)[:1] for side in sides]
    if any(not _is_of_kind(question, figure) for found in figures for figure in found):
        return False
    for side, found in zip(sides, figures, strict=True):
        for other in sides:
            if other.article_id == side.article_id or not found:
                continue
            if _has_too(other.text, found[0]) and not _SET_AGAINST.search(other.text):
                return False
    return True


def _is_beside_the_point(side: Stated) -> bool:
    """Whether the value of a side is that of something this is measured by."""
    at = side.text.find(side.value)
    return at >= 0 and is_of_other(side.text, at)


def _is_of_kind(question: str, figure: Figure) -> bool:
    """Whether a figure can be what is asked: no money for oil, no months for the dead."""
    if not _COUNT_OF.search(question):
        return True
    if figure.unit and figure.unit != "%":
        return _MONEY.search(question) is not None
    return not figure.nouns & _TIMES or _TIME.search(question) is not None


def _has_too(text: str, figure: Figure) -> bool:
    """Whether a report has a figure itself."""
    return any(alike(f, figure) and f.value == figure.value for f in figures_of(text))
