"""Plain text and Markdown -> `Article`.

`Article.text` is the decoded source, unchanged: line ends stay as they are. Only a byte order mark
is not part of it, so offset 0 is the first character that was written. Markdown stays Markdown;
its front matter and markup lines are marked as spans (`markdown.py`).
"""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
from collections import Counter

from index.clean import mark_spans
from index.dates import find_published
from index.errors import ArticleFormatError
from index.lines import INVISIBLE, is_blank
from index.metadata import read_metadata
from index.readers.markdown import FrontMatter, mark_markup, read_front_matter
from index.types import Article

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 65_536  # enough to tell an encoding; the rest is decoded with the one found
_MOST_CONTROLS = 0.02  # share of control characters in a text; a picture read as text has 0.1
_USUAL = frozenset("\t\n\r\f\v\x85\x1c\x1d\x1e\x1f") | INVISIBLE


def read_text(data: bytes, *, article_id: str, path: str, markdown: bool = False) -> Article:
    """The article in `data`, with its metadata and spans.

    Raises ArticleFormatError when `data` is blank, binary, or in no encoding that can be told.
    """
    text = decode(data, path)
    if all(is_blank(character) for character in text):
        raise ArticleFormatError(f"{path}: is empty; nothing to index.")
    front = read_front_matter(text) if markdown else FrontMatter()
    spans = mark_spans(text, mark_markup(text, front) if markdown else ())
    found = read_metadata(text, spans)
    published = find_published(text, spans, path, front.published)
    return Article(
        article_id=article_id,
        path=path,
        text=text,
        content_hash=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        title=front.title or found.title,
        publisher=front.publisher or found.publisher,
        author=front.author or found.author,
        credits=found.credits,
        published_at=published.at,
        published_precision=published.precision,
        published_source=published.source,
        url=front.url,
        language=front.language,
        spans=spans,
    )


def decode(data: bytes, path: str) -> str:
    """UTF-8, or what a byte order mark says, or else what charset-normalizer finds."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decode_as(data[len(mark) :], encoding)
            if text is None:
                raise ArticleFormatError(
                    f"{path}: begins like {encoding} but isn't; save as UTF-8."
                )
            return _refuse_binary(text, path)
    if b"\x00" in data:
        raise ArticleFormatError(
            f"{path}: holds a NUL byte at offset {data.index(0)}, so it is binary, not text."
        )
    text = _decode_as(data, "utf-8")
    if text is None:
        text = _decode_by_statistics(data, path)
    return _refuse_binary(text, path)


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_by_statistics(data: bytes, path: str) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE_BYTES])
    best = matches.best()
    for match in matches:
        # Western European text fits its neighbours' code pages as well; it is the commonest.
        if best and match.encoding == "cp1252" and match.coherence >= best.coherence:
            best = match
    text = _decode_as(data, best.encoding) if best else None
    if text is None:
        raise ArticleFormatError(f"{path}: its encoding can't be told; save it as UTF-8.")
    return text


def _refuse_binary(text: str, path: str) -> str:
    sample = text[:_SAMPLE_BYTES]
    strange = sum(
        count
        for character, count in Counter(sample).items()
        if character == "\ufffd"
        or (unicodedata.category(character)[0] == "C" and character not in _USUAL)
    )
    if "\x00" in text or strange > _MOST_CONTROLS * len(sample):
        raise ArticleFormatError(f"{path}: is mostly control characters: binary, not text.")
    return text
