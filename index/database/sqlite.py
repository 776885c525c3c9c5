"""A catalog in SQLite: one file in the home.

`articles` holds one row per *version* of an article: while a changed article is being replaced,
its old version (done) and its new one (pending) stand side by side. Passages keep their vector
(float32) too, so that a filtered set can be scored exactly, and the vector store can be rebuilt
after damage without embedding a single passage again.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.database import migrations
from index.database.session import Row, Session, make_home
from index.errors import StoreDamagedError, StoreError, StoreNotFoundError

logger = logging.getLogger(__name__)

CATALOG_FILE = "catalog.sqlite"
VECTORS_FOLDER = "chroma"  # as `index/vectors/store.py` names it, which stands above
APPLICATION_ID = 0x444C4E45  # "DLNE": tells our file from any other SQLite database


class SqliteSession:
    """See `Session`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` is in autocommit mode (`isolation_level=None`)."""
        self._connection = connection

    @property
    def in_transaction(self) -> bool:
        """See `Session`."""
        return self._connection.in_transaction

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """See `Session`."""
        return self._connection.execute(sql, values).fetchall()

    def rows_of_each(self, sql: str, values: Sequence[Sequence[Any]]) -> list[list[Row]]:
        """See `Session`."""
        return [self._connection.execute(sql, one).fetchall() for one in values]

    def blocks(self, sql: str, values: Sequence[Any], block: int) -> Iterator[list[Row]]:
        """See `Session`."""
        cursor = self._connection.execute(sql, values)
        while rows := cursor.fetchmany(block):
            yield rows

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """See `Session`."""
        self._connection.execute(sql, values)

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """See `Session`."""
        self._connection.executemany(sql, values)

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        """See `Session`; `key` is the table's own number, whatever its name."""
        return int(self._connection.execute(sql, values).lastrowid or 0)

    def begin(self) -> None:
        """See `Session`. Other writers wait from now on."""
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """See `Session`."""
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """See `Session`."""
        self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """See `Session`."""
        self._connection.close()


@dataclass(frozen=True)
class SqliteDatabase:
    """See `Database`."""

    home: Path
    is_shared = False

    @property
    def errors(self) -> type[Exception]:
        """See `Database`."""
        return sqlite3.Error

    @property
    def path(self) -> Path:
        """The file."""
        return self.home / CATALOG_FILE

    @property
    def name(self) -> str:
        """See `Database`."""
        return str(self.path)

    def require(self, *, create: bool) -> None:
        """See `Database`. With `create`, the folder is made."""
        home, path = self.home, self.path
        if create or (home.exists() and not home.is_dir()):
            make_home(home)
        if not create and not path.is_file():
            raise StoreNotFoundError(
                f"{home}: no index here yet; run `dateline index PATH` (with the same --home) "
                "first."
            )
        # SQLite takes an empty file for a new database; beside vectors it is one that lost
        # everything.
        if path.is_file() and not path.stat().st_size and (home / VECTORS_FOLDER).is_dir():
            raise self._damaged("it is empty, though vectors stand beside it")

    def connect(self, *, write: bool) -> SqliteSession:
        """See `Database`. Raises StoreDamagedError when the file is no catalog. Whoever writes
        holds the write lock of the home.
        """
        if write or os.access(self.path.parent, os.W_OK):
            mode = "rwc" if write else "rw"
        else:
            mode = "ro&immutable=1"  # a read-only medium: WAL needs a shared-memory file otherwise
        try:
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=30.0,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA foreign_keys = ON")
            if write:
                connection.execute("PRAGMA journal_mode = WAL")
                # FULL: what was reported done survives a power cut too, not only a kill.
                connection.execute("PRAGMA synchronous = FULL")
            else:
                connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise self.explain(error) from error
        return SqliteSession(connection)

    def version(self, session: Session) -> int:
        """See `Database`. Raises StoreDamagedError for a foreign database."""
        version = int(session.rows("PRAGMA user_version")[0][0])
        application = int(session.rows("PRAGMA application_id")[0][0])
        tables = int(session.rows("SELECT count(*) FROM sqlite_master")[0][0])
        if tables and application != APPLICATION_ID:
            raise self._damaged("it is a database, but not a Dateline catalog")
        migrations.check_version(self.name, version)
        return version

    def migrate(self, session: Session, before: int, steps: int) -> None:
        """See `Database`. The caller holds the write lock."""
        if 0 < before < migrations.KEYWORDS_APART:
            _require_fts5(session)
        session.begin()
        try:
            for number in range(before, steps):
                migrations.MIGRATIONS[number](session)
            session.run(f"PRAGMA application_id = {APPLICATION_ID}")
            session.run(f"PRAGMA user_version = {steps}")
            session.commit()
        except BaseException:
            session.rollback()
            raise
        if 0 < before < migrations.KEYWORDS_APART:
            self._give_back_space(session)

    def problems(self, session: Session) -> list[str]:
        """See `Database`."""
        try:
            lines = [str(row[0]) for row in session.rows("PRAGMA integrity_check(5)")]
            orphans = len(session.rows("PRAGMA foreign_key_check"))
        except sqlite3.DatabaseError as error:
            return [str(error)]
        lines = [line for line in lines if line != "ok"]
        return lines + ([f"{orphans} passages of no article"] if orphans else [])

    def set_aside(self) -> None:
        """See `Database`. The caller holds the write lock."""
        stamp = time.strftime("%Y%m%d-%H%M%S")
        for suffix in ("", "-wal", "-shm"):
            path = self.home / (CATALOG_FILE + suffix)
            if path.exists():
                path.rename(self.home / f"{CATALOG_FILE}.damaged-{stamp}{suffix}")

    def explain(self, error: Exception) -> StoreError:
        """See `Database`."""
        text = str(error)
        if "disk is full" in text or "disk I/O error" in text:
            return StoreError(
                f"{self.home}: writing failed ({text}); free some space and run the command "
                "again. Everything reported done is kept."
            )
        if "readonly" in text or "unable to open" in text:
            return StoreError(
                f"{self.path}: can't be opened ({text}); check the folder's permissions or use "
                "--home."
            )
        if "locked" in text:
            return StoreError(f"{self.path}: another program holds this database ({text}).")
        return self._damaged(text)

    def _damaged(self, reason: str) -> StoreDamagedError:
        """The catalog itself can't be read: only a rebuild from the articles' files helps."""
        return StoreDamagedError(
            f"{self.path}: the catalog is damaged ({reason}). Run `dateline index --rebuild PATH` "
            f"with the articles' folder: it sets {CATALOG_FILE} aside and builds a new index."
        )

    def _give_back_space(self, session: Session) -> None:
        """Make the file as small as what is in it. That needs its size once more for a moment;
        where there isn't so much, the space is used for what comes.
        """
        try:
            session.run("VACUUM")
        except sqlite3.Error as error:
            logger.warning("%s: could not be made smaller (%s)", self.path, error)


def _require_fts5(session: Session) -> None:
    if not migrations.has_fts5(session):
        raise StoreError(
            f"the SQLite of this Python ({sqlite3.sqlite_version}) lacks FTS5, which this index of "
            "an older Dateline needs once; use a Python from python.org, your distribution, or uv."
        )
