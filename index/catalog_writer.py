"""Changes to the catalog. The caller holds the write lock; each method is one transaction.

The life of an article: `add_pending` commits it with its passages, vectors and keywords, beside
the version that it replaces and unseen by readers; when its vectors stand in the vector store,
`finish` swaps the two in one transaction. What a kill leaves between the two is in `pending`
and `stale_ids`, and whoever writes next finishes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import schema
from index.filters import possible_days
from index.terms import analyse
from index.types import Article, Passage
from index.vocabulary import count_words


@dataclass(frozen=True)
class Prepared:
    """An article ready to be stored. `vectors` holds one little-endian float32 row a passage;
    `rules` names the rules that cleaned and cut it.
    """

    article: Article
    passages: tuple[Passage, ...]
    vectors: tuple[bytes, ...]
    file_bytes: int
    file_modified_ns: int
    rules: str


@dataclass(frozen=True)
class FileRecord:
    """What is known of the file of a finished article, to tell whether it changed."""

    article_id: str
    path: str
    content_hash: str
    file_bytes: int
    file_modified_ns: int
    rules: str

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time, to compare."""
        return self.file_bytes, self.file_modified_ns


class CatalogWriter:
    """A writing connection; use as a context manager, under the write lock."""

    def __init__(self, path: Path) -> None:
        """Open the catalog at `path`. Raises as `schema.connect`."""
        self.path = path
        self._connection = schema.connect(path, write=True)

    def __enter__(self) -> CatalogWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is committed together, or, after an error, not at all.
        Inside another transaction it is a part of that one.
        """
        if self._connection.in_transaction:
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute(
                "INSERT INTO meta VALUES ('generation', '1') ON CONFLICT (key) "
                "DO UPDATE SET value = CAST(value + 1 AS TEXT)"
            )
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise schema.explain(error, self.path) from error
            raise

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise schema.explain(error, self.path) from error

    # --- reading what only writers need -----------------------------------------------------

    def meta(self) -> dict[str, str]:
        """As `Catalog.meta`, with what this transaction has written."""
        return dict(self._rows("SELECT key, value FROM meta"))

    def files(self) -> dict[str, FileRecord]:
        """A record of each finished article's file, by path."""
        rows = self._rows(
            "SELECT article_id, path, content_hash, file_bytes, file_modified_ns, rules "
            "FROM articles WHERE state = 'done'"
        )
        return {row[1]: FileRecord(*row) for row in rows}

    def pending(self) -> list[int]:
        """Versions that were committed and not yet finished, oldest first."""
        return [
            row[0]
            for row in self._rows(
                "SELECT version FROM articles WHERE state = 'pending' ORDER BY version"
            )
        ]

    def stale_ids(self) -> list[str]:
        """Passages that left the catalog and may still stand in the vector store."""
        return [row[0] for row in self._rows("SELECT passage_id FROM stale_vectors")]

    def new_vectors(self, versions: Sequence[int]) -> list[tuple[str, bytes]]:
        """(passage_id, vector) of pending versions, without those that a finished version has
        too: an equal id means equal text, so the vector store holds that vector already.
        """
        return self._rows(
            "SELECT passage_id, vector FROM passages p WHERE version IN "
            "(SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM passages q "
            "JOIN articles a USING (version) WHERE q.passage_id = p.passage_id "
            "AND a.state = 'done')",
            json.dumps(list(versions)),
        )

    def known_vectors(self, passage_ids: Sequence[str]) -> dict[str, bytes]:
        """Vectors that are stored already, so that unchanged passages aren't embedded again."""
        return dict(
            self._rows(
                "SELECT passage_id, vector FROM passages WHERE passage_id IN "
                "(SELECT value FROM json_each(?))",
                json.dumps(list(passage_ids)),
            )
        )

    # --- is it whole? -----------------------------------------------------------------------

    def problems(self) -> list[str]:
        """What SQLite finds wrong with its file; empty when all is well."""
        return schema.integrity_problems(self._connection)

    def keywords_damaged(self) -> bool:
        """Whether the keyword index is broken in itself or lacks passages."""
        return schema.keywords_damaged(self._connection)

    def rebuild_keywords(self) -> None:
        """Build the keyword index and the vocabulary anew from the articles."""
        with self.transaction():
            self._connection.execute("DROP TABLE keyword")
            schema.create_keyword_table(self._connection)
            self._connection.execute("DELETE FROM words")
            for (version,) in self._rows("SELECT version FROM articles"):
                text, title, publisher, author, credits, state = self._rows(
                    "SELECT text, title, publisher, author, credits, state FROM articles "
                    "WHERE version = ?",
                    version,
                )[0]
                about = _about(title, publisher, author, *json.loads(credits))
                for row, start, end in self._rows(
                    "SELECT row, start_char, end_char FROM passages WHERE version = ?", version
                ):
                    self._add_keywords(row, text[start:end], about)
                if state == "done":
                    self._count(version, +1)

    def articles_with_wrong_vectors(self) -> list[str]:
        """Ids of articles with a vector that isn't of the recorded dimension."""
        rows = self._rows(
            "SELECT DISTINCT article_id FROM passages JOIN articles USING (version) WHERE "
            "length(vector) <> 4 * (SELECT value FROM meta WHERE key = 'dimension')"
        )
        return [row[0] for row in rows]

    # --- changing ---------------------------------------------------------------------------

    def set_meta(self, **values: str) -> None:
        """Record facts about the store."""
        with self.transaction():
            self._connection.executemany(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET "
                "value = excluded.value",
                list(values.items()),
            )

    def add_pending(self, batch: Sequence[Prepared]) -> list[int]:
        """Commit articles, passages and keywords, unseen by readers; gives their versions."""
        versions = []
        with self.transaction():
            for prepared in batch:
                self._drop(prepared.article.article_id, "pending")
                versions.append(self._insert(prepared))
        return versions

    def finish(self, versions: Sequence[int]) -> None:
        """Show pending versions to readers, and take the versions that they replace away."""
        with self.transaction():
            for version in versions:
                rows = self._rows("SELECT article_id FROM articles WHERE version = ?", version)
                if not rows:
                    continue
                self._drop(rows[0][0], "done")
                self._connection.execute(
                    "UPDATE articles SET state = 'done' WHERE version = ?", (version,)
                )
                self._count(version, +1)
                self._connection.execute(
                    "DELETE FROM stale_vectors WHERE passage_id IN "
                    "(SELECT passage_id FROM passages WHERE version = ?)",
                    (version,),
                )

    def remove(self, article_id: str) -> None:
        """Take an article away, finished or pending."""
        with self.transaction():
            self._drop(article_id, "pending")
            self._drop(article_id, "done")

    def forget_stale(self, passage_ids: Sequence[str]) -> None:
        """Record that these no longer stand in the vector store."""
        with self.transaction():
            self._connection.executemany(
                "DELETE FROM stale_vectors WHERE passage_id = ?", [(i,) for i in passage_ids]
            )

    def touch(self, article_id: str, file_bytes: int, file_modified_ns: int) -> None:
        """Record a new size and time of an unchanged file."""
        with self.transaction():
            self._connection.execute(
                "UPDATE articles SET file_bytes = ?, file_modified_ns = ? WHERE article_id = ?",
                (file_bytes, file_modified_ns, article_id),
            )

    def clear(self) -> None:
        """Empty the catalog but for what it knows of itself; for a rebuild in a transaction."""
        with self.transaction():
            for table in ("keyword", "passages", "articles", "words", "stale_vectors"):
                self._connection.execute(f"DELETE FROM {table}")

    # --- parts of a change --------------------------------------------------------------------

    def _insert(self, prepared: Prepared) -> int:
        article = prepared.article
        days = possible_days(article.published_at)
        cursor = self._connection.execute(
            "INSERT INTO articles (state, article_id, path, text, content_hash, title, publisher,"
            " author, credits, published_at, published_precision, published_source, url, language,"
            " spans, first_day, last_day, publishers, words, file_bytes, file_modified_ns, rules)"
            f" VALUES ('pending'{', ?' * 21})",
            (
                article.article_id,
                article.path,
                article.text,
                article.content_hash,
                article.title,
                article.publisher,
                article.author,
                json.dumps(article.credits),
                article.published_at,
                article.published_precision,
                article.published_source,
                article.url,
                article.language,
                json.dumps([(s.start_char, s.end_char, s.kind) for s in article.spans]),
                *days,
                json.dumps(
                    [n.strip().casefold() for n in (article.publisher, *article.credits) if n]
                ),
                json.dumps(count_words(prepared.passages)),
                prepared.file_bytes,
                prepared.file_modified_ns,
                prepared.rules,
            ),
        )
        version = int(cursor.lastrowid or 0)
        about = _about(article.title, article.publisher, article.author, *article.credits)
        for passage, vector in zip(prepared.passages, prepared.vectors, strict=True):
            row = self._connection.execute(
                "INSERT INTO passages (version, passage_id, ordinal, start_char, end_char, "
                "sentences, kind, vector) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    version,
                    passage.passage_id,
                    passage.ordinal,
                    passage.start_char,
                    passage.end_char,
                    json.dumps(passage.sentences),
                    passage.kind,
                    vector,
                ),
            ).lastrowid
            self._add_keywords(int(row or 0), passage.text, about)
        return version

    def _add_keywords(self, row: int, text: str, about: str) -> None:
        self._connection.execute(
            "INSERT INTO keyword (rowid, body, about) VALUES (?, ?, ?)",
            (row, " ".join(analyse(text)), about),
        )

    def _drop(self, article_id: str, state: str) -> None:
        """Delete a version; its passages are remembered as stale vectors."""
        rows = self._rows(
            "SELECT version FROM articles WHERE article_id = ? AND state = ?", article_id, state
        )
        for (version,) in rows:
            if state == "done":
                self._count(version, -1)
            self._connection.execute(
                "INSERT OR IGNORE INTO stale_vectors SELECT passage_id FROM passages p "
                "WHERE version = ?1 AND NOT EXISTS (SELECT 1 FROM passages q JOIN articles a "
                "USING (version) WHERE q.passage_id = p.passage_id AND a.state = 'done' "
                "AND a.version <> ?1)",
                (version,),
            )
            self._connection.execute(
                "DELETE FROM keyword WHERE rowid IN (SELECT row FROM passages WHERE version = ?)",
                (version,),
            )
            self._connection.execute("DELETE FROM articles WHERE version = ?", (version,))

    def _count(self, version: int, sign: int) -> None:
        """Add the words of an article to the vocabulary, or take them away."""
        words = json.loads(
            self._rows("SELECT words FROM articles WHERE version = ?", version)[0][0]
        )
        self._connection.executemany(
            "INSERT INTO words VALUES (?, ?, ?, ?) ON CONFLICT (word) DO UPDATE SET "
            "total = total + excluded.total, inside = inside + excluded.inside, "
            "capital_inside = capital_inside + excluded.capital_inside",
            [(word, *(sign * number for number in counts)) for word, counts in words.items()],
        )
        if sign < 0:
            self._connection.execute("DELETE FROM words WHERE total <= 0")


def _about(*names: str | None) -> str:
    """The terms that say which article a passage is of."""
    return " ".join(analyse("\n".join(name for name in names if name)))
