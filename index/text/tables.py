"""Rows of a table in a text: cells between bars or tabs, with the row of headings above them.

Alone a row says nothing ("| Greens | 9 | 24.6% |"): its headings belong to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST_ROWS, _MOST_CELLS, _LONGEST_ROW = 500, 30, 1_000
_RULE = re.compile(r"[\s|:+=-]+")
_FIGURE = re.compile(r"[-+−–]?\s?[$€£¥]?\s?\d[\d.,\s]*\s?(?:%|[A-Za-z]{1,3})?")


@dataclass(frozen=True)
class Row:
    """A row with its headings, as many as it has cells; `header` are the offsets of theirs."""

    cells: tuple[str, ...]
    headings: tuple[str, ...]
    header: tuple[int, int]

    @property
    def said(self) -> str:
        """In words: "Greens: 9 seats, 24.6% share"."""
        pairs = zip(self.headings[1:], self.cells[1:], strict=True)
        facts = [_said(heading, cell) for heading, cell in pairs if cell]
        return f"{self.cells[0]}: {', '.join(facts)}" if facts else self.cells[0]


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line that is a row of a table; none for another line."""
    line = line.strip(" \r\n")
    if len(line) > _LONGEST_ROW or _RULE.fullmatch(line):
        return ()
    if "|" in line:
        bare = line.removeprefix("|").removesuffix("|")
        cells = tuple(" ".join(cell.split()) for cell in bare.split("|"))
        if not line.startswith("|") and not re.search(r"\d", line) and len(cells) < 3:
            return ()  # "Jane Doe | Example Times"
    elif "\t" in line:
        cells = tuple(" ".join(cell.split()) for cell in line.split("\t"))
    else:
        return ()
    return cells if 2 <= len(cells) <= _MOST_CELLS and any(cells) else ()


def row_at(text: str, start: int, end: int) -> Row | None:
    """The row that `text[start:end]` is, if it is one below a row of headings."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    cells = cells_of(text[first : last if last >= 0 else len(text)])
    if not cells or not cells[0] or "\n" in text[start:end].strip():
        return None
    top: tuple[int, int] | None = None
    begin = first
    for _ in range(_MOST_ROWS):
        if begin == 0:
            break
        above = text.rfind("\n", 0, begin - 1) + 1
        line = text[above : begin - 1]
        if cells_of(line):
            top = (above + len(line) - len(line.lstrip()), above + len(line.rstrip()))
        elif line.strip() and not _RULE.fullmatch(line.strip()):
            break
        begin = above
    if top is None:
        return None
    headings = cells_of(text[slice(*top)])
    figures = sum(bool(_FIGURE.fullmatch(heading)) for heading in headings[1:])
    if len(headings) != len(cells) or figures * 2 > len(headings) or headings == cells:
        return None
    return Row(cells, headings, top)


def _said(heading: str, cell: str) -> str:
    """As "9 seats"; "change since 2018: +3" where the heading is no word to count by."""
    if not heading:
        return cell
    plain = " ".join(
        w if len(w) < 2 or w.isupper() else w[0].lower() + w[1:] for w in heading.split()
    )
    countable = len(heading.split()) <= 2 and all(w.isalpha() for w in heading.split())
    return f"{cell} {plain}" if countable and _FIGURE.fullmatch(cell) else f"{plain}: {cell}"
