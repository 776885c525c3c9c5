"""When an article was published, where it plainly says so.

Sources, the surest first: metadata (front matter), the text (a date line, a dateline with a full
date), the file name. A date of which the day and the month can be exchanged keeps only its year,
a date without a year is none, and nothing is read from links or prose.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import PurePath

from index import bylines
from index.types import DateSource, Precision, Span

_LONGEST_DATE = 60
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_FILE_DAY = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![0-9A-Za-z])"
)
_DATELINE = re.compile(r"[^\W\d_][\w .,’'/-]{0,80}\([A-Z][\w&. -]{1,30}\)")
# Offsets in hours of the zone names that English-language news use; "IST" is three zones: left out.
_ZONES = {
    "UTC": 0.0, "GMT": 0.0, "EST": -5.0, "EDT": -4.0, "CST": -6.0, "CDT": -5.0, "MST": -7.0,
    "MDT": -6.0, "PST": -8.0, "PDT": -7.0, "CET": 1.0, "CEST": 2.0, "EET": 2.0, "EEST": 3.0,
    "MSK": 3.0, "JST": 9.0,
}  # fmt: skip


@dataclass(frozen=True)
class Published:
    """`at` is ISO 8601 at its precision; with a time only when the zone is known."""

    at: str | None = None
    precision: Precision = "unknown"
    source: DateSource = "unknown"


def parse_date(value: object, source: DateSource) -> Published | None:
    """The date that `value` (a string, date or datetime) states, or None when it states none.

    A string must be a date and nothing else, with a year of four digits; "04/10/2022" has two
    readings and so gives 2022.
    """
    if isinstance(value, datetime):
        return Published(_iso(value), "day", source)
    if isinstance(value, date):
        return Published(value.isoformat(), "day", source)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    text = " ".join(value.replace("Sept.", "Sep").split())[:_LONGEST_DATE]
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return Published(text, "year", source)
    month = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text)
    if month:
        return Published(text, "month", source)
    if not _YEAR.search(text):
        return None
    numeric = _NUMERIC.search(text)
    if numeric and int(numeric[1]) <= 12 and int(numeric[2]) <= 12 and numeric[1] != numeric[2]:
        return Published(numeric[3], "year", source)
    return _parse_words(text, source)


def _parse_words(text: str, source: DateSource) -> Published | None:
    """dateutil, without guesses: what two defaults fill in differently was not in the text."""
    from dateutil import parser

    zones = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()}
    text = re.sub(r"\b(?:at|on|of)\b", " ", text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an unknown zone name: the time is left out below
            first, second = (
                parser.parse(
                    text, default=default, tzinfos=zones, dayfirst=bool(_NUMERIC.search(text))
                )
                for default in (datetime(1904, 1, 1), datetime(1908, 2, 2))
            )
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    if first.year != second.year or not 1900 <= first.year <= 2100:
        return None
    if first.month != second.month:
        return Published(f"{first.year:04}", "year", source)
    if first.day != second.day:
        return Published(f"{first.year:04}-{first.month:02}", "month", source)
    return Published(_iso(first), "day", source)


def _iso(moment: datetime) -> str:
    """With the time when its zone is known: a time without a zone says less than it seems to."""
    return moment.isoformat() if moment.tzinfo is not None else moment.date().isoformat()


def find_published(text: str, spans: Sequence[Span], path: str, stated: object = None) -> Published:
    """The publication date of an article: `stated` is what its metadata gives, if any."""
    found = parse_date(stated, "metadata") if stated is not None else None
    return found or _from_lines(text, spans) or _from_name(path) or Published()


def _from_lines(text: str, spans: Sequence[Span]) -> Published | None:
    """A date in a byline, unless it is that of an update; else in the dateline."""
    for span in spans:
        if span.kind != "byline":
            continue
        line = text[span.start_char : span.end_char]
        for match in bylines.DATE.finditer(line):
            if re.search(
                r"(?i)(?:updated|modified|edited|revised)\W*(?:on|at)?\W*$", line[: match.start()]
            ):
                continue
            found = parse_date(match[0], "text")
            if found:
                return found
    start = 0
    for span in spans:
        if text[start : span.start_char].strip():
            break
        start = span.end_char
    dateline = _DATELINE.match(text[start : start + 400].lstrip()[:140])
    inside = bylines.DATE.search(dateline[0]) if dateline else None
    return parse_date(inside[0], "text") if inside else None


def _from_name(path: str) -> Published | None:
    found = _FILE_DAY.search(PurePath(path).name)
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
    return Published(day.isoformat(), "day", "filename")
