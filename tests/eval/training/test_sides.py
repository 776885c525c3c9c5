"""The weights of pairs that are the sides asked for: the right one comes first in its question."""

from __future__ import annotations

import numpy as np

from eval.training.sides import Case, fit, tried
from qa.forms.sides.opposed_pairs import FEATURES

COSINE = FEATURES.index("cosine")


def case(set_name: str, seed: int) -> Case:
    rows = np.random.default_rng(seed).random((12, len(FEATURES)))
    right = np.zeros(12, dtype=bool)
    right[seed % 12] = True
    rows[:, COSINE] = np.where(right, 2.0, rows[:, COSINE])
    return Case(set_name, rows, right)


def test_what_tells_right_pairs_apart_gets_its_weight_and_each_set_is_tried_on_the_others() -> None:
    none = Case("a", np.zeros((0, len(FEATURES))), np.zeros(0, dtype=bool))
    cases = [*(case(name, n) for n, name in enumerate("abcabcabcabc")), none]
    weights = fit(cases)
    assert int(np.argmax(weights)) == COSINE
    shown = tried(cases)
    assert shown["all"] == (13, 12, 12, 12) and shown["a"] == (5, 4, 4, 4)
