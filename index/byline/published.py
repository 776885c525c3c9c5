"""When an article was published, where it says so or leaves no doubt.

Sources, the surest first: metadata, the text (a date line, a dateline with a full date), the
article's address, the file name, and last what its words allow (`inferred_dates.py`). A date of
which the day and the month can be exchanged keeps only its year, a date without a year is none, and
nothing is read from links to other articles.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import PurePath

from index.byline.inferred_dates import infer_published
from index.text import byline_lines
from index.types import DateSource, Precision, Span

_LONGEST_DATE = 60
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_LONGEST_URL = 2_000
_TOP_CHARS = 1_500
_FILE_DAY = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?P<dash>[-_.]?)(?P<month>0[1-9]|1[0-2])(?P=dash)"
    r"(?P<day>0[1-9]|[12]\d|3[01])(?![0-9A-Za-z])"
)
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?=/|$)"
)
_UPDATED = re.compile(r"(?:updated|modified|edited|revised|corrected)\b", re.IGNORECASE)
_REPRINTED = re.compile(r"\b(?:republished|reprinted|reposted)\b", re.IGNORECASE)
_DATELINE = re.compile(r"[^\W\d_][\w .,’'/-]{0,80}\([A-Z][\w&. -]{1,30}\)")
# Offsets in hours of the zone names that English-language news use; "IST" is three zones: left out.
_ZONES = {
    "UTC": 0.0, "GMT": 0.0, "EST": -5.0, "EDT": -4.0, "CST": -6.0, "CDT": -5.0, "MST": -7.0,
    "MDT": -6.0, "PST": -8.0, "PDT": -7.0, "CET": 1.0, "CEST": 2.0, "EET": 2.0, "EEST": 3.0,
    "MSK": 3.0, "JST": 9.0,
}  # fmt: skip
# These are summer or winter time, as the date has it.
_PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PT": "America/Los_Angeles",
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
    from dateutil import parser, tz

    zones: dict[str, tzinfo | None] = {
        name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()
    }
    zones |= {name: tz.gettz(place) for name, place in _PLACES.items()}
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


def find_published(
    text: str,
    spans: Sequence[Span],
    path: str,
    stated: object = None,
    *,
    url: str | None = None,
    today: date | None = None,
) -> Published:
    """The publication date of an article: `stated` is what its metadata gives, if any.

    `url` is the article's own address. What is inferred lies before `today` (default: this day).
    """
    found = parse_date(stated, "metadata") if stated is not None else None
    addressed = date_of_url(url) if url else None
    if found and addressed and (addressed.at or "").startswith(found.at or "-"):
        return found if found.precision == "day" else addressed
    return (
        found
        or _from_lines(text, spans).published
        or _from_dateline(text, spans)
        or addressed
        or _from_name(path)
        or _inferred(text, spans, today or date.today())
        or Published()
    )


def find_updated(text: str, spans: Sequence[Span], stated: object = None) -> Published:
    """When the article says that it was updated; the last time, if it says so more than once."""
    found = parse_date(stated, "metadata") if stated is not None else None
    return found or _from_lines(text, spans).updated or Published()


def date_of_url(url: str) -> Published | None:
    """The day in an article's address: ".../2022/09/30/..." or "...-2022-09-30". None without."""
    address = url[:_LONGEST_URL].split("?")[0]
    found = _URL_DAY.search(address) or _FILE_DAY.search(address.rsplit("/", 1)[-1])
    day = _valid_day(found) if found else None
    return Published(day, "day", "metadata") if day else None


@dataclass(frozen=True)
class _Stated:
    published: Published | None = None
    updated: Published | None = None


def _from_lines(text: str, spans: Sequence[Span]) -> _Stated:
    """The dates of the lines about the article: those marked as byline_lines, and of the first
    lines the one that is a date.
    """
    lines = [text[span.start_char : span.end_char] for span in spans if span.kind == "byline"]
    dated = [line for line in _first_lines(text) if byline_lines.is_date_line(line)]
    lines += [line for line in dated if line not in lines]
    if any(map(_is_bare_day, lines)) and _is_chronicle(text):
        lines = [line for line in lines if not _is_bare_day(line)]
    published: Published | None = None
    updated: Published | None = None
    for line in lines:
        end = 0
        for match in byline_lines.STAMP.finditer(line):
            label = _UPDATED.search(line, end, match.start())
            end = match.end()
            found = parse_date(match[0], "text")
            if found and label:
                updated = max(filter(None, (updated, found)), key=lambda stamp: stamp.at or "")
            elif found and not _REPRINTED.search(line[: match.start()]):
                published = published or found
    return _Stated(published, updated)


def _first_lines(text: str) -> Iterator[str]:
    """The lines before the first that reads as a sentence; the very first may be a headline."""
    lines = [line.strip() for line in text[:_TOP_CHARS].splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if number and line.endswith((".", "!", "?", "”", '"')) and len(line.split()) > 5:
            return
        yield line


def _is_chronicle(text: str) -> bool:
    """True when several lines are a day and nothing else: the headings of a running story."""
    lines = {line.strip() for line in text.splitlines() if len(line) < _LONGEST_DATE}
    return sum(map(_is_bare_day, lines)) > 1


def _is_bare_day(line: str) -> bool:
    return byline_lines.is_date_line(line) and not byline_lines.STATED_TIME.search(line)


def _from_dateline(text: str, spans: Sequence[Span]) -> Published | None:
    """A full date in the dateline: "BUDAPEST, Nov. 7, 2024 (Reuters) -"."""
    start = 0
    for span in spans:
        if text[start : span.start_char].strip():
            break
        start = span.end_char
    dateline = _DATELINE.match(text[start : start + 400].lstrip()[:140])
    inside = byline_lines.DATE.search(dateline[0]) if dateline else None
    return parse_date(inside[0], "text") if inside else None


def _from_name(path: str) -> Published | None:
    found = _FILE_DAY.search(PurePath(path).name)
    day = _valid_day(found) if found else None
    return Published(day, "day", "filename") if day else None


def _valid_day(found: re.Match[str]) -> str | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        return None


def _inferred(text: str, spans: Sequence[Span], today: date) -> Published | None:
    """What the words allow, without boilerplate: another article's date is not this one's."""
    kept, end = [], 0
    for span in spans:
        if span.kind == "boilerplate":
            kept.append(text[end : span.start_char])
            end = span.end_char
    prose = "\n\n".join([*kept, text[end:]])
    found = infer_published(prose, today)
    return Published(found.at, found.precision, "inferred") if found else None
