"""Opening a catalog: what is none is refused, an older one is migrated and keeps everything."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index.catalog.catalog import Catalog
from index.catalog.writer import CatalogWriter
from index.database import migrations, sqlite
from index.database.session import Session
from index.database.sqlite import CATALOG_FILE, SqliteSession
from index.errors import StoreDamagedError, StoreError, StoreMismatchError, StoreNotFoundError
from index.types import Span
from tests.index.catalog.prepared import Put, article


def first_release(path: Path) -> SqliteSession:
    """A catalog as the first release made it, open."""
    old = SqliteSession(sqlite3.connect(path, isolation_level=None))
    migrations.MIGRATIONS[0](old)
    old.run(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
    old.run("PRAGMA user_version = 1")
    return old


# --- any catalog --------------------------------------------------------------------------------


def test_opening_what_is_not_there(tmp_path: Path, catalog_url: str) -> None:
    with pytest.raises(StoreNotFoundError, match="dateline index"):
        Catalog.open(tmp_path / "nowhere", url=catalog_url)
    catalog = Catalog.open(tmp_path / "nowhere", create=True, url=catalog_url)
    assert catalog.article_count() == 0 and catalog.generation() == 0
    assert Catalog.open(tmp_path / "nowhere", url=catalog_url).meta() == {}


def test_an_older_schema_is_migrated_and_keeps_its_articles(
    put: Put, catalog_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = put(article("a1", "One.")).home

    def next_step(session: Session) -> None:
        session.run("ALTER TABLE articles ADD COLUMN mood TEXT DEFAULT 'calm'")
        session.run("CREATE TABLE moods (number INTEGER PRIMARY KEY, picture BLOB) WITHOUT ROWID")

    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, next_step])
    catalog = Catalog.open(home, url=catalog_url)
    assert [a.text for a in catalog.articles()] == ["One."]
    session = catalog.database.connect(write=False)
    assert session.rows("SELECT mood FROM articles") == [("calm",)]
    assert catalog.database.version(session) == len(migrations.MIGRATIONS)
    session.close()


def test_a_migration_that_fails_changes_nothing(
    put: Put, catalog_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = put(article("a1", "One.")).home

    def broken(session: Session) -> None:
        session.run("DROP TABLE words")
        session.run("this is not SQL")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, broken])
        with pytest.raises(StoreError):
            Catalog.open(home, url=catalog_url)
    assert Catalog.open(home, url=catalog_url).vocabulary().contains("one")


def test_a_newer_schema_is_refused_with_the_next_step(
    put: Put, catalog_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = put(article("a1", "One.")).home
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:-1])
        with pytest.raises(StoreMismatchError, match=r"schema 6.*update Dateline"):
            Catalog.open(home, url=catalog_url)
    assert Catalog.open(home, url=catalog_url).article_count() == 1


# --- SQLite alone -------------------------------------------------------------------------------


def test_what_is_no_catalog_is_refused(tmp_path: Path) -> None:
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(StoreNotFoundError):
        Catalog.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    file = tmp_path / "file"
    file.write_text("x")
    for create in (True, False):
        with pytest.raises(StoreError, match="is a file, not a folder"):
            Catalog.open(file, create=create)
    (tmp_path / CATALOG_FILE).write_bytes(b"not a database " * 1000)
    for create in (True, False):
        with pytest.raises(StoreDamagedError, match="--rebuild"):
            Catalog.open(tmp_path, create=create)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / CATALOG_FILE
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE precious (x)")
    connection.close()
    with pytest.raises(StoreDamagedError, match="not a Dateline catalog"):
        Catalog.open(tmp_path, create=True)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("precious",)]
    connection.close()


def test_fts5_is_needed_for_an_index_of_the_first_releases_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_release(tmp_path / CATALOG_FILE).close()
    monkeypatch.setattr(migrations, "has_fts5", lambda session: False)
    with pytest.raises(StoreError, match="FTS5"):
        Catalog.open(tmp_path)
    (tmp_path / "new").mkdir()
    assert Catalog.open(tmp_path / "new", create=True).article_count() == 0


def test_a_catalog_of_the_first_release_keeps_articles_vectors_and_files(tmp_path: Path) -> None:
    old = first_release(tmp_path / CATALOG_FILE)
    old.run_many("INSERT INTO meta VALUES (?, ?)", [("chunk_tokens", "128"), ("language", "en")])
    old.run(
        "INSERT INTO articles VALUES (7, 'done', 'a1', '/news/a.txt', 'One. Two.', 'h', 'T', "
        "'BBC', NULL, '[]', '2022-10', 'month', 'text', NULL, NULL, '[[0, 4, \"byline\"]]', "
        "'2022-10-01', '2022-10-31', '[\"bbc\"]', '{\"One\": [1, 0, 0]}', 9, 5, '1')"
    )
    old.run(
        "INSERT INTO passages VALUES (3, 7, 'a1:0:x', 0, 5, 9, '[[5, 9]]', 'body', x'0000803f')"
    )
    old.run("INSERT INTO keyword (rowid, body, about) VALUES (3, 'two', 't')")
    old.close()
    catalog = Catalog.open(tmp_path)
    (kept,) = catalog.articles()
    assert (kept.title, kept.text, kept.published_at) == ("T", "One. Two.", "2022-10")
    assert kept.spans == (Span(0, 4, "byline"),) and kept.origins == ()
    assert [p.text for p in catalog.passages_of("a1")] == ["Two."]
    assert list(catalog.vectors()) == [[("a1:0:x", "a1", b"\x00\x00\x80\x3f")]]
    assert catalog.search(["two"], 3) != []
    with CatalogWriter(catalog.database) as writer:
        assert writer.files.records()["/news/a.txt"].stamp == (9, 5)
        assert writer.files.places("a1") == ["/news/a.txt"]
        assert writer.problems() == [] and not writer.keywords.is_damaged()
        assert writer.files.cut_otherwise("/news/a.txt", "1|128|", "en") == set()
        writer.finish(writer.add_pending([article("a1", "New.")]))
    assert [a.text for a in catalog.articles()] == ["New."]
    assert [version.text for version in catalog.old_versions("a1")] == ["One. Two."]
