"""Asking and writing at once: what is counted, and that a fault is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.soak import SETS, TENTHS, Soak, Tenth, asked, soak, table
from index.ingest import index_articles
from qa.pipeline import build_pipeline
from qa.settings import Settings

STILL = Tenth(100.0, 20, 8, 50, 0.1, 36)


def with_last(**changes: float) -> Soak:
    last = Tenth(**{**STILL.__dict__, **changes})
    return Soak([STILL] * (TENTHS - 1) + [last])


def test_what_grows_fails_or_changes_does_not_hold() -> None:
    assert with_last(memory_mb=104).holds and with_last(memory_mb=104).growth == pytest.approx(0.04)
    assert not with_last(memory_mb=106).holds
    assert not with_last(files=40).holds and not with_last(threads=20).holds
    failed, other = with_last(), with_last()
    failed.failures.append("writing: x")
    other.other_answers.append("Who?")
    assert not failed.holds and not other.holds
    assert "500 answers, 360 articles" in table(failed) and "1 failed" in table(failed)


@pytest.mark.slow
def test_answers_stay_while_other_articles_come_and_go(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", embedder="hashing", reranker="none")
    index_articles([SETS / "caldria"], settings.index)
    (tmp_path / "carts").mkdir()
    pipeline = build_pipeline(settings)
    try:
        before = pipeline.library.catalog.article_count()
        found = soak(pipeline, asked()[:4], tmp_path / "carts", 6.0)
        assert pipeline.library.catalog.article_count() == before
    finally:
        pipeline.close()
    assert found.failures == [] and found.other_answers == []
    assert sum(t.answers for t in found.tenths) >= 4 and sum(t.written for t in found.tenths) >= 12
