"""WARC, the files of web archives and of Common Crawl's CC-NEWS, by warcio: a page an article.

Taken are answers of status 200 that are pages or PDF, and the texts of WET files. The rest of a
crawl (requests, pictures, robots.txt) is passed over without a word. When a page was fetched
(`WARC-Date`) is not when it was published, and not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from typing import Any

from index.errors import ArticleFormatError
from index.readers.source import Readable, Source, read_up_to
from index.types import Refusal

_TAKEN = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.html",
    "application/pdf": "page.pdf",
    "text/plain": "page.txt",
}
_RECORDS = ("response", "resource", "conversion")


def warc_members(source: Source) -> Iterator[Source | Refusal]:
    """The pages of a crawl; behind the name stands `#` and the number of the record."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    source.stream.seek(0)
    number = 0
    records = iter(ArchiveIterator(source.stream, ensure_http_headers=False))
    while True:
        number += 1
        name = f"{source.name}#{number}"
        try:
            record = next(records, None)
            if record is None:
                return
            if record.rec_type not in _RECORDS or not _is_page(record):
                continue
            # Content-Encoding is a compression of its own: what it gives is counted too.
            data = _content(record, source)
        except ArchiveLoadFailed as error:
            raise ArticleFormatError(
                f"{source.name}: is damaged at record {number} ({error})."
            ) from error
        if len(data) > source.limit_bytes:
            yield Refusal(name, f"a page of over {source.limit_bytes:,} bytes")
            continue
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        kind, charset = _type_of(record)
        file_name = _TAKEN.get(kind, "")
        yield source.part(name, file_name, data, url=address.strip("<>"), charset=charset)


def _content(record: Any, source: Source) -> bytes:
    stream: Readable = record.content_stream()
    data = read_up_to(stream, source.limit_bytes + 1)
    source.budget.spend(len(data))
    return data


def _is_page(record: Any) -> bool:
    if record.rec_type == "conversion":
        return True
    headers = record.http_headers
    if record.rec_type == "response" and (headers is None or headers.get_statuscode() != "200"):
        return False
    kind = _type_of(record)[0]
    return kind in _TAKEN and kind != "text/plain"  # robots.txt, ads.txt


def _type_of(record: Any) -> tuple[str, str]:
    """Content type and charset, as the server stated them."""
    stated = record.http_headers and record.http_headers.get_header("Content-Type")
    message = Message()
    message["Content-Type"] = stated or record.rec_headers.get_header("Content-Type") or ""
    return message.get_content_type(), str(message.get_content_charset() or "")
