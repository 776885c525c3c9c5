"""The lines of an export with their offsets, blank ones too, and the parts that it is cut into."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.readers.stated import NOTHING, Extracted, Stated
from index.text.lines import trim, unmarked
from index.types import Span, SpanKind

MOST_PARTS = 5_000  # of one file; databases give at most 1,000


@dataclass(frozen=True)
class Row:
    """A line of a text: `text == whole[start:end]`, without blank ends; empty for a blank line."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Part:
    """One article of an export: where it stands, what its head states, what in it is no prose.

    `marked` counts characters of the whole export. `refused` says why the part is no article.
    """

    start: int
    end: int
    stated: Stated = NOTHING
    marked: tuple[Span, ...] = ()
    refused: str = ""


def rows_of(text: str) -> list[Row]:
    """All lines of `text`, in order."""
    rows, position = [], 0
    for raw in text.splitlines(keepends=True):
        if raw.isascii():  # the same, sooner: an export may have a million lines
            shown = raw.strip()
            start = position + raw.find(shown)
            rows.append(Row(start, start + len(shown), shown))
        else:
            start, end = trim(text, position, position + len(raw))
            rows.append(Row(start, end, text[start:end]))
        position += len(raw)
    return rows


def filled(rows: Iterable[Row]) -> list[Row]:
    """The rows that aren't blank."""
    return [row for row in rows if row.text]


def part_of(
    rows: Sequence[Row], stated: Stated, kinds: Sequence[tuple[Row, SpanKind]]
) -> Part | None:
    """The article that these rows are, of which some are no prose. None for blank rows."""
    shown = filled(rows)
    if not shown:
        return None
    spans = [Span(row.start, row.end, kind) for row, kind in kinds if row.start < row.end]
    return Part(shown[0].start, shown[-1].end, stated, merged(spans))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, not overlapping: of two at one place the first given stays whole, and the other
    takes what it leaves.
    """
    taken: list[Span] = []
    for span in spans:
        for start, end in unmarked(span.start_char, span.end_char, taken):
            insort(taken, Span(start, end, span.kind), key=lambda t: t.start_char)
    return tuple(taken)


def cut(text: str, parts: Sequence[Part], *, is_raw: bool) -> list[Extracted]:
    """The articles of a text. A single one is the whole text, when that is kept to the letter."""
    if len(parts) == 1 and is_raw and not parts[0].refused:
        part = parts[0]
        around = [
            Span(start, end, "boilerplate")
            for start, end in (trim(text, 0, part.start), trim(text, part.end, len(text)))
            if start < end
        ]
        return [Extracted(text, part.stated, merged([*around, *part.marked]), is_raw=True)]
    alone = len(parts) == 1
    if len(parts) >= MOST_PARTS:
        rest = f"over {MOST_PARTS:,} articles in one export: split it; the rest was not read"
        parts = [*parts, Part(parts[-1].end, len(text), refused=rest)]
    return [
        Extracted(
            text=text[part.start : part.end],
            stated=part.stated,
            marked=tuple(
                replace(
                    span,
                    start_char=span.start_char - part.start,
                    end_char=span.end_char - part.start,
                )
                for span in part.marked
                if part.start <= span.start_char and span.end_char <= part.end
            ),
            number=None if alone else number,
            is_raw=is_raw,
            refused=part.refused,
        )
        for number, part in enumerate(parts, 1)
    ]
