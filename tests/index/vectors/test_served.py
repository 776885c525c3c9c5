"""Vectors on a Chroma server: found, killed, started again, emptied, behind a door."""

from __future__ import annotations

import base64
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import doctor
from index.doctor import check_index
from index.errors import SettingsError, StoreError
from index.ingest import index_articles, remove_article
from index.library import Library, open_library
from index.progress import Progress
from index.settings import IndexSettings
from index.vectors import store
from index.vectors.chroma import client
from index.vectors.chroma.client import Address, address_of
from index.vectors.nearest import PassageStore
from index.vectors.probe import compare
from index.vectors.store import ChromaWriter
from tests import chroma_server
from tests.chroma_server import ChromaServer

QUESTION = "When did they meet in Istanbul?"


# A server killed in the middle is a matter of moments: on a busy machine the run may be over.
by_chance = pytest.mark.skipif("CI" in os.environ, reason="kills a server by the clock: not in CI")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    with chroma_server.running(tmp_path / "server") as running:
        yield running


@pytest.fixture
def settings(server: ChromaServer, empty_settings: IndexSettings) -> IndexSettings:
    return replace(empty_settings, chroma_url=server.url)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Forty articles."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        file = folder / f"{number:02}.txt"
        days = range(number, 12 * number + 12, number + 1)
        file.write_text(
            " ".join(f"On day {day} bridge {number} of Istanbul was closed." for day in days)
        )
        os.utime(file, (1000, 1000))
    return folder


def found_by_chroma(settings: IndexSettings) -> dict[str, float]:
    """Every passage that the server finds; fails when the catalog was compared instead."""
    opened = open_library(settings)
    vector = opened.embedder.encode_query(QUESTION)
    found = PassageStore(opened.catalog, settings, exact_below=0)._from_chroma(
        vector, 5000, opened.catalog.passage_count(), None
    )
    opened.close()
    assert found is not None
    return dict(found)


def passages(settings: IndexSettings) -> int:
    opened = open_library(settings)
    count = opened.catalog.passage_count()
    opened.close()
    return count


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "url", "authorization"),
    [
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001", None),
        ("http://chroma.test", "http://chroma.test:80", None),
        ("https://chroma.test/", "https://chroma.test:443", None),
        ("https://h.test:9/a/chroma/", "https://h.test:9/a/chroma", None),
        ("http://[::1]:8001", "http://[::1]:8001", None),
        ("http://ann:p%40ss@h.test:1/c", "http://h.test:1/c", "Basic " + "YW5uOnBAc3M="),
        ("http://:secret@h.test:1", "http://h.test:1", "Bearer secret"),
    ],
)
def test_an_address_may_have_a_path_and_credentials(
    given: str, url: str, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    assert address_of(given) == Address(url, headers)
    assert "secret" not in repr(address_of(given))


@pytest.mark.parametrize("given", ["http://", "http://h:port", "http://h:1?a=b", "http://h/#x"])
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="chroma_url"):
        address_of(given)


def test_a_server_that_does_not_answer_is_named(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "QUESTION_SECONDS", 0.3)
    settings = replace(library.settings, chroma_url="http://ann:secret@127.0.0.1:9")
    reading = PassageStore(library.catalog, settings, exact_below=0)
    with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:9 doesn't answer") as raised:
        reading.query(library.embedder.encode_query(QUESTION), 1)
    assert "secret" not in str(raised.value)


def test_a_server_that_hangs_is_given_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:  # it listens, and never says a word
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        hung = replace(library.settings, chroma_url=url)
        reading = PassageStore(library.catalog, hung, exact_below=0)
        with pytest.raises(StoreError, match=r"doesn't answer \(timed out\)"):
            reading.query(library.embedder.encode_query(QUESTION), 1)


# --- a server -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_vectors_on_a_chroma_server(
    settings: IndexSettings, seeds_folder: Path, library: Library
) -> None:
    index_articles([seeds_folder], settings)
    assert not (settings.home / "chroma").exists()
    opened = open_library(settings)
    vector = opened.embedder.encode_query(QUESTION)
    asked = PassageStore(opened.catalog, settings, exact_below=0)
    scores = [score for _, score in asked.query(vector, 5)]
    assert scores == pytest.approx([s for _, s in library.store.query(vector, 5)], abs=1e-5)
    gone = opened.catalog.articles()[0].article_id
    remove_article(gone, settings)
    assert gone not in {i[:12] for i, _ in asked.query(vector, 1000)}
    index_articles([], settings, rebuild=True)
    assert len(asked.query(vector, 1000)) == opened.catalog.passage_count()


@pytest.mark.slow
def test_a_path_and_credentials_reach_the_server(
    server: ChromaServer, empty_settings: IndexSettings, seeds_folder: Path
) -> None:
    wanted = "Basic " + base64.b64encode(b"ann:s:cret").decode()
    with chroma_server.door(server.port, "/inner/chroma", wanted) as port:
        url = f"http://ann:s%3Acret@127.0.0.1:{port}/inner/chroma"
        settings = replace(empty_settings, chroma_url=url)
        index_articles([seeds_folder], settings)
        assert len(found_by_chroma(settings)) == passages(settings)
        wrong = replace(settings, chroma_url=url.replace("s%3Acret", "wrong"))
        with pytest.raises(StoreError, match="401") as raised:
            found_by_chroma(wrong)
        assert "wrong" not in str(raised.value)


