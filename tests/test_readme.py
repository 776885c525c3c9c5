"""The README is true: its commands and snippets run, its tables agree with the program.

Each block is run as it stands, after those before it, in one folder with `seeds/` and `articles/`.
Quick: in process, with the hashing embedder. Slow: real processes and the bundled models.
A comment above a block says when it can't be run; then it must at least parse.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qa import AskOptions, query
from qa.settings import Settings
from qa.types import Answer
from ui.cli import build_parser, main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FENCE = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)


@dataclass(frozen=True)
class Block:
    """A fenced block. `note` is the comment above it; without one, the block is run."""

    language: str
    text: str
    note: str

    @property
    def commands(self) -> list[list[str]]:
        """Its lines as argument lists, comments left out."""
        lines = self.text.splitlines()
        return [words for line in lines if (words := shlex.split(line, comments=True))]


BLOCKS = [Block(m["language"], m["text"], m["note"] or "") for m in FENCE.finditer(README)]
PROGRAM = [c for b in BLOCKS if b.language == "sh" for c in b.commands if c[0] == "dateline"]


def expected_status(command: list[str]) -> int:
    """What the comment on the line says; 0 otherwise."""
    line = next(line for line in README.splitlines() if shlex.join(command[:2]) in line
                and command[-1] in line)  # fmt: skip
    return 3 if "exit status 3" in line else 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader of the README stands: a folder with seeds/ and with articles of their own."""
    for name in ("seeds", "articles"):
        shutil.copytree(ROOT / "seeds", tmp_path / name)
    return tmp_path


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
    return kept | {"DATELINE_HOME": str(folder / "home"), "HF_HUB_OFFLINE": "1"} | more


def python_snippets() -> str:
    """The README's Python, one block after the other, but for what needs a server."""
    return "\n".join(b.text for b in BLOCKS if b.language == "python" and not b.note)


def test_the_two_commands_come_first() -> None:
    assert [c[:2] for c in BLOCKS[0].commands] == [["make", "chat"], ["make", "test"]]


def test_every_linked_file_is_here() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(linked) >= 4
    assert [path for path in linked if not (ROOT / path).is_file()] == []


def test_every_make_command_has_a_target() -> None:
    named = set(re.findall(r"`make ([a-z]+)[ `]", README))
    named |= {c[1] for b in BLOCKS if b.language == "sh" for c in b.commands if c[0] == "make"}
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))
    assert named <= targets


@pytest.mark.parametrize("command", PROGRAM, ids=shlex.join)
def test_every_command_line_parses(command: list[str]) -> None:
    assert build_parser().parse_args(command[1:]).command == command[1]


def test_the_commands_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In process. Without models an answer may be a refusal; nothing may fail or be refused."""
    monkeypatch.chdir(folder)
    for name, value in environment(
        folder, DATELINE_EMBEDDER="hashing", DATELINE_RERANKER="none"
    ).items():
        monkeypatch.setenv(name, value)
    statuses = {
        shlex.join(command): main(command[1:])
        for block in BLOCKS
        if block.language == "sh" and not block.note
        for command in block.commands
        if command[0] == "dateline"
    }
    assert len(statuses) >= 10
    assert {line: status for line, status in statuses.items() if status not in (0, 3)} == {}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_commands_and_snippets_run_as_they_stand(folder: Path) -> None:
    """Real processes, real models: each command ends as the README says, each snippet runs."""
    bin_folder = Path(sys.executable).parent
    env = environment(folder, PATH=f"{bin_folder}{os.pathsep}{os.environ['PATH']}")

    def run(command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, capture_output=True, text=True, cwd=folder, env=env, timeout=120
        )

    shown = ""
    for block in BLOCKS:
        if block.language == "sh" and not block.note:
            for command in block.commands:
                if command[0] == "dateline":
                    done = run(command)
                    assert done.returncode == expected_status(command), (command, done.stderr)
                    shown += done.stdout
        elif block.language == "text":
            for part in block.text.split("…"):
                assert part.strip() in shown, part
    done = run([sys.executable, "-c", python_snippets()])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("answered ")


def test_the_snippets_compile() -> None:
    for block in BLOCKS:
        if block.language == "python":
            compile(block.text, "README.md", "exec")
    assert sum(block.language == "python" for block in BLOCKS) >= 4


def shape(value: Any) -> Any:
    """Keys all the way down; of a list, its first item."""
    if isinstance(value, Mapping):
        return {key: shape(item) for key, item in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else None


def test_the_json_shown_is_the_json_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [shown] = [json.loads(block.text) for block in BLOCKS if block.language == "json"]
    assert Answer.from_dict(shown).to_dict() == shown
    monkeypatch.chdir(folder)
    for name, value in environment(
        folder, DATELINE_EMBEDDER="hashing", DATELINE_RERANKER="none"
    ).items():
        monkeypatch.setenv(name, value)
    assert main(["index", "--json"]) == 0
    capsys.readouterr()
    main(["ask", "What do you have?", "--json"])
    given = json.loads(capsys.readouterr().out)
    assert set(given) == set(shown)
    assert shape(given["coverage"]).keys() == shape(shown["coverage"]).keys()


def test_the_table_of_settings_is_complete() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", README, re.M))
    fields = {field.name: field.default for field in dataclasses.fields(Settings)}
    assert rows.keys() == fields.keys()
    for name, default in fields.items():
        if name != "home":
            assert rows[name].strip("`") == (str(default) or "empty"), name


def test_query_takes_the_arguments_that_are_described() -> None:
    annotations = {*query.__annotations__, *AskOptions.__annotations__}
    described = set(re.findall(r"`?\b(after|before|publishers|top_k|home|history)\b", README))
    assert described <= annotations


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def page(folder: Path) -> Iterator[str]:
    """The address of a running `dateline chat` on the seed articles."""
    address = f"http://127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "ui.cli", "chat", "--port", address.rpartition(":")[2]]
    log = (folder / "chat.log").open("w+")
    env = environment(folder, PYTHONPATH=str(ROOT))
    server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=env)
    try:
        deadline = time.monotonic() + 100
        while True:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                log.seek(0)
                said = log.read()
                assert server.poll() is None, said
                assert time.monotonic() < deadline, f"the page did not start: {said}"
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_api_snippet_runs_against_the_page(page: str, folder: Path) -> None:
    [snippet] = [b.text for b in BLOCKS if b.language == "python" and "dateline chat" in b.note]
    done = subprocess.run(
        [sys.executable, "-c", snippet.replace("http://127.0.0.1:7860", page)],
        capture_output=True, text=True, cwd=folder, env=environment(folder), timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("answered ")
