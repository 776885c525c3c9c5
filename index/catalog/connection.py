"""Connections to the catalog: many that read, from any thread at any moment; one that writes."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.catalog import schema


class ReadingConnections:
    """Connections of one catalog for reading. They never wait for a writer (WAL)."""

    def __init__(self, path: Path) -> None:
        """Opens nothing yet."""
        self.path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False

    def close(self) -> None:
        """Close every connection; nothing can be read afterwards."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
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

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        with self.reading() as connection:
            return connection.execute(sql, values).fetchall()


class WritingConnection:
    """The connection of the one writer; the caller holds the write lock."""

    def __init__(self, path: Path) -> None:
        """Open the catalog at `path`. Raises as `schema.connect`."""
        self.path = path
        self._connection = schema.connect(path, write=True)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def transaction(self, *, seen: bool = True) -> Iterator[None]:
        """All that is done inside is committed together, or, after an error, not at all.
        Inside another transaction it is a part of that one. Unless `seen`, the generation stays
        and readers don't read anew.
        """
        if self._connection.in_transaction:
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            if seen:
                self._connection.execute(
                    "INSERT INTO meta VALUES ('generation', '1') ON CONFLICT (key) "
                    "DO UPDATE SET value = CAST(value + 1 AS TEXT)"
                )
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise schema.explain(error, self.path) from error
            raise

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of one query, with what this transaction has written."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise schema.explain(error, self.path) from error

    def run(self, sql: str, *values: Any) -> int:
        """One statement inside a transaction; gives the row that it inserted last."""
        return int(self._connection.execute(sql, values).lastrowid or 0)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for each of `rows`, inside a transaction."""
        self._connection.executemany(sql, rows)

    @property
    def raw(self) -> sqlite3.Connection:
        """SQLite's own connection, for `schema`."""
        return self._connection
