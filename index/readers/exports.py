"""JSON, JSON lines, CSV and TSV: many articles a file, one at a time in memory.

A JSON file is one article, a list of them, or a table that holds the list. Names of fields are
those of `fields.py`. A field that holds HTML is turned into text (`guard.py` bounds that).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from index.errors import ArticleFormatError
from index.readers import guard
from index.readers.encoding import decode
from index.readers.fields import folded, known_field, read_fields
from index.readers.source import Source
from index.readers.stated import Extracted
from index.types import Refusal

# Where exports and interfaces keep their list, when the file is one table.
_LISTS = frozenset(
    "articles items data results docs documents stories news entries records hits value rows "
    "posts hits.hits response.docs response.results response.articles data.articles".split()
)
_WRAPPERS = ("_source", "fields", "article", "doc", "document", "attributes")
_TAG = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|li|ul|blockquote|figure)>|<(?:p|br) ?/?>",
    re.IGNORECASE,
)
_DELIMITERS = ",\t;|"
_SAMPLE_BYTES = 65_536
FEWEST_TRIED = 20
_END = object()


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
    beginning = source.head().lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"["):
        yield from _streamed(source, "item")
        return
    if _size(source) > source.limit_bytes:
        place = _place_of_list(source)
        if place is None:
            raise ArticleFormatError(
                f"{source.name}: one JSON object of over {source.limit_bytes:,} bytes, without a "
                "list of articles in it; raise max_file_bytes, or write JSON lines."
            )
        yield from _streamed(source, place)
        return
    try:
        table = json.loads(decode(source.read_all(), source.name))
    except (ValueError, RecursionError) as error:
        raise ArticleFormatError(f"{source.name}: is not JSON ({_brief(error)}).") from error
    records = _listed(table)
    if records is None:
        item = read_record(table, source.name, None)
        if isinstance(item, Refusal):
            raise ArticleFormatError(f"{source.name}: {item.reason}.")
        yield item
        return
    for number, record in enumerate(records, 1):
        yield read_record(record, f"{source.name}#{number}", number)


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


def read_record(record: object, name: str, number: int | None) -> Extracted | Refusal:
    """One record as an article, or why it is none."""
    if not isinstance(record, Mapping):
        return Refusal(name, "not a JSON object")
    text, stated = read_fields(record)
    if text is None:
        for key in _WRAPPERS:
            inner = record.get(key)
            if isinstance(inner, Mapping):
                text, within = read_fields(inner)
                stated = within.over(stated)
                if text is not None:
                    break
    if text is None:
        keys = ", ".join(str(key)[:30] for key in list(record)[:8])
        return Refusal(name, f"no text in it (its fields: {keys})")
    if len(_TAG.findall(text[:200_000])) >= 2:
        try:
            text = guard.extract("fragment", text.encode("utf-8", "replace"), name)[0].text
        except ArticleFormatError as error:
            return Refusal(name, str(error).removeprefix(f"{name}: ").rstrip("."))
    return Extracted(text, stated, number=number)


def read_table(source: Source) -> Iterator[Extracted | Refusal]:
    """CSV or TSV with names of fields in its first row; `number` counts the rows below it."""
    for number, row in read_rows(source):
        name = f"{source.name}#{number}"
        if row is None:
            yield Refusal(name, f"a row of over {source.limit_bytes:,} bytes")
        elif any(value.strip() for value in row.values()):
            yield read_record(row, name, number)


def read_rows(source: Source) -> Iterator[tuple[int, dict[str, str] | None]]:
    """The rows of a table by the names in its first row. None for a row over the limit."""
    sample = source.head()
    delimiter = delimiter_of(sample, source.file_name)
    encoding = _encoding_of(source)
    csv.field_size_limit(source.limit_bytes)  # for the process; the default refuses long articles
    source.stream.seek(0)
    text = io.TextIOWrapper(source.stream, encoding=encoding, errors="replace", newline="")
    try:
        rows = csv.reader(_bounded_lines(text, source.limit_bytes), delimiter=delimiter)
        header = next(rows, [])
        for number, row in enumerate(rows, 1):
            yield number, dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise ArticleFormatError(f"{source.name}: is not a table ({_brief(error)}).") from error
    finally:
        text.detach()


def delimiter_of(head: bytes, file_name: str) -> str:
    """The sign between the columns: the one that parts the first row into most known names."""
    if file_name.lower().endswith((".tsv", ".tab")):
        return "\t"
    first = head.decode("utf-8", "replace").lstrip("\ufeff").split("\n", 1)[0]
    return max(_DELIMITERS, key=lambda sign: (len(_known(first, sign)), first.count(sign)))


def is_table(head: bytes) -> bool:
    """Does the first line name the columns of articles, the text among them?"""
    first = head.decode("utf-8", "replace").lstrip("\ufeff").split("\n", 1)[0].strip()
    names = max((_known(first, sign) for sign in _DELIMITERS), key=len)
    return len(names) >= 2 and "text" in names


def _known(line: str, sign: str) -> set[str]:
    cells = [cell.strip().strip('"') for cell in line.split(sign)] if sign in line else []
    fields = {known_field(cell) for cell in cells if len(cell) <= 40 and folded(cell)}
    return {field for field in fields if field}


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


def _bounded_lines(text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    """Lines for csv. A quotation mark that is never closed would make one row of the whole file:
    csv stops at its field limit; a line over it is cut, so that no single read is larger.
    """
    while line := text.readline(limit):
        yield line.replace("\x00", "")


def _streamed(source: Source, place: str) -> Iterator[Extracted | Refusal]:
    import ijson

    source.stream.seek(0)
    meter = _Meter(source)
    records = ijson.items(meter, place, use_float=True)
    number = 0
    while True:
        number += 1
        meter.used = 0
        name = f"{source.name}#{number}"
        try:
            record = next(records, _END)
        except (ijson.JSONError, ValueError, RecursionError, OverflowError) as error:
            raise ArticleFormatError(
                f"{source.name}: stops being JSON after {number - 1:,} articles ({_brief(error)})."
            ) from error
        if record is _END:
            return
        yield read_record(record, name, number)


class _Meter:
    """A stream that refuses to give more than the limit for a single article."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.used = 0

    def read(self, size: int = 65_536) -> bytes:
        if self.used > self._source.limit_bytes:
            raise ArticleFormatError(
                f"{self._source.name}: an article of over {self._source.limit_bytes:,} bytes."
            )
        # ijson reads nothing at first, to see whether it gets bytes.
        data = self._source.stream.read(65_536 if size < 0 else min(size, 65_536))
        self.used += len(data)
        return data


