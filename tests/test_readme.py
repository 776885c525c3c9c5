"""README and docs are true: their commands and snippets run, their tables agree with the program.

Each block is run as it stands, after those before it, in one folder with `seeds/` and `articles/`.
Quick: in process, with the hashing embedder. Slow: real processes and the bundled models.
A comment above a block says when it can't be run; then it must at least parse.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import re
import runpy
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from qa import AskOptions, query
from qa.settings import Settings, load_settings
from qa.types import Answer
from tests.pages import EVERY, PAGES, README, ROOT, Block, Page
from ui.cli import build_parser, main

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCKS = [block for page in PAGES for block in page.blocks]
SHELL = [block for block in BLOCKS if block.language == "sh"]
PROGRAM = {shlex.join(c): c for page in PAGES for c in page.commands("dateline")}
MODULES = {shlex.join(c): c for page in EVERY for c in page.commands("python") if c[1] == "-m"}
BARE = sorted({c[2] for c in MODULES.values() if len(c) == 3})


def run_on(page: Page) -> list[list[str]]:
    """The commands of `dateline` that are run, of one page."""
    blocks = [block for block in page.blocks if block.language == "sh" and not block.note]
    return [c for block in blocks for c in block.commands if c[0] == "dateline"]


def expected_status(page: Page, command: list[str]) -> int:
    """What the comment on the line says; 0 otherwise."""
    line = next(line for line in page.text.splitlines() if shlex.join(command[:2]) in line
                and command[-1] in line)  # fmt: skip
    return 3 if "exit status 3" in line else 0


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
    return kept | {"DATELINE_HOME": str(folder / "home"), "HF_HUB_OFFLINE": "1"} | more


def stand_in(folder: Path, patch: pytest.MonkeyPatch, **more: str) -> None:
    patch.chdir(folder)
    for name, value in environment(folder, **more).items():
        patch.setenv(name, value)


def quickly(folder: Path, patch: pytest.MonkeyPatch) -> None:
    stand_in(folder, patch, DATELINE_EMBEDDER="hashing", DATELINE_RERANKER="none")


def with_articles(folder: Path) -> Path:
    for name in ("seeds", "articles"):
        shutil.copytree(ROOT / "seeds", folder / name)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader of the pages stands: a folder with seeds/ and with articles of their own."""
    return with_articles(tmp_path)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a folder that all pages share, with the seeds indexed by the hashing embedder."""
    folder = with_articles(tmp_path_factory.mktemp("reader"))
    with pytest.MonkeyPatch.context() as patch:
        quickly(folder, patch)
        assert main(["index", "--json"]) == 0
    return folder


def test_the_two_commands_come_first() -> None:
    assert [c[:2] for c in README.blocks[0].commands] == [["make", "chat"], ["make", "test"]]


@pytest.mark.parametrize("page", EVERY, ids=lambda page: page.name)
def test_every_make_command_has_a_target(page: Page) -> None:
    named = {c[1] for c in page.commands("make")}
    assert named <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))


@pytest.mark.parametrize("line", PROGRAM)
def test_every_command_line_parses(line: str) -> None:
    command = PROGRAM[line]
    assert build_parser().parse_args(command[1:]).command == command[1]


class Parsed(Exception):
    """A module got as far as reading its arguments."""


@pytest.mark.parametrize("module", BARE)
def test_every_module_that_is_named_can_be_run(module: str) -> None:
    spec = find_spec(module)
    if spec is not None and spec.submodule_search_locations:
        spec = find_spec(f"{module}.__main__")
    assert spec is not None and spec.origin
    assert '__name__ == "__main__"' in Path(spec.origin).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    [  # training imports torch
        pytest.param(line, marks=pytest.mark.slow if ".training." in line else ())
        for line, words in MODULES.items()
        if len(words) > 3
    ],
)
def test_every_module_takes_its_arguments(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m …` up to where its arguments are read: module and options are as written."""
    parse, known = argparse.ArgumentParser.parse_args, argparse.ArgumentParser.parse_known_args
    inside: list[bool] = []

    def parse_args(parser: Any, *arguments: Any) -> None:
        inside.append(True)
        parse(parser, *arguments)
        raise Parsed

    def parse_known_args(parser: Any, *arguments: Any) -> Any:
        taken = known(parser, *arguments)
        if not inside:  # a module that passes on what it doesn't know
            raise Parsed
        return taken

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_args)
    monkeypatch.setattr(argparse.ArgumentParser, "parse_known_args", parse_known_args)
    _, _, module, *arguments = MODULES[line]
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    for loaded in (module, f"{module}.__main__"):  # runpy warns of what was imported before
        if not hasattr(sys.modules.get(loaded), "__path__"):
            monkeypatch.delitem(sys.modules, loaded, raising=False)
    with pytest.raises(Parsed):
        runpy.run_module(module, run_name="__main__", alter_sys=False)


