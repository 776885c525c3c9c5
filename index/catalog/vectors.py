"""The vectors in the catalog: MiniLM's of each passage, and the fast ones; read and written.

Every passage has a fast vector from the start (of the embedder "bundled"); MiniLM's may come later
(`index/intake/fill_vectors.py`). An index is searched by MiniLM's once every passage has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from index.catalog.articles import CatalogArticles
from index.catalog.connection import WritingConnection
from index.database.session import TEXTS
from index.text.packed import unpack


class CatalogVectors(CatalogArticles):
    """The part of `Catalog` that reads vectors."""

    def lacks_vectors(self) -> bool:
        """Whether a passage of a finished article has no vector of the embedder yet."""
        return bool(
            self._rows(
                "SELECT 1 FROM passages JOIN articles USING (version) "
                "WHERE vector IS NULL AND state = 'done' LIMIT 1"
            )
        )

    def fast_vectors(self, *, block: int = 4096) -> Iterator[list[tuple[str, int, bytes]]]:
        """(passage_id, version, fast vector as int8) of finished articles, in blocks that are all
        of one moment.
        """
        return self._connections.blocks(
            "SELECT passage_id, version, fast_vector FROM passages JOIN articles "
            "USING (version) WHERE state = 'done' AND fast_vector IS NOT NULL",
            block=block,
        )

    def beginnings(
        self, article_ids: set[str] | None = None
    ) -> list[tuple[int, str, bytes | None]]:
        """(version, article_id, vector of its beginning as little-endian float16) of finished
        articles; with `article_ids`, of those alone.
        """
        every = (
            "SELECT version, article_id, vector FROM articles LEFT JOIN beginnings USING (version) "
            "WHERE state = 'done'"
        )
        if article_ids is None:
            return self._rows(every)
        return self._rows(  # a condition of its own, so that the index by id is used
            f"{every} AND article_id IN {TEXTS}",
            json.dumps(sorted(article_ids)),
        )

    def vectors_by_text(self, article_id: str) -> dict[str, bytes]:
        """The vectors of a finished article's passages, by the text of the passage."""
        texts = self._rows(
            "SELECT version, text FROM articles JOIN contents USING (version) "
            "WHERE article_id = ? AND state = 'done'",
            article_id,
        )
        return {
            text[start:end]: vector
            for version, text in [(version, unpack(packed)) for version, packed in texts]
            for start, end, vector in self._rows(
                "SELECT start_char, end_char, vector FROM passages WHERE version = ? "
                "AND vector IS NOT NULL",
                version,
            )
        }

    def vectors(
        self, article_ids: set[str] | None = None, *, block: int = 4096
    ) -> Iterator[list[tuple[str, str, bytes]]]:
        """(passage_id, article_id, vector as little-endian float32) of finished articles, in
        blocks, so that a large corpus needn't fit in memory. All blocks are of one moment.
        """
        every = (
            "SELECT p.passage_id, a.article_id, p.vector FROM articles a "
            "JOIN passages p USING (version) WHERE a.state = 'done' AND p.vector IS NOT NULL"
        )
        if article_ids is None:
            return self._connections.blocks(every, block=block)
        return self._connections.blocks(
            f"{every} AND a.article_id IN {TEXTS}", json.dumps(sorted(article_ids)), block=block
        )


class VectorRows:
    """Which passages lack a vector, and how they get one. The caller holds the write lock."""

    def __init__(self, connection: WritingConnection) -> None:
        """A part of `CatalogWriter`."""
        self._connection = connection

    def count_missing(self) -> int:
        """Passages without a vector of the embedder. Reads an index of these alone."""
        rows = self._connection.rows("SELECT count(*) FROM passages WHERE vector IS NULL")
        return int(rows[0][0])

    def count_known(self) -> int:
        """Passages of finished articles with a vector of the embedder."""
        rows = self._connection.rows(
            "SELECT count(*) FROM passages JOIN articles USING (version) "
            "WHERE state = 'done' AND vector IS NOT NULL"
        )
        return int(rows[0][0])

    def missing(self, limit: int) -> list[tuple[int, str, str]]:
        """(row, passage_id, text) of at most `limit` passages without a vector."""
        rows = self._connection.rows(
            "SELECT row, version, passage_id, start_char, end_char FROM passages "
            "WHERE vector IS NULL ORDER BY version LIMIT ?",
            limit,
        )
        texts = {
            version: unpack(
                self._connection.rows("SELECT text FROM contents WHERE version = ?", version)[0][0]
            )
            for version in {row[1] for row in rows}
        }
        return [(row, key, texts[version][a:b]) for row, version, key, a, b in rows]

    def set_vectors(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Store (row, vector as little-endian float32). Readers needn't read anew: they use these
        when all are there (`filled`).
        """
        with self._connection.transaction(seen=False):
            self._connection.run_many(
                "UPDATE passages SET vector = ? WHERE row = ?", [(v, row) for row, v in rows]
            )

    def filled(self) -> None:
        """Tell readers that vectors have come."""
        with self._connection.transaction():
            pass  # the generation rises

    # --- fast vectors ---------------------------------------------------------------------------

    def articles_without_fast(self) -> list[str]:
        """Finished articles with a passage that has no fast vector."""
        rows = self._connection.rows(
            "SELECT DISTINCT article_id FROM passages JOIN articles USING (version) "
            "WHERE fast_vector IS NULL AND state = 'done'"
        )
        return [row[0] for row in rows]

    def set_fast(
        self, article_id: str, beginning: bytes, passages: Sequence[tuple[str, bytes]]
    ) -> None:
        """Store the fast vectors of a finished article and of its passages."""
        version = "(SELECT version FROM articles WHERE article_id = ? AND state = 'done')"
        with self._connection.transaction():
            self._connection.run(
                f"INSERT INTO beginnings VALUES ({version}, ?) ON CONFLICT (version) DO UPDATE "
                "SET vector = excluded.vector",
                article_id,
                beginning,
            )
            self._connection.run_many(
                f"UPDATE passages SET fast_vector = ? WHERE passage_id = ? AND version = {version}",
                [(vector, key, article_id) for key, vector in passages],
            )

    def forget_fast(self) -> None:
        """Forget all fast vectors: they are of another model."""
        with self._connection.transaction():
            self._connection.run("UPDATE passages SET fast_vector = NULL")
            self._connection.run("DELETE FROM beginnings")
