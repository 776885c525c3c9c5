"""The stretch of days that a question is asked of: "in May", "between March 10 and April 10".

Unlike the leaning of `qa.question.dates`, which only prefers articles, a period here is exact: the
question is about these days and no others. English only.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from qa.question.times.days import (
    ANY_DATE,
    DATE,
    MONTH,
    ORDINALS,
    YEAR,
    is_verb,
    span_of,
    twice,
    year_of,
)

_WEEKDAYS = [name.lower() for name in calendar.day_name]
_BETWEEN = re.compile(
    rf"\b(?:(?P<how>between|from)\s+)?{DATE}\s*(?P<joint>and|to|until|till|through|–|-)\s*"
    rf"{twice(DATE)}",
    re.I,
)
_WEEK_OF = re.compile(
    rf"\b(?:in|during|for)?\s*the\s+(?:(?P<nth>first|second|third|fourth|last)\s+)?"
    rf"(?P<unit>week|half|days)\s+of\s+{DATE}",
    re.I,
)
_SAME_MONTH = re.compile(
    rf"\b(?:between|from|on)\s+(?P<month>{MONTH})\s+(?P<day>[0-3]?\d)\s*(?:and|to|until|–|-)\s*"
    rf"(?P<to_day>[0-3]?\d)\b(?!\d)(?:,?\s+(?P<year>{YEAR}))?",
    re.I,
)
_DAYS_OF_MONTH = re.compile(
    rf"\b(?:(?:between|from|on)\s+)?(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*"
    rf"(?:and|to|until|–|-)\s*(?:the\s+)?(?P<to_day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?"
    rf"(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}))?",
    re.I,
)
_SINCE = re.compile(
    rf"\b(?:(?:since|after|following)\s+{DATE}|from\s+{twice(DATE)}\s+(?:on|onwards?)\b)", re.I
)
_UNTIL = re.compile(rf"\b(?P<how>before|prior to|until|till|up to|by)\s+{DATE}", re.I)
# "before the shareholder meeting of July 27"
_THING_OF = rf"(?:the|his|her|its|their)\s+(?:[\w’'-]+\s+){{1,4}}?(?:of|on|in)\s+{DATE}"
_UNTIL_THING = re.compile(
    rf"\b(?P<how>before|prior to|until|till|up to|ahead of)\s+{_THING_OF}", re.I
)
_SINCE_THING = re.compile(rf"\b(?:since|after|following)\s+{_THING_OF}", re.I)
_IN = re.compile(rf"\b(?:in|on|during|throughout|within|of|for|over|dated|from)\s+{DATE}", re.I)
_AT_END = re.compile(rf"(?<![\w-]){DATE}\s*[?.!]*$", re.I)
_RELATIVE = re.compile(
    r"\b(?:(?P<near>today|yesterday)"
    r"|(?:in |over |during |for )?(?:the )?(?P<which>this|last|past|previous)"
    r"(?:\s+(?P<count>two|three|four|five|six|seven|ten|\d{1,2}))?"
    r"\s+(?P<unit>days?|weeks?|weekend|months?|years?)(?![’'\w])"
    r"|on (?:last )?(?P<weekday>" + "|".join(_WEEKDAYS) + r")(?![’'\w]))",
    re.I,
)
_OUTLET = re.compile(r"\b(?:(?i:usa|russia|business|india)|Mail|Independent|Herald)\s+$")
_JOINED = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|as well as)\b)\s*(?:also\s+)?(?:(?:in|on|of|during)\s+)?(?:the\s+)?",
    re.I,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}


@dataclass(frozen=True)
class Period:
    """Days, inclusive; None leaves a side open. `words` are the question's own for it."""

    first: date | None
    last: date | None
    words: str

    @property
    def after(self) -> str | None:
        """For `ArticleFilter.after` (inclusive)."""
        return self.first.isoformat() if self.first else None

    @property
    def before(self) -> str | None:
        """For `ArticleFilter.before` (exclusive)."""
        if self.last is None or self.last == date.max:
            return None
        return (self.last + timedelta(days=1)).isoformat()


_MOST_PERIODS = 8  # that a question is asked of
_TO_WHAT = re.compile(r"\s+to (?:what|when|who|how|which)\b", re.I)


