"""Nexis Uni, Nexis, Lexis Advance and LexisNexis Academic, saved as DOCX, RTF, text, HTML or PDF.

The new form has the headline first, then outlet, date, copyright and labels, "Body" above the
text, "Load-Date" and "End of Document" below it. The old one has "1 of 3 DOCUMENTS", outlet and
date in the middle, then the headline, labels in capitals before and behind the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.readers.databases.days import day_in, is_day_row
from index.readers.databases.labels import Labelled, labelled
from index.readers.databases.names import authors_of, language_code, outlet_of
from index.readers.databases.rows import MOST_PARTS, Part, Row, part_of
from index.readers.stated import Stated
from index.types import SpanKind

_COUNT = re.compile(
    r"(?:documento?|dokument)?\s*\d{1,6}\s+(?:of|von|de|di|sur|van|av|af)\s+\d{1,6}"
    r"(?:\s+(?:documents?|dokumente?n?|documentos?|documenti))?", re.IGNORECASE
)  # fmt: skip
_COUNTED = re.compile(r"do[ck]ument", re.IGNORECASE)
_COUNT_OLD = re.compile(
    r"^[ \t\f]*(?:document |dokument )?\d{1,6} (?:of|von|de|di|sur) \d{1,6} "
    r"(?:documents?|dokumente?n?|documentos?|documenti)\b",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(
    r"(?:end of document|ende des dokuments?|fin du document|fin del documento|fine del documento)",
    re.IGNORECASE,
)
_HAS_END = re.compile(r"^[ \t]*(?:end of document|ende des dokuments|fin du document)[ \t]*\r?$",
                      re.IGNORECASE | re.MULTILINE)  # fmt: skip
_HAS_LENGTH = re.compile(
    r"^[ \t]*(?:length|länge|longueur|longitud|lunghezza):[ \t]*\d[\d,.]* ",
    re.IGNORECASE | re.MULTILINE,
)
_HAS_OTHER = re.compile(
    r"^[ \t]*(?:load-date|section|byline|headline|publication-type|ladedatum|rubrik):",
    re.IGNORECASE | re.MULTILINE,
)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))|.{0,60}\ball rights reserved\b", re.IGNORECASE)
_PAGE = re.compile(r"page \d{1,5} of \d{1,5}", re.IGNORECASE)
_LIST = re.compile(r"\d{1,4}\.\s+(?P<title>\S.*)")
_COVER = frozenset(
    ("user name", "date and time", "job number", "client/matter", "search terms", "search type",
     "narrowed by", "cut and paste")
)  # fmt: skip
_EDITION = re.compile(
    r"(?:[\w.]+[ ,-]+){0,4}(?:edition|ausgabe|final|cycle|edición|édition|online|print|correction "
    r"appended|first edition|main edition)(?:[ ,-]+[\w.]+){0,2}",
    re.IGNORECASE,
)
_MOST_HEAD = 80  # rows


def matches(text: str) -> bool:
    """Is this an export of Nexis?"""
    if _COUNT_OLD.search(text) or _HAS_END.search(text):
        return bool(_HAS_LENGTH.search(text) or _HAS_OTHER.search(text))
    return bool(_HAS_LENGTH.search(text) and _HAS_OTHER.search(text))


def split(rows: Sequence[Row], headings: frozenset[int]) -> list[Part]:
    """The documents of an export. `headings` are where the format marks one."""
    parts = []
    for record in _records(rows)[: MOST_PARTS + 1]:
        part = _read(record, headings)
        if part is not None:
            parts.append(part)
    return parts


def _records(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each document, cut below "End of Document", or above "1 of 3 DOCUMENTS"."""
    old = any(_is_count(row) for row in rows)
    records: list[list[Row]] = [[]]
    for row in rows:
        if old and _is_count(row):
            records.append([])
        records[-1].append(row)
        if not old and _END.fullmatch(row.text):
            records.append([])
    return records


