"""Questions of two times of one thing, and of whether something stayed as it was: "How many were in
custody, mid-June vs. the end of June?", "Did the mayor stick to her denial?". English first.
"""

from __future__ import annotations

import re

from qa.question.sides.differing import asked_about
from qa.question.times.days import MONTH

_LONGEST = 400  # characters of a question that are read
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_T = (
    r"(?:(?:in|on|at|by|as of|early|late|mid|the|end|beginning|start|middle|first|last|second|"
    r"third|week|half|days?|morning|evening|of|after)[ -]){0,5}"
    rf"(?:{MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?|\d{{1,2}} {MONTH}|{_WEEKDAY}|(?:19|20)\d\d|"
    r"(?:a|one|two|three|some) (?:days?|weeks?|months?|years?) (?:later|on|after|before|earlier)|"
    r"then|now|today|later|at first|initially|in the end|finally|spring|summer|autumn|winter|"
    r"the (?:start|end|beginning))"
)
_VERSUS = re.compile(
    rf"[,:;–—-]?\s*(?P<one>{_T})\s*,?\s+(?:vs\.?|versus|against|compared (?:with|to)|and "
    rf"then)\s+(?P<two>{_T})"
    r"\W*$",
    re.I,
)
# "…, first figure and later one?", "…, at first and now?", "…, and in the end?"
_FIRST_AND_LATER = re.compile(
    r"[\s,;:–—-]+(?:(?:the )?first (?:figure|number|count|report|date|price|one)|at first|"
    r"initially|originally|before(?:hand)?|in the beginning|at the (?:start|beginning|"
    r"outset))[\s,]*(?:and|then|vs\.?|versus)\s+(?:(?:what|how (?:much|many)|when|who) (?:is|was|"
    r"were|are) (?:it|they|that|he|she) )?(?:then |in )?(?:the )?(?:later|latest|last|now|final|"
    r"today|in the end|the end|end|afterwards?|finally)(?: (?:figure|number|one|count|report|date|"
    r"price))?\W*$",
    re.I,
)
# "… under the first deal, and under the one that passed?", "… when it was ordered, and in the end?"
_UNDER_TWO = re.compile(
    r"[\s,;:–—-]+(?P<how>under|in|by|with|according to|at|after|before) (?:the|its|his|her|their) "
    r"(?:first|original|initial|old|earlier|rejected|failed|proposed|draft)\b"
    r"[^?,]{0,40}?(?P<about> (?:of|for) [^?,]{2,60})?,? and "
    r"(?:then )?(?P=how) (?:the|its|his|her|their)\b[^?]{2,60}\W*$",
    re.I,
)
_WHEN_TWO = re.compile(
    r"[\s,]+(?:when|as|before|after) [^?,]{3,60},? and (?:what|how (?:much|many)|when|who) "
    r"(?:is|was|are|were) (?:it|they|that|he|she) "
    r"(?:in the end|now|later|today|finally|afterwards?|at the end|by the end)\W*$",
    re.I,
)
_THEN_TWO = re.compile(
    rf"\s*[,;:–—-]+\s*(?:in|on|at|by) {_T}?,? and (?:then |again |later )(?:in|on|at|by) "
    rf"[^?]{{3,60}}\W*$",
    re.I,
)
_EACH_TIME = re.compile(
    r"\b(?:twice|two times|on two occasions|each time|both times|the first time and)\b", re.I
)
# "The Post gave a number of visitors twice, in May and in June. What was it each time?"
_RATED_TWICE = re.compile(
    r"\b(?:gave|names?|named|put|reports?|reported|gives|has|had|printed) (?:an? |"
    r"the )?(?P<noun>[\w’'-]+) (?:of|for) (?P<subject>[^?.,]{3,80}?) (?:twice|two times|"
    r"on two occasions)\b",
    re.I,
)
_HELD = re.compile(
    r"^\W*(?:and |but |so )?(?:did|does|do|has|have|will|could|is|are|was|"
    r"were) (?P<who>.{2,100}?) (?:stick|stuck|ke(?:ep|pt)|stand|stood|h[oe]ld|stay(?:ed)?|abide|"
    r"remain(?:ed)?|cl[iu]ng|change[sd]?|go(?:ne)? back on|back(?:ed)? (?:down|away)|reverse[sd]?|"
    r"abandon(?:ed)?|modif(?:y|ied)|soften(?:ed)?)(?: (?:to|by|with|within|at|from|on|"
    r"true to))? (?:its|his|her|their) (?:own |first |original )?(?P<noun>estimate|forecast|"
    r"figure|number|count|promise|pledge|word|plan|offer|target|denial|refusal|position|stance|"
    r"view|opinion|story|account|version|claim|demand|tune|mind|line|decision|prediction|date|"
    r"deadline|price|assessment|attitude|statement)s?\b(?:\s+(?:of|for|about|on|over|that|to|"
    r"in)\s+(?P<about>[^?]{2,140}))?\W*$",
    re.I,
)
# "How did the mayor's position on the plant change?"
_POSITION = re.compile(
    r"^\W*(?:and |but |so )?how (?:did|has|have|had) (?P<who>.{2,60}?)[’']s? (?:own )?(?:position|"
    r"stance|view|views|attitude|opinion|line|tone|tune|story|account|version|"
    r"assessment)s?(?: (?:on|about|of|towards?|to|over|"
    r"regarding) (?P<about>[^?]{2,100}?))? (?:been )?(?:chang\w+|shift\w*|evolv\w+|develop\w*|"
    r"soften\w*|harden\w*)\b[^?]{0,60}\W*$",
    re.I,
)
# "The firm first said that the work was on track. What did it say later?"
_SAID_FIRST = re.compile(
    r"^\W*(?P<who>.{2,60}?) (?:at )?(?:first|initially|originally) (?:said|claimed|told|insisted|"
    r"denied|argued|maintained|reported)(?: that)? (?P<about>[^.?]{4,140})[.?]\s+(?:and |"
    r"but )?what (?:did|does|do|has|have) (?:it|he|she|they|the [\w ]{2,30}) (?:say|said|claim|"
    r"tell\w*) (?:later|then|now|afterwards?|since|in the end)\W*$",
    re.I,
)
# "Did the opening date hold?", "Did the cost stay within it?", "Is it still the same?"
_STAYED = re.compile(
    r"^\W*(?:and |but |so )?(?:did|does|do|has|have|will|is|are|was|were) (?P<what>(?:the|its|his|"
    r"her|their) .{2,100}?) (?:(?:always |really )?(?:h[oe]ld|stay(?:ed)?|remain(?:ed)?|"
    r"last(?:ed)?|stick|stuck|stand|stood)(?: (?:good|up|firm|the same|unchanged|within|at|below|"
    r"under|as|what|where)\b[^?]{0,60})?|still (?:the (?:one|same)|what|as|valid)\b[^?]{0,60})\W*$",
    re.I,
)
_AFTER_FIRST = re.compile(
    r"\s+(?:after|from|since) the (?:first|original|initial|earliest) (?:reports?|figures?|news|"
    r"count|accounts?|article|statements?)\W*$",
    re.I,
)
_OF_NUMBER = re.compile(
    r"^(?:estimate|forecast|figure|number|count|target|price|prediction|date|deadline|assessment)$",
    re.I,
)
_FIGURE = re.compile(r"[$€£]?\d[\d,.]*(?: (?:hundred|thousand|million|billion))?")
_ASKS = re.compile(
    r"^\W*(?:(?:the )?(?:number|figure|count|total|price|cost|toll|size|amount|rate|share)s?\b|"
    r"who|what|which|when|where|why|how|is|are|was|were|did|does|do|has|have|had|will|would)\b",
    re.I,
)
_TWO = (_VERSUS, _FIRST_AND_LATER, _UNDER_TWO, _WHEN_TWO, _THEN_TWO)


