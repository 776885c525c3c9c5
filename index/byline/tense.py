"""Whether the words around a time say what was or what will be; and which words are quoted.

English only. Plain word lists, and no answer where they don't say: a wrong day is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

_REACH_CHARS = 300  # words further away say nothing of a time
Direction = Literal["past", "future"]

_PARAGRAPH_END = re.compile(r"\n[ \t\r\f\v]*\n|(?<=[.!?:”\"’')\]])[ \t]*\r?\n")
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\bJan)(?<!\bFeb)(?<!\bMar)(?<!\bApr)(?<!\bAug)(?<!\bSep)(?<!\bSept)(?<!\bOct)"
    r"(?<!\bNov)(?<!\bDec)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bGen)(?<!\bSen)"
    r"(?<!\bRep)(?<!\bGov)(?<!\bLt)(?<!\bCol)(?<!\bNo)[.!?][”\"’')\]]*(?=\s)"
)
_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|^[^“”]*”|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)"
    r"|(?<!\w)‘(?:[^’]|’(?=\w))*(?:’|$)|(?<![\w'])'(?=\w)(?:[^']|'(?=\w)){2,400}?'(?!\w)"
)
_CLAUSE_END = re.compile(
    r"[,;:—–()]|\s-{1,2}\s|\b(?:that|which|who|whom|where|when|while|as|after|before|because|"
    r"although|though|but|since|until|unless|if|whether|and)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|won['’]t|wouldn['’]t|going to|(?:plan|intend|hope|expect|want|need|"
    r"prepar|aim|hop|plann)(?:s|ing|ed)? (?:to|for)|(?:is|are) (?:also |now )?(?:set|due|scheduled|"
    r"slated|expected|likely|poised|planned|to) |ahead of|upcoming|can|could|may|might|should|must)"
    r"\b|['’]ll\b|\b(?:scheduled|slated|due|planned) for\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|wasn['’]t|weren['’]t|had|did|didn['’]t|said|told|took|met|won|began|"
    r"came|went|held|made|gave|left|fell|rose|shot|saw|found|became|wrote|ran|led|lost|sent|spoke|"
    r"got|struck|killed|took|brought|bought|built|broke|chose|drew|drove|fought|flew|grew|kept|"
    r"knew|paid|sold|sought|stood|swore|taught|thought|threw|woke|wore|hit|set|cut|quit|put|beat|"
    r"died|hung|sat|slid|sank|sprang|stole|stuck|swept|understood|withdrew|overcame|[a-z]{3,}ed)\b",
)
_NOT_PAST = frozenset(
    "need indeed speed feed seed weed bleed breed exceed proceed succeed hundred sacred naked "
    "wicked kindred shed embed hatred aged beloved united limited alleged supposed "
    "unprecedented".split()
)
_REPORTED = re.compile(
    r"\b(?:said|told|announced|tweeted|posted|reported|wrote|added|confirmed|declared|testified|"
    r"argued|warned|stated|revealed|claimed|ruled|voted|published|released|signed|filed|died)\b"
    r"(?:\s+(?!will\b|would\b)[\w'’.-]+){0,4}?\s*$"
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence that holds `start..end`, never beyond its paragraph."""
    first, last = paragraph_around(text, start, end)
    for match in _SENTENCE_END.finditer(text, first, last):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            return first, match.end()
    return first, last


def paragraph_around(text: str, start: int, end: int, *, longest: int = 2_000) -> tuple[int, int]:
    """Offsets of the paragraph that holds `start..end`, at most `longest` characters each way."""
    first, last = max(0, start - longest), min(len(text), end + longest)
    for match in _PARAGRAPH_END.finditer(text, first, start):
        first = match.end()
    after = _PARAGRAPH_END.search(text, end, last)
    return first, after.start() if after else last


class Quotations:
    """The quoted stretches of one paragraph; one left open reaches to the paragraph's end."""

    def __init__(self, text: str, start: int, end: int) -> None:
        paragraph = text[start:end]
        found = [match.span() for match in _QUOTED.finditer(paragraph)]
        self._starts = [start + first for first, _ in found]
        self._ends = [start + last for _, last in found]

    def cover(self, position: int) -> bool:
        """True when the character at `position` is inside quotation marks."""
        number = bisect_right(self._starts, position) - 1
        return number >= 0 and position < self._ends[number]


def direction(sentence: str, start: int, end: int) -> Direction | None:
    """Whether `sentence[start:end]`, a time, belongs to what was or to what will be.

    Asked are the words of its clause before it, then those behind it. A time that is a clause by
    itself asks the one before ("The mayor refused, on Tuesday"), then the next ("On Tuesday, …").
    None when they don't say.
    """
    before = sentence[max(0, start - _REACH_CHARS) : start]
    after = sentence[end : end + _REACH_CHARS]
    if _REPORTED.search(before):
        return "past"
    breaks = list(_CLAUSE_END.finditer(before))
    own = before[breaks[-1].end() :] if breaks else before
    following = _CLAUSE_END.split(after, maxsplit=2)
    said = _judge(own) or _first(following[0])
    if said:
        return said
    earlier = [part for part in _CLAUSE_END.split(before[: len(before) - len(own)]) if part.strip()]
    said = _judge(earlier[-1]) if earlier else None
    if breaks and breaks[-1][0].lower() in ("after", "since"):
        # "resigned after Monday's vote" is past; "will resign after Monday's vote" may be either.
        return "past" if said == "past" else None
    if own.strip() or following[0].strip(" .!?\n"):
        return None
    return said or (_first(following[1]) if len(following) > 1 else None)


def is_reported(before: str) -> bool:
    """True when `before`, the words before a time, end in a verb of reporting: "he said on"."""
    return bool(_REPORTED.search(before))


def _judge(words: str) -> Direction | None:
    """For words before a time: one of the future rules what stands with it ("will be held")."""
    return "future" if _FUTURE.search(words) else _first(words)


def _first(words: str) -> Direction | None:
    """For words behind a time: the first verb is its own ("he said the talks would …")."""
    future = _FUTURE.search(words)
    for past in _PAST.finditer(words, 0, future.start() if future else len(words)):
        if past[0] not in _NOT_PAST:
            return "past"
    return "future" if future else None
