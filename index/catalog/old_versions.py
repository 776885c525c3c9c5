"""Earlier texts of an article, kept when a newer one takes their place."""

from __future__ import annotations

import datetime
from typing import Any

from index.catalog.connection import WritingConnection
from index.text.packed import unpack
from index.types import Article

KEPT_VERSIONS = 10  # of an article; older ones are forgotten


class OldVersions:
    """The table `old_versions`, in transactions of the writer. It may hold the present text as
    well while that is pending; readers leave it out.
    """

    def __init__(self, connection: WritingConnection) -> None:
        """A part of the catalog that `connection` writes."""
        self._rows = connection.rows
        self._run = connection.run

    def keep(self, article: Article) -> None:
        """Keep the text that `article` replaces; its own is none of the earlier ones any more."""
        rows = self._rows(
            "SELECT article_id, content_hash, path, title, published_at, updated_at, text "
            "FROM articles JOIN contents USING (version) "
            "WHERE article_id = ? AND state = 'done' AND content_hash <> ?",
            article.article_id,
            article.content_hash,
        )
        if rows:
            *facts, text = rows[0]
            self.record(*facts, unpack(text))
            self._run(
                "DELETE FROM old_versions WHERE article_id = ? AND content_hash = ?",
                article.article_id,
                article.content_hash,
            )

    def record(self, article_id: str, *values: Any) -> None:
        """Keep an earlier text: content_hash, path, title, published_at, updated_at, text."""
        *facts, text = values
        self._run(
            "INSERT INTO old_versions (article_id, content_hash, path, title, published_at, "
            "updated_at, replaced_at, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (article_id, content_hash) DO NOTHING",
            article_id,
            *facts,
            datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            text,
        )
        self._run(
            "DELETE FROM old_versions WHERE article_id = ?1 AND number NOT IN (SELECT number "
            "FROM old_versions WHERE article_id = ?1 ORDER BY number DESC LIMIT ?2)",
            article_id,
            KEPT_VERSIONS,
        )
