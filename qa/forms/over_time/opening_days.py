"""The days that an event opens: "the first week of the strike", "two days after the storm"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from qa.answer.telling import Told, event_day
from qa.question.period import Period

_COUNTS = {
    word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_COUNTS |= {"a": 1, "an": 1, "few": 3, "couple of": 2}
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "weekend": 3, "hour": 0, "year": 366}
_NUMBER = rf"(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})"
_OPENING = re.compile(
    rf"\b(?:the|its) (?:(?:very )?first|opening|initial) (?:{_NUMBER} )?(?P<unit>hour|day|week|"
    rf"weekend|"
    r"fortnight|month|year)s? (?:of|after|following|in) (?P<event>[^?.!,;]{3,90})|"
    rf"\b(?:in|during|over|within) (?:the )?(?:{_NUMBER.replace('count', 'number')} )?(?P<of>day|"
    rf"week|weekend|"
    r"fortnight|month|year)s? (?:after|following|since|that followed) (?P<after>[^?.!,;]{3,90})",
    re.I,
)


def opening_days(question: str) -> tuple[str, str, int] | None:
    """The event whose first days are asked for: the words for the days, the event, and how many
    days; None where no event is named.
    """
    match = _OPENING.search(question[:400])
    if match is None:
        return None
    event = (match["event"] or match["after"]).strip()
    unit = (match["unit"] or match["of"]).lower()
    said = (match["count"] or match["number"] or "1").lower()
    count = int(said) if said.isdigit() else _COUNTS.get(said, 1)
    words = match.group()[: match.start("event" if match["event"] else "after") - match.start()]
    return words.strip(), event, max(1, _DAYS[unit] * count + (unit == "hour") * 2)


def days_from(first: Iterable[Told], days: int, words: str) -> Period | None:
    """So many days from the first one that reports of an event tell of; None without any."""
    found = [event_day(told) or told.published for told in first]
    known = sorted(day for day in found if day is not None and len(day) == 10)
    if not known:
        return None
    start = date.fromisoformat(known[0])
    return Period(start, start + timedelta(days=days - 1), words)
