"""Title, publisher, author and credits, read from the lines that `clean.mark_spans` marked.

Only what the text says: a headline that isn't there stays None, and the platform that carries an
article ("This article was added by … is not responsible") is never taken for its publisher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import patterns
from index.types import Span

_TITLE_SUFFIX = re.compile(r"\s*\|\s*(?P<name>[^|]{2,40})$")
_TITLE_DASH_SUFFIX = re.compile(r"\s+[–—-]\s+(?P<name>[^–—-]{2,40})$")
_REPORTED = re.compile(
    r"\b(?:report(?:ing|ed)|writ(?:ing|ten))(?:,? and [a-z]+)?"
    r"(?:\s+in\s+[\w ,]{2,40}?)?(?:\s+by|\s*:)\s+",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|by|contributing\s*:|source\s*:|sources\s*:|via\s*:)\s*", re.IGNORECASE
)
_CONTRIBUTED = re.compile(
    r"^(?P<names>.{2,160}?)\s+(?:also\s+)?contributed (?:to|reporting)", re.IGNORECASE
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)|copyright|(?:19|20)\d\d(?:\s*[-–]\s*\d{2,4})?|by|the)"
    r"\b|\s|[,.])*(?P<name>[A-Z][^.,;©|]{1,50})",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w .,’'/-]{0,60}?)?\s*\((?P<name>[A-Z][\w&. -]{1,30})\)\s*"
    r"(?P<dash>--|[-–—])?(?=\s|[A-Z“\"])"
)
_DATELINE_WIRE = re.compile(
    r"(?:[A-Z][\w .,]{0,30}?\s)?(?P<name>CNN(?: Business)?|AFP|AP)\s*[—–-]+"
)
_SEPARATORS = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+&\s+|;|/|\|)\s*")


@dataclass(frozen=True)
class Metadata:
    """What the text says of itself; `credits` are agencies named as a source, in order."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    credits: tuple[str, ...] = ()


def read_metadata(text: str, spans: Sequence[Span]) -> Metadata:
    """The metadata of `text`, whose spans are those of `mark_spans`."""
    marked = [(span.kind, text[span.start_char : span.end_char]) for span in spans]
    title, suffix = _title(text, spans)
    author, byline_outlet = _author(marked)
    credits = _credits([line for kind, line in marked if kind == "credit"])
    publisher = (
        _labelled_publisher(marked)
        or byline_outlet
        or _dateline_publisher(text, spans)
        or suffix
        or _copyright_holder([line for kind, line in marked if kind == "boilerplate"])
    )
    return Metadata(title, publisher, author, credits)


def _title(text: str, spans: Sequence[Span]) -> tuple[str | None, str | None]:
    """The headline that stands before any prose, and the outlet behind its last "|" or dash."""
    headline = next((span for span in spans if span.kind == "headline"), None)
    if headline is None or _has_prose(text, 0, headline.start_char, spans):
        return None, None
    title = " ".join(text[headline.start_char : headline.end_char].split())
    bar = _TITLE_SUFFIX.search(title)
    if bar:
        return title[: bar.start()], bar["name"].strip()
    dash = _TITLE_DASH_SUFFIX.search(title)
    if dash and patterns.is_outlet(dash["name"]) and len(dash["name"].split()) <= 4:
        return title[: dash.start()], dash["name"].strip()
    return title, None


def _has_prose(text: str, start: int, end: int, spans: Sequence[Span]) -> bool:
    for span in spans:
        if span.start_char >= end:
            break
        if text[start : span.start_char].strip():
            return True
        start = span.end_char
    return bool(text[start:end].strip())


def _author(marked: Sequence[tuple[str, str]]) -> tuple[str | None, str | None]:
    """The person and the outlet of the byline; else the person of "Reported by …"."""
    author: str | None = None
    outlet: str | None = None
    for kind, line in marked:
        if kind != "byline" or patterns.is_date_line(line):
            continue
        names, rest = _byline_parts(line)
        for name in (names, rest):
            if not name:
                continue
            if patterns.is_outlet(name):
                outlet = outlet or _bare_outlet(name)
            elif name is names and not patterns.SIGNATURE.fullmatch(line):
                author = author or name
    if author is None:
        for kind, line in marked:
            work = _REPORTED.search(line) if kind == "credit" else None
            names_found = patterns.NAME_LIST.match(line, work.end()) if work else None
            if names_found and not patterns.is_outlet(names_found[0]):
                author = names_found[0].rstrip(" .)")
                break
    return author, outlet


