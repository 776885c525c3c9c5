"""Risk, coverage and calibration, worked by hand and against an independent implementation."""

from __future__ import annotations

import random

import numpy as np
import pytest

from eval.metrics.calibration import (
    Said,
    area_under_risk,
    best_threshold,
    calibration_error,
    least_area,
    rates_at,
    reliability,
    risk_coverage,
)

# Probability, answerable, right: surest first right, wrong, right, and one that is refused.
FOUR = [
    Said(0.9, True, True),
    Said(0.8, False, False),
    Said(0.6, True, True),
    Said(0.1, False, False),
]


def test_the_curve_worked_by_hand() -> None:
    coverage, risk = risk_coverage(FOUR)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert area_under_risk(FOUR) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    assert least_area(FOUR) == pytest.approx((0 + 0 + 1 / 3 + 2 / 4) / 4)


def test_equal_probabilities_have_no_order() -> None:
    same = [Said(0.5, s.answerable, s.right) for s in FOUR]
    assert risk_coverage(same)[1].tolist() == pytest.approx([0.5] * 4)
    assert area_under_risk(same) == area_under_risk(same[::-1]) == pytest.approx(0.5)


def test_rates_and_the_threshold_worked_by_hand() -> None:
    at = rates_at(FOUR, 0.7)
    assert (at.refused, at.answered, at.right_of_given) == (0.5, 0.5, 0.5)
    assert rates_at(FOUR, 1.1).right_of_given is None
    # Below 0.6: both answerable ones are answered, one of two refused: 0.75. Above 0.8: 0.5 and 1.
    best = best_threshold(FOUR)
    assert best == pytest.approx((0.1 + 0.6) / 2)
    assert rates_at(FOUR, best).balanced == 0.75
    with pytest.raises(ValueError, match="answerable and unanswerable"):
        best_threshold(FOUR[:1])
    with pytest.raises(ValueError, match="no questions"):
        risk_coverage([])


def test_reliability_worked_by_hand() -> None:
    said = [Said(p, true, true) for p, true in ((0.95, True), (1.0, False), (0.15, False))]
    first, last = reliability(said)
    assert (first.low, first.n, first.said, first.true) == (0.1, 1, 0.15, 0.0)
    assert (last.high, last.n, last.true) == (1.0, 2, 0.5)
    assert last.said == pytest.approx(0.975)
    assert calibration_error(said) == pytest.approx((2 * 0.475 + 1 * 0.15) / 3)


def test_random_runs_agree_with_scikit_learn_and_with_the_definition() -> None:
    from sklearn.calibration import calibration_curve

    rng = random.Random(5)
    for _ in range(30):
        said = [
            Said(rng.random(), answerable, answerable and rng.random() < 0.6)
            for answerable in (rng.random() < 0.5 for _ in range(rng.randrange(5, 60)))
        ]
        ordered = sorted(said, key=lambda s: -s.probability)
        risks = [sum(not s.right for s in ordered[:k]) / k for k in range(1, len(ordered) + 1)]
        assert area_under_risk(said) == pytest.approx(np.mean(risks), abs=1e-9)
        true, mean = calibration_curve(
            [s.answerable for s in said], [s.probability for s in said], n_bins=10
        )
        bins = reliability(said)
        assert [b.true for b in bins] == pytest.approx(list(true), abs=1e-9)
        assert [b.said for b in bins] == pytest.approx(list(mean), abs=1e-9)
