"""ProQuest, EBSCO, Gale, NewsBank and PressReader: records of labelled values, as text or DOCX.

Every line that isn't the text is a label with its value, so what stands outside of the text is no
prose. A headline without a label stands on top; NewsBank prints outlet and date below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.readers.databases.days import day_in, is_day_row
from index.readers.databases.labels import Labelled, several
from index.readers.databases.names import authors_of, is_byline, language_code, outlet_of
from index.readers.databases.rows import MOST_PARTS, Part, Row, part_of
from index.readers.stated import Stated
from index.types import SpanKind

_FLAGS = re.IGNORECASE | re.MULTILINE
_RULE = re.compile(r"[_=*\-–—#~•·]{3,}")
_NO_TEXT = re.compile(r"(?:full text )?(?:not available|none|n/a|unavailable)\.?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))", re.IGNORECASE)
_FOOT = re.compile(
    r"(?:copyright|©|\(c\)|contact us at:|this content may be protected|pressreader\.com|"
    r"https?://\S+$|database copyright|listen$|openurl link|source citation|disclaimer:)",
    re.IGNORECASE,
)
_ENDS_TEXT = frozenset(("behind", "title", "outlet", "house", "cited", "url", "published"))


@dataclass(frozen=True)
class Vendor:
    """How the exports of a database are known, and where a record begins or ends."""

    name: str
    marks: tuple[re.Pattern[str], ...]
    begins: re.Pattern[str] | None = None
    ends: re.Pattern[str] | None = None
    month_first: bool = False

    def matches(self, text: str) -> bool:
        """Is this an export of it?"""
        return all(mark.search(text) for mark in self.marks)


def _lines(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"^[ \t]*(?:{pattern})", _FLAGS) for pattern in patterns)


VENDORS = (
    Vendor(
        "ProQuest",
        _lines("publication title ?:|publication info ?:", "full text ?:|abstract ?:"),
        begins=re.compile(r"_{20,}|document \d{1,6} of \d{1,6}", re.IGNORECASE),
    ),
    Vendor(
        "EBSCO",
        _lines("title ?:", "source ?:", r"(?:record: ?\d+|accession number ?:|persistent link to"
               r" this record|full text word count ?:|.{0,200}ebsco)"),
        begins=re.compile(r"record: ?\d{1,6}|record \d{1,6} of \d{1,6}", re.IGNORECASE),
        month_first=True,
    ),
    Vendor(
        "Gale",
        _lines(".{0,60}gale document number ?:|.{0,300}GALE[|%]A?\\d", "title ?:|author|date ?:"),
        ends=re.compile(r"(?:gale )?document number: ?\S+", re.IGNORECASE),
    ),
    Vendor(
        "NewsBank",
        _lines("record number ?:|openurl link"),
        ends=re.compile(r"(?:record number|record id) ?: ?\S.*", re.IGNORECASE),
    ),
    Vendor(
        "PressReader",
        _lines("article name ?:", "publication ?:"),
        begins=re.compile(r"article name ?:.*", re.IGNORECASE),
    ),
)  # fmt: skip


# Articles that somebody put under labels of their own: "Title: …", "Date: …", "Source: …".
BY_HAND = Vendor("by hand", ())
_TITLES = re.compile(r"^[ \t]*(?:title|headline|titel|titre) ?: *\S.{5,}", _FLAGS)
_DATES = re.compile(r"^[ \t]*(?:date|published|publication date|datum) ?: *\S", _FLAGS)


def matches_by_hand(text: str) -> bool:
    """Are there several titles and dates, each with its label?"""
    return all(len(mark.findall(text[:2_000_000])) > 1 for mark in (_TITLES, _DATES))


def split_by_hand(rows: Sequence[Row], headings: frozenset[int]) -> list[Part]:
    """The articles, each from the label that the first begins with; none when they aren't two."""
    first = next((f[0].label for row in rows if row.text and (f := several(row))), None)
    if first is None:
        return []
    begins = re.compile(rf"{re.escape(first)} ?:.*", re.IGNORECASE)
    parts = split(rows, replace(BY_HAND, begins=begins))
    return parts if len(parts) > 1 else []


def split(rows: Sequence[Row], vendor: Vendor) -> list[Part]:
    """The articles of an export. A record without a text is refused, unless it is a cover."""
    parts = []
    for record in _records(rows, vendor)[: MOST_PARTS + 1]:
        part = _read(record, vendor)
        if part is not None:
            parts.append(part)
    return parts