def asked_period(question: str, reference: date) -> Period | None:
    """The period that a question names, or None.

    A date without a year is of the other date's year, else the last of its name that is not after
    `reference` (the day of asking, or of the newest article where that is earlier). "This week"
    and the like are counted from `reference` too.
    """
    for pattern, read in (
        (_SAME_MONTH, _read_same_month),
        (_DAYS_OF_MONTH, _read_same_month),
        (_BETWEEN, _read_between),
        (_WEEK_OF, _read_week),
        (_SINCE, _read_since),
        (_UNTIL, _read_until),
        (_SINCE_THING, _read_of_thing),
        (_UNTIL_THING, _read_of_thing),
        (_IN, _read_in),
        (_AT_END, _read_at_end),
        (_RELATIVE, _read_relative),
    ):
        for match in pattern.finditer(question):
            if is_verb(match) or (pattern is _RELATIVE and _is_name(match)):
                continue
            if _TO_WHAT.match(question, match.end()):
                continue  # "From 2026 to when?" names what moved
            try:
                period = read(match, reference)
            except (ValueError, OverflowError):  # a day that no calendar has
                continue
            if period is not None:
                return period
    return None


def _is_name(match: re.Match[str]) -> bool:
    """Whether a time is a part of a name: USA TODAY, the Mail on Sunday."""
    before = match.string[: match.start()]
    return bool(before) and (not match.group()[0].islower() or _OUTLET.search(before) is not None)


def asked_days(question: str, reference: date) -> list[Period]:
    """Every date that a question names, in order: "of January and of August" names two months."""
    found = []
    years = {y for m in ANY_DATE.finditer(question) if (y := year_of(m.groupdict())) is not None}
    year = years.pop() if len(years) == 1 else None  # "in January and in June 2022"
    for match in ANY_DATE.finditer(question):
        if is_verb(match):
            continue
        try:
            span = span_of(match.groupdict(), reference, year_of(match.groupdict()) or year)
        except ValueError:
            continue
        if span is not None:
            found.append(Period(*span, match.group()))
    return found


def asked_periods(question: str, reference: date) -> list[Period]:
    """The periods that a question is asked of, in order: two for "in January and in June 2022", one
    for "between January and June"; none where it names no time.
    """
    first = asked_period(question, reference)
    if first is None:
        return []
    days = asked_days(question, reference)
    within = [day for day in days if day.words in first.words]
    if len(days) < 2 or len(within) != 1 or first.first is None or first.last is None:
        return [first]
    at = 0
    for place, day in enumerate(days):
        start = question.index(day.words, at)
        if place and not _JOINED.fullmatch(question, at, start):
            return [first]
        at = start + len(day.words)
    return list({(day.first, day.last): day for day in days[:_MOST_PERIODS]}.values())


def without_period(question: str, period: Period | None) -> str:
    """The question without the words of its period."""
    if period is None:
        return question
    kept = re.sub(re.escape(period.words), " ", question, count=1, flags=re.I)
    return re.sub(r"\s+([?.!,])", r"\1", " ".join(kept.split()))


def with_period(question: str, period: Period | None, words: str) -> str:
    """The question asked of another period: `words` in place of its own, or behind it."""
    if period is not None:
        return question.replace(period.words, words, 1)
    return f"{question.rstrip(' ?.!')} {words}?"


def _read_same_month(match: re.Match[str], reference: date) -> Period | None:
    found = match.groupdict()
    first = span_of(found, reference, None)
    assert first is not None and found["to_day"] is not None
    last = first[0].replace(day=int(found["to_day"]))
    return Period(first[0], last, match.group()) if first[0] <= last else None


def _read_between(match: re.Match[str], reference: date) -> Period | None:
    found = match.groupdict()
    if not found["how"] and found["joint"].lower() == "and":
        return None  # "of January and of August" are two times
    first = {k: v for k, v in found.items() if not k.startswith("to_")}
    second = {k.removeprefix("to_"): v for k, v in found.items() if k.startswith("to_")}
    year = year_of(first) or year_of(second)
    start = span_of(first, reference, year_of(first) or year)
    end = span_of(second, reference, year_of(second) or year)
    if start is None or end is None:
        return None
    if end[1] < start[0] and year_of(first) is None:  # "from November to February 2023"
        start = (start[0].replace(year=start[0].year - 1), start[1])
    return Period(start[0], end[1], match.group()) if start[0] <= end[1] else None


