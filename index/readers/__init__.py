"""One file a format: bytes of a file in, an `Article` out. `read_file` chooses by content."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from index.errors import ArticleFormatError
from index.readers.text import read_text
from index.settings import IndexSettings
from index.types import Article

SUPPORTED_SUFFIXES = (".txt", ".text", ".md", ".markdown")
_MARKDOWN_SUFFIXES = (".md", ".markdown")

# How the formats that are not text begin, whatever the file is called.
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (perhaps DOCX, ODT or EPUB)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
)
_MARKUP = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<?xml", "XML"), (b"<rss", "a feed"))


def read_file(path: Path, *, settings: IndexSettings) -> Article:
    """The article in the file `path`, whose `Article.path` is the resolved POSIX path.

    Raises ArticleFormatError, naming the file and the cause: not a regular file, not readable,
    larger than `settings.max_file_bytes`, of another format, binary, undecodable, or blank.
    """
    try:
        resolved = path.resolve()
        name = resolved.as_posix()
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleFormatError(
            f"{os.fsencode(path)!r}: the name of the file isn't valid Unicode; rename it."
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise ArticleFormatError(f"{path}: no such file can be reached ({error}).") from error
    if resolved.suffix.lower() not in SUPPORTED_SUFFIXES:
        raise ArticleFormatError(
            f"{path}: files of type {resolved.suffix or 'without a suffix'!r} are not read yet; "
            f"use {', '.join(SUPPORTED_SUFFIXES)}."
        )
    data = _read_bytes(resolved, path, settings.max_file_bytes)
    beginning = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ArticleFormatError(f"{path}: is {what}, not text; save it as plain text.")
    for signature, what in _MARKUP:
        if beginning.startswith(signature):
            raise ArticleFormatError(
                f"{path}: is {what} under a text name; save its text, this format is not read yet."
            )
    return read_text(
        data,
        article_id=article_id_of(name),
        path=name,
        markdown=resolved.suffix.lower() in _MARKDOWN_SUFFIXES,
    )


def article_id_of(location: str) -> str:
    """12 hex digits for a resolved POSIX path or a canonical URL."""
    return hashlib.blake2b(location.encode("utf-8")).hexdigest()[:12]


def _read_bytes(resolved: Path, path: Path, limit: int) -> bytes:
    """At most `limit` bytes of a regular file; never waits on a pipe or a device."""
    try:
        _check_regular(os.stat(resolved), path)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(resolved, flags)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            _check_regular(status, path)  # again: the name may mean another file by now
            data = b"" if status.st_size > limit else file.read(limit + 1)
            size = max(status.st_size, len(data))
    except OSError as error:
        reason = {
            errno.ENOENT: "no such file (or a broken link)",
            errno.EACCES: "no permission to read it",
            errno.ELOOP: "a link that leads to itself",
        }.get(error.errno or 0, error.strerror or str(error))
        raise ArticleFormatError(f"{path}: {reason}.") from error
    if size > limit:
        raise ArticleFormatError(
            f"{path}: {size:,} bytes, over the limit of {limit:,}; split it or raise "
            "max_file_bytes."
        )
    return data


def _check_regular(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ArticleFormatError(f"{path}: is a folder, not a file.")
    if not stat.S_ISREG(status.st_mode):
        raise ArticleFormatError(f"{path}: is a pipe, socket or device, not a regular file.")