def _is_count(row: Row) -> bool:
    return bool(_COUNTED.search(row.text[:60]) and _COUNT.fullmatch(row.text))


def _read(record: Sequence[Row], headings: frozenset[int]) -> Part | None:
    shown = [row for row in record if row.text]
    labels = {row.start: found for row in shown if (found := labelled(row))}
    apart = frozenset(row.start for above, row in pairwise(record) if not above.text)
    body = _body_start(shown, labels, apart)
    if body is None:
        return None  # the cover: who searched for what
    foot = next(
        (n for n in range(body, len(shown)) if _ends_body(shown[n], labels)), len(shown)
    )  # fmt: skip
    head = shown[:body]
    first = _after_cover(head, labels)
    stated, titles, bylines = _read_head(head[first:], labels, headings, record, apart)
    kinds: list[tuple[Row, SpanKind]] = []
    for row in titles:
        kinds.append((row, "headline"))
    for found in bylines:
        kinds.append((Row(found.value_start, found.row.end, found.value), "byline"))
        kinds.append((Row(found.row.start, found.value_start, ""), "boilerplate"))
    for row in head[first:]:
        lead = labels.get(row.start)
        if lead is not None and lead.role == "lead":
            kinds.append((Row(row.start, lead.value_start, ""), "boilerplate"))
        elif not _continues_lead(row, head, labels):
            kinds.append((row, "boilerplate"))
    kinds += [(row, "boilerplate") for row in shown[foot:]]
    kinds += [(row, "boilerplate") for row in shown[body:foot] if _is_margin(row)]
    return part_of([*head[first:], *shown[body:]], stated, kinds)


def _body_start(
    shown: Sequence[Row], labels: dict[int, Labelled], apart: frozenset[int]
) -> int | None:
    """The number of the row where the text begins. None where there is no head of an article.
    `apart` are rows below a blank one.
    """
    for number, row in enumerate(shown[:_MOST_HEAD]):
        found = labels.get(row.start)
        if found is not None and found.role == "text":
            return number + 1 if not found.value else number
    last = None
    for number, row in enumerate(shown[:_MOST_HEAD]):
        found = labels.get(row.start)
        if found is None:
            continue
        if found.role == "behind":
            below = [labels[r.start] for r in shown[number + 1 : number + 3] if r.start in labels]
            if not any(label.role in ("part", "author", "title") for label in below):
                break
        if found.role in ("part", "author", "lead", "title") or found.label == "dateline":
            last = number
    if last is None:
        return None
    number = last + 1
    # A value that goes on in the next line of the same paragraph.
    while number < len(shown) and (
        shown[number].start not in apart and _is_next_line(shown[number - 1], shown[number], labels)
    ):
        number += 1
    return number


def _is_next_line(above: Row, row: Row, labels: dict[int, Labelled]) -> bool:
    return (
        row.start not in labels
        and len(above.text) > 55
        and not above.text.endswith((".", "!", "?"))
        and len(row.text) < 70
    )


def _ends_body(row: Row, labels: dict[int, Labelled]) -> bool:
    found = labels.get(row.start)
    if found is not None and (found.role == "behind" or found.label in ("copyright", "url")):
        return True
    return bool(_END.fullmatch(row.text)) or (
        len(row.text) < 150 and row.text.lower().startswith(("copyright ", "copyright©"))
    )


def _is_margin(row: Row) -> bool:
    return bool(_PAGE.fullmatch(row.text) or _COUNT.fullmatch(row.text))


def _continues_lead(row: Row, head: Sequence[Row], labels: dict[int, Labelled]) -> bool:
    """A further line under "HIGHLIGHT:", up to the next label."""
    if row.start in labels:
        return False
    role = None
    for other in head:
        if other.start > row.start:
            break
        role = labels[other.start].role if other.start in labels else role
    return role == "lead"


