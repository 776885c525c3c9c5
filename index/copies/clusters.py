"""Copies put together: which articles, and which passages, of the catalog are one source.

A cluster is everything that is joined by a chain of copies (`index/copies/shingles.py`), and its
name is the smallest id in it, so clusters don't depend on the order of indexing. An article that is
added is compared only with those that share its prints; one that is removed has the rest of its
cluster put together anew. All of it happens inside the transaction of the change itself.
"""

from __future__ import annotations

import json
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol

import numpy as np

from index.byline.possible_days import possible_days
from index.copies.shingles import (
    RULES,
    Hashes,
    Prose,
    is_copy,
    is_same_passage,
    prints_of,
    read_prose,
)
from index.database.session import NUMBERS, TEXTS
from index.text.packed import unpack

# Shared prints by those of the fewer, below which nothing is read and compared. Copies share .6
# of their shingles and more; so much lower, the few prints of a short text can't mislead.
_PRINTS_SHARED = 0.2
# A print in more passages than this (a line of the template) is followed to these alone, and of
# more articles than this that share prints the most similar are read. A copy of so many is
# found by the first of them.
_MOST_PASSAGES_A_PRINT = 256
_MOST_COMPARED = 64
# A cluster of more articles isn't taken apart when one of them goes.
_MOST_REJOINED = 64
_PROSES_KEPT = 256

Table = Literal["articles", "passages"]
_NAMES: dict[Table, tuple[str, str]] = {
    "articles": ("version", "article_id"),
    "passages": ("row", "passage_id"),
}