def _records(rows: Sequence[Row], vendor: Vendor) -> list[list[Row]]:
    records: list[list[Row]] = [[]]
    for row in rows:
        begins = vendor.begins and vendor.begins.fullmatch(row.text)
        if begins:
            records.append([])
        records[-1].append(row)
        if vendor.ends and vendor.ends.fullmatch(row.text):
            records.append([])
    return records


def _read(record: Sequence[Row], vendor: Vendor) -> Part | None:
    shown = [row for row in record if row.text and not _RULE.fullmatch(row.text)]
    labels = {row.start: found for row in shown if (found := several(row))}
    values = _values(shown, labels)
    roles = {label.role for label, _ in values}
    if not roles & {"title", "outlet", "published", "cited", "author", "text"}:
        return None
    text, head_end = _text_rows(shown, labels)
    title, title_rows = _title(shown, labels, values, head_end)
    byline = next((f for label, f in _firsts(values) if label == "author"), None)
    stated = _stated(shown[:head_end], values, title, vendor)
    if not text:
        return _refused(record, title)
    prose = {row.start for row in text}
    kinds: list[tuple[Row, SpanKind]] = [(row, "headline") for row in title_rows]
    if byline is not None and byline.value:
        start = byline.row.end - len(byline.value)
        kinds.append((Row(start, byline.row.end, byline.value), "byline"))
        kinds.append((Row(byline.row.start, start, ""), "boilerplate"))
    for row in shown:
        if row.start not in prose:
            kinds.append((row, "boilerplate"))
    for row in text:  # a label before the first words
        first = labels.get(row.start, [None])[0]
        if first is not None and first.role in ("text", "lead") and first.value:
            kinds.append((Row(row.start, first.value_start, ""), "boilerplate"))
    kinds += [(row, "boilerplate") for row in record if _RULE.fullmatch(row.text)]
    return part_of(shown, stated, kinds)


def _values(shown: Sequence[Row], labels: dict[int, list[Labelled]]) -> list[tuple[Labelled, str]]:
    """Each label with its value, which may stand in the line below."""
    found = []
    for number, row in enumerate(shown):
        for label in labels.get(row.start, ()):
            value = label.value
            if not value and number + 1 < len(shown) and shown[number + 1].start not in labels:
                value = shown[number + 1].text
            found.append((label, value))
    return found


def _firsts(values: Sequence[tuple[Labelled, str]]) -> list[tuple[str, Labelled]]:
    return [(label.role, label) for label, _ in values]


def _text_rows(shown: Sequence[Row], labels: dict[int, list[Labelled]]) -> tuple[list[Row], int]:
    """The rows of the text, and how many rows stand before it. The full text where it is there,
    else the abstract, else what has no label.
    """
    for role in ("text", "lead"):
        for number, row in enumerate(shown):
            found = labels.get(row.start)
            if not found or found[0].role != role or _NO_TEXT.fullmatch(found[0].value.strip()):
                continue
            taken = [row] if found[0].value else []
            for other in shown[number + 1 :]:
                ends = labels.get(other.start)
                if ends and (role == "lead" or ends[0].role in _ENDS_TEXT or _is_foot(other)):
                    break
                if role == "text" and not taken and _COPYRIGHT.match(other.text):
                    continue
                if not ends and _is_foot(other):
                    break
                taken.append(other)
            if taken and not _NO_TEXT.fullmatch(taken[0].text):
                return taken, number
    last = max((n for n, row in enumerate(shown[:16]) if _is_head(row, labels)), default=-1)
    taken = []
    for row in shown[last + 1 :]:
        ends = labels.get(row.start)
        if (ends and ends[0].role != "lead") or _is_foot(row):
            break
        taken.append(row)
    return (taken, last + 1) if last >= 0 else ([], 0)


def _is_head(row: Row, labels: dict[int, list[Labelled]]) -> bool:
    """A line of the head of a record whose text has no label."""
    found = labels.get(row.start)
    if found:
        return found[0].role not in ("behind", "text")
    return is_day_row(row.text) or (
        bool(day_in(row.text)) and len(row.text) < 120 and " - " in row.text
    )


def _is_foot(row: Row) -> bool:
    return len(row.text) < 400 and bool(_FOOT.match(row.text))