def _after_cover(head: Sequence[Row], labels: dict[int, Labelled]) -> int:
    """How many rows the list of what was searched takes above the first document."""
    last = -1
    for number, row in enumerate(head):
        found = labels.get(row.start)
        if (found is not None and found.label in _COVER) or (
            row.text.lower().startswith(("documents (", "document(s)", "dokumente ("))
        ):
            last = number
    # Titles of the list that have no labels below them.
    while last >= 0 and last + 1 < len(head) and _LIST.fullmatch(head[last + 1].text):
        last += 1
    return last + 1


def _read_head(
    head: Sequence[Row],
    labels: dict[int, Labelled],
    headings: frozenset[int],
    record: Sequence[Row],
    apart: frozenset[int],
) -> tuple[Stated, list[Row], list[Labelled]]:
    """What the head states, the rows of the headline, and the byline."""
    plain: list[Row] = []
    byline: list[Labelled] = []
    title_label: Labelled | None = None
    language = None
    for row in head:
        found = labels.get(row.start)
        if found is None:
            if not (_COPYRIGHT.match(row.text) or _is_margin(row)):
                plain.append(row)
        elif found.role == "author":
            byline.append(found)
        elif found.role == "title":
            title_label = title_label or found
    for row in record:
        found = labels.get(row.start)
        if found is not None and found.role == "language":
            language = found.value
    first_label = next((row.start for row in head if row.start in labels), 1 << 60)
    dated = next((n for n, row in enumerate(plain) if _is_day(row.text)), None)
    above = plain[:dated] if dated is not None else [r for r in plain if r.start < first_label]
    below = plain[dated + 1 :] if dated is not None else []
    titles, outlet = _title_and_outlet(above, below, title_label, headings, apart)
    title = " ".join(row.text for row in titles) if titles else None
    if title_label is not None:
        title = title_label.value
        titles = [Row(title_label.value_start, title_label.row.end, title_label.value)]
    date = next((f.value for f in labels.values() if f.role == "published"), "")
    stated = Stated.of(
        ("title", title, "headline"),
        ("author", authors_of(byline[0].value) if byline else None, "byline"),
        ("publisher", outlet_of(outlet.text) if outlet else None, "outlet"),
        ("published", day_in(plain[dated].text) if dated is not None else day_in(date), "date"),
        ("language", language_code(language), "language"),
    )
    return stated, titles, byline[:1]


def _paragraph(rows: Sequence[Row], apart: frozenset[int]) -> list[Row]:
    """The first row, and those that go on with it: a headline may take several lines."""
    taken = [rows[0]]
    for row in rows[1:4]:
        if row.start in apart:
            break
        taken.append(row)
    return taken


def _is_edition(text: str) -> bool:
    return len(text.split()) <= 5 and bool(_EDITION.fullmatch(text))


def _is_day(text: str) -> bool:
    """A line with the day; in a PDF the copyright below may have run into it."""
    return is_day_row(re.split(r"\s+(?:copyright|©)", text, maxsplit=1, flags=re.IGNORECASE)[0])


def _title_and_outlet(
    above: Sequence[Row],
    below: Sequence[Row],
    label: Labelled | None,
    headings: frozenset[int],
    apart: frozenset[int],
) -> tuple[list[Row], Row | None]:
    """The headline and the newspaper, of the rows above and below the date."""
    marked = [row for row in above if row.start in headings]
    if marked:
        behind = [row for row in above if row.start > marked[-1].start]
        return marked, behind[-1] if behind else None
    rest = [row for row in below if not (_is_edition(row.text) or is_day_row(row.text))]
    below = rest or below[-1:]
    outlet = above[-1] if above else None
    if label is not None:
        return [], outlet
    if len(above) == 1 and not below:
        return list(above), None  # nothing but the headline has no label
    if len(above) > 1:
        return _paragraph(above[:-1], apart), outlet
    return (_paragraph(below, apart) if below else []), outlet
