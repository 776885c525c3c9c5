"""kill -9 at any moment of indexing: nothing that was reported done is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import doctor
from index.catalog.catalog import Catalog
from index.doctor import check_index
from index.errors import StoreNotFoundError
from index.ingest import index_articles
from index.settings import IndexSettings
from index.vectors.probe import compare
from tests import chroma_server

KILLS = int(os.environ.get("DATELINE_KILLS", 16))  # more in a long run by hand
SEED = int(os.environ.get("DATELINE_SEED", 20261123))  # of the moments; another in each long run
_SECONDS_OF_A_KILL = 30.0  # at most, on a slow and busy machine
ARTICLES = 40

# A fresh interpreter takes seconds to import Chroma, so one process is warmed up and forks a
# child for each run: a kill then falls into the indexing itself. Chroma's threads start in the
# child only.
_WARM = """
import os, signal, sys, time
from collections.abc import Callable, Iterator
from pathlib import Path
import chromadb, numpy, platformdirs, snowballstemmer
import index.vectors.store
from index.ingest import index_articles
from index.settings import IndexSettings

# Chroma writes its index files after so many rows; 1,000 would be after the last kill.
index.vectors.store.HNSW |= {"sync_threshold": 50, "batch_size": 20}

home, folder, log = map(Path, sys.argv[1:4])
chroma_url = sys.argv[4]

def report(progress):
    with open(log, "a") as lines:
        lines.write(progress.path + chr(10))

print("ready", flush=True)
for line in sys.stdin:
    command, seconds, url = line.rstrip(chr(10)).split(" ")
    child = os.fork()
    if child == 0:
        where = dict(catalog_url=url, chroma_url=chroma_url)
        settings = IndexSettings(home=home, embedder="hashing", **where)
        index_articles([folder], settings, rebuild=command == "rebuild", progress=report)
        os._exit(0)
    end = time.monotonic() + float(seconds)
    ended = (0, 0)
    while ended[0] == 0 and time.monotonic() < end:
        ended = os.waitpid(child, os.WNOHANG)
        time.sleep(0.001)
    if ended[0] == 0:
        os.kill(child, signal.SIGKILL)
        ended = os.waitpid(child, 0)
    print(ended[1], flush=True)
"""


def write_articles(folder: Path, edition: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(ARTICLES):
        if edition and number % 3:
            continue  # a third of the articles changes in each edition
        text = f"Edition {edition} of article {number} is out. " + "It says a lot of things. " * 60
        path = folder / f"{number:02}.txt"
        path.write_text(text)
        os.utime(path, (1000 + edition, 1000 + edition))


@pytest.fixture(params=["folder", "server"])
def chroma_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The embedded store, and a Chroma server."""
    if request.param == "folder":
        yield ""
    else:
        with chroma_server.running(tmp_path / "server") as server:
            yield server.url


@pytest.mark.slow
@pytest.mark.timeout(600 + _SECONDS_OF_A_KILL * KILLS)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kills_at_random_moments_lose_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    new_catalog_url: Callable[[], str],
    chroma_url: str,
) -> None:
    monkeypatch.setattr(doctor, "_probe", compare)
    home, folder, log = tmp_path / "home", tmp_path / "articles", tmp_path / "log"
    settings = IndexSettings(
        home=home, embedder="hashing", catalog_url=new_catalog_url(), chroma_url=chroma_url
    )
    edition = 0
    write_articles(folder, edition)
    warm = subprocess.Popen(
        [sys.executable, "-c", _WARM, str(home), str(folder), str(log), chroma_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert warm.stdin and warm.stdout
    assert warm.stdout.readline() == "ready\n"

    def run(command: str, seconds: float, url: str = settings.catalog_url) -> tuple[float, bool]:
        """Index, killed after `seconds`; gives the time it took and whether it was killed."""
        began = time.monotonic()
        warm.stdin.write(f"{command} {seconds} {url}\n")
        warm.stdin.flush()
        status = int(warm.stdout.readline())
        assert os.WIFSIGNALED(status) or status == 0, "indexing failed by itself"
        return time.monotonic() - began, os.WIFSIGNALED(status)

    try:
        whole, _ = run("index", 300, new_catalog_url())
        shutil.rmtree(home)
        log.unlink()
        random.seed(SEED)
        killed = interrupted = 0
        done: dict[str, str] = {}  # path -> the text that was reported done
        for attempt in range(KILLS * 8):
            if killed >= KILLS:
                break
            command = "rebuild" if attempt % 5 == 4 else "index"
            texts = {str(path): path.read_text() for path in folder.iterdir()}
            log.unlink(missing_ok=True)
            _, was_killed = run(command, random.uniform(0.01, whole))
            killed += was_killed
            lines = log.read_text().splitlines() if log.exists() else []
            # A rebuild reports as it goes and is whole only at its end.
            if command == "index" or not was_killed:
                done |= {path: texts[path] for path in lines if path in texts}

            # What was reported done answers at once, before any repair.
            try:
                catalog = Catalog.open(home, url=settings.catalog_url)
            except StoreNotFoundError:
                assert done == {}
                continue
            stored = {article.path: article.text for article in catalog.articles()}
            catalog.close()
            # (The newest edition may be stored already, and its report killed.)
            lost = [p for p, text in done.items() if stored.get(p) not in (text, texts[p])]
            assert lost == []

            # Every other time the doctor repairs, else the next start of indexing.
            if attempt % 2:
                interrupted += bool(check_index(settings).problems)
                assert check_index(settings).problems == ()
            if not was_killed:
                edition += 1
                write_articles(folder, edition)
        assert killed >= KILLS
        assert interrupted > 0, "no kill fell between catalog and vectors: the test is too tame"

        index_articles([folder], settings)
        catalog = Catalog.open(home, url=settings.catalog_url)
        assert {a.path: a.text for a in catalog.articles()} == {
            str(path): path.read_text() for path in folder.iterdir()
        }
        catalog.close()
        assert check_index(settings).problems == ()
    finally:
        warm.stdin.close()
        warm.kill()
        warm.wait()
