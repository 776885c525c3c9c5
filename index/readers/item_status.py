"""Whether an agency lets an item be used: canceled, withheld, or embargoed until a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from index.byline.published import parse_date


@dataclass(frozen=True)
class Status:
    """`reason` is why the item isn't taken, empty when it is. A withdrawn one leaves the index
    where it is in it; a waiting one may be taken another time.
    """

    reason: str = ""
    is_withdrawn: bool = False
    is_waiting: bool = False


def status_of(pub_status: str, embargoed: str, *, now: datetime | None = None) -> Status:
    """Of `stat:canceled`, "withheld" and the like, and of a time until which to wait."""
    status = pub_status.rpartition(":")[2].strip().lower()
    if status in ("canceled", "cancelled"):
        return Status("canceled by its agency", is_withdrawn=True, is_waiting=True)
    if status == "withheld":
        return Status("withheld by its agency until further notice", True, True)
    until = _moment(embargoed)
    if until is not None and until > (now or datetime.now(UTC)):
        return Status(f"under embargo until {embargoed[:40]}; index it again then", False, True)
    return Status()


def _moment(value: str) -> datetime | None:
    """A time that says its zone, or in UTC; None when there is none."""
    found = parse_date(value, "metadata") if value.strip() else None
    try:
        moment = datetime.fromisoformat(found.at or "") if found else None
    except ValueError:
        return None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment
