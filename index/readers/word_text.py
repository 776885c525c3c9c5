"""The words of a Word document as Word shows them: WordprocessingML, read element by element.

python-docx leaves out what was inserted with changes tracked, content controls, text boxes and
notes. Here deletions, moved-away and hidden text, placeholders and struck words are left out, and
all else is text. Notes stand behind the article, never inside a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.readers.markup import local_name
from index.readers.raised import lowered, raised

_DEEPEST = 12
_LONGEST_CELL = 400  # characters; a cell with more lays out the page
_MOST_NOTES = 5_000
_INSIDE = frozenset(
    "hyperlink ins moveTo smartTag customXml fldSimple dir bdo sdtContent rubyBase".split()
)
_GONE = frozenset("del moveFrom sdtPr rPr pPr instrText delText delInstrText rt".split())
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = "left out"
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True)
class Style:
    """What a style says: its name, whether its text is hidden, whether it is raised."""

    name: str = ""
    hidden: bool = False
    position: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a row of a table, and the name of its style."""

    text: str
    style: str = ""
    is_row: bool = False


@dataclass
class WordText:
    """The paragraphs of a document. `notes` are its footnotes and endnotes by kind and id."""

    styles: dict[str, Style]
    notes: dict[tuple[str, str], Any]
    _noted: list[tuple[str, str]] = field(default_factory=list)
    _boxes: list[Any] = field(default_factory=list)

    def paragraphs(self, body: Any) -> Iterator[Paragraph]:
        """All of it in order, the notes that it refers to behind it."""
        yield from self._blocks(body, 0)
        for place, note in enumerate(self._noted):  # a note may refer to another
            if note in self.notes and note not in self._noted[:place] and place < _MOST_NOTES:
                yield from self._blocks(self.notes[note], 0)

    def _blocks(self, container: Any, depth: int) -> Iterator[Paragraph]:
        if depth > _DEEPEST:
            return
        carried: list[tuple[str, str]] = []  # of a paragraph whose end was deleted
        for child in container:
            name = local_name(child)
            if name == "p":
                pieces = [*carried, *self._pieces(child, 0)]
                carried = []
                if _has(child, "pPr", "rPr", "del"):
                    carried = pieces
                    continue
                style = self._style(child, "pPr", "pStyle")
                yield Paragraph(_written(pieces), style.name)
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._blocks(box, depth + 1)
            elif name == "tbl":
                yield from self._table(child, depth)
            elif name == "sdt":
                if not _has(child, "sdtPr", "showingPlcHdr"):
                    for content in _children(child, "sdtContent"):
                        yield from self._blocks(content, depth + 1)
            elif name in _INSIDE:
                yield from self._blocks(child, depth + 1)
            elif name == "AlternateContent":
                for choice in _choice(child):
                    yield from self._blocks(choice, depth + 1)
        if carried:
            yield Paragraph(_written(carried))

    def _table(self, table: Any, depth: int) -> Iterator[Paragraph]:
        rows: list[list[str]] = []
        for row in _children(table, "tr", within=_INSIDE | {"sdt"}):
            if _has(row, "trPr", "del"):
                continue
            cells: list[str] = []
            for cell in _children(row, "tc", within=_INSIDE | {"sdt"}):
                inside = [p.text for p in self._blocks(cell, depth + 1) if p.text.strip()]
                cells.append(" ".join(" ".join(inside).split()))
                cells += [""] * (_span(cell) - 1)
            rows.append(cells)
        is_layout = all(len(row) < 2 for row in rows) or any(
            len(cell) > _LONGEST_CELL for row in rows for cell in row
        )
        if is_layout:
            yield from (Paragraph(cell) for row in rows for cell in row)
        else:
            yield from (Paragraph("\t".join(row), is_row=True) for row in rows)

    def _pieces(self, parent: Any, depth: int) -> Iterator[tuple[str, str]]:
        """Text and position ("", "superscript", "subscript") of the runs below `parent`, and where
        something is left out.
        """
        for child in parent if depth <= _DEEPEST else ():
            name = local_name(child)
            if name == "r":
                style = self._style(child, "rPr", "rStyle")
                if not (_is_on(child, "vanish", style.hidden) or _is_struck(child)):
                    align = _first(child, "rPr", "vertAlign")
                    position = style.position if align is None else _value(align)
                    text = "".join(self._run(child))
                    yield text, position if position != "baseline" else ""
                else:
                    yield "", _LEFT_OUT
            elif name in ("del", "moveFrom"):
                yield "", _LEFT_OUT
            elif name == "sdt":
                if not _has(child, "sdtPr", "showingPlcHdr"):
                    yield from self._pieces(child, depth + 1)
            elif name in _INSIDE:
                yield from self._pieces(child, depth + 1)
            elif name in ("oMath", "oMathPara"):
                yield "".join(e.text or "" for e in child.iter() if local_name(e) == "t"), ""

    def _run(self, run: Any) -> Iterator[str]:
        for child in run:
            name = local_name(child)
            if name == "t":
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name in ("footnoteReference", "endnoteReference"):
                self._noted.append((name.removesuffix("Reference"), _value(child, "id")))
            elif name == "AlternateContent":
                for choice in _choice(child):
                    self._boxes += _text_boxes(choice)
            elif name in ("drawing", "pict", "object"):
                self._boxes += _text_boxes(child)
            elif name == "ruby":
                yield from (text for text, _ in self._pieces(child, 1))

    def _style(self, element: Any, properties: str, name: str) -> Style:
        found = _first(element, properties, name)
        return self.styles.get(_value(found), Style()) if found is not None else Style()


