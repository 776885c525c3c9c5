"""A catalog in PostgreSQL: what only a server can do to us, and how we share it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import doctor, lock
from index.catalog.catalog import Catalog
from index.catalog.writer import CatalogWriter
from index.database.dialect import for_postgres
from index.database.postgres import PostgresDatabase
from index.database.where import database_of
from index.doctor import check_index
from index.errors import (
    SettingsError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreMismatchError,
    StoreNotFoundError,
)
from index.ingest import index_articles
from index.library import open_library
from index.progress import Progress
from index.settings import IndexSettings
from index.vectors.nearest import PassageStore
from index.vectors.probe import compare
from tests import postgres
from tests.index.catalog.prepared import article


@pytest.fixture
def settings(tmp_path: Path, postgres_server: postgres.Server) -> IndexSettings:
    """Of a new collection, on a machine that has none yet."""
    url = postgres_server.url(f"t{time.monotonic_ns()}")
    return IndexSettings(home=tmp_path / "home", embedder="hashing", catalog_url=url)


@pytest.fixture
def own_server() -> Iterator[postgres.Server]:
    """A server that a test may end."""
    with postgres.running() as server:
        yield server


def texts_in(settings: IndexSettings) -> list[str]:
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    found = [a.text for a in catalog.articles()]
    catalog.close()
    return found


# --- addresses, without a server ----------------------------------------------------------------


def test_an_address_is_shown_without_its_password() -> None:
    database = PostgresDatabase(
        Path("/h"), "postgresql://ann:se:cr%40t@db.test:5433/news?schema=herald&sslmode=require"
    )
    assert database.name == "postgresql://ann@db.test:5433/news (schema herald)"
    address, options = database._address()
    assert address == "postgresql://ann:se:cr%40t@db.test:5433/news?sslmode=require"
    assert options["connect_timeout"] == 10
    plain = PostgresDatabase(Path("/h"), "postgresql:///news?host=/tmp/x&connect_timeout=3")
    address, options = plain._address()
    assert address == "postgresql:///news?host=%2Ftmp%2Fx&connect_timeout=3"
    assert "connect_timeout" not in options and plain.schema == "dateline"


@pytest.mark.parametrize("name", ["", "News", "a;b", 'a"b', "9lives", "x" * 60, "pg-1"])
def test_a_schema_that_could_be_anything_else_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="schema = "):
        _ = PostgresDatabase(Path("/h"), f"postgresql://db/news?schema={name or '%20'}").schema


def test_sql_is_given_in_the_words_of_postgresql() -> None:
    assert for_postgres("SELECT ? FROM a CROSS JOIN b WHERE c = ?") == (
        "SELECT $1 FROM a JOIN b WHERE c = $2"
    )
    assert for_postgres("SELECT ?2, ?1") == "SELECT $2, $1"
    assert for_postgres("CREATE TABLE a (b INTEGER PRIMARY KEY, c BLOB) WITHOUT ROWID").split() == (
        "CREATE TABLE a (b BIGINT PRIMARY KEY, c BYTEA)".split()
    )


# --- a server -----------------------------------------------------------------------------------


def test_both_databases_have_the_same_tables_and_columns(
    settings: IndexSettings, tmp_path: Path
) -> None:
    """What SQLite's steps come to, PostgreSQL begins with; later steps are the same for both."""
    catalog = Catalog.open(settings.home, create=True, url=settings.catalog_url)
    session = catalog.database.connect(write=False)
    found = session.rows(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = current_schema()"
    )
    session.close()
    there = {(table, column): yes == "YES" for table, column, yes in found if table != "catalog"}
    session = Catalog.open(tmp_path / "lite", create=True).database.connect(write=False)
    wanted = {}
    for (table,) in session.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for _, column, _, filled, _, key in session.rows(f"PRAGMA table_info({table})"):
            wanted[table, column] = not (filled or key)
    session.close()
    assert there == {k: v for k, v in wanted.items() if k[0] != "sqlite_sequence"}


def test_collections_share_a_database_and_know_nothing_of_each_other(
    settings: IndexSettings, postgres_server: postgres.Server, tmp_path: Path
) -> None:
    other = replace(
        settings, home=tmp_path / "b", catalog_url=postgres_server.url("another_collection")
    )
    for number, one in enumerate((settings, other)):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"The bridge number {number} was closed on Monday after a ship hit it.")
        index_articles([file], one)
    assert "number 0" in texts_in(settings)[0] and "number 1" in texts_in(other)[0]
    with (  # each has its own writer at the same time
        CatalogWriter(database_of(settings.home, settings.catalog_url)) as first,
        CatalogWriter(database_of(other.home, other.catalog_url)) as second,
    ):
        first.remove([row[0] for row in first._rows("SELECT article_id FROM articles")])
        assert second.pending() == []
    assert texts_in(settings) == [] and len(texts_in(other)) == 1


