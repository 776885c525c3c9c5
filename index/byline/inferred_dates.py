"""When an article was published, as far as its words pin it: days with weekdays, people in office.

Each hint gives the first and last day of publication that it allows. Where they all agree, the
answer is the finest date that covers what is left: a day, a month, a year. Where they don't, or
where more than a year is left, there is none. English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from index.byline.calendar_words import (
    DAY_NUMBER,
    MONTH,
    WEEKDAY,
    YEAR,
    day_number,
    day_of,
    month_number,
    weekday_number,
    yearly,
)
from index.byline.office_holders import terms_named
from index.byline.tense import Quotations, direction, paragraph_around, sentence_around
from index.types import Precision

_FIRST_DAY = date(1990, 1, 1)
_LONGEST_PROSE = 60_000
_MOST_HINTS = 200
_DAY = re.compile(
    rf"(?:\b(?P<weekday>{WEEKDAY}),?\s+\(?(?:the\s+)?)?"
    rf"(?:\b(?P<month>{MONTH})\s+(?P<day>{DAY_NUMBER})"
    rf"|\b(?P<day_2>{DAY_NUMBER})\s+(?:of\s+)?(?P<month_2>{MONTH}))"
    rf"(?:,?\s+(?P<year>{YEAR}))?(?!\s*[-–]\s*\d)"
)
_POST = re.compile(r"\(@\w{1,30}\)\s*$")
_PAST_YEAR = re.compile(rf"\b(?:in|since|of|from|during)\s+(?P<year>{YEAR})(?![-–/]\d)")
_PLANNED = re.compile(
    r"\b(?:expected|scheduled|due|slated|planned|set|originally|until|by)\b", re.I
)
# Titles and first lines of pages that are made anew each day.
_ISSUE = re.compile(
    r"(?i:\bthings\s+(?:you\s+need\s+)?to\s+know\s+(?:today\b\W*|for\s+|on\s+)?"
    r"|\btoday[’']?s?\s+(?:news|headlines|top\s+stories)\b[^.\n]{0,20}?"
    r"|\b(?:this\s+(?:page|article|story|blog|is\s+a)\b[^.\n]{0,30}?)?\b(?:recaps?|contains|rounds\s+up)"
    r"\b[^.\n]{0,60}?\b(?:for|on|from|of)\s+|\b(?:good\s+morning\W+|today\s+is\s+|it[’']?s\s+|"
    r"it\s+is\s+))$"
)
_ISSUE_BEHIND = re.compile(r"\s+(?:recap|live updates|news briefing|briefing)\b", re.IGNORECASE)
# "Photos this week: June 16-June 23, 2022".
_WEEK = re.compile(
    rf"\b(?i:(?:this|the|of|in)\s+(?:the\s+)?week)\b[^.\n]{{0,40}}?(?P<first>{MONTH})\s+\d{{1,2}}\s?[-–]\s?"
    rf"(?:(?P<month>{MONTH})\s+)?(?P<day>{DAY_NUMBER}),?\s+(?P<year>{YEAR})"
)
_BARE_WEEKDAY = re.compile(rf"\b(?P<weekday>{WEEKDAY})\b(?!,?\s+\(?(?:{MONTH}))")
_LEAD_CHARS = 1_500
_AGENCY_BEHIND = re.compile(r"\s*\([A-Z][\w&./ -]{1,30}\)\s*(?:--?|[–—])")
_ISSUE_WITHIN = 700
# How long after a day with its weekday an article still names it so, and how long before. With
# both, 166 of the 174 dates inferred of 4,808 bare articles of RealTimeQA 2022 are right (2026-11,
# without the labelled hundred); most of the others were updated after publication.
_LONGEST_AFTER = timedelta(days=60)
_LONGEST_AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Inferred:
    """`at` is ISO 8601 at its precision."""

    at: str
    precision: Precision


@dataclass(frozen=True)
class _Range:
    first: date
    last: date

    def cut(self, other: _Range) -> _Range:
        return _Range(max(self.first, other.first), min(self.last, other.last))

    @property
    def is_empty(self) -> bool:
        return self.first > self.last


@dataclass(frozen=True)
class _Mention:
    """A day in the prose; `year` is None when it isn't written.

    `is_post`: it signs a quoted post. `is_issue`: it names the page's own day, as a daily page or a
    dateline does.
    """

    start: int
    end: int
    weekday: int | None
    month: int
    day: int
    year: int | None
    tense: Literal["past", "future", "quoted"] | None
    is_post: bool
    is_issue: bool


def infer_published(prose: str, today: date) -> Inferred | None:
    """The publication date that `prose`, an article's text without boilerplate, allows.

    Nothing after `today` is considered.
    """
    prose = prose[:_LONGEST_PROSE]
    mentions = list(_mentions(prose))
    issue = next((mention for mention in mentions if mention.is_issue), None)
    week = _week(prose)
    if not (issue or week or any(map(_may_hint, mentions))):
        return None
    mentions = [_with_tense(prose, mention) for mention in mentions]
    window = _window(prose, mentions, today)
    if window.is_empty:
        return None
    if issue:
        days = _days(issue, window, before=2, after=1)
        if len(days) == 1:
            return Inferred(days[0].isoformat(), "day")
    hints = [_hint(mention, window) for mention in mentions] + [week, _news(prose, mentions)]
    left = window
    for hint in hints:
        left = left.cut(hint) if hint else left
    return _cover(left) if any(hints) and not left.is_empty else None


def _mentions(prose: str) -> Iterator[_Mention]:
    for match in islice(_DAY.finditer(prose), _MOST_HINTS):
        is_post = bool(_POST.search(prose, max(0, match.start() - 40), match.start()))
        before = prose[max(0, match.start() - 120) : match.start()]
        is_issue = (
            match.start() < _ISSUE_WITHIN
            and bool(match["weekday"] or match["year"])
            and bool(_ISSUE.search(before) or _ISSUE_BEHIND.match(prose, match.end()))
        ) or (match.start() < _ISSUE_WITHIN and _is_dateline(prose, match))
        yield _Mention(
            match.start(),
            match.end(),
            weekday_number(match["weekday"]) if match["weekday"] else None,
            month_number(match["month"] or match["month_2"]),
            day_number(match["day"] or match["day_2"]),
            int(match["year"]) if match["year"] else None,
            None,
            is_post,
            is_issue,
        )


def _is_dateline(prose: str, match: re.Match[str]) -> bool:
    """True for the day in "BUDAPEST, Nov. 7 (Reuters) -"."""
    line = prose.rfind("\n", 0, match.start()) + 1
    place = prose[line : match.start()].strip()
    return (
        0 < len(place) <= 40
        and place.endswith(",")
        and place.split(",")[0].isupper()
        and bool(_AGENCY_BEHIND.match(prose, match.end()))
    )


def _may_hint(mention: _Mention) -> bool:
    return mention.is_post or mention.weekday is not None


def _with_tense(prose: str, mention: _Mention) -> _Mention:
    start, end = mention.start, mention.end
    if mention.is_post or mention.is_issue:
        return mention
    if Quotations(prose, *paragraph_around(prose, start, end)).cover(start):
        return replace(mention, tense="quoted")
    first, last = sentence_around(prose, start, end)
    tense = direction(prose[first:last], start - first, end - first)
    return replace(mention, tense=tense)


def _window(prose: str, mentions: Sequence[_Mention], today: date) -> _Range:
    """What the years, the offices and the days gone by leave; empty when they contradict."""
    window = _Range(_FIRST_DAY, today)
    for mention in mentions:
        day = day_of(mention.year, mention.month, mention.day) if mention.year else None
        planned = _PLANNED.search(prose, max(0, mention.start - 40), mention.start)
        if day and day <= today and (mention.is_post or (mention.tense == "past" and not planned)):
            window = window.cut(_Range(day, today))
    for match in islice(_PAST_YEAR.finditer(prose), _MOST_HINTS):
        first, last = sentence_around(prose, match.start(), match.end())
        start = match.start() - first
        sentence = prose[first:last]
        if (
            int(match["year"]) <= today.year
            and direction(sentence, start, match.end() - first) == "past"
            and not _PLANNED.search(sentence[:start])
        ):
            window = window.cut(_Range(date(int(match["year"]), 1, 1), today))
    for _, terms in islice(terms_named(prose), _MOST_HINTS):
        # Of two terms, the earliest day of the one and the last of the other still hold.
        last_days = [term.last_day or today for term in terms]
        first_day = min(term.first_day for term in terms)
        window = window.cut(_Range(first_day, min(today, max(last_days))))
    return window


def _days(mention: _Mention, window: _Range, *, before: int, after: int) -> list[date]:
    """The days that a mention may mean when it is at most so many days out of the window."""
    first, last = window.first - timedelta(days=before), window.last + timedelta(days=after)
    years = (
        range(mention.year, mention.year + 1) if mention.year else range(first.year, last.year + 1)
    )
    return [
        day
        for day in yearly(mention.month, mention.day, years)
        if first <= day <= last and mention.weekday in (None, day.weekday())
    ]


def _hint(mention: _Mention, window: _Range) -> _Range | None:
    if mention.is_post:
        day = day_of(mention.year, mention.month, mention.day) if mention.year else None
        return _Range(day, day + _LONGEST_AFTER) if day else None
    if mention.tense == "quoted" or mention.weekday is None or mention.year:
        return None
    days = _days(mention, window, before=_LONGEST_AFTER.days, after=_LONGEST_AHEAD.days)
    if len(days) != 1:
        return None
    ahead = timedelta(0) if mention.tense == "past" else _LONGEST_AHEAD
    return _Range(days[0] - ahead, days[0] + _LONGEST_AFTER)


def _news(prose: str, mentions: Sequence[_Mention]) -> _Range | None:
    """The latest full day, when it has its weekday, which the first lines name alone as well:
    "died Tuesday …", and further down "on Tuesday, October 11, 2022".
    """
    dated = [
        (day, mention)
        for mention in mentions
        if mention.year and (day := day_of(mention.year, mention.month, mention.day))
    ]
    if not dated:
        return None
    day, latest = max(dated, key=lambda pair: pair[0])
    told = {weekday_number(m["weekday"]) for m in _BARE_WEEKDAY.finditer(prose[:_LEAD_CHARS])}
    if latest.weekday != day.weekday() or latest.weekday not in told or latest.tense == "future":
        return None
    return _Range(day - timedelta(days=7), day + timedelta(days=14))


def _week(prose: str) -> _Range | None:
    """The days after a week that the first lines sum up."""
    match = _WEEK.search(prose[:_ISSUE_WITHIN])
    if not match:
        return None
    month = month_number(match["month"] or match["first"])
    day = day_of(int(match["year"]), month, day_number(match["day"]))
    return _Range(day, day + timedelta(days=3)) if day else None


def _cover(left: _Range) -> Inferred | None:
    if left.first.year != left.last.year:
        return None
    if left.first.month != left.last.month:
        return Inferred(f"{left.first.year:04}", "year")
    if left.first != left.last:
        return Inferred(f"{left.first.year:04}-{left.first.month:02}", "month")
    return Inferred(left.first.isoformat(), "day")
