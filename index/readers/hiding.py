"""Which elements of a page nobody sees: by attribute, by style, by class, by the page's own rules.

A stylesheet elsewhere can't be known; a class whose name says that it hides counts instead. When
most of a page would go, its scripts show it, and it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    r"font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!]|$)|"
    r"text-indent\s*:\s*-\d{3,}|(?:left|top|right)\s*:\s*-\d{3,}|"
    r"max-height\s*:\s*0(?:px)?\s*(?:[;!]|$)|clip-path\s*:\s*inset\(\s*(?:50|100)%|"
    r"clip\s*:\s*rect\(\s*[01](?:px)?[\s,])",
    re.IGNORECASE,
)
_READER_ONLY = re.compile(
    r"(?:is-|u-|util-|wp-|usa-|govuk-|aria-)?(?:sr[-_]?only|screen-?reader(?:s?-?(?:only|text))?|"
    r"visually-?hidden|visuallyHidden|a11y-(?:hidden|only)|accessib(?:ility|ly)-hidden|"
    r"element-(?:invisible|hidden)|off-?screen|hidden-?visually|assistive-text|"
    r"show-for-sr|text-assistive|hide-text|screenReaderText|screenreader)(?:-focusable|--focusable)?",
    re.IGNORECASE,
)
_HIDDEN = frozenset("hidden d-none is-hidden hide u-hidden u-hide invisible display-none".split())
_SHOWN_AGAIN = re.compile(r"(?:\w+:(?:block|flex|inline|grid|contents)|d-\w+-\w+|show-\S+)")
_INLINE = frozenset("span b i em strong a font small big u mark".split())
_marked = etree.XPath("//*[@class or @style or @hidden or @aria-hidden or @id]")
_TOP = ("html", "body", "main", "head")
_MOST_RULES, _MOST_CSS = 2_000, 200_000
_COMPOUND = re.compile(r"\s*([a-zA-Z][\w-]*)?((?:[.#][\w-]+)+)\s*")
_DISPLAY = re.compile(r"display\s*:\s*(\w+)", re.IGNORECASE)
_UNSEEN = re.compile(r"(?:^|[;\s{])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """A simple selector of a rule that hides: a tag perhaps, classes, an id perhaps."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]


@dataclass(frozen=True)
class Hiding:
    """Tells what is hidden in one page, whose own rules hide `rules`."""

    rules: tuple[Rule, ...]

    def hidden(self, tree: Any) -> list[Any]:
        """The outermost hidden elements, unless they are most of the page."""
        found = [element for element in _marked(tree) if self._hides(element)]
        known = set(found)
        outer = [e for e in found if not any(above in known for above in e.iterancestors())]
        if not outer:
            return []
        whole = _length(tree)
        sizes = [_length(element) for element in outer]
        if sum(sizes) * 5 > whole * 4:  # made visible by scripts
            return [e for e, size in zip(outer, sizes, strict=True) if size * 3 < whole]
        return outer

    def _hides(self, element: Any) -> bool:
        tag = element.tag
        if tag in _TOP:
            return False
        if element.get("hidden") is not None:
            return True
        style = element.get("style")
        if style and _STYLE.search(style):
            return True
        names = element.get("class")
        if names and _says_hidden(names):
            return True
        if element.get("aria-hidden") == "true" and not _stands_for(element):
            return True
        return bool(self.rules) and self._is_ruled(tag, names or "", element.get("id"))

    def _is_ruled(self, tag: str, names: str, name: str | None) -> bool:
        classes = names.split()
        return any(
            (not rule.tag or rule.tag == tag)
            and rule.classes.issubset(classes)
            and (not rule.ids or name in rule.ids)
            for rule in self.rules
        )


@lru_cache(maxsize=4_096)
def _says_hidden(names: str) -> bool:
    classes = names.split()
    if any(_READER_ONLY.fullmatch(name) for name in classes):
        return True
    return not _HIDDEN.isdisjoint(classes) and not any(map(_SHOWN_AGAIN.fullmatch, classes))


def _stands_for(element: Any) -> bool:
    """A part of a word, or what is read to the blind from beside it: that is seen, if not heard."""
    if element.tag not in _INLINE:
        return False
    for beside in (element.getprevious(), element.getnext()):
        if beside is not None and _says_hidden(beside.get("class") or ""):
            return True
    tail = element.tail or ""
    return bool(tail and tail[0].isalpha() and "".join(element.itertext())[-1:].isalpha())


def _length(element: Any) -> int:
    return sum(len(text) for text in element.itertext() if not text.isspace())


def hiding_rules(tree: Any) -> tuple[Rule, ...]:
    """The simple rules of the page's own `<style>` that hide, on every screen."""
    hidden: list[Rule] = []
    shown: set[str] = set()
    budget = _MOST_CSS
    for style in tree.iter("style"):
        css = (style.text or "")[: max(0, budget)]
        budget -= len(css)
        for selector, body, is_plain in _css_rules(css):
            display = _DISPLAY.search(body)
            if display and display[1].lower() != "none":
                shown.update(re.findall(r"[.#][\w-]+", selector))
            elif is_plain and _UNSEEN.search(body):
                hidden += _compounds(selector)
    return tuple(
        rule
        for rule in hidden[:_MOST_RULES]
        if not any(f".{name}" in shown for name in rule.classes)
        and not any(f"#{name}" in shown for name in rule.ids)
    )


def _css_rules(css: str) -> Iterator[tuple[str, str, bool]]:
    """Selector and body of each rule, and whether it stands outside of `@media` and the like."""
    css = re.sub(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/", " ", css)
    depth, start = 0, 0
    selector = ""
    for brace in re.finditer(r"[{}]", css):
        piece = css[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            depth += 1
            selector = piece.rpartition(";")[2].strip()
        else:
            if selector and not selector.startswith("@"):
                yield selector[:2_000], piece, depth == 1
            selector = ""
            depth = max(0, depth - 1)


def _compounds(selector: str) -> Iterator[Rule]:
    for part in selector.split(","):
        found = _COMPOUND.fullmatch(part)
        if not found or (found[1] or "").lower() in _TOP:
            continue
        names = re.findall(r"([.#])([\w-]+)", found[2])
        yield Rule(
            (found[1] or "").lower(),
            frozenset(name for sign, name in names if sign == "."),
            frozenset(name for sign, name in names if sign == "#"),
        )
