"""Turns whose shape says what they are: a new topic, a question told like a statement, which of two
figures is right, and how it was before.

English only. Each function takes what was typed; it returns the new question, or None where the
turn is of another kind.
"""

from __future__ import annotations

import re

from qa.question.wording.inverted import inverted

WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_AUX = (
    r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might)(?:n[’']t)?"
)
_NEW_TOPIC = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|well|now|so|and|but|right|thanks?|thank you)\b[\s,.!:–—-]*){0,3}"
    r"(?:(?:(?:a |on (?:a|to a)? ?)?(?:new|different|another|other|separate|unrelated) "
    r"(?:topic|subject|question|matter|thing|story|issue)|(?:something|anything) "
    r"(?:else|different|new)(?: entirely| altogether| now)?|change of (?:topic|subject)|"
    r"(?:let[’']?s )?(?:change|switch)(?: the)? (?:topic|subject)s?|by the way|btw|"
    r"forget (?:that|it)|never ?mind|moving on|next (?:topic|question|subject))\b"
    r"(?: please)?\s*[,.:;!–—-]+\s*)(?P<rest>\S.*)$",
    re.I | re.S,
)
_ABOUT_OTHER = re.compile(r"^(?:about|on|regarding)\s+", re.I)
_WHICH_RIGHT = re.compile(
    r"^(?:(?:so|and|but|then)\s+)*(?:which (?:one |of (?:them|these|those|the two) |(?:of the )?"
    r"(?:figure|number|version|account|count|report|date|sum|estimate)s? )?(?:is|was|are|were) "
    r"(?:it|(?:the )?(?:right|correct|true|accurate|real|official|final|valid|wrong)(?: one)?)|"
    r"(?:who|whose (?:figure|number|version|account|count|report)) is (?:right|correct|wrong)|"
    r"what(?:[’']s| is| was) the (?:right|correct|true|real|actual) "
    r"(?:figure|number|version|one|account|count|date|sum)|which should i (?:believe|trust)|"
    r"who should i believe)(?: now| then)?\W*$",
    re.I,
)
_BEFORE_THAT = re.compile(
    r"^(?:(?:what |who |how )?(?:was it |were they |had it been )?(?:before|prior to) "
    r"(?:that|this|then|it|him|her|them)|before|previously|earlier|formerly|until then)\W*$",
    re.I,
)
_WHO_HOLDS = re.compile(
    r"^\W*who(?:[’']s|\s+(?P<verb>is|are|was|runs?|leads?|heads?|ran|led|headed))\s+(?P<what>.+?)"
    r"(?:\s+(?:now|currently|today))?\W*$",
    re.I,
)
_PAST = {"runs": "ran", "run": "ran", "ran": "ran", "leads": "led", "lead": "led", "led": "led",
         "heads": "headed", "head": "headed", "headed": "headed"}  # fmt: skip
_HEAD = re.compile(
    rf"^\W*(?P<head>how (?:many|much|big|large|high|long|old|far)"
    rf"(?:\s+(?!{_AUX}\b)[\w’'-]+){{0,3}}|"
    rf"(?:what|which)(?:\s+(?!{_AUX}\b)[\w’'-]+){{0,2}})\s+{_AUX}\b",
    re.I,
)
# What is said, asked or paid has an object, which such a turn leaves out.
_HAS_OBJECT = re.compile(
    r"\b(?:offer|ask(?:ing|ed)? for|demand|want|propos|say|said|pay|paid|set(?:ting)? aside|promis|"
    r"expect|need|claim|call(?:ing|ed)? for|get|got|receiv|giv|gave|earn|spen[dt]|estimat|"
    r"recommend|predict|request|seek|sought|hop(?:e|ing) for|suggest|think|thought|believ)\w*\W*$",
    re.I,
)
_MOST_WORDS = 8


def new_topic(question: str) -> str | None:
    """The question behind "New topic:", "By the way,"; None where no such words stand before it."""
    said = _NEW_TOPIC.match(question)
    if said is None:
        return None
    rest = _ABOUT_OTHER.sub("", said["rest"])
    return f"{rest[:1].upper()}{rest[1:]}"


def which_is_right(rest: str, standing: str) -> str | None:
    """As "Which figure is right?": whose figures there are for what was asked."""
    own = standing.partition(" (")[0].rstrip(" ?.!")
    return f"{own}: which of the figures is right?" if _WHICH_RIGHT.match(rest) else None


def before_that(rest: str, standing: str, doer: str) -> str | None:
    """As "And before that?": who held the office before, or what was said at first."""
    if not _BEFORE_THAT.match(rest):
        return None
    holds = _WHO_HOLDS.match(standing.partition(" (")[0])
    if holds and doer:
        verb = _PAST.get((holds["verb"] or "").lower(), "was")
        return f"Who {verb} {holds['what']} before {doer}?"
    return f"{standing.rstrip(' ?.!')} before?"


def told_as_statement(rest: str, standing: str) -> str | None:
    """As "and the company was offering?": what it was offering, in the terms of the last question
    ("How big a raise …"); what has no object ("the minister resigned?") is a question of yes or no.
    """
    words = rest.split()
    if not 2 < len(words) <= _MOST_WORDS or re.match(rf"\W*(?:{WH}|{_AUX})\b", rest, re.I):
        return None
    if not rest.rstrip().endswith("?"):
        return None
    asked = inverted(rest.rstrip(" ?"))
    if asked is None:
        return None
    if not _HAS_OBJECT.search(rest):
        return f"{asked[:1].upper()}{asked[1:]}?"
    head = _HEAD.match(standing)
    return f"{head['head'] if head else 'What'} {asked}?"
