"""A text or document in which somebody put several articles, one below the other.

They are cut where each has a head of its own: a headline, then within a few lines a date with an
outlet or a byline. Where there are several dates and bylines and no such heads, the text stays
whole, and nothing is said of it that only one of them states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from index.marking.byline_lines import is_outlet
from index.readers.databases.days import find_day, is_day_row
from index.readers.databases.names import authors_of, is_byline, outlet_of
from index.readers.databases.rows import Part, Row, filled, part_of
from index.readers.stated import Stated
from index.types import SpanKind

_RULE = re.compile(r"(?:[-_=*#~•·–—+]\s?){3,}|\[?(?:next )?article \d{1,4}\]?:?", re.IGNORECASE)
_HAS_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_BYLINE = re.compile(r"by\s+[^\W\d_]", re.IGNORECASE)
_MOST_HEAD = 7  # rows
_FEWEST_PROSE = 60  # characters of text below a head


def matches(text: str) -> bool:
    """Might there be several articles? A cheap look: two years, and lines that end without stop."""
    return len(list(islice(_HAS_DATE.finditer(text), 2))) == 2


@dataclass(frozen=True)
class _Head:
    """The rows above the text of an article, and which of them is the headline."""

    rows: tuple[Row, ...]
    title: Row

    @property
    def others(self) -> list[Row]:
        """Date, byline and outlet."""
        return [row for row in self.rows if row is not self.title]


def split(rows: Sequence[Row], headings: frozenset[int]) -> list[Part]:
    """Two articles or more; none when the text is a single one, or can't be cut."""
    heads = _heads(rows)
    if len(heads) < 2:
        return []
    shown = [row for row in rows if row.text]
    place = {row.start: n for n, row in enumerate(shown)}
    starts = [place[head.rows[0].start] for head in heads]
    if any(_is_prose(row) for row in shown[: starts[0]]):
        return []  # what stands above has no head: it isn't known whose it is
    parts = []
    for start, end, head in zip(starts, [*starts[1:], len(shown)], heads, strict=True):
        record = list(shown[start:end])
        while record and _RULE.fullmatch(record[-1].text):
            record.pop()
        part = _part(record, head)
        if part is None:
            return []
        parts.append(part)
    return parts


def is_mixed(rows: Sequence[Row]) -> bool:
    """Several articles that can't be cut: different days and several bylines between prose."""
    days, bylines = set(), 0
    prose = True
    for row in rows:
        if not row.text:
            continue
        short = len(row.text) <= 100
        if short and prose and is_day_row(row.text) and _year_of(row.text):
            found = find_day(row.text)
            days.add(found[0] if found else "")
        elif short and _BYLINE.match(row.text) and is_byline(row.text):
            bylines += 1
    return len(days) > 1 and bylines > 1


def _heads(rows: Sequence[Row]) -> list[_Head]:
    """The heads in a text: short lines between two articles, a headline, a day and a name."""
    shown = [row for row in rows if row.text and not _RULE.fullmatch(row.text)]
    ruled = {
        below.start
        for row, below in zip(filled(rows), filled(rows)[1:], strict=False)
        if _RULE.fullmatch(row.text)
    }
    heads: list[_Head] = []
    taken = -1
    for number, row in enumerate(shown):
        if number <= taken or _is_prose(row):
            continue
        if number and row.start not in ruled and not _closes(shown[number - 1]):
            continue
        run = [row]
        for other in shown[number + 1 : number + _MOST_HEAD]:
            if _is_prose(other) or other.start in ruled:
                break
            run.append(other)
        below = shown[number + len(run) : number + len(run) + 1]
        head = _head(run) if below and _is_prose(below[0]) else None
        if head is not None:
            heads.append(head)
            taken = number + len(run)
    return heads


