"""A text or document in which somebody put several articles, one below the other.

They are cut where each has a head of its own: a headline, then within a few lines a date with an
outlet or a byline. Where there are several dates and bylines and no such heads, the text stays
whole, and nothing is said of it that only one of them states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.databases.days import find_day, is_day_row
from index.readers.databases.names import authors_of, is_byline, outlet_of
from index.readers.databases.rows import Part, Row, part_of
from index.readers.stated import Stated
from index.types import SpanKind

_RULE = re.compile(r"(?:[-_=*#~•·–—+]\s?){3,}|\[?(?:next )?article \d{1,4}\]?:?", re.IGNORECASE)
_HAS_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_BYLINE = re.compile(r"by\s+[^\W\d_]", re.IGNORECASE)
_MOST_HEAD = 6  # rows
_FEWEST_PROSE = 60  # characters of text below a head


def matches(text: str) -> bool:
    """Might there be several articles? A cheap look: two years, and lines that end without stop."""
    years = 0
    for _ in _HAS_DATE.finditer(text):
        years += 1
        if years == 2:
            return True
    return False


def split(rows: Sequence[Row], headings: frozenset[int]) -> list[Part]:
    """Two articles or more; none when the text is a single one, or can't be cut."""
    heads = _heads(rows)
    if len(heads) < 2:
        return []
    shown = [row for row in rows if row.text]
    place = {row.start: n for n, row in enumerate(shown)}
    starts = [place[head[0].start] for head in heads]
    if starts[0] > 3 and any(_is_prose(row) for row in shown[: starts[0]]):
        return []  # what stands above has no head: it isn't known whose it is
    parts = []
    for number, (start, head) in enumerate(zip(starts, heads, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else len(shown)
        record = [row for row in shown[start:end]]
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


def _heads(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each head, the headline first."""
    shown = [row for row in rows if row.text]
    heads: list[list[Row]] = []
    taken = -1
    for number, row in enumerate(shown):
        if number <= taken or _is_prose(row) or _RULE.fullmatch(row.text):
            continue
        if not _is_headline(row) or not (number == 0 or _closes(shown[number - 1])):
            continue
        head = [row]
        for other in shown[number + 1 : number + _MOST_HEAD]:
            if not _is_of_head(other):
                break
            head.append(other)
        dated = any(_states_day(r.text) for r in head[1:])
        signed = any(is_byline(r.text) or _outlet_beside_day(r.text) for r in head[1:])
        below = shown[number + len(head) : number + len(head) + 1]
        if dated and signed and below and _is_prose(below[0]):
            heads.append(head)
            taken = number + len(head)
    return heads


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


def _part(record: Sequence[Row], head: Sequence[Row]) -> Part | None:
    byline = next((r for r in head[1:] if is_byline(r.text) and _BYLINE.match(r.text)), None)
    byline = byline or next(
        (r for r in head[1:] if is_byline(r.text) and not _states_day(r.text)), None
    )
    day_row = next(r for r in head[1:] if _states_day(r.text))
    found = find_day(day_row.text)
    outlet = _outlet_beside_day(day_row.text) or next(
        (r.text for r in head[1:] if r is not byline and r is not day_row and _is_outlet(r.text)),
        None,
    )
    stated = Stated.of(
        ("title", head[0].text, "headline"),
        ("author", authors_of(byline.text) if byline else None, "byline"),
        ("publisher", outlet, "head"),
        ("published", found[0] if found else None, "head"),
    )
    kinds: list[tuple[Row, SpanKind]] = [(head[0], "headline")]
    kinds += [(row, "byline") for row in head[1:]]
    return part_of(record, stated, kinds)
