"""How a catalog is opened, brought to the current schema (`migrations.py`) and checked.

`articles` holds one row per *version* of an article: while a changed article is being replaced,
its old version (done) and its new one (pending) stand side by side. Passages keep their vector
(float32) too, so that a filtered set can be scored exactly, and the vector store can be rebuilt
after damage without embedding a single passage again.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

from index.catalog.migrations import KEYWORDS_APART, has_fts5
from index.catalog.migrations import MIGRATIONS as MIGRATIONS
from index.errors import StoreDamagedError, StoreError, StoreMismatchError, StoreNotFoundError

logger = logging.getLogger(__name__)

CATALOG_FILE = "catalog.sqlite"
VECTORS_FOLDER = "chroma"  # as `index/vectors/store.py` names it, which stands above
APPLICATION_ID = 0x444C4E45  # "DLNE": tells our file from any other SQLite database


def require_home(home: Path, *, create: bool) -> Path:
    """The path of the catalog in `home`. With `create`, the folder is made.

    Raises StoreNotFoundError when there is no index, StoreDamagedError for an empty catalog beside
    vectors, StoreError when `home` is no folder or can't be made.
    """
    if home.exists() and not home.is_dir():
        raise StoreError(f"{home} is a file, not a folder; choose another with --home.")
    if create:
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{home}: the index folder can't be made ({error.strerror or error}); "
                "choose another with --home."
            ) from error
    path = home / CATALOG_FILE
    if not create and not path.is_file():
        raise StoreNotFoundError(
            f"{home}: no index here yet; run `dateline index PATH` (with the same --home) first."
        )
    # SQLite takes an empty file for a new database; beside vectors it is one that lost everything.
    if path.is_file() and not path.stat().st_size and (home / VECTORS_FOLDER).is_dir():
        raise damaged(path, "it is empty, though vectors stand beside it")
    return path


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection in autocommit mode; the caller begins its own transactions.

    Readers get a connection that can't write. Raises StoreDamagedError when the file is not a
    catalog, StoreError when it can't be opened.
    """
    if write or os.access(path.parent, os.W_OK):
        mode = "rwc" if write else "rw"
    else:
        mode = "ro&immutable=1"  # a read-only medium: WAL needs a shared-memory file otherwise
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
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
        raise explain(error, path) from error
    return connection


def schema_version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version, 0 for an empty file. Raises StoreDamagedError for a foreign database
    and StoreMismatchError for a catalog of a newer Dateline.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables and application != APPLICATION_ID:
        raise damaged(path, "it is a database, but not a Dateline catalog")
    if version > len(MIGRATIONS):
        raise StoreMismatchError(
            f"{path}: made by a newer Dateline (schema {version}; this one knows "
            f"{len(MIGRATIONS)}); update Dateline, or choose another index with --home."
        )
    return version


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the catalog to the current schema in one transaction: all of it, or nothing.

    The caller holds the write lock.
    """
    before = schema_version(connection, path)
    if 0 < before < KEYWORDS_APART:
        _require_fts5(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(schema_version(connection, path), len(MIGRATIONS)):
            MIGRATIONS[number](connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    if 0 < before < KEYWORDS_APART:
        _give_back_space(connection, path)


def _require_fts5(connection: sqlite3.Connection) -> None:
    if not has_fts5(connection):
        raise StoreError(
            f"the SQLite of this Python ({sqlite3.sqlite_version}) lacks FTS5, which this index of "
            "an older Dateline needs once; use a Python from python.org, your distribution, or uv."
        )


def _give_back_space(connection: sqlite3.Connection, path: Path) -> None:
    """Make the file as small as what is in it. That needs its size once more for a moment; where
    there isn't so much, the space is used for what comes.
    """
    try:
        connection.execute("VACUUM")
    except sqlite3.Error as error:
        logger.warning("%s: could not be made smaller (%s)", path, error)


def integrity_problems(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with its file; empty when all is well."""
    try:
        lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
        orphans = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    except sqlite3.DatabaseError as error:
        return [str(error)]
    lines = [line for line in lines if line != "ok"]
    return lines + ([f"{orphans} passages of no article"] if orphans else [])


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """`error` in the words of this product, with the next step."""
    text = str(error)
    if "disk is full" in text or "disk I/O error" in text:
        return StoreError(
            f"{path.parent}: writing failed ({text}); free some space and run the command again. "
            "Everything reported done is kept."
        )
    if "readonly" in text or "unable to open" in text:
        return StoreError(
            f"{path}: can't be opened ({text}); check the folder's permissions or use --home."
        )
    if "locked" in text:
        return StoreError(f"{path}: another program holds this database ({text}); close it.")
    return damaged(path, text)


def damaged(path: Path, reason: str) -> StoreDamagedError:
    """The catalog itself can't be read: only a rebuild from the articles' files helps."""
    return StoreDamagedError(
        f"{path}: the catalog is damaged ({reason}). Run `dateline index --rebuild PATH` with "
        f"the articles' folder: it sets {path.name} aside and builds a new index."
    )
