"""When the news that a question asks for may have been published: its dates, read as days.

"in September 2022", "on October 4", "since March", "last week". The day of an event is not the
day of its report, so a date gives a stretch that begins with it and goes on for a week after its
end. A date that only qualifies something ("the January 6 attack", "the 2020 election") gives
none: the preposition before it decides. English only.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

# News follows its event soon. On RealTimeQA 2022 (109 questions that say "this week", "on Monday"
# and the like, 2026-11) 95 % of the gold articles appeared in the week before the question.
REPORTED_WITHIN_DAYS = 7
# "Last week" means a week of the collection only while the collection is kept up to date.
LIVE_WITHIN_DAYS = 31

_MONTH_NAMES = [name.lower() for name in calendar.month_name[1:]]
_MONTH_OF = {name: n for n, name in enumerate(_MONTH_NAMES, start=1)} | {
    short: n
    for n, name in enumerate(_MONTH_NAMES, start=1)
    for short in (name[:3], name[:4])
    if name != "may"
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?![\d:%])"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b(?!-\d)"
_ISO = r"(?P<iso>(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?)\b"
_DATES = (
    _ISO,
    rf"{_MONTH}\s+{_DAY}(?:\s*,?\s+{_YEAR})?",
    rf"(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s+{_YEAR})?",
    rf"(?:(?:early|late|mid)[\s-]+|the\s+(?:start|beginning|middle|end)\s+of\s+)?{_MONTH}"
    rf"(?:\s+(?:of\s+)?{_YEAR})?(?!\s+\d)",
    rf"(?:early\s+|late\s+)?{_YEAR}",
)
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_WEEKDAY = "|".join(_WEEKDAYS)
_FROM = "since|after|following|from"
_UP_TO = "before|until|till|by|prior to|up to"
_AT = "in|on|during|of|at|throughout|between|and|to|dated|for"
_ABSOLUTE = tuple(
    re.compile(rf"\b(?P<how>{_FROM}|{_UP_TO}|{_AT})\s+{pattern}", re.I) for pattern in _DATES
)
_RELATIVE = re.compile(
    r"\b(?:(?:earlier|later)\s+)?(?:"
    r"(?P<near>yesterday|today|tonight|last night|this (?:morning|afternoon|evening))"
    r"|(?P<which>this|last|the last|the past|past)\s+(?P<unit>week(?:end)?|month|year)\b(?![’']s)"
    r"|(?P<number>\d{1,3}|a|an|two|three|four|five|six|seven|ten)\s+(?P<units>day|week|month|year)s?"
    r"\s+ago"
    rf"|(?:on|last|this(?: past)?)\s+(?P<weekday>{_WEEKDAY})"
    r"|(?P<vague>recently|lately|these days|nowadays)"
    r")\b",
    re.I,
)
_SMALL = {"a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


@dataclass(frozen=True)
class AskedTime:
    """Days on which a fitting article may have appeared, inclusive; None leaves a side open.

    `words` are the question's own, `dropped` those of them that no article need have.
    """

    first_day: date | None
    last_day: date | None
    words: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """True when it says nothing about days."""
        return self.first_day is None and self.last_day is None


NO_TIME = AskedTime(None, None)


def asked_time(question: str, today: date, newest: date | None) -> AskedTime:
    """What the dates of a question say about when its answer was published.

    Several dates give the stretch from the first to the last. A date without a year is the last
    one of its name that is not after `today` and `newest`, the day of the newest article. Words
    such as "last week" are counted back from `today`; when nothing newer than a month is in the
    collection, they can't mean a week of it and give no days.
    """
    reference = min(today, newest) if newest is not None else today
    live = newest is not None and (today - newest).days <= LIVE_WITHIN_DAYS
    stretches: list[tuple[date | None, date | None]] = []
    words: list[str] = []
    dropped: list[str] = []
    rest = question
    for pattern in _ABSOLUTE:
        for match in pattern.finditer(rest):
            stretch = _absolute(match, reference)
            if stretch is not None:
                stretches.append(stretch)
                words.append(match.group())
        rest = pattern.sub(lambda m: " " * len(m.group()), rest)
    for match in _RELATIVE.finditer(rest):
        if match.start() > 0 and not match.group()[0].islower():
            continue  # USA TODAY, the Last Week Tonight show
        # A keyword search can make nothing of "this week", which stands in any article or in none.
        # A weekday stays, for the article says it too. On RealTimeQA 2022 (195 questions, BM25
        # alone, 2026-11) MRR@10 rises from .551 to .559 without them; without weekdays, .554.
        if not match.group("weekday"):
            dropped.append(match.group())
        days = _relative(match, today) if live else None
        if days is not None:
            stretches.append(days)
            words.append(match.group())
    firsts = [first for first, _ in stretches if first is not None]
    lasts = [last for _, last in stretches if last is not None]
    return AskedTime(
        min(firsts, default=None), max(lasts, default=None), tuple(words), tuple(dropped)
    )


def _absolute(match: re.Match[str], reference: date) -> tuple[date | None, date | None] | None:
    found = match.groupdict()
    year, month, day = found.get("year"), found.get("month"), found.get("day")
    if found.get("iso"):
        year, month, *days = found["iso"].split("-")
        day = days[0] if days else None
    number = None if month is None else int(month) if month.isdigit() else _MONTH_OF[month.lower()]
    if number is not None and not 1 <= number <= 12:
        return None
    how = match.group("how").lower()
    if month is not None and month.lower() == "may" and match.group()[-3:] == "may":
        return None  # the verb: "what of it may …"
    if how in ("of", "and", "to", "for") and year is not None and number is None:
        return None  # "the class of 2022", "and 2,000"
    try:
        span = _days(None if year is None else int(year), number, day, reference)
    except ValueError:  # February 30
        return None
    if re.fullmatch(_FROM, how):
        return span[0], None
    if re.fullmatch(_UP_TO, how):
        return None, _after(span[1])
    return span[0], _after(span[1])


def _days(
    year: int | None, month: int | None, day: str | None, reference: date
) -> tuple[date, date]:
    """First and last day of a date; without a year the last such not after `reference`.

    Raises ValueError for a day that no calendar has.
    """
    if year is None:
        for earlier in range(reference.year, max(0, reference.year - 9), -1):
            try:
                first, last = _days(earlier, month, day, reference)
            except ValueError:  # February 29 in most years
                continue
            if first <= reference:
                return first, last
        raise ValueError(f"no {month}-{day}")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is not None:
        return date(year, month, int(day)), date(year, month, int(day))
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _after(day: date) -> date:
    return day + timedelta(days=REPORTED_WITHIN_DAYS)


def _relative(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """First and last day of "last week" and the like, seen from `today`; None for "recently"."""
    week = timedelta(days=7)
    if match.group("near"):
        back = 1 if match.group("near").lower() in ("yesterday", "last night") else 0
        return today - timedelta(days=back), today
    if match.group("weekday"):
        back = (today.weekday() - _WEEKDAYS.index(match.group("weekday").lower())) % 7
        day = today - timedelta(days=back)
        return (day - week if match.group().lower().startswith("last") else day), today
    if match.group("units"):
        number = match.group("number").lower()
        count = int(number) if number.isdigit() else _SMALL.get(number, 10)
        length = {"day": 1, "week": 7, "month": 30, "year": 365}[match.group("units").lower()]
        middle = today - timedelta(days=count * length)
        slack = timedelta(days=length // 2)
        return middle - slack, min(_after(middle + slack), today)
    if match.group("unit"):
        unit = match.group("unit").lower()
        length = {"week": 7, "weekend": 7, "month": 31, "year": 365}[unit]
        last = match.group("which").lower() == "last"
        # "Last week" is the one before or the past seven days; people mean both.
        return today - timedelta(days=length * (2 if last else 1)), today
    return None