@pytest.mark.slow
def test_an_answer_that_takes_too_long_is_an_error(
    server: ChromaServer,
    settings: IndexSettings,
    seeds_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index_articles([seeds_folder], settings)
    monkeypatch.setattr(client, "REPLY_SECONDS", 1.0)
    found = found_by_chroma(settings)
    with server.held(), pytest.raises(StoreError, match=r"failed \(timed out\)"):
        found_by_chroma(settings)
    assert found_by_chroma(settings) == found


@by_chance
@pytest.mark.slow
def test_a_server_killed_and_started_again_under_load_costs_nothing(
    server: ChromaServer, settings: IndexSettings, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.intake.store_batches.LEAST_PASSAGES", 4)
    monkeypatch.setattr(doctor, "_probe", compare)
    failures: list[BaseException] = []
    restarts: list[threading.Thread] = []
    asked, stop = [0], threading.Event()

    def ask() -> None:
        try:
            opened = open_library(settings)
            vector = opened.embedder.encode_query(QUESTION)
            reading = PassageStore(opened.catalog, settings, exact_below=0)
            while not stop.is_set():
                assert reading.query(vector, 3)
                asked[0] += 1
        except BaseException as error:
            failures.append(error)

    def restart(progress: Progress) -> None:
        if progress.articles in (8, 20, 30):
            restarts.append(threading.Thread(target=server.restart))
            restarts[-1].start()
        if progress.articles == 5:
            asking.start()

    asking = threading.Thread(target=ask)
    index_articles([many], settings, progress=restart)
    for thread in restarts:
        thread.join()
    stop.set()
    asking.join()
    assert len(restarts) == 3 and failures == [] and asked[0] > 0
    assert len(found_by_chroma(settings)) == passages(settings)
    assert check_index(settings).problems == ()


@by_chance
@pytest.mark.slow
def test_a_server_that_stays_away_ends_the_run_and_the_next_one_finishes(
    server: ChromaServer, settings: IndexSettings, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.intake.store_batches.LEAST_PASSAGES", 4)
    monkeypatch.setattr(store, "RESTART_SECONDS", 0.5)
    monkeypatch.setattr(doctor, "_probe", compare)
    done: list[str] = []

    def kill(progress: Progress) -> None:
        done.append(progress.path)
        if len(done) == 11:
            server.kill()

    with pytest.raises(StoreError, match="Chroma server"):
        index_articles([many], settings, progress=kill)
    server.start()
    opened = open_library(settings)
    assert set(done) <= {article.path for article in opened.catalog.articles()}
    opened.close()
    index_articles([many], settings)
    assert len(found_by_chroma(settings)) == passages(settings)
    assert check_index(settings).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize("all_of_them", [True, False])
def test_a_server_that_lost_its_data_is_filled_again(
    server: ChromaServer,
    settings: IndexSettings,
    seeds_folder: Path,
    tmp_path: Path,
    all_of_them: bool,
) -> None:
    """By the doctor, or by the next run that writes; until then every vector is compared."""
    index_articles([seeds_folder], settings)
    before = found_by_chroma(settings)
    if all_of_them:
        server.kill()
        shutil.rmtree(tmp_path / "server")
        server.start()
    else:
        opened = open_library(settings)
        vectors = ChromaWriter(settings.home, settings, opened.catalog.meta()["collection"])
        vectors.delete(list(before)[:3])
        vectors.close()
        reading = PassageStore(opened.catalog, settings, exact_below=0)
        vector = opened.embedder.encode_query(QUESTION)
        assert dict(reading.query(vector, 5000)) == pytest.approx(before, abs=1e-5)
        opened.close()
    (problem,) = check_index(settings, mend=False).problems  # in a process of its own
    assert "lack their vector" in problem
    if all_of_them:
        (tmp_path / "new.txt").write_text("The bridge was closed on Monday after a ship hit it.")
        index_articles([tmp_path / "new.txt"], settings)
        assert len(found_by_chroma(settings)) == passages(settings) > len(before)
    else:
        assert check_index(settings).mended == (problem,)
        assert found_by_chroma(settings) == pytest.approx(before, abs=1e-5)
    assert check_index(settings).problems == ()


@pytest.mark.slow
def test_an_index_from_the_folder_goes_to_a_server_and_back(
    settings: IndexSettings, seeds_folder: Path, tmp_path: Path
) -> None:
    first, *later = sorted(seeds_folder.glob("*.txt"))
    embedded = replace(settings, chroma_url="")
    places = [embedded, settings, embedded, settings, embedded]
    for file, place in zip([first, *later], places, strict=True):
        index_articles([file], place)
        assert len(found_by_chroma(place)) == passages(place)
    assert check_index(embedded).problems == ()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_over_twenty_thousand_vectors_survive_restarts(
    server: ChromaServer, tmp_path: Path
) -> None:
    """chroma#7090: a server had lost its index of more than some 1,000 after a restart."""
    count, width = 21_000, 32
    rng = np.random.default_rng(20261128)
    centres = rng.normal(size=(200, width))
    vectors = centres[rng.integers(0, 200, count)] + 0.3 * rng.normal(size=(count, width))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("<f4")
    settings = IndexSettings(home=tmp_path / "home", chroma_url=server.url)
    writer = ChromaWriter(settings.home, settings, "restarts")
    writer.add([(f"p{number}", row.tobytes()) for number, row in enumerate(vectors)])
    for _ in range(2):
        server.restart()
        assert writer.count() == count
        asked = range(0, count, 1000)
        nearest = writer._collection.query(
            query_embeddings=vectors[asked].tolist(), n_results=10, include=["distances"]
        )
        found = [
            len(set(ids) & {f"p{at}" for at in np.argsort(-(vectors @ vectors[one]))[:10]}) / 10
            for one, ids in zip(asked, nearest["ids"], strict=True)
        ]
        assert np.mean(found) > 0.97
    writer.close()
