"""A catalog in PostgreSQL: a schema of its own in a database that others may share.

Whoever writes holds an advisory lock on the schema with the very connection that writes: what
loses the one has lost the other. Text in PostgreSQL can't hold NUL, so U+FFFD stands in its place.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from index import lock
from index.database import migrations
from index.database.address import check_address
from index.database.dialect import for_postgres
from index.database.postgres_tables import OURS, POSTGRES_BEGINS, TABLES, move_aside, tables_in
from index.database.session import Row, Session, make_home
from index.errors import (
    SettingsError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreMismatchError,
    StoreNotFoundError,
)

if TYPE_CHECKING:
    import psycopg

logger = logging.getLogger(__name__)

APPLICATION = "dateline"
DEFAULT_SCHEMA = "dateline"
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,47}")

# A server that is gone is noticed within a minute, on either side.
_CLIENT = {
    "application_name": APPLICATION,
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
_SERVER = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10"
_POLL_SECONDS = 0.1
_FULL = ("53100", "53200", "54000")  # disk full, out of memory, program limit: not damage
_GONE = ("42P01", "42703", "42883", "3F000", "XX001", "XX002")  # tables lost, data corrupted
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class PostgresSession:
    """See `Session`."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        """`connection` is in autocommit mode, with cursors that take `$1`."""
        self._connection = connection

    @property
    def in_transaction(self) -> bool:
        """See `Session`; False for a connection that is lost."""
        from psycopg.pq import TransactionStatus

        status = self._connection.info.transaction_status
        return status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """See `Session`."""
        with self._connection.cursor(binary=True) as cursor:
            found: list[Row] = cursor.execute(_query(sql), values).fetchall()
        return found

    def rows_of_each(self, sql: str, values: Sequence[Sequence[Any]]) -> list[list[Row]]:
        """See `Session`."""
        if not values:
            return []
        with self._connection.cursor(binary=True) as cursor:
            cursor.executemany(_query(sql), values, returning=True)
            found = [cursor.fetchall()]
            while cursor.nextset():
                found.append(cursor.fetchall())
        return found

    def blocks(self, sql: str, values: Sequence[Any], block: int) -> Iterator[list[Row]]:
        """See `Session`. The server keeps what was not fetched yet."""
        with (
            self._connection.transaction(),
            self._connection.cursor("blocks", binary=True) as cursor,
        ):
            cursor.execute(_query(sql), values)
            while rows := cursor.fetchmany(block):
                yield rows

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """See `Session`."""
        self._connection.execute(_query(sql), values or None)

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """See `Session`."""
        if values:
            with self._connection.cursor() as cursor:
                cursor.executemany(_query(sql), values)

    def insert(self, sql: str, values: Sequence[Any], key: str) -> int:
        """See `Session`."""
        return int(self.rows(f"{sql} RETURNING {key}", values)[0][0])

    def begin(self) -> None:
        """See `Session`."""
        self.run("BEGIN")

    def commit(self) -> None:
        """See `Session`."""
        self.run("COMMIT")

    def rollback(self) -> None:
        """See `Session`."""
        self.run("ROLLBACK")

    def close(self) -> None:
        """See `Session`."""
        self._connection.close()


@dataclass(frozen=True)
class PostgresDatabase:
    """See `Database`. `url` is as libpq takes it, but for a `schema` of ours in its query."""

    home: Path
    url: str
    is_shared = True

    def __post_init__(self) -> None:
        """Raises SettingsError for what is no address, without a word of it."""
        check_address(self.url)

    @property
    def errors(self) -> type[Exception]:
        """See `Database`."""
        errors: type[Exception] = _driver().Error
        return errors

    @cached_property
    def schema(self) -> str:
        """The schema that the catalog lies in. Raises SettingsError for a name that is none."""
        name = dict(parse_qsl(urlsplit(self.url).query)).get("schema", DEFAULT_SCHEMA)
        if not _SCHEMA.fullmatch(name):
            raise SettingsError(
                f"catalog_url: schema = {name!r}: use lower-case letters, digits and underscores, "
                "at most 48."
            )
        return name

    @cached_property
    def name(self) -> str:
        """See `Database`."""
        address = urlsplit(self.url)
        user, at, host = address.netloc.rpartition("@")
        shown = urlunsplit(
            (address.scheme, user.partition(":")[0] + at + host, address.path, "", "")
        )
        return f"{shown} (schema {self.schema})"

    def require(self, *, create: bool) -> None:
        """See `Database`. The home is made: this machine keeps its keyword index there."""
        session = self.connect(write=False)
        try:
            if not self.version(session) and not create:
                raise StoreNotFoundError(
                    f"{self.name}: no index here yet; run `dateline index PATH` (with the same "
                    "catalog_url) first."
                )
        except self.errors as error:
            raise self.explain(error) from error
        finally:
            session.close()
        make_home(self.home)

    def connect(self, *, write: bool) -> PostgresSession:
        """See `Database`. Raises StoreLockedError when another connection writes."""
        psycopg = _driver()
        try:
            address, options = self._address()
            connection = psycopg.connect(
                address, autocommit=True, cursor_factory=psycopg.RawCursor, **options
            )
            try:
                self._prepare(connection, write)
            except BaseException:
                connection.close()
                raise
        except psycopg.Error as error:
            raise self.explain(error) from error
        return PostgresSession(connection)

    def version(self, session: Session) -> int:
        """See `Database`. Raises StoreMismatchError for a schema that something else lies in."""
        tables = tables_in(session, self.schema)
        if not tables:
            return 0
        known = (
            session.rows("SELECT application, version FROM catalog")
            if ("catalog" in tables)
            else []
        )
        if not known or known[0][0] != APPLICATION:
            raise StoreMismatchError(
                f"{self.name}: there are tables here that are not Dateline's; give another name "
                "(?schema=NAME at the end of catalog_url)."
            )
        if lost := OURS - tables:
            raise self._damaged(f"without its tables {', '.join(sorted(lost))}")
        migrations.check_version(self.name, int(known[0][1]))
        return int(known[0][1])

    def migrate(self, session: Session, before: int, steps: int) -> None:
        """See `Database`. `session` writes, and so holds the lock."""
        session.begin()
        try:
            if not before:
                migrations.run_each(session, TABLES)
                session.run("INSERT INTO catalog VALUES (?, 0)", (APPLICATION,))
            for number in range(max(before, POSTGRES_BEGINS), steps):
                migrations.MIGRATIONS[number](session)
            session.run("UPDATE catalog SET version = ?", (steps,))
            session.commit()
        except BaseException:
            if session.in_transaction:
                session.rollback()
            raise

    def problems(self, session: Session) -> list[str]:
        """See `Database`. References between tables are kept by the server."""
        lacking = session.rows(
            "SELECT count(*) FROM articles LEFT JOIN contents USING (version) WHERE text IS NULL"
        )[0][0]
        return [f"{lacking} articles have lost their text"] if lacking else []

    def set_aside(self) -> None:
        """See `Database`."""
        session = self.connect(write=True)
        try:
            move_aside(session, self.schema, self.name)
        except self.errors as error:
            raise self.explain(error) from error
        finally:
            session.close()

    def explain(self, error: Exception) -> StoreError:
        """See `Database`."""
        psycopg = _driver()
        text = " ".join(str(error).split())[:300]
        state = error.sqlstate if isinstance(error, psycopg.Error) else None
        if state in _FULL:
            return StoreError(
                f"{self.name}: the server can't store this ({text}); free some space there and run "
                "the command again. Everything reported done is kept."
            )
        if state in _GONE:
            return self._damaged(text)
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return StoreError(
                f"{self.name}: the PostgreSQL server doesn't answer ({text}). Start it, or check "
                "catalog_url, and run the command again: everything reported done is kept."
            )
        return StoreError(f"{self.name}: the PostgreSQL server refused ({text}).")

    def _damaged(self, reason: str) -> StoreDamagedError:
        return StoreDamagedError(
            f"{self.name}: the catalog is damaged ({reason}). Run `dateline index --rebuild PATH` "
            "with the articles' folder: it moves the tables into a schema aside and builds a new "
            "index."
        )

    def _address(self) -> tuple[str, dict[str, Any]]:
        """What libpq connects to, and what we add where the address doesn't say."""
        asked = [(k, v) for k, v in parse_qsl(urlsplit(self.url).query) if k != "schema"]
        query = f"?{urlencode(asked, quote_via=quote)}" if asked else ""
        ours = {k: v for k, v in _CLIENT.items() if k not in dict(asked)}
        # As text: urlunsplit would make one slash of the three of an address without a host.
        return self.url.partition("?")[0] + query, ours

    def _prepare(self, connection: psycopg.Connection[Row], write: bool) -> None:
        """Our cursors and texts, the schema, and, to write, the lock."""
        connection.server_cursor_factory = _driver().RawServerCursor
        connection.adapters.register_dumper(str, _text_dumper())
        connection.execute(_SERVER)
        connection.execute(f'SET search_path = "{self.schema}"')
        if not write:
            connection.execute("SET default_transaction_read_only = on")
            return
        end = time.monotonic() + lock.WAIT_SECONDS
        key = (f"{APPLICATION} {self.schema}",)
        wanted = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"
        while connection.execute(wanted, key).fetchone() != (True,):
            if time.monotonic() >= end:
                raise StoreLockedError(
                    f"{self.name}: another process is writing to this index (waited "
                    f"{lock.WAIT_SECONDS:g} s); let it finish or stop it, then try again."
                )
            time.sleep(_POLL_SECONDS)
        there = connection.execute(
            "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", (self.schema,)
        ).fetchone()
        if not there:  # asked first: who may not make schemas may have been given one
            connection.execute(f'CREATE SCHEMA "{self.schema}"')


def _query(sql: str) -> Any:
    return for_postgres(sql)


def _driver() -> Any:
    """psycopg, which is installed only where PostgreSQL is wanted. Raises SettingsError."""
    try:
        import psycopg
    except ImportError as error:
        raise SettingsError(
            f"catalog_url names PostgreSQL, whose driver can't be loaded ({error}): install it "
            "with `pip install 'dateline[postgres]'`."
        ) from error
    return psycopg


@lru_cache(maxsize=1)
def _text_dumper() -> Any:
    from psycopg.types.string import StrDumper

    class Text(StrDumper):
        """Texts as type text, so that a parameter has one type wherever it is used."""

        def dump(self, obj: str) -> Any:
            """NUL and its escape in JSON become U+FFFD."""
            if "\0" in obj or "\\u0000" in obj:
                obj = _ESCAPED_NUL.sub(r"\1\\ufffd", obj.replace("\0", "\ufffd"))
            return super().dump(obj)

    return Text
