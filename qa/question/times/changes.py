"""Whether a question asks how something changed: "How did the toll develop?", "Has the date been
moved?", "Was that put right?". English first.
"""

from __future__ import annotations

import re

from qa.question.times.any_change import asks_any_change
from qa.question.times.two_times import asks_two_times

_LONGEST = 2_000  # characters of a question
_MOST = 120  # characters between two words of one pattern, so that a long line costs little
_UP_OR_DOWN = (
    r"(?:creep|crept|inch(?:ed)?|edged?|crawl(?:ed)?|tick(?:ed)?|shoot|shot|go|gone|went|come|came)"
    r" (?:up|down)"
)
_GOES = (
    r"(?:chang\w+|evolv\w+|var(?:y|ied)|gr[oe]wn?|r[io]sen?|f[ae]ll(?:en)?|increas\w+|decreas\w+|"
    r"declin\w+|shift\w*|revis\w+|correct\w+|updat\w+|over time|climb\w*|drop\w*|mov(?:e|ed)|"
    rf"{_UP_OR_DOWN}|soar\w*|jump\w*|slip(?:ped)?|shr[aiu]nk\w*|doubled?|halved?|swell|swollen|"
    r"swelled)"
)
_PATTERNS = (
    r"\bby how (?:much|many) (?:was|were|did|has|have|is|are)\b",
    r"\bhow (?:did|has|have|had) .{0,60}\b(?:profit|price|cost|number|figure|toll|sale|rate|"
    r"turnout|budget|forecast|estimate|count|lead|debt|wage|fare)s?\b.{0,120}\bdevelop(?:ed)?\b",
    rf"\bhow (?:did|has|have|had|was|were|is|are|much (?:did|has|have))\b.{{0,{_MOST}}}\b{_GOES}\b",
    r"\bwhat (?:has |have |had )?changed\b|\bover time\b|\bwhat (?:became|has become) of\b",
    r"\bwhat (?:came|has come) of\b(?!.{0,120}\b(?:between|from|in|during|since)\b)",
    r"\b(?:did|has|have) .{3,80} (?:go|gone|went|come) (?:up|down)\b",
    r"\bwhat was first (?:said|reported|announced)\b.{0,120}\bnow\b",
    r"^\W*(?:has|have|had|did|was|were) .{3,60}\balways\b",
    rf"^\W*(?:and |but |so )?(?:was|were|has|have|had|did|is)\b.{{0,{_MOST}}}\b(?:changed?|"
    r"corrected|revised|updated|retracted|amended|withdrawn|moved|postponed|delayed|raised|lowered|"
    r"reduced|lifted|put (?:off|right|back))\b"
    r"(?:\s+(?:later|since|again|afterwards?|at all|in any way)|,? and (?:what|how|from)\b|\s*\?|"
    r"\s*$)",
    r"^\W*(?:was|were|has|have|is|are) (?:anything|something|any of (?:it|this|that)) (?:been "
    r")?(?:corrected|retracted|"
    r"wrong|revised|put right)\b",
    r"^\W*(?:and |but |so )?did (?:any|the|an?) .{2,60}\b(?:correct|retract|revise|withdraw)\b",
    r"^\W*(?:and |but |so )?what did .{2,80}\b(?:get|have|put|report|say) .{0,40}?\bwrong\b",
    r"\b(?:more|fewer|less|higher|lower|larger|smaller|better|worse|bigger)\b.{0,120}\bthan (?:in|"
    r"before|last|at|a (?:year|month|week|day))\b.{0,60}\?",
    r"\b(?:at first|initially|originally),? (?:and|then)\b",
    r"\bhow (?:often|many times) .{0,80}\b(?:moved|postponed|delayed|put (?:off|back)|revised|"
    r"changed|raised|lowered|cut)\b",
    r"\bone after (?:another|the other)\b",
    r"^\W*how (?:many|much|high|large)\b.{2,120}\b(?:before|beforehand)\b.{2,80}\band (?:then "
    r")?after\b",
    rf"^\W*who (?:has|have) .{{3,{_MOST}}}\b(?:in order|in turn|over the (?:past |last )?(?:\w+ )?"
    r"(?:years?|months?))\W*$",
)
_CHANGE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.I)
# "At what time did the ship go down?" asks for one time.
_WHAT_TIME = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:at|by|around) )?(?:what (?:time|hour)|when) (?:did|was|were)\b"
    r"(?!.{0,200}\b(?:and (?:how|why|when|what)|moved|postponed|delayed|changed)\b)",
    re.I,
)
THEN_AND_NOW = re.compile(
    r"\b(?:first|initially|originally)\b.{0,120}\b(?:now|later|today|since)\b", re.I
)


def asks_change(question: str) -> bool:
    """Whether a question asks how something became another."""
    if _WHAT_TIME.match(question):
        return False
    if asks_any_change(question):
        return True
    return _CHANGE.search(question[:_LONGEST]) is not None or asks_two_times(question)