def read_styles(styles: Any) -> dict[str, Style]:
    """The styles of a document by id, from its styles part."""
    found = {}
    for style in styles:
        if local_name(style) == "style":
            name, align = _first(style, "name"), _first(style, "rPr", "vertAlign")
            hidden = _first(style, "rPr", "vanish")
            found[_value(style, "styleId")] = Style(
                _value(name) if name is not None else "",
                hidden is not None and _value(hidden) not in _OFF,
                _value(align) if align is not None else "",
            )
    return found


def _written(pieces: Sequence[tuple[str, str]]) -> str:
    """The text of runs, raised and lowered figures in their own form."""
    merged: list[tuple[str, str]] = []
    for text, position in pieces:
        if merged and merged[-1][1] == position:
            merged[-1] = (merged[-1][0] + text, position)
        elif text or position == _LEFT_OUT:
            merged.append((text, position))
    out = ""
    gone = False
    for number, (text, position) in enumerate(merged):
        if position == _LEFT_OUT:
            gone = True
            continue
        if gone and (not out or out[-1].isspace()):
            text = text.lstrip(" ")  # one blank, not that before and that behind
        gone = False
        if position == "superscript":
            after = merged[number + 1][0] if number + 1 < len(merged) else ""
            text = raised(text, out, after)
        elif position == "subscript":
            text = lowered(text, out)
        out += text
    lines = (line.strip() for line in out.replace("\u00ad", "").split("\n"))
    return "\n".join(line for line in lines if line)


def _choice(alternate: Any) -> list[Any]:
    """What is shown of alternatives that say the same: the first choice, else the fallback."""
    return [*_children(alternate, "Choice"), *_children(alternate, "Fallback")][:1]


def _text_boxes(element: Any) -> list[Any]:
    """The outermost text boxes below an element, of alternatives only one."""
    found = []
    for below in element.iter():
        if local_name(below) == "txbxContent":
            names = []
            for above in below.iterancestors():
                if above is element:
                    break
                names.append(local_name(above))
            if not {"txbxContent", "Fallback"} & set(names):
                found.append(below)
    return found


def _children(element: Any, name: str, within: frozenset[str] = frozenset()) -> Iterator[Any]:
    """The children of a name, also those that stand in wrappers."""
    for child in element:
        own = local_name(child)
        if own == name:
            yield child
        elif own in within:
            yield from _children(child, name, within)


def _first(element: Any, *path: str) -> Any:
    for name in path:
        element = next(_children(element, name), None) if element is not None else None
    return element


def _has(element: Any, *path: str) -> bool:
    return _first(element, *path) is not None


def _is_on(run: Any, name: str, otherwise: bool) -> bool:
    found = _first(run, "rPr", name)
    return otherwise if found is None else _value(found) not in _OFF


def _is_struck(run: Any) -> bool:
    return _is_on(run, "strike", False) or _is_on(run, "dstrike", False)


def _value(element: Any, name: str = "val") -> str:
    """An attribute by its local name; empty when it isn't there."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def _span(cell: Any) -> int:
    span = _first(cell, "tcPr", "gridSpan")
    said = _value(span) if span is not None else "1"
    return min(int(said), 20) if said.isdecimal() and len(said) < 4 else 1