def asks_two_times(question: str) -> bool:
    """Whether a question asks for one thing of two times, or whether it stayed as it was."""
    question = question[:_LONGEST]
    if any(pattern.search(question) for pattern in (*_TWO, _AFTER_FIRST)):
        return True
    if any(pattern.match(question) for pattern in (_HELD, _STAYED, _SAID_FIRST)):
        return True
    return _EACH_TIME.search(question) is not None and "and" in question


def asks_position(question: str) -> bool:
    """Whether a question asks if somebody said the same all along, which no figure tells."""
    if _POSITION.match(question[:_LONGEST]) or _SAID_FIRST.match(question[:_LONGEST]):
        return True
    held = _HELD.match(question[:_LONGEST])
    if held is None or _OF_NUMBER.match(held["noun"]):
        return False
    return not any(map(str.isdigit, held["about"] or ""))


def of_one_time(question: str) -> str:
    """The question asked of one time; unchanged where it asks of no two."""
    question = question[:_LONGEST]
    if held := _HELD.match(question):
        about = (held["about"] or "").strip()
        if any(map(str.isdigit, about)):  # "his promise of 600 homes"
            return asked_about("number", " ".join(_FIGURE.sub(" ", about).split()))
        if _OF_NUMBER.match(held["noun"]):
            return asked_about(held["noun"], about) if about else f"What did {held['who']} say?"
        if held["noun"].lower() == "refusal" and about:
            return f"Did {held['who']} {about}?"
        return f"What did {held['who']} say about {about or 'it'}?"
    if said := _SAID_FIRST.match(question):
        return f"What did {said['who']} say about {said['about']}?"
    if position := _POSITION.match(question):
        about = position["about"]
        return (
            f"What did {position['who']} say about {about}?"
            if about
            else (f"What did {position['who']} say?")
        )
    if stayed := _STAYED.match(question):
        return f"What was {stayed['what']}?"
    if rated := _RATED_TWICE.search(question):
        return f"What was the {rated['noun']} of {rated['subject']}?"
    for pattern in (*_TWO, _AFTER_FIRST):
        match = pattern.search(question)
        if match is None:
            continue
        about = match.groupdict().get("about") or ""
        cut = f"{question[: match.start()].rstrip(' ,;:–—-')}{about}"
        if len(cut.split()) > 2 and pattern is _VERSUS and not _ASKS.match(cut):
            return asked_about("number", cut[:1].lower() + cut[1:])  # "Homes without power, …"
        if len(cut.split()) > 2:
            return f"{cut}?"
    return question
