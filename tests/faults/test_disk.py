"""A disk that is full, that may not be written, or that tore a file: said in one line with the next
step, and nothing lost. The commands run in processes of their own, as a person starts them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.settings import IndexSettings
from tests.conftest import SEEDS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
ROOT = Path(__file__).resolve().parents[2]
DISK_BYTES = 4_000_000
QUESTION = "Who rules out talks?"


def dateline(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and messages of a command."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
    environ |= {"PYTHONPATH": str(ROOT), "DATELINE_EMBEDDER": "hashing", "HF_HUB_OFFLINE": "1"}
    environ |= {"DATELINE_RERANKER": "none", "DATELINE_REFUSE_BELOW": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments, "--home", str(home)],
        capture_output=True, text=True, timeout=120, env=environ, cwd=home.parent,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def mount(folder: Path, *options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(folder)]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of the test's own with a home on it that holds the five seeds."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder, f"size={DISK_BYTES}"):
        pytest.skip("no file system can be mounted here")
    try:
        assert dateline(folder / "home", "index", str(SEEDS))[0] == 0
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, *, but: int) -> None:
    """Leave so many bytes free."""
    state = os.statvfs(disk)
    (disk / "filler").write_bytes(b"x" * max(state.f_bavail * state.f_frsize - but, 0))


def many_articles(folder: Path) -> Path:
    folder.mkdir()
    for number in range(12):
        words = " ".join(f"council{number}x{word}" for word in range(40))
        lines = [f"Sentence {line} of report {number} has {words}." for line in range(120)]
        (folder / f"{number}.txt").write_text("\n\n".join([f"Report {number}", *lines]))
    return folder


@pytest.mark.parametrize("left", [0, 60_000, 400_000])
def test_a_full_disk(disk: Path, tmp_path: Path, left: int) -> None:
    home, more = disk / "home", many_articles(tmp_path / "more")
    fill(disk, but=left)
    status, _, said = dateline(home, "index", str(more))
    assert status == 1 and "free some space" in said
    status, told, said = dateline(home, "ask", QUESTION)
    if left:
        assert status == 0 and "[1]" in told  # what was there answers
    else:
        assert status == 0 or "free some space" in said

    (disk / "filler").unlink()
    assert dateline(home, "doctor")[0] == 0
    status, told, _ = dateline(home, "ask", QUESTION)
    assert status == 0 and "[1]" in told
    listed = dateline(home, "articles")[1]
    assert all(name in listed for name in ("Reuters", "RBC-Ukraine"))
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    assert dateline(home, "index", str(more))[0] == 0
    assert len(dateline(home, "articles")[1].splitlines()) >= 5 + 12


def test_a_home_that_may_not_be_written(disk: Path) -> None:
    home = disk / "home"
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    status, told, _ = dateline(home, "ask", QUESTION)
    assert status == 0 and "[1]" in told
    for command in (["index", str(SEEDS)], ["doctor"], ["remove", "nothing"]):
        status, _, said = dateline(home, *command)
        assert status in (1, 2) and said.count("\n") == 1, said
    assert "make it writable or choose another" in dateline(home, "doctor")[2]


TORN = [
    ("catalog.sqlite", "half"),
    ("catalog.sqlite", "empty"),
    ("chroma/chroma.sqlite3", "half"),
    ("chroma/chroma.sqlite3", "empty"),
    ("data_level0.bin", "half"),
    ("header.bin", "empty"),
    ("link_lists.bin", "nonsense"),
    (".idx", "half"),  # of the keyword index, as the next three
    (".store", "empty"),
    ("keywords/*/meta.json", "nonsense"),
    ("keywords/*/stamp.json", "half"),
    ("write.lock", "nonsense"),
    ("page.db", "nonsense"),
    ("feedback.jsonl", "half"),
]


@pytest.mark.parametrize(("name", "harm"), TORN)
def test_a_torn_file(own_settings: IndexSettings, name: str, harm: str) -> None:
    home = own_settings.home
    found = sorted(home.rglob(f"*{name}" if name.startswith(".") else name))
    assert found or name in ("write.lock", "page.db", "feedback.jsonl")
    file = found[0] if found else home / name
    whole = file.read_bytes() if found else b'{"rating": 1}\n' * 50
    torn = {"half": whole[: len(whole) // 2], "empty": b"", "nonsense": b"\x00nonsense\xff" * 40}
    file.write_bytes(torn[harm])

    status, told, said = dateline(home, "ask", QUESTION)
    if status:
        assert status == 1 and said.count("\n") == 1 and "dateline " in said, said
    else:
        assert "[1]" in told
    status, said, _ = dateline(home, "doctor")
    if status:  # what a person must see to has its next step
        assert name == "catalog.sqlite" and "--rebuild" in said
        assert dateline(home, "index", str(SEEDS), "--rebuild")[0] == 0
    status, told, _ = dateline(home, "ask", QUESTION)
    assert status == 0 and "[1]" in told
