"""Europresse, saved as HTML or RTF: outlet, a line with section, date, length and page, headline,
authors, text, and below it the copyright and a number, "news·20220314·CP·4455667".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.databases.days import day_in
from index.readers.databases.names import authors_of, is_byline, outlet_of
from index.readers.databases.rows import MOST_PARTS, Part, Row, part_of
from index.readers.stated import Stated
from index.types import SpanKind

_NUMBER = re.compile(r"(?:news|web|pub|bio|rep|tv|radio)·(?P<day>\d{8})·[\w-]{1,20}·\S{1,60}")
_HAS_NUMBER = re.compile(r"^[ \t]*(?:news|web|pub|bio|rep|tv|radio)·\d{8}·\S+", re.MULTILINE)
_HEADER = re.compile(
    r"\d[\d\s\u00a0.,]{0,20}(?:mots?|words?|palabras|wörter|parole)\b", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)", re.IGNORECASE)
_FRENCH = re.compile(r"\b(?:mots?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|"
                     r"octobre|novembre|décembre)\b", re.IGNORECASE)  # fmt: skip


def matches(text: str) -> bool:
    """Is this an export of Europresse?"""
    return bool(_HAS_NUMBER.search(text))


def split(rows: Sequence[Row], headings: frozenset[int]) -> list[Part]:
    """The articles, each up to its number."""
    records: list[list[Row]] = [[]]
    for row in rows:
        if row.text:
            records[-1].append(row)
            if _NUMBER.fullmatch(row.text):
                records.append([])
    return [part for record in records[:-1][:MOST_PARTS] if (part := _read(record)) is not None]


def _read(record: Sequence[Row]) -> Part | None:
    dated = next(
        (
            n
            for n, row in enumerate(record[:12])
            if day_in(row.text) and (_HEADER.search(row.text) or len(row.text) < 120)
        ),
        None,
    )
    if dated is None:
        return None
    outlet = record[dated - 1] if dated else None
    rest = list(record[dated + 1 :])
    titles = rest[:1]
    author = rest[1] if len(rest) > 2 and is_byline(rest[1].text) else None
    number = _NUMBER.fullmatch(record[-1].text)
    stated = Stated.of(
        ("title", titles[0].text if titles else None, "headline"),
        ("author", authors_of(author.text) if author else None, "authors"),
        ("publisher", outlet_of(outlet.text) if outlet else None, "outlet"),
        ("published", day_in(record[dated].text), "date"),
        ("published", day_in(number["day"]) if number else None, "number"),
        ("language", "fr" if _FRENCH.search(record[dated].text) else None, "date"),
    )
    kinds: list[tuple[Row, SpanKind]] = [(row, "headline") for row in titles]
    if author:
        kinds.append((author, "byline"))
    kinds += [(row, "boilerplate") for row in record[: dated + 1]]
    foot = [row for row in record[-6:] if _COPYRIGHT.match(row.text) or row is record[-1]]
    kinds += [(row, "boilerplate") for row in foot]
    first = max(0, dated - 1)
    return part_of(record[first:], stated, kinds)
