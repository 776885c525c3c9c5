"""The catalog's SQL for PostgreSQL: what differs in words, and nothing else.

What needs more than words is there under SQLite's name: `json_each` for a list in a text is a
function of the schema (`postgres_tables.py`).
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

# Numbers are 64 bits wide, texts compare byte by byte, as in SQLite.
_TYPES = (
    (re.compile(r"\bINTEGER PRIMARY KEY( AUTOINCREMENT)?"), "BIGINT PRIMARY KEY"),
    (re.compile(r"\bINTEGER\b"), "BIGINT"),
    (re.compile(r"\bBLOB\b"), "BYTEA"),
    (re.compile(r"\bTEXT\b"), 'TEXT COLLATE "C"'),
    (re.compile(r"\bWITHOUT ROWID\b"), ""),
)
_PARAMETER = re.compile(r"\?(\d*)")


@lru_cache(maxsize=512)
def for_postgres(sql: str) -> str:
    """A statement with `$1` for parameters. `CROSS JOIN` keeps SQLite's planner to an order, and
    means a plain join.
    """
    count = itertools.count(1)
    sql = _PARAMETER.sub(lambda found: f"${found[1] or next(count)}", sql)
    sql = sql.replace("CROSS JOIN", "JOIN")
    if sql.lstrip().startswith(("CREATE TABLE", "ALTER TABLE")):
        for pattern, replacement in _TYPES:
            sql = pattern.sub(replacement, sql)
    return sql
