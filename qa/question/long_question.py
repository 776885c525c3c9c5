"""What a long and polite question asks at last: "Could you please tell me, …, where it was signed?"

Background that people give before they ask is no part of what must stand in an article.
"""

from __future__ import annotations

import re

from qa.question.query import words_of

LONG_WORDS = 30  # shorter questions are taken as they are
_FEWEST_WORDS = 4
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
_REQUEST = re.compile(
    r"\b(?:(?:can|could|would|will) you(?: please| kindly)?|please|kindly|i (?:would|'d) (?:like|"
    r"love)|"
    r"i (?:want|need|wish)|i(?: am|'m) (?:wondering|curious|interested)|i wonder)\b"
    r"(?:\s+(?:to know|to ask|you to|please|kindly))*"
    r"(?:\s+(?:tell|explain to|inform|let|give|show|find(?: out)?(?: for)?|say(?: to)?)\b"
    r"(?:\s+(?:me|us))?(?:\s+know)?)?",
    re.I,
)
_ASKING = re.compile(
    r"\b(?:(?:in|on|at|by|to|from|for|with|of|since|until)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.I,
)
_ANY_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|did|does|do|is|are|was|were)\b", re.I
)


def core_question(question: str) -> str:
    """The question itself where it is short; else its last sentence that asks, from its first
    question word behind the request on.
    """
    if len(words_of(question)) < LONG_WORDS:
        return question
    sentences = [s for s in _SENTENCE.split(question) if s.strip()]
    asking = [s for s in sentences if s.rstrip().endswith("?")] or [
        s for s in sentences if _REQUEST.search(s)
    ]
    if not asking:
        return question
    last = asking[-1].strip()
    request = _REQUEST.search(last)
    start = _ASKING.search(last, request.end() if request else 0)
    core = last[start.start() :] if start and (request or start.start() > 0) else last
    if len(words_of(core)) < _FEWEST_WORDS or not _ANY_ASKING.search(core):
        core = last
    core = core.strip()
    return f"{core[:1].upper()}{core[1:].rstrip('.')}" + ("" if core.endswith("?") else "?")
