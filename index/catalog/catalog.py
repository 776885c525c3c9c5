"""The catalog: articles, passages and their terms in a database. The source of truth. Searching
goes to the keyword index that is derived from it (`index/keywords/`).

This file reads, with `articles.py` and `vectors.py`; `writer.py` writes.
Readers see committed, finished articles only and never wait for a writer. Every method is
safe from any thread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from index.catalog.articles import EVERYTHING, CatalogCoverage
from index.catalog.filters import Filtered
from index.catalog.rows import PASSAGE, CatalogEntry, OldVersion
from index.catalog.vectors import CatalogVectors
from index.catalog.vocabulary import Vocabulary, WordCount
from index.database import migrations
from index.database.session import NUMBERS, TEXTS, Database
from index.database.where import database_of, schema_version
from index.keywords.engine import PLACE_BITS, PLACE_MASK, Hit, Narrowing
from index.lock import write_lock
from index.text.packed import unpack
from index.types import Passage

__all__ = ["EVERYTHING", "Catalog", "CatalogCoverage", "CatalogEntry", "OldVersion"]

# So many ids the keyword index is given to look for (1,000 take 3 ms, 5,000 10 ms); of more, what
# it finds is looked through here.
_MOST_IDS = 2_000
_FETCHED = 8  # times as many passages as are wanted, when some were left out


class Catalog(CatalogVectors):
    """A catalog opened for reading; see `Catalog.open`."""

    def __init__(self, database: Database) -> None:
        """Use `Catalog.open`."""
        super().__init__(database)
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._sources: tuple[int, tuple[str, ...]] | None = None

    @classmethod
    def open(cls, home: Path, *, create: bool = False, url: str = "") -> Catalog:
        """Open the catalog in `home`, or in the PostgreSQL database at `url`; with `create`, make
        it when there is none.

        An older schema is migrated. Raises StoreNotFoundError when there is no index,
        StoreDamagedError when the file is no catalog, StoreMismatchError when a newer Dateline
        made it, StoreError when the folder or the server can't be used.
        """
        database = database_of(home, url)
        database.require(create=create)
        steps = len(migrations.MIGRATIONS)
        if schema_version(database) != steps:
            with write_lock(home):
                session = database.connect(write=True)
                try:
                    # Another may have done it before we had the lock.
                    if (before := database.version(session)) != steps:
                        database.migrate(session, before, steps)
                except database.errors as error:
                    raise database.explain(error) from error
                finally:
                    session.close()
        return cls(database)

    # --- the index as a whole -------------------------------------------------------------

    def meta(self) -> dict[str, str]:
        """What the store recorded about itself: embedder, dimension, chunk_tokens, …"""
        return dict(self._rows("SELECT key, value FROM meta"))

    def article_count(self) -> int:
        """Finished articles."""
        return int(self._rows("SELECT count(*) FROM articles WHERE state = 'done'")[0][0])

    def passage_count(self, article_ids: Collection[str] | None = None) -> int:
        """Passages of finished articles; with `article_ids`, of those."""
        count = "SELECT count(*) FROM passages JOIN articles USING (version) WHERE state = 'done'"
        if article_ids is None:
            return int(self._rows(count)[0][0])
        among = f"{count} AND article_id IN {TEXTS}"
        return int(self._rows(among, json.dumps(list(article_ids)))[0][0])

    def vocabulary(self) -> Vocabulary:
        """The words of the corpus; made anew when the generation has risen."""
        generation = self.generation()
        cached = self._vocabulary
        if cached is None or cached[0] != generation:
            rows = self._rows("SELECT word, total, capital_inside, inside FROM words")
            counts = {r[0]: WordCount(r[1], r[2], r[3]) for r in rows}
            authors = self._rows("SELECT DISTINCT author FROM articles WHERE author IS NOT NULL")
            names = [*self.sources(), *(row[0] for row in authors)]
            for word in (w for name in names for w in re.findall(r"[^\W\d_]{3,}", name)):
                counts.setdefault(word.lower(), WordCount(1, 1, 1))  # no typing errors
            cached = (generation, Vocabulary(counts))
            self._vocabulary = cached
        return cached[1]

    def sources(self) -> tuple[str, ...]:
        """Publishers and credited agencies of all articles, as they are spelled; made anew when
        the generation has risen.
        """
        generation = self.generation()
        cached = self._sources
        if cached is None or cached[0] != generation:
            rows = self._rows(
                "SELECT publisher FROM articles WHERE state = 'done' AND publisher IS NOT NULL "
                "UNION SELECT c.value FROM articles, json_each(credits) c WHERE state = 'done'"
            )
            names = self.publisher_names()
            spelled = dict.fromkeys(names.of(row[0]) or row[0] for row in rows)
            cached = (generation, tuple(spelled))
            self._sources = cached
        return cached[1]

    # --- passages -------------------------------------------------------------------------

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of `ids`; unknown and unfinished ones are left out."""
        # CROSS JOIN keeps SQLite from beginning with the articles, of which nearly all are done:
        # 100 passages of 125,000 take 2 ms so, and 125 ms the other way round.
        rows = self._rows(
            f"SELECT {PASSAGE} FROM passages p CROSS JOIN articles a USING (version) WHERE "
            f"a.state = 'done' AND p.passage_id IN {TEXTS}",
            json.dumps(list(ids)),
        )
        found = {passage.passage_id: passage for passage in self._with_text(rows)}
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def done_ids(self, ids: Sequence[str], article_ids: set[str] | None = None) -> set[str]:
        """Those of `ids` that are passages of finished articles (with `article_ids`, of those)."""
        rows = self._rows(
            "SELECT passage_id, article_id FROM passages CROSS JOIN articles USING (version) "
            f"WHERE state = 'done' AND passage_id IN {TEXTS}",
            json.dumps(list(ids)),
        )
        return {row[0] for row in rows if article_ids is None or row[1] in article_ids}

    def passages_of(self, article_id: str) -> list[Passage]:
        """All passages of a finished article, in order."""
        rows = self._rows(
            f"SELECT {PASSAGE} FROM passages p JOIN articles a USING (version) "
            "WHERE a.state = 'done' AND a.article_id = ? ORDER BY p.ordinal",
            article_id,
        )
        return self._with_text(rows)

    def _with_text(self, rows: list[tuple[Any, ...]]) -> list[Passage]:
        versions = json.dumps(sorted({row[0] for row in rows}))
        packed = self._rows(
            f"SELECT version, text FROM contents WHERE version IN {NUMBERS}",
            versions,
        )
        texts = {version: unpack(text) for version, text in packed}
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
        """Passages that hold any of `terms` (of `index.text.terms`), as (passage_id, BM25), best
        first, at most `limit`. Larger is better.

        Only finished articles, and with `article_ids` only those. Raises ValueError if `limit < 1`.
        """
        if limit < 1:
            raise ValueError(f"limit = {limit}: use 1 or more")
        if article_ids == set():
            return []
        narrowing = None
        if isinstance(article_ids, Filtered):
            narrowing = article_ids.narrowing
        elif article_ids is not None and len(article_ids) <= _MOST_IDS:
            narrowing = Narrowing(article_ids=article_ids)
        # Some of what is found may be pending, gone, or left out by many ids; then more is fetched.
        fetched = limit
        while True:
            hits = self._keywords.search(self.generation(), terms, fetched, narrowing)
            found = self._finished(hits, article_ids)
            if len(found) >= limit or len(hits) < fetched:
                return found[:limit]
            fetched *= _FETCHED

    def _finished(
        self, hits: Sequence[Hit], article_ids: set[str] | None
    ) -> list[tuple[str, float]]:
        """Those that readers see and, with `article_ids`, that are of these articles."""
        rows = self._rows(
            "SELECT key, passage_id, article_id FROM json_each(?) h CROSS JOIN passages p "
            f"ON p.version = CAST(h.value AS BIGINT) >> {PLACE_BITS} "
            f"AND p.ordinal = CAST(h.value AS BIGINT) & {PLACE_MASK} "
            "CROSS JOIN articles a USING (version) WHERE state = 'done'",
            json.dumps([hit.version << PLACE_BITS | hit.place for hit in hits]),
        )
        return [
            (passage_id, hits[place].score)
            for place, passage_id, article_id in sorted(rows)
            if article_ids is None or article_id in article_ids
        ]
