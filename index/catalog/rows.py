"""Rows of the catalog and the values that they stand for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from index.text.packed import unpack
from index.types import Article, DateSource, Precision, Span

# Of `articles` joined with `contents`, in the order of the fields of `Article`.
ARTICLE = (
    "article_id, path, text, content_hash, title, publisher, author, credits, published_at, "
    "published_precision, published_source, url, language, spans, updated_at, updated_precision, "
    "origins"
)
# Of `articles a` alone, in the order of the fields of `CatalogEntry`. Copies are the other
# articles of its cluster and the other files that hold it.
ENTRY = (
    "a.article_id, a.title, a.publisher, a.author, a.published_at, a.published_precision, "
    "a.published_source, a.updated_at, a.language, a.url, a.path, "
    "(SELECT count(*) FROM articles b WHERE b.cluster = a.cluster AND b.state = 'done' "
    "AND b.version <> a.version) AS copies, "
    "(SELECT count(*) FROM passages p WHERE p.version = a.version), "
    "(SELECT count(*) FROM old_versions o WHERE o.article_id = a.article_id), "
    'a.origins LIKE \'%["text", "teaser"]%\''
)
# Of `passages p` joined with `articles a`; the text is cut out of that of the article.
PASSAGE = (
    "p.version, p.passage_id, a.article_id, p.ordinal, p.start_char, p.end_char, p.sentences, "
    "p.kind"
)


@dataclass(frozen=True)
class CatalogEntry:
    """An article as a list shows it: without text. `copies` counts the other articles that
    print the same report, `versions` the earlier texts that are kept. `is_teaser`: only its
    beginning is there, the rest is for subscribers.
    """

    article_id: str
    title: str | None
    publisher: str | None
    author: str | None
    published_at: str | None
    published_precision: Precision
    published_source: DateSource
    updated_at: str | None
    language: str | None
    url: str | None
    path: str
    copies: int
    passages: int
    versions: int
    is_teaser: bool = False


@dataclass(frozen=True)
class Headline:
    """The little of an article that is quick to read of thousands. Articles of one `cluster` are
    copies of one report; None: it has none.
    """

    article_id: str
    title: str | None
    publisher: str | None
    published_at: str | None
    published_precision: Precision
    cluster: str | None = None


@dataclass(frozen=True)
class OldVersion:
    """An earlier text of an article. `replaced_at` is when a newer one took its place here."""

    content_hash: str
    path: str
    title: str | None
    published_at: str | None
    updated_at: str | None
    replaced_at: str
    text: str


def article_of(row: tuple[Any, ...]) -> Article:
    """The article in a row of `ARTICLE`."""
    values: list[Any] = list(row)
    values[2] = unpack(values[2])
    values[7] = tuple(json.loads(values[7]))
    values[13] = tuple(Span(start, end, kind) for start, end, kind in json.loads(values[13]))
    values[16] = tuple((field, origin) for field, origin in json.loads(values[16]))
    return Article(*values)
