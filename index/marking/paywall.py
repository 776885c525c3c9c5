"""The wall before the rest of an article: "Subscribe to continue reading", and the offers below it.

What a publication sells is never quoted as news. A short text that ends at such a wall is a teaser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.marking.boilerplate import LONGEST_LINE
from index.text.lines import unmarked
from index.types import Span

_READ_ON = (
    r"(?:continue (?:reading|to read)|keep (?:on )?reading|reading this|(?:full|unlimited) access|"
    r"read (?:on|more|the (?:full|whole|entire|rest)|this (?:article|story)|the (?:article|story))|"
    r"(?:unlock|access|view|finish) (?:the |this )?(?:full |whole |entire )?"
    r"(?:article|story|content))"
)
_JOIN = (
    r"(?:subscribe|subscription|register|log ?in|sign[ -]?(?:in|up)|become an? (?:member|"
    r"subscriber)|create an? (?:free )?account|start your (?:free )?trial|join(?: us)?|"
    r"get (?:full |unlimited |digital )?access|buy a (?:day )?pass)"
)
WALL = re.compile(
    r"(?:(?:please|you (?:must|can|have to|need to|need a)|simply|just|log in or|or)\s+){0,3}"
    rf"{_JOIN}\b[^.!?\n]{{0,60}}\b(?:to|and|for)\b[^.!?\n]{{0,30}}\b{_READ_ON}\b.{{0,200}}"
    rf"|(?:to|want to|please)\b[^.!?\n]{{0,20}}\b{_READ_ON}\b[^!\n]{{0,120}}\b{_JOIN}\b.{{0,200}}"
    r"|this (?:article |story |content |post |page )?is "
    r"(?:available |reserved |exclusive(?:ly)? |only )*(?:for|to|a) "
    r"(?:our |paid |paying |registered |premium |subscriber[- ]only )*"
    r"(?:subscribers?|members?)(?:[- ]only| only)?\b.{0,160}"
    r"|(?:subscriber|member)s?[- ]only (?:content|article|story).{0,160}"
    r"|you(?:[’']ve| have) (?:reached|read|used) (?:your|the|all|\d+)\b.{0,80}"
    r"\b(?:free|limit|articles?)\b.{0,200}"
    r"|(?:the (?:rest|remainder) of )?this (?:article|story) is (?:behind|locked).{0,160}"
    r"|already (?:a|an) (?:subscriber|member)\s*\?.{0,160}",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?:subscri\w+|trial|cancel (?:any ?time|at any)|log ?in|sign in|unlimited|access|e-?paper|"
    r"newsletters?|per (?:week|month|year)|a (?:week|month|year)\b|members?(?:hip)?|account|"
    r"free for|first (?:month|week)|billed|devices?|ad-free|puzzles|archive|app\b|exclusive|offer|"
    r"save \d|no commitment|renew)",
    re.IGNORECASE,
)
# Each wall has one of these; looking for them first spares most lines the long pattern.
_CUE = re.compile(
    r"subscri|regist|log ?in|sign|member|account|trial|access|free|behind|locked|join",
    re.IGNORECASE,
)
_SIGNS = "#*_ •–—-"
_MOST_BELOW = 40
_PLAIN_WORDS = 14  # a longer sentence below the wall that offers nothing is the article's own
_TEASER_WORDS = 250


def walled(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that are a wall, and of the offers below it."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if (
            number in found
            or len(line) > LONGEST_LINE
            or not WALL.fullmatch(line.strip("#*_ •–—-"))
        ):
            continue
        found.add(number)
        below = range(number + 1, min(len(lines), number + 1 + _MOST_BELOW))
        offers = [n for n in below if _may_offer(lines[n])]
        if len(offers) == len(below) and below.stop >= len(lines):
            found.update(below)  # to the end of the text
        else:
            found.update(n for n in offers if _OFFER.search(lines[n]) and n - number <= len(offers))
    return found


def is_wall(line: str) -> bool:
    """True for a line that asks to pay, or to register, to read on."""
    if len(line) > LONGEST_LINE or not _CUE.search(line):
        return False
    return bool(WALL.fullmatch(line.strip(_SIGNS)))


def _may_offer(line: str) -> bool:
    return bool(_OFFER.search(line) or WALL.fullmatch(line)) or len(line.split()) <= _PLAIN_WORDS


def is_teaser(text: str, spans: Sequence[Span]) -> bool:
    """True when only the beginning of an article is there: a wall stands below a few sentences."""
    wall = any(
        is_wall(line)
        for span in spans
        if span.kind == "boilerplate" and span.end_char - span.start_char <= 5_000
        for line in text[span.start_char : span.end_char].splitlines()
    )
    if not wall:
        return False
    words = sum(len(text[a:b].split()) for a, b in unmarked(0, len(text), spans))
    return words <= _TEASER_WORDS
