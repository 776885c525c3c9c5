"""One file a format: bytes in, articles out. Start reading at `read_articles`.

    file ──open_source──▶ Source ──kind_of──▶ a reader ──▶ Extracted ──build_article──▶ Article

A container gives Sources of its members, which go the same way. Whatever goes wrong in one
article or member is a `Refusal`; the others are read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from index.byline.published import parse_date
from index.errors import ArticleFormatError
from index.readers.archives import gzip_content, kind_in_zip, zip_members
from index.readers.build import article_id_of, build_article, canonical_url
from index.readers.download import download
from index.readers.formats import READERS
from index.readers.kinds import SUFFIXES, kind_of
from index.readers.mailbox import mbox_members
from index.readers.sidecars import NO_SIDECARS, Sidecars, read_sidecars, sidecar_files
from index.readers.source import Source, open_source, resolve
from index.readers.stated import Extracted, Stated
from index.readers.warc import warc_members
from index.settings import IndexSettings
from index.types import Article, Refusal

__all__ = [
    "SUPPORTED_SUFFIXES",
    "article_id_of",
    "canonical_url",
    "has_known_form",
    "read_articles",
    "read_feed",
    "read_file",
    "sidecar_files",
]

logger = logging.getLogger(__name__)

SUPPORTED_SUFFIXES = tuple(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)

_Items = Iterator[Article | Refusal]
_MEMBERS: dict[str, Callable[[Source], Iterator[Source | Refusal]]] = {
    "zip": zip_members,
    "warc": warc_members,
    "mbox": mbox_members,
}


def read_articles(path: Path, *, settings: IndexSettings) -> _Items:
    """The articles in the file `path`, one at a time, and what in it was not taken.

    `Article.path` is the resolved POSIX path; behind it `!MEMBER` for a file in an archive and
    `#NUMBER` for an article of a file that holds several. Sidecars override what is read. Raises
    ArticleFormatError, naming the file and the cause, when nothing can be read of it; damage
    further down is a Refusal.
    """
    with open_source(path, limit_bytes=settings.max_file_bytes) as source:
        resolved, _ = resolve(path)
        yield from _whole(source, read_sidecars(resolved))


def read_feed(url: str, *, settings: IndexSettings) -> _Items:
    """The entries of the feed at an http(s) address, or the article of a page there.

    `Article.path` is the address; behind it `#NUMBER` for an entry. Only this one address is
    fetched, never what a document names. Raises ArticleFormatError as `read_articles` does.
    """
    yield from _whole(download(url, limit_bytes=settings.max_file_bytes), NO_SIDECARS)


def read_file(path: Path, *, settings: IndexSettings) -> Article:
    """The article of a file that holds a single one. Raises ArticleFormatError otherwise."""
    items = read_articles(path, settings=settings)
    first = next(items, None)
    if isinstance(first, Article) and next(items, None) is None:
        return first
    if isinstance(first, Refusal):
        raise ArticleFormatError(f"{first.name}: {first.reason}.")
    what = "no article" if first is None else "several articles"
    raise ArticleFormatError(f"{path}: holds {what}; read_articles gives what is there.")


def has_known_form(path: Path) -> bool:
    """True when the content of a file with an unknown suffix shows a format that is read. Plain
    text shows none: among programs and logs, only its name tells that it is meant.
    """
    try:
        with open_source(path, limit_bytes=0) as source:
            kind, _ = kind_of(source.head(), "")
    except (ArticleFormatError, OSError):
        return False
    return kind is not None and kind != "text"


def _whole(source: Source, sidecars: Sidecars) -> _Items:
    """All of a file. It raises only when nothing was read before."""
    taken = False
    try:
        for item in _read(source, sidecars):
            taken = True
            yield item
    except Exception as error:
        reason = _reason(source, error)
        if not taken:
            raise ArticleFormatError(f"{source.name}: {reason}.") from error
        yield Refusal(source.name, reason)


def _read(source: Source, sidecars: Sidecars) -> _Items:
    """The articles of a file or of a member. Raises what the format's library raises."""
    kind, what = kind_of(source.head(), source.file_name)
    if kind is None:
        raise ArticleFormatError(
            f"{source.name}: is {what}, which is not read; save it as text, HTML, PDF or DOCX."
        )
    if kind == "zip":
        kind = kind_in_zip(source)
    if kind == "gzip":
        yield from _read(gzip_content(source), sidecars)
    elif kind in _MEMBERS:
        for member in _MEMBERS[kind](source):
            yield from _member(member, sidecars)
    else:
        for item in READERS[kind](source):
            yield _build(item, source, sidecars)


def _member(member: Source | Refusal, sidecars: Sidecars) -> _Items:
    if isinstance(member, Refusal):
        yield member
        return
    try:
        yield from _read(member, sidecars)
    except Exception as error:
        if member.budget.left < 0:
            raise  # the bomb is the whole file
        yield Refusal(member.name, _reason(member, error))


def _build(item: Extracted | Refusal, source: Source, sidecars: Sidecars) -> Article | Refusal:
    if isinstance(item, Refusal):
        return item
    numbered = item.number is not None
    path = f"{source.name}#{item.number}" if numbered else source.name
    if item.refused:
        known = (canonical_url(item.stated.url) if item.stated.url else None) or item.identity
        gone = article_id_of(known) if item.withdrawn and known else ""
        since = parse_date(item.stated.updated or item.stated.published, "metadata")
        at = since.at if since else None
        return Refusal(path, item.refused, withdraws=gone, withdrawn_at=at, waits=item.waits)
    stated = item.stated
    if source.url and not numbered:
        stated = stated.over(Stated.of(("url", source.url, "fetched from")))
    stated = sidecars.of(path, stated.url).over(stated)
    try:
        name = "" if numbered else source.file_name
        return build_article(item, stated, path=path, file_name=name)
    except ArticleFormatError as error:
        if not numbered:
            raise
        return Refusal(path, str(error).removeprefix(f"{path}: ").rstrip("."))


def _reason(source: Source, error: Exception) -> str:
    """Why, in words, without the name of the source before them."""
    if isinstance(error, ArticleFormatError):
        return str(error).removeprefix(f"{source.name}: ").rstrip(".")
    logger.debug("%s could not be read", source.name, exc_info=error)
    what = " ".join(str(error).split())[:200]
    return f"can't be read ({type(error).__name__}: {what}); it may be damaged"
