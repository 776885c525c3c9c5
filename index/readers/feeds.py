"""RSS and Atom by feedparser: an article an entry, as far as the feed has its text.

An entry without an address is known by its guid, within its feed. Runs in the reading process.
Nothing is fetched: an entry with a headline alone is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from index.byline.publishers import feed_publisher
from index.errors import ArticleFormatError
from index.readers.fields import one_line, read_fields, read_url
from index.readers.page import text_of
from index.readers.stated import Extracted, Stated

MOST_ENTRIES = 5_000
# The caption of a picture: feedparser takes it for the description of the entry.
_CAPTION = re.compile(
    rb"<(media:(?:description|title|text))\b[^>]*?(?:/>|>.*?</\1\s*>)", re.DOTALL | re.IGNORECASE
)
_LONGEST = 1_000
_POSTS = ("post", "page", "article")
_SMALL_WORDS = {
    "en": frozenset("the of and to in is was for on that with by from has".split()),
    "de": frozenset("der die das und ist im den von zu mit für auf nicht ein eine".split()),
    "fr": frozenset("le la les des et est une du dans pour que qui sur au".split()),
    "es": frozenset("el los las y es una del en para que por con se al".split()),
    "it": frozenset("il gli le e è una del della di che per con nel".split()),
    "pt": frozenset("o os as e é uma do da em para que por com no".split()),
    "nl": frozenset("de het een en is van in op voor met dat niet".split()),
    "pl": frozenset("w na i z do się nie jest to że o po".split()),
    "uk": frozenset("і в на з до не та що у за від про".split()),
    "ru": frozenset("и в на с не что по из к за от о".split()),
}


def read_feed_entries(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The entries of a feed in its order, numbered from 1."""
    import feedparser

    data = _CAPTION.sub(b"", data)
    parsed = feedparser.parse(io.BytesIO(data))  # a stream: a string might be taken as an address
    entries = parsed.get("entries", [])
    if not entries:
        raise ArticleFormatError("is a feed without entries.")
    feed = parsed.get("feed", {})
    base = request.get("url") or read_url(feed.get("link")) or ""
    scope = base or request["name"]
    is_rss = str(parsed.get("version", "")).startswith("rss")
    found = []
    for number, entry in enumerate(entries[:MOST_ENTRIES], 1):
        stated = _stated(entry, feed, base, is_rss=is_rss)
        if entry.get("wp_post_type", "post") not in _POSTS:
            continue  # WordPress exports its pictures and menus along
        own = one_line(entry.get("id"))
        identity = f"{scope}\n{own}"[:_LONGEST] if own else ""
        status = str(entry.get("wp_status") or "publish")
        found.append(
            Extracted(
                _text(entry),
                stated,
                number=number,
                identity=identity,
                refused="" if status == "publish" else f"not published (its status: {status[:20]})",
            )
        )
    return found


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


def _stated(
    entry: Mapping[str, Any], feed: Mapping[str, Any], base: str, *, is_rss: bool
) -> Stated:
    language = read_fields({"language": entry.get("language") or feed.get("language")})[1].language
    url = _address(entry, language, base)
    source = entry.get("source") or {}
    names = [one_line(author.get("name")) for author in entry.get("authors", [])[:20]]
    published, updated = _own(entry, "published"), _own(entry, "updated")
    if is_rss and published is None:
        # RSS has no date of an update: feedparser calls dc:date one.
        published, updated = updated, None
    return Stated.of(
        ("title", one_line(text_of(entry.get("title", ""))), "title"),
        ("author", ", ".join(name for name in names if name), "author"),
        ("publisher", one_line(source.get("title")), "source"),
        ("publisher", one_line(entry.get("publisher") or feed.get("publisher")), "publisher"),
        ("publisher", _of_feed(one_line(feed.get("title")), url), "feed title"),
        ("url", url, "link"),
        ("language", language, "language"),
        ("published", published, "published"),
        ("updated", updated, "updated"),
    )


def _address(entry: Mapping[str, Any], language: str | None, base: str) -> str | None:
    """The alternate in the language of the entry, else the one without a language, else the first;
    a relative one counts from the feed. The guid where it is an address.
    """
    links = [
        (str(link.get("hreflang") or "").lower()[:2], str(link.get("href") or ""))
        for link in entry.get("links", [])[:50]
        if link.get("rel", "alternate") == "alternate" and link.get("href")
    ]
    codes = {code for code, _ in links if code}
    if language is None and len(codes) > 1:
        language = likely_language(str(entry.get("summary") or entry.get("title") or ""), codes)
    own = [href for code, href in links if code and code == language]
    plain = [href for code, href in links if not code]
    candidates = [*own, *plain, *(href for _, href in links), entry.get("link")]
    for href in candidates:
        if href:
            url = read_url(href) or read_url(_joined(base, str(href)))
            if url:
                return url
    return read_url(entry.get("id"))


def likely_language(text: str, codes: set[str]) -> str | None:
    """The one of `codes` whose small words a text has most of; None where none has any."""
    words = text[:4_000].lower().split()
    counts = {code: sum(word in _SMALL_WORDS.get(code, ()) for word in words) for code in codes}
    best = max(sorted(counts), key=lambda code: counts[code], default=None)
    return best if best and counts[best] else None


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip()) if base else ""
    except ValueError:
        return ""


def _of_feed(title: str | None, url: str | None) -> str | None:
    """The title of a feed is often that of a section: where its entries have addresses, these say
    whether it is the publisher's.
    """
    return feed_publisher(title, url) if url else title


def _own(entry: Mapping[str, Any], key: str) -> object:
    """The entry's own value: feedparser gives one date for the other where one is missing."""
    return entry[key] if key in entry else None  # noqa: SIM401
