"""What may change from one article to the next: a price, a day to come, who holds an office. A
question in the present or the future that names no time asks for it as it stands now.

English first.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["", "figure", "day", "holder"]

_AND = r"^\W*(?:(?:and|but|so|or)\s+)?(?:by\s+)?"
_COUNTED = (
    r"(?:number|toll|figure|total|count|price|cost|costs|fare|fee|fine|rate|share|turnout|size|"
    r"budget|quota|losses|damage|value|offer|raise|rise|salary|wage|debt|record)"
)
_FIGURE = re.compile(
    rf"{_AND}(?:how (?:many|much|high|large|big|long)|what(?:[’']s| is| was| are| were| will be) "
    rf"(?:the )?(?:[\w’'-]+ ){{0,3}}?{_COUNTED}|(?:what|which) (?:[\w’'-]+ ){{0,2}}?{_COUNTED} "
    r"(?:is|are|was|were|will|do|does|did|has|have)|at what price|for how much)\b",
    re.I,
)
_DAY = re.compile(
    rf"{_AND}(?:(?:from|by|until|since) )?"
    r"(?:when|(?:on |in )?(?:what|which) (?:day|date|month|year))"
    r"(?:[’']ll| is| are| will| does| do| should| can| must)\b",
    re.I,
)
ROLE = (
    r"(?:mayor|minister|premier|president|governor|captain|director|executive|ceo|chair\w*|leader|"
    r"head|boss|owner|manager|coach|trainer|editor|chief|commissioner|ambassador|speaker|principal|"
    r"champion|holder|chancellor|king|queen|pope|spokes\w+|secretary|commander|operator)"
)
_NOW = r"(?: now| currently| today)?"
_HOLDER = re.compile(
    rf"{_AND}who(?:(?:[’']s| is| are|[’']ll be| will be){_NOW} (?:the |its |their |a )?"
    rf"(?:(?!{ROLE}\b)[\w’'-]+ ){{0,4}}?{ROLE}\b|"
    rf"{_NOW}(?:[’']ll| will| does| is)?{_NOW} (?:runs?|leads?|heads?|owns?|chairs?|governs?|"
    r"commands?|coach(?:es)?|edits?|manages?|controls?|holds?|rules?|running|leading|heading|"
    r"in charge)\b)",
    re.I,
)
# What was got is not what was asked for.
_RESULT = re.compile(
    rf"{_AND}(?:what|which|how (?:much|many|large|big|high)|who)\b.*\b(?:get|got|gets|"
    r"receive[ds]?|win|won|achieved?|obtain(?:ed)?|settle[ds]? (?:on|for)|agree(?:d|s)? (?:on|to)|"
    r"end(?:ed)? up with|accept(?:ed)?|secured?|granted|awarded)\b",
    re.I,
)


def standing_kind(question: str) -> Kind:
    """What kind of changing thing a question asks for, as a value; "" for any other question."""
    if _HOLDER.match(question):
        return "holder"
    if _DAY.match(question):
        return "day"
    return "figure" if _FIGURE.match(question) else ""


def asks_result(question: str) -> bool:
    """Whether a question asks what somebody got in the end: "What raise did the crews get?"."""
    return _RESULT.match(question) is not None


_IS_ROLE = re.compile(ROLE, re.I)
_BEFORE_OFFICE = frozenset(
    "who the a an been is was are were has have had be now currently its their his her".split()
)
_MOST_OF_OFFICE = 3  # words: "chief executive", "first vice president"


def office_of(question: str) -> str:
    """The office that a question names, without whose it is: "interior minister"; "" for none."""
    words = re.findall(r"[\w’'-]+", question)
    at = max((n for n, word in enumerate(words) if _IS_ROLE.fullmatch(word)), default=None)
    if at is None:
        return ""
    first = at
    while (
        first > 0
        and at - first < _MOST_OF_OFFICE - 1
        and words[first - 1].lower() not in _BEFORE_OFFICE
        and not re.search(r"[’']s$", words[first - 1])
        and (words[first - 1].islower() or words[at][:1].isupper())
    ):
        first -= 1
    return " ".join(words[first : at + 1])
