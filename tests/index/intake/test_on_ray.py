"""A Ray cluster reads and cuts as this process would; a worker that is killed costs nothing."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from index.doctor import check_index
from index.errors import SettingsError
from index.ingest import IndexReport, index_articles
from index.intake import ahead
from index.intake.on_ray import RayWorkers
from index.intake.workers import WorkerGoneError
from index.progress import Progress
from index.settings import IndexSettings
from tests.index.catalog.rows import all_rows

ray = pytest.importorskip("ray", reason="Ray isn't installed (the extra `cluster`)")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.usefixtures("compare_in_this_process"),
]

FILES = 24


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Three workers on this machine."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield
    ray.shutdown()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of several formats, one with many articles, one that is none."""
    monkeypatch.setattr(ahead, "LEAST_AHEAD", 6)
    monkeypatch.setattr(ahead, "MOST_ARTICLES", 3)
    made = tmp_path / "articles"
    made.mkdir()
    for number in range(FILES):
        text = f"# Harbour {number}\n\nThe port number {number} opened on Monday. Ships came.\n"
        (made / f"{number:02}.md").write_text(text * (1 + number % 3))
    (made / "05b.txt").write_bytes(b"\x00\x01\x02 no text at all \xff\xfe" * 9)
    page = "<html><body><article><h1>Dam</h1><p>The dam held all night.</p></article></body></html>"
    (made / "05c.html").write_text(page)
    lines = [
        {"title": f"Line {n}", "text": f"Line {n} says that the river rose. " * 4} for n in range(9)
    ]
    (made / "06b.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for path in made.iterdir():
        os.utime(path, (1000, 1000))
    return made


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Future[Any]]:
    """What the cluster was asked."""
    asked: list[Future[Any]] = []
    ask = RayWorkers.ask

    def noted(self: RayWorkers, request: Any) -> Future[Any]:
        asked.append(ask(self, request))
        return asked[-1]

    monkeypatch.setattr(RayWorkers, "ask", noted)
    return asked


def index(folder: Path, home: Path, embedder: str = "hashing", **options: Any) -> IndexReport:
    settings = IndexSettings(home=home, embedder=embedder, vectors="fast")
    return index_articles([folder], settings, **options)


@pytest.mark.parametrize("embedder", ["hashing", "bundled"])
def test_a_cluster_stores_the_same_rows_in_the_same_order(
    cluster: None, folder: Path, tmp_path: Path, embedder: str, answered: list[Future[Any]]
) -> None:
    alone = index(folder, tmp_path / "alone", embedder)
    said: list[str] = []
    shared = index(
        folder,
        tmp_path / "shared",
        embedder,
        engine="ray",
        progress=lambda progress: said.append(progress.path),
    )
    failed = [future.exception() for future in answered if not future.cancelled()]
    assert len(failed) > FILES and WorkerGoneError not in map(type, failed)
    assert all_rows(tmp_path / "alone") == all_rows(tmp_path / "shared")
    for field in ("added", "refused", "passages"):
        assert getattr(alone, field) == getattr(shared, field), field
    assert len(shared.added) == FILES + 10 and len(said) == FILES + 11
    assert index(folder, tmp_path / "shared", embedder, engine="ray").added == ()


def test_workers_that_are_killed_in_the_middle_cost_nothing(
    cluster: None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.intake.store_batches.LEAST_PASSAGES", 4)
    killed: set[int] = set()

    def kill(progress: Progress) -> None:
        """Whatever worker answers first."""
        if progress.articles % 5 == 0 and len(killed) < 4:
            worker = ray.get(ray.remote(lambda: os.getpid()).remote())
            assert worker != os.getpid()
            os.kill(worker, signal.SIGKILL)
            killed.add(worker)

    index(folder, tmp_path / "alone")
    report = index(folder, tmp_path / "shared", engine="ray", progress=kill)
    assert len(killed) > 1 and len(report.added) == FILES + 10
    assert all_rows(tmp_path / "alone") == all_rows(tmp_path / "shared")
    settings = IndexSettings(home=tmp_path / "shared", embedder="hashing", vectors="fast")
    assert check_index(settings).problems == ()


def test_what_the_cluster_cannot_read_is_read_here(
    cluster: None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where its machines don't have the files."""
    monkeypatch.setattr(
        "index.intake.on_ray._answer", lambda settings, request: OSError("not here")
    )
    assert len(index(folder, tmp_path / "home", engine="ray").added) == FILES + 10


def test_without_ray_the_next_step_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SettingsError, match=r"pip install 'dateline\[cluster\]'"):
        index(folder, tmp_path / "home", engine="ray")
