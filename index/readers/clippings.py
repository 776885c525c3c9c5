"""A page clipped to Markdown (Obsidian's web clipper, Omnivore, Readwise), as a reader sees it.

The signs of Markdown are the clipper's, not the article's: markdown-it undoes them. What Obsidian
adds goes as well: highlights (`==…==`), links between notes (`[[…]]`), callouts (`> [!quote]`),
footnotes, names of blocks (`^block1`) and comments (`%%…%%`). Runs in the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.errors import ArticleFormatError
from index.readers.encoding import decode
from index.readers.markdown import clipping_in, read_front_matter
from index.readers.page import text_of
from index.readers.stated import Extracted, Stated
from index.types import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_NOTE_LINK = re.compile(r"!?\[\[(?:[^\[\]|\n]{1,200}\|)?(?P<shown>[^\[\]|\n]{1,200})\]\]")
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,200}\]\]")
_HIGHLIGHT = re.compile(r"==(?=\S)(?P<words>[^=\n]{1,1000}?)(?<=\S)==")
_CALLOUT = re.compile(r"^(?P<open>(?:[ \t]*>)+[ \t]*)\[![\w-]{1,30}\][+-]?[ \t]*", re.MULTILINE)
_FOOTNOTE = re.compile(r"^\[\^[^\]\n]{1,40}\]:.*(?:\n[ \t]+\S.*)*", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\n]{1,40}\]")
_BLOCK_NAME = re.compile(r"[ \t]+\^[\w-]{1,60}[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"%%[^%]{0,5000}%%|<!--.*?-->", re.DOTALL)
_HIGHLIGHTS_LINK = re.compile(
    r"\s*\(?\[(?:⤴️|View Highlight)\]\([^()\s]{1,500}\)\)?|^## (?:Highlights|Full Document)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HIDDEN = ("s_open", "s_close")


def read_clipping(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article of a clipping."""
    text = decode(data, request["name"])
    found = clipping_in(text, read_front_matter(text))
    if found is None:
        raise ArticleFormatError("is no page clipped to Markdown.")
    return [_read(*found)]


def _read(body: str, stated: Stated) -> Extracted:
    """The article below the properties of a note; its headline stands first."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
    parts: list[tuple[str, bool]] = []
    blocks = parser.parse(_without_additions(body))
    row: list[str] = []
    for number, block in enumerate(blocks):
        if block.type == "html_block":
            parts.append((text_of(block.content), False))
        elif block.type in ("fence", "code_block"):
            parts.append((block.content.strip(), False))
        elif block.type == "tr_close":
            parts.append(("\t".join(row), False))
            row = []
        elif block.type == "inline":
            words = " ".join(_shown(block.children or ()).split())
            before = blocks[number - 1].type
            if before in ("td_open", "th_open"):
                row.append(words)
            else:
                parts.append((words, before == "heading_open"))
    parts = [part for part in parts if part[0].strip()]
    if not parts:
        raise ArticleFormatError("has properties, and no text below them.")
    if stated.title and not (parts[0][1] and _folded(parts[0][0]) == _folded(stated.title)):
        parts.insert(0, (stated.title, True))
    return _joined(parts, stated)


def _without_additions(body: str) -> str:
    body = _COMMENT.sub("", body)
    body = _HIGHLIGHTS_LINK.sub("", _FOOTNOTE_MARK.sub("", _FOOTNOTE.sub("", body)))
    body = _CALLOUT.sub(r"\g<open>", body)
    body = _NOTE_LINK.sub(r"\g<shown>", _EMBEDDED.sub("", body))
    return _BLOCK_NAME.sub("", _HIGHLIGHT.sub(r"\g<words>", body))


def _shown(children: Sequence[Token]) -> str:
    """The words of a paragraph: no pictures, nothing struck out."""
    pieces: list[str] = []
    struck = 0
    for child in children:
        if child.type in _HIDDEN:
            struck += 1 if child.type == "s_open" else -1
        elif struck or child.type in ("image", "html_inline"):
            continue
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        else:
            pieces.append(child.content)
    return "".join(pieces)


def _joined(parts: Sequence[tuple[str, bool]], stated: Stated) -> Extracted:
    text, headings = "", []
    for words, is_heading in parts:
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + words
        if is_heading:
            headings.append(Span(start, len(text), "headline"))
    return Extracted(text, stated, tuple(headings))


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
