"""The names of months and weekdays as English-language news writes them, and what they mean.

Capitalised forms only: "march" and "may" are other words.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sep(?:t(?:ember|\.)?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
    r"(?![^\W_])"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY_NUMBER = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|[^\W\d_])"
YEAR = r"(?:19|20)\d\d(?![\d%]|[.,]\d)"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


def month_number(name: str) -> int:
    """1 to 12 for the name of a month or its short form."""
    return _MONTHS.index(name[:3].lower()) + 1


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday, as `date.weekday`."""
    return _WEEKDAYS.index(name[:3].lower())


def day_number(words: str) -> int:
    """4 for "4th"."""
    return int(words.rstrip("stndrh"))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None when that month has no such day."""
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def weekday_on_or_before(day: date, weekday: int) -> date:
    """The last such weekday that isn't after `day`."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def weekday_on_or_after(day: date, weekday: int) -> date:
    """The first such weekday that isn't before `day`."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def yearly(month: int, day: int, years: range) -> Iterator[date]:
    """That day of each year that has it."""
    for year in years:
        found = day_of(year, month, day)
        if found:
            yield found
