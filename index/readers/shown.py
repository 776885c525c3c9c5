"""What a reader of HTML is shown: the tree without what is hidden, and inline marks as text.

`keep_what_is_shown` changes a tree so that its text is what stands on the screen: no scripts, no
deleted or hidden words, quotation marks where `<q>` makes them, note marks out of numbers
(`raised.py`). Elements that trafilatura would drop with their words (`<time>`, `<label>` …) become
plain ones. `hiding.py` knows which elements are hidden.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from index.readers.hiding import Hiding, hiding_rules
from index.readers.raised import lowered, raised

_GONE = frozenset(
    "script style noscript template iframe object embed svg canvas audio video map picture frame "
    "select option optgroup datalist input textarea progress meter del s strike rp rt rtc "
    "annotation annotation-xml title link meta base head frameset noframes".split()
)
_RENAMED = {"time": "span", "label": "span", "output": "span", "data": "span", "ins": "span",
            "u": "span", "center": "div", "menu": "ul", "dir": "ul", "nobr": "span",
            "marquee": "span", "blink": "span"}  # fmt: skip
_INLINE = frozenset("span b i em strong a font small big u mark bdi bdo abbr cite".split())
_NOTED = re.compile(r"(?:^|[\s_-])(?:foot|end)?note|(?:^|\s)(?:fn|reference|cite_ref)\b", re.I)
_NOTE_LINK = re.compile(r"#_?(?:fn|ftn|edn|en\b|foot|end|note|cite|ref|sdfootnote|sdendnote)", re.I)
_NOTE_WORDS = re.compile(
    r"\s*(?:[\[(]?\s*(?:\d{1,3}|[*†‡§¶]{1,3}|[ivx]{1,5})\s*[\])]?|[↩↑^⤴︎\ufe0e]+)\s*"
)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_MARKS = {"en": "“”‘’", "de": "„“‚‘", "fr": "«»‹›", "it": "«»“”", "es": "«»“”", "pl": "„”«»",
          "ru": "«»„“", "uk": "«»„“", "cs": "„“‚‘", "sv": "””’’", "fi": "””’’"}  # fmt: skip
_QUOTES = "“”„«»‹›‘’\"'"
_CHANGED = ("sup", "sub", "msup", "q", "button", "a", *_RENAMED)


def keep_what_is_shown(tree: Any) -> None:
    """Change `tree` to what it shows."""
    hiding = Hiding(hiding_rules(tree))
    drop(tree, list(tree.iter(etree.Comment, etree.PI, etree.Entity, *_GONE)))
    drop(tree, [dialog for dialog in tree.iter("dialog") if dialog.get("open") is None])
    drop(tree, hiding.hidden(tree))
    language = (tree.get("lang") or tree.get("xml:lang") or "en")[:2].lower()
    for element in tree.xpath("//*[@style]"):
        if _is_raised(element):
            element.tag = "sup"
    for element in list(tree.iter(*_CHANGED)):
        tag = element.tag
        if tag in ("sup", "sub", "msup"):
            _set_apart(element, tag)
        elif tag == "q":
            _quote(element, _MARKS.get(language, _MARKS["en"]))
        elif tag == "button":
            _button(element)
        elif tag == "a":
            if _is_note_link(element):
                _empty(element, "")
        else:
            element.tag = _RENAMED[tag]


def drop(tree: Any, elements: list[Any]) -> None:
    """Take elements out of `tree` with all below them; what follows them stays."""
    for element in elements:
        parent = element.getparent()
        if parent is None or element is tree:
            continue
        if element.tail:
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _is_raised(element: Any) -> bool:
    return bool(_RAISED_STYLE.search(element.get("style")) and len(element) < 3)


def _set_apart(element: Any, tag: str) -> None:
    if tag == "msup":
        if len(element) == 2:
            mark = "".join(element[1].itertext())
            _empty(element[1], raised(mark, "".join(element[0].itertext()), " "))
        return
    mark = "".join(element.itertext())
    before, after = _text_before(element), element.tail or _text_after(element)
    if tag == "sub":
        _empty(element, lowered(mark, before))
    else:
        _empty(element, raised(mark, before, after, noted=_is_noted(element)))


def _empty(element: Any, text: str) -> None:
    """Leave `text` in place of all that is in the element."""
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.text, element.tail, element.tag = text, tail, "span"
    element.attrib.clear()


def _text_before(element: Any) -> str:
    """What stands right before an element in its paragraph."""
    while element is not None:
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            text = before.tail or ("".join(before.itertext()) if before.tag in _INLINE else "")
        else:
            text = parent.text if parent is not None else ""
        if text or before is not None or parent is None or parent.tag not in _INLINE:
            return text or ""
        element = parent
    return ""


def _text_after(element: Any) -> str:
    after = element.getnext()
    return "".join(after.itertext())[:20] if after is not None and after.tag in _INLINE else ""


def _is_noted(element: Any) -> bool:
    """Does the document say that this is the mark of a note?"""
    around = [element, element.getparent(), *list(element.iter())[1:4]]
    for part in around:
        if part is None or part.tag in ("p", "div", "li", "td", "body"):
            continue
        said = f"{part.get('class') or ''} {part.get('role') or ''} {part.get('epub:type') or ''}"
        if _NOTED.search(said) or (part.tag == "a" and (part.get("href") or "").startswith("#")):
            return True
    return False


def _is_note_link(element: Any) -> bool:
    """A link to a note, without `<sup>` around it, or back from one."""
    href = element.get("href") or ""
    said = f"{element.get('role') or ''} {element.get('epub:type') or ''}"
    is_note = "noteref" in said or "backlink" in said or bool(_NOTE_LINK.search(href))
    return is_note and bool(_NOTE_WORDS.fullmatch("".join(element.itertext())))


def _quote(element: Any, marks: str) -> None:
    """The marks that a browser draws around `<q>`, unless the author wrote them too."""
    depth = sum(1 for above in element.iterancestors() if above.get("data-quote") == "q")
    opening, closing = (marks[2], marks[3]) if depth % 2 else (marks[0], marks[1])
    words = "".join(element.itertext()).strip()
    before = _text_before(element)[-1:]
    element.tag = "span"
    if not words or words[0] in _QUOTES or (before and before in _QUOTES and not depth):
        return
    element.set("data-quote", "q")
    element.text = opening + (element.text or "").lstrip()
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + closing
    else:
        element.text = element.text.rstrip() + closing


def _button(element: Any) -> None:
    """A button inside a sentence is words of it; one that stands alone is to be pressed."""
    words = "".join(element.itertext())
    around = _text_before(element).strip() or (element.tail or "").strip()
    if around and any(character.isalpha() for character in words):
        element.tag = "span"
    else:
        drop(None, [element])
