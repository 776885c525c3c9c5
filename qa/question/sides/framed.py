"""A question that asks for two sides in a sentence of its own, or behind a colon: what is asked,
and the words that only say that sides are wanted, and whose.

"Was the line live? What did the farmers say that week, and what did Norgrid?" English first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 500  # characters of a question that are read
_SENTENCE = re.compile(r"(?<=[?.!;])\s+(?=\S)|\s+[–—]\s+")
_COLON = re.compile(r":\s+(?=(?:what|how|who|whose|which|does|do|did)\b)", re.I)
_SAYS = (
    r"(?:sa(?:ys?|id)|sees?|saw|think|thought|tells?|told|claim\w*|gives?|gave|argu\w+|judge|put|"
    r"respond\w*|repl(?:y|ied)|answer\w*|make of|according to|think|believe)"
)
_OF_SIDES = (
    r"(?:agree\w*|disagree\w*|differ\w*|conflict\w*|contradict\w*|versions?|sides?|compar\w+|"
    r"at odds|explanations?|accounts?|stor(?:y|ies)|arguments?|the same|part ways|heard|"
    r"read (?:both|two|several|different)|views?|opinions?|diverge\w*|dispute[sd]?|contrast|"
    r"reports?|papers?|outlets?|whose|which is|who is right|wrong|otherwise|either way|positions?|"
    r"for and against|pros and cons|in which|which ones|alike)"
)
_FRAME = re.compile(
    rf"^\W*(?:and |but |so |please |i |can you |could you )*(?:(?:what|how|where|who|whose|which|"
    rf"do|does|did|is|are|was|were|have|has)\b.*\b(?:{_SAYS}|{_OF_SIDES})\b|"
    r"(?:give|show|tell|list|name|set out|compare|contrast|put)\b|"
    rf".*\b{_OF_SIDES}\b)",
    re.I,
)
_ASKS = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:in|on|at|to|from|by|for|with|of|under|since|until|over)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how|did|does|do|is|are|was|were|has|have|had|can|could|"
    r"will|would|should|may|might|must)\b",
    re.I,
)

# "Are the reports consistent about when the dam was finished?"
_WITHIN = re.compile(
    r"^(?P<frame>[^?.!]*\b(?:consistent|agree\w*|contradict\w*|disagree\w*|differ\w*|conflict\w*|"
    r"unanimous|of one mind|(?:tell|say|give|report) the same|says? what|discrepanc\w+)\b"
    r"[^?.!]{0,30}?\b(?:about|on|over|as to|regarding))\s+(?P<asked>"
    r"(?:(?:in|on|at|to|from|by|for|with|of)\s+)?(?:who|whom|whose|what|which|when|where|"
    r"why|how)\b[^?.!]+)[?.!]*$",
    re.I,
)

# That sides are wanted, and not what one person said besides.
_TWO_WANTED = re.compile(
    rf"\b(?:versions?|sides|accounts|agree[sd]?|disagree[sd]?|differ(?:s|ed|ently)?|conflict\w*|"
    r"contradict\w*|at odds|explanations|arguments|part ways|(?:read|heard) (?:both|two|several|"
    r"different|more than one)|views|opinions|diverge\w*|dispute[sd]?|by contrast|for and against|"
    r"who sa(?:ys|id) (?:what|which|yes|no|so|it)|which ones|whose are|(?:the|his|her|its) (?:\w+ "
    rf"){{0,2}}accusation and)\b|^\W*compare\b|"
    rf"\b(?:what|how)\b.{{0,60}}\b{_SAYS}\b.{{0,60}}\band (?:what|how)\b|"
    rf"\b(?:what|how) (?:do|did|does)\b[^?.]{{3,60}}\band\b[^?.]{{2,60}}\b{_SAYS}\b",
    re.I,
)


@dataclass(frozen=True)
class Framed:
    """What is asked (`core`), and the rest of the question, that says whose sides are wanted."""

    core: str
    frame: str = ""


def framed(question: str) -> Framed:
    """The question without the sentences that only ask for sides; itself where it has none."""
    question = question.strip()[:_LONGEST]
    if (within := _WITHIN.match(question)) is not None:
        asked = within["asked"].strip()
        return Framed(f"{asked[:1].upper()}{asked[1:]}?", within["frame"].strip())
    pieces = [p.strip() for p in _SENTENCE.split(question) if p.strip()]
    if len(pieces) < 2:
        head, colon, tail = _head_and_tail(question)
        return Framed(head, tail) if colon else Framed(question)
    rest = [n for n, piece in enumerate(pieces) if n and _FRAME.match(piece)]
    kept = [piece for n, piece in enumerate(pieces) if n not in rest]
    core = " ".join(kept)
    head, colon, tail = _head_and_tail(core)
    frame = " ".join([*([tail] if colon else []), *(pieces[n] for n in rest)])
    return Framed(head if colon else core, frame)


def _head_and_tail(text: str) -> tuple[str, bool, str]:
    """A question before a colon, and what it is asked of behind it."""
    colon = _COLON.search(text)
    if colon is None or not _ASKS.match(text) or not _FRAME.match(text[colon.end() :]):
        return text, False, ""
    return f"{text[: colon.start()].rstrip()}?", True, text[colon.end() :]


def asks_two_sides(question: str) -> bool:
    """Whether a question says in a sentence of its own, or behind a colon, that sides are wanted:
    "What does the register say, and what the owner?".
    """
    return _TWO_WANTED.search(framed(question).frame) is not None