def _title(
    shown: Sequence[Row],
    labels: dict[int, list[Labelled]],
    values: Sequence[tuple[Labelled, str]],
    head_end: int,
) -> tuple[str | None, list[Row]]:
    """The headline: under its label, printed alone on top, or both."""
    stated = next((value for label, value in values if label.role == "title" and value), None)
    top = next((row for row in shown[: max(head_end, 1)] if row.start not in labels), None)
    if top is not None and (top is not shown[0] or top.start in labels):
        top = None
    if top is not None and (is_day_row(top.text) or (" - " in top.text and day_in(top.text))):
        top = None
    if stated is None:
        return (top.text, [top]) if top is not None else (None, [])
    if top is not None and _folded(top.text) == _folded(stated):
        return stated, [top]
    for row in shown:
        if row.text == stated and row.start not in labels:
            return stated, [row]
    for label, value in values:
        if label.role == "title" and label.value == stated and label.row.text.endswith(value):
            return stated, [Row(label.value_start, label.row.end, value)]
    return stated, []


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _stated(
    head: Sequence[Row],
    values: Sequence[tuple[Labelled, str]],
    title: str | None,
    vendor: Vendor,
) -> Stated:
    def first(role: str, read: Callable[[str], str | None]) -> str | None:
        return next((r for label, v in values if label.role == role and (r := read(v))), None)

    def day(value: str) -> str | None:
        return day_in(value, month_first=vendor.month_first)

    info = next((v for label, v in values if label.label == "publication info"), "")
    cited = next((v for label, v in values if label.role == "cited"), "")
    line = next((r.text for r in head if day_in(r.text) and len(r.text) < 160), "")
    url = first("url", lambda value: value if value.startswith("http") else None)
    inverted = vendor.name == "EBSCO"
    return Stated.of(
        ("title", title, "title"),
        ("author", first("author", lambda v: _people(v, inverted=inverted)), "author"),
        ("publisher", first("outlet", outlet_of), "publication title"),
        ("publisher", _outlet_of_line(info) or _outlet_of_line(cited), "source"),
        ("publisher", _outlet_of_line(line), "source"),
        ("publisher", first("house", outlet_of), "publisher"),
        ("published", first("published", day), "publication date"),
        ("published", day(info) or day(cited) or day(line), "source"),
        ("url", url if url and not _is_of_database(url) else None, "url"),
        ("language", first("language", language_code), "language"),
    )


def _people(value: str, *, inverted: bool) -> str | None:
    return authors_of(value, inverted=inverted or (bool(re.fullmatch(r"[^,;]+, [^,;]+", value)) and
                      is_byline(value) and len(value.split()) <= 3))  # fmt: skip


_DATABASES = re.compile(
    r"https?://[\w.-]*(?:proquest|ebsco|ebscohost|gale|galegroup|newsbank|nexis|lexisnexis|factiva|"
    r"europresse)\.[a-z.]{2,6}(?:/|$)|https?://link\.gale\.com",
    re.IGNORECASE,
)


def _is_of_database(url: str) -> bool:
    """Where the database shows it, which says nothing of where the article stands."""
    return bool(_DATABASES.match(url))


def _outlet_of_line(value: str) -> str | None:
    """Outlet of "Harbour Gazette, The (Norvik, NO) - March 14, 2022", or with the date first."""
    value = value.strip()
    if not value:
        return None
    if "|" in value:
        value = next((p for p in value.split("|") if p.strip() and not day_in(p)), "")
    dashed = re.split(r"\s+[-–—]\s+", value)
    if len(dashed) > 1 and day_in(dashed[1]):
        value = dashed[0]
    value = re.split(r"[.,]?\s*\(?\b(?:vol\.?|issue|no\.)\s*\d|\s*\(vol", value, flags=re.I)[0]
    value = re.split(r"\s*;\s*|\.\s+|,\s*(?=\d|[A-Z][a-z]{2,8}\.? \d)|,\s*p\d", value)[0]
    name = outlet_of(value)
    return name if name and not day_in(name) and not name[0].isdigit() else None


def _refused(record: Sequence[Row], title: str | None) -> Part | None:
    shown = [row for row in record if row.text]
    if not shown or not title:
        return None
    reason = f"no text in it, only what the database says about {title[:80]!r}"
    return Part(shown[0].start, shown[-1].end, refused=reason)
