"""What the keyword index is made of: rows of the catalog."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.database.session import NUMBERS
from index.keywords.engine import Entry
from index.text.packed import unpack
from index.text.terms import analyse

Rows = Callable[..., list[tuple[Any, ...]]]  # (SQL, *values) -> rows

_AT_ONCE = 256  # articles whose terms are held in memory


@dataclass(frozen=True)
class State:
    """Where the catalog stands: as `Stamp`, and `newest` is the newest finished version."""

    collection: str
    generation: int
    newest: int


def read_state(rows: Rows) -> State:
    """Where the catalog stands now, with what this connection has not committed yet."""
    meta: dict[str, str] = dict(
        rows("SELECT key, value FROM meta WHERE key IN ('collection', 'generation')")
    )
    newest = rows("SELECT version FROM articles WHERE state = 'done' ORDER BY version DESC LIMIT 1")
    return State(
        meta.get("collection", ""),
        int(meta.get("generation", 0)),
        int(newest[0][0]) if newest else 0,
    )


def finished_after(rows: Rows, version: int) -> list[int]:
    """The finished versions that are newer, oldest first."""
    found = rows(
        "SELECT version FROM articles WHERE state = 'done' AND version > ? ORDER BY version",
        version,
    )
    return [row[0] for row in found]


def gone_since(rows: Rows, generation: int) -> list[int]:
    """The versions that went away in the transactions after this generation."""
    return [row[0] for row in rows("SELECT version FROM gone WHERE generation > ?", generation)]


def known_of(rows: Rows, versions: Collection[int]) -> set[int]:
    """Those of the versions that the catalog has, finished or not."""
    found = rows(
        f"SELECT version FROM articles WHERE version IN {NUMBERS}", json.dumps(sorted(versions))
    )
    return {row[0] for row in found}


def passages_of(rows: Rows, *, pending: bool) -> set[tuple[int, int]]:
    """(version, place) of the passages of every finished version, or of every pending one."""
    found = rows(
        "SELECT version, ordinal FROM articles JOIN passages USING (version) WHERE state = ?",
        "pending" if pending else "done",
    )
    return set(found)


def read_entries(rows: Rows, versions: Sequence[int]) -> Iterator[Entry]:
    """The passages of these versions, in order."""
    for start in range(0, len(versions), _AT_ONCE):
        chosen = json.dumps(list(versions[start : start + _AT_ONCE]))
        for row in rows(
            "SELECT version, article_id, title, publisher, author, credits, publishers, "
            "first_day, last_day, terms FROM articles JOIN contents USING (version) "
            f"WHERE version IN {NUMBERS} ORDER BY version",
            chosen,
        ):
            version, article_id, title, publisher, author, credits, keys, first, last, terms = row
            publishers = tuple(json.loads(keys))
            about = about_terms(title, publisher, author, *json.loads(credits))
            for place, body in enumerate(unpack(terms).split("\n")[:-1]):
                yield Entry(version, place, article_id, body, about, publishers, first, last)


def about_terms(*names: str | None) -> str:
    """The terms that say which article a passage is of."""
    return " ".join(analyse("\n".join(name for name in names if name)))
