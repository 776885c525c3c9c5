"""EPUB: the issues of magazines and what news programs make for readers; a document an article.

Runs in the reading process. Short documents (cover, contents, imprint) are passed over.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from lxml import html

from index.errors import ArticleFormatError
from index.readers.encoding import decode_markup
from index.readers.fields import one_line, read_fields
from index.readers.markup import local_name, parse_xml
from index.readers.page import text_of
from index.readers.source import Budget
from index.readers.stated import Extracted, Stated

_FEWEST_CHARACTERS = 300
_EVENTS = ("publication", "issued", "", "original-publication")
_MOST_DOCUMENTS = 2_000


def read_epub(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The documents of a book in reading order, numbered from 1, those with text."""
    budget = Budget.of(len(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:

        def member(name: str) -> bytes:
            info = archive.getinfo(name)
            budget.spend(info.file_size)
            return archive.read(info)

        container = parse_xml(member("META-INF/container.xml"))
        package_name = next(
            (e.get("full-path") for e in container.iter() if local_name(e) == "rootfile"), None
        )
        if not package_name:
            raise ArticleFormatError("is an EPUB without a package document.")
        package = parse_xml(member(package_name))
        stated = _read_book(package)
        found: list[Extracted] = []
        for href in _reading_order(package)[:_MOST_DOCUMENTS]:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(package_name), href))
            try:
                source = decode_markup(member(name), request["name"])
            except (KeyError, zipfile.BadZipFile):
                continue
            text = text_of(source)
            if len(text) >= _FEWEST_CHARACTERS:
                title = Stated.of(("title", _heading(source), "heading"))
                found.append(Extracted(text, title.over(stated), number=len(found) + 1))
    if not found:
        raise ArticleFormatError("is an EPUB without text.")
    return found


def _reading_order(package: Any) -> list[str]:
    items = {
        item.get("id"): item
        for item in package.iter()
        if local_name(item) == "item" and "nav" not in (item.get("properties") or "").split()
    }
    order = [items.get(e.get("idref")) for e in package.iter() if local_name(e) == "itemref"]
    return [
        unquote(item.get("href", "").split("#")[0])
        for item in order
        if item is not None and "html" in item.get("media-type", "")
    ]


def _read_book(package: Any) -> Stated:
    """Publisher, date, author and language of the book; its title is not that of an article.

    A date says which event it is of (`opf:event`); when the file was made is not one of the book.
    """
    record: dict[str, object] = {}
    dates: dict[str, str] = {}
    for element in package.iter():
        name = local_name(element)
        if name not in ("publisher", "creator", "language", "date") or not element.text:
            continue
        if name != "date":
            record.setdefault(name, element.text.strip())
            continue
        events = [v for k, v in element.attrib.items() if k.rpartition("}")[2] == "event"]
        dates.setdefault(" ".join(events).lower(), element.text.strip())
    for event in _EVENTS:
        if event in dates:
            record.setdefault("date", dates[event])
    return read_fields(record)[1]


def _heading(source: str) -> str | None:
    try:
        parser = html.HTMLParser(encoding="utf-8")
        tree = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (ValueError, AssertionError):
        return None
    for path in ("//h1", "//h2", "//title"):
        for element in tree.xpath(path)[:1]:
            heading = one_line(element.text_content())
            if heading:
                return heading
    return None
