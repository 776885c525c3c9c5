"""Keyword search as it was until November 2026, to compare with: FTS5 of SQLite, the same terms."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.keywords.source import finished_after, read_entries
from index.library import Library
from qa.evidence.retrieve import DEEPER, Ranking, terms_to_search, with_gain
from qa.question.query import Query

ABOUT_WEIGHT = 0.25  # of title, publisher and author, as it was
_FILTERED_FETCH = 8
_OF_ARTICLES = (
    "AND +rowid IN (SELECT row FROM passages JOIN articles USING (version) "
    "WHERE article_id IN (SELECT value FROM json_each(?4)))"
)


class FtsSearch:
    """Searches a catalog by FTS5; the index is built in a file of its own."""

    def __init__(self, catalog: Path, file: Path) -> None:
        """Build the index of the terms in `catalog`; `seconds` says how long it took."""
        self._db = sqlite3.connect(f"{catalog.absolute().as_uri()}?mode=rw", uri=True)
        self._db.execute("ATTACH ? AS fts", (str(file),))
        started = time.perf_counter()
        self._db.execute(
            "CREATE VIRTUAL TABLE fts.keyword USING fts5(body, about, "
            "tokenize = \"ascii tokenchars '_.'\")"
        )
        rows = dict(self.rows("SELECT version << 20 | ordinal, row FROM passages"))
        versions = finished_after(self.rows, 0)
        self._db.executemany(
            "INSERT INTO fts.keyword (rowid, body, about) VALUES (?, ?, ?)",
            (
                (rows[entry.version << 20 | entry.place], entry.body, entry.about)
                for entry in read_entries(self.rows, versions)
            ),
        )
        self._db.commit()
        self.seconds = time.perf_counter() - started
        self.articles = len(versions)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        return self._db.execute(sql, values).fetchall()

    def search(
        self, terms: Sequence[str], limit: int, article_ids: set[str] | None = None
    ) -> list[tuple[str, float]]:
        """As `Catalog.search`."""
        query = " OR ".join('"' + term.replace('"', '""') + '"' for term in dict.fromkeys(terms))
        fetched = limit if article_ids is None else _FILTERED_FETCH * limit
        among, narrow = "", list[Any]()
        if article_ids is not None and _FILTERED_FETCH * len(article_ids) < self.articles:
            among, narrow = _OF_ARTICLES, [json.dumps(list(article_ids))]
        while query:
            rows = self.rows(
                "WITH best AS MATERIALIZED (SELECT rowid AS row, -bm25(keyword, 1.0, ?1) AS score "
                f"FROM fts.keyword WHERE keyword MATCH ?2 {among} "
                "ORDER BY score DESC, rowid LIMIT ?3) SELECT p.passage_id, score, state, "
                "a.article_id FROM best LEFT JOIN passages p USING (row) LEFT JOIN articles a "
                "USING (version) ORDER BY score DESC, row",
                ABOUT_WEIGHT,
                query,
                fetched,
                *narrow,
            )
            found = [
                (passage_id, score)
                for passage_id, score, state, article_id in rows
                if state == "done" and (article_ids is None or article_id in article_ids)
            ]
            if len(found) >= limit or len(rows) < fetched:
                return found[:limit]
            fetched *= _FILTERED_FETCH
        return []

    def rank(
        self, query: Query, library: Library, limit: int, article_ids: set[str] | None
    ) -> Ranking:
        """As `qa.evidence.retrieve.search_keywords`."""
        found = self.search(terms_to_search(query), DEEPER * limit, article_ids)
        return with_gain(found)[:limit]
