"""Which days an ISO date of any precision may mean: 2022-09 is any day of that September."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime


def first_day(iso: str) -> str:
    """The first day that an ISO date of any precision may mean: 2022-09 gives 2022-09-01.

    Raises ValueError for another shape.
    """
    day = iso.strip()[:10]
    day += {4: "-01-01", 7: "-01"}.get(len(day), "")
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise ValueError(f"{iso[:40]!r} is not a date; write it as 2022-09-30") from None


def possible_days(published_at: str | None) -> tuple[str | None, str | None]:
    """First and last day that the date may mean; a date that isn't one counts as unknown."""
    if not published_at:
        return None, None
    try:
        first = first_day(published_at)
    except ValueError:
        return None, None
    year, month, day = first.split("-")
    if len(published_at) == 4:
        month, day = "12", "31"
    elif len(published_at) == 7:
        day = str(calendar.monthrange(int(year), int(month))[1])
    return first, f"{year}-{month}-{day}"


def last_day(iso: str | None) -> date | None:
    """The last day that a date may mean; None for an unknown one."""
    last = possible_days(iso)[1]
    return date.fromisoformat(last) if last else None


def moment(iso: str | None) -> str:
    """The first moment that an ISO date of any precision may mean, in UTC, fit to be compared;
    "" for an unknown one. A time without a zone counts as UTC.
    """
    first, _ = possible_days(iso)
    if not iso or not first:
        return ""
    try:
        when = datetime.fromisoformat(iso.strip() if len(iso.strip()) > 10 else first)
        return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return datetime.fromisoformat(first).replace(tzinfo=UTC).isoformat()
