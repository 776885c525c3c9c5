"""When an article was published, where it says so or leaves no doubt.

Sources, the surest first: metadata, the text (a date line, a dateline with a full date), the
article's address, the file name, and last what its words allow (`inferred_dates.py`). A date of
which the day and the month can be exchanged keeps only its year, a date without a year is none, and
nothing is read from links to other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from index.byline.inferred_dates import infer_published
from index.byline.stated_dates import Published, day_first_in, day_first_on, parse_date
from index.marking import byline_lines
from index.types import Span

__all__ = ["Published", "date_of_url", "find_published", "find_updated", "parse_date"]

_LONGEST_DAY_LINE = 60
_LONGEST_URL = 2_000
_TOP_CHARS = 1_500
_FILE_DAY = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?P<dash>[-_.]?)(?P<month>0[1-9]|1[0-2])(?P=dash)"
    r"(?P<day>0[1-9]|[12]\d|3[01])(?![0-9A-Za-z])"
)
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?=/|$)"
)
_UPDATED = re.compile(r"(?:updated|modified|edited|revised|corrected)\b", re.IGNORECASE)
_REPRINTED = re.compile(r"\b(?:republished|reprinted|reposted)\b", re.IGNORECASE)
# Behind the date of a dateline: an agency, a wire, a dash.
_BEHIND_DATELINE = re.compile(
    r"\s*(?:,\s+[A-Z][\w .’'-]{1,30}\s(?=[–—-])|[,)])?"
    r"\s*(?:\(\w[^()]{1,40}\)|/[A-Z][\w ./-]{1,40}/\s*(?:--|[–—-])|(?:--|[–—]|-\s))"
)
# Before it: "NEW YORK--(BUSINESS WIRE)--March 14, 2022--".
_WIRE = re.compile(r"\s*[-–—]*\s*\([A-Z][\w .&-]{1,40}\)\s*[-–—]+\s*")
_WEEKDAY_LAST = re.compile(
    r"(?:^|\W)(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s*$"
)
_OPENERS = frozenset("On In By Since Until From After Before The A An It At For As When".split())
_SMALL = frozenset("de la le du del of the upon sur am on der den and i al el".split())
_ISO_FIRST = re.compile(r"(?:19|20)\d\d-\d\d-\d\d\s")


def find_published(
    text: str,
    spans: Sequence[Span],
    path: str,
    stated: object = None,
    *,
    url: str | None = None,
    locale: str | None = None,
    today: date | None = None,
) -> Published:
    """The publication date of an article: `stated` is what its metadata gives, if any.

    `url` is the article's own address; its country, or else `locale` ("en-GB"), says whether the
    day or the month stands first. What is inferred lies before `today` (default: this day).
    """
    habit = day_first_in(locale)
    habit = day_first_on(url) if habit is None else habit
    found = parse_date(stated, "metadata", day_first=habit) if stated is not None else None
    addressed = date_of_url(url) if url else None
    if found and addressed and (addressed.at or "").startswith(found.at or "-"):
        return found if found.precision == "day" else addressed
    lines = _from_lines(text, spans, habit)
    return (
        found
        or lines.published
        or _from_dateline(text, spans, habit)
        or addressed
        or _from_name(path)
        or _from_last_line(text, spans)
        or lines.updated  # the only day that the head states
        or _inferred(text, spans, today or date.today())
        or Published()
    )


def find_updated(text: str, spans: Sequence[Span], stated: object = None) -> Published:
    """When the article says that it was updated; the last time, if it says so more than once."""
    found = parse_date(stated, "metadata") if stated is not None else None
    return found or _from_lines(text, spans, None).updated or Published()


def date_of_url(url: str) -> Published | None:
    """The day in an article's address: ".../2022/09/30/..." or "...-2022-09-30". None without."""
    address = url[:_LONGEST_URL].split("?")[0]
    found = _URL_DAY.search(address) or _FILE_DAY.search(address.rsplit("/", 1)[-1])
    day = _valid_day(found) if found else None
    return Published(day, "day", "metadata") if day else None


@dataclass(frozen=True)
class _Stated:
    published: Published | None = None
    updated: Published | None = None


