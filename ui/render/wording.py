"""The words around an answer: dates, headlines, coverage. Pure; knows neither HTML nor terminals.

Everything handed in may come from an article, so `printable` comes before anything is shown.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.byline.called import called, first_words
from index.types import Article
from qa.answer.asserted import VERBS_OF
from qa.types import AssertedBy, Citation, Coverage, Side
from ui.render.texts import ASSERTED

if TYPE_CHECKING:
    from index.catalog.catalog import CatalogCoverage, CatalogEntry

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(.*))?$")
# Sequences that steer a terminal: CSI and OSC (7-bit and 8-bit introducers), then other escapes.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]{0,512}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# Embeddings, overrides and isolates can show words in another order than they are stored in.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")

_NAME_CHARS = 100  # of who vouches for a sentence
# Near a name in the sentence itself, these say already that it is that one's word.
_SAYING = (
    r"(?:according to|said|says?|saying|told|tells|adds|added|reports|reported|announced|stated|"
    r"wrote|writes|warned|explained|noted|estimates?|estimated|promised|pledged|vowed|confirmed|"
    r"declared|insisted|replied|urged|admitted|acknowledged|predicted|suggested|testified)"
)
_BESIDE = re.compile(r"(?P<file>metadata\.csv|\S.*\.meta\.json) \S")
_HOW_KNOWN = {
    "metadata": "date from the article's metadata",
    "text": "date given in the article",
    "filename": "date from the file name",
    "inferred": "date inferred",
}


def printable(text: str) -> str:
    """`text` without terminal escapes, control characters (tab and line break stay), controls
    of writing direction and lone surrogates. The order and the letters stay as they are.
    """
    text = _BIDI_CONTROLS.sub("", _ESCAPES.sub("", text))
    return "".join(
        "\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c
        for c in text
        if c in "\n\t" or unicodedata.category(c) != "Cc"
    )


def one_line(text: str) -> str:
    """`text` made printable, with every run of white space as one space."""
    return " ".join(printable(text).split())


def date_words(iso: str | None) -> str:
    """An ISO date at its precision in words: "30 September 2022", "September 2022", "2022".

    A date-time keeps its hour and zone. None gives ""; what isn't an ISO date comes back as it is.
    """
    match = _ISO.match(iso or "")
    if not match:
        return one_line(iso or "")
    year, month, day, hour, minute, zone = match.groups()
    if month and not 1 <= int(month) <= 12:
        return one_line(iso or "")
    words = " ".join(
        part for part in (day and str(int(day)), month and _MONTHS[int(month) - 1], year) if part
    )
    if hour and (hour, minute) != ("00", "00"):
        zone = {"Z": " UTC", "+00:00": " UTC", "": ""}.get(zone.strip(), f" {one_line(zone)}")
        words += f", {hour}:{minute}{zone}"
    return words


def published_words(item: Citation | Article) -> str:
    """When an article appeared and how that is known: "30 September 2022 (date inferred)"."""
    if not item.published_at:
        return "date unknown"
    how = _HOW_KNOWN.get(item.published_source)
    beside = _beside(dict(item.origins).get("published_at")) if isinstance(item, Article) else ""
    how = f"date from {beside}" if beside else how
    return date_words(item.published_at) + (f" ({how})" if how else "")


def origin_words(origin: str | None) -> str:
    """Where a fact was found: "from metadata.csv" for a file beside the article, and what the
    format calls it for any other.
    """
    beside = _beside(origin)
    return f"from {beside}" if beside else one_line(origin or "")


def _beside(origin: str | None) -> str:
    """The name of the file beside an article that states a fact; "" for any other origin."""
    found = _BESIDE.match(origin or "")
    return one_line(found["file"]) if found else ""


def headline(item: Citation | Article | CatalogEntry) -> str:
    """The title, or the first words of an article that shows none: never the name of its file."""
    if item.title:
        return one_line(item.title) or item.article_id
    if isinstance(item, Article):
        return one_line(called(item)) or item.article_id
    begins = first_words(item.quote) if isinstance(item, Citation) else ""  # of an older answer
    return one_line(begins) or item.article_id


def publisher_words(item: Citation | Article | CatalogEntry) -> str:
    """The publisher, or that it is unknown."""
    return one_line(item.publisher or "") or "publisher unknown"


def also_in_words(citation: Citation, outlets: Mapping[str, str]) -> str:
    """Who else prints the quoted words: "also in CNN and USA TODAY"; "" when nobody does.
    `outlets` names articles by id; those it lacks are only counted.
    """
    names = [outlets[article_id] for article_id in citation.also_in if article_id in outlets]
    shown = list(dict.fromkeys(filter(None, map(one_line, names))))
    more = len(citation.also_in) - len(names)
    if more:
        shown.append(f"{more} more")
    return f"also in {listed(shown, most=4)}" if shown else ""


def asserted_words(by: AssertedBy | None, sentence: str) -> str:
    """Who vouches for a sentence, to stand before it: "alleged by police:". "" for what is nobody's
    word but the article's, and where the sentence itself says whose report it is.
    """
    named, nameless = ASSERTED.get(by.how, ("", "")) if by else ("", "")
    name = cut(one_line(by.name), _NAME_CHARS) if by else ""
    if not name:
        return nameless
    if by is not None:  # "police allege …" says it itself; what is doubtful needs its own verb
        who = re.escape(name)
        verbs = VERBS_OF[by.how] if nameless else f"{_SAYING}|{VERBS_OF['said']}"
        verbs = rf"(?<![\w’'-])(?:{verbs})(?![\w’'-])"
        near = rf"\b{who}\b.{{0,25}}?{verbs}|{verbs}.{{0,25}}?\b{who}\b"
        # "HOLT: …", "HOST (MARIT DAHL): …": a turn of a transcript
        near += (
            ""
            if nameless
            else rf"|^(?:\w+\s+){{0,2}}\(?(?:\w+\s+)?{who}\)?(?:\s*\([^()]{{1,40}}\))?:\s"
        )
        if re.search(near, one_line(sentence), re.IGNORECASE):
            return ""
    return named.format(name=name)


def day_words(on: str, precision: str) -> str:
    """The day, month or year of an entry of a timeline."""
    length = {"year": 4, "month": 7}.get(precision)
    return cut(date_words(on[:length]), 40)


def side_words(side: Side) -> str:
    """Who has one side of a disagreement, and when: "Reuters and CNN, 14 March 2022"."""
    names = [name for name in map(one_line, side.publishers) if name]
    who = listed(names, most=4) if names else "publisher unknown"
    return f"{who}, {date_words(side.published_at) or 'date unknown'}"


def side_text(side: Side) -> str:
    """The sentence of a side without the outlet and day before it, which stand beside it."""
    for publisher in side.publishers:
        head, colon, rest = side.text.partition(": ")
        if colon and publisher and head.startswith(f"{publisher}, ") and len(head) < 120:
            return rest
    return side.text


def cut(text: str, most: int) -> str:
    """`text`, or its beginning with … for the rest."""
    return text if len(text) <= most else text[: most - 1] + "…"


def coverage_words(coverage: Coverage | CatalogCoverage) -> str:
    """What was searched, in a sentence."""
    if not coverage.articles:
        return "No article was searched: none fits the filters, or the index is empty."
    words = f"Searched {counted(coverage.articles, 'article')}"
    first, last = date_words(coverage.first_published), date_words(coverage.last_published)
    if first:
        words += f", published {first}" + (f" to {last}" if last and last != first else "")
    if coverage.undated:  # also those that a date filter left out
        words += f" ({coverage.undated:,} without a known date)"
    if coverage.publishers:
        names = [one_line(name) for name in coverage.publishers]
        words += f". Publishers named: {listed(names, most=4)}"
    return words + "."


def hint_words(hints: Sequence[str]) -> str:
    """What the search made of the question's own words, in a sentence; "" for nothing."""
    if not hints:
        return ""
    return f"Because the question says so: {'; '.join(one_line(hint) for hint in hints)}."


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `1,200 articles`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def duration_words(seconds: float) -> str:
    """About how long: `10 seconds`, `3 minutes`, `2 hours`."""
    if seconds < 55:
        return counted(max(5, round(seconds / 5) * 5), "second")
    if seconds < 55 * 60:
        return counted(max(1, round(seconds / 60)), "minute")
    return counted(max(1, round(seconds / 3600)), "hour")


def listed(names: Sequence[str], *, most: int) -> str:
    """`A`, `A and B`, `A, B and C`; beyond `most` names: `A, B and 7 more`."""
    shown = list(names)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(names) - most + 1} more"]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def when_words(seconds: int) -> str:
    """A moment, in seconds since 1970, as the day and the hour of this machine's zone."""
    moment = time.localtime(seconds)
    day = f"{moment.tm_mday} {_MONTHS[moment.tm_mon - 1]} {moment.tm_year}"
    return f"{day}, {moment.tm_hour:02}:{moment.tm_min:02}"