def _read_week(match: re.Match[str], reference: date) -> Period | None:
    span = span_of(match.groupdict(), reference, None)
    if span is None:
        return None
    first, last = span
    nth, unit = (match.group("nth") or "").lower(), match.group("unit").lower()
    if unit == "week" and first == last and not nth:  # the week of March 14
        monday = first - timedelta(days=first.weekday())
        return Period(monday, monday + timedelta(days=6), match.group().strip())
    if not nth:
        return None
    if unit == "half":
        year_long = (last - first).days > 360
        middle = date(first.year, 6, 30) if year_long else first + (last - first) // 2
        halves = ((first, middle), (middle + timedelta(days=1), last))
        return Period(*halves[nth != "first"], match.group().strip())
    number = ORDINALS[nth]
    if number == 0:
        return Period(last - timedelta(days=6), last, match.group().strip())
    begin = first + timedelta(days=7 * (number - 1))
    return Period(begin, min(last, begin + timedelta(days=6)), match.group().strip())


def _read_since(match: re.Match[str], reference: date) -> Period | None:
    found = match.groupdict()
    second = {k.removeprefix("to_"): v for k, v in found.items() if k.startswith("to_")}
    span = span_of(found, reference, None) or span_of(second, reference, None)
    if span is None:
        return None
    later = match.group().lower().startswith(("after", "following"))
    return Period(span[1] + timedelta(days=1) if later else span[0], None, match.group())


def _read_until(match: re.Match[str], reference: date) -> Period | None:
    span = span_of(match.groupdict(), reference, None)
    if span is None:
        return None
    whole = match.group("how").lower() in ("until", "till", "up to", "by")
    return Period(None, span[1] if whole else span[0] - timedelta(days=1), match.group())


def _read_of_thing(match: re.Match[str], reference: date) -> Period | None:
    if match.group("year4"):
        return None  # "before the election of 2019": on no day of which anything is known
    return (_read_until if "how" in match.groupdict() else _read_since)(match, reference)


def _read_in(match: re.Match[str], reference: date) -> Period | None:
    how = match.group().split()[0].lower()
    found = match.groupdict()
    if how in ("of", "for") and found.get("year4"):
        return None  # "the class of 2022"
    span = span_of(found, reference, None)
    return None if span is None else Period(*span, match.group())


def _read_at_end(match: re.Match[str], reference: date) -> Period | None:
    found = match.groupdict()
    if year_of(found) is None or found.get("year4"):
        return None  # keywords end with a month or a day: "strike port alder March 2022"
    span = span_of(found, reference, None)
    return None if span is None else Period(*span, match.group().rstrip(" ?.!"))


def _read_relative(match: re.Match[str], reference: date) -> Period | None:
    if near := match.group("near"):
        day = reference - timedelta(days=near.lower() == "yesterday")
        return Period(day, day, match.group())
    if weekday := match.group("weekday"):
        back = (reference.weekday() - _WEEKDAYS.index(weekday.lower())) % 7
        back += 7 if " last " in f" {match.group().lower()} " and back == 0 else 0
        day = reference - timedelta(days=back)
        return Period(day, day, match.group())
    which, unit = match.group("which").lower(), match.group("unit").lower().rstrip("s")
    counted = match.group("count")
    if counted or which == "past" or unit == "day":
        count = _COUNTS.get(
            (counted or "").lower(), int(counted) if (counted or "").isdigit() else 1
        )
        if count < 1:
            return None
        days = {"day": 1, "week": 7, "weekend": 7, "month": 31, "year": 366}[unit] * count
        return Period(reference - timedelta(days=days - 1), reference, match.group())
    back = which in ("last", "previous")
    if unit in ("week", "weekend"):
        monday = reference - timedelta(days=reference.weekday() + 7 * back)
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        return Period(first, monday + timedelta(days=6), match.group())
    if unit == "month":
        end = reference.replace(day=1) - timedelta(days=1) if back else reference
        days = calendar.monthrange(end.year, end.month)[1]
        return Period(end.replace(day=1), end.replace(day=days), match.group())
    year = reference.year - back
    return Period(date(year, 1, 1), date(year, 12, 31), match.group())