def _place_of_list(source: Source) -> str | None:
    """Where the first list of articles stands, for ijson ("articles.item")."""
    import ijson

    source.stream.seek(0)
    try:
        for prefix, event, _ in ijson.parse(source.stream, use_float=True):
            if event == "start_array" and prefix.lower() in _LISTS:
                return f"{prefix}.item"
    except (ijson.JSONError, ValueError, RecursionError) as error:
        raise ArticleFormatError(f"{source.name}: is not JSON ({_brief(error)}).") from error
    return None


def _listed(table: object) -> list[object] | None:
    """The list of articles in a table, unless the table is an article itself."""
    if not isinstance(table, dict) or read_fields(table)[0] is not None:
        return None
    for place in sorted(_LISTS):
        value: object = table
        for key in place.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, list) and any(isinstance(item, dict) for item in value[:20]):
            return value
    return None


def _size(source: Source) -> int:
    """Bytes of the source, or one more than the limit when it is over."""
    source.stream.seek(0)
    size = 0
    while size <= source.limit_bytes and (piece := source.stream.read(1 << 20)):
        size += len(piece)
    source.stream.seek(0)
    return size


def _encoding_of(source: Source) -> str:
    """UTF-8 (with or without a mark), UTF-16, or what statistics say of the first 64 KiB."""
    sample = source.stream.read(_SAMPLE_BYTES)
    source.stream.seek(0)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
        return "utf-8-sig"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        return best.encoding if best else "cp1252"


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
