"""The half of the catalog that is about whole articles; `catalog.py` has passages and search."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from index.byline.called import LOOKED_AT_CHARS, first_words
from index.catalog.connection import ReadingConnections
from index.catalog.copies import Copies
from index.catalog.filters import Filtered, condition, narrowing
from index.catalog.publisher_names import SITE, PublisherNames, join_names
from index.catalog.rows import ARTICLE, ENTRY, CatalogEntry, Headline, OldVersion, article_of
from index.database.session import NUMBERS, TEXTS, Database
from index.errors import StoreError
from index.keywords.engine import Narrowing
from index.keywords.reader import KeywordSearch
from index.text.packed import unpack
from index.text.terms import split_words, terms_of
from index.types import Article, ArticleFilter, Span

EVERYTHING = ArticleFilter()

SortedBy = Literal["path", "date", "title", "publisher", "copies"]
_ORDERS: dict[SortedBy, str] = {
    "path": "",
    "date": "first_day DESC NULLS LAST, published_at DESC,",
    "title": "lower(title) NULLS LAST,",
    "publisher": "lower(publisher) NULLS LAST, first_day DESC,",
    "copies": "copies DESC, first_day DESC,",
}


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


class CatalogArticles:
    """Finished articles, for reading. Every method is safe to call from any thread."""

    def __init__(self, database: Database) -> None:
        """Use `Catalog.open`."""
        self.database = database
        self.home = database.home
        self._connections = ReadingConnections(database)
        self._rows = self._connections.rows
        self.copies = Copies(self._rows, self._condition)
        self._names: tuple[int, PublisherNames] | None = None
        self._keywords = KeywordSearch(database.home, self._rows)

    def close(self) -> None:
        """Close every connection; the catalog can't be used afterwards."""
        self._keywords.close()
        self._connections.close()

    def generation(self) -> int:
        """A number that rises with every committed change. Costs some 20 microseconds."""
        rows = self._rows("SELECT value FROM meta WHERE key = 'generation'")
        return int(rows[0][0]) if rows else 0

    def publisher_names(self) -> PublisherNames:
        """One name for each publisher; made anew when the generation has risen."""
        generation = self.generation()
        cached = self._names
        if cached is None or cached[0] != generation:
            rows = self._rows(
                "SELECT publisher, substr(p.value, ?1 + 1), count(*) FROM articles LEFT JOIN "
                "json_each(publishers) p ON substr(p.value, 1, ?1) = ?2 "
                "WHERE state = 'done' AND publisher IS NOT NULL GROUP BY 1, 2",
                len(SITE),
                SITE,
            )
            cached = (generation, join_names((row[0], row[1], row[2]) for row in rows))
            self._names = cached
        return cached[1]

    def _condition(self, where: ArticleFilter) -> tuple[str, list[Any]]:
        """SQL for the filter."""
        return condition(self._with_all_names(where))

    def _narrowing(self, where: ArticleFilter) -> Narrowing:
        """The filter for the keyword index."""
        return narrowing(self._with_all_names(where))

    def _with_all_names(self, where: ArticleFilter) -> ArticleFilter:
        """The filter in which a publisher has all its names."""
        if not where.publishers:
            return where
        return replace(where, publishers=self.publisher_names().all_of(where.publishers))

    def _article(self, row: tuple[Any, ...]) -> Article:
        article = article_of(row)
        return replace(article, publisher=self.publisher_names().of(article.publisher))

    def article(self, article_id: str) -> Article | None:
        """The finished article of this id, or None."""
        rows = self._rows(
            f"SELECT {ARTICLE} FROM articles JOIN contents USING (version) "
            "WHERE article_id = ? AND state = 'done'",
            article_id,
        )
        return self._article(rows[0]) if rows else None

    def articles(self, where: ArticleFilter = EVERYTHING) -> list[Article]:
        """Finished articles that pass `where`, in order of path, with their texts."""
        passes, values = self._condition(where)
        rows = self._rows(
            f"SELECT {ARTICLE} FROM articles JOIN contents USING (version) WHERE {passes} "
            "ORDER BY path, article_id",
            *values,
        )
        return [self._article(row) for row in rows]

    def entries(
        self,
        where: ArticleFilter = EVERYTHING,
        *,
        language: str | None = None,
        words: str = "",
        sort: SortedBy = "path",
    ) -> list[CatalogEntry]:
        """What a list shows of the finished articles that pass `where`, are in `language` and
        hold each of `words` (inflected or not) somewhere. An article that doesn't state its
        language has that of the index. `date` sorts the newest first, `copies` the most printed.
        An article without a headline is called by its first words; of others no text is read, so
        that it is quick however large the corpus is.
        """
        passes, values = self._condition(where)
        if language:
            passes += " AND coalesce(language, (SELECT value FROM meta WHERE key = 'language')) = ?"
            values.append(language.strip().lower())
        for word in split_words(words):
            if not (terms := terms_of([word])):
                continue  # a word of grammar stands everywhere
            held = self._keywords.versions_with(self.generation(), terms)
            passes += f" AND version IN {NUMBERS}"
            values.append(json.dumps(list(held)))
        rows = self._rows(
            f"SELECT {ENTRY} FROM articles a WHERE {passes} "
            f"ORDER BY {_ORDERS[sort]} path, article_id",
            *values,
        )
        names = self.publisher_names()
        found = [CatalogEntry(*row) for row in rows]
        begin = self._first_words(entry.article_id for entry in found if not entry.title)
        return [
            replace(
                entry,
                publisher=names.of(entry.publisher),
                title=entry.title or begin.get(entry.article_id),
            )
            for entry in found
        ]

    def _first_words(self, article_ids: Iterable[str]) -> dict[str, str]:
        """How the texts of articles begin that have no headline, by id."""
        rows = self._rows(
            "SELECT article_id, text, spans FROM articles JOIN contents USING (version) "
            f"WHERE state = 'done' AND article_id IN {TEXTS}",
            json.dumps(list(article_ids)),
        )
        return {
            article_id: first_words(
                unpack(text)[: 2 * LOOKED_AT_CHARS], [Span(*span) for span in json.loads(spans)]
            )
            for article_id, text, spans in rows
        }

    def headlines(self, most: int) -> list[Headline]:
        """The `most` newest finished articles, the newest first; those without a date come last.
        Takes a hundredth of a second a thousand.
        """
        rows = self._rows(
            "SELECT article_id, title, publisher, published_at, published_precision, cluster "
            "FROM articles WHERE state = 'done' "
            "ORDER BY first_day DESC NULLS LAST, published_at DESC, path, article_id LIMIT ?",
            most,
        )
        names = self.publisher_names()
        found = (Headline(*row) for row in rows)
        return [replace(line, publisher=names.of(line.publisher)) for line in found]

    def old_versions(self, article_id: str) -> list[OldVersion]:
        """Earlier texts of an article, newest first."""
        rows = self._rows(
            "SELECT content_hash, path, title, published_at, updated_at, replaced_at, text "
            "FROM old_versions WHERE article_id = ?1 AND content_hash NOT IN (SELECT content_hash "
            "FROM articles WHERE article_id = ?1 AND state = 'done') ORDER BY number DESC",
            article_id,
        )
        return [OldVersion(*row) for row in rows]

    def files_of(self, article_id: str) -> list[str]:
        """Where an article stands, as `Article.path`: several files may hold it."""
        return [
            row[0]
            for row in self._rows(
                "SELECT path FROM members WHERE article_id = ? AND NOT gone ORDER BY path",
                article_id,
            )
        ]

    def reading_of(self, article_id: str) -> tuple[str | None, str]:
        """The file whose reading of a finished article answers, and that reading's fingerprint."""
        rows = self._rows(
            "SELECT f.path, fingerprint FROM articles LEFT JOIN files f USING (file_id) "
            "WHERE article_id = ? AND state = 'done'",
            article_id,
        )
        return rows[0] if rows else (None, "")

    def article_ids(self, where: ArticleFilter = EVERYTHING) -> set[str]:
        """The ids of finished articles that pass `where`; the set remembers what it was."""
        passes, values = self._condition(where)
        rows = self._rows(f"SELECT article_id FROM articles WHERE {passes}", *values)
        return Filtered((row[0] for row in rows), self._narrowing(where))

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
            "OR substr(path, length(path) - length(?2) + 1) = ?2) ORDER BY path LIMIT 6",
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
        passes, values = self._condition(where)
        articles, dated = self._rows(
            f"SELECT count(*), count(first_day) FROM articles WHERE {passes}", *values
        )[0]
        publishers = self._rows(f"SELECT DISTINCT publisher FROM articles WHERE {passes}", *values)
        names = self.publisher_names()
        shown = {name for row in publishers if (name := names.of(row[0]))}
        edges = [
            self._rows(
                f"SELECT published_at FROM articles WHERE {passes} AND first_day IS NOT NULL "
                f"ORDER BY first_day {way}, published_at {way} LIMIT 1",
                *values,
            )
            for way in ("ASC", "DESC")
        ]
        undated = articles - dated
        if where.after or where.before:
            passes, values = self._condition(ArticleFilter(publishers=where.publishers))
            sql = f"SELECT count(*) FROM articles WHERE {passes} AND first_day IS NULL"
            undated = int(self._rows(sql, *values)[0][0])
        return CatalogCoverage(
            articles=articles,
            publishers=tuple(sorted(shown, key=str.casefold)),
            first_published=edges[0][0][0] if edges[0] else None,
            last_published=edges[1][0][0] if edges[1] else None,
            undated=undated,
        )
