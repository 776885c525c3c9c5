"""CSV and TSV: an article a row, under names of fields in the first row (`fields.py`).

Readwise writes a row for each passage that was highlighted: those of one title are one article.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from index.errors import ArticleFormatError
from index.readers.fields import folded, known_field
from index.readers.records import read_record
from index.readers.source import Source
from index.readers.stated import Extracted
from index.types import Refusal

_DELIMITERS = ",\t;|"
_SAMPLE_BYTES = 65_536


def read_table(source: Source) -> Iterator[Extracted | Refusal]:
    """CSV or TSV with names of fields in its first row; `number` counts the rows below it."""
    kept: dict[tuple[str, str], list[str]] = {}
    for number, row in read_rows(source):
        name = f"{source.name}#{number}"
        if row is None:
            yield Refusal(name, f"a row of over {source.limit_bytes:,} bytes")
        elif "Highlight" in row and "Book Title" in row:
            title = (row["Book Title"], row.get("Book Author", ""))
            if sum(map(len, kept.get(title, ()))) < source.limit_bytes:
                kept.setdefault(title, []).append(row["Highlight"])
        elif any(value.strip() for value in row.values()):
            yield read_record(row, name, number)
    for number, ((title_, author), passages) in enumerate(kept.items(), 1):
        record = {"title": title_, "author": author, "text": [p for p in passages if p.strip()]}
        yield read_record(record, f"{source.name}#{number}", number)


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


def _bounded_lines(text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    """Lines for csv. A quotation mark that is never closed would make one row of the whole file:
    csv stops at its field limit; a line over it is cut, so that no single read is larger.
    """
    while line := text.readline(limit):
        yield line.replace("\x00", "")


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
