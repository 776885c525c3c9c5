"""The wheel works where there is no checkout: installed alone, it indexes, answers and cites."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def _run(*command: str | Path, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DATELINE_")}
    kept.pop("PYTHONPATH", None)
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True, text=True, cwd=cwd, env=kept | extra, timeout=240,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = _run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT, cwd=folder
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with the wheel; it borrows the dependencies from here.

    The borrowed folder comes last on the path and its own .pth files (the checkout) don't count.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    done = _run(*pip, "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    [site] = folder.glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder / "bin"


def test_the_wheel_holds_what_the_program_needs_and_no_more(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    rooms = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert rooms == {"index", "qa", "ui", "eval"}
    for room in rooms:
        assert f"{room}/py.typed" in names
    seeds = [name for name in names if name.startswith("index/_seeds/")]
    assert len(seeds) == 6 and "index/_seeds/metadata.csv" in seeds
    assert "eval/questions/seeds.jsonl" in names
    assert any(name.startswith("qa/evidence/models/") for name in names)
    assert any(name.startswith("ui/page/assets/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.endswith((".tmp", ".log"))]


def test_the_installed_program_says_its_version(installed: Path, tmp_path: Path) -> None:
    shown = _run(installed / "dateline", "--version", cwd=tmp_path)
    assert (shown.returncode, shown.stdout.split()[-1]) == (0, "0.1.0")


def test_the_installed_program_does_not_lean_on_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    code = "import index, qa, ui, eval.run; print(index.__file__, qa.__file__, ui.__file__)"
    shown = _run(installed / "python", "-c", code, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert str(ROOT) not in shown.stdout.replace(str(ROOT / ".venv"), "")


def test_the_installed_program_indexes_and_answers(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    dateline = installed / "dateline"
    # Without a path and without ./seeds, the articles that travel in the wheel are indexed.
    indexed = _run(dateline, "index", "--home", home, cwd=tmp_path, HF_HUB_OFFLINE="1")
    assert indexed.returncode == 0, indexed.stderr
    asked = _run(
        dateline, "ask", "Who signed the decree on talks with Putin?", "--json", "--home", home,
        cwd=tmp_path, HF_HUB_OFFLINE="1",
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert answer["status"] == "answered"
    assert answer["coverage"]["articles"] == 5
    for citation in answer["citations"]:
        text = Path(citation["path"]).read_text(encoding="utf-8")
        assert text[citation["start_char"] : citation["end_char"]] == citation["quote"]