def test_the_shell_can_read_every_block() -> None:
    lines = "\n".join(re.sub(r"\b[A-Z]+\b(?==)", "VAR", block.text) for block in SHELL)
    done = subprocess.run(["bash", "-n"], input=lines, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_run(page: Page, indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In process. Without models an answer may be a refusal; nothing may fail or be refused."""
    quickly(indexed, monkeypatch)
    statuses = {shlex.join(command): main(command[1:]) for command in run_on(page)}
    assert {line: status for line, status in statuses.items() if status not in (0, 3)} == {}


def test_many_commands_are_run() -> None:
    assert len(run_on(README)) >= 4
    assert sum(len(run_on(page)) for page in PAGES) >= 18


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_commands_and_snippets_run_as_they_stand(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Real models: each command ends as its page says, each snippet runs. The README's commands
    are processes; those of docs follow in this one, on the same index.
    """
    bin_folder = Path(sys.executable).parent
    stand_in(folder, monkeypatch, PATH=f"{bin_folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    shown = ""
    for command in run_on(README):
        done = run(*command)
        assert done.returncode == expected_status(README, command), (command, done.stderr)
        shown += done.stdout
    for page in PAGES[1:]:
        for command in run_on(page):
            assert main(command[1:]) == expected_status(page, command), (page.name, command)
        shown += capsys.readouterr().out
    for block in BLOCKS:
        if block.language == "text":
            for part in block.text.split("…"):
                assert part.strip() in shown, part
    done = run(sys.executable, "-c", "\n".join(block.text for block in snippets()))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("answered ")


def snippets() -> list[Block]:
    """The Python of all pages, but for what needs a server."""
    return [block for block in BLOCKS if block.language == "python" and not block.note]


def test_the_snippets_compile() -> None:
    written = [block for block in BLOCKS if block.language == "python"]
    for block in written:
        compile(block.text, block.page, "exec")
    assert len(written) >= 7


def shape(value: Any) -> Any:
    """Keys all the way down; of a list, its first item."""
    if isinstance(value, Mapping):
        return {key: shape(item) for key, item in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else None


def test_the_json_shown_is_the_json_given(
    indexed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [shown] = [json.loads(block.text) for block in BLOCKS if block.language == "json"]
    assert Answer.from_dict(shown).to_dict() == shown
    quickly(indexed, monkeypatch)
    main(["ask", "What do you have?", "--json"])
    given = json.loads(capsys.readouterr().out)
    assert set(given) == set(shown)
    assert shape(given["coverage"]).keys() == shape(shown["coverage"]).keys()


def test_the_table_of_settings_is_complete() -> None:
    text = Page("docs/settings.md").text
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.M))
    fields = {field.name: field.default for field in dataclasses.fields(Settings)}
    assert rows.keys() == fields.keys()
    for name, default in fields.items():
        if name != "home":
            assert rows[name].strip("`") == (str(default) or "empty"), name


def test_the_file_of_settings_is_read(tmp_path: Path) -> None:
    [block] = [block for block in BLOCKS if block.language == "toml"]
    (tmp_path / "dateline.toml").write_text(block.text, encoding="utf-8")
    settings = load_settings(environ={}, folder=tmp_path)
    assert (settings.home, settings.top_k) == (tmp_path / ".dateline", 8)


def test_query_takes_the_arguments_that_are_described() -> None:
    described = re.search(r"The arguments of `query` are (.+?)\. ", Page("docs/answers.md").prose,
                          re.S)  # fmt: skip
    assert described
    names = set(re.findall(r"`(\w+)`", described[1]))
    taken = {*query.__annotations__, *AskOptions.__annotations__}
    assert names == taken - {"question", "options", "return"}


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
@pytest.mark.timeout(400)
def test_the_snippets_for_each_service_run_against_the_page(page: str, folder: Path) -> None:
    blocks = [block for block in BLOCKS if "needs: dateline chat" in block.note]
    shells = {"python": [sys.executable, "-c"], "sh": ["bash", "-ec"]}
    for block in blocks:
        done = subprocess.run(
            [*shells[block.language], block.text.replace("http://127.0.0.1:7860", page)],
            capture_output=True, text=True, cwd=folder, env=environment(folder), timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, (block.text, done.stdout, done.stderr)
        assert "answered" in done.stdout, block.text
    assert len(blocks) >= 5