def _head(run: Sequence[Row]) -> _Head | None:
    """The lines as a head, when they are a headline, a full date, and an outlet or a byline."""
    titles = [
        row
        for row in run
        if _is_headline(row) and len(row.text.split()) >= 3 and not _states_day(row.text)
    ]
    if not titles:
        return None
    # A short headline in capitals looks like a name.
    title = max(titles, key=lambda row: (not is_byline(row.text), len(row.text.split())))
    others = [row for row in run if row is not title]
    if not all(_is_of_head(row) for row in others):
        return None
    dated = any(_states_day(row.text) for row in others)
    signed = any(
        is_byline(row.text) or _outlet_beside_day(row.text) or _is_outlet(row.text)
        for row in others
        if not is_day_row(row.text) or _outlet_beside_day(row.text)
    )
    return _Head(tuple(run), title) if dated and signed else None


def _is_prose(row: Row) -> bool:
    return (len(row.text) >= _FEWEST_PROSE and row.text.rstrip("\"'”’»)")[-1:] in ".!?…:") or (
        len(row.text) > 160
    )


def _is_headline(row: Row) -> bool:
    return (
        10 <= len(row.text) <= 200
        and not is_day_row(row.text)
        and not row.text.endswith((".", ",", ";", ":"))
        and not _BYLINE.match(row.text)
    )


def _closes(row: Row) -> bool:
    """What may stand above a headline: the end of a paragraph, or a rule."""
    return bool(_RULE.fullmatch(row.text)) or row.text.rstrip("\"'”’»)*_")[-1:] in ".!?…"


def _is_of_head(row: Row) -> bool:
    return len(row.text) <= 120 and (
        is_day_row(row.text) or is_byline(row.text) or _states_day(row.text) or _is_outlet(row.text)
    )


def _states_day(text: str) -> bool:
    """A line with a full date that is no sentence."""
    found = find_day(text) if len(text) <= 120 else None
    return bool(found) and len(found[0]) == 10 and not text.endswith((".", "!", "?"))  # type: ignore[index]


def _year_of(text: str) -> bool:
    found = find_day(text)
    return bool(found) and len(found[0]) == 10  # type: ignore[index]


def _is_outlet(text: str) -> bool:
    words = text.split()
    return len(words) <= 6 and not text.endswith((".", "!", "?", ",")) and words[0][0].isupper()


def _outlet_beside_day(text: str) -> str | None:
    """The outlet in "The Harbour Gazette, March 14, 2022" or "March 14, 2022 | Daily Ledger"."""
    found = find_day(text)
    if not found:
        return None
    before = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", "", text[: found[1]],
                    flags=re.IGNORECASE)  # fmt: skip
    for piece in (before, text[found[2] :]):
        name = piece.strip(" ,;|·•–—-()")
        if 2 < len(name) <= 60 and name[0].isupper() and not re.search(r"\d", name):
            return outlet_of(name)
    return None


def _part(record: Sequence[Row], head: _Head) -> Part | None:
    others = head.others
    byline = next((r for r in others if is_byline(r.text) and _BYLINE.match(r.text)), None)
    byline = byline or next(
        (r for r in others if is_byline(r.text) and not (_states_day(r.text) or is_outlet(r.text))),
        None,
    )
    day_row = next(r for r in others if _states_day(r.text))
    found = find_day(day_row.text)
    outlet = _outlet_beside_day(day_row.text) or next(
        (r.text for r in others if r is not byline and r is not day_row and _is_outlet(r.text)),
        None,
    )
    pieces = [piece.strip() for piece in re.split(r"\s[|•·]\s", day_row.text)][1:]
    signed = next((p for p in pieces if is_byline(p) and not find_day(p)), None)
    stated = Stated.of(
        ("title", re.sub(r"^\d{1,3}[.)]\s+", "", head.title.text), "headline"),
        ("author", authors_of(byline.text) if byline else None, "byline"),
        ("author", authors_of(signed) if signed else None, "byline"),
        ("publisher", outlet, "head"),
        ("published", found[0] if found else None, "head"),
    )
    kinds: list[tuple[Row, SpanKind]] = [(head.title, "headline")]
    kinds += [(row, "byline") for row in others]
    return part_of(record, stated, kinds)
