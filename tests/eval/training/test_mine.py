"""News passages for training: what answers by weak label, and what only ranks high."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.training.examples.mine import answer_spans, main
from tests.eval.published import write_bench


@pytest.mark.usefixtures("no_real_model")
def test_questions_kept_for_scoring_are_left_out(tmp_path: Path) -> None:
    bench, out = write_bench(tmp_path / "bench"), tmp_path / "news.jsonl.gz"
    options = ["--bench", str(bench), "--home", str(tmp_path / "home"), "--out", str(out)]
    assert main([*options, "--embedder", "hashing"]) == 0
    with gzip.open(out, "rt", encoding="utf-8") as lines:
        rows = {row["question"]: row for row in map(json.loads, lines)}
    # Two of the four questions have gold articles.
    assert "Who cut the ribbon of the harbour?" not in rows and len(rows) <= 2
    row = rows["Where do drivers take the ferry while the bridge is closed?"]
    title, text, spans = row["positives"][0]
    assert title == "Bridge closed" and "Bridge closed" not in text
    assert [text[start:end] for start, end in spans] == ["Meersburg"]
    assert all("Meersburg" not in text for _, text in row["negatives"])


def test_an_answer_stands_as_whole_words_in_any_case() -> None:
    text = "Bill Cosby, 84, of Philadelphia. BILL COSBY's lawyer spoke for 184 minutes."
    assert [text[slice(*span)] for span in answer_spans(text, ["Bill Cosby"])] == [
        "Bill Cosby",
        "BILL COSBY",
    ]
    assert [text[slice(*span)] for span in answer_spans(text, ["84"])] == ["84"]
