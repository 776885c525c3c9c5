"""Lines that are one line of prose, wrapped: mail and telegrams break it at a column.

A line goes on in the next one where that begins in lower case, where it ends in a word that can't
end a sentence ("on the island of Sula on"), or where its text is filled to a column and the next
word would not have fitted. A blank line always ends a paragraph.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from index.text.lines import Line

_STOPS = ".!?…。！？؟۔।"
_CLOSERS = "\"'”’»)]*_"
_LEAST_WIDTH, _MOST_WIDTH = 40, 130
_RAGGED = 14  # characters that the last word of a filled line may leave free
_LEAST_DANGLING = 38
# A shorter line is a list's or a menu's, whatever the next one begins with.
_LEAST_BROKEN = 30
_LONGEST_WRAPPED = 200  # a longer line is a paragraph by itself
_DANGLING = re.compile(
    r"(?:\b(?:an?|the|of|in|on|at|to|for|by|with|from|and|or|but|that|which|who|whose|is|are|was|were|"
    r"will|would|has|have|had|as|its|his|her|their|this|these|those|than|into|about|over|under|after|"
    r"before|between|during|until|since|against|mr|mrs|ms|dr|said)|,|–|—|-)\s*$",
    re.IGNORECASE,
)

Ends = tuple[int, int]


def wrap_width(text: str, lines: Sequence[Ends]) -> int:
    """The column at which a text is wrapped, or 0. `lines` are offsets without blank ends, blank
    lines included (start == end).
    """
    pairs = [(u, w) for u, w in itertools.pairwise(lines) if u[0] < u[1] and w[0] < w[1]]
    broken = [upper for upper, lower in pairs if breaks_sentence(text, upper, lower)]
    if len(broken) >= 2:
        width = max(right - left for left, right in broken)
        return width if _LEAST_WIDTH <= width <= _MOST_WIDTH else 0
    # A telegram in capitals breaks no sentence that could be seen: its lines are filled.
    width = max((right - left for left, right in lines), default=0)
    if len(pairs) < 2 or not _LEAST_WIDTH <= width <= 100:
        return 0
    filled = [upper for upper, _ in pairs if upper[1] - upper[0] >= width - _RAGGED]
    open_ended = [upper for upper in filled if not _is_closed(text, upper)]
    return width if len(filled) >= 0.7 * len(pairs) and len(open_ended) >= 0.5 * len(pairs) else 0


def breaks_sentence(text: str, upper: Ends, lower: Ends) -> bool:
    """Whether `lower` goes on in lower case where `upper` has no stop."""
    if upper[0] == upper[1] or lower[0] == lower[1]:
        return False
    return text[lower[0]].islower() and text[upper[1] - 1] not in _STOPS + ":;"


def goes_on(text: str, upper: Ends, lower: Ends, width: int) -> bool:
    """Whether the line `lower` goes on with the sentence of `upper`, the line above it, in a text
    that is wrapped at `width` (0: at none).
    """
    if breaks_sentence(text, upper, lower):
        return True
    long_enough = upper[1] - upper[0] >= _LEAST_DANGLING
    if long_enough and _DANGLING.search(text, max(upper[0], upper[1] - 12), upper[1]):
        return not re.match(r"[-–—*•]\s", text[lower[0] : lower[1]])
    if not width:
        return False
    first_word = re.match(r"\S+", text[lower[0] : lower[1]])
    needed = upper[1] - upper[0] + 1 + (first_word.end() if first_word else 0)
    return needed > width  # the word would not have fitted on the line above


def joined_lines(text: str, lines: Sequence[Line]) -> list[Line]:
    """Wrapped lines as one. `Line.text` has as many blanks as the break has characters, so that
    offsets in it stay true.
    """
    touching = [_adjacent(text, upper, lower) for upper, lower in itertools.pairwise(lines)]
    if not any(
        near and line.end - line.start <= _LONGEST_WRAPPED
        for near, line in zip(touching, lines, strict=False)
    ):
        return list(lines)
    width = wrap_width(text, _with_blank_lines(lines, touching))
    found = list(lines[:1])
    for number, near in enumerate(touching):
        upper, lower = lines[number], lines[number + 1]
        if (
            near
            and _LEAST_BROKEN <= upper.end - upper.start <= _LONGEST_WRAPPED
            and goes_on(text, (upper.start, upper.end), (lower.start, lower.end), width)
        ):
            start = found.pop().start
            shown = re.sub(r"[\r\n\x0b\x0c\u2028\u2029\x85]", " ", text[start : lower.end])
            found.append(Line(start, lower.end, shown))
        else:
            found.append(lower)
    return found


def _is_closed(text: str, line: Ends) -> bool:
    return text[line[0] : line[1]].rstrip(_CLOSERS).endswith(tuple(_STOPS + ":"))


def _adjacent(text: str, upper: Line, lower: Line) -> bool:
    """No blank line, and nothing marked, between two lines."""
    between = text[upper.end : lower.start]
    return between in ("\n", "\r\n") or (
        not between.strip() and len(between.splitlines()) <= 1 and bool(between)
    )


def _with_blank_lines(lines: Sequence[Line], touching: Sequence[bool]) -> list[Ends]:
    ends: list[Ends] = [(line.start, line.end) for line in lines[:1]]
    for line, near in zip(lines[1:], touching, strict=True):
        if not near:
            ends.append((line.start, line.start))
        ends.append((line.start, line.end))
    return ends
