"""The quality of the whole chain, with the real models, may not fall below its floors.

The floors are in eval/floors.json. They may only rise: a change that misses one is mended or
given up, never met by lowering the floor.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from eval.asking.chosen import FORMS_GATE, GATE, open_set
from eval.floors import FLOORS, check_floors, lowered, of_document, read_floors
from eval.measure.command import table
from eval.measure.forms import measure
from eval.report.forms import HEAD, kind_rows
from eval.report.report import Report
from eval.report.text import summary_table
from eval.run import evaluate
from qa.settings import load_settings


@pytest.fixture(scope="module", params=GATE, ids=lambda path: path.stem)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    empty = tmp_path_factory.mktemp("empty")
    settings = load_settings({"home": empty / "home"}, environ={}, folder=empty)
    found = evaluate(settings, open_set(request.param))
    assert not (empty / "home").exists(), "a set with its own articles leaves the home alone"
    return found


def test_the_floors_are_of_these_question_sets() -> None:
    assert {name: floors["set_sha256"] for name, floors in read_floors().items()} == {
        path.name: open_set(path).sha256 for path in (*GATE, *FORMS_GATE)
    }


def test_no_floor_was_ever_lowered() -> None:
    """Against every version of the file that git has; a checkout without history has none."""
    root = FLOORS.parent.parent
    listed = _git(root, "log", "--format=%H", "--", "eval/floors.json")
    for commit in listed.split():
        before = of_document(json.loads(_git(root, "show", f"{commit}:eval/floors.json")))
        assert lowered(before, read_floors()) == [], commit


def _git(root: Path, *command: str) -> str:
    run = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, timeout=30)
    return run.stdout if run.returncode == 0 else ""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_answers_are_as_good_as_they_were(report: Report) -> None:
    assert check_floors(report) == [], "\n" + summary_table(report)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", FORMS_GATE, ids=lambda path: path.stem)
def test_answers_of_every_form_are_as_good_as_they_were(path: Path, tmp_path: Path) -> None:
    settings = load_settings({"home": tmp_path / "home"}, environ={}, folder=tmp_path)
    report = measure(path, settings)
    assert check_floors(report) == [], "\n" + table(HEAD, kind_rows(report.cases))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_quote_is_verbatim(report: Report) -> None:
    assert report.value("verbatim") == 1.0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_command_prints_one_json_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ui.cli import main

    question = {
        "id": "q-1", "kind": "off_topic", "question": "Who painted Guernica?",
        "answerable": False, "expected_status": "not_in_articles",
    }  # fmt: skip
    questions = tmp_path / "set.jsonl"
    questions.write_text(json.dumps(question), encoding="utf-8")
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("The harbour was closed on Monday. Ships waited.", "utf-8")
    home = ["--home", str(tmp_path / "home")]
    assert main(["index", str(articles), *home]) == 0
    capsys.readouterr()
    out = tmp_path / "report"
    assert main(["eval", str(questions), "--out", str(out), "--json", *home]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert printed["run"]["articles"] == 1 and printed["questions"] == 1
