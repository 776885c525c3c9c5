"""Signals become one probability; rare words of a question weigh more than common ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evidence.blend import (
    AMONG_MANY,
    LOST_AMONG,
    NAMES,
    WEIGHTS,
    Coverage,
    Place,
    Signals,
    blend,
    log_odds,
    logistic,
    lost_among,
)


def test_more_of_each_feature_is_never_worse() -> None:
    assert len(WEIGHTS) == len(NAMES)
    poor = Signals(0.2, 0.3, 0.2, 0.1).features(0.2, Place(0.5, 0.2))
    assert len(poor) == len(NAMES) - 1
    for place in range(len(poor)):
        better = [*poor[:place], poor[place] + 1.0, *poor[place + 1 :]]
        assert blend(better) >= blend(poor)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(-1, 1))
def test_features_are_finite_whatever_a_model_says(a: float, b: float, c: float, d: float) -> None:
    features = Signals(a, b, c, d).features(0.0, Place(0.0, 0.0, 0))
    assert all(math.isfinite(f) for f in features) and 0.0 <= logistic(blend(features)) <= 1.0


def test_log_odds_and_logistic_undo_each_other() -> None:
    assert logistic(log_odds(0.3)) == pytest.approx(0.3)
    assert log_odds(0.0) == pytest.approx(-log_odds(1.0))


def test_coverage_counts_rare_words_more() -> None:
    rarity = {"minister": 0.25, "resign": 0.75}
    coverage = Coverage(["minister", "resign"], lambda word: rarity[word])
    assert coverage("The ministers met.") == pytest.approx(0.25)
    assert coverage("She resigned.") == pytest.approx(0.75)
    assert coverage("Rain fell.") == 0.0
    assert Coverage([], lambda word: 1.0)("anything") == 1.0


def test_one_paragraph_and_many_passages_must_answer_more_surely_than_some() -> None:
    assert [lost_among(passages) for passages, _ in LOST_AMONG] == [lost for _, lost in LOST_AMONG]
    alone = [lost_among(passages) for passages in (0, 1, 3, 5, 8, 10)]
    assert alone == sorted(alone, reverse=True) and alone[0] == alone[2] and alone[-1] == 0.0
    more = [lost_among(passages) for passages in (10, 40, 60, 80, AMONG_MANY, 10_000)]
    assert more == sorted(more) and more[-2] == more[-1] > 0.0


def test_coverage_knows_a_name_in_another_spelling() -> None:
    coverage = Coverage(["Zelensky"], lambda word: 1.0)
    assert coverage("Volodymyr Zelenskyy spoke.") == 1.0
