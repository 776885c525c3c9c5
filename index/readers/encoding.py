"""Bytes -> text: what the source says of its encoding, else UTF-8, else what statistics find."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from index.errors import ArticleFormatError
from index.text.lines import INVISIBLE

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What follows (spans, metadata, dates) takes up to 0.3 ms a line on a busy machine, so a text
# within these is read in seconds. Three novels have as much.
MOST_CHARACTERS, MOST_LINES = 2_000_000, 20_000
_SAMPLE_BYTES = 65_536  # enough to tell an encoding; the rest is decoded with the one found
_MOST_CONTROLS = 0.02  # share of control characters in a text; a picture read as text has 0.1
_USUAL = frozenset("\t\n\r\f\v\x85\x1c\x1d\x1e\x1f") | INVISIBLE

# `<meta charset="…">`, `<meta … content="text/html; charset=…">` and `<?xml … encoding="…"?>`.
_DECLARED = re.compile(
    rb"<(?:meta\b|\?xml\b)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
_DECLARED_BYTES = 4_096
# Encodings that look like plain ASCII, and so like UTF-8.
_STATEFUL = re.compile(r"^(?:iso-?2022|hz|utf-?7)", re.IGNORECASE)
# Browsers read these names as the larger set, and so do the pages that use them.
_LARGER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
           "iso8859-9": "cp1254", "euc_kr": "cp949", "shift_jis": "cp932"}  # fmt: skip
_STATEFUL = re.compile(
    r"^(?:iso-?2022|hz|utf-?7)", re.IGNORECASE
)  # plain ASCII to the eye of UTF-8

# The letters that UTF-8 read as Latin-1 or Windows-1252 leaves in front of each broken character.
_MOJIBAKE_LEADS = frozenset("ÂÃâðÅÄÐÑØÙÎÏ")


def decode(data: bytes, path: str) -> str:
    """UTF-8, or what a byte order mark says, or else what charset-normalizer finds."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decode_as(data[len(mark) :], encoding)
            if text is None:
                raise ArticleFormatError(
                    f"{path}: begins like {encoding} but isn't; save as UTF-8."
                )
            return refuse_binary(text, path)
    if b"\x00" in data:
        raise ArticleFormatError(
            f"{path}: holds a NUL byte at offset {data.index(0)}, so it is binary, not text."
        )
    text = _decode_as(data, "utf-8")
    if text is None:
        text = _decode_by_statistics(data, path)
    return refuse_binary(text, path)


def decode_markup(data: bytes, path: str, *, stated: str | None = None) -> str:
    """HTML or XML. The surest first: a byte order mark, UTF-8 that is valid, what the header
    that came with it says (`stated`), what it declares itself, and statistics.
    """
    declared = _DECLARED.search(data[:_DECLARED_BYTES])
    names = [stated or "", declared[1].decode("ascii") if declared else ""]
    marked = data.startswith(tuple(mark for mark, _ in _MARKS))
    if marked or (_decode_as(data, "utf-8") is not None and not any(map(_STATEFUL.search, names))):
        return decode(data, path)
    for name in names:
        encoding = _codec(name)
        if encoding and encoding not in ("utf-16", "utf-32", "utf-8"):
            # A stray byte in a page of a known encoding is no reason to refuse it.
            return data.decode(encoding, "replace")
    if any(_codec(name) == "utf-8" for name in names):
        return data.decode("utf-8", "replace")
    return decode(data, path)


def _codec(name: str) -> str | None:
    """The Python codec for a label of the web; None for one that isn't for text."""
    try:
        info = codecs.lookup(name)
        "a".encode(info.name)
    except (LookupError, ValueError, UnicodeError, TypeError):
        return None
    return _LARGER.get(info.name, info.name)


def without_mojibake(text: str) -> str:
    """`text` with "cafÃ©" as "café", where that is the only sane reading (ftfy judges)."""
    if text.isascii() or _MOJIBAKE_LEADS.isdisjoint(text):
        return text
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    # Line by line: a broken quotation in one is no reason to touch the others.
    lines = text.splitlines(keepends=True)
    return "".join(fix_encoding(line) if is_bad(line) else line for line in lines)


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


def refuse_endless(text: str, path: str) -> None:
    """Raises ArticleFormatError when there is more of it than an article has."""
    lines = text.count("\n") + text.count("\r")
    if len(text) > MOST_CHARACTERS or lines > MOST_LINES:
        raise ArticleFormatError(
            f"{path}: {len(text):,} characters in {lines + 1:,} lines, over {MOST_CHARACTERS:,} in "
            f"{MOST_LINES:,} for one article; split it."
        )


def refuse_binary(text: str, path: str) -> str:
    """`text` itself. Raises ArticleFormatError when it is no text for people."""
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
