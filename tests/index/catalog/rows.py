"""All rows of a catalog in SQLite, to compare two."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def all_rows(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored, but for the names of the run itself."""
    with closing(sqlite3.connect(home / "catalog.sqlite")) as db:
        names = [
            row[0]
            for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if row[0] not in ("meta", "sqlite_sequence", "old_versions")
        ]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in names}
