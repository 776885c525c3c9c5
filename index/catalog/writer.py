"""Changes to the catalog. The caller holds the write lock; each method is one transaction.

The life of an article: `add_pending` commits it with its passages, vectors and terms, beside
the version that it replaces and unseen by readers; when its vectors stand in the vector store,
`finish` puts it into the keyword index and swaps the two in one transaction. What a kill leaves
between the two is in `pending` and `stale_ids`, and whoever writes next finishes it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.catalog.connection import WritingConnection
from index.catalog.files import CatalogFiles, FileRead, Member
from index.catalog.insert import Prepared, insert_pending
from index.catalog.old_versions import OldVersions
from index.catalog.vectors import VectorRows
from index.copies.clusters import Clusters
from index.database.session import NUMBERS, TEXTS, Database
from index.keywords.writer import KeywordWriter
from index.text.packed import unpack
from index.types import Article

__all__ = ["CatalogWriter", "Prepared"]

_LONGEST_WORD = 500  # of the vocabulary; PostgreSQL sorts no more than 2,704 bytes


class CatalogWriter:
    """The writing side; use as a context manager, under the write lock."""

    def __init__(self, database: Database) -> None:
        """Open the catalog. Raises as `Database.connect`."""
        self.database = database
        self._connection = WritingConnection(database)
        self.files = CatalogFiles(self._connection)
        self.vectors = VectorRows(self._connection)
        self._old = OldVersions(self._connection)
        self._rows = self._connection.rows
        self._run = self._connection.run
        self._clusters = Clusters(self._connection)
        self.keywords = KeywordWriter(database.home, self._rows)

    def __enter__(self) -> CatalogWriter:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.keywords.close()
        finally:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is committed together, or, after an error, not at all."""
        with self._connection.transaction():
            yield

    @property
    def in_transaction(self) -> bool:
        """Whether what is done now is committed later."""
        return self._connection.in_transaction

    # --- reading what only writers need -----------------------------------------------------

    def meta(self) -> dict[str, str]:
        """As `Catalog.meta`, with what this transaction has written."""
        return dict(self._rows("SELECT key, value FROM meta"))

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
            f"SELECT passage_id, vector FROM passages p WHERE version IN {NUMBERS} "
            "AND vector IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM passages q JOIN articles a USING (version) "
            "WHERE q.passage_id = p.passage_id AND a.state = 'done')",
            json.dumps(list(versions)),
        )

    def known_vectors(self, passage_ids: Sequence[str]) -> dict[str, bytes]:
        """The vectors of these passages, as far as they have one."""
        return dict(
            self._rows(
                "SELECT passage_id, vector FROM passages WHERE vector IS NOT NULL AND "
                f"passage_id IN {TEXTS}",
                json.dumps(list(passage_ids)),
            )
        )

    # --- is it whole? -----------------------------------------------------------------------

    def problems(self) -> list[str]:
        """What is wrong with the database in itself; empty when all is well."""
        return self._connection.problems()

    def clusters_are_current(self) -> bool:
        """Whether copies were found under the present rules, for every article."""
        return self._clusters.are_current()

    def rebuild_clusters(self) -> None:
        """Find all copies anew."""
        with self.transaction():
            self._clusters.rebuild()

    def articles_with_wrong_vectors(self) -> list[str]:
        """Ids of articles with a vector that isn't of the recorded dimension."""
        rows = self._rows(
            "SELECT DISTINCT article_id FROM passages JOIN articles USING (version) WHERE "
            "length(vector) <> "
            "4 * (SELECT CAST(value AS BIGINT) FROM meta WHERE key = 'dimension')"
        )
        return [row[0] for row in rows]

    # --- changing ---------------------------------------------------------------------------

    def set_meta(self, **values: str) -> None:
        """Record facts about the store."""
        with self.transaction():
            self._connection.run_many(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET "
                "value = excluded.value",
                list(values.items()),
            )

    def add_pending(self, batch: Sequence[Prepared]) -> list[int]:
        """Commit articles, passages and terms, unseen by readers; gives their versions."""
        versions = []
        with self.transaction():
            for prepared in batch:
                article = prepared.article
                self._drop([article.article_id], "pending")
                if prepared.keeps_old:
                    self._old.keep(article)
                versions.append(self._insert(prepared))
        return versions

    def finish(self, versions: Sequence[int], read: Sequence[FileRead] = ()) -> None:
        """Show pending versions to readers, and take the versions that they replace away.
        `read` are the files whose last articles these are.
        """
        self.keywords.add(versions)
        with self.transaction():
            chosen = json.dumps(list(versions))
            replaced = self._rows(
                f"SELECT article_id FROM articles WHERE version IN {NUMBERS}", chosen
            )
            self._drop([row[0] for row in replaced], "done")
            self._run(f"UPDATE articles SET state = 'done' WHERE version IN {NUMBERS}", chosen)
            self._count(versions, +1)
            self._clusters.add(versions)
            self._run(
                "DELETE FROM stale_vectors WHERE passage_id IN (SELECT passage_id FROM passages "
                f"WHERE version IN {NUMBERS})",
                chosen,
            )
            for file in read:
                self._drop(file.displaced, "done")
                rows = [(article_id,) for article_id in file.displaced]
                self._connection.run_many("DELETE FROM members WHERE article_id = ?", rows)
                self.files.finish(file)

    def remove(self, article_ids: Sequence[str]) -> None:
        """Take articles away, finished or pending, with their earlier versions. Files that hold
        them are read again by the next run.
        """
        with self.transaction():
            self.files.mark_unread(article_ids)
            self._drop(article_ids, "pending")
            self._drop(article_ids, "done")
            rows = [(article_id,) for article_id in article_ids]
            self._connection.run_many("DELETE FROM members WHERE article_id = ?", rows)
            self._connection.run_many("DELETE FROM old_versions WHERE article_id = ?", rows)

    def add_other_reading(self, article: Article, file: str, fingerprint: str) -> None:
        """Record that another file has an article that is stored already, with a text that is
        older or the same.
        """
        with self.transaction():
            self.files.put(file, Member(article.article_id, article.path, fingerprint, False))
            current = self.files.current(article.article_id)
            if current is None or current.content_hash != article.content_hash:
                self._old.record(
                    article.article_id,
                    article.content_hash,
                    article.path,
                    article.title,
                    article.published_at,
                    article.updated_at,
                    article.text,
                )

    def forget_stale(self, passage_ids: Sequence[str]) -> None:
        """Record that these no longer stand in the vector store."""
        with self.transaction():
            self._connection.run_many(
                "DELETE FROM stale_vectors WHERE passage_id = ?", [(i,) for i in passage_ids]
            )

    def clear(self) -> None:
        """Empty the catalog but for what it knows of itself, of files and of earlier versions;
        for a rebuild in a transaction.
        """
        with self.transaction():
            for table in ("passages", "contents", "articles", "words", "stale_vectors", "gone"):
                self._run(f"DELETE FROM {table}")

    # --- parts of a change --------------------------------------------------------------------

    def _insert(self, prepared: Prepared) -> int:
        file_id = None
        if prepared.file is not None:
            article = prepared.article
            member = Member(article.article_id, article.path, prepared.fingerprint, False)
            file_id = self.files.put(prepared.file, member)
        return insert_pending(self._connection, prepared, file_id)

    def _drop(self, article_ids: Sequence[str], state: str) -> None:
        """Delete versions; their passages are remembered as stale vectors."""
        versions = [
            row[0]
            for row in self._rows(
                f"SELECT version FROM articles WHERE state = ? AND article_id IN {TEXTS}",
                state,
                json.dumps(list(article_ids)),
            )
        ]
        if not versions:
            return
        if state == "done":
            self._count(versions, -1)
            self._clusters.remove(versions)
        chosen = json.dumps(versions)
        of_these = "version IN (SELECT CAST(value AS BIGINT) FROM json_each(?1))"
        self._run(
            f"INSERT INTO stale_vectors SELECT passage_id FROM passages p "
            f"WHERE {of_these} AND vector IS NOT NULL AND NOT EXISTS (SELECT 1 FROM passages q "
            "JOIN articles a "
            "USING (version) WHERE q.passage_id = p.passage_id AND a.state = 'done' "
            "AND a.version NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(?1))) "
            "ON CONFLICT DO NOTHING",
            chosen,
        )
        generation = (
            "coalesce((SELECT CAST(value AS BIGINT) FROM meta WHERE key = 'generation'), 0) + 1"
        )
        self._run(
            f"INSERT INTO gone SELECT version, {generation} FROM articles WHERE {of_these}", chosen
        )
        self._run(f"DELETE FROM articles WHERE {of_these}", chosen)

    def _count(self, versions: Sequence[int], sign: int) -> None:
        """Add the words of articles to the vocabulary, or take them away. They are summed up
        first: the articles of a batch share most of their words.
        """
        total, capital, inside = Counter[str](), Counter[str](), Counter[str]()
        for (words,) in self._rows(
            f"SELECT words FROM contents WHERE version IN {NUMBERS}",
            json.dumps(list(versions)),
        ):
            for word, counts in json.loads(unpack(words)).items():
                total[word] += sign * counts[0]
                capital[word] += sign * counts[1]
                inside[word] += sign * counts[2]
        self._connection.run_many(
            "INSERT INTO words VALUES (?, ?, ?, ?) ON CONFLICT (word) DO UPDATE SET "
            "total = words.total + excluded.total, inside = words.inside + excluded.inside, "
            "capital_inside = words.capital_inside + excluded.capital_inside",
            [
                (word, total[word], capital[word], inside[word])
                for word in sorted(total)
                if len(word) <= _LONGEST_WORD
            ],
        )
        if sign < 0:
            self._run("DELETE FROM words WHERE total <= 0")
