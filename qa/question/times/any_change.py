"""The plain question behind "how did X slip": what moved, whatever it did, asked of any one day.

`plainly.py` knows the wordings of figures and dates by name; this reads the rest by their frame.
English first.
"""

from __future__ import annotations

import re

_LONGEST = 400  # characters of a question that are read
_AUX = r"(?:did|does|do|has|have|had|was|were|is|are)"
# What grows and falls by steps, unlike a fire that spreads or a talk that goes on.
_BY_STEPS = (
    r"slip\w*|slid\w*|recover\w*|build up|built up|widen\w*|narrow\w*|worsen\w*|fluctuat\w+|"
    r"doubl\w+|halv\w+|postponed|delayed|brought forward|pushed back|put (?:off|back)|rescheduled"
)
_GOES = (
    rf"(?:{_BY_STEPS}|"
    r"chang\w+|evolv\w+|var(?:y|ied)|gr[eo]wn?|r[io]sen?|f[ae]ll(?:en)?|increas\w+|decreas\w+|"
    r"declin\w+|shift\w*|revis\w+|updat\w+|climb\w*|drop\w*|mov(?:e|ed)|develop\w*|"
    r"soar\w*|jump\w*|shr[aiu]nk\w*|swell\w*|swollen|spread|improv\w+|expand\w*|escalat\w+|"
    r"(?:go|gone|went|come|came|creep|crept|inch(?:ed)?|edged?|crawl(?:ed)?|tick(?:ed)?|shoot|"
    r"shot) (?:up|down))"
)
_BETWEEN = r"(?:(?:have|has|been|being|kept|keep|ever|then|gradually|steadily|slowly|again)\s+)*"
# "how did the start slip over the years", "how the start kept being moved"
_FRAMES = (
    re.compile(rf"\bhow(?: much| far)? {_AUX} (?P<subject>.{{3,140}}?) {_BETWEEN}{_GOES}\b", re.I),
    re.compile(
        r"\bhow (?P<subject>(?:the|its|his|her|their|an?|[^\W\d_a-z][\w’'-]*[’']s?)\s.{3,120}?)\s"
        rf"{_BETWEEN}{_GOES}\b",
        re.I,
    ),
    re.compile(
        rf"\bfrom wh\w+(?: \w+)? to wh\w+(?: \w+)? {_AUX} (?P<subject>.{{3,140}}?) "
        rf"{_BETWEEN}{_GOES}\b",
        re.I,
    ),
)
_IS_DAY = re.compile(
    r"\b(?:dates?|days?|deadlines?|start(?:ing)?|launch|opening|reopening|restart|resumption|"
    r"deliver(?:y|ies)|handing over|handover|arrival|completion|closure|return|schedule|timetable|"
    r"beginning)\b",
    re.I,
)
_IS_COUNT = re.compile(
    r"^(?:the )?(?:(?:official|reported|estimated|total|known) )?(?:number|count|total|figure|"
    r"tally|estimate)s? (?:of|for) (?P<what>.+)$",
    re.I,
)
_IS_HOW = re.compile(
    r"\b(?:estimates?|figures?|idea|view|picture) of (?P<asked>how (?:many|much)\b.+)$", re.I
)
_IS_SUM = re.compile(
    r"\b(?:amounts?|prices?|costs?|sums?|fares?|fees?|bills?|budgets?|(?<!job )loss(?:es)?|"
    r"damages?|fines?|debts?|wages?|salar(?:y|ies)|offers?|bids?)\b",
    re.I,
)
_PLURAL = re.compile(
    r"^(?:the\s+)?(?:[\w’'-]+\s+){0,2}?[\w’'-]*[^s\W’']s(?=$|\s+(?:of|in|at|for|on|from)\b)", re.I
)
_DATE_OF = re.compile(
    r"^(?:the )?(?:[\w’'-]+ )?(?:dates?|days?|deadlines?|schedules?|timetables?) (?:for|of|on|to) ",
    re.I,
)
_IS_DATE = re.compile(
    r"\b(launch|opening|reopening|start|starting|delivery|release|completion|return|closing) "
    r"(?:dates?|days?)\b",
    re.I,
)
_STEPS = re.compile(rf"\bhow(?: much| far)? {_AUX} .{{3,140}}? {_BETWEEN}(?:{_BY_STEPS})\b", re.I)


def asks_any_change(question: str) -> bool:
    """Whether a question asks by one of these frames how something went from step to step."""
    asked = question[:_LONGEST]
    return _STEPS.search(asked) is not None or any(f.search(asked) for f in _FRAMES[1:])


def of_any_change(question: str) -> str:
    """What moved, as a question of one day: "When is the start of the service?"; "" where the
    question has no such frame.
    """
    for frame in _FRAMES:
        match = frame.search(question[:_LONGEST])
        if match is not None:
            return _asked(match["subject"].strip(" ,"))
    return ""


def _asked(subject: str) -> str:
    if (how := _IS_HOW.search(subject)) is not None:
        return f"{how['asked'][:1].upper()}{how['asked'][1:]}?"
    if (counted := _IS_COUNT.match(subject)) is not None:
        return f"How many {counted['what']}?"
    many = _PLURAL.match(subject) is not None
    is_many = "are" if many else "is"
    if _IS_SUM.search(subject):
        return f"How much {is_many} {subject}?"
    if _IS_DAY.search(subject):
        what = _DATE_OF.sub("", _IS_DATE.sub(r"\1", subject))
        return f"When {is_many} {what}?"
    if many and subject.startswith("the "):
        return f"How many {subject[4:]} are there?"
    return f"What {is_many} {subject}?"
