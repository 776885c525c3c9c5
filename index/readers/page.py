"""HTML: the main text of a page, and its metadata.

trafilatura chooses which paragraphs are the article (`main_text.py`); the words are those that a
browser shows (`shown.py`, `blocks.py`). Metadata is read from where the page states it
(`page_metadata.py`), then from what trafilatura finds. Runs in the reading process (`child.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree, html
from trafilatura.metadata import extract_metadata

from index.errors import ArticleFormatError
from index.readers.blocks import blocks_of, joined
from index.readers.encoding import decode_markup
from index.readers.fields import one_line, read_fields, read_url
from index.readers.locked import is_locked, marked_teaser
from index.readers.main_text import main_text
from index.readers.page_metadata import read_page_metadata
from index.readers.shown import drop, keep_what_is_shown
from index.readers.stated import Extracted, Stated

# "<!-- saved from url=(0042)https://… -->" of browsers, "url: https://…" of SingleFile.
_SAVED_FROM = re.compile(
    r"<!--.{0,80}?(?:saved from url=\(\d+\)|\burl:\s*)(https?://\S+)", re.DOTALL
)
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f]")
_FEWEST_SHOWN = 250  # characters; a page that shows less is made by its scripts


def read_page(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article of a page. `request` may hold the url it was fetched from and its charset."""
    source = decode_markup(data, request["name"], stated=request.get("charset"))
    saved = _SAVED_FROM.search(source[:4_000])
    tree = _parsed(source)
    locked = is_locked(tree)  # scripts go below
    stated, in_data = read_page_metadata(tree)
    address = stated.url or request.get("url") or (saved and read_url(saved[1]))
    if stated.url is None and address:
        stated = stated.over(Stated.of(("url", address, "saved from")))
    if not (stated.title and stated.author and stated.publisher):
        stated = stated.over(_by_trafilatura(tree, address or None))
    keep_what_is_shown(tree)
    text = main_text(tree, address or None)
    if len(text) < _FEWEST_SHOWN and len(in_data) > 2 * len(text):
        text = text_of(in_data)
    if not text.strip():
        raise ArticleFormatError(
            "no article text found on this page; it may be an overview, or made by scripts."
        )
    return [Extracted(text, marked_teaser(stated, text, locked=locked))]


def _parsed(source: str) -> Any:
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    # A control character left in the tree makes trafilatura 2.3.1 find no article at all.
    data = _CONTROLS.sub("", source.replace("\x00", "\ufffd")).encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.ParserError, AssertionError) as error:
        raise ArticleFormatError("is HTML without anything in it.") from error


def _by_trafilatura(tree: Any, address: str | None) -> Stated:
    """Title, authors and site name that a page shows without stating them; never its date.

    JSON-LD is kept from it: it takes the longest name in it for the site's.
    """
    drop(tree, tree.xpath("//script"))
    found = extract_metadata(
        tree, address, {"extensive_search": False, "original_date": True}, extensive=False
    )
    authors = ", ".join(re.split(r"\s*;\s*", found.author))[:500] if found.author else None
    return Stated.of(
        ("title", one_line(found.title), "page"),
        ("author", authors, "page"),
        ("publisher", one_line(found.sitename), "page"),
        ("language", read_fields({"language": found.language})[1].language, "page"),
    )


def read_fragment(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The text of a piece of HTML (a field of an export, an entry of a feed), all of it: blocks
    are paragraphs.
    """
    return [Extracted(text_of(data.decode("utf-8", "replace")))]


def text_of(markup: str) -> str:
    """What a piece of HTML shows, with a blank line between blocks."""
    if "<" not in markup and "&" not in markup:
        return "\n\n".join(filter(None, (" ".join(markup.split()),)))
    try:
        tree = _parsed(f"<div>{markup}</div>")
    except ArticleFormatError:
        return ""
    keep_what_is_shown(tree)
    return joined(blocks_of(tree))
