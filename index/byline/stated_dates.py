"""A date as a source states it: in metadata, in a line of the text, in the form of a program.

python-dateutil reads the words; before it, what it takes wrongly or not at all is made plain: it
turns the sign of `GMT+0200` and `UTC+3` (as POSIX does), and knows neither 24:00, weeks of ISO
8601, bracketed zones of RFC 9557, `13.55`, 14 bare digits nor names of months other than English.
A date of which the day and the month can be exchanged keeps only its year, unless its weekday or
the habit of its country tells them apart.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from index.byline.calendar_words import weekday_number
from index.byline.zones import ZONE_WORDS, named_zone, zones
from index.text.month_names import FOREIGN_MONTH, MONTH_OF
from index.types import DateSource, Precision

_LONGEST_DATE = 120
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)"
    r"(?P<year>(?:19|20)\d\d)(?!\d)"
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:(?:first |last )?(?:published|posted|issued|updated|modified)|date|dated)"
    r"(?:\s+(?:on|at))?\s*:?\s+", re.IGNORECASE,
)  # fmt: skip
_EPOCH = re.compile(r"/?Date\((?P<ms>-?\d{9,14})(?:[+-]\d{4})?\)/?")  # of .NET
_PYTHON = re.compile(r"datetime\.date(?:time)?\((?P<parts>\d{4}(?:,\s*\d{1,2}){2,5})[^)]*\)")
_DIGITS = re.compile(
    r"(?:D:)?(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?"
    r"(?P<zone>Z|[+-]\d\d'?:?\d\d'?)?)?"
)
_WEEK = re.compile(r"(?P<year>(?:19|20)\d\d)-?W(?P<week>\d\d)(?:-?(?P<day>[1-7]))?(?P<rest>T.*)?")
_ORDINAL = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<day>[0-3]\d\d)(?P<rest>T.*)?")
_BRACKETS = re.compile(r"(?:\[!?[^\]\[]{1,60}\])+$")
_ROUND = re.compile(r"\s*\((?P<inner>[^()]{1,60})\)$")
_GO_CLOCK = re.compile(r"\s+m=[+-][\d.]+$")
_OFFSET = r"[+-]\d{2}:?\d{2}"
# "GMT+0200", "UTC+3", "CEST+02:00": hours ahead, whatever POSIX says.
_NAMED_OFFSET = re.compile(
    r"(?<![A-Za-z])(?P<name>[A-Z]{1,5})\s?(?P<sign>[+\u2212-])(?P<hours>\d{1,2})"
    r"(?::?(?P<minutes>\d\d))?(?!\d)"
)
_OFFSET_AND_NAME = re.compile(rf"(:\d\d(?:[.,]\d+)?\s*{_OFFSET})\s+[A-Z][A-Za-z]{{1,4}}(?=\s|$)")
_HALF_DAY = re.compile(r"(?<=[\d\s])([ap])\.?\s?m\b\.?", re.IGNORECASE)
_DOTTED_TIME = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-4])[.h]([0-5]\d)(?![\d.])(?=\s*(?:[ap]m\b|[A-Z]{1,5}\b|[+-]\d|$))"
)
_BARE_TIME = re.compile(r"(?<![\d.:/-])([01]\d|2[0-3])([0-5]\d)(?=\s?(?:GMT|UTC|BST|CET|CEST)\b)")
_MIDNIGHT = re.compile(r"(?<=[\sT])24:00(?::00(?:[.,]0+)?)?(?!\d)")
_SHORT_YEAR = re.compile(r"(?<=\d-)([A-Z][a-z]{2})-(\d\d)(?=\s\d\d:\d\d:\d\d)")  # RFC 850
_FOREIGN = re.compile(rf"(?<!\w)({FOREIGN_MONTH})(?!\w)\.?", re.IGNORECASE)
_KNOWN_WORD = re.compile(r"(?:am|pm|t|z|[A-Z]{2,5}|" + "|".join(_MONTHS) + r")$")


@dataclass(frozen=True)
class Published:
    """`at` is ISO 8601 at its precision; with a time only when the zone is known."""

    at: str | None = None
    precision: Precision = "unknown"
    source: DateSource = "unknown"


def parse_date(
    value: object, source: DateSource, *, day_first: bool | None = None
) -> Published | None:
    """The date that `value` (a string, date or datetime) states, or None when it states none.

    A string must be a date and nothing else, with a year of four digits. "04/10/2022" has two
    readings and so gives 2022, unless `day_first` says which one is meant; dots put the day first.
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
    text = _LABEL.sub("", text)
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return Published(text, "year", source)
    month = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text)
    if month:
        return Published(text, "month", source)
    return _of_program(text, source) or _of_words(text, source, day_first)


