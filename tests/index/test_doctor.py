"""The doctor finds what is wrong, mends it from the catalog, and survives what crashes."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import doctor
from index.catalog.writer import CatalogWriter
from index.database.sqlite import CATALOG_FILE
from index.database.where import database_of
from index.doctor import check_index
from index.errors import StoreDamagedError, StoreNotFoundError
from index.ingest import index_articles
from index.keywords.engine import Engine, Entry
from index.keywords.stamps import folders
from index.library import open_library
from index.settings import IndexSettings
from index.vectors.nearest import PassageStore
from index.vectors.probe import compare
from index.vectors.store import ChromaWriter


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison without a process of its own, where nothing can crash it."""
    monkeypatch.setattr(doctor, "_probe", compare)


@pytest.fixture
def own_settings(
    seed_settings: IndexSettings, seeds_folder: Path, empty_settings: IndexSettings
) -> IndexSettings:
    """An index of the seeds that a test may change, with each kind of catalog."""
    if empty_settings.catalog_url:
        index_articles([seeds_folder], empty_settings)
    else:
        shutil.copytree(seed_settings.home, empty_settings.home)
    return empty_settings


@pytest.fixture
def sqlite_settings(seed_settings: IndexSettings, tmp_path: Path) -> IndexSettings:
    """The same with SQLite alone, whose file a test may damage."""
    shutil.copytree(seed_settings.home, tmp_path / "home")
    return replace(seed_settings, home=tmp_path / "home")


def vectors_of(settings: IndexSettings) -> ChromaWriter:
    opened = open_library(settings)
    return ChromaWriter(settings.home, settings, opened.catalog.meta()["collection"])


def all_ids(settings: IndexSettings) -> list[str]:
    catalog = open_library(settings).catalog
    return [row[0] for block in catalog.vectors() for row in block]


def chroma_file(settings: IndexSettings) -> Path:
    return next((settings.home / "chroma").glob("*/data_level0.bin"))


@pytest.mark.slow
def test_a_whole_index_has_no_problems(own_settings: IndexSettings) -> None:
    report = check_index(own_settings)
    assert report.problems == report.mended == report.left == ()
    assert report.articles == 5
    assert report.passages == len(all_ids(own_settings))


def lose_vectors(settings: IndexSettings) -> None:
    vectors = vectors_of(settings)
    vectors.delete(all_ids(settings)[:3])
    vectors.close()


def add_strangers(settings: IndexSettings) -> None:
    vectors = vectors_of(settings)
    vectors.add([(f"stranger-{n}", b"\0\0\x80\x3f" * 256) for n in range(2)])
    vectors.close()


def exchange_vectors(settings: IndexSettings) -> None:
    vectors = vectors_of(settings)
    vectors.add([(all_ids(settings)[0], b"\0\0\x80\x3f" * 256)])
    vectors.close()


def lose_the_folder(settings: IndexSettings) -> None:
    shutil.rmtree(settings.home / "chroma")


def garble_the_database(settings: IndexSettings) -> None:
    (settings.home / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 999)


def truncate_the_index(settings: IndexSettings) -> None:
    file = chroma_file(settings)
    file.write_bytes(file.read_bytes()[:100])


def interrupt_a_rebuild(settings: IndexSettings) -> None:
    lose_vectors(settings)
    with CatalogWriter(database_of(settings.home, settings.catalog_url)) as writer:
        writer.set_meta(vectors_incomplete="1")


def keyword_engine(settings: IndexSettings) -> Engine:
    return Engine.open(folders(settings.home)[0])


def lose_keywords(settings: IndexSettings) -> None:
    engine = keyword_engine(settings)
    engine.delete([min(engine.passages())[0]])
    engine.commit()
    engine.close()


def add_strange_keywords(settings: IndexSettings) -> None:
    engine = keyword_engine(settings)
    engine.add([Entry(10**6, 0, "stranger", "istanbul", "")])
    engine.commit()
    engine.close()


