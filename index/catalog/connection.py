"""Connections to the catalog: many that read, from any thread at any moment; one that writes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from index.database.session import Database, Session
from index.errors import StoreError


class ReadingConnections:
    """Connections of one catalog for reading. They never wait for a writer."""

    def __init__(self, database: Database) -> None:
        """Opens nothing yet."""
        self.database = database
        self._idle: deque[Session] = deque()
        self._closed = False

    def close(self) -> None:
        """Close every connection; nothing can be read afterwards."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """A connection for one read. Idle ones are kept, so there are at most as many as there
        were reads at the same moment.
        """
        if self._closed:
            raise ValueError("this catalog is closed")
        try:
            session = self._idle.pop()
        except IndexError:
            session = self.database.connect(write=False)
        try:
            yield session
        except BaseException as error:
            session.close()  # a generator may have been left in the middle of a read
            if isinstance(error, self.database.errors):
                raise self.database.explain(error) from error
            raise
        if self._closed:
            session.close()
        else:
            self._idle.append(session)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        try:
            with self._reading() as session:
                return session.rows(sql, values)
        except StoreError:
            if not self._forget_idle():
                raise
        with self._reading() as session:  # the server may have been started again since
            return session.rows(sql, values)

    def blocks(self, sql: str, *values: Any, block: int = 4096) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of one query, in blocks that are all of one moment."""
        with self._reading() as session:
            yield from session.blocks(sql, values, block)

    def _forget_idle(self) -> bool:
        """Close what was kept of a server that other machines use too; whether it is one."""
        if not self.database.is_shared or self._closed:
            return False
        while self._idle:
            self._idle.pop().close()
        return True


class WritingConnection:
    """The connection of the one writer; the caller holds the write lock."""

    def __init__(self, database: Database) -> None:
        """Open the catalog for writing. Raises as `Database.connect`."""
        self.database = database
        self._session = database.connect(write=True)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    @property
    def in_transaction(self) -> bool:
        """Whether what is done now is committed later."""
        return self._session.in_transaction

    @contextmanager
    def transaction(self, *, seen: bool = True) -> Iterator[None]:
        """All that is done inside is committed together, or, after an error, not at all.
        Inside another transaction it is a part of that one. Unless `seen`, the generation stays
        and readers don't read anew.
        """
        if self._session.in_transaction:
            yield
            return
        try:
            self._session.begin()
            yield
            if seen:
                self._session.run(
                    "INSERT INTO meta VALUES ('generation', '1') ON CONFLICT (key) DO UPDATE "
                    "SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)"
                )
            self._session.commit()
        except BaseException as error:
            if self._session.in_transaction:
                self._session.rollback()
            if isinstance(error, self.database.errors):
                raise self.database.explain(error) from error
            raise

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of one query, with what this transaction has written."""
        with self._explained():
            return self._session.rows(sql, values)

    def rows_of_each(
        self, sql: str, values: Sequence[Sequence[Any]]
    ) -> list[list[tuple[Any, ...]]]:
        """The rows of one query for each of `values`."""
        with self._explained():
            return self._session.rows_of_each(sql, values)

    def run(self, sql: str, *values: Any) -> None:
        """One statement inside a transaction."""
        self._session.run(sql, values)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for each of `rows`, inside a transaction."""
        self._session.run_many(sql, rows)

    def insert(self, sql: str, *values: Any, key: str) -> int:
        """Insert one row inside a transaction; gives the number in its column `key`."""
        return self._session.insert(sql, values, key)

    def problems(self) -> list[str]:
        """What is wrong with the database in itself."""
        with self._explained():
            return self.database.problems(self._session)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except self.database.errors as error:
            raise self.database.explain(error) from error
