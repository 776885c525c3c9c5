"""Factiva, saved as HTML, RTF or text, with or without its index codes (HD, BY, WC, PD …).

Each article ends with its accession number: "Document HBGZ000020220314ei3e00001".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.databases.days import day_in, is_day_row
from index.readers.databases.names import authors_of, is_byline, language_code, outlet_of
from index.readers.databases.rows import MOST_PARTS, Part, Row, part_of
from index.readers.stated import Stated
from index.types import SpanKind

_DOCUMENT = re.compile(
    r"(?:document|dokument|documento|doc\.?)\s+[A-Z][A-Z0-9]{14,40}", re.IGNORECASE
)
_HAS_DOCUMENT = re.compile(
    r"^[ \t]*(?:AN\s{1,9})?(?:Document|Dokument|Documento) [A-Z]{2,8}[A-Za-z0-9]{12,40}[ \t]*\r?$",
    re.MULTILINE,
)
_CODES = frozenset(
    "HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD RF CO IN NS RE PUB AN SE CX CLM ART IPC IPD CT "
    "NGC GC DLN PG".split()
)
_CODE = re.compile(r"(?P<code>[A-Z]{2,3})(?:(?:\s{2,}|\t+)(?P<value>\S.*))?", re.DOTALL)
_WORDS = re.compile(
    r"\d[\d,.\u00a0 ]*\s*(?:words?|wörter|mots?|palabras?|parole|woorden|palavras?|ord|слов\w*)",
    re.I,
)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|all rights reserved)", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:\s*(?:GMT|AM|PM|UTC))?", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_FOOTER = re.compile(r"(?:©|\(c\)|copyright).{0,20}\bfactiva\b|search summary", re.IGNORECASE)


def matches(text: str) -> bool:
    """Is this an export of Factiva?"""
    return bool(_HAS_DOCUMENT.search(text))


def split(rows: Sequence[Row], headings: frozenset[int]) -> list[Part]:
    """The articles of an export, each up to its accession number."""
    records: list[list[Row]] = [[]]
    for row in rows:
        if row.text:
            records[-1].append(row)
            if _DOCUMENT.fullmatch(re.sub(r"^AN\s+", "", row.text)):
                records.append([])
    parts = []
    for record in records[:-1][:MOST_PARTS]:  # below the last: the summary of the search, a footer
        record = _without_footer(record)
        coded = _coded(record)
        part = _read_coded(record, coded) if "HD" in coded else _read_plain(record)
        if part is not None:
            parts.append(part)
    return parts


def _without_footer(record: list[Row]) -> list[Row]:
    """Without what stands above the first article or between two: "© 2022 Factiva, Inc."."""
    last = max((n for n, row in enumerate(record[:8]) if _FOOTER.search(row.text)), default=-1)
    return record[last + 1 :]


def _coded(record: Sequence[Row]) -> dict[str, list[Row]]:
    """The values of an article with index codes; a code stands alone, or before its value."""
    found: dict[str, list[Row]] = {}
    code = ""
    for row in record:
        match = _CODE.fullmatch(row.text)
        if match and match["code"] in _CODES and match["code"] not in found:
            code = match["code"]
            found[code] = []
            if match["value"]:
                found[code].append(Row(row.end - len(match["value"]), row.end, match["value"]))
        elif code:
            found[code].append(row)
    return found


def _read_coded(record: Sequence[Row], coded: dict[str, list[Row]]) -> Part | None:
    def value(*codes: str) -> str:
        return next((" ".join(r.text for r in coded[c]) for c in codes if coded.get(c)), "")

    text = [row for code in ("LP", "TD") for row in coded.get(code, ())]
    stated = Stated.of(
        ("title", value("HD"), "HD"),
        ("author", authors_of(value("BY")), "BY"),
        ("publisher", outlet_of(value("SN")), "SN"),
        ("published", day_in(value("PD")), "PD"),
        ("language", language_code(value("LA")), "LA"),
    )
    kinds: list[tuple[Row, SpanKind]] = [(row, "headline") for row in coded["HD"]]
    kinds += [(row, "byline") for row in coded.get("BY", ())]
    prose = {row.end for row in text}
    for row in record:
        if row.end not in prose:
            kinds.append((row, "boilerplate"))
    # A code before its value on the same line.
    by_end = {row.end: row for row in record}
    for row in [*text, *coded["HD"], *coded.get("BY", ())]:
        whole = by_end.get(row.end)
        if whole is not None and whole.start < row.start:
            kinds.append((Row(whole.start, row.start, ""), "boilerplate"))
    return part_of(record, stated, kinds)


def _read_plain(record: Sequence[Row]) -> Part | None:
    """Without codes the order tells: section, headline, byline, words, date, outlet …"""
    counted = next((n for n, r in enumerate(record[:14]) if _WORDS.fullmatch(r.text)), None)
    if counted is None:
        return None
    above = list(record[:counted])
    author = above.pop() if len(above) > 1 and is_byline(above[-1].text) else None
    section = None
    if len(above) > 1 and len(above[0].text.split()) <= 3 < len(above[1].text.split()):
        section = above.pop(0)
    body = _body_start(record, counted + 1)
    head = record[counted + 1 : body]
    dated = next((n for n, row in enumerate(head) if is_day_row(row.text)), None)
    outlet = next(
        (
            row
            for row in head[(dated if dated is not None else -1) + 1 :]
            if not (_TIME.fullmatch(row.text) or _SOURCE_CODE.fullmatch(row.text))
        ),
        None,
    )
    language = next((c for row in head if (c := language_code(row.text))), None)
    stated = Stated.of(
        ("title", " ".join(row.text for row in above), "headline"),
        ("author", authors_of(author.text) if author else None, "byline"),
        ("publisher", outlet_of(outlet.text) if outlet else None, "outlet"),
        ("published", day_in(head[dated].text) if dated is not None else None, "date"),
        ("language", language, "language"),
    )
    kinds: list[tuple[Row, SpanKind]] = [(row, "headline") for row in above]
    if author:
        kinds.append((author, "byline"))
    drop = [*([section] if section else []), *record[counted:body], record[-1]]
    kinds += [(row, "boilerplate") for row in drop]
    return part_of(record, stated, kinds)


def _body_start(record: Sequence[Row], start: int) -> int:
    """Below the copyright, else below the language, else below the last short line."""
    head = range(start, min(len(record), start + 14))
    copyright = [n for n in head if _COPYRIGHT.match(record[n].text) and len(record[n].text) < 250]
    if copyright:
        return copyright[0] + 1
    language = [n for n in head if language_code(record[n].text)]
    if language:
        return language[-1] + 1
    return next((n for n in head if len(record[n].text) > 90), start)
