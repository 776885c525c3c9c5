"""A question about change or order, asked of any one day: "How did the toll change?" → "What was
the toll?", "What is the latest toll?" → "What is the toll?".

A model that reads for answers finds none to how something changed in an article of one day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.sides.differing import asked_of_both, asked_of_two

_ENDS = (
    r"chang\w+|evolv\w+|var(?:y|ied)|grow\w*|grew|r[io]sen?|f[ae]ll(?:en)?|increas\w+|decreas\w+|"
    r"declin\w+|shift\w*|revis\w+|correct\w+|updat\w+|climb\w*|drop\w*|mov(?:e|ed)|develop\w*|"
    r"cut|reduced|raised|lowered|progress\w*|go(?:ne)? (?:up|down)|went (?:up|down)|"
    r"come (?:up|down)|unfold\w*|postponed|delayed|brought forward|lifted|put (?:off|back|right)|"
    r"(?:creep|crept|inch(?:ed)?|edged?|crawl(?:ed)?|tick(?:ed)?|shoot|shot) (?:up|down)|"
    r"soar\w*|jump\w*|slip\w*|shr[aiu]nk\w*|doubled?|halved?|swell\w*|swollen|spread|eased?"
)
_SUBJECT = r"(?P<subject>.{3,120}?)"
_TAIL = r"(?:\s+(?:over time|since|from|between|after|before|during|in|by|until|to|and|,)\b.*)?"
_HOW = re.compile(
    rf"^\W*(?:and |but |so )?(?:how(?: much| far)?|by how (?:much|many)|in what way|why)\s+"
    rf"(?:did|does|do|has|have|had|was|were|is|are)\s+{_SUBJECT}\s+(?:been |being |since )?"
    rf"(?:{_ENDS}){_TAIL}\s*[?.!]*\s*$",
    re.I,
)
_DID = re.compile(
    rf"^\W*(?:and |but |so )?(?:did|has|have|had|was|were|is|are)\s+{_SUBJECT}\s+"
    rf"(?:ever |always |been |since |later )*(?:{_ENDS})\b.*$",
    re.I,
)
_WHAT_CHANGED = re.compile(
    r"^\W*(?:and |but |so )?what(?: has| have| had)? changed (?:about|in|with|for|on)\s+"
    r"(?P<subject>.{3,120}?)\s*[?.!]*\s*$",
    re.I,
)
_THEN_AND_NOW = re.compile(
    r"^\W*(?:and |but |so )?what was (?:first|originally|initially) "
    r"(?P<verb>said|reported|announced|planned|promised)\s+(?P<subject>.{3,120}?),?\s+and\s+.*$",
    re.I,
)
_MORE_THAN = re.compile(
    r"^\W*(?:and |but |so )?(?P<verb>are|is|were|was|do|does|did|have|has)\s+(?:there\s+)?"
    r"(?:more|fewer|less)\s+(?P<subject>.{3,120}?)\s+than\b.*$",
    re.I,
)
_AND_HOW = re.compile(
    r"^\W*(?:and |but |so )?(?P<asked>(?:what|who|which|where|when|how)\b.{3,120}?),?\s+and "
    r"(?:how|has|did|have|was) (?:did |has |have )?(?:that|it|this|they|these|those)\b.*$",
    re.I,
)
_HAD_TO_CORRECT = re.compile(
    r"^\W*(?:and |but |so )?(?:did|has|have|had) .{2,60}? (?:have to |had to "
    r")?(?:correct(?:ed)?|revised?|"
    r"retract(?:ed)?|put right|withdr[ae]wn?)\s+(?P<subject>(?:the|its|their|his|her|a)\s.{3,100}?)"
    r"(?:,? and (?:from |to )?(?:what|how|when|why)\b.*|\W*)$",
    re.I,
)
_DASH_HOW = re.compile(
    r"^\W*(?P<subject>[^?]{3,120}?)\s*(?:[-–—:,;]|\bwhere\b)\s+how (?:was|were|did|has|have|is) "
    r"(?:it|that|this|they|these|those)\b.*$",
    re.I,
)
_BY_HOW_MUCH = re.compile(
    r"^\W*(?:and |but |so )?by how (?:much|many|far) (?:did|has|have|had) (?P<who>.{2,60}?) "
    r"(?:raised?|cut|increased?|lower(?:ed)?|reduced?|changed?|lift(?:ed)?|drop(?:ped)?|"
    r"improved?|sweeten(?:ed)?|revised?)\s+(?:its|his|her|their|the)\s+(?P<subject>.{3,80}?)"
    r"\s*[?.!]*\s*$",
    re.I,
)
_FIRST_AND_LATER = re.compile(
    r"^\W*(?:and |but |so )?(?P<asked>(?:what|who|which|where|when|how)\b.{3,120}?),?\s+"
    r"(?:at first|initially|originally|in the beginning),?\s+(?:and|then)\b.*$",
    re.I,
)
_BECAME = re.compile(
    r"^\W*(?:and |but |so )?what (?:became|has become) of\s+(?P<subject>.{3,120}?)\s*[?.!]*\s*$",
    re.I,
)
_COUNTED = re.compile(r"^(?:the\s+)?(?:number|count|total)s?\s+of\s+(?P<what>.+)$", re.I)
_PLURAL = re.compile(r"^(?:the\s+)?[\w’'-]*[^s\W]s\b", re.I)


def at_any_time(question: str) -> str:
    """The question of any day; unchanged where its subject is not plain."""
    for form in (_FIRST_AND_LATER, _AND_HOW):
        if match := form.match(question):
            return f"{match['asked'].strip()}?"
    if match := _BY_HOW_MUCH.match(question):
        return f"What was the {match['subject']} of {match['who']}?"
    if match := _MORE_THAN.match(question):
        return f"How many {match['subject']}?"
    for form in (_HAD_TO_CORRECT, _DASH_HOW, _WHAT_CHANGED, _THEN_AND_NOW, _BECAME, _HOW, _DID):
        match = form.match(question)
        if match is None:
            continue
        subject = match["subject"].strip()
        if form is _THEN_AND_NOW:
            return f"What was {match['verb']} {subject}?"
        counted = _COUNTED.match(subject)
        if counted is not None:
            return f"How many {counted['what']}?"
        return f"What {'were' if _PLURAL.match(subject) else 'was'} {subject}?"
    return question


_ORDER = re.compile(
    r"^\W*(?:as of|according to|in) the (?:very )?(?:last|latest|newest|most recent|first|"
    r"earliest) (?:report|article|story|news|account)s?,?\s*|\b(?:the )(?:very )?(?:latest|newest|"
    r"most recent|current|last|first|earliest|original|initial) (?=(?:known |reported |official |"
    r"confirmed |death )?(?:figures?|numbers?|estimates?|counts?|tolls?|totals?|reports?|dates?|"
    r"prices?|costs?|sums?|amounts?|results?|scores?|status|version|account|plans?|forecasts?|"
    r"statements?)\b)|\b(?:the )final (?=\w)|,?\s*\bas (?:things|it) stands?(?: now| today)?\b|"
    r",?\s*\b(?:according to the (?:very )?(?:latest|newest)|at (?:the )?last (?:count|"
    r"report))(?=\W*$)|,?\s*\b(?:according to|as of|in) the (?:very )?(?:latest|newest|"
    r"most recent|last|final|first|earliest) (?:count|figures?|reports?|numbers?|news|word|"
    r"statements?|estimates?|articles?|stor(?:y|ies))\b|\s*\b(?:at first|first of all|in the end|"
    r"finally|eventually|ultimately|really|at present|at the moment|(?:by|as of|right)? ?now|"
    r"currently|today|these days|nowadays|originally|initially|most recently|as last reported)\b|"
    r"(?:(?<=named)|(?<=given)|(?<=said)|(?<=stated)|(?<=put)|(?<=set))\s+first\b|\bfirst\s+(?=(?:report|estimat|announc|"
    r"named|given|said|known|stated|put\b|set\b|planned|promised))",
    re.I,
)


def without_order(question: str) -> str:
    """The question without the words that ask for the newest or the oldest answer."""

    def kept(match: re.Match[str]) -> str:
        return "the " if match.group().lower().startswith("the ") else ""

    plain = " ".join(_ORDER.sub(kept, question).split())
    return re.sub(r"^\W*(?:the |current )*(?:number|count) of ", "How many ", plain, flags=re.I)


_DIFFERED_ON = re.compile(
    r"\b(?:differ\w*|disagree\w*|contradict\w*|conflict\w*|at odds|diverge\w*|vary|agree|"
    r"discrepanc\w+|disput\w+|different \w+|right|wrong|correct)\b.{0,40}?"
    r"\b(?:on|about|over|in|for|of|as to|regarding)\s+"
    r"(?P<subject>[^?.!]{3,120})",
    re.I,
)


_GIVEN = re.compile(
    r"^\W*(?:and |but |so )?(?:which|what|how many|how much) (?P<subject>.{3,80}?) (?:do|did|does) "
    r".{3,80}? (?:give|report|name|put|state|cite|have|mention|say)\b"
    r"(?P<of>\s+(?:for|of|to|on|as)\s+(?:(?!and\b)[\w’'-]+\s?){1,6})?",
    re.I,
)


# "… and did it last?", "…, AP or CNN?"
_NO_SUBJECT = re.compile(r",? and (?:wh|did|do|how)|, (?:the )?[A-Z][\w ]{1,30} or ")


def differed_on(question: str) -> str | None:
    """What reports are said to differ on, as a question; None where nothing plain is named."""
    two = asked_of_two(question)
    if core := two[0] if two else asked_of_both(question):
        return core
    match = _GIVEN.match(question) or _DIFFERED_ON.search(question)
    if match is None:
        return None
    subject = _NO_SUBJECT.split(match["subject"])[0].strip()
    if of := match.groupdict().get("of"):
        return f"What was the {subject} {of.strip()}?"
    if counted := _COUNTED.match(subject):
        return f"How many {counted['what']}?"
    subject = re.sub(r"\s+(?:as )?(?:reported|given|stated|published|told)$", "", subject)
    given = re.search(
        r"\b(?:different|differing|conflicting|two) (?P<what>\w+)s (?:of|for|in)\b", question, re.I
    )
    if given and re.fullmatch(r"number|count|total|figure", given["what"], re.I):
        return f"How many {subject}?"
    if given and not re.fullmatch(
        r"version|account|storie|report|answer|date|name", given["what"], re.I
    ):
        return f"What was the {given['what'].lower()} of {subject}?"
    if re.match(r"(?:how|who|when|where|what|which|why|whether)\b", subject, re.I):
        return f"{subject[:1].upper()}{subject[1:]}?"
    return f"What was {subject}?"


def without_days(question: str, words: Sequence[str]) -> str:
    """The question without the dates that are written in these words, and what joins them."""
    for each in words:
        joined = rf",?\s*(?:\band\s+)?(?:\b(?:in|on|of|during|from|between)\s+)?{re.escape(each)}"
        question = re.sub(joined, "", question, count=1)
    return question
