"""Which database a catalog lies in."""

from __future__ import annotations

from pathlib import Path

from index.database.postgres import PostgresDatabase
from index.database.session import Database
from index.database.sqlite import SqliteDatabase


def database_of(home: Path, catalog_url: str = "") -> Database:
    """SQLite in `home`, or the PostgreSQL database at `catalog_url`. Opens nothing."""
    return PostgresDatabase(home, catalog_url) if catalog_url else SqliteDatabase(home)


def schema_version(database: Database) -> int:
    """The version of the schema as it stands, 0 where there is no catalog yet. Raises as
    `Database.version`.
    """
    if isinstance(database, SqliteDatabase) and not database.path.is_file():
        return 0
    session = database.connect(write=False)
    try:
        return database.version(session)
    except database.errors as error:
        raise database.explain(error) from error
    finally:
        session.close()
