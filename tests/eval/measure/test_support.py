"""The support check measured: worked by hand, against scikit-learn, and end to end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.measure import support
from eval.measure.baseline import area_under_roc
from tests.eval.published import write_bench


class Colours:
    """Supports a claim whose last word stands in the passage; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [
            0.9 if claim.rstrip(".").split()[-1] in passage else 0.2 for claim, passage in pairs
        ]


def test_balanced_accuracy_and_threshold_worked_by_hand() -> None:
    scores = np.array([0.9, 0.6, 0.4, 0.3, 0.1])
    truth = np.array([True, True, False, True, False])
    assert support.balanced_accuracy(scores, truth, 0.5) == pytest.approx((2 / 3 + 2 / 2) / 2)
    assert support.balanced_accuracy(scores, truth, 0.3) == pytest.approx((3 / 3 + 1 / 2) / 2)
    assert support.choose_threshold(scores, truth) == 0.6
    assert np.isnan(support.balanced_accuracy(scores, np.ones(5, dtype=bool), 0.5))
    with pytest.raises(ValueError, match="5 of 5"):
        support.choose_threshold(scores, np.ones(5, dtype=bool))


def test_random_runs_agree_with_scikit_learn() -> None:
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    rng = np.random.default_rng(3)
    for _ in range(50):
        truth = rng.random(40) < 0.4
        truth[:2] = True, False
        scores = rng.integers(0, 12, 40) / 12  # with ties
        auroc = area_under_roc(scores[truth], scores[~truth])
        assert auroc == pytest.approx(roc_auc_score(truth, scores), abs=1e-9)
        assert support.balanced_accuracy(scores, truth, 0.5) == pytest.approx(
            balanced_accuracy_score(truth, scores >= 0.5), abs=1e-9
        )


def test_overlap_counts_the_words_of_the_claim() -> None:
    assert support.overlap("The red door", "A door is red.") == pytest.approx(2 / 3)
    assert support.overlap("", "A door.") == 0.0


def test_a_judge_reads_each_pair_once() -> None:
    model = Colours()
    remembered = support.Remembered(model)
    pair = ("It is red.", "A red door.")
    assert remembered.support([pair, pair, ("It is blue.", "A red door.")]) == [0.9, 0.9, 0.2]
    assert remembered.support([pair]) == [0.9]
    assert len(model.asked) == 2


def test_judges_are_compared_on_the_part_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench, out = write_bench(tmp_path / "bench"), tmp_path / "out.json"
    monkeypatch.setattr(support.EvidenceModel, "load", lambda: Colours())
    assert support.main(["--bench", str(bench), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "pairs of passages kept apart" in printed
    rows = json.loads(out.read_text())["figures"]["rows"]
    whole = {row["judge"]: row for row in rows if row["source"] == "all"}
    assert list(whole) == ["product", "model alone", "check without model", "word overlap"]
    assert whole["model alone"]["balanced"]["value"] == 1.0
    assert whole["model alone"]["auroc"]["value"] == 1.0
    assert {row["source"] for row in rows} >= {"all", "summedits", "wice"}
    # Eleven words of which one differs: an overlap that tells these pairs apart, and no others.
    assert whole["word overlap"]["auroc"]["value"] == 1.0
