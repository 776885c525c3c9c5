"""What "on Tuesday", "last month" and "on March 29" mean in an article whose date is known.

Silence before a wrong date: nothing is resolved inside quotation marks (who speaks may have spoken
earlier), in a sentence about another year, for days that return each year, or where the words don't
say whether the time is past or to come. English only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from index.byline.calendar_words import (
    day_number,
    month_number,
    weekday_number,
    weekday_on_or_after,
    weekday_on_or_before,
    yearly,
)
from index.byline.tense import Quotations, direction, is_reported, paragraph_around, sentence_around
from index.byline.tense_words import BY_TIMETABLE, DEADLINE
from index.byline.time_words import (
    ANY_YEAR,
    ATTRIBUTE_BEFORE,
    BEHIND_BARE_DAY,
    COUNTS,
    DURATION,
    FARTHEST_DAYS,
    KNOWN_BY_DAY,
    NAMES_EVENT,
    OTHER_DAY_AFTER,
    OTHER_DAY_BEFORE,
    OTHER_DAY_BEHIND,
    RETURNS,
    SAID_TODAY,
    SHIFTS,
    TIME,
    UNTIL,
)  # fmt: skip
from index.types import Precision

ResolvedPrecision = Literal["day", "week", "month", "year"]
_LONGEST_SPAN = 20_000
_MOST_TIMES = 40  # of a sentence; what has more is a table without its lines


@dataclass(frozen=True)
class ResolvedDate:
    """`text[start_char:end_char] == words`, and the time meant: ISO 8601 at its precision, where a
    week is 2022-W40 (from Monday).
    """

    start_char: int
    end_char: int
    words: str
    iso: str
    precision: ResolvedPrecision

    @property
    def label(self) -> str:
        """For a reader: "Oct 4, 2022", "week of Oct 3, 2022", "Oct 2022", "2022"."""
        if self.precision == "year":
            return self.iso
        if self.precision == "month":
            return f"{date.fromisoformat(self.iso + '-01'):%b %Y}"
        day = date.fromisoformat(self.iso)
        return ("week of " if self.precision == "week" else "") + f"{day:%b} {day.day}, {day.year}"


@dataclass(frozen=True)
class _Anchor:
    """The publication day; of a month or year, its last day, so that "past" is not cut short."""

    day: date
    precision: Precision
    zone_hides_day: bool


def resolve_relative_dates(
    text: str,
    start_char: int,
    end_char: int,
    published_at: str | None,
    published_precision: Precision,
) -> list[ResolvedDate]:
    """The times in `text[start_char:end_char]` that publication makes definite, in order.

    `text` is the article's, so that quotation marks around the span are seen. Empty when the date
    is unknown; with only its month or year known, days near it are left alone, and so is a
    sentence of more than _MOST_TIMES.
    """
    anchor = _anchor(published_at, published_precision)
    start_char, end_char = max(0, start_char), min(len(text), end_char)
    if anchor is None or not 0 < end_char - start_char <= _LONGEST_SPAN:
        return []
    found: list[ResolvedDate] = []
    times = list(islice(TIME.finditer(text, start_char, end_char), _MOST_TIMES + 1))
    for match in times if len(times) <= _MOST_TIMES else ():
        meant = _meaning(text, match, anchor)
        if meant:
            found.append(ResolvedDate(match.start(), match.end(), match[0], *meant))
    return found


def _anchor(published_at: str | None, precision: Precision) -> _Anchor | None:
    if not published_at or precision == "unknown":
        return None
    try:
        if precision == "year":
            return _Anchor(date(int(published_at[:4]), 12, 31), precision, False)
        if precision == "month":
            first = date.fromisoformat(published_at[:7] + "-01")
            return _Anchor(_last_day(first), precision, False)
        day = date.fromisoformat(published_at[:10])
    except ValueError:
        return None
    # 02:00 UTC is still yesterday evening in New York: "today" may be either day.
    early = re.match(r"T0\d", published_at[10:]) is not None
    return _Anchor(day, precision, early and published_at.endswith(("Z", "+00:00")))


_Meaning = tuple[str, ResolvedPrecision]


def _meaning(text: str, match: re.Match[str], anchor: _Anchor) -> _Meaning | None:
    paragraph = paragraph_around(text, match.start(), match.end())
    if Quotations(text, *paragraph).cover(match.start()):
        return None
    first, last = sentence_around(text, match.start(), match.end())
    sentence = text[first:last]
    start, end = match.start() - first, match.end() - first
    years = {int(year[0]) for year in ANY_YEAR.finditer(sentence)}
    if years - {anchor.day.year} and not is_reported(sentence[:start]):
        return None
    context = _Context(sentence, start, end)
    kinds: tuple[tuple[str, Callable[[re.Match[str], _Context, _Anchor], _Meaning | None]], ...] = (
        ("month", _month_day), ("month_2", _month_day), ("weekday", _weekday), ("unit", _unit),
        ("word", _word), ("count", _days_ago), ("month_alone", _month),
    )  # fmt: skip
    resolve = next(resolve for group, resolve in kinds if match[group])
    return resolve(match, context, anchor)


@dataclass(frozen=True)
class _Context:
    sentence: str
    start: int
    end: int

    @property
    def before(self) -> str:
        return self.sentence[: self.start]

    @property
    def after(self) -> str:
        return self.sentence[self.end :]

    @property
    def direction(self) -> Literal["past", "future"] | None:
        return direction(self.sentence, self.start, self.end)


def _weekday(match: re.Match[str], around: _Context, anchor: _Anchor) -> _Meaning | None:
    if anchor.precision != "day" or OTHER_DAY_BEFORE.search(around.before):
        return None
    of_day = re.match(r"['’]s\b", around.after)
    if OTHER_DAY_AFTER.match(around.after) or RETURNS.search(around.sentence):
        return None
    bare = not match[0].lower().startswith("on ")
    bare = bare and not DEADLINE.search(around.before)  # "until Sunday to register"
    if (BEHIND_BARE_DAY if bare else OTHER_DAY_BEHIND).match(around.after):
        return None
    number, today = weekday_number(match["weekday"]), anchor.day
    before, after = weekday_on_or_before(today, number), weekday_on_or_after(today, number)
    which = (match["which"] or "").lower()
    if which == "this past":
        return _day(weekday_on_or_before(today - timedelta(days=1), number))
    if which == "this coming":
        return _day(weekday_on_or_after(today + timedelta(days=1), number))
    monday = today - timedelta(days=today.weekday())
    if which == "last":  # the last one there was, or the one of last week: only when they agree
        recent = weekday_on_or_before(today - timedelta(days=1), number)
        return _day(recent) if recent < monday and today.weekday() != 6 else None
    if which == "next":
        coming = weekday_on_or_after(today + timedelta(days=1), number)
        return _day(coming) if coming >= monday + timedelta(days=7) else None
    if which == "this":
        return _day(monday + timedelta(days=number)) if today.weekday() != 6 else None
    if number == today.weekday() and re.search(r"\b[Ss]ince\s+$", around.before):
        return None  # of today, or of a week ago
    tense = around.direction
    if of_day and (tense != "past" or not ATTRIBUTE_BEFORE.search(around.before)):
        return None
    if UNTIL.search(around.before) and tense != "future":
        return None
    return {"past": _day(before), "future": _day(after), None: None}[tense]


def _month_day(match: re.Match[str], around: _Context, anchor: _Anchor) -> _Meaning | None:
    month = month_number(match["month"] or match["month_2"])
    day = day_number(match["day"] or match["day_2"])
    if anchor.precision not in ("day", "month") or RETURNS.search(around.sentence):
        return None
    if NAMES_EVENT.match(around.after) or re.search(r"\b(?:the|of)\s+$", around.before):
        return None
    days = list(yearly(month, day, range(anchor.day.year - 1, anchor.day.year + 2)))
    if match["md_weekday"]:
        number = weekday_number(match["md_weekday"])
        days = [day for day in days if day.weekday() == number]
        return _day(days[0]) if len(days) == 1 else None
    if (month, day) in KNOWN_BY_DAY:
        return None
    tense = around.direction
    if UNTIL.search(around.before) and tense != "future":
        return None
    if tense == "future" and BY_TIMETABLE.search(around.before):
        return None
    if tense == "past":
        days = [day for day in days if anchor.day - timedelta(days=365) < day <= anchor.day]
    elif tense == "future":
        first = anchor.day if anchor.precision == "day" else anchor.day.replace(day=1)
        days = [day for day in days if first <= day < first + timedelta(days=365)]
    else:
        return None
    near = [day for day in days if abs(day - anchor.day).days <= FARTHEST_DAYS]
    return _day(near[0]) if len(near) == 1 else None


def _month(match: re.Match[str], around: _Context, anchor: _Anchor) -> _Meaning | None:
    month, which = month_number(match["month_alone"]), match["month_which"].lower()
    if anchor.precision not in ("day", "month") or RETURNS.search(around.sentence):
        return None
    if re.match(r"\s+[A-Z\d]|['’]s\b", around.after):  # a name, "in May's office"; "March 3-5"
        return None
    year, now = anchor.day.year, anchor.day.month
    if match["month_year"]:
        return f"{year + SHIFTS[match['month_year']]}-{month:02}", "month"
    if which == "this":
        return f"{year}-{month:02}", "month"
    if which == "last":
        return (f"{year - 1}-{month:02}", "month") if month >= now else None
    if which == "next":
        return (f"{year + 1}-{month:02}", "month") if month <= now else None
    tense = "past" if which in ("since", "back in", "earlier in") else around.direction
    if tense == "past":
        back = (now - month) % 12
        return (f"{year if month <= now else year - 1}-{month:02}", "month") if back <= 9 else None
    if tense == "future" and not BY_TIMETABLE.search(around.before):
        ahead = (month - now) % 12
        return (f"{year if month >= now else year + 1}-{month:02}", "month") if ahead <= 9 else None
    return None


def _unit(match: re.Match[str], around: _Context, anchor: _Anchor) -> _Meaning | None:
    unit, which = match["unit"], match["unit_which"].lower().split()[-1]
    if DURATION.search(around.before):  # "over the last year" is a stretch of time
        return None
    shift = SHIFTS[which]
    if unit == "year":
        return f"{anchor.day.year + shift:04}", "year"
    if unit == "month" and anchor.precision in ("day", "month"):
        months = anchor.day.year * 12 + anchor.day.month - 1 + shift
        return f"{months // 12:04}-{months % 12 + 1:02}", "month"
    if unit == "week" and anchor.precision == "day" and anchor.day.weekday() != 6:
        # On a Sunday the week that was "last" depends on the country.
        year, week, _ = (anchor.day + timedelta(days=7 * shift)).isocalendar()
        return f"{year:04}-W{week:02}", "week"
    return None


def _word(match: re.Match[str], around: _Context, anchor: _Anchor) -> _Meaning | None:
    if anchor.precision != "day" or anchor.zone_hides_day:
        return None
    word = match["word"].lower()
    if word == "today" and not (match["word"].islower() and SAID_TODAY.search(around.before)):
        return None
    if word == "last night" and DURATION.search(around.before):
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return _day(anchor.day + timedelta(days=shift))


def _days_ago(match: re.Match[str], around: _Context, anchor: _Anchor) -> _Meaning | None:
    if anchor.precision != "day" or anchor.zone_hides_day:
        return None
    count = COUNTS.get(match["count"]) or int(match["count"])
    return _day(anchor.day - timedelta(days=count))


def _day(day: date) -> _Meaning:
    return day.isoformat(), "day"


def _last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