def lose_the_keyword_index(settings: IndexSettings) -> None:
    shutil.rmtree(settings.home / "keywords")


def garble_keywords(settings: IndexSettings) -> None:
    for path in folders(settings.home)[0].glob("*.idx"):
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 0x55
        path.write_bytes(data)


def cut_keywords_short(settings: IndexSettings) -> None:
    for path in folders(settings.home)[0].glob("*.term"):
        path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lose_vectors, "3 passages lack their vector"),
        (add_strangers, "2 vectors of no passage"),
        (exchange_vectors, "1 have another"),
        (lose_the_folder, "can't be read"),
        (truncate_the_index, "100 bytes of"),
        (interrupt_a_rebuild, "was interrupted"),
        (lose_keywords, "keyword index"),
        (add_strange_keywords, "keyword index"),
        (lose_the_keyword_index, "keyword index"),
        (garble_keywords, "keyword index"),
        (cut_keywords_short, "keyword index"),
    ],
)
def test_harm_is_found_and_mended(
    own_settings: IndexSettings, harm: Callable[[IndexSettings], None], said: str
) -> None:
    opened = open_library(own_settings)
    vector = opened.embedder.encode_query("Istanbul meeting")
    before = opened.store.query(vector, 1000), opened.catalog.search(["istanbul"], 50)
    words = dict(opened.catalog.vocabulary().words)
    opened.close()
    harm(own_settings)

    found = check_index(own_settings, mend=False)
    assert any(said in problem for problem in found.problems)
    assert found.mended == ()
    assert found.left == found.problems
    report = check_index(own_settings)
    assert any(said in problem for problem in report.mended)
    assert report.left == ()
    assert check_index(own_settings).problems == ()

    opened = open_library(own_settings)
    by_chroma = PassageStore(opened.catalog, own_settings, exact_below=0).query(vector, 1000)
    assert dict(by_chroma) == pytest.approx(dict(before[0]), abs=1e-5)
    assert opened.catalog.search(["istanbul"], 50) == before[1]
    assert dict(opened.catalog.vocabulary().words) == words
    assert opened.catalog.search(["istanbul"], 50) != []


@pytest.mark.usefixtures("in_process")
def test_copies_that_were_not_looked_for_are(own_settings: IndexSettings) -> None:
    database = database_of(own_settings.home, own_settings.catalog_url)
    session = database.connect(write=True)
    prints = session.rows("SELECT * FROM prints ORDER BY hash, row")
    session.run("DELETE FROM prints")
    session.run("UPDATE prose SET rules = 'of an older version'")
    session.close()
    assert "copies" in check_index(own_settings).mended[0]
    session = database.connect(write=False)
    assert session.rows("SELECT * FROM prints ORDER BY hash, row") == prints != []
    session.close()
    assert check_index(own_settings).problems == ()


@pytest.mark.slow
def test_a_database_that_is_none_is_mended(own_settings: IndexSettings) -> None:
    garble_the_database(own_settings)
    report = check_index(own_settings)
    assert "not a database" in report.mended[0]
    assert check_index(own_settings).problems == ()


