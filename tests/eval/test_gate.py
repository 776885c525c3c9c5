"""Regressions planted in the chain are caught by the gate, and it names their cause.

The courier set is asked of the real chain with the hashing embedder and no evidence model: quick,
the same everywhere, and bad enough to have something to lose. Floors are set by an honest run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.asking.chosen import COURIER, open_set
from eval.floors import check_floors, raised
from eval.report.report import Report
from eval.run import evaluate
from index.ingest import index_articles
from qa.answer.assemble import cite
from qa.evidence.retrieve import retrieve
from qa.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    home = tmp_path_factory.mktemp("courier") / "home"
    found = Settings(home=home, embedder="hashing", reranker="none")
    index_articles([COURIER.with_suffix("")], found.index)
    yield found


def ask(settings: Settings, **changes: Any) -> Report:
    """The set asked of that one index, not of a new one each time."""
    return evaluate(replace(settings, **changes), replace(open_set(COURIER), collections={}))


@pytest.fixture(scope="module")
def floors(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("floors") / "floors.json"
    sets = {COURIER.name: raised({}, ask(settings))}
    path.write_text(json.dumps({"sets": sets}), encoding="utf-8")
    return path


def test_an_honest_run_passes(settings: Settings, floors: Path) -> None:
    report = ask(settings)
    assert report.unscored == 0 and report.value("verbatim") == 1.0
    assert check_floors(report, floors) == []


def test_a_retriever_that_is_off_by_one(
    settings: Settings, floors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.evidence.search.retrieve", lambda *a, **k: retrieve(*a, **k)[1:])
    misses = check_floors(ask(settings), floors)
    assert any(miss.startswith("MRR@10") for miss in misses)
    assert misses[-1].startswith("More failures by cause: not retrieved"), misses[-1]


def test_citations_that_are_shifted(
    settings: Settings, floors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shifted(number: int, article: Any, start: int, end: int, *rest: Any) -> Any:
        return replace(cite(number, article, start, end, *rest), start_char=start + 1)

    monkeypatch.setattr("qa.answer.assemble.cite", shifted)
    misses = check_floors(ask(settings), floors)
    assert any(miss.startswith("verbatim") for miss in misses)
    assert misses[-1].startswith("More failures by cause: quote not verbatim"), misses[-1]


def test_citations_of_the_sentence_before(
    settings: Settings, floors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verbatim, and of the wrong words."""

    def before(number: int, article: Any, start: int, end: int, *rest: Any) -> Any:
        length = end - start
        return cite(number, article, max(0, start - length), max(length, start), *rest)

    monkeypatch.setattr("qa.answer.assemble.cite", before)
    misses = check_floors(ask(settings), floors)
    assert any(miss.startswith("evidence_cited") for miss in misses)
    assert "retrieved, not chosen" in misses[-1]


@pytest.mark.parametrize(
    ("threshold", "metric", "cause"),
    [(0.85, "false_refusal_rate", "refused wrongly"), (0.0, "refusal_recall", "answered wrongly")],
)
def test_a_threshold_that_was_moved(
    settings: Settings, floors: Path, threshold: float, metric: str, cause: str
) -> None:
    misses = check_floors(ask(settings, refuse_below=threshold), floors)
    assert any(miss.startswith(metric) for miss in misses)
    assert misses[-1].startswith(f"More failures by cause: {cause}"), misses[-1]
