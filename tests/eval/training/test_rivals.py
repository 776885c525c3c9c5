"""The weights of a second value: learned from pairs, and tried on sets that were not learned."""

from __future__ import annotations

import numpy as np

from eval.training.rivals import Case, fit, tried
from qa.forms.sides.rival_values import RIVAL_WEIGHTS


def case(set_name: str, kind: str, cosine: float, right: bool) -> Case:
    features = np.zeros((1, len(RIVAL_WEIGHTS)))
    features[0, list(RIVAL_WEIGHTS).index("cosine")] = cosine
    return Case(set_name, kind, features, np.array([right]))


def cases() -> list[Case]:
    near = [case(s, "unasked", 0.8 + n / 100, True) for s in "abc" for n in range(9)]
    far = [case(s, "lookup", 0.1 + n / 100, False) for s in "abc" for n in range(9)]
    return near + far


def test_what_tells_right_pairs_apart_gets_its_weight() -> None:
    bias, weights = fit(cases())
    assert bias + 0.85 * weights[list(RIVAL_WEIGHTS).index("cosine")] > 0
    assert bias + 0.12 * weights[list(RIVAL_WEIGHTS).index("cosine")] < 0


def test_each_set_is_tried_on_what_was_learned_of_the_others() -> None:
    none = Case("a", "lookup", np.zeros((0, len(RIVAL_WEIGHTS))), np.zeros(0, dtype=bool))
    assert tried([*cases(), none]) == {"unasked": (27, 27, 27), "lookup": (28, 0, 0)}