def test_a_crash_of_the_native_code_is_survived_and_mended(
    own_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program stands in for one whose native code dies."""
    crash = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    whole = subprocess.run

    def run(command: list[str], **options):  # type: ignore[no-untyped-def]
        return whole([sys.executable, "-c", crash], **options)

    with monkeypatch.context() as patch:
        patch.setattr("index.doctor.subprocess.run", run)
        report = check_index(own_settings)
    assert "crashed with signal 11" in report.mended[0]
    monkeypatch.setattr(doctor, "_probe", compare)
    assert check_index(own_settings).problems == ()


def test_a_hanging_vector_store_is_given_up(
    own_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "PROBE_SECONDS", 0.01)
    assert "no answer within" in check_index(own_settings, mend=False).left[0]


def test_a_damaged_catalog_is_left_to_a_person_with_the_next_step(
    sqlite_settings: IndexSettings,
) -> None:
    (sqlite_settings.home / CATALOG_FILE).write_bytes(b"garbage" * 5000)
    for side in ("-wal", "-shm"):
        (sqlite_settings.home / (CATALOG_FILE + side)).unlink(missing_ok=True)
    report = check_index(sqlite_settings)
    assert "index --rebuild" in report.left[0]
    assert report.mended == ()


@pytest.mark.usefixtures("in_process")
def test_a_damaged_page_of_the_catalog_is_told(sqlite_settings: IndexSettings) -> None:
    path = sqlite_settings.home / CATALOG_FILE
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    for page in range(3, len(data) // 4096, 2):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)
    report = check_index(sqlite_settings)
    assert any("--rebuild" in problem for problem in report.left)


def test_no_index(empty_settings: IndexSettings) -> None:
    with pytest.raises(StoreNotFoundError, match="dateline index"):
        check_index(empty_settings)
    assert not empty_settings.home.exists()


# --- what a kill leaves in Chroma's files ------------------------------------------------------


def chroma_fails_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The next write to the vector store fails, as with a log that Chroma can't apply; gives
    the ids of the passages whose vectors were written since.
    """
    add, built = ChromaWriter.add, []

    def fail(self: ChromaWriter, rows: list[tuple[str, bytes]]) -> None:
        monkeypatch.setattr(ChromaWriter, "add", note)
        raise StoreDamagedError("Failed to apply logs to the hnsw segment writer")

    def note(self: ChromaWriter, rows: list[tuple[str, bytes]]) -> None:
        built.extend(row[0] for row in rows)
        add(self, rows)

    monkeypatch.setattr(ChromaWriter, "add", fail)
    return built


def test_vectors_that_cannot_be_written_are_built_anew_and_nothing_is_lost(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(empty_settings, embedder="hashing")
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("The bridge over the river was closed on Monday after a ship hit it.")
    index_articles([first], settings)
    second.write_text("The council voted to repair the bridge by next spring, at some cost.")
    built = chroma_fails_once(monkeypatch)
    assert index_articles([second], settings).added == (str(second),)
    assert sorted(built) == sorted(all_ids(settings))  # the old and the new, each once
    monkeypatch.setattr(doctor, "_probe", compare)
    assert check_index(settings).problems == ()


def test_a_rebuild_that_fails_leaves_the_old_index(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(empty_settings, embedder="hashing")
    article = tmp_path / "article.txt"
    article.write_text("The bridge over the river was closed on Monday after a ship hit it.")
    index_articles([article], settings)
    before = all_ids(settings)
    chroma_fails_once(monkeypatch)
    with pytest.raises(StoreDamagedError):
        index_articles([article], settings, rebuild=True)
    assert all_ids(settings) == before
    monkeypatch.setattr(doctor, "_probe", compare)
    check_index(settings)
    assert check_index(settings).problems == ()


@pytest.mark.usefixtures("in_process")
def test_files_of_a_killed_writer_are_not_opened_but_built_anew(
    own_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chroma opens torn files as ever, and dies at a later question."""
    with CatalogWriter(database_of(own_settings.home, own_settings.catalog_url)) as writer:
        writer.set_meta(vectors_open="1")  # what a writer leaves that is killed
    garble_the_database(own_settings)  # opening it would raise

    opened = open_library(own_settings)
    store = PassageStore(opened.catalog, own_settings, exact_below=0)
    (vector,) = opened.embedder.encode(["Who met in Istanbul?"])
    assert len(store.query(vector, 3)) == 3  # every vector was compared

    left = check_index(own_settings, mend=False).left
    assert left == ("writing vectors was interrupted",)
    assert check_index(own_settings).mended == left
    assert check_index(own_settings).problems == ()
