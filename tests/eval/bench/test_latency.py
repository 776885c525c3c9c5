"""Latency measured: the figures are there, and the process stays on its cores."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from eval.adapters.realtimeqa import read_articles
from eval.bench import latency
from eval.measure.news_home import open_news
from qa.settings import Settings
from tests.eval.published import write_bench


@pytest.mark.usefixtures("no_real_model")
def test_stages_rate_and_memory_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench, home, out = write_bench(tmp_path / "bench"), tmp_path / "home", tmp_path / "out.json"
    open_news(read_articles(bench), Settings(home=home, embedder="hashing")).close()
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    try:
        options = ["--bench", str(bench), "--home", str(home), "--reranker", "none"]
        assert latency.main([*options, "--cores", "1", "--out", str(out)]) == 0
    finally:
        if allowed is not None:
            os.sched_setaffinity(0, allowed)
    printed = capsys.readouterr().out
    assert "4 questions of 3 articles" in printed
    assert "peak memory" in printed
    figures = json.loads(out.read_text())["figures"]
    median, tail = figures["seconds p50, p95"]["total"]
    assert 0 < median <= tail
    assert figures["questions a second"] > 0
    assert figures["peak MB"] > 10
    assert set(figures["seconds p50, p95"]) == {"retrieve", "rerank", "read", "verify", "total"}
