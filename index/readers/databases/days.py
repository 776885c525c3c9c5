"""The day that a line of an export states, in the languages that databases print it in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_NAMES = (
    "january jan janvier janv januar enero ene gennaio gen janeiro januari jaenner janner",
    "february feb fevrier fevr fev februar febrero febbraio fevereiro februari",
    "march mar mars marz maerz marzo marco maart",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei maj",
    "june jun juin juni junio giugno giu junho",
    "july jul juillet juil juli julio luglio lug julho",
    "august aug aout agosto ago agustus augustus augusti",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct octobre oktober okt octubre ottobre ott outubro out oktobre",
    "november nov novembre noviembre novembro",
    "december dec decembre dezember dez diciembre dic dicembre dezembro desember des",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)? (?:de )?([^\W\d_]{3,10})\.?,? (?:de |del )?"
    r"((?:19|20)\d\d)\b"
)
_MONTH_ALONE = re.compile(r"\b([^\W\d_]{3,10})\.?,? ((?:19|20)\d\d)\b")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_LONGEST = 300


def day_in(text: str, *, month_first: bool = False) -> str | None:
    """The first day that `text` states, as ISO; else a month; None when it states neither.

    `month_first` says how to read 03/04/2022, which otherwise is no date.
    """
    found = find_day(text, month_first=month_first)
    return found[0] if found else None


def find_day(text: str, *, month_first: bool = False) -> tuple[str, int, int] | None:
    """The same with where it stands."""
    text = _plain(text[:_LONGEST])
    days = [
        (found.start(), found.end(), day)
        for found, day in (
            *((m, _day(m[1], m[3], m[4])) for m in _ISO.finditer(text) if m[2] or len(m[0]) == 8),
            *((m, _day(m[3], _MONTHS.get(m[1]), m[2])) for m in _MONTH_FIRST.finditer(text)),
            *((m, _day(m[3], _MONTHS.get(m[2]), m[1])) for m in _DAY_FIRST.finditer(text)),
            *((m, _numeric(m, month_first)) for m in _NUMERIC.finditer(text)),
        )
        if day
    ]
    if days:
        start, end, day = min(days)
        return day, start, end
    for found in _MONTH_ALONE.finditer(text):
        month = _MONTHS.get(found[1])
        if month:
            return f"{found[2]}-{month:02}", found.start(), found.end()
    return None


def is_day_row(text: str) -> bool:
    """A line that is a date, with a weekday, a time or an edition beside it: no sentence."""
    if len(text) > 100 or text.endswith((".", "!", "?", "”", '"')):
        return False
    found = find_day(text)
    return bool(found) and found[1] <= 16 and len(text[found[2] :].split()) <= 9  # type: ignore[index]


def _plain(text: str) -> str:
    """Lower case, without accents, of the same length."""
    text = text.replace("\u00a0", " ").replace("\t", " ")
    plain = "".join(unicodedata.normalize("NFD", character)[0] for character in text)
    lower = plain.lower()
    return lower if len(lower) == len(text) else plain


def _numeric(found: re.Match[str], month_first: bool) -> str | None:
    one, two = int(found[1]), int(found[2])
    if one > 12 or one == two:
        return _day(found[3], two, one)
    if two > 12 or month_first:
        return _day(found[3], one, two)
    return None


def _day(year: object, month: object, day: object) -> str | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(day))).isoformat()
    except ValueError:
        return None
