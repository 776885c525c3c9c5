"""What workers read and cut ahead is stored as if one process had done it all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from index.catalog.catalog import Catalog
from index.doctor import check_index
from index.ingest import IndexReport, index_articles
from index.intake import ahead, workers
from index.settings import IndexSettings
from tests.index.catalog.rows import all_rows

FILES = 12
pytestmark = pytest.mark.usefixtures("compare_in_this_process")


@pytest.fixture(autouse=True)
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers start at the third file."""
    monkeypatch.setattr(ahead, "LEAST_AHEAD", 3)
    monkeypatch.setattr(ahead, "MOST_ARTICLES", 3)


def write_files(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(FILES):
        text = f"# Harbour {number}\n\nThe port number {number} opened on Monday. Ships came.\n"
        (folder / f"{number:02}.md").write_text(text * (1 + number % 3))
    (folder / "05b.txt").write_bytes(b"\x00\x01\x02 no text at all \xff\xfe" * 9)
    lines = [
        {"title": f"Line {n}", "text": f"Line {n} says that the river rose. " * 4} for n in range(9)
    ]
    (folder / "06b.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for path in folder.iterdir():
        os.utime(path, (1000, 1000))
    return folder


def settings(home: Path) -> IndexSettings:
    return IndexSettings(home=home, embedder="hashing")


def run(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch, *, count: int, **options: Any
) -> IndexReport:
    with monkeypatch.context() as patch:
        patch.setattr(workers, "worker_count", lambda: count)
        return index_articles([folder], settings(home), **options)


def test_workers_store_the_same_rows_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_files(tmp_path / "articles")
    steps: list[list[str]] = []
    reports = []
    for count in (0, 2):
        said: list[str] = []
        home = tmp_path / f"home{count}"
        options = {"progress": lambda progress, said=said: said.append(progress.path)}
        reports.append(run(folder, home, monkeypatch, count=count, **options))
        (folder / "03.md").write_text("# Harbour 3\n\nThe port closed again.\n")
        os.utime(folder / "03.md", (2000, 2000))
        reports.append(run(folder, home, monkeypatch, count=count, **options))
        reports.append(run(folder, home, monkeypatch, count=count, rebuild=True, **options))
        write_files(folder)
        steps.append(said)
    assert steps[0] == steps[1]
    assert all_rows(tmp_path / "home0") == all_rows(tmp_path / "home2")
    for alone, helped in zip(reports[:3], reports[3:], strict=True):
        for field in ("added", "replaced", "skipped", "refused", "passages"):
            assert getattr(alone, field) == getattr(helped, field), field
    assert len(reports[0].added) == FILES + 9 and len(reports[0].refused) == 1
    assert check_index(settings(tmp_path / "home2")).problems == ()


@pytest.mark.parametrize("harm", ["raise SystemExit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_workers_that_die_cost_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    folder = write_files(tmp_path / "articles")
    whole, answers = workers._exchange, []

    def dies_later(process: subprocess.Popen[bytes], request: Any) -> Any:
        answers.append(request)
        if len(answers) > 4:
            process.kill()
        return whole(process, request)

    monkeypatch.setattr(workers, "_exchange", dies_later)
    assert len(run(folder, tmp_path / "home", monkeypatch, count=2).added) == FILES + 9

    def start() -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-c", harm], stdin=pipe, stdout=pipe)

    monkeypatch.setattr(workers, "_exchange", whole)
    monkeypatch.setattr(workers, "_start", start)
    assert len(run(folder, tmp_path / "other", monkeypatch, count=2).added) == FILES + 9
    assert all_rows(tmp_path / "home") == all_rows(tmp_path / "other")


def test_a_file_that_changes_after_it_was_read_ahead_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_files(tmp_path / "articles")
    changed = folder / "07.md"

    def change(progress: object) -> None:
        if changed.stat().st_mtime == 1000:
            changed.write_text("# Harbour 7\n\nThe port was moved to another town.\n")

    monkeypatch.setattr("index.intake.store_batches.LEAST_PASSAGES", 1)
    run(folder, tmp_path / "home", monkeypatch, count=2, progress=change)
    catalog = Catalog.open(tmp_path / "home")
    assert "moved" in catalog.find_article("07.md").text
    catalog.close()


_INDEX = """
import sys
from pathlib import Path
from index.ingest import index_articles
from index.intake import ahead, workers
from index.settings import IndexSettings
from tests.index.catalog.rows import all_rows
ahead.LEAST_AHEAD, workers.worker_count = 3, lambda: 2
settings = IndexSettings(home=Path(sys.argv[2]), embedder="hashing")
index_articles([Path(sys.argv[1])], settings, progress=lambda p: print(p.path, flush=True))
"""


@pytest.mark.slow
def test_a_kill_in_the_middle_loses_nothing_and_leaves_no_worker(tmp_path: Path) -> None:
    folder, home = write_files(tmp_path / "articles"), tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-c", _INDEX, str(folder), str(home)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    assert process.stdout is not None
    first = process.stdout.readline().strip()
    children = _children(process.pid)
    process.kill()
    process.wait()
    done = [first, *process.stdout.read().split("\n")]
    if (home / "catalog.sqlite").exists():
        catalog = Catalog.open(home)
        stored = {article.path for article in catalog.articles()}
        catalog.close()
        assert {path for path in done if path.endswith(".md")} <= stored
    report = index_articles([folder], settings(home))
    assert len(report.added) + len(report.skipped) == FILES + 9
    assert check_index(settings(home)).problems == ()
    until = time.monotonic() + 30
    while any(_is_alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [child for child in children if _is_alive(child)]


def _children(parent: int) -> list[int]:
    try:
        return [
            int(child)
            for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        ]
    except OSError:
        return []


def _is_alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().split(")")[-1].split()[:1]
    except OSError:
        return False
