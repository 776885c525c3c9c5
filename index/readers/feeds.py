"""RSS and Atom by feedparser: an article an entry, as far as the feed has its text.

Runs in the reading process. Nothing is fetched: an entry with a headline alone is refused.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from index.errors import ArticleFormatError
from index.readers.fields import one_line, read_fields, read_url
from index.readers.page import text_of
from index.readers.stated import Extracted, Stated

MOST_ENTRIES = 5_000


def read_feed_entries(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The entries of a feed in its order, numbered from 1."""
    import feedparser

    parsed = feedparser.parse(io.BytesIO(data))  # a stream: a string might be taken as an address
    entries = parsed.get("entries", [])
    if not entries:
        raise ArticleFormatError("is a feed without entries.")
    feed = parsed.get("feed", {})
    return [
        Extracted(_text(entry), _stated(entry, feed), number=number)
        for number, entry in enumerate(entries[:MOST_ENTRIES], 1)
    ]


def _text(entry: Mapping[str, Any]) -> str:
    """The full text where the feed has it, else the summary."""
    contents = [part for part in entry.get("content", []) if part.get("value")]
    if not contents and entry.get("summary"):
        contents = [{"value": entry["summary"], **entry.get("summary_detail", {})}]
    if not contents:
        return ""
    best = max(contents, key=lambda part: len(part["value"]))
    is_plain = best.get("type") == "text/plain" and "<" not in best["value"]
    return best["value"].strip() if is_plain else text_of(best["value"])


def _stated(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Stated:
    url = read_url(entry.get("link")) or read_url(entry.get("id"))
    source = entry.get("source") or {}
    names = [one_line(author.get("name")) for author in entry.get("authors", [])[:20]]
    language = entry.get("language") or feed.get("language")
    return Stated.of(
        ("title", one_line(text_of(entry.get("title", ""))), "title"),
        ("author", ", ".join(name for name in names if name), "author"),
        ("publisher", one_line(source.get("title")), "source"),
        ("publisher", one_line(entry.get("publisher") or feed.get("publisher")), "publisher"),
        # The title of a feed is often that of a section; the address says better who it is.
        ("publisher", None if url else one_line(feed.get("title")), "feed title"),
        ("url", url, "link"),
        ("language", read_fields({"language": language})[1].language, "language"),
        ("published", _own(entry, "published"), "published"),
        ("updated", _own(entry, "updated"), "updated"),
    )


def _own(entry: Mapping[str, Any], key: str) -> object:
    """The entry's own value: feedparser gives one date for the other where one is missing."""
    return entry[key] if key in entry else None  # noqa: SIM401