def _from_lines(text: str, spans: Sequence[Span], day_first: bool | None) -> _Stated:
    """The dates of the lines about the article: those marked as byline_lines, and of the first
    lines the one that is a date.
    """
    lines = [text[span.start_char : span.end_char] for span in spans if span.kind == "byline"]
    dated = [
        line
        for number, line in enumerate(_first_lines(text))
        if byline_lines.is_date_line(line)
        or byline_lines.is_dated_line(line)
        or (number == 0 and _ISO_FIRST.match(line))
    ]
    lines += [line for line in dated if line not in lines]
    if any(map(_is_bare_day, lines)) and _is_chronicle(text):
        lines = [line for line in lines if not _is_bare_day(line)]
    published: Published | None = None
    updated: Published | None = None
    for line in lines:
        end = 0
        for match in byline_lines.STAMP.finditer(line):
            label = _UPDATED.search(line, end, match.start())
            end = match.end()
            found = parse_date(match[0], "text", day_first=day_first)
            if found and label:
                updated = max(filter(None, (updated, found)), key=lambda stamp: stamp.at or "")
            elif found and not _REPRINTED.search(line[: match.start()]):
                published = published or found
    return _Stated(published, updated)


def _first_lines(text: str) -> Iterator[str]:
    """The lines before the first that reads as a sentence; the very first may be a headline."""
    lines = [line.strip() for line in text[:_TOP_CHARS].splitlines() if line.strip()]
    for number, line in enumerate(lines):
        ends = line.endswith((".", "!", "?", "”", '"')) and len(line.split()) > 5
        if number and ends and not byline_lines.is_date_line(line):
            return
        yield line


def _is_chronicle(text: str) -> bool:
    """True when several lines are a day and nothing else: the headings of a running story."""
    lines = {line.strip() for line in text.splitlines() if len(line) < _LONGEST_DAY_LINE}
    return sum(map(_is_bare_day, lines)) > 1


def _is_bare_day(line: str) -> bool:
    return byline_lines.is_date_line(line) and not byline_lines.STATED_TIME.search(line)


def _from_dateline(text: str, spans: Sequence[Span], day_first: bool | None) -> Published | None:
    """A full date in the dateline: "BUDAPEST, Nov. 7, 2024 (Reuters) -", "KYIV, March 14, 2022 —",
    "NEW YORK, March 14, 2022 /PRNewswire/ --".
    """
    start = 0
    for span in spans:
        if text[start : span.start_char].strip():
            break
        start = span.end_char
    head = " ".join(text[start : start + 400].split())[:180]
    stamp = byline_lines.DATE.search(head)
    if stamp is None or stamp.start() > 90:
        return None
    place = _WIRE.sub(" ", head[: stamp.start()])
    behind = _BEHIND_DATELINE.match(head, stamp.end())
    if not behind or not _is_place(place) or (not place.strip(" (") and _is_timeline(text)):
        return None
    return parse_date(stamp[0], "text", day_first=day_first)


def _is_place(words: str) -> bool:
    """A place, or nothing; no beginning of a sentence."""
    words = _WEEKDAY_LAST.sub("", words).strip(" (,:-–—")
    if not words:
        return True
    parts = words.split()
    return (
        len(parts) <= 8
        and parts[0] not in _OPENERS
        and all(part[0].isupper() or part.lower() in _SMALL for part in parts)
    )


def _is_timeline(text: str) -> bool:
    """True when several lines begin with a day: entries, not the date of the article."""
    lines = [line.strip() for line in text.splitlines()]
    return sum(bool(byline_lines.DATE.match(line)) for line in lines) > 1


def _from_last_line(text: str, spans: Sequence[Span]) -> Published | None:
    """A day alone in the last line that is none of the page's, as a dispatch may end."""
    shut = [span for span in spans if span.kind == "boilerplate"]
    end = len(text.rstrip())
    while shut and shut[-1].end_char >= end:
        end = len(text[: shut.pop().start_char].rstrip())
    line = text[:end].rpartition("\n")[2].strip()
    if not _is_bare_day(line) or _UPDATED.search(line) or _is_chronicle(text):
        return None
    stamp = byline_lines.STAMP.search(line)
    found = parse_date(stamp[0], "text") if stamp else None
    return found if found and found.precision == "day" else None


def _from_name(path: str) -> Published | None:
    found = _FILE_DAY.search(PurePath(path).name)
    day = _valid_day(found) if found else None
    return Published(day, "day", "filename") if day else None


def _valid_day(found: re.Match[str]) -> str | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        return None


def _inferred(text: str, spans: Sequence[Span], today: date) -> Published | None:
    """What the words allow, without boilerplate: another article's date is not this one's."""
    kept, end = [], 0
    for span in spans:
        if span.kind == "boilerplate":
            kept.append(text[end : span.start_char])
            end = span.end_char
    prose = "\n\n".join([*kept, text[end:]])
    found = infer_published(prose, today)
    return Published(found.at, found.precision, "inferred") if found else None
