"""The names of time zones as news and programs write them, and how far they are from UTC."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache

# Offsets in hours of the zone names that English-language news use; "IST" is three zones, "AST",
# "ADT" and "GST" two: left out.
_HOURS = {
    "UTC": 0.0, "GMT": 0.0, "UT": 0.0, "WET": 0.0, "WEST": 1.0, "BST": 1.0, "EST": -5.0,
    "EDT": -4.0, "CST": -6.0, "CDT": -5.0, "MST": -7.0, "MDT": -6.0, "PST": -8.0, "PDT": -7.0,
    "AKST": -9.0, "AKDT": -8.0, "HST": -10.0, "NST": -3.5, "NDT": -2.5, "BRT": -3.0, "ART": -3.0,
    "CET": 1.0, "CEST": 2.0, "MEZ": 1.0, "MESZ": 2.0, "EET": 2.0, "EEST": 3.0, "MSK": 3.0,
    "TRT": 3.0, "SAST": 2.0, "CAT": 2.0, "WAT": 1.0, "EAT": 3.0, "PKT": 5.0, "WIB": 7.0,
    "HKT": 8.0, "SGT": 8.0, "PHT": 8.0, "JST": 9.0, "KST": 9.0, "AWST": 8.0, "ACST": 9.5,
    "ACDT": 10.5, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0,
}  # fmt: skip
# These are summer or winter time, as the date has it.
_PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PT": "America/Los_Angeles", "AET": "Australia/Sydney",
}  # fmt: skip
_WRITTEN_OUT = (
    (r"(?:US )?Eastern", "E"), (r"(?:US )?Central", "C"), (r"(?:US )?Mountain", "M"),
    (r"(?:US )?Pacific", "P"),
)  # fmt: skip
# What stands for a zone in words, and its short name: "Eastern Daylight Time".
ZONE_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bCentral European Summer Time\b", re.I), "CEST"),
    (re.compile(r"\bCentral European(?: Standard)? Time\b", re.I), "CET"),
    (re.compile(r"\bEastern European Summer Time\b", re.I), "EEST"),
    (re.compile(r"\bEastern European(?: Standard)? Time\b", re.I), "EET"),
    (re.compile(r"\bBritish Summer Time\b", re.I), "BST"),
    (re.compile(r"\b(?:Greenwich Mean Time|Coordinated Universal Time)\b", re.I), "UTC"),
    *(
        (re.compile(rf"\b{words}{kind}(?: Time)?\b", re.I), letter + short)
        for words, letter in _WRITTEN_OUT
        for kind, short in ((" Standard", "ST"), (" Daylight", "DT"), ("", "T"))
    ),
)


@cache
def zones() -> dict[str, tzinfo | None]:
    """By short name, in the form that dateutil takes."""
    from dateutil import tz

    found: dict[str, tzinfo | None] = {
        name: timezone(timedelta(hours=hours)) for name, hours in _HOURS.items()
    }
    return found | {name: tz.gettz(place) for name, place in _PLACES.items()}


def named_zone(name: str) -> tzinfo | None:
    """The zone of a place ("Europe/Berlin") or a short name; None for what is no zone."""
    from dateutil import tz

    if name in _HOURS:
        return zones()[name]
    if not re.fullmatch(r"[A-Z][A-Za-z]{1,20}(?:/[A-Z][\w+-]{1,30}){1,2}", name):
        return None
    return tz.gettz(name)
