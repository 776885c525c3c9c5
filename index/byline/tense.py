"""Whether the words around a time say what was or what will be; and which words are quoted.

English only. Plain word lists, and no answer where they don't say: a wrong day is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

from index.byline.tense_words import (
    AHEAD,
    CALLED_OFF,
    COMMITTED,
    DEADLINE,
    EVENT,
    FOR_EVENT,
    GIVES_TIME,
    GROUPS,
    HEADLINE,
    IMPERATIVE,
    INFINITIVE,
    IS_DAY,
    NOT_PAST,
    NOUNS,
    OF_NOUN,
    OF_NOUNS,
    ORDERS,
    OTHER_DAY,
    PRONOUN_LAST,
    REPORTED,
    REPORTS,
    SETS_UP,
)

_REACH_CHARS = 300  # words further away say nothing of a time
Direction = Literal["past", "future"]

_PARAGRAPH_END = re.compile(r"\n[ \t\r\f\v]*\n|(?<=[.!?:”\"’')\]])[ \t]*\r?\n")
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\bJan)(?<!\bFeb)(?<!\bMar)(?<!\bApr)(?<!\bAug)(?<!\bSep)(?<!\bSept)(?<!\bOct)"
    r"(?<!\bNov)(?<!\bDec)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bGen)(?<!\bSen)"
    r"(?<!\bRep)(?<!\bGov)(?<!\bLt)(?<!\bCol)(?<!\bNo)(?<!\b[ap]\.m)[.!?][”\"’')\]]*(?=\s)"
    # "at 9 a.m. The office …" ends there, "at 9 a.m. Sunday", "at 9 a.m. ET" do not.
    r"|(?<=\b[ap]\.m)\.[”\"’')\]]*(?=\s+(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|"
    r"Jul|Aug|Sep|Oct|Nov|Dec|[A-Z]{2,4}\b|Eastern|Central|Mountain|Pacific|local|[A-Z]\w+ time\b))"
    r"[“\"]?[A-Z])"
)
_QUOTED = re.compile(
    r"“[^”]*(?:”|$)|^[^“”]*”|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)"
    r"|(?<!\w)‘(?:[^’]|’(?=\w))*(?:’|$)|(?<![\w'])'(?=\w)(?:[^']|'(?=\w)){2,400}?'(?!\w)"
)
_TO_LAST = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[,;:—–()]|\s-{1,2}\s|\b(?:that|which|who|whom|where|when|while|as|after|before|because|"
    r"although|though|but|since|unless|if|whether|and)\b",
    re.IGNORECASE,
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
    None when they don't say, or say two things.
    """
    before = sentence[max(0, start - _REACH_CHARS) : start]
    after = sentence[end : end + _REACH_CHARS]
    if REPORTED.search(before):
        return "past"
    breaks = list(_CLAUSE_END.finditer(before))
    own = before[breaks[-1].end() :] if breaks else before
    following = _CLAUSE_END.split(after, maxsplit=2)
    is_first = not breaks or not before[: breaks[-1].start()].strip()
    if is_first and IMPERATIVE.match(own) and not _groups(own):
        return "future"
    said = _judge(own, following[0], after)
    if said is not None:
        return said or None
    if breaks and breaks[-1][0].lower() == "since":
        return "past"
    earlier = [part for part in _CLAUSE_END.split(before[: len(before) - len(own)]) if part.strip()]
    said = _judge(earlier[-1], "", "") if earlier else None
    if breaks and breaks[-1][0].lower() == "after":
        # "resigned after Monday's vote" is past; "will resign after Monday's vote" may be either.
        return "past" if said == "past" else None
    if own.strip() or following[0].strip(" .!?\n"):
        return None
    if said is None and len(following) > 1:
        said = _behind(following[1])
    return said or None


def is_reported(before: str) -> bool:
    """True when `before`, the words before a time, end in a verb of reporting: "he said on"."""
    return bool(REPORTED.search(before))


_Judged = Literal["past", "future", ""]  # "" when the words say two things


def _groups(words: str) -> list[re.Match[str]]:
    """The groups of verbs of a clause; no infinitive ("to hit"), no noun ("the plan to …")."""
    found = []
    for group in GROUPS.finditer(words):
        before = words[: group.start()]
        if group[0].lower() in NOT_PAST or _TO_LAST.search(before):
            continue
        noun = NOUNS.match(group[0])
        if noun and (OF_NOUNS if noun[0].endswith("s") else OF_NOUN).search(before):
            continue
        found.append(group)
    return found


def _judge(before: str, behind: str, after: str) -> _Judged | None:
    """What the words of a clause before a time say, and where they say nothing those behind it:
    `behind` of the same clause, `after` of the whole sentence.
    """
    groups, deadline = _groups(before), bool(DEADLINE.search(before))
    if IS_DAY.search(before):
        return "future"
    if not groups:
        if INFINITIVE.search(before):  # of a headline: "Biden to visit Kyiv on Friday"
            return "future" if HEADLINE.match(before) and not _groups(after) else ""
        if EVENT.search(before) and CALLED_OFF.match(behind):
            return ""
        return _behind(behind)
    last, earlier = groups[-1], groups[:-1]
    kind = _kind(last)
    if kind == "unreal":
        return "future" if deadline and ORDERS.search(last[0]) else ""
    if OTHER_DAY.search(before, last.end()):
        return ""  # "the team that lost on Saturday plays on Wednesday"
    if kind == "future":
        if AHEAD.fullmatch(last[0]) and any(_kind(group) == "past" for group in earlier):
            return ""
        is_noun = NOUNS.match(last[0]) and not PRONOUN_LAST.search(before[: last.start()])
        return "" if is_noun and any(_kind(group) == "past" for group in earlier) else "future"
    rest = before[last.end() :]
    if kind in ("called", "committed"):
        return "future" if rest.strip() not in ("", "on", "by") else ""
    if kind == "perfect":
        return "future" if deadline and GIVES_TIME.search(last[0]) else ""
    return _of_past(before, last, earlier, deadline=deadline)


def _of_past(
    before: str, last: re.Match[str], earlier: list[re.Match[str]], *, deadline: bool
) -> _Judged:
    """The same where the last verb is past: what it set up may still be to come."""
    rest = before[last.end() :]
    infinitive = INFINITIVE.search(rest)
    if deadline:
        return "future" if ORDERS.fullmatch(last[0]) and infinitive else ""
    if any(_kind(group) != "past" for group in earlier):
        # "will meet officials accused of fraud on Friday"; "the plan that will … was approved".
        return "past" if last[0].lower().startswith(("was", "were", "had")) else ""
    if infinitive and (COMMITTED.search(last[0]) or rest[: infinitive.start()].strip()):
        return ""  # "agreed to meet on Friday", "debated a ban to start on Friday"
    if FOR_EVENT.search(before):
        return ""
    if SETS_UP.search(last[0]) and EVENT.search(before.rstrip().removesuffix(" on").rstrip()):
        return ""  # "announced a strike on Friday"
    return "past"


def _kind(group: re.Match[str]) -> str:
    kind = group.lastgroup or "future"  # "he'll go" has no name
    return {"regular": "past", "timetable": "future", "timetable_2": "future"}.get(kind, kind)


def _behind(words: str) -> _Judged | None:
    """For words behind a time: the first verb is its own ("he said the talks would …")."""
    groups = _groups(words)
    if not groups:
        return None
    kind = _kind(groups[0])
    if kind == "past":
        unsure = groups[0].lastgroup == "regular" and not re.fullmatch(REPORTS, groups[0][0])
        if unsure and any(_kind(group) == "future" for group in groups[1:]):
            return ""  # "the man accused of murder will appear"
        return "past"
    return "future" if kind == "future" else ""
