"""One date in words ("June 2022", "the end of the year") and the days that it means. English."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTH_OF = MONTHS | {name[:3]: n for name, n in MONTHS.items() if name != "may"}
_MONTH_OF["sept"] = 9
MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0}
_LEAP_YEAR = 2024
YEAR = r"(?:19|20)\d\d\b"
DATE = (
    rf"(?:(?P<iso>{YEAR}-[01]\d(?:-[0-3]\d)?)\b|(?P<month>{MONTH})\s+(?P<day>[0-3]?\d)(?:st|nd|rd|"
    rf"th)?\b(?!\d)(?:,?\s+(?P<year>{YEAR}))?|(?:the\s+)?(?P<day2>[0-3]?\d)(?:st|nd|rd|"
    rf"th)?\s+(?:of\s+)?(?P<month2>{MONTH})(?:,?\s+(?P<year2>{YEAR}))?|(?:(?P<part>early|late|mid|"
    rf"the (?:start|beginning|middle|"
    rf"end) of)[\s-]+)?(?P<month3>{MONTH})(?:\s+(?:of\s+)?(?P<year3>{YEAR}))?|"
    rf"(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)(?:\s+of)?\s+(?P<year5>{YEAR})|"
    rf"(?:the\s+)?(?P<quarter>first|second|third|fourth|"
    rf"last)\s+quarter(?:\s+of)?\s+(?P<year6>{YEAR})|(?:the\s+)?(?P<edge>end|start|beginning|"
    rf"middle|turn)\s+of\s+(?:the\s+year|(?P<year7>{YEAR}))|(?:the\s+)?(?P<half>first|second|"
    rf"last)\s+half\s+of\s+(?:the\s+year|(?P<year8>{YEAR}))|(?P<year4>{YEAR})(?!-\d))"
)
ANY_DATE = re.compile(DATE, re.I)


def twice(pattern: str) -> str:
    """The pattern for a second date of one expression, its names apart from the first's."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<to_\1>", pattern)


def is_verb(match: re.Match[str]) -> bool:
    """Whether "may" or "march" in lower case is a verb rather than a month: "from may" is none."""
    found = match.groupdict()
    if re.match(r"(?:in|from|since|until|till|during)\s+(?:may|march)\b", match.group()):
        return False
    month = found.get("month3") or found.get("month") or found.get("month2") or ""
    return month.lower() in ("may", "march") and month.islower() and not found.get("day")


def year_of(found: dict[str, str | None]) -> int | None:
    """The year of a date, from the groups of `DATE`; None where it names none."""
    for name in ("year", "year2", "year3", "year4", "year5", "year6", "year7", "year8"):
        if value := found.get(name):
            return int(value)
    return int(iso[:4]) if (iso := found.get("iso")) else None


def span_of(
    found: dict[str, str | None], reference: date, year: int | None
) -> tuple[date, date] | None:
    """First and last day of one date. Raises ValueError for a day that no calendar has."""
    year = year or year_of(found)
    if iso := found.get("iso"):
        parts = [int(part) for part in iso.split("-")]
        return month_span(parts[0], parts[1]) if len(parts) == 2 else (date(*parts),) * 2
    if season := found.get("season"):
        month = _SEASONS[season.lower()]
        assert year is not None
        ends = (year + 1, 2) if month == 12 else (year, month + 2)
        return date(year, month, 1), month_span(*ends)[1]
    if quarter := found.get("quarter"):
        assert year is not None
        ends_in = 3 * (ORDINALS[quarter.lower()] or 4)
        return date(year, ends_in - 2, 1), month_span(year, ends_in)[1]
    at = year or reference.year  # of "the end of the year"
    if edge := (found.get("edge") or "").lower():
        first_month, last_month = {"middle": (5, 8), "end": (10, 12)}.get(edge, (1, 3))
        return date(at, first_month, 1), month_span(at, last_month)[1]
    if half := found.get("half"):
        first_month = 1 if half.lower() == "first" else 7
        return date(at, first_month, 1), month_span(at, first_month + 5)[1]
    name = found.get("month") or found.get("month2") or found.get("month3")
    if name is None:
        return None if year is None else (date(year, 1, 1), date(year, 12, 31))
    month = _MONTH_OF[name.lower().rstrip(".")]
    day = found.get("day") or found.get("day2")
    if year is None:
        year = _last_year(month, int(day) if day else 1, reference)
    if day is not None:
        return (date(year, month, int(day)),) * 2
    first, last = month_span(year, month)
    part = (found.get("part") or "").lower()
    if part.startswith(("early", "the start", "the beginning")):
        return first, first + timedelta(days=9)
    if part.startswith(("mid", "the middle")):
        return first + timedelta(days=9), first + timedelta(days=19)
    return (first + timedelta(days=19) if part else first), last


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _last_year(month: int, day: int, reference: date) -> int:
    """The last year in which the day was not after `reference`."""
    for year in range(reference.year, reference.year - 9, -1):
        try:
            if date(year, month, day) <= reference:
                return year
        except ValueError:  # February 29 in most years
            continue
    raise ValueError(f"no {month}-{day}")


_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_NO_NOUN = re.compile(
    r"\s*(?:$|[?.!,;:)]|(?:in|on|at|by|to|and|or|from|was|were|is|did|does|do|the|a|of|with|for)\b)",
    re.I,
)


def no_date(question: str) -> tuple[str, str] | None:
    """A day that no calendar has, in the question's words, and why: ("31 June", "June has 30
    days"); None where all its dates are real, or stand in quotation marks.
    """
    asked = _QUOTED.sub(lambda match: " " * len(match.group()), question)
    for match in ANY_DATE.finditer(asked):
        found = match.groupdict()
        year, day = year_of(found), found.get("day") or found.get("day2")
        month = found.get("month") or found.get("month2")
        if iso := found.get("iso"):
            year, number, *days = map(int, iso.split("-"))
            if not 1 <= number <= 12:
                return match.group(), "a year has 12 months"
            day = str(days[0]) if days else None
        elif month is None:
            continue
        else:
            number = _MONTH_OF[month.lower().rstrip(".")]
        # "In June 31 people came": a number of people, unless a year or nothing stands behind.
        named = year is not None or found.get("day2") or _NO_NOUN.match(asked, match.end())
        if day is None or not named:
            continue
        longest = calendar.monthrange(year or _LEAP_YEAR, number)[1]
        if not 1 <= int(day) <= longest:
            of_year = f" {year}" if year is not None and number == 2 else ""
            return match.group(), f"{calendar.month_name[number]}{of_year} has {longest} days"
    return None
