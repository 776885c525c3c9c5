"""An article, its passages and their terms as rows of the catalog."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.byline.possible_days import possible_days
from index.byline.publishers import publisher_key, publisher_of_url
from index.catalog.connection import WritingConnection
from index.catalog.publisher_names import SITE
from index.catalog.vocabulary import count_words, sentence_words
from index.text.packed import pack
from index.text.terms import terms_of
from index.types import Article, Passage


@dataclass(frozen=True)
class Stored:
    """What of an article is long, as the catalog has it: packed text, counts of words, terms."""

    text: bytes
    words: bytes
    terms: bytes


def stored_form(article: Article, passages: Sequence[Passage]) -> Stored:
    """What is worked out of an article and its passages alone."""
    words = [sentence_words(passage) for passage in passages]
    terms = [" ".join(terms_of(itertools.chain.from_iterable(of_one))) for of_one in words]
    return Stored(
        pack(article.text),
        pack(json.dumps(count_words(passages, words))),
        pack("".join(f"{of_one}\n" for of_one in terms)),
    )


@dataclass(frozen=True)
class Prepared:
    """An article ready to be stored. `vectors` holds one little-endian float32 row a passage, or
    None for one that is filled in later; `fast_vectors` and `beginning` are as `FastEncoder` makes
    them, or None. `file` is where it was read, and `fingerprint` that
    reading (`CatalogFiles`); `cut` names the rules that its passages were cut by. `keeps_old`:
    the text that it replaces is kept as an earlier version. `stored` is `stored_form` of both,
    where that was made already.
    """

    article: Article
    passages: tuple[Passage, ...]
    vectors: tuple[bytes | None, ...]
    fast_vectors: tuple[bytes, ...] | None = None
    beginning: bytes | None = None
    file: str | None = None
    fingerprint: str = ""
    cut: str = ""
    keeps_old: bool = True
    stored: Stored | None = None


def insert_pending(connection: WritingConnection, prepared: Prepared, file_id: int | None) -> int:
    """Insert a pending article with its passages and their terms; gives its version."""
    article = prepared.article
    days = possible_days(article.published_at)
    values: dict[str, Any] = {
        "state": "pending",
        "article_id": article.article_id,
        "path": article.path,
        "file_id": file_id,
        "content_hash": article.content_hash,
        "fingerprint": prepared.fingerprint,
        "cut": prepared.cut,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "credits": json.dumps(article.credits),
        "published_at": article.published_at,
        "published_precision": article.published_precision,
        "published_source": article.published_source,
        "updated_at": article.updated_at,
        "updated_precision": article.updated_precision,
        "url": article.url,
        "language": article.language,
        "origins": json.dumps(article.origins),
        "first_day": days[0],
        "last_day": days[1],
        "publishers": json.dumps(_publishers(article)),
    }
    stored = prepared.stored or stored_form(article, prepared.passages)
    version = connection.insert(
        f"INSERT INTO articles ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        *values.values(),
        key="version",
    )
    connection.run(
        "INSERT INTO contents VALUES (?, ?, ?, ?, ?)",
        version,
        stored.text,
        json.dumps([(s.start_char, s.end_char, s.kind) for s in article.spans]),
        stored.words,
        stored.terms,
    )
    if prepared.beginning is not None:
        connection.run("INSERT INTO beginnings VALUES (?, ?)", version, prepared.beginning)
    fast_vectors = prepared.fast_vectors or (None,) * len(prepared.passages)
    connection.run_many(
        "INSERT INTO passages (version, passage_id, ordinal, start_char, end_char, "
        "sentences, kind, vector, fast_vector) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                version,
                passage.passage_id,
                passage.ordinal,
                passage.start_char,
                passage.end_char,
                json.dumps(passage.sentences),
                passage.kind,
                vector,
                fast,
            )
            for passage, vector, fast in zip(
                prepared.passages, prepared.vectors, fast_vectors, strict=True
            )
        ],
    )
    return version


def _publishers(article: Article) -> list[str]:
    """The keys by which a filter finds an article, and the site that it stands on."""
    names = [publisher_key(name) for name in (article.publisher, *article.credits) if name]
    site = publisher_of_url(article.url) if article.url else None
    return [*names, SITE + site] if site else names
