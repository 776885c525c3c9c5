"""One file a format: bytes in, articles out. Start reading at `read_articles`.

    file ──open_source──▶ Source ──kind_of──▶ a reader ──▶ Extracted ──build_article──▶ Article

A container gives Sources of its members, which go the same way. Whatever goes wrong in one
article or member is a `Refusal`; the others are read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from index.errors import ArticleFormatError
from index.readers.archives import gzip_content, kind_in_zip, zip_members
from index.readers.build import article_id_of, build_article, canonical_url
from index.readers.formats import READERS
from index.readers.kinds import SUFFIXES, kind_of
from index.readers.source import Source, open_source
from index.readers.stated import Extracted
from index.settings import IndexSettings
from index.types import Article, Refusal

__all__ = [
    "SUPPORTED_SUFFIXES",
    "article_id_of",
    "canonical_url",
    "has_known_form",
    "read_articles",
    "read_file",
]

logger = logging.getLogger(__name__)

SUPPORTED_SUFFIXES = tuple(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)


def read_articles(path: Path, *, settings: IndexSettings) -> Iterator[Article | Refusal]:
    """The articles in the file `path`, one at a time, and what in it was not taken.

    `Article.path` is the resolved POSIX path; behind it `!MEMBER` for a file in an archive and
    `#NUMBER` for an article of a file that holds several. Raises ArticleFormatError, naming the
    file and the cause, when nothing can be read of it; damage further down is a Refusal.
    """
    with open_source(path, limit_bytes=settings.max_file_bytes) as source:
        taken = False
        try:
            for item in _read(source):
                taken = True
                yield item
        except ArticleFormatError as error:
            if not taken:
                raise _naming(source, error) from error
            yield Refusal(source.name, _reason(source, error))
        except Exception as error:  # a library's, over a hostile or damaged file
            logger.debug("%s could not be read", source.name, exc_info=True)
            reason = _foreign(error)
            if not taken:
                raise ArticleFormatError(f"{source.name}: {reason}.") from error
            yield Refusal(source.name, reason)


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


def _read(source: Source) -> Iterator[Article | Refusal]:
    """The articles of a file or of a member. Raises what the format's library raises."""
    head = source.head()
    kind, what = kind_of(head, source.file_name)
    if kind is None:
        raise ArticleFormatError(
            f"{source.name}: is {what}, which is not read; save it as text, HTML, PDF or DOCX."
        )
    if kind == "zip":
        kind = kind_in_zip(source)
    if kind == "gzip":
        yield from _read(gzip_content(source))
    elif kind == "zip":
        for member in zip_members(source):
            yield from _member(member)
    else:
        for item in READERS[kind](source):
            yield _build(item, source)


def _member(member: Source | Refusal) -> Iterator[Article | Refusal]:
    if isinstance(member, Refusal):
        yield member
        return
    try:
        yield from _read(member)
    except ArticleFormatError as error:
        if member.budget.left < 0:
            raise  # the bomb is the whole file
        yield Refusal(member.name, _reason(member, error))
    except Exception as error:
        logger.debug("%s could not be read", member.name, exc_info=True)
        yield Refusal(member.name, _foreign(error))


def _build(item: Extracted | Refusal, source: Source) -> Article | Refusal:
    if isinstance(item, Refusal):
        return item
    numbered = item.number is not None
    path = f"{source.name}#{item.number}" if numbered else source.name
    try:
        return build_article(item, path=path, file_name="" if numbered else source.file_name)
    except ArticleFormatError as error:
        if not numbered:
            raise
        return Refusal(path, str(error).removeprefix(f"{path}: ").rstrip("."))


def _naming(source: Source, error: ArticleFormatError) -> ArticleFormatError:
    return ArticleFormatError(f"{source.name}: {_reason(source, error)}.")


def _reason(source: Source, error: ArticleFormatError) -> str:
    return str(error).removeprefix(f"{source.name}: ").rstrip(".")


def _foreign(error: Exception) -> str:
    what = " ".join(str(error).split())[:200]
    return f"can't be read ({type(error).__name__}: {what}); it may be damaged"