def test_one_writes_at_a_time_whatever_home_it_has(
    settings: IndexSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Catalog.open(settings.home, create=True, url=settings.catalog_url).close()
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.2)
    elsewhere = database_of(tmp_path / "another machine", settings.catalog_url)
    with CatalogWriter(database_of(settings.home, settings.catalog_url)):
        with pytest.raises(StoreLockedError, match="another process is writing"):
            CatalogWriter(elsewhere)
        assert texts_in(settings) == [], "reading doesn't wait"
    with CatalogWriter(elsewhere) as writer:
        writer.finish(writer.add_pending([article("a1", "One.")]))
    assert texts_in(settings) == ["One."]


def test_a_machine_that_asks_has_its_own_keyword_index_and_catches_up(
    settings: IndexSettings, seeds_folder: Path, tmp_path: Path
) -> None:
    index_articles(_some(seeds_folder, 2), settings)
    asking = open_library(replace(settings, home=tmp_path / "another machine"))
    here = open_library(settings)
    assert asking.catalog.search(["russia"], 9) == here.catalog.search(["russia"], 9) != []
    index_articles([seeds_folder], settings)
    again = asking.catalog.search(["ukrain"], 50)
    assert dict(again) == pytest.approx(dict(here.catalog.search(["ukrain"], 50)))
    assert {a.article_id for a in asking.catalog.articles()} == {
        a.article_id for a in here.catalog.articles()
    }
    removed = here.catalog.articles()[0].article_id
    with CatalogWriter(here.catalog.database) as writer:
        writer.remove([removed])
    assert removed not in {key.partition(":")[0] for key, _ in asking.catalog.search(["the"], 99)}
    asking.close()
    here.close()


