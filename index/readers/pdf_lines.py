"""The lines of a PDF page in reading order, from where its characters stand.

A PDF draws characters in any order. Here they become runs on a baseline; raised and lowered
figures join the run that they belong to (`raised.py`); what stands in columns is read column by
column, whatever was drawn first; the rest is read from top to bottom, cells parted by tabs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, mode
from typing import NamedTuple

from index.readers.raised import lowered, raised

_SMALLER = 0.86  # of the size beside it: a raised or lowered figure
_MOST_RAISED = 8  # characters
_WORD_GAP = 0.18  # of the size: a blank
_NEAR, _LEVEL = 6.0, 24.0  # points
_DESCENT = 0.21  # of the size: below the baseline
_CELL_GAP = 1.0  # of the size: perhaps another column
_TAB_GAP = 1.6
_FEWEST_LINES = 3  # side by side make columns
_FEWEST_CHARACTERS = 14  # on average in a line of a column; cells of a table are shorter
_LARGE_GAP = 1.45  # of the usual distance of lines: a new paragraph
_MOST_INDENT = 4.0  # of the size
_DEEPEST = 8
_MOST_EDGES = 40
_MOST_SEGMENTS = 1_500  # on a page; more are a map, not columns


class Glyph(NamedTuple):
    """A character and the box that its font gives it."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Run:
    """Characters of one size on one baseline without a gap."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def size(self) -> float:
        """The height of its font."""
        return max(0.1, self.top - self.bottom)


_Places = dict[tuple[int, int], list[Run]]


@dataclass(frozen=True)
class PdfLine:
    """A line: its words, and where its middle is, as a share of the page from the bottom.

    `opens`: a gap or another size parts it from the line before.
    """

    text: str
    height: float
    opens: bool = False


def lines_of_page(glyphs: Iterable[Glyph], height: float) -> list[PdfLine]:
    """The lines of a page of that height, in reading order."""
    runs = _attached(_runs(glyphs))
    segments = _joined(runs)
    lines = []
    for zone in _zones(segments, 0):
        lines += _rows(zone, max(1.0, height))
    return lines


def _runs(glyphs: Iterable[Glyph]) -> list[Run]:
    found: list[Run] = []
    words: list[str] = []
    first: Glyph | None = None
    last: Glyph | None = None
    blank = False

    def close() -> None:
        if first is not None and last is not None and words:
            text = "".join(words) + " " * blank
            found.append(Run(text, first.left, last.right, first.bottom, first.top))
        words.clear()

    for glyph in glyphs:
        if glyph.text.isspace():
            blank = True
            continue
        size = max(0.1, glyph.top - glyph.bottom)
        if first is None or last is None or not _follows(glyph, first, last, size):
            close()
            first = glyph
        elif blank or glyph.left - last.right > _WORD_GAP * size:
            words.append(" ")
        blank = False
        words.append(glyph.text)
        last = glyph
    close()
    return found


def _follows(glyph: Glyph, first: Glyph, last: Glyph, size: float) -> bool:
    gap = glyph.left - last.right
    return (
        abs(glyph.bottom - first.bottom) < 0.08 * size
        and abs((first.top - first.bottom) - size) < 0.08 * size
        and -0.4 * size < gap < _CELL_GAP * size
    )


def _attached(runs: Sequence[Run]) -> list[Run]:
    """Raised and lowered figures as they are written, on the baseline of what they belong to."""
    usual = median([run.size for run in runs for _ in run.text[:80]]) if runs else 0
    ends: _Places = {}
    begins: _Places = {}
    for run in runs:
        level = int(run.bottom / _LEVEL)
        ends.setdefault((int(run.right / _NEAR), level), []).append(run)
        begins.setdefault((int(run.left / _NEAR), level), []).append(run)
    result: list[Run] = []
    for run in runs:
        if len(run.text.strip()) > _MOST_RAISED or run.size > _SMALLER * 1.6 * usual:
            result.append(run)
            continue
        host = _nearest(run, ends, before=True)
        follower = _nearest(run, begins, before=False)
        result.append(_as_written(run, host, follower))
    return [run for run in result if run.text]


def _nearest(run: Run, places: _Places, *, before: bool) -> Run | None:
    """The larger run beside this one, whose end (`before`) or beginning is among `places`."""
    best: Run | None = None
    nearest = float("inf")
    across, up = int((run.left if before else run.right) / _NEAR), int(run.bottom / _LEVEL)
    most = 0.3 if before else 0.8
    near = ((n, m) for n in range(across - 2, across + 3) for m in (up - 1, up, up + 1))
    for other in (other for place in near for other in places.get(place, ())):
        if run.size > _SMALLER * other.size:
            continue
        gap = run.left - other.right if before else other.left - run.right
        level = other.bottom - 0.4 * other.size < run.bottom < other.top and run.top > other.bottom
        if level and -0.35 * other.size < gap < most * other.size and abs(gap) < nearest:
            best, nearest = other, abs(gap)
    return best


def _as_written(run: Run, host: Run | None, follower: Run | None) -> Run:
    beside = host or follower
    if beside is None:
        return run
    mark, before = run.text.strip(), host.text if host else ""
    step = (run.bottom + _DESCENT * run.size) - (beside.bottom + _DESCENT * beside.size)
    if abs(step) < 0.06 * beside.size:
        text = mark  # small capitals
    elif step > 0:
        text = raised(mark, before, (follower.text if follower else "") or " ")
    else:
        text = lowered(mark, before)
    text += " " * run.text.endswith(" ")
    return replace(run, text=text, bottom=beside.bottom, top=beside.top)


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Runs on one baseline that stand together as one."""
    rows = _by_baseline(runs)
    result: list[Run] = []
    for row in rows:
        current = row[0]
        for run in row[1:]:
            gap = run.left - current.right
            size = max(run.size, current.size)
            if gap > _CELL_GAP * size:
                result.append(current)
                current = run
                continue
            blank = gap > _WORD_GAP * size and current.text[-1:] != " " and run.text[:1] != " "
            current = Run(
                current.text + (" " if blank else "") + run.text,
                current.left,
                max(current.right, run.right),
                min(current.bottom, run.bottom),
                max(current.top, run.top),
            )
        result.append(current)
    return result