class Connection(Protocol):
    """What is needed of the writing connection of a catalog (`index/catalog/connection.py`)."""

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        ...

    def rows_of_each(
        self, sql: str, values: Sequence[Sequence[Any]]
    ) -> list[list[tuple[Any, ...]]]:
        """The rows of one query for each of `values`."""
        ...

    def run(self, sql: str, *values: Any) -> None:
        """One statement inside a transaction."""
        ...

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for each of `rows`, inside a transaction."""
        ...


class Clusters:
    """The clusters of one catalog, through the connection that changes it."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is read yet."""
        self._connection = connection
        self._rows = connection.rows
        self._run = connection.run
        self._read: OrderedDict[int, _Read] = OrderedDict()

    def are_current(self) -> bool:
        """Whether every finished article was compared under the present rules."""
        return not self._rows(
            "SELECT 1 FROM articles LEFT JOIN prose USING (version) WHERE state = 'done' "
            "AND (rules IS NULL OR rules <> ?) LIMIT 1",
            RULES,
        )

    def add(self, versions: Iterable[int]) -> None:
        """Take in versions that readers see from now on."""
        for version in versions:
            self._read.pop(version, None)  # a number may come again after a rollback
            read = self._prose(version)
            prints = [(hash_, row) for row, own in read.prints.items() for hash_ in own]
            self._connection.run_many(
                "INSERT INTO prints VALUES (?, ?) ON CONFLICT DO NOTHING", prints
            )
            self._run(
                "INSERT INTO prose VALUES (?, ?, ?, ?) ON CONFLICT (version) DO UPDATE SET "
                "prints = excluded.prints, digest = excluded.digest, rules = excluded.rules",
                version,
                len({hash_ for hash_, _ in prints}),
                read.prose.digest,
                RULES,
            )
            self._join(version)

    def remove(self, versions: Sequence[int]) -> None:
        """Take out versions that are about to be deleted."""
        chosen = json.dumps(list(versions))
        of_these = f"version IN {NUMBERS}"
        clusters: dict[Table, list[str]] = {
            table: [
                row[0]
                for row in self._rows(
                    f"SELECT DISTINCT cluster FROM {table} "
                    f"WHERE {of_these} AND cluster IS NOT NULL",
                    chosen,
                )
            ]
            for table in _NAMES
        }
        self._run(
            f"DELETE FROM prints WHERE row IN (SELECT row FROM passages WHERE {of_these})", chosen
        )
        self._run(f"DELETE FROM prose WHERE {of_these}", chosen)
        touched: set[int] = set()
        for table, names in clusters.items():
            self._run(f"UPDATE {table} SET cluster = NULL WHERE {of_these}", chosen)
            touched.update(self._members(table, names))
        for table, names in clusters.items():
            if len(touched) > _MOST_REJOINED:
                self._rename(table, names)
            else:
                self._forget(table, names)
        if len(touched) <= _MOST_REJOINED:
            for version in sorted(touched):
                self._join(version)

    def rebuild(self) -> None:
        """Find all copies anew."""
        for table in _NAMES:
            self._run(f"UPDATE {table} SET cluster = NULL WHERE cluster IS NOT NULL")
        self._run("DELETE FROM prints")
        self._run("DELETE FROM prose")
        done = self._rows("SELECT version FROM articles WHERE state = 'done' ORDER BY version")
        self.add(row[0] for row in done)

    # --- finding ------------------------------------------------------------------------------

    def _join(self, version: int) -> None:
        """Put a version and its passages with their copies."""
        read = self._prose(version)
        near = self._candidates(version, read)
        self._merge(
            "articles",
            version,
            near.articles,
            lambda other: self._is_copy(read, other),
        )
        for row, others in near.passages.items():
            self._merge(
                "passages",
                row,
                others,
                partial(self._is_same, read.shingles[row], near.version_of),
            )

    def _candidates(self, version: int, read: _Read) -> _Near:
        """Who shares enough prints to be compared, the most similar first."""
        rows_of: defaultdict[int, list[int]] = defaultdict(list)  # own rows by print
        for row, prints in read.prints.items():
            for print_ in prints:
                rows_of[print_].append(row)
        hits = [
            (print_, other_row)
            for print_, found in zip(
                rows_of,
                self._connection.rows_of_each(
                    f"SELECT row FROM prints WHERE hash = ? ORDER BY row "
                    f"LIMIT {_MOST_PASSAGES_A_PRINT}",
                    [(print_,) for print_ in rows_of],
                ),
                strict=True,
            )
            for (other_row,) in found
        ]
        version_of = dict(
            self._rows(
                f"SELECT row, version FROM passages WHERE row IN {NUMBERS} AND version <> ?",
                json.dumps(sorted({row for _, row in hits})),
                version,
            )
        )
        shared: defaultdict[int, set[int]] = defaultdict(set)
        pairs: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for print_, other_row in hits:
            if other_row in version_of:
                shared[version_of[other_row]].add(print_)
                for row in rows_of[print_]:
                    pairs[row][other_row] += 1
        prints_in = dict(
            self._rows(
                f"SELECT version, prints FROM prose WHERE version IN {NUMBERS}",
                json.dumps(sorted(shared)),
            )
        )
        articles = {
            other: len(prints)
            for other, prints in shared.items()
            if len(prints) >= _PRINTS_SHARED * min(len(rows_of), prints_in[other])
        }
        passages = {
            row: _most_similar(
                {
                    other: count
                    for other, count in counts.items()
                    if count >= _PRINTS_SHARED * len(read.prints[row])
                }
            )
            for row, counts in pairs.items()
        }
        return _Near(_most_similar(articles), passages, version_of)

    def _is_copy(self, read: _Read, other: int) -> bool:
        digest = self._rows("SELECT digest FROM prose WHERE version = ?", other)[0][0]
        # Equal prose needn't be read again: hundreds of pages may be the same consent wall.
        return is_copy(
            read.prose, read.prose if digest == read.prose.digest else self._prose(other).prose
        )

    def _is_same(self, shingles: Hashes, version_of: dict[int, int], other: int) -> bool:
        return is_same_passage(shingles, self._prose(version_of[other]).shingles[other])

    def _prose(self, version: int) -> _Read:
        """The prose of a version, kept for a while: the next article may be compared with it."""
        if version in self._read:
            self._read.move_to_end(version)
            return self._read[version]
        text, title, published, precision = self._rows(
            "SELECT text, title, published_at, published_precision FROM articles "
            "JOIN contents USING (version) WHERE version = ?",
            version,
        )[0]
        rows = self._rows(
            "SELECT row, start_char, end_char FROM passages WHERE version = ? AND kind = 'body' "
            "ORDER BY ordinal",
            version,
        )
        text = unpack(text)
        day = possible_days(published)[0] if precision == "day" else None
        prose = read_prose([text[start:end] for _, start, end in rows], title, day)
        shingles = {row[0]: found for row, found in zip(rows, prose.passages, strict=True)}
        read = _Read(
            prose,
            shingles,
            {row: prints_of(s).view(np.int64).tolist() for row, s in shingles.items()},
        )
        self._read[version] = read
        while len(self._read) > _PROSES_KEPT:
            self._read.popitem(last=False)
        return read

    # --- clusters -----------------------------------------------------------------------------

    def _merge(
        self, table: Table, own: int, others: Sequence[int], is_same: Callable[[int], bool]
    ) -> None:
        """Make one cluster of a row, of the others that are the same, and of theirs. One of each
        of their clusters is compared until one is the same.
        """
        key, name = _NAMES[table]
        found = self._rows(
            f"SELECT {key}, {name}, cluster FROM {table} WHERE {key} IN {NUMBERS}",
            json.dumps([own, *others]),
        )
        facts = {row[0]: (row[1], row[2]) for row in found}
        own_id, cluster = facts[own]
        joined = {cluster} - {None}
        keys, ids = [own], {own_id}
        for other in others:
            other_id, cluster = facts[other]
            if cluster not in joined and is_same(other):
                keys.append(other)
                ids.add(other_id)
                joined |= {cluster} - {None}
        if len(keys) > 1:
            self._run(
                f"UPDATE {table} SET cluster = ? WHERE {key} IN {NUMBERS} OR cluster IN {TEXTS}",
                min(ids | joined),
                json.dumps(keys),
                json.dumps(sorted(joined)),
            )

    def _members(self, table: Table, clusters: Iterable[str]) -> set[int]:
        """The versions that have a part in these clusters."""
        return {
            row[0]
            for row in self._rows(
                f"SELECT version FROM {table} WHERE cluster IN {TEXTS}",
                json.dumps(list(clusters)),
            )
        }

    def _forget(self, table: Table, clusters: Iterable[str]) -> None:
        self._run(
            f"UPDATE {table} SET cluster = NULL WHERE cluster IN {TEXTS}",
            json.dumps(list(clusters)),
        )

    def _rename(self, table: Table, clusters: Iterable[str]) -> None:
        """Name clusters after the smallest id that is left in them."""
        _, name = _NAMES[table]
        for cluster in clusters:
            self._run(
                f"UPDATE {table} SET cluster = (SELECT min({name}) FROM {table} "
                "WHERE cluster = ?1) WHERE cluster = ?1",
                cluster,
            )


@dataclass(frozen=True)
class _Read:
    """The prose of a version; shingles and prints of its body passages by row."""

    prose: Prose
    shingles: dict[int, Hashes]
    prints: dict[int, list[int]]


@dataclass(frozen=True)
class _Near:
    """What may be a copy, the most similar first: versions; rows by own row. And whose rows."""

    articles: list[int]
    passages: dict[int, list[int]]
    version_of: dict[int, int]


def _most_similar(shared: dict[int, int]) -> list[int]:
    """The keys with the highest counts, so many as are compared."""
    return sorted(shared, key=lambda key: (-shared[key], key))[:_MOST_COMPARED]
