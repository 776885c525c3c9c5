"""HTML as paragraphs, the way a browser's `innerText` has them.

A block element begins a paragraph, `<br>` a line, two of them a paragraph; a list item keeps a
bullet, the cells of a row are parted by tabs. The tree holds only what is shown (`shown.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

BLOCKS = frozenset(
    "html body address article aside blockquote caption dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre search "
    "section summary table tbody td tfoot th thead tr ul".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_TEXT_LEVEL = HEADINGS | frozenset("p li td th dt dd figcaption caption summary pre".split())
_ONE_LINE = HEADINGS | frozenset("th dt caption".split())
_LONGEST_CELL = 400  # letters; a cell with paragraphs and more of them lays out a page
_DISPLAY = re.compile(r"display\s*:\s*(block|flex|grid|table|list-item|inline)\b(?!-)", re.I)
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_NEWLINE = "\x1e"  # a line break that is meant, among the white space that is not
_SILENT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # nobody sees them
_BREAKS = re.compile(rf"(?:\s*{_NEWLINE}\s*){{2,}}")

Kind = Literal["text", "item", "row", "heading"]


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or row of a table in one element.

    `said` are the words as the element has them, `text` how they are written: an empty cell keeps
    its tab, so that each stands under its heading. `linked`: how many characters of `said` are
    links.
    """

    text: str
    said: str
    element: Any
    kind: Kind
    linked: int


def blocks_of(root: Any) -> list[Block]:
    """The paragraphs below `root`, in order."""
    return list(_Walk(root).blocks())


def joined(blocks: Sequence[Block]) -> str:
    """The text of paragraphs: a blank line between two, none between items and rows."""
    parts: list[str] = []
    before: Kind = "text"
    for block in blocks:
        if parts:
            close = before == block.kind and block.kind in ("item", "row")
            parts.append("\n" if close else "\n\n")
        parts.append(f"- {block.text}" if block.kind == "item" else block.text)
        before = block.kind
    return "".join(parts)


class _Walk:
    """One pass over a tree that gathers words until a block begins or ends."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._open: list[Any] = [root]
        self._words: list[str] = []
        self._linked = 0
        self._links = 0
        self._pre = 0
        self._item = False

    def blocks(self) -> Iterator[Block]:
        """All blocks. A row of a data table is one."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        skipped: Any = None
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag == "table" and is_data_table(element):
                    yield from self._flush()
                    yield from _rows(element)
                    skipped = element
                    walk.skip_subtree()
                    continue
                if self._begins_block(tag, element):
                    yield from self._flush()
                    self._open.append(element)
                    self._item |= tag == "li"
                self._start(tag, element)
            elif element is skipped:
                skipped = None
                self._add(element.tail)
            else:
                if element is self._open[-1]:
                    yield from self._flush()
                    self._open.pop()
                    self._item &= tag != "li"
                self._pre -= self._keeps_lines(tag, element)
                self._links -= tag == "a"
                if element is not self._root:
                    self._add(element.tail)
        yield from self._flush()

    def _start(self, tag: str, element: Any) -> None:
        self._links += tag == "a"
        self._pre += self._keeps_lines(tag, element)
        if tag == "br":
            self._words.append(_NEWLINE)
        self._add(element.text)

    def _keeps_lines(self, tag: str, element: Any) -> bool:
        return tag == "pre" or bool(element.attrib and _PRE.search(element.get("style") or ""))

    def _begins_block(self, tag: str, element: Any) -> bool:
        if element.attrib and (style := element.get("style")) and (how := _DISPLAY.search(style)):
            return how[1].lower() != "inline"
        if tag in BLOCKS:
            return True
        # An element of the page's own making is a box, except among the words of a paragraph.
        return "-" in tag and self._open[-1].tag not in _TEXT_LEVEL

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._links:
            self._linked += sum(map(str.isalnum, text))
        if self._pre:
            text = text.replace("\r\n", "\n").replace("\n", _NEWLINE)
        self._words.append(text)

    def _flush(self) -> Iterator[Block]:
        if not self._words:
            return
        element = self._open[-1]
        whole, linked = "".join(self._words), self._linked
        if not whole.isascii():
            whole = whole.translate(_SILENT)
        self._words, self._linked = [], 0
        if element.tag in _ONE_LINE:
            whole = whole.replace(_NEWLINE, " ")
        for paragraph in _BREAKS.split(whole) if _NEWLINE in whole else (whole,):
            text = " ".join(paragraph.split())  # a line break is a blank to `split`, too
            if _NEWLINE in paragraph:
                lines = (" ".join(line.split()) for line in paragraph.split(_NEWLINE))
                text = "\n".join(line for line in lines if line)
            if text:
                yield Block(text, text, element, self._kind(element.tag), min(linked, len(text)))

    def _kind(self, tag: str) -> Kind:
        if self._item:
            self._item = False  # one bullet for an item, on its first paragraph
            return "item"
        return "heading" if tag in HEADINGS else "text"


def is_data_table(table: Any) -> bool:
    """Rows and columns of values, rather than the layout of a page or a mail."""
    if table.get("role") in ("presentation", "none"):
        return False
    columns = 0
    for element in table.iterdescendants():
        if element.tag == "table" or element.tag in HEADINGS:
            return False
        if element.tag == "tr":
            columns = max(columns, sum(cell.tag in ("td", "th") for cell in element))
        if element.tag in ("td", "th") and len(element):
            has_paragraphs = any(below.tag in BLOCKS for below in element.iterdescendants())
            if has_paragraphs and len("".join(element.itertext())) > _LONGEST_CELL:
                return False
    return columns > 1


def _rows(table: Any) -> Iterator[Block]:
    caption = table.find("caption")
    if caption is not None:
        for block in blocks_of(caption):
            yield Block(block.text, block.said, caption, "text", block.linked)
    for row in table.iter("tr"):
        cells: list[str] = []
        linked = 0
        for cell in row:
            if cell.tag in ("td", "th"):
                inside = blocks_of(cell)
                cells.append(" ".join(" ".join(block.text.split()) for block in inside))
                cells += [""] * (_span(cell) - 1)
                linked += sum(block.linked for block in inside)
        if any(cells):
            yield Block("\t".join(cells), " ".join(cells), row, "row", linked)


def _span(cell: Any) -> int:
    said = cell.get("colspan") or "1"
    return min(int(said), 20) if said.isdecimal() and len(said) < 4 else 1
