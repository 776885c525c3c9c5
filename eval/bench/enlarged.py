"""An index made several times as large, by copies of its articles under other names."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from index.catalog.catalog import Catalog
from index.database.sqlite import CATALOG_FILE


def enlarge(home: Path, into: Path, times: int) -> None:
    """Write an index of `times` as many articles and passages into the empty folder `into`. A copy
    has the text, terms and fast vectors of its article; its id ends with the number of the copy.
    Raises StoreError when there is no index in `home`.
    """
    Catalog.open(home).close()  # of an older schema: it is brought to the current one
    shutil.copy2(home / CATALOG_FILE, into / CATALOG_FILE)
    with closing(sqlite3.connect(into / CATALOG_FILE, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        most = int(db.execute("SELECT max(version) FROM articles").fetchone()[0])
        for copy in range(1, times):
            _copy(db, most, copy)
        db.execute(
            "INSERT INTO meta VALUES ('generation', '1') ON CONFLICT (key) "
            "DO UPDATE SET value = CAST(value + 1 AS TEXT)"
        )
        db.execute("COMMIT")


def _copy(db: sqlite3.Connection, most: int, copy: int) -> None:
    """One more of each of the articles whose version is `most` or less."""
    for table, changed in (
        ("articles", {"article_id": "article_id || '-' || :copy", "cluster": "NULL"}),
        ("contents", {}),
        ("beginnings", {}),
        (
            "passages",
            {
                "row": "NULL",
                "passage_id": "substr(passage_id, 1, instr(passage_id, ':') - 1) || '-' || :copy "
                "|| substr(passage_id, instr(passage_id, ':'))",
                "cluster": "NULL",
            },
        ),
    ):
        changed = {"version": "version + :copy * :most", **changed}
        names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changed.get(name, name) for name in names)
        db.execute(
            f"INSERT INTO {table} SELECT {values} FROM {table} WHERE version <= :most",
            {"copy": copy, "most": most},
        )
