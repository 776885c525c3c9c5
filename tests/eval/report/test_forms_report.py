"""Shares by kind and half, and floors of them that may only rise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.floors import check_floors, lowered, raised_by_kind
from eval.metrics.forms import Verdict
from eval.metrics.record import Record
from eval.questions.expected import Expected
from eval.questions.question_set import Question
from eval.report.forms import FormCase, FormsReport, kind_rows
from tests.eval.fakes import CAME, SHELF, answered

RUN = {"set": "year.jsonl", "set_sha256": "s", "articles_sha256": "a", "split": "all"}


def case(kind: str, split: str, right: bool | None, **verdict: Any) -> FormCase:
    question = Question("q", kind, "?", "answered", split=split)
    return FormCase(
        Record(question, answered(CAME)), Expected(), Verdict(right, "", bool(right), **verdict)
    )


def report(right: int, of: int = 10) -> FormsReport:
    """So many of the tune half's periods are right, and both held-out counts."""
    periods = [case("period", "tune", n < right) for n in range(of)]
    counts = [case("count", "heldout", True, strict=True)] * 2
    return FormsReport((*periods, *counts), SHELF, RUN)


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"sets": {"year.jsonl": raised_by_kind({}, report(6))}}), "utf-8")
    return path


def test_shares_by_kind() -> None:
    refused = case("period", "tune", False, false_refusal=True)
    unscored = case("period", "tune", None)
    found = FormsReport((*report(6).cases, refused, unscored), SHELF, RUN)
    # 6 of 10 and one refusal: 6 of 11; the unscored one is in no share
    assert kind_rows(found.cases) == [
        ["period", "11", "6", ".545", "6", "0", "1 of 11", "1"],
        ["count", "2", "2", "1.000", "2", "2", "0 of 2", "0"],
        ["all", "13", "8", ".615", "8", "2", "1 of 13", "1"],
    ]
    assert found.unscored == 1 and found.value("tune: right of period") == 6 / 11
    assert found.value("heldout: right") == 1.0 and found.value("tune: right of list") is None
    assert found.causes == (("tune: period", 5),)


def test_a_kind_may_lose_one_question_and_not_two(floors: Path) -> None:
    kept = json.loads(floors.read_text(encoding="utf-8"))["sets"]["year.jsonl"]
    # a kind of 10: 6/10 - 1/10; all of a half: 6/10 - 0.02
    assert kept["at_least"]["tune: right of period"] == 0.5
    assert kept["at_least"]["tune: right"] == 0.58
    assert kept["at_least"]["heldout: right of count"] == 0.5
    assert kept["at_most"] == {"tune: false refusals": 0.02, "heldout: false refusals": 0.02}
    assert check_floors(report(6), floors) == []
    assert check_floors(report(4), floors) == [
        "tune: right is 0.400, the floor is 0.58.",
        "tune: right of period is 0.400, the floor is 0.5.",
        "More failures by cause: tune: period 6 (was 4)",
    ]


def test_floors_by_kind_only_rise() -> None:
    before = raised_by_kind({}, report(6))
    assert raised_by_kind(before, report(3))["at_least"] == before["at_least"]
    higher = raised_by_kind(before, report(9))
    assert higher["at_least"]["tune: right of period"] == 0.8
    assert lowered({"year.jsonl": before}, {"year.jsonl": higher}) == []
    assert len(lowered({"year.jsonl": higher}, {"year.jsonl": before})) == 2


def test_a_half_that_was_not_run_misses_its_floors(floors: Path) -> None:
    tune = FormsReport(report(6).cases[:10], SHELF, {**RUN, "split": "tune"})
    misses = check_floors(tune, floors)
    assert misses[0].startswith("split is 'tune'")
    assert "heldout: right is not measured, the floor is 0.98." in misses
