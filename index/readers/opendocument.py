"""ODT: paragraphs, lists, tables and headings of an OpenDocument text, in their order.

Tracked deletions, comments and hidden text are left out; notes stand below the text. Runs in the
reading process.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import ArticleFormatError
from index.readers.fields import one_line, read_fields
from index.readers.markup import first, local_name, parse_xml, words
from index.readers.source import Budget
from index.readers.stated import Extracted, Stated
from index.types import Span

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_UNSEEN = frozenset(
    "tracked-changes annotation annotation-end hidden-paragraph hidden-text sequence-decls "
    "variable-decls user-field-decls forms table-of-content note-citation "
    "frame-title svg-desc".split()
)
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_DEEP = 200


def read_odt(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article in the document; its headings are marked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        Budget.of(len(data)).spend(sum(info.file_size for info in archive.infolist()))
        root = parse_xml(archive.read("content.xml"))
        has_meta = "meta.xml" in archive.namelist()
        meta = parse_xml(archive.read("meta.xml")) if has_meta else None
    body = first(root, "body", "text")
    if body is None:
        raise ArticleFormatError("is an OpenDocument file without a text.")
    hidden = _hidden_styles(root)
    parts: list[str] = []
    headings: list[Span] = []
    notes: list[str] = []
    title, length = "", 0
    for text, is_heading, is_title in _blocks(body, hidden, notes, 0):
        if is_title and not title:
            title = text
        if is_heading or is_title:
            headings.append(Span(length, length + len(text), "headline"))
        parts.append(text)
        length += len(text) + 2
    parts += notes
    if not parts:
        raise ArticleFormatError("is an OpenDocument text without words; are its pages pictures?")
    return [Extracted("\n\n".join(parts), _stated(meta, title), tuple(headings))]


def _hidden_styles(root: Any) -> frozenset[str]:
    """Names of the styles whose text isn't displayed."""
    found = set()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style:
            if any(k.endswith("}display") and v == "none" for k, v in properties.attrib.items()):
                found.add(style.get(f"{_STYLE}name", ""))
    return frozenset(found)


def _blocks(
    element: Any, hidden: frozenset[str], notes: list[str], depth: int
) -> Iterator[tuple[str, bool, bool]]:
    """Text of each paragraph, whether it is a heading, and whether it is the title."""
    if depth > _MOST_DEEP:
        return
    for child in element:
        name = local_name(child)
        if name in _UNSEEN:
            continue
        if name in ("p", "h"):
            text = _inline(child, hidden, notes, 0).strip()
            style = child.get(f"{_TEXT}style-name", "")
            if text and style not in hidden:
                yield text, name == "h", style == "Title"
            for frame in child.iter():  # a text box stands inside of a paragraph
                if local_name(frame) == "text-box":
                    yield from _blocks(frame, hidden, notes, depth + 1)
        elif name == "table-row":
            cells = (
                " ".join(t for t, _, _ in _blocks(cell, hidden, notes, depth + 1))
                for cell in child
                if local_name(cell) == "table-cell"
            )
            row = "\t".join(cells)
            if row.strip():
                yield row, False, False
        else:
            yield from _blocks(child, hidden, notes, depth + 1)


def _inline(element: Any, hidden: frozenset[str], notes: list[str], depth: int) -> str:
    """The words of a paragraph. The text of a note goes to `notes`, a text box is a block."""
    if depth > _MOST_DEEP:
        return ""
    pieces = [_BLANKS.sub(" ", element.text or "")]
    for child in element:
        name = local_name(child)
        if name == "note":
            notes += [t for t, _, _ in _blocks(first(child, "note-body"), hidden, notes, depth)] \
                if first(child, "note-body") is not None else []  # fmt: skip
        elif name == "s":  # so many blanks
            count = child.get(f"{_TEXT}c", "1")
            pieces.append(" " * min(int(count) if count.isdigit() else 1, 100))
        elif name in ("tab", "line-break"):
            pieces.append("\t" if name == "tab" else " ")
        elif (
            name not in _UNSEEN
            and name != "text-box"
            and (child.get(f"{_TEXT}style-name", "") not in hidden)
        ):
            pieces.append(_inline(child, hidden, notes, depth + 1))
        pieces.append(_BLANKS.sub(" ", child.tail or ""))
    return "".join(pieces)


def _stated(meta: Any, title: str) -> Stated:
    author = words(first(meta, "initial-creator")) if meta is not None else None
    language = words(first(meta, "language")) if meta is not None else None
    return Stated.of(
        ("title", title, "Title"),
        ("title", one_line(words(first(meta, "title")) if meta is not None else None), "document"),
        ("author", author if author and " " in author else None, "document author"),
        ("language", read_fields({"language": language})[1].language, "document"),
    )
