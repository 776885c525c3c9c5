"""Title, publisher, author and credits, read from the lines that `text/mark_spans.py` marked.

Only what the text says: a headline that isn't there stays None, and the platform that carries an
article ("This article was added by … is not responsible") is never taken for its publisher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.byline.publishers import is_listed, normalise_publisher
from index.marking import byline_lines
from index.marking.boilerplate import LONGEST_LINE
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
    r"(?P<place>[^\W\d_][\w .,’'/-]{0,60}?)?\s*"
    r"(?:\((?P<name>[A-Z][\w&. -]{1,30})\)|/(?P<wire>[A-Z][\w. -]{2,30})/)\s*"
    r"(?P<dash>--|[-–—])?(?=\s|[A-Z“\"])"
)
_JOB = re.compile(
    r"\b(?:writer|columnist|reporter|correspondent|editor|contributor|producer|staff)s?\b",
    re.IGNORECASE,
)
_BYLINE_BREAK = re.compile(r"\s*[|•·/]\s*|\s+[–—-]\s+")
_LIST_BREAK = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+&\s+")
_SEPARATORS = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+&\s+|;|/|\|)\s*")


@dataclass(frozen=True)
class Metadata:
    """What the text says of itself, publishers under their usual names (`publishers.py`).

    `credits` are agencies named as a source, in order.
    """

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
    return Metadata(title, normalise_publisher(publisher) if publisher else None, author, credits)


def _title(text: str, spans: Sequence[Span]) -> tuple[str | None, str | None]:
    """The headline that stands before any prose, and the outlet behind its last "|" or dash."""
    headline = next((span for span in spans if span.kind == "headline"), None)
    if headline is None or _has_prose(text, 0, headline.start_char, spans):
        return None, None
    title = " ".join(text[headline.start_char : headline.end_char].split())
    bar = _TITLE_SUFFIX.search(title)
    if bar and not byline_lines.DATE.search(bar["name"]):
        return title[: bar.start()], bar["name"].strip()
    dash = _TITLE_DASH_SUFFIX.search(title)
    outlet = dash and (byline_lines.is_outlet(dash["name"]) or is_listed(dash["name"]))
    if dash and outlet and len(dash["name"].split()) <= 4:
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
    """The person and the outlet of the bylines; else the person of "Reported by …"."""
    author: str | None = None
    outlet: str | None = None
    for kind, line in marked:
        if (
            kind != "byline"
            or byline_lines.is_date_line(line)
            or byline_lines.EMAIL.fullmatch(line)
        ):
            continue
        parts = _dated_parts(line) if byline_lines.is_dated_line(line) else _byline_parts(line)
        outlets = [
            name for name in map(_bare_outlet, parts) if name and byline_lines.is_outlet(name)
        ]
        outlet = outlet or (outlets[0] if outlets else None)
        is_person = not _JOB.search(parts[0]) and byline_lines.NAME_LIST.match(parts[0])
        if (
            is_person
            and not byline_lines.is_outlet(parts[0])
            and not byline_lines.SIGNATURE.fullmatch(line)
        ):
            author = author or parts[0]
    if author is None:
        author = _reported_by([line for kind, line in marked if kind == "credit"])
    return author, outlet


def _dated_parts(line: str) -> list[str]:
    """Who stands beside the date of a line, the person first. "London, 4 October 2022" is a place:
    a person has two names, and a bar, a dash, "by" or an outlet beside the name.
    """
    names = byline_lines.parts_beside_date(" ".join(line.split()))
    outlets = [name for name in names if byline_lines.is_outlet(name)]
    barred = bool(re.search(r"[|•·–—]|\s-\s|\b[Bb]y\b", line))
    people = [
        re.sub(r"^[Bb]y\s+", "", name)
        for name in names
        if name not in outlets and not name.isupper() and not re.search(r"\d|\b[Ee]dition\b", name)
    ]
    people = [name for name in people if barred or outlets[-1:] == names[1:2]]
    person = next((name for name in people if len(name.split()) > 1), "")
    return [person, *outlets]


def _byline_parts(line: str) -> list[str]:
    """The names of a byline, then what stands behind them, without labels and blanks."""
    line = " ".join(line.split())
    alone = byline_lines.OUTLET_LINE.fullmatch(line)
    if alone and byline_lines.is_known_outlet(alone["name"]):
        return ["", alone["name"]]
    label = byline_lines.AUTHOR_LABEL.match(line)
    signature = byline_lines.SIGNATURE.fullmatch(line)
    by = byline_lines.BY_NAMES.fullmatch(line)
    if label:
        line = line[label.end() :]
    elif signature:
        line = signature["names"]
    elif by:
        line = " | ".join(part for part in (by["names"], by["rest"] or by["at"]) if part)
    names, *rest = (part.strip(" ,|") for part in _BYLINE_BREAK.split(line))
    listed = _LIST_BREAK.split(names)
    behind = ""
    if len(listed) > 1 and (_JOB.search(listed[-1]) or byline_lines.is_outlet(listed[-1])):
        behind = listed[-1]  # "Jane Doe, Reuters", "Jane Doe, AP Airlines Writer"
    else:
        words = names.split()
        tails = (" ".join(words[-count:]) for count in (2, 1) if len(words) > count)
        behind = next((tail for tail in tails if byline_lines.is_known_outlet(tail)), "")
    if behind:
        names, rest = (
            re.sub(r"(?:[\s,&]|\band$)+$", "", names[: names.rfind(behind)]),
            [behind, *rest],
        )
    return [names, *rest]


def _bare_outlet(name: str) -> str:
    """The outlet in "for Reuters"; nothing when a job is named ("Staff Writer")."""
    name = re.sub(r"^(?:special )?(?:for|to|in|at)\s+(?:the\s+)?", "", name, flags=re.IGNORECASE)
    return "" if _JOB.search(name) or byline_lines.DATE.search(name) else name.strip(" .,()")


def _reported_by(lines: Sequence[str]) -> str | None:
    for line in lines:
        work = _REPORTED.search(line)
        names = byline_lines.NAME_LIST.match(line, work.end()) if work else None
        if names and not byline_lines.is_outlet(names[0]):
            return names[0].rstrip(" .)")
    return None


def _credits(lines: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for line in lines:
        plain = line.strip("()[] .")
        if byline_lines.PHOTO_CREDIT.fullmatch(line) or _REPORTED.match(plain):
            continue
        contributed = _CONTRIBUTED.match(plain)
        source = _FROM.search(plain)
        listed = contributed["names"] if contributed else plain[source.end() :] if source else ""
        for name in _SEPARATORS.split(listed):
            name = re.sub(r"^(?:the|and)\s+", "", name.strip(" .,()[]"), flags=re.IGNORECASE)
            name = re.sub(r"\s+(?:inputs?|agenc(?:y|ies)|wires?)$", "", name)
            if name and name[0].isupper() and byline_lines.is_outlet(name):
                name = normalise_publisher(name)
                if name not in found:
                    found.append(name)
    return tuple(found)


def _labelled_publisher(marked: Sequence[tuple[str, str]]) -> str | None:
    """The value of "Publisher: …"; "Source: …" only names a source, which is a credit."""
    for kind, line in marked:
        label = byline_lines.PUBLISHER_LABEL.match(line) if kind == "credit" else None
        if label and label[0].lower().startswith("publi"):
            return " ".join(line[label.end() :].split()).rstrip(".") or None
    return None


def _dateline_publisher(text: str, spans: Sequence[Span]) -> str | None:
    """The agency of a dateline, "BUDAPEST, Nov. 7 (Reuters) -", before the first prose."""
    start = 0
    for span in spans:
        if text[start : span.start_char].strip():
            break
        start = span.end_char
    head = text[start : start + 400].lstrip()[:120]
    dateline = _DATELINE.match(head)
    name = (dateline["name"] or dateline["wire"]) if dateline else ""
    if dateline and (byline_lines.is_outlet(name, acronyms=False) or is_listed(name)):
        place = dateline["place"] or ""
        known = byline_lines.is_known_outlet(name)
        if dateline["dash"] or (known and (not place or _is_dateline_place(place))):
            return name
    return None


def _is_dateline_place(place: str) -> bool:
    """A place and perhaps a date, but not the beginning of a sentence."""
    return len(place.split()) <= 5 and place[0].isupper() and not re.search(r"\b[a-z]{3,}\b", place)


def _copyright_holder(lines: Sequence[str]) -> str | None:
    for line in lines:
        holder = _COPYRIGHT.search(line) if len(line) <= LONGEST_LINE else None
        if holder:
            name = re.split(r"\ball rights\b", holder["name"], flags=re.IGNORECASE)[0].strip(" -–")
            if name and len(name.split()) <= 6 and not re.search(r"\d{4}", name):
                return name
    return None
