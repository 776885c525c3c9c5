"""Raised and lowered figures: what stands in a text for them.

"12³ people", printed as a figure and a raised note mark, must never read "123 people". A mark of a
note is left out, a power or a unit keeps its raised figure (m², 10⁶), an ordinal its letters
(20th). Serves HTML, DOCX and PDF.
"""

from __future__ import annotations

import re

_MOST_LETTERS = 12  # a longer raised text is words, not a mark
_RAISE = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_LOWER = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_NOTE = re.compile(r"[\[({]?\s*(?:\d{1,3}|[*†‡§¶#]+)(?:\s*[,;–-]\s*\d{1,3})*\s*[\])}]?[.,]?")
_FIGURES = re.compile(r"[+\-−–]?\d{1,3}|n")
_CHARGE = re.compile(r"\d{0,2}[+\-−–]")
_UNIT = re.compile(
    r"(?:^|[\s\d(/·])(?:[kcdmµμnh]?m|ft|in|yd|mi|sq|miles?|feet|met(?:er|re)s?|s|sec|h|W/m|kg/m|g/m)$"
)
_POWER = re.compile(r"(?:^|[^\d.,])(?:10|2)$")
_VARIABLE = re.compile(r"(?:^|[\s(=+*/·×−-])(?:[A-Za-zπσχ]|mc)$")
_ELEMENT = re.compile(r"[A-Z][a-z]?\b|[A-Z][a-z]?-")
_SIGNS = {"tm": "™", "sm": "℠", "r": "®"}


def raised(mark: str, before: str, after: str, *, noted: bool = False) -> str:
    """What stands in the text for the superscript `mark` between `before` and `after`.

    Empty for the mark of a note. `noted`: the document says that it is one, by a link or a role.
    """
    mark = " ".join(mark.split())
    before = before[-12:]
    if noted and len(mark) <= _MOST_LETTERS:
        return ""
    if len(mark) > _MOST_LETTERS or not mark:
        return f" {mark}" if mark and before[-1:].isalnum() else mark
    if _FIGURES.fullmatch(mark) and _is_power(mark, before, after):
        return mark.translate(_RAISE)
    if _CHARGE.fullmatch(mark) and before[-1:].isalpha():
        return mark.translate(_RAISE)
    if mark.isdigit() and after.lstrip()[:1] in ("/", "⁄"):
        return f" {mark}" if before[-1:].isdigit() else mark
    if _NOTE.fullmatch(mark):
        return ""
    return _letters(mark, before)


def _is_power(mark: str, before: str, after: str) -> bool:
    figures = mark.lstrip("+-−–")
    if _UNIT.search(before) and figures in ("2", "3", "1", "4"):
        return True
    if _POWER.search(before) or _VARIABLE.search(before):
        return True
    # The number of an isotope stands before its element: ¹³⁷Cs.
    opens = not before or before[-1].isspace() or before[-1] in "(-–"
    return opens and len(figures) > 1 and bool(_ELEMENT.match(after))


def _letters(mark: str, before: str) -> str:
    sign = _SIGNS.get(mark.casefold()) if before[-1:].isalpha() and mark.isupper() else None
    if sign:
        return sign
    if len(mark) == 1 and mark.isalpha():
        if before[-1:].isdigit() and mark in "ao":
            return {"a": "ª", "o": "º"}[mark]
        if before[-1:].isdigit() and mark not in "der":
            return ""
        if before[-1:] in tuple('.,;:!?”")'):
            return ""
    return mark


def lowered(mark: str, before: str) -> str:
    """What stands in the text for the subscript `mark`: CO2, but 4₂."""
    mark = " ".join(mark.split())
    if before[-1:].isdigit() and mark.isdigit() and len(mark) <= _MOST_LETTERS:
        return mark.translate(_LOWER)
    return mark