def _of_program(text: str, source: DateSource) -> Published | None:
    """Forms that hold no words: digits alone, weeks and days of the year, epochs."""
    epoch, python = _EPOCH.fullmatch(text), _PYTHON.fullmatch(text)
    digits = _DIGITS.fullmatch(text)
    try:
        if epoch:
            return Published(
                _iso(datetime.fromtimestamp(int(epoch["ms"]) // 1000, UTC)), "day", source
            )
        if python:
            moment = datetime(*(int(part) for part in python["parts"].split(",")))  # type: ignore[arg-type]
            return Published(_iso(moment), "day", source)
        if digits:
            day = f"{digits['year']}-{digits['month']}-{digits['day']}"
            clock = f"T{digits['hour']}:{digits['minute']}:{digits['second'] or '00'}"
            zone = (digits["zone"] or "").replace("'", "").replace("Z", "+00:00")
            return Published(
                _iso(datetime.fromisoformat(day + (clock if digits["hour"] else "") + zone)),
                "day", source,
            )  # fmt: skip
        return _of_calendar(text, source)
    except (ValueError, OverflowError, OSError):
        return None


def _of_calendar(text: str, source: DateSource) -> Published | None:
    """ISO 8601 by week (2022-W40-2) or by day of the year (2022-277)."""
    week, ordinal = _WEEK.fullmatch(text), _ORDINAL.fullmatch(text)
    if week and not week["day"]:
        first, last = (
            date.fromisocalendar(int(week["year"]), int(week["week"]), d) for d in (1, 7)
        )
        if first.year != last.year:
            return None
        if first.month != last.month:
            return Published(f"{first.year:04}", "year", source)
        return Published(f"{first:%Y-%m}", "month", source)
    if week:
        day = date.fromisocalendar(int(week["year"]), int(week["week"]), int(week["day"]))
    elif ordinal:
        day = date(int(ordinal["year"]), 1, 1) + timedelta(days=int(ordinal["day"]) - 1)
        if day.year != int(ordinal["year"]):
            return None
    else:
        return None
    rest = (week or ordinal)["rest"] if (week or ordinal) else None  # type: ignore[index]
    return _of_words(f"{day.isoformat()}{rest or ''}", source, None)


def _of_words(text: str, source: DateSource, day_first: bool | None) -> Published | None:
    text, zone = _made_plain(text)
    if not _YEAR.search(text):
        return None
    numeric = _NUMERIC.search(text)
    if numeric:
        ordered = _in_order(text, numeric, day_first)
        if ordered is None:
            return Published(numeric["year"], "year", source)
        text = text[: numeric.start()] + ordered + text[numeric.end() :]
    midnight = _MIDNIGHT.search(text)  # 24:00 is the first moment of the next day
    if midnight:
        text = text[: midnight.start()] + "00:00:00" + text[midnight.end() :]
    return _parsed(text, source, zone, timedelta(days=1 if midnight else 0))


def _made_plain(text: str) -> tuple[str, tzinfo | None]:
    """`text` as dateutil reads it rightly, and the zone that stood in brackets."""
    zone = None
    bracketed = _BRACKETS.search(text)
    if bracketed:
        text = text[: bracketed.start()]
        zone = named_zone(bracketed[0].strip("[]").split("][")[0].lstrip("!"))
    text = _GO_CLOCK.sub("", text.strip().replace("\u2212", "-"))
    text = re.sub(r"(?<=\d)\s?(?:Uhr|hrs|hours)\b", "", text)
    inner = _ROUND.search(text)
    if inner:
        bare = text[: inner.start()]
        has_offset = re.search(rf"(?:{_OFFSET}|[A-Z]{{3,5}}[+-]\d{{1,4}})$", bare)
        text = bare if has_offset else f"{bare} {inner['inner']}"
    for pattern, name in ZONE_WORDS:
        text = pattern.sub(name, text)
    placed = re.search(r"(?<=[\d\s])[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?$", text)
    if placed and (found := named_zone(placed[0])):
        zone, text = found, text[: placed.start()]
    if _FOREIGN.search(text):
        text = _in_english(text)
    text = _NAMED_OFFSET.sub(_with_true_sign, text)
    text = _OFFSET_AND_NAME.sub(r"\1", text)
    text = _HALF_DAY.sub(r"\1m", text)
    if _YEAR.search(text):
        text = _DOTTED_TIME.sub(r"\1:\2", text)
        if len(_YEAR.findall(_BARE_TIME.sub("", text))):
            text = _BARE_TIME.sub(r"\1:\2", text)
    text = _SHORT_YEAR.sub(lambda m: f"{m[1]}-{'19' if m[2] >= '70' else '20'}{m[2]}", text)
    text = re.sub(r"^((?:19|20)\d\d):(\d\d):(\d\d)(?=\s)", r"\1-\2-\3", text)  # of cameras
    text = re.sub(r"\s+[|•·–—/-]\s+|\s*[|•·]\s*", " ", text)
    return re.sub(r"\b(?:at|on|of)\b", " ", text), zone


def _with_true_sign(found: re.Match[str]) -> str:
    name, hours, minutes = found["name"], int(found["hours"]), found["minutes"]
    if hours > 14 or not re.search(r"\d[:.h]\d\d", found.string[: found.start()]):
        return found[0]  # no hour before it: "14-MAR-2022"
    if name == "MSK":  # "MSK+3" is three hours east of Moscow
        return f" {'+' if found['sign'] == '+' else '-'}{hours + 3:02}:{minutes or '00'}"
    sign = "+" if found["sign"] == "+" else "-"
    return f" {sign}{hours:02}:{minutes or '00'}"


def _in_english(text: str) -> str:
    """The month in English, without the small words around it ("14 de marzo de 2022")."""
    text = _FOREIGN.sub(lambda m: f" {_MONTHS[MONTH_OF[m[1].lower()] - 1]} ", text)
    text = re.sub(r"(?<=\d)(?:\.|er|re|º|°|ª)(?=\s+[a-z]{3}\s)", "", text)
    words = [
        word
        for word in text.split()
        if not word.strip(".,").isalpha() or _KNOWN_WORD.match(word.strip(".,"))
    ]
    return " ".join(words)


def _in_order(text: str, numeric: re.Match[str], day_first: bool | None) -> str | None:
    """The numeric date with its month as a word; None where it has two readings."""
    first, second, year = int(numeric["first"]), int(numeric["second"]), int(numeric["year"])
    readings = {}
    for day, month, key in ((first, second, True), (second, first, False)):
        try:
            readings[key] = date(year, month, day)
        except ValueError:
            continue
    if len(set(readings.values())) > 1:
        weekday = _WEEKDAY.search(text)
        if weekday:
            number = weekday_number(weekday[0])
            readings = {k: d for k, d in readings.items() if d.weekday() == number} or readings
    if len(set(readings.values())) > 1:
        if day_first is None and numeric["sign"] == ".":
            day_first = True
        readings = {k: d for k, d in readings.items() if k == day_first}
    if not readings:
        return None
    day_found = next(iter(readings.values()))
    return f"{day_found.day} {_MONTHS[day_found.month - 1]} {year}"


def _parsed(
    text: str, source: DateSource, zone: tzinfo | None, later: timedelta
) -> Published | None:
    """dateutil, without guesses: what two defaults fill in differently was not in the text."""
    from dateutil import parser

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an unknown zone name: the time is left out below
            first, second = (
                parser.parse(text, default=default, tzinfos=zones())
                for default in (datetime(1904, 1, 1), datetime(1908, 2, 2))
            )
        if first.tzinfo is not None or zone is not None:
            first, second = first + later, second + later
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    if first.year != second.year or not 1900 <= first.year <= 2100:
        return None
    if first.month != second.month:
        return Published(f"{first.year:04}", "year", source)
    if first.day != second.day:
        return Published(f"{first.year:04}-{first.month:02}", "month", source)
    if zone is not None and first.tzinfo is None and re.search(r"\d:\d\d", text):
        first = first.replace(tzinfo=zone)
    return Published(_iso(first), "day", source)


def _iso(moment: datetime) -> str:
    """With the time when its zone is known: a time without a zone says less than it seems to."""
    if moment.tzinfo is None:
        return moment.date().isoformat()
    offset = moment.utcoffset() or timedelta(0)
    return moment.replace(microsecond=0, tzinfo=timezone(offset)).isoformat()


# Countries that put the month first, and languages that put the year first.
_MONTH_FIRST = frozenset(("us", "ph", "pw", "fm", "mh", "gu", "pr"))
_DAY_FIRST = frozenset(
    "uk ie au nz in za de fr es it at ch be nl dk no fi pl cz pt br ar mx gr tr ua ru ro bg rs hr "
    "my sg ng ke pk lk bd".split()
)
_NO_HABIT = frozenset(("ca", "zh", "ja", "ko", "hu", "lt", "mn", "fa"))


def day_first_in(locale: str | None) -> bool | None:
    """Whether "03/04/2022" is 3 April there: True for "en-GB", "de" or the domain "uk", False for
    "en-US", None where both are usual or the language alone doesn't say ("en").
    """
    parts = [part for part in re.split(r"[-_]", (locale or "").strip().lower()) if len(part) == 2]
    if not parts or parts[-1] in _NO_HABIT or parts[0] in _NO_HABIT or parts == ["en"]:
        return None
    return parts[-1] not in _MONTH_FIRST


def day_first_on(url: str | None) -> bool | None:
    """The same for the site of an address whose domain is that of a country ("news.co.uk")."""
    host = re.match(r"https?://[^/?#:]*\.([a-z]{2})(?=[/?#:]|$)", (url or "").lower())
    country = host[1] if host else ""
    if country in _DAY_FIRST:
        return True
    return False if country == "us" else None
