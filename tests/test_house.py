"""The house keeps its rules, and each rule is noticed when it is broken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import house
from tests.house import (
    MOST_LINES,
    MOST_MODULES,
    against_the_order,
    broken_rules,
    circles,
    crowded_folders,
    long_files,
    plan,
    read_house,
)


def build(root: Path, files: Mapping[str, str]) -> house.House:
    """A house of its own, by its files' names without .py; more files may be added later."""
    for name, text in files.items():
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_house(root)


def test_no_rule_of_the_house_is_broken() -> None:
    assert broken_rules(read_house()) == []


def test_the_plan_names_every_folder_and_file_once(capsys: pytest.CaptureFixture[str]) -> None:
    ours = read_house()
    assert house.main() == 0
    printed = capsys.readouterr().out
    assert printed == plan(ours) + "\n"
    folders = [line.split(" (")[0] for line in printed.splitlines() if "lines)" in line]
    assert folders == list(dict.fromkeys(folders)) and "index/readers" in folders
    shown = sum(len(line.split()) for line in printed.splitlines() if line.startswith("    "))
    assert shown == sum(not module.is_init for module in ours.values())
    assert f"{len(ours)} files" in printed and "0 circles" in printed


def test_a_crowded_folder_is_noticed_but_not_the_formats(tmp_path: Path) -> None:
    folders = ("index/text", "index/readers")
    full = {f"{folder}/m{n}": "" for n in range(MOST_MODULES) for folder in folders}
    assert crowded_folders(build(tmp_path, {**full, "index/text/__init__": ""})) == []
    found = crowded_folders(build(tmp_path, {f"{folder}/more": "" for folder in folders}))
    assert found == ["index/text: 16 modules"]


def test_a_long_file_is_noticed(tmp_path: Path) -> None:
    assert long_files(build(tmp_path, {"qa/types": "x = 1\n" * MOST_LINES})) == []
    found = long_files(build(tmp_path, {"qa/types": "x = 1\n" * (MOST_LINES + 1)}))
    assert found == ["qa/types.py: 351 lines"]


@pytest.mark.parametrize(
    "late",
    [
        "from index import library",
        "import index.library",
        "from index.library import open_library",
        "from ..library import open_library",
        "from .. import library",
        "def read():\n    from index.library import open_library",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import index.library",
    ],
)
def test_an_import_against_the_order_is_noticed_wherever_it_stands(
    tmp_path: Path, late: str
) -> None:
    files = {"index/types": "", "index/library": "from index.text import lines"}
    files["index/text/lines"] = "import index.types"
    assert against_the_order(build(tmp_path, files)) == []
    found = against_the_order(build(tmp_path, {"index/text/lines": late}))
    assert found == ["index.text.lines imports index.library: text stands below library"]


def test_an_import_of_another_room_is_noticed(tmp_path: Path) -> None:
    files = {
        "index/types": "def read():\n    from qa import query",
        "qa/__init__": "from qa.types import Answer",
        "qa/types": "import index.types",
        "ui/cli": "import eval.run",  # the one that may
        "eval/run": "from ui import cli",
    }
    assert against_the_order(build(tmp_path, files)) == [
        "index.types imports qa: index may not import qa",
        "eval.run imports ui.cli: eval may not import ui",
    ]


def test_a_folder_without_a_place_is_noticed(tmp_path: Path) -> None:
    found = against_the_order(build(tmp_path, {"index/attic/old": "", "ui/cli": ""}))
    assert found == ["index/attic has no place in the order"]


def test_a_circle_is_noticed_also_when_one_import_is_late(tmp_path: Path) -> None:
    files = {
        "qa/answer/draft": "from qa.answer import facts",
        "qa/answer/facts": "import qa.answer.verify",
        "qa/answer/verify": "import qa.types",
        "qa/types": "",
    }
    assert circles(build(tmp_path, files)) == []
    late = "def verify():\n    from .draft import Draft"
    found = broken_rules(build(tmp_path, {"qa/answer/verify": late}))
    assert found == ["circle: qa.answer.draft → qa.answer.facts → qa.answer.verify"]
