"""DOCX: paragraphs, tables and headings in their order. Runs in the reading process.

The dates in a document are those of its file, not of the article, and are not used.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import ArticleFormatError
from index.readers.fields import one_line, read_fields
from index.readers.source import Budget
from index.readers.stated import Extracted, Stated
from index.types import Span

_DEEPEST_TABLE = 5


def read_docx(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article in a Word document; its headings are marked."""
    from docx import Document

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        Budget.of(len(data)).spend(sum(info.file_size for info in archive.infolist()))
    document = Document(io.BytesIO(data))
    title = ""
    parts: list[str] = []
    headings: list[Span] = []
    length = 0
    for text, style in _blocks(document, 0):
        if not text.strip():
            continue
        if style == "Title" and not title:
            title = " ".join(text.split())
        if style == "Title" or style.startswith("Heading"):
            headings.append(Span(length, length + len(text), "headline"))
        parts.append(text)
        length += len(text) + 2
    if not parts:
        raise ArticleFormatError("is a Word document without text; are its pages pictures?")
    return [Extracted("\n\n".join(parts), _read_properties(document, title), tuple(headings))]


def _blocks(container: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Text and style name of each paragraph; a row of a table is one, cells parted by a tab."""
    for item in container.iter_inner_content():
        if not hasattr(item, "rows"):
            yield item.text.strip(), (item.style.name if item.style is not None else "") or ""
            continue
        for row in item.rows if depth < _DEEPEST_TABLE else ():
            cells = [" ".join(cell.text.split()) for cell in row.cells]
            # A merged cell is listed once for each column that it spans.
            yield "\t".join(c for n, c in enumerate(cells) if n == 0 or c != cells[n - 1]), ""


def _read_properties(document: Any, title: str) -> Stated:
    properties = document.core_properties
    author = one_line(properties.author)
    author = author if author and " " in author else None  # else the name of an account
    return Stated.of(
        ("title", title, "Title"),
        ("title", one_line(properties.title), "document title"),
        ("author", author, "document author"),
        ("language", read_fields({"language": properties.language})[1].language, "document"),
    )
