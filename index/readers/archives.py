"""ZIP and gzip: their members as sources, one after the other, bounded in size and depth."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Literal

from index.errors import ArticleFormatError
from index.readers.source import Careful, Source
from index.types import Refusal

DEEPEST = 3  # containers inside each other: a ZIP of .gz files of JSON lines is two
_MOST_MEMBERS = 200_000

_PACKED = {
    "xl/workbook.xml": "an Excel file (save it as CSV)",
    "ppt/presentation.xml": "a PowerPoint file",
    "content.xml": "an OpenDocument sheet or slides (save it as ODT or CSV)",
    "AndroidManifest.xml": "an app",
    "META-INF/MANIFEST.MF": "a Java program",
}

_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"

# What the packers raise for damaged, encrypted and unknown content.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)


def check_depth(source: Source) -> None:
    """Raises ArticleFormatError for a container inside too many others."""
    if source.depth >= DEEPEST:
        raise ArticleFormatError(
            f"{source.name}: {source.depth} archives inside each other; unpack the outer ones."
        )


def gzip_content(source: Source) -> Source:
    """What is in a gzip file. It keeps the path of the file."""
    check_depth(source)
    source.stream.seek(0)
    inner = source.file_name
    for suffix in (".gz", ".gzip"):
        inner = inner[: -len(suffix)] if inner.lower().endswith(suffix) else inner
    return source.inside(source.name, inner, gzip.GzipFile(fileobj=source.stream))


def kind_in_zip(source: Source) -> Literal["docx", "odt", "epub", "zip"]:
    """The document that is packed as a ZIP file, or "zip" for an archive of files. Raises
    ArticleFormatError for a document that is not read.
    """
    with opened_zip(source) as archive:
        names = {info.filename for info in archive.infolist()}
        if "word/document.xml" in names:
            return "docx"
        if "META-INF/container.xml" in names:
            return "epub"
        if "content.xml" in names and "mimetype" in names:
            with archive.open("mimetype") as stated:
                if stated.read(100).startswith(_OPEN_TEXT):
                    return "odt"
        for name, what in _PACKED.items():
            if name in names:
                raise ArticleFormatError(f"{source.name}: is {what}, which is not read.")
    return "zip"


def zip_members(source: Source) -> Iterator[Source | Refusal]:
    """The files in a ZIP archive in their order; folders, hidden files and what an operating
    system adds are passed over.
    """
    check_depth(source)
    with opened_zip(source) as archive:
        for info in archive.infolist():
            name = info.filename
            parts = name.split("/")
            if (
                info.is_dir()
                or parts[0] == "__MACOSX"
                or any(p.startswith(".") and p.strip(".") for p in parts)
            ):
                continue
            shown = name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "")
            path = f"{source.name}!{shown}"
            if info.flag_bits & 1:
                yield Refusal(path, "is encrypted; unpack it yourself")
                continue
            try:
                with archive.open(info) as member:
                    yield source.inside(path, shown.rsplit("/", 1)[-1], member)
            except DAMAGED as error:
                yield Refusal(path, f"can't be unpacked ({error})")


@contextmanager
def opened_zip(source: Source) -> Iterator[zipfile.ZipFile]:
    """The archive; one inside another is unpacked to a temporary file first."""
    with seekable(source) as file:
        try:
            archive = zipfile.ZipFile(file)
        except DAMAGED as error:
            raise ArticleFormatError(f"{source.name}: is a damaged ZIP file ({error}).") from error
        if len(archive.infolist()) > _MOST_MEMBERS:
            raise ArticleFormatError(
                f"{source.name}: over {_MOST_MEMBERS:,} files in one ZIP; unpack it yourself."
            )
        with archive:
            yield archive


@contextmanager
def seekable(source: Source) -> Iterator[IO[bytes]]:
    """The stream itself when it is a file, else a copy that can be read from anywhere."""
    source.stream.seek(0)
    if source.depth == 0:
        yield source.stream
        return
    with tempfile.TemporaryFile(buffering=0) as copy:
        while piece := source.stream.read(1 << 20):
            copy.write(piece)
        yield Careful(copy)
