"""JSON and JSON lines: many articles a file, one at a time in memory.

A JSON file is one article, a list of them, or a table that holds them somewhere
(`json_shapes.py`). A record becomes an article in `records.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import IO

from index.errors import ArticleFormatError
from index.readers.encoding import decode
from index.readers.json_shapes import LISTS, Records, items_within, records_of
from index.readers.records import named, read_record
from index.readers.source import Source
from index.readers.stated import Extracted
from index.types import Refusal

FEWEST_TRIED = 20
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_END = object()

MOST_DIGITS = 1_000  # of one number; the parser in C copies and keeps the whole of it
MOST_NESTED = 200  # Python's own parser gives up near 1,000, the one in C when memory does
_DIGITS = b"0123456789"
_LONG_NUMBER = re.compile(rb"[0-9]{40,}")
_JSON_MARK = re.compile(rb'\\.?|["\[\]{}]', re.S)


def read_json_lines(source: Source) -> Iterator[Extracted | Refusal]:
    """One JSON object a line; `number` is that of the line."""
    source.stream.seek(0)
    for number, line in _lines(source.stream, source.limit_bytes):
        name = f"{source.name}#{number}"
        if line is None:
            yield Refusal(name, f"a line of over {source.limit_bytes:,} bytes")
            continue
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            record = json.loads(decode(line, name))
        except (ValueError, RecursionError, ArticleFormatError) as error:
            yield Refusal(name, f"not JSON ({_brief(error)})")
            continue
        yield read_record(record, name, number)


def read_json(source: Source) -> Iterator[Extracted | Refusal]:
    """One article, or a list of them, wherever the file keeps it."""
    head = source.head()
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from _streamed(source, "item")
        return
    if _size(source) > source.limit_bytes:
        place = None if head.startswith(_WIDE_MARKS) else _place_of_list(source)
        if place is None:
            raise ArticleFormatError(
                f"{source.name}: one JSON object of over {source.limit_bytes:,} bytes, without a "
                "list of articles in it; raise max_file_bytes, or write JSON lines."
            )
        yield from _streamed(source, place)
        return
    found = records_of(_loaded(source))
    if found is None:
        raise ArticleFormatError(f"{source.name}: holds neither a JSON object nor a list of them.")
    if found.are_one:
        item = read_record(found.items[0], source.name, None)
        if isinstance(item, Refusal):
            raise ArticleFormatError(f"{source.name}: {item.reason}.")
        yield item
        return
    for number, record in enumerate(found.items, 1):
        yield _read_named(record, source, number, found)


def _read_named(record: object, source: Source, number: int, found: Records) -> Extracted | Refusal:
    """The record, known by its `id` where it has no address: so it stays itself in a file whose
    order changes.
    """
    item = read_record(record, f"{source.name}#{number}", number)
    own = record.get("id") if isinstance(record, dict) else None
    if not found.are_named or not isinstance(own, str | int):
        return item
    return named(item, f"{found.scope or source.name}\n{own}"[:1_000])


def _loaded(source: Source) -> object:
    try:
        return json.loads(decode(source.read_all(), source.name))
    except (ValueError, RecursionError) as error:
        raise ArticleFormatError(f"{source.name}: is not JSON ({_brief(error)}).") from error


def give_up_early(
    read: Callable[[Source], Iterator[Extracted | Refusal]],
) -> Callable[[Source], Iterator[Extracted | Refusal]]:
    """The reader, which stops when the first FEWEST_TRIED records are no articles: a large table
    of something else is told once, not a row at a time.
    """

    def reading(source: Source) -> Iterator[Extracted | Refusal]:
        refused = 0
        for item in read(source):
            yield item
            if refused >= 0:
                refused = refused + 1 if isinstance(item, Refusal) else -1
            if refused == FEWEST_TRIED:
                raise ArticleFormatError(
                    f"{source.name}: the first {FEWEST_TRIED} records hold no article; the rest "
                    "was not read."
                )

    return reading


def _lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream from 1; None for one over the limit, which is skipped."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield number, None


def _streamed(source: Source, place: str) -> Iterator[Extracted | Refusal]:
    import ijson

    source.stream.seek(0)
    meter = _Meter(source)
    # Numbers as written: as C's, an integer of 2^63 or more ends the reading.
    records = ijson.items(meter, place, use_float=False)
    number = 0
    while True:
        meter.used = 0
        try:
            record = next(records, _END)
        except (ijson.JSONError, ValueError, RecursionError, OverflowError) as error:
            rest = _rest(source, place, number)
            if rest is None:
                raise ArticleFormatError(
                    f"{source.name}: stops being JSON after {number:,} articles ({_brief(error)})."
                ) from error
            for record in rest:
                number += 1
                yield read_record(record, f"{source.name}#{number}", number)
            return
        if record is _END:
            return
        for item in items_within(record):
            number += 1
            yield read_record(item, f"{source.name}#{number}", number)


def _rest(source: Source, place: str, done: int) -> list[object] | None:
    """What follows the first `done` records of a list that is JSON only as Python writes it (NaN,
    Infinity), or in another encoding; None when it is none either.
    """
    if place != "item" or _size(source) > source.limit_bytes:
        return None
    try:
        found = records_of(_loaded(source))
    except ArticleFormatError:
        return None
    return found.items[done:] if found else None


class _Meter:
    """A stream that refuses to give more than the limit for a single article, numbers without end
    and lists within lists within lists: a C parser takes each of them at its word.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._begun = False
        self._digits = 0
        self._depth = 0
        self._in_string = False
        self._escape = b""
        self.used = 0

    def read(self, size: int = 65_536) -> bytes:
        if self.used > self._source.limit_bytes:
            raise ArticleFormatError(
                f"{self._source.name}: an article of over {self._source.limit_bytes:,} bytes."
            )
        # ijson reads nothing at first, to see whether it gets bytes.
        data = self._source.stream.read(65_536 if size < 0 else min(size, 65_536))
        if size and not self._begun:
            self._begun = True
            data = data.removeprefix(b"\xef\xbb\xbf")
        self.used += len(data)
        self._check(data)
        return data

    def _check(self, data: bytes) -> None:
        """Raises ArticleFormatError where a number is too long or the nesting too deep, counted
        across pieces.
        """
        leading = len(data) - len(data.lstrip(_DIGITS))
        runs = [self._digits + leading, *map(len, _LONG_NUMBER.findall(data))]
        if max(runs) > MOST_DIGITS:
            raise ArticleFormatError(
                f"{self._source.name}: a number of over {MOST_DIGITS:,} digits; write it as text."
            )
        trailing = len(data) - len(data.rstrip(_DIGITS))
        self._digits = self._digits + trailing if trailing == len(data) else trailing
        piece = self._escape + data
        self._escape = b""
        for mark in _JSON_MARK.finditer(piece):
            found = mark.group()
            if found[:1] == b"\\":
                self._escape = found if len(found) == 1 else b""
            elif found == b'"':
                self._in_string = not self._in_string
            elif not self._in_string:
                self._depth += 1 if found in (b"[", b"{") else -1
                if self._depth > MOST_NESTED:
                    raise ArticleFormatError(
                        f"{self._source.name}: lists and objects nested over {MOST_NESTED} deep."
                    )


def _place_of_list(source: Source) -> str | None:
    """Where the first list of articles stands, for ijson ("articles.item")."""
    import ijson

    source.stream.seek(0)
    meter = _Meter(source)
    try:
        for prefix, event, _ in ijson.parse(meter, use_float=False):
            meter.used = 0
            if event == "start_array" and prefix.lower() in LISTS:
                return f"{prefix}.item"
    except (ijson.JSONError, ValueError, RecursionError) as error:
        raise ArticleFormatError(f"{source.name}: is not JSON ({_brief(error)}).") from error
    return None


def _size(source: Source) -> int:
    """Bytes of the source, or one more than the limit when it is over."""
    source.stream.seek(0)
    size = 0
    while size <= source.limit_bytes and (piece := source.stream.read(1 << 20)):
        size += len(piece)
    source.stream.seek(0)
    return size


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
