"""Two runs of one set are compared case by case."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.questions.question_set import QuestionSetError
from eval.report.compare import Case, Run, compare, load_run, main_compare, mcnemar
from eval.report.files import write_report
from eval.report.report import build_report, run_record
from eval.run import run_eval
from qa.settings import Settings
from qa.types import Answer
from tests.eval.fakes import (
    ASKED,
    BOTH,
    HELLO,
    MET,
    NEAR,
    RAIN,
    REFUSED,
    SHELF,
    WHEN,
    ScriptedPipeline,
    answered,
    said,
)
from tests.eval.published import write_rows

BEFORE: dict[str, Answer] = {
    WHEN.question: answered(RAIN, short="March"),
    BOTH.question: answered(RAIN),
    NEAR.question: REFUSED,
    HELLO.question: said("about_corpus", "Good day."),
}
AFTER: dict[str, Answer] = {
    **BEFORE,
    WHEN.question: answered(MET, short="March 29"),
    NEAR.question: answered(MET),
    BOTH.question: REFUSED,
}


def report(script: dict[str, Answer], folder: Path) -> Path:
    questions = (WHEN, BOTH, NEAR, HELLO)
    script = {q.question: replace(script[q.question], question=q.question) for q in questions}
    records = run_eval(ScriptedPipeline(script), questions)
    write_report(
        build_report(records, SHELF, run=run_record(SHELF.hashes, Settings(), ASKED)), folder
    )
    return folder


def test_reports_are_compared_case_by_case(tmp_path: Path) -> None:
    folders = report(BEFORE, tmp_path / "before"), report(AFTER, tmp_path / "after")
    found = compare(*map(load_run, folders))
    assert [(c.id, c.before, c.after) for c in found.better] == [
        (WHEN.id, "retrieved, not chosen", "right")
    ]
    assert [(c.id, c.after) for c in found.worse] == [(NEAR.id, "answered wrongly")]
    assert [(c.id, c.after) for c in found.other] == [(BOTH.id, "refused wrongly")]
    assert (found.both_right, found.unscored, found.note) == (1, 0, "")
    figures = {label: (a, b) for label, a, b in found.figures}
    assert figures["Answer accuracy"] == (0.0, 0.5)
    out = io.StringIO()
    assert main_compare(*folders, stdout=out) == 0
    text = out.getvalue()
    assert f"{WHEN.id}: {WHEN.question}" in text
    assert text.index("WORSE") < text.index("BETTER")
    out = io.StringIO()
    main_compare(*folders, as_json=True, stdout=out)
    assert json.loads(out.getvalue())["better"][0]["id"] == WHEN.id


def test_what_differs_between_the_runs_is_said(tmp_path: Path) -> None:
    folders = report(BEFORE, tmp_path / "before"), report(AFTER, tmp_path / "after")
    path = folders[1] / "report.json"
    data = json.loads(path.read_text("utf-8"))
    data["run"]["settings"]["refuse_below"] = 0.9
    data["run"]["articles_sha256"] = "other"
    path.write_text(json.dumps(data), encoding="utf-8")
    note = compare(*map(load_run, folders)).note
    assert note.startswith("The runs are of different articles. Changed: settings.refuse_below ")
    assert note.endswith(" → 0.9.")


def test_a_refusal_that_nobody_can_judge_is_neither_better_nor_worse(tmp_path: Path) -> None:
    question = replace(WHEN, expected_status=None, gold_evidence=(), short_answers=())
    for name, answer in (("before", REFUSED), ("after", answered(MET))):
        records = run_eval(ScriptedPipeline({question.question: answer}), [question])
        run = run_record(SHELF.hashes, Settings(), ASKED)
        write_report(build_report(records, SHELF, run=run), tmp_path / name)
    found = compare(load_run(tmp_path / "before"), load_run(tmp_path / "after"))
    assert (found.better, found.worse, found.unscored) == ((), (), 1)


def test_rows_of_answers_are_compared_too(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "question": "A?", "cause": None, "status": "answered", "text": "Yes. [1]",
         "scores": {"answer in the text": 1.0}},
        {"id": "b", "question": "B?", "cause": "not retrieved", "status": "answered", "text": "No.",
         "scores": {"answer in the text": 0.0}},
    ]  # fmt: skip
    before = load_run(write_rows(tmp_path / "before.jsonl", rows))
    after = load_run(
        write_rows(tmp_path / "after.jsonl", [{**rows[0], "cause": "refused wrongly"}])
    )
    found = compare(before, after)
    assert [c.id for c in found.worse] == ["a"]
    assert (found.only_before, found.only_after) == (1, 0)
    assert found.figures == (("answer in the text", 0.5, 1.0),)


def test_what_could_not_be_scored_is_neither_better_nor_worse() -> None:
    a = Run("a", {"q": Case("q", "?", "could not be scored", "")}, {}, {"set_sha256": "1"})
    b = Run("b", {"q": Case("q", "?", "right", "")}, {}, {"set_sha256": "2"})
    found = compare(a, b)
    assert (found.better, found.worse, found.unscored) == ((), (), 1)
    assert "different question sets" in found.note


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 2 / 32), (3, 1, 2 * (1 + 4) / 16), (2, 2, 1.0)],
)
def test_mcnemar_worked_by_hand(better: int, worse: int, p: float) -> None:
    assert mcnemar(better, worse) == mcnemar(worse, better) == pytest.approx(p)


def test_mcnemar_agrees_with_the_binomial_test() -> None:
    from scipy.stats import binomtest

    for better in range(0, 40, 3):
        for worse in range(1, 60, 7):
            expected = binomtest(better, better + worse, 0.5).pvalue
            assert mcnemar(better, worse) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", ["empty", "rows.jsonl", "gone"])
def test_what_is_no_run_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    write_rows(tmp_path / "rows.jsonl", [{"id": 3}])
    with pytest.raises(QuestionSetError, match=name):
        load_run(tmp_path / name)
