"""DOCX: paragraphs, tables, text boxes and notes in their order. Runs in the reading process.

The dates in a document are those of its file, not of the article, and are not used. The author in
its properties is whoever saved it: a byline in the text goes before (`build.py`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from index.errors import ArticleFormatError
from index.readers.fields import one_line, read_fields
from index.readers.markup import local_name, parse_xml
from index.readers.source import Budget
from index.readers.stated import Extracted, Stated
from index.readers.word_text import WordText, read_styles
from index.types import Span

_NOTES = ("footnote", "endnote")
_ACCOUNT = re.compile(
    r"(?:microsoft|ms|word|office|windows|apache|libre ?office|google|python-docx|pages|default|"
    r"unknown|admin\w*|(?:the )?(?:user|author|owner|editor|guest|administrator)|pc|home|desktop)"
    r"(?: (?:office|word|windows|user|account|docs|pc|poi|author|administrator|\d+))*",
    re.IGNORECASE,
)


def read_docx(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article in a Word document; its headings are marked."""
    from docx import Document

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        Budget.of(len(data)).spend(sum(info.file_size for info in archive.infolist()))
    document = Document(io.BytesIO(data))
    title, heading = "", ""
    parts: list[str] = []
    headings: list[Span] = []
    length = 0
    was_row = False
    words = WordText(read_styles(document.styles.element), _notes(document))
    for paragraph in words.paragraphs(document.element.body):
        text, style = paragraph.text.strip(" \n"), paragraph.style
        if not text.strip():
            continue
        if style.casefold() == "title" and not title:
            title = " ".join(text.split())
        is_heading = style.casefold() == "title" or style.casefold().startswith("heading")
        between = "" if not parts else "\n" if paragraph.is_row and was_row else "\n\n"
        length += len(between)
        if is_heading:
            headings.append(Span(length, length + len(text), "headline"))
            if style.casefold().startswith("heading 1") and len(parts) < 4:
                heading = heading or " ".join(text.split())
        parts.append(between + text)
        length += len(text)
        was_row = paragraph.is_row
    if not parts:
        raise ArticleFormatError("is a Word document without text; are its pages pictures?")
    stated = _read_properties(document, title or heading)
    return [Extracted("".join(parts), stated, tuple(headings))]


def _notes(document: Any) -> dict[tuple[str, str], Any]:
    """The footnotes and endnotes by kind and id, without the lines that part them from the text."""
    found: dict[tuple[str, str], Any] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2].removesuffix("s")
        if kind not in _NOTES or relation.is_external:
            continue
        for note in parse_xml(relation.target_part.blob):
            said = {key.rpartition("}")[2]: value for key, value in note.attrib.items()}
            if local_name(note) == kind and said.get("type", "normal") == "normal":
                found[(kind, said.get("id", ""))] = note
    return found


def is_account(name: str) -> bool:
    """Is it the name of an account or a program, rather than of a person?"""
    return " " not in name or bool(_ACCOUNT.fullmatch(name))


def _read_properties(document: Any, title: str) -> Stated:
    properties = document.core_properties
    author = one_line(properties.author)
    author = author if author and not is_account(author) else None
    return Stated.of(
        ("title", title, "Title"),
        ("title", one_line(properties.title), "document title"),
        ("author", author, "document author"),
        ("language", read_fields({"language": properties.language})[1].language, "document"),
    )
