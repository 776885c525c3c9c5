"""The lines of a text with their true offsets, and what counts as blank in one.

`str.splitlines` decides where a line ends (CRLF, form feed, U+2028 … included), so a file from any
system is cut alike and no character is ever replaced.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Span

# Marks that show nothing: zero-width spaces and joiners, direction marks, a stray byte order mark.
# They may stand at the ends of a line and hide a pattern, so they count as blank there.
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def is_blank(character: str) -> bool:
    """True for white space of any script and for characters that show nothing."""
    return character.isspace() or character in INVISIBLE


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """`start, end` moved inwards past blank characters; `start == end` when all is blank."""
    while start < end and is_blank(text[start]):
        start += 1
    while end > start and is_blank(text[end - 1]):
        end -= 1
    return start, end


@dataclass(frozen=True)
class Line:
    """A line that shows something: `text == article[start:end]`, without blank ends."""

    start: int
    end: int
    text: str


def unmarked(start: int, end: int, marked: Sequence[Span]) -> list[tuple[int, int]]:
    """What `marked` (sorted, not overlapping) leaves of `start..end`, in order."""
    pieces = []
    first = bisect_left(marked, start, key=lambda span: span.end_char)
    for number in range(first, len(marked)):
        span = marked[number]
        if span.start_char >= end:
            break
        if span.start_char > start:
            pieces.append((start, span.start_char))
        start = max(start, span.end_char)
    if start < end:
        pieces.append((start, end))
    return pieces


def lines_of(text: str, marked: Sequence[Span] = ()) -> list[Line]:
    """The lines of `text` outside `marked` that aren't blank, in order."""
    lines = []
    start = 0
    for raw in text.splitlines(keepends=True):
        for piece in unmarked(start, start + len(raw), marked):
            left, right = trim(text, *piece)
            if left < right:
                lines.append(Line(left, right, text[left:right]))
        start += len(raw)
    return lines
