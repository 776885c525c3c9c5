"""Which reader serves which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.readers import exports, guard, tables
from index.readers.kinds import Kind
from index.readers.source import Source
from index.readers.stated import Extracted
from index.readers.text import read_text, read_texts
from index.types import Refusal

Reader = Callable[[Source], Iterator[Extracted | Refusal]]


def _text(source: Source) -> Iterator[Extracted]:
    yield from read_texts(source.read_all(), source.name)


def _markdown(source: Source) -> Iterator[Extracted]:
    yield read_text(source.read_all(), source.name, markdown=True)


def _guarded(kind: str) -> Reader:
    """A format that is parsed in the reading process."""

    def read(source: Source) -> Iterator[Extracted]:
        data = source.read_all()
        yield from guard.extract(kind, data, source.name, url=source.url, charset=source.charset)

    return read


READERS: dict[Kind, Reader] = {
    "text": _text,
    "markdown": _markdown,
    "page": _guarded("page"),
    "pdf": _guarded("pdf"),
    "docx": _guarded("docx"),
    "odt": _guarded("odt"),
    "rtf": _guarded("rtf"),
    "ris": _guarded("ris"),
    "bibtex": _guarded("bibtex"),
    "notes": _guarded("notes"),
    "wiki": _guarded("wiki"),
    "epub": _guarded("epub"),
    "feed": _guarded("feed"),
    "news xml": _guarded("news xml"),
    "mail": _guarded("mail"),
    "mhtml": _guarded("mhtml"),
    "json": exports.give_up_early(exports.read_json),
    "json lines": exports.give_up_early(exports.read_json_lines),
    "table": exports.give_up_early(tables.read_table),
}
