"""What the catalog knows of copies; `index/copies/clusters.py` finds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from index.catalog.filters import condition
from index.database.session import TEXTS
from index.types import ArticleFilter

_Rows = Callable[..., list[tuple[Any, ...]]]
_Condition = Callable[[ArticleFilter], tuple[str, list[Any]]]


class Copies:
    """Reads clusters of finished articles; an article without copies is in none."""

    def __init__(self, rows: _Rows, condition: _Condition = condition) -> None:
        """`rows` runs a query: (SQL, *values) -> rows; `condition` makes SQL of a filter."""
        self._rows = rows
        self._condition = condition

    def clusters(self) -> dict[str, str]:
        """The cluster of every article that has copies, by article id."""
        return dict(
            self._rows(
                "SELECT article_id, cluster FROM articles "
                "WHERE state = 'done' AND cluster IS NOT NULL"
            )
        )

    def of_article(self, article_id: str) -> list[str]:
        """The ids of an article's copies, without its own, sorted."""
        return [
            row[0]
            for row in self._rows(
                "SELECT b.article_id FROM articles a JOIN articles b USING (cluster) "
                "WHERE a.article_id = ?1 AND a.state = 'done' AND b.state = 'done' "
                "AND b.article_id <> ?1 ORDER BY b.article_id",
                article_id,
            )
        ]

    def of_passage(self, passage_id: str) -> list[str]:
        """The ids of other articles with a passage that says the same, sorted."""
        return [
            row[0]
            for row in self._rows(
                "SELECT DISTINCT b.article_id FROM passages p JOIN articles a USING (version) "
                "JOIN passages q ON q.cluster = p.cluster "
                "JOIN articles b ON b.version = q.version "
                "WHERE p.passage_id = ? AND a.state = 'done' AND b.state = 'done' "
                "AND b.version <> a.version ORDER BY b.article_id",
                passage_id,
            )
        ]

    def clusters_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The clusters of those of the articles that have copies."""
        return dict(
            self._rows(
                "SELECT article_id, cluster FROM articles WHERE state = 'done' AND cluster "
                f"IS NOT NULL AND article_id IN {TEXTS}",
                json.dumps(sorted(article_ids)),
            )
        )

    def independent(self, where: ArticleFilter) -> int:
        """How many of the articles that pass `where` are left when copies count once."""
        passes, values = self._condition(where)
        sql = f"SELECT count(DISTINCT coalesce(cluster, article_id)) FROM articles WHERE {passes}"
        return int(self._rows(sql, *values)[0][0])
