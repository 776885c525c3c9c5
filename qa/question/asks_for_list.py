"""Whether a question asks for several things: "Which countries condemned it?" English only."""

from __future__ import annotations

import re

_NOT_PLURAL = r"(?:ss|us|is|ics|[’']s)"
_PLURAL = rf"(?!\w*{_NOT_PLURAL}\b)\w{{3,}}s|people|men|women|children|countries"
_VERB = (
    r"are|were|did|do|have|had|has|can|could|will|would|should|is|was|must|may|might|\w+ed|"
    r"made|won|lost|said|took|gave|got|went|came|left|met|held|led|fell|rose|saw|became|bought|sold"
)
_PREPOSITION = r"(?:of|in|on|at|to|from|for|with|by|about|after|before|during|against)"
_WORDS = rf"(?:(?!{_PREPOSITION}\b)[\w-]+\s+)"
# The verb follows the plural, or what stands in it or comes from it: "Which countries in Africa
# have …", but not "Which sports star is …".
_LIST = re.compile(
    rf"\b(?:which|what)\s+(?:(?:the|his|her|its|their)\s+)?(?:other\s+)?{_WORDS}{{0,2}}?"
    rf"(?:{_PLURAL})\s+(?:{_PREPOSITION}\s+(?:[\w’'-]+\s+){{1,4}}?)?(?:{_VERB})\b|"
    rf"\b(?:what|who)\s+(?:are|were)\s+(?:the\s+|[\w’']+[’']s\s+)?{_WORDS}{{0,3}}?(?:{_PLURAL})\b|"
    r"^\W*(?:please\s+)?(?:list|name|enumerate)\s+(?:all\s+|me\s+)?(?:the\s+|of\s+)*\w+|"
    r"\bwho\s+all\b|\b(?:who|what)\s+else\b|\ball\s+(?:the\s+)?\w+s\s+(?:that|who|which)\b",
    re.I,
)


def asks_for_list(question: str) -> bool:
    """True when a question asks for several things ("Which countries …", "Who are the …s")."""
    return bool(_LIST.search(question))