def _byline_parts(line: str) -> tuple[str, str]:
    """The names of a byline and what follows them, both without labels and blanks."""
    line = " ".join(line.split())
    label = patterns.AUTHOR_LABEL.match(line)
    if label:
        line = line[label.end() :]
    else:
        by = patterns.BY_NAMES.fullmatch(line)
        if by:
            names, rest = by["names"], by["rest"] or by["at"] or ""
            parts = _SEPARATORS.split(names)
            if len(parts) > 1 and patterns.is_outlet(parts[-1]):  # "By Jane Doe, Reuters"
                names, rest = names[: names.rfind(parts[-1])].rstrip(" ,&"), parts[-1]
            return names, rest.strip(" |•·,/–—-")
        signature = patterns.SIGNATURE.fullmatch(line)
        line = signature["names"] if signature else line
    names, _, rest = line.partition("|")
    if not rest:
        names, _, rest = line.partition(" - ")
    return names.strip(" ,"), rest.strip()


def _bare_outlet(name: str) -> str:
    return re.sub(r"^(?:special )?(?:for|to|in|at)\s+", "", name, flags=re.IGNORECASE).strip(
        " .,()"
    )


def _credits(lines: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for line in lines:
        plain = line.strip("()[] .")
        if patterns.PHOTO_CREDIT.fullmatch(line) or _REPORTED.match(plain):
            continue
        contributed = _CONTRIBUTED.match(plain)
        source = _FROM.search(plain)
        listed = contributed["names"] if contributed else plain[source.end() :] if source else ""
        for name in _SEPARATORS.split(listed):
            name = re.sub(r"^(?:the|and)\s+", "", name.strip(" .,()[]"), flags=re.IGNORECASE)
            name = re.sub(r"\s+(?:inputs?|agenc(?:y|ies)|wires?)$", "", name)
            if name and name[0].isupper() and patterns.is_outlet(name) and name not in found:
                found.append(name)
    return tuple(found)


def _labelled_publisher(marked: Sequence[tuple[str, str]]) -> str | None:
    """ "Publisher: …" is the publisher; "Source: …" only names a source, which is a credit."""
    for kind, line in marked:
        label = patterns.PUBLISHER_LABEL.match(line) if kind == "credit" else None
        if label and label[0].lower().startswith("public"):
            return " ".join(line[label.end() :].split()).rstrip(".") or None
    return None


def _dateline_publisher(text: str, spans: Sequence[Span]) -> str | None:
    """ "BUDAPEST, Nov. 7 (Reuters) -" at the head of the first line of prose."""
    start = 0
    for span in spans:
        if text[start : span.start_char].strip():
            break
        start = span.end_char
    head = text[start : start + 400].lstrip()[:120]
    dateline = _DATELINE.match(head)
    if dateline and patterns.is_outlet(dateline["name"]):
        place = dateline["place"] or ""
        if dateline["dash"] or not place or _is_dateline_place(place):
            return dateline["name"]
    wire = _DATELINE_WIRE.match(head)
    return wire["name"] if wire else None


def _is_dateline_place(place: str) -> bool:
    """A place and perhaps a date, but not the beginning of a sentence."""
    return len(place.split()) <= 5 and place[0].isupper() and not re.search(r"\b[a-z]{3,}\b", place)


def _copyright_holder(lines: Sequence[str]) -> str | None:
    for line in lines:
        holder = _COPYRIGHT.search(line) if len(line) <= patterns.LONGEST_LINE else None
        if holder:
            name = re.split(r"\ball rights\b", holder["name"], flags=re.IGNORECASE)[0].strip(" -–")
            if name and len(name.split()) <= 6 and not re.search(r"\d{4}", name):
                return name
    return None
