"""Articles as newspaper databases deliver them: many in one file. Start reading at `split`.

A file is known for an export by what the database prints around each article; then the module of
that database cuts it, and reads outlet, date, byline and headline from the head of each. What
isn't prose there is marked. A file that several articles were put in by hand is `several.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.readers.databases import europresse, factiva, labelled, nexis, several
from index.readers.databases.rows import Part, Row, cut, rows_of
from index.readers.stated import NOTHING, Extracted

__all__ = ["is_mixed", "looks_like_export", "split", "split_document"]

_Split = Callable[[Sequence[Row], frozenset[int]], list[Part]]
_IN_MARKUP = re.compile(
    rb"factiva|lexis|nexis|documents?\s*<|end of document|proquest|europresse|docpublicationname|"
    rb"ebsco|newsbank|pressreader|gale document|load-date|record number|accession number|"
    rb"article name:|document\s+[a-z]{4,8}[a-z0-9]{12}|\xc2\xb7\d{8}\xc2\xb7",
    re.IGNORECASE,
)


def looks_like_export(markup: bytes) -> bool:
    """Whether a page is worth to be looked at as an export; most aren't."""
    return bool(_IN_MARKUP.search(markup))


def split(text: str, *, headings: Sequence[int] = (), is_raw: bool = False) -> list[Extracted]:
    """The articles of an export; none when `text` is no export.

    `headings` are offsets where the format marks a heading. `is_raw` text is a file of its own,
    kept to the letter.
    """
    for matches, read in _known():
        if matches(text):
            parts = read(rows_of(text), frozenset(headings))
            if any(not part.refused for part in parts):
                return cut(text, parts, is_raw=is_raw)
    return []


def split_document(item: Extracted) -> list[Extracted]:
    """The articles in what a reader took from a document; the document itself when it is one.

    Of a document with several, its own properties say nothing about each: title and author there
    are those of whoever saved it.
    """
    headings = [span.start_char for span in item.marked if span.kind == "headline"]
    found = split(item.text, headings=headings, is_raw=item.is_raw)
    if found:
        return found
    if not several.matches(item.text):
        return [item]
    rows = rows_of(item.text)
    parts = several.split(rows, frozenset(headings))
    if parts:
        return cut(item.text, parts, is_raw=item.is_raw)
    if several.is_mixed(rows):
        return [replace(item, stated=NOTHING, is_mixed=True)]
    return [item]


def is_mixed(text: str) -> bool:
    """Whether a text holds several articles, so that what one states isn't said of all."""
    return several.matches(text) and several.is_mixed(rows_of(text))


def _known() -> list[tuple[Callable[[str], bool], _Split]]:
    """The surest signs first: "Length: 80 words" of Nexis stands in others too."""
    return [
        *((vendor.matches, _labelled(vendor)) for vendor in labelled.VENDORS),
        (factiva.matches, factiva.split),
        (europresse.matches, europresse.split),
        (nexis.matches, nexis.split),
        (labelled.matches_by_hand, labelled.split_by_hand),
    ]


def _labelled(vendor: labelled.Vendor) -> _Split:
    return lambda rows, headings: labelled.split(rows, vendor)
