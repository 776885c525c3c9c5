"""Weights of `qa.forms.sides.opposed_pairs`: which two sentences are the sides that are asked for.

    python -m eval.training.sides [--set PATH ...] [--keep-in DIR]

Questions of the invented sets of `eval/questions`, and of other files in their layout, that ask
where reports or speakers differ. The weights make the right pairs of a question likely among all
its pairs (a softmax over the pairs of one question), for which one comes first is all that counts.
Every set is tried on what was learned of the others. The weights that ship were fitted on four sets
about real news besides, whose texts are not ours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.training.pair_cases import (
    chosen_questions,
    features_of,
    kind_of,
    stand_apart,
    table_of,
)
from qa.forms.sides.opposed import opposed_of
from qa.forms.sides.opposed_pairs import FEATURES

STRENGTH = 0.005  # of the penalty on squared weights; .003 to .03 do as well
_MOST_SPREADS = 6.0  # a feature is read as at most so far from its mean


@dataclass(frozen=True)
class Case:
    """One question with its pairs: features `(n, weights)` and whether each is right `(n,)`."""

    set_name: str
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def fit(cases: Sequence[Case]) -> NDArray[np.float64]:
    """The weights."""
    from scipy.optimize import minimize

    held = [c for c in cases if c.right.any()]
    every = np.concatenate([c.features for c in cases if len(c.right)])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    rows = [np.clip((c.features - mean) / spread, -_MOST_SPREADS, _MOST_SPREADS) for c in held]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for case, row in zip(held, rows, strict=True):
            score = row @ weights
            share = np.exp(score - score.max())
            right = share * case.right
            total -= float(np.log(right.sum() / share.sum() + 1e-20))
            slope -= row.T @ (right / (right.sum() + 1e-20) - share / share.sum())
        n = len(held)
        return (
            total / n + STRENGTH * float(weights @ weights),
            slope / n + 2 * STRENGTH * weights,
        )

    found = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B")
    weights: NDArray[np.float64] = found.x / spread
    return weights


def tried(cases: Sequence[Case]) -> dict[str, tuple[int, ...]]:
    """By set how many questions there are, of how many a right pair is among the pairs, and of how
    many it comes first, and among the first two, by what was learned of the other sets.
    """
    shown: dict[str, tuple[int, ...]] = {}
    for name in dict.fromkeys(c.set_name for c in cases):
        weights = fit([c for c in cases if c.set_name != name])
        row = [0, 0, 0, 0]
        for case in (c for c in cases if c.set_name == name):
            order = np.argsort(-(case.features @ weights))
            found = [bool(case.right[order[:most]].any()) for most in (len(order), 1, 2)]
            row = [n + one for n, one in zip(row, (1, *found), strict=True)]
        shown[name] = tuple(row)
    shown["all"] = tuple(int(n) for n in np.array(list(shown.values())).sum(axis=0))
    return shown


def main() -> int:
    """Collect, try and fit."""
    cases = []
    for name, question, expected, chain in chosen_questions(
        __doc__, lambda q: q.kind == "disagreement"
    ):
        if kind_of(question, expected) != "asked":
            continue
        opposed = opposed_of(chain)
        pairs = opposed.pairs if opposed else ()
        features = features_of([p.features for p in pairs], FEATURES)
        right = [stand_apart(p.one.told, p.other.told, expected) for p in pairs]
        cases.append(Case(name, features, np.array(right, dtype=bool)))
    print(table_of(tried(cases), ("questions", "among the pairs", "first", "first two")))
    fitted = dict(zip(FEATURES, (round(float(w), 3) for w in fit(cases)), strict=True))
    print(json.dumps(fitted, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
