"""The quality of the whole chain, with the real models, may not fall below its floors.

The floors are in eval/floors.json. They may only rise: a change that misses one is mended or
given up, never met by lowering the floor.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.floors import FLOORS, check_floors
from eval.questions import set_digest
from eval.report import Report, summary_table
from eval.run import evaluate
from qa.settings import load_settings


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    empty = tmp_path_factory.mktemp("empty")
    settings = load_settings({"home": empty / "home"}, environ={}, folder=empty)
    found, _ = evaluate(settings)
    assert not (empty / "home").exists(), "the seed set leaves the user's home alone"
    return found


def test_the_floors_are_of_this_question_set() -> None:
    assert json.loads(FLOORS.read_text(encoding="utf-8"))["set_sha256"] == set_digest()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_answers_are_as_good_as_they_were(report: Report) -> None:
    assert check_floors(report) == [], "\n" + summary_table(report)


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
