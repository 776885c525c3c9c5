"""What the catalog needs of a database, and no more: SQLite and PostgreSQL give it alike.

The SQL of the catalog is the part that both understand; what is left to translate is in
`dialect.py`. Parameters are `?`, or `?1`, `?2` where one is used twice. A list is one parameter,
as JSON: `IN (SELECT value FROM json_each(?))` for texts, and for numbers `IN (SELECT CAST(value AS
BIGINT) FROM json_each(?))` (`TEXTS` and `NUMBERS` below).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from index.errors import StoreError

Row = tuple[Any, ...]

TEXTS = "(SELECT value FROM json_each(?))"
NUMBERS = "(SELECT CAST(value AS BIGINT) FROM json_each(?))"


class Session(Protocol):
    """One connection, in autocommit mode until `begin`. Raises the driver's own errors
    (`Database.errors`).
    """

    @property
    def in_transaction(self) -> bool:
        """Whether `begin` was called, and neither `commit` nor `rollback` since."""
        ...

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of one query."""
        ...

    def rows_of_each(self, sql: str, values: Sequence[Sequence[Any]]) -> list[list[Row]]:
        """The rows of one query for each of `values`, without a journey for each."""
        ...

    def blocks(self, sql: str, values: Sequence[Any], block: int) -> Iterator[list[Row]]:
        """The rows of one query, `block` at a time, all of one moment."""
        ...

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement."""
        ...

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """One statement for each of `values`."""
        ...

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        """Insert one row; gives the number that the database put in its column `key`."""
        ...

    def begin(self) -> None:
        """Begin a transaction."""
        ...

    def commit(self) -> None:
        """End it; it is on the disk."""
        ...

    def rollback(self) -> None:
        """Take it back."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Database(Protocol):
    """A place for one catalog. Nothing is opened by making the value."""

    @property
    def errors(self) -> type[Exception]:
        """What its sessions raise."""
        ...

    @property
    def home(self) -> Path:
        """The folder of what is kept on this machine: the keyword index, embedded vectors."""
        ...

    @property
    def name(self) -> str:
        """What messages call it; without a password."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether other machines use it too."""
        ...

    def require(self, *, create: bool) -> None:
        """See that a catalog can be here. Raises StoreNotFoundError when there is none (unless
        `create`), StoreDamagedError or StoreMismatchError for what is none of ours, StoreError
        when the place can't be used.
        """
        ...

    def connect(self, *, write: bool) -> Session:
        """A new connection; one that reads can't write. Raises StoreError, StoreLockedError."""
        ...

    def version(self, session: Session) -> int:
        """The version of the schema, 0 where nothing is yet. Raises for what is none of ours."""
        ...

    def migrate(self, session: Session, before: int, steps: int) -> None:
        """Bring the schema from one version to another: all of it, or nothing."""
        ...

    def problems(self, session: Session) -> list[str]:
        """What is wrong with it in itself; empty when all is well."""
        ...

    def set_aside(self) -> None:
        """Rename a damaged catalog, so that a new one can be made."""
        ...

    def explain(self, error: Exception) -> StoreError:
        """An error of a session in the words of this product, with the next step."""
        ...


def make_home(home: Path) -> None:
    """Make the folder of an index. Raises StoreError."""
    if home.exists() and not home.is_dir():
        raise StoreError(f"{home} is a file, not a folder; choose another with --home.")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{home}: the index folder can't be made ({error.strerror or error}); "
            "choose another with --home."
        ) from error