def _by_baseline(runs: Iterable[Run]) -> list[list[Run]]:
    """Rows from top to bottom, each from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.bottom, run.left)):
        if rows and rows[-1][0].bottom - run.bottom < 0.3 * min(rows[-1][0].size, run.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.left)
    return rows


def _zones(segments: list[Run], depth: int) -> list[list[Run]]:
    """The page cut into parts that are read one after the other."""
    may_cut = depth < _DEEPEST and 2 * _FEWEST_LINES <= len(segments) <= _MOST_SEGMENTS
    cut = _best_cut(segments) if may_cut else None
    if cut is None:
        return [segments] if segments else []
    edge, top, bottom = cut
    above = [s for s in segments if s.bottom >= top]
    below = [s for s in segments if s.top <= bottom and s.bottom < top]
    taken = {id(s) for s in (*above, *below)}
    left = [s for s in segments if id(s) not in taken and s.left < edge]
    right = [s for s in segments if id(s) not in taken and s.left >= edge]
    parts = (above, left, right, below)
    if sum(map(bool, parts)) < 2:
        return [segments]
    return [zone for part in parts for zone in _zones(part, depth + 1)]


def _best_cut(segments: Sequence[Run]) -> tuple[float, float, float] | None:
    """The left edge of a column, and the top and bottom of where it stands beside another."""
    edges: dict[float, int] = {}
    for segment in segments:
        edges[round(segment.left)] = edges.get(round(segment.left), 0) + 1
    often = sorted((e for e, n in edges.items() if n >= 2), key=lambda e: -edges[e])[:_MOST_EDGES]
    ordered = sorted(segments, key=lambda s: -s.top)
    best: tuple[int, tuple[float, float, float]] | None = None
    for edge in often:
        for zone in _parted(ordered, edge - 1.0):
            count = _columns(zone, edge - 1.0)
            if count and (best is None or count > best[0]):
                top = max(s.top for s in zone) + 0.01
                bottom = min(s.bottom for s in zone) - 0.01
                best = (count, (edge - 1.0, top, bottom))
    return best[1] if best else None


def _parted(ordered: Sequence[Run], edge: float) -> list[list[Run]]:
    """Stretches of the page, from the top, in which nothing crosses the edge."""
    zones: list[list[Run]] = [[]]
    for segment in ordered:
        if segment.left < edge - 1 and segment.right > edge + 1:
            zones.append([])
        else:
            zones[-1].append(segment)
    return [zone for zone in zones if len(zone) >= 2 * _FEWEST_LINES]


def _columns(zone: Sequence[Run], edge: float) -> int:
    """How many lines stand in columns left and right of the edge; 0 when they are none."""
    left = [s for s in zone if s.left < edge]
    right = [s for s in zone if s.left >= edge]
    if min(len(left), len(right)) < _FEWEST_LINES:
        return 0
    for side in (left, right):
        if sum(len(s.text.strip()) for s in side) < _FEWEST_CHARACTERS * len(side):
            return 0
    gutter = min(s.left for s in right) - max(s.right for s in left)
    low = max(min(s.bottom for s in left), min(s.bottom for s in right))
    high = min(max(s.top for s in left), max(s.top for s in right))
    shorter = min(_height(left), _height(right))
    if gutter < 0.5 * median(s.size for s in zone) or high - low < 0.5 * shorter:
        return 0
    return len(zone)


def _height(side: Sequence[Run]) -> float:
    return max(s.top for s in side) - min(s.bottom for s in side)


def _rows(zone: Sequence[Run], height: float) -> list[PdfLine]:
    rows = _by_baseline(zone)
    steps = [a[0].bottom - b[0].bottom for a, b in pairwise(rows)]
    usual = median([step for step in steps if step > 0] or [0.0])
    edge = mode(round(row[0].left) for row in rows) if rows else 0.0
    lines = []
    for number, row in enumerate(rows):
        before = rows[number - 1] if number else None
        opens = before is not None and (
            steps[number - 1] > _LARGE_GAP * usual
            or abs(before[0].size - row[0].size) > 0.12 * max(before[0].size, row[0].size)
            or _is_indented(row[0], before[0], edge)
        )
        middle = (row[0].bottom + row[0].top) / 2
        lines.append(PdfLine(_row_text(row), middle / height, opens))
    return lines


def _is_indented(run: Run, before: Run, edge: float) -> bool:
    """Does a line begin further in than the one before, which begins at the edge?"""
    indent = (run.left - edge) / run.size
    return 0.5 < indent < _MOST_INDENT and abs(before.left - edge) < 0.3 * run.size


def _row_text(row: Sequence[Run]) -> str:
    out = row[0].text
    for before, run in pairwise(row):
        gap = (run.left - before.right) / max(before.size, run.size)
        out = out.rstrip() + ("\t" if gap > _TAB_GAP else " ") + run.text.lstrip()
    cells = (" ".join(cell.split()) for cell in out.split("\t"))
    return "\t".join(cell for cell in cells if cell)
