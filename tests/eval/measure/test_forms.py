"""The command that scores a set beyond looking up: indexes its articles, asks, judges, tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.measure import forms
from eval.questions.expected import load_expected, read_copies
from eval.questions.question_set import QuestionSetError
from qa.settings import load_settings

ARTICLES = [
    {"url": f"https://example.org/{n}", "title": title, "text": text, "publisher": outlet,
     "published_at": f"2023-03-0{n}"}
    for n, (title, text, outlet) in enumerate([
        ("Flood in Vell", "The river Orm flooded the town of Vell. Nine sheep drowned.", "Reuters"),
        ("Vell dries up", "The town of Vell is dry again. The mayor thanked the firemen.", "CNN"),
        ("Goats of Marn", "The goats of Marn won a prize. Their owner was not surprised.", "CNN"),
    ], start=1)
]  # fmt: skip
COUNT = {
    "id": "count-1", "kind": "count", "split": "tune",
    "question": "How many articles are from CNN?", "answerable": True,
    "expected_status": "about_corpus", "form": "count",
    "accepted_answers": ["2", "two"], "number": 2, "articles": ["https://example.org/2"],
}  # fmt: skip
WRONG = {**COUNT, "id": "count-2", "number": 3, "split": "heldout"}


def write_set(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "vell.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    articles = folder / "vell"
    articles.mkdir(exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in ARTICLES)
    (articles / "articles.jsonl").write_text(lines, encoding="utf-8")
    return path


def test_verdicts_are_told_by_kind_and_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, rows = write_set(tmp_path, [COUNT, WRONG]), tmp_path / "rows.jsonl"
    quick = load_settings({"embedder": "hashing", "reranker": "none"}, environ={}, folder=tmp_path)
    monkeypatch.setattr(forms, "load_settings", lambda *_, **__: quick)
    assert forms.main(["--set", str(path), "--rows", str(rows), "--home", str(tmp_path / "h")]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[1].split()[:4] == ["count", "2", "1", ".500"]
    assert printed[-1] == "count-2: says 2, not 3"
    kept = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    assert [row["right"] for row in kept] == [True, False]
    assert kept[1]["expected"]["number"] == 3 and kept[1]["answer"]["form"] in ("count", "corpus")
    half = ["--set", str(path), "--split", "held-out", "--home", str(tmp_path / "h")]
    assert forms.main(half) == 0
    assert "count-1" not in capsys.readouterr().out


def test_a_kind_that_the_set_has_not(tmp_path: Path) -> None:
    path = write_set(tmp_path, [COUNT])
    with pytest.raises(QuestionSetError, match="--kind song"):
        forms.main(["--set", str(path), "--kind", "song", "--home", str(tmp_path / "h")])


def test_labels_are_read_and_bad_ones_named(tmp_path: Path) -> None:
    item = {"on": "2023-03-01", "days": ["2023-03-01"], "say": ["nine"], "quotes": []}
    row = {**COUNT, "timeline": [item], "period": {"after": "2023-03-01", "before": "2023-04-01"}}
    found = load_expected(write_set(tmp_path, [row]))["count-1"]
    assert found.timeline[0].days == ("2023-03-01",) and found.number == 2
    assert found.period == ("2023-03-01", "2023-04-01") and found.disagreements is None
    broken = write_set(tmp_path, [{**COUNT, "points": [{"say": ["x"]}]}])
    with pytest.raises(QuestionSetError, match="line 1: a label can't be read"):
        load_expected(broken)


def test_copies_stand_beside_the_set(tmp_path: Path) -> None:
    path = write_set(tmp_path, [COUNT])
    assert read_copies(path) == ()
    stories = {"flood": {"copies": [["one", "two"]]}}
    path.with_suffix(".stories.json").write_text(json.dumps(stories), encoding="utf-8")
    assert read_copies(path) == (("one", "two"),)
