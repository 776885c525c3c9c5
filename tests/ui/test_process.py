"""The command as a process: what it loads, pipes that close, terminals without Unicode."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.settings import Settings
from ui import cli

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("alone")


def test_every_setting_has_an_option() -> None:
    options = {name for name, *_ in (*cli.INDEX_SETTINGS, *cli.ANSWER_SETTINGS)}
    fields = {field.name.replace("_", "-") for field in dataclasses.fields(Settings)}
    assert options == fields - {"home"}


@pytest.mark.parametrize(
    "words", [["--help"], ["ask"], ["ask", "q", "--after", "x"], ["--version"]]
)
def test_help_and_wrong_usage_load_nothing_heavy(words: list[str]) -> None:
    code = (
        f"import sys; from ui.cli import main; main({words!r}); "
        "print([m for m in ('numpy', 'gradio', 'torch', 'chromadb', 'rich', 'sqlite3', 'eval.run')"
        " if m in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stderr.splitlines()[-1] == "[]"


def test_closed_pipe_is_quiet(articles: Path) -> None:
    assert cli.main(["index", str(articles)]) == 0
    command = f"{sys.executable} -m ui.cli show ferry.txt --home {os.environ['DATELINE_HOME']}"
    run = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | true; echo ${{PIPESTATUS[0]}}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stderr == "" and run.stdout.strip() in ("0", "141")


@pytest.fixture
def ascii_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    yield


def test_json_is_utf8_on_any_terminal(articles: Path, ascii_terminal: None) -> None:
    text = "Fähre\n\nDie Fähre fährt am 3. Mai, sagte Łukasz.\n"
    (articles / "ferry.txt").write_text(text, "utf-8")
    assert cli.main(["index", str(articles)]) == 0
    command = [
        sys.executable,
        "-m",
        "ui.cli",
        "show",
        "ferry.txt",
        "--home",
        os.environ["DATELINE_HOME"],
    ]
    run = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, check=True)
    assert "Łukasz" in json.loads(run.stdout.decode("utf-8"))["text"]
    plain = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert b"?ukasz" in plain.stdout
