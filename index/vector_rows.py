"""Changes to the vectors in the catalog; a part of `CatalogWriter`."""

from __future__ import annotations

from collections.abc import Sequence

from index.catalog_connection import WritingConnection


class VectorRows:
    """Which passages lack a vector, and how they get one. The caller holds the write lock."""

    def __init__(self, connection: WritingConnection) -> None:
        """A part of `CatalogWriter`."""
        self._connection = connection

    def count_missing(self) -> int:
        """Passages without a vector of the embedder. Reads an index of these alone."""
        rows = self._connection.rows("SELECT count(*) FROM passages WHERE vector IS NULL")
        return int(rows[0][0])

    def missing(self, limit: int) -> list[tuple[int, str, str]]:
        """(row, passage_id, text) of at most `limit` passages without a vector."""
        rows = self._connection.rows(
            "SELECT row, version, passage_id, start_char, end_char FROM passages "
            "WHERE vector IS NULL ORDER BY version LIMIT ?",
            limit,
        )
        texts = {
            version: self._connection.rows("SELECT text FROM contents WHERE version = ?", version)
            for version in {row[1] for row in rows}
        }
        return [(row, key, texts[version][0][0][a:b]) for row, version, key, a, b in rows]

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
                f"INSERT OR REPLACE INTO beginnings VALUES ({version}, ?)", article_id, beginning
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
