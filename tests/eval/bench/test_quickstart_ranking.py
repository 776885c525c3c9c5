"""LlamaIndex's quickstart on the made-up articles: the real thing, so slow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.bench import quickstart_ranking
from tests.eval.published import write_bench


@pytest.mark.slow
def test_the_ranking_is_stored_by_question(tmp_path: Path) -> None:
    bench, out = write_bench(tmp_path / "bench"), tmp_path / "ranking.json"
    options = ["--bench", str(bench), "--store", str(tmp_path / "store"), "--out", str(out)]
    assert quickstart_ranking.main(options) == 0
    stored = json.loads(out.read_text())
    assert {question: ids[0] for question, ids in stored.items()} == {
        "20220114_0": "rt00000",
        "20220225_0": "rt00001",
    }
    assert all(sorted(ids) == ["rt00000", "rt00001", "rt00002"] for ids in stored.values())
