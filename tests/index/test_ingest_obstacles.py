"""One writer, full disks, homes that cannot be used: indexing says so and harms nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from index import lock
from index.doctor import check_index
from index.errors import StoreError, StoreLockedError
from index.ingest import Progress, index_articles, remove_article
from index.library import open_library
from index.settings import IndexSettings
from tests.index.stories import STORY, write

pytestmark = pytest.mark.usefixtures("compare_in_this_process")


def test_a_second_writer_is_told_so_and_the_first_is_not_disturbed(
    folder: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.2)
    index_articles([folder / "Bergen.txt"], empty_settings)
    holding, release = threading.Event(), threading.Event()

    def hold(_: Progress) -> None:
        holding.set()
        release.wait(30)

    first = threading.Thread(
        target=index_articles, args=([folder], empty_settings), kwargs={"progress": hold}
    )
    first.start()
    try:
        assert holding.wait(30)
        for write_something in (
            lambda: index_articles([folder], empty_settings),
            lambda: remove_article("Bergen.txt", empty_settings),
            lambda: check_index(empty_settings),
        ):
            with pytest.raises(StoreLockedError, match=str(empty_settings.home)):
                write_something()
        assert len(open_library(empty_settings).catalog.articles()) >= 1  # readers don't wait
    finally:
        release.set()
        first.join()
    assert len(open_library(empty_settings).catalog.articles()) == 3


def test_a_lock_file_left_by_a_dead_process_locks_nobody_out(
    folder: Path, empty_settings: IndexSettings
) -> None:
    empty_settings.home.mkdir()
    (empty_settings.home / lock.LOCK_FILE).write_text("left behind")
    assert len(index_articles([folder], empty_settings).added) == 3


def test_homes_that_cannot_be_used(
    folder: Path, empty_settings: IndexSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "file", "x")
    with pytest.raises(StoreError, match=r"is a file, not a folder.*--home"):
        index_articles([folder], replace(empty_settings, home=file))
    with pytest.raises(StoreError, match=r"can't be made.*--home"):
        index_articles([folder], replace(empty_settings, home=file / "below"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_home(folder: Path, empty_settings: IndexSettings) -> None:
    index_articles([folder], empty_settings)
    write(folder / "Oslo.txt", STORY.format("Oslo", 9))
    for path in [*empty_settings.home.rglob("*"), empty_settings.home]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with pytest.raises(StoreError, match=r"can't be (written|opened)"):
            index_articles([folder], empty_settings)
        assert len(open_library(empty_settings).catalog.articles()) == 3  # reading works
    finally:
        for path in [empty_settings.home, *empty_settings.home.rglob("*")]:
            path.chmod(0o755)


_SMALL_DISK = """
import resource, signal, sys; from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from index.errors import StoreError
from index.ingest import index_articles; from index.settings import IndexSettings
settings = IndexSettings(
    home=Path(sys.argv[1]), embedder="hashing", catalog_url=sys.argv[4]
)
index_articles([Path(sys.argv[2]) / "Bergen.txt"], settings)
limit = int(sys.argv[3]) + max(f.stat().st_size for f in settings.home.rglob("*") if f.is_file())
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    index_articles([Path(sys.argv[2])], settings)
except StoreError as error:
    print(error)
    sys.exit(7)
"""


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 50_000, 200_000])
def test_when_no_more_can_be_written_the_index_stays_whole(
    folder: Path, empty_settings: IndexSettings, room: int
) -> None:
    """A limit on the size of files stands in for a full disk: SQLite meets both as an error
    of a write."""
    for number in range(60):
        write(folder / f"{number:02}.txt", STORY.format(f"Town{number} ", number) * 30)
    run = subprocess.run(
        [
            *(sys.executable, "-c", _SMALL_DISK, str(empty_settings.home)),
            *(str(folder), str(room), empty_settings.catalog_url),
        ],
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == 7, run.stdout + run.stderr
    assert str(empty_settings.home) in run.stdout or "vectors" in run.stdout
    check_index(empty_settings)
    assert check_index(empty_settings).problems == ()
    assert "Bergen.txt" in {
        Path(a.path).name for a in open_library(empty_settings).catalog.articles()
    }
    assert len(index_articles([folder], empty_settings).refused) == 0
    assert len(open_library(empty_settings).catalog.articles()) == 63
