"""A channel exported from Telegram as pages (`messages.html`): each message is an article.

Runs in the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree, html

from index.readers.encoding import decode_markup
from index.readers.page import text_of
from index.readers.stated import Extracted, Stated

MOST_MESSAGES = 20_000
_SIGN = re.compile(rb"class=\"message default")
# "09.11.2021 09:15:00 UTC+01:00"
_TIME = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: (?:UTC|GMT)?([+-]\d\d:\d\d))?", re.IGNORECASE
)


def read_telegram_page(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The messages with a text; none when the page is no such export."""
    if not _SIGN.search(data):
        return []
    source = decode_markup(data, request["name"], stated=request.get("charset"))
    tree = html.document_fromstring(source)
    channel = _first_text(tree, "page_header")
    found: list[Extracted] = []
    for message in _of_class(tree, "message")[:MOST_MESSAGES]:
        texts = _of_class(message, "text")
        text = text_of(etree.tostring(texts[0], encoding="unicode")) if texts else ""
        if not text.strip():
            continue
        stated = Stated.of(
            ("publisher", channel, "channel"),
            ("published", _moment(message), "date"),
        )
        identity = f"telegram\n{channel}:{message.get('id')}" if message.get("id") else ""
        found.append(Extracted(text, stated, number=len(found) + 1, identity=identity))
    return found


def _of_class(element: Any, name: str) -> list[Any]:
    path = f".//div[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    return list(element.xpath(path))


def _first_text(tree: Any, name: str) -> str | None:
    for element in _of_class(tree, name):
        words = " ".join("".join(element.itertext()).split())
        if words:
            return words[:200]
    return None


def _moment(message: Any) -> str | None:
    for element in _of_class(message, "date"):
        found = _TIME.search(element.get("title") or "")
        if found:
            day, month, year, time, zone = found.groups()
            return f"{year}-{month}-{day}T{time}{zone}" if zone else f"{year}-{month}-{day}"
    return None
