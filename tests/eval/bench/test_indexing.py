"""The bench of indexing: costs beside the bare encoder's, on as many passages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.bench.indexing import Cost, cost_table, main


def test_costs_are_compared_on_as_many_passages() -> None:
    costs = [
        Cost("fast", 10_000, 20.0, 30.0, 400.0),
        Cost("bare", 1_000, 40.0, 60.0, 900.0),
    ]
    lines = cost_table(costs, {"articles": 100, "askable_seconds": 10.0}).splitlines()
    assert "10.0 a second" in lines[0]
    fast = next(line for line in lines if "askable" in line and "10,000" in line)
    assert fast.split()[-4:] == ["500", "20.0", "20.0", "400"]  # 400 s and 600 CPU s beside it
    bare = next(line for line in lines if line.lstrip("| ").startswith("bare"))
    assert bare.split()[-3:-1] == ["1.0", "1.0"]


def test_wrong_usage_is_refused() -> None:
    for arguments in (
        [],
        ["--bench", "x", "--passages", "0"],
        ["--bench", "x", "--articles", "-1"],
    ):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_bench_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "realtimeqa-2022"
    folder.mkdir()
    articles = [
        {
            "id": f"a{number}",
            "url": f"https://example.org/{number}",
            "title": f"Report {number}",
            "text": f"On Monday number {number} was drawn. " * 5,
            "authors": [],
            "published": "2022-05-01",
        }
        for number in range(3)
    ]
    question = {
        "id": "q", "asked": "2022-05-06", "question": "Which number was drawn on Monday?",
        "choices": [], "answer": ["2"], "evidence": "", "gold_articles": ["a2"], "retrieved": [],
    }  # fmt: skip
    for name, rows in (("articles", articles), ("questions", [question])):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    assert main(["--bench", str(tmp_path), "--passages", "2", "--full"]) == 0
    out = capsys.readouterr().out
    assert "3 articles askable" in out and "read in full" in out
    assert "full vectors + keywords" in out
