"""Captions of pictures, galleries and video players that stand among the paragraphs.

A caption reads like a sentence; what gives it away is the credit behind it, "… in Lima on Monday.
Jane Doe/AFP/Getty Images". A caption without one stays prose.
"""

from __future__ import annotations

import re

from index.marking.boilerplate import LONGEST_LINE
from index.marking.byline_lines import is_names_only

_MOST_CREDIT_CHARS, _MOST_CREDIT_WORDS = 110, 14
_LEAST_CAPTION_WORDS = 4

_GALLERY_END = re.compile(r".{0,80}\b(?:Hide Caption \d+ of \d+|Prev Next)", re.DOTALL)
_PLAYER = re.compile(
    r"(?:JUST WATCHED\b.*\b(?:MUST WATCH|Replay)\b|Video Ad Feedback\b|Now playing\b.*\d:\d\d\b|"
    r"Hit play on the player (?:above|below)\b).*"
    r"|.*\b\d{1,2}:\d\d - Source: [A-Z].{0,300}",
    re.DOTALL,
)
_AGENCY = (
    r"(?:Getty Images|AP(?: Photo)?|AFP|Reuters|REUTERS|EPA|EPA-EFE|Shutterstock|Alamy|"
    r"Anadolu Agency|Bloomberg|ZUMA(?: Press)?|Sipa(?: USA)?|Redux|NurPhoto|Xinhua|TASS|Sputnik|"
    r"USA TODAY Sports|USA Today Network|Imagn|PA|dpa|NASA|ESA|AAP|Kyodo|Yonhap|Magnum|Everett)"
)
_NAMED_TAIL = re.compile(rf"(?:.*[^\s:/]/)?{_AGENCY}")
_SLASHED_TAIL = re.compile(r"[^/:]*[^\W\d_)]/[^\W\d_][^/:]*(?:/[^\W\d_][^/:]*){0,4}")
_FROM_TAIL = re.compile(r"(?:From|Courtesy(?: of)?|Via) [A-Z@].{1,60}")
_BRACKETED = re.compile(
    r".{0,500}[(\[](?:(?:AP |File |Pool )?(?:Photo|Image|Credit)s?\b(?: by| via|:|/).{2,90}|"
    rf"[^()\[\]]{{2,70}}/{_AGENCY})[)\]]"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+(?=[^\W_a-z@]|@)")
_INITIALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CLOCK = re.compile(r"\b[ap]\.m\.\s*$|\d$")


def is_player(line: str) -> bool:
    """True for the text of a video player or of a gallery, however many pictures it has."""
    if _GALLERY_END.fullmatch(line[-80:]):
        return True
    starts = line.startswith(("JUST WATCHED", "Video Ad", "Now playing", "Hit play"))
    if len(line) > 2 * LONGEST_LINE or not (starts or " - Source: " in line):
        return False
    return bool(_PLAYER.fullmatch(line))


def credit_start(line: str) -> int | None:
    """Where the picture credit of a caption begins in `line`; None when this is no caption.

    0 when the whole line is a name and its agency.
    """
    if len(line) > LONGEST_LINE or "://" in line:
        return None
    if _BRACKETED.fullmatch(line) and not line.startswith(("(", "[")):
        return max(line.rfind("("), line.rfind("["))
    if line.endswith((".", "!", "?", ":", ",", "”", '"')):
        return None
    start = 0
    for end in _SENTENCE_END.finditer(line):
        # "S. Todd Rogers/Pool/AP": an initial is no end of a sentence.
        if not start or line[max(0, end.start() - 2) : end.start()].strip() not in _INITIALS:
            start = end.end()
    tail = line[start:]
    if len(tail) > _MOST_CREDIT_CHARS or len(tail.split()) > _MOST_CREDIT_WORDS:
        return None
    if not is_names_only(tail) or _CLOCK.search(line[:start].rstrip()):
        return None
    if start == 0:
        return 0 if "/" in tail and _NAMED_TAIL.fullmatch(tail) else None
    if len(line[:start].split()) < _LEAST_CAPTION_WORDS:
        return None
    if _NAMED_TAIL.fullmatch(tail) or _SLASHED_TAIL.fullmatch(tail) or _FROM_TAIL.fullmatch(tail):
        return start
    return None