def test_embedded_vectors_of_two_machines_are_never_mixed_up(
    settings: IndexSettings, seeds_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_probe", compare)
    other = replace(settings, home=tmp_path / "another machine")
    first, *later = sorted(seeds_folder.glob("*.txt"))
    for file, machine in zip(
        [first, *later], [settings, other, settings, other, other], strict=True
    ):
        index_articles([file], machine)
        for asking in (settings, other):
            opened = open_library(asking)
            store = PassageStore(opened.catalog, asking, exact_below=0)
            (vector,) = opened.embedder.encode(["Who met in Istanbul?"])
            assert len(store.query(vector, 999)) == opened.catalog.passage_count() > 0
            opened.close()
    assert check_index(other).problems == ()
    (problem,) = check_index(settings).mended
    assert "another machine" in problem
    assert check_index(settings).problems == ()


def test_what_is_in_a_schema_that_is_not_ours_stays(
    settings: IndexSettings, tmp_path: Path
) -> None:
    database = database_of(settings.home, settings.catalog_url)
    session = database.connect(write=True)
    session.run("CREATE TABLE precious (x INTEGER)")
    session.close()
    file = tmp_path / "a.txt"
    file.write_text("The bridge was closed on Monday after a ship hit it.")
    for rebuild in (False, True):
        with pytest.raises(StoreMismatchError, match="not Dateline's"):
            index_articles([file], settings, rebuild=rebuild)
    session = database.connect(write=False)
    assert session.rows("SELECT * FROM precious") == []
    session.close()


def test_a_catalog_that_lost_a_table_is_set_aside_by_a_rebuild(
    settings: IndexSettings, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The bridge was closed on Monday after a ship hit it.")
    index_articles([file], settings)
    session = database_of(settings.home, settings.catalog_url).connect(write=True)
    session.run("DROP TABLE contents")
    session.close()
    with pytest.raises(StoreDamagedError, match="index --rebuild"):
        texts_in(settings)
    assert "index --rebuild" in check_index(settings).left[0]
    assert index_articles([file], settings, rebuild=True).added == (str(file),)
    assert len(texts_in(settings)) == 1


def run(settings: IndexSettings, *statements: str) -> None:
    session = database_of(settings.home, settings.catalog_url).connect(write=True)
    for statement in statements:
        session.run(statement)
    session.close()


def test_what_others_have_in_the_schema_stays_when_a_catalog_is_set_aside(
    settings: IndexSettings, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The bridge was closed on Monday after a ship hit it.")
    index_articles([file], settings)
    role = f"desk{time.monotonic_ns()}"
    schema = database_of(settings.home, settings.catalog_url).schema
    grant = f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    view = "CREATE VIEW headlines AS SELECT title FROM articles"
    run(settings, f"CREATE ROLE {role}", grant, view, "DROP TABLE contents")
    index_articles([file], settings, rebuild=True)
    session = database_of(settings.home, settings.catalog_url).connect(write=False)
    assert session.rows("SELECT count(*) FROM headlines") == [(1,)], "those of before"
    may = session.rows("SELECT has_schema_privilege(?, ?, 'USAGE')", (role, schema))
    assert may == [(True,)]
    session.close()


def test_a_catalog_among_tables_of_others_is_not_set_aside(
    settings: IndexSettings, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The bridge was closed on Monday after a ship hit it.")
    index_articles([file], settings)
    run(settings, "CREATE TABLE precious (x INTEGER)", "DROP TABLE contents")
    with pytest.raises(StoreMismatchError, match=r"of others lie here too \(precious\)"):
        index_articles([file], settings, rebuild=True)
    session = database_of(settings.home, settings.catalog_url).connect(write=False)
    assert session.rows("SELECT count(*) FROM articles") == [(1,)]
    assert session.rows("SELECT * FROM precious") == []
    session.close()


def test_text_with_nul_is_stored(settings: IndexSettings) -> None:
    catalog = Catalog.open(settings.home, create=True, url=settings.catalog_url)
    with CatalogWriter(catalog.database) as writer:
        odd = article("a1", "One\0two.", title="T\0", publisher="P\0", credits=("C\0", "\\u0000"))
        writer.finish(writer.add_pending([odd]))
        writer.finish(writer.add_pending([article("a1", "Another text.")]))
        writer.finish(writer.add_pending([odd]))
    (stored,) = catalog.articles()
    assert stored.text == "One\0two.", "what is packed stays as it is"
    assert (stored.title, stored.publisher) == ("T\ufffd", "P\ufffd")
    assert [old.text for old in catalog.old_versions("a1")] == ["Another text."]
    assert catalog.passages(["a\0"]) == []
    with pytest.raises(StoreError, match="no article"):
        catalog.find_article("abc\0")


# --- a server that goes away --------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("at", [1, 9, 14])
def test_a_server_that_goes_away_in_the_middle_is_named_and_the_next_run_finishes(
    own_server: postgres.Server, tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_probe", compare)
    monkeypatch.setattr("index.intake.store_batches.LEAST_PASSAGES", 4)
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(15):
        (folder / f"{number:02}.txt").write_text(f"Bridge {number} was closed on Monday.\n" * 9)
        os.utime(folder / f"{number:02}.txt", (1000, 1000))
    url = own_server.url("news").replace("dateline@", "dateline:secret@")
    settings = IndexSettings(home=tmp_path / "home", embedder="hashing", catalog_url=url)
    done: list[str] = []

    def stop(progress: Progress) -> None:
        done.append(progress.path)
        if len(done) == at:
            own_server.stop()

    with pytest.raises(StoreError, match="PostgreSQL server doesn't answer") as raised:
        index_articles([folder], settings, progress=stop)
    assert "secret" not in str(raised.value) and "schema news" in str(raised.value)
    with pytest.raises(StoreError, match="doesn't answer"):
        open_library(settings)
    own_server.start()
    catalog = Catalog.open(settings.home, url=url)
    stored = {a.path for a in catalog.articles()}
    assert set(done) <= stored, "what was reported done is lost"
    report = index_articles([folder], settings)
    assert len(report.added) + len(stored) == 15
    assert len(catalog.articles()) == 15, "a reader goes on after a restart"
    assert check_index(settings).problems == ()
    catalog.close()


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    url = f"postgresql://ann:secret@/news?host={tmp_path}"
    for create in (True, False):
        with pytest.raises(StoreError, match=r"postgresql://ann@/news.*doesn't answer") as raised:
            Catalog.open(tmp_path / "home", create=create, url=url)
        assert "secret" not in str(raised.value)


def test_without_a_catalog_the_next_step_is_said(settings: IndexSettings) -> None:
    with pytest.raises(StoreNotFoundError, match="same catalog_url"):
        open_library(settings)


def _some(folder: Path, count: int) -> list[Path]:
    return sorted(folder.glob("*.txt"))[:count]
