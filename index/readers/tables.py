"""Tables as lines: a row of a table that has a head carries it ("Greens: Seats 9; Share 24.6%").

A row alone must be understood, because a row alone is quoted. Serves HTML, DOCX and NITF.
"""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_HEAD = 60  # characters of a cell; a longer one is prose
_LONGEST_LABEL = 120


def table_lines(rows: Sequence[Sequence[str]], *, headed: bool | None = None) -> list[str]:
    """A line for each row that has words.

    `headed` says whether the first row is a head; None: the rows tell. Without a head, cells are
    parted by a tab.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    head = rows[0]
    if headed is None:
        headed = _looks_like_head(rows)
    fits = len(head) > 1 and all(len(cell) <= _LONGEST_HEAD for cell in head)
    if not headed or not fits or len(rows) < 2:
        return [_plain(row) for row in rows]
    return [_plain(head), *(_row(row, head) for row in rows[1:])]


def _plain(row: Sequence[str]) -> str:
    return "\t".join(cell for cell in row if cell)


def _row(row: Sequence[str], head: Sequence[str]) -> str:
    """The label of a row and its values, each with the name of its column."""
    label, values = row[0], row[1:]
    named = len(row) == len(head) and label and len(label) <= _LONGEST_LABEL
    if not named or not any(values):
        return _plain(row)
    pairs = zip(head[1:], values, strict=True)
    said = "; ".join(f"{name} {value}".strip() for name, value in pairs if value)
    return f"{label.rstrip(':')}: {said}"


def _looks_like_head(rows: Sequence[Sequence[str]]) -> bool:
    """Names without figures above rows of which each has figures behind its label."""
    head, below = rows[0], rows[1:]
    if not below or not all(head[1:]) or any(_has_digit(cell) for cell in head):
        return False
    return all(
        len(row) == len(head) and not _has_digit(row[0]) and any(map(_has_digit, row[1:]))
        for row in below
    )


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
