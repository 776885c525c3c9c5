"""The catalog: articles, passages and the keyword index in SQLite. The source of truth.

This file reads; `catalog_writer.py` writes. Readers see committed, finished articles only and
never wait for a writer (WAL). Every method is safe to call from any thread.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import schema
from index.errors import StoreError
from index.filters import condition
from index.lock import write_lock
from index.types import Article, ArticleFilter, Passage, Span
from index.vocabulary import Vocabulary, WordCount

# Weight of title, publisher and author beside the words of the passage itself. They are the
# same for all passages of an article, so they must not outweigh what one passage says. On
# RealTimeQA 2022 (195 questions, 4,908 articles, 2026-11), articles found among the first 10:
# .810 at 0, .821 at 0.25, .836 at 0.5, .831 at 1; among the first 50: .933, .938, .928, .928.
ABOUT_WEIGHT = 0.25


EVERYTHING = ArticleFilter()


@dataclass(frozen=True)
class CatalogCoverage:
    """What a filter leaves to search. Dates are ISO at their own precision. `undated` counts
    articles without a date that are searched, or, under a date filter, left out for it.
    """

    articles: int
    publishers: tuple[str, ...]
    first_published: str | None
    last_published: str | None
    undated: int


class Catalog:
    """A catalog opened for reading; see `Catalog.open`."""

    def __init__(self, home: Path, path: Path) -> None:
        """Use `Catalog.open`."""
        self.home = home
        self.path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._closed = False

    @classmethod
    def open(cls, home: Path, *, create: bool = False) -> Catalog:
        """Open the catalog in `home`; with `create`, make it when there is none.

        An older schema is migrated. Raises StoreNotFoundError when there is no index,
        StoreDamagedError when the file is no catalog, StoreMismatchError when a newer Dateline
        made it, StoreError when the folder can't be used.
        """
        path = schema.require_home(home, create=create)
        if path.is_file():
            connection = schema.connect(path, write=False)
            try:
                current = schema.schema_version(connection, path) == len(schema.MIGRATIONS)
            except sqlite3.Error as error:
                raise schema.explain(error, path) from error
            finally:
                connection.close()
        else:
            current = False
        if not current:
            with write_lock(home):
                connection = schema.connect(path, write=True)
                try:
                    schema.migrate(connection, path)
                except sqlite3.Error as error:
                    raise schema.explain(error, path) from error
                finally:
                    connection.close()
        return cls(home, path)

    def close(self) -> None:
        """Close every connection; the catalog can't be used afterwards."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for one read. Idle ones are kept, so there are at most as many as there
        were reads at the same moment.
        """
        if self._closed:
            raise ValueError("this catalog is closed")
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = schema.connect(self.path, write=False)
        try:
            yield connection
        except sqlite3.Error as error:
            connection.close()
            raise schema.explain(error, self.path) from error
        except BaseException:
            connection.close()  # a generator may have been left in the middle of a read
            raise
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._reading() as connection:
            return connection.execute(sql, values).fetchall()

    # --- the index as a whole -------------------------------------------------------------

    def meta(self) -> dict[str, str]:
        """What the store recorded about itself: embedder, dimension, chunk_tokens, …"""
        return dict(self._rows("SELECT key, value FROM meta"))

    def generation(self) -> int:
        """A number that rises with every committed change. Costs some 20 microseconds."""
        rows = self._rows("SELECT value FROM meta WHERE key = 'generation'")
        return int(rows[0][0]) if rows else 0

    def article_count(self) -> int:
        """Finished articles."""
        return int(self._rows("SELECT count(*) FROM articles WHERE state = 'done'")[0][0])

    def passage_count(self) -> int:
        """Passages of finished articles."""
        return int(
            self._rows(
                "SELECT count(*) FROM passages JOIN articles USING (version) WHERE state = 'done'"
            )[0][0]
        )

    def vocabulary(self) -> Vocabulary:
        """The words of the corpus; made anew when the generation has risen."""
        generation = self.generation()
        cached = self._vocabulary
        if cached is None or cached[0] != generation:
            rows = self._rows("SELECT word, total, capital_inside, inside FROM words")
            cached = (generation, Vocabulary({r[0]: WordCount(r[1], r[2], r[3]) for r in rows}))
            self._vocabulary = cached
        return cached[1]

    # --- articles -------------------------------------------------------------------------

    def article(self, article_id: str) -> Article | None:
        """The finished article of this id, or None."""
        rows = self._rows(
            f"SELECT {_ARTICLE} FROM articles WHERE article_id = ? AND state = 'done'", article_id
        )
        return _article(rows[0]) if rows else None

    def articles(self, where: ArticleFilter = EVERYTHING) -> list[Article]:
        """Finished articles that pass `where`, in order of path."""
        passes, values = condition(where)
        rows = self._rows(f"SELECT {_ARTICLE} FROM articles WHERE {passes} ORDER BY path", *values)
        return [_article(row) for row in rows]

    def article_ids(self, where: ArticleFilter = EVERYTHING) -> set[str]:
        """The ids of finished articles that pass `where`."""
        passes, values = condition(where)
        return {
            row[0] for row in self._rows(f"SELECT article_id FROM articles WHERE {passes}", *values)
        }

    def find_article(self, value: str) -> Article:
        """The article that a person means by an id, the start of one, a path or a file name.

        Raises StoreError naming the value when none or several fit.
        """
        path = Path(value)
        rows = self._rows(
            "SELECT article_id, path FROM articles WHERE state = 'done' AND "
            "(article_id = ?1 OR path = ?1 OR path = ?2) LIMIT 6",
            value,
            path.absolute().as_posix() if value else "",
        ) or self._rows(
            "SELECT article_id, path FROM articles WHERE state = 'done' AND "
            "((length(?1) >= 3 AND substr(article_id, 1, length(?1)) = lower(?1)) "
            "OR substr(path, -length(?2)) = ?2) ORDER BY path LIMIT 6",
            value,
            f"/{path.as_posix()}",
        )
        if not rows:
            raise StoreError(
                f"no article {value[:200]!r} in {self.home}; `dateline articles` lists them."
            )
        if len(rows) > 1:
            names = ", ".join(f"{row[0]} ({row[1]})" for row in rows[:5])
            raise StoreError(f"{value[:200]!r} fits several articles: {names}; give one id.")
        found = self.article(rows[0][0])
        if found is None:  # removed between the two reads
            raise StoreError(f"article {value[:200]!r} was removed just now.")
        return found

    def coverage(self, where: ArticleFilter = EVERYTHING) -> CatalogCoverage:
        """What is searched under `where`; see `CatalogCoverage`."""
        passes, values = condition(where)
        rows = self._rows(
            f"SELECT publisher, published_at, first_day FROM articles WHERE {passes}", *values
        )
        undated = sum(row[2] is None for row in rows)
        if where.after or where.before:
            passes, values = condition(ArticleFilter(publishers=where.publishers))
            sql = f"SELECT count(*) FROM articles WHERE {passes} AND first_day IS NULL"
            undated = int(self._rows(sql, *values)[0][0])
        dated = sorted((row[2], row[1]) for row in rows if row[2] is not None)
        return CatalogCoverage(
            articles=len(rows),
            publishers=tuple(sorted({row[0] for row in rows if row[0]}, key=str.casefold)),
            first_published=dated[0][1] if dated else None,
            last_published=dated[-1][1] if dated else None,
            undated=undated,
        )

    # --- passages -------------------------------------------------------------------------

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of `ids`; unknown and unfinished ones are left out."""
        rows = self._rows(
            f"SELECT {_PASSAGE} FROM passages p JOIN articles a USING (version) WHERE "
            "a.state = 'done' AND p.passage_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        found = {passage.passage_id: passage for passage in self._with_text(rows)}
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def done_ids(self, ids: Sequence[str], article_ids: set[str] | None = None) -> set[str]:
        """Those of `ids` that are passages of finished articles (with `article_ids`, of those)."""
        rows = self._rows(
            "SELECT passage_id, article_id FROM passages JOIN articles USING (version) "
            "WHERE state = 'done' AND passage_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        return {row[0] for row in rows if article_ids is None or row[1] in article_ids}

    def passages_of(self, article_id: str) -> list[Passage]:
        """All passages of a finished article, in order."""
        rows = self._rows(
            f"SELECT {_PASSAGE} FROM passages p JOIN articles a USING (version) "
            "WHERE a.state = 'done' AND a.article_id = ? ORDER BY p.ordinal",
            article_id,
        )
        return self._with_text(rows)

    def _with_text(self, rows: list[tuple[Any, ...]]) -> list[Passage]:
        versions = json.dumps(sorted({row[0] for row in rows}))
        texts = dict(
            self._rows(
                "SELECT version, text FROM articles WHERE version IN "
                "(SELECT value FROM json_each(?))",
                versions,
            )
        )
        return [
            Passage(
                passage_id=row[1],
                article_id=row[2],
                ordinal=row[3],
                start_char=row[4],
                end_char=row[5],
                text=texts[row[0]][row[4] : row[5]],
                sentences=tuple((start, end) for start, end in json.loads(row[6])),
                kind=row[7],
            )
            for row in rows
            if row[0] in texts  # else replaced between the two reads
        ]

    def search(
        self, terms: Sequence[str], limit: int, article_ids: set[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passages that hold any of `terms` (of `index.terms`), as (passage_id, BM25), best
        first, at most `limit`. Larger is better: SQLite's negative score is turned round.

        Only finished articles, and with `article_ids` only those. Terms are quoted, so that
        nothing in them is taken for query syntax. Raises ValueError if `limit < 1`.
        """
        if limit < 1:
            raise ValueError(f"limit = {limit}: use 1 or more")
        query = " OR ".join(_quoted(term) for term in dict.fromkeys(terms) if term.strip(" \0"))
        if not query or article_ids == set():
            return []
        chosen = None if article_ids is None else json.dumps(sorted(article_ids))
        rows = self._rows(
            "SELECT p.passage_id, -bm25(keyword, 1.0, ?1) AS score FROM keyword "
            "JOIN passages p ON p.row = keyword.rowid JOIN articles a USING (version) "
            "WHERE keyword MATCH ?2 AND a.state = 'done' "
            "AND (?3 IS NULL OR a.article_id IN (SELECT value FROM json_each(?3))) "
            "ORDER BY score DESC, p.row LIMIT ?4",
            ABOUT_WEIGHT,
            query,
            chosen,
            limit,
        )
        return [(row[0], row[1]) for row in rows]

    def vectors(
        self, article_ids: set[str] | None = None, *, block: int = 4096
    ) -> Iterator[list[tuple[str, str, bytes]]]:
        """(passage_id, article_id, vector as little-endian float32) of finished articles, in
        blocks, so that a large corpus needn't fit in memory. All blocks are of one moment.
        """
        chosen = None if article_ids is None else json.dumps(sorted(article_ids))
        with self._reading() as connection:
            cursor = connection.execute(
                "SELECT p.passage_id, a.article_id, p.vector FROM articles a "
                "JOIN passages p USING (version) WHERE a.state = 'done' "
                "AND (?1 IS NULL OR a.article_id IN (SELECT value FROM json_each(?1)))",
                (chosen,),
            )
            while rows := cursor.fetchmany(block):
                yield rows


_ARTICLE = (
    "article_id, path, text, content_hash, title, publisher, author, credits, published_at, "
    "published_precision, published_source, url, language, spans"
)
_PASSAGE = (
    "p.version, p.passage_id, a.article_id, p.ordinal, p.start_char, p.end_char, p.sentences, "
    "p.kind"
)


def _article(row: tuple[Any, ...]) -> Article:
    values: list[Any] = list(row)
    values[7] = tuple(json.loads(values[7]))
    values[13] = tuple(Span(start, end, kind) for start, end, kind in json.loads(values[13]))
    return Article(*values)


def _quoted(term: str) -> str:
    return '"' + term.replace("\0", " ").replace('"', '""') + '"'
