"""The cases of `tests/index/cases` come out as their `check.json` says; a wrong one is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.cases import find_cases, main, run_case

CASES = Path(__file__).resolve().parents[1] / "index" / "cases"
TEXT = (
    "Ferry strike halts harbour\n\nMarch 14, 2022\n\nThe crews left their boats at noon on Monday."
)


@pytest.mark.parametrize("case", find_cases(CASES), ids=lambda case: case.name)
def test_a_case_comes_out_right(case: Path) -> None:
    outcome = run_case(case)
    assert outcome.is_checked, "a check.json says for a machine what EXPECT says"
    assert outcome.wrong == []


def make(folder: Path, check: object) -> Path:
    case = folder / "ferry"
    case.mkdir()
    (case / "EXPECT").write_text("one article, dated")
    (case / "a.txt").write_text(TEXT)
    (case / "check.json").write_text(json.dumps(check))
    return case


@pytest.mark.parametrize(
    ("article", "wrong"),
    [
        ({"title": "Ferry strike halts harbour", "published_at": "2022-03"}, ""),
        ({"has": ["at noon"], "text_lacks": ["Tuesday"], "begins": "Ferry"}, ""),
        ({"sentences": ["The crews left their boats at noon on Monday."]}, ""),
        ({"publisher": "Reuters"}, "a.txt: article 1: publisher: None, not 'Reuters'"),
        ({"lacks": ["Monday"]}, "a.txt: article 1: lacks: has 'Monday'"),
        ({"byline": "x"}, "a.txt: article 1: byline: neither a field of Article nor a check"),
    ],
)
def test_what_differs_is_said(tmp_path: Path, article: dict[str, object], wrong: str) -> None:
    case = make(tmp_path, {"files": {"a.txt": {"articles": [article]}}})
    assert run_case(case).wrong == ([wrong] if wrong else [])


def test_numbers_of_articles_and_refusals_count(tmp_path: Path) -> None:
    case = make(tmp_path, {"files": {"a.txt": {"articles": 2, "refused": ["x"]}}, "distinct": 2})
    assert len(run_case(case).wrong) == 3


def test_the_command_prints_both_and_gives_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, {"files": {"a.txt": {"articles": [{"title": "Another"}]}}})
    assert main([str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "expected: one article, dated" in shown and "title='Ferry strike halts harbour'" in shown
    assert "1 cases, 1 checked, 1 wrong ferry" in shown
    assert main([str(tmp_path / "nowhere")]) == 2
