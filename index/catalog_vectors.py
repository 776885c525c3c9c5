"""The vectors in the catalog, read: MiniLM's of each passage, and the fast ones.

Every passage has a fast vector from the start (of the embedder "bundled"); MiniLM's may come later
(`filling.py`). An index is searched by MiniLM's once every passage has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from index.catalog_articles import CatalogArticles


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
        with self._connections.reading() as connection:
            cursor = connection.execute(
                "SELECT passage_id, version, fast_vector FROM passages JOIN articles "
                "USING (version) WHERE state = 'done' AND fast_vector IS NOT NULL"
            )
            while rows := cursor.fetchmany(block):
                yield rows

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
            f"{every} AND article_id IN (SELECT value FROM json_each(?))",
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
            for version, text in texts
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
        chosen = None if article_ids is None else json.dumps(sorted(article_ids))
        with self._connections.reading() as connection:
            cursor = connection.execute(
                "SELECT p.passage_id, a.article_id, p.vector FROM articles a "
                "JOIN passages p USING (version) WHERE a.state = 'done' "
                "AND p.vector IS NOT NULL AND "
                "(?1 IS NULL OR a.article_id IN (SELECT value FROM json_each(?1)))",
                (chosen,),
            )
            while rows := cursor.fetchmany(block):
                yield rows
