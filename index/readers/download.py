"""A feed, or any document, at an address that the user gives. Nothing else is ever fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.message import Message
from urllib.parse import urlsplit

from index.errors import ArticleFormatError
from index.readers.source import Budget, Source

MOST_BYTES = 50_000_000
SECONDS = 30.0
_MOST_REDIRECTS = 5


def download(url: str, *, limit_bytes: int) -> Source:
    """What is at an http(s) address, in memory; `Source.name` is `url`.

    Raises ArticleFormatError when it can't be had, is larger than `limit_bytes` or MOST_BYTES,
    or takes longer than SECONDS from one piece to the next.
    """
    import httpx

    if urlsplit(url).scheme not in ("http", "https"):
        raise ArticleFormatError(f"{url}: only http and https addresses are fetched.")
    limit = min(limit_bytes, MOST_BYTES)
    client = httpx.Client(
        follow_redirects=True, max_redirects=_MOST_REDIRECTS, timeout=SECONDS,
        headers={"User-Agent": "dateline"},
    )  # fmt: skip
    try:
        with client, client.stream("GET", url) as response:
            response.raise_for_status()
            data = b"".join(_bounded(response.iter_bytes(65_536), url, limit))
            message = Message()
            message["Content-Type"] = response.headers.get("Content-Type", "")
            address = str(response.url)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ArticleFormatError(f"{url}: can't be fetched ({_brief(error)}).") from error
    return Source(
        name=url, file_name=urlsplit(address).path.rsplit("/", 1)[-1], stream=io.BytesIO(data),
        budget=Budget.of(len(data)), limit_bytes=limit_bytes, url=address,
        charset=str(message.get_content_charset() or ""),
    )  # fmt: skip


def _bounded(pieces: Iterator[bytes], url: str, limit: int) -> Iterator[bytes]:
    for piece in pieces:
        limit -= len(piece)
        if limit < 0:
            raise ArticleFormatError(f"{url}: is larger than may be fetched; save it as a file.")
        yield piece


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
