"""Weights of `qa.forms.sides.rival_values`: which other value contradicts an answer, though nobody
asked for it.

    python -m eval.training.rivals [--set PATH ...] [--keep-in DIR]

Questions of the invented sets of `eval/questions`, and of other files in their layout: those whose
reports differ, whose reports agree, look-ups, the newest and the first. Each is looked up; its best
sentence is paired with each other that gives another value. A pair is right where both stand on two
sides of the question's disagreement. Every set is tried on what was learned of the others. The
weights that ship were fitted on four sets about real news besides, whose texts are not ours.
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
from qa.forms.chain import Chain
from qa.forms.lookup import choose
from qa.forms.sides.rival_values import LEAST, RIVAL_WEIGHTS, RivalPair, rival_pairs

KINDS = ("disagreement", "lookup", "latest_first", "who_said")
STRENGTH = 0.1  # C of the regression; .3 and 1 do as well


@dataclass(frozen=True)
class Case:
    """One question with its pairs: features `(n, weights)` and whether each is right `(n,)`."""

    set_name: str
    kind: str  # "unasked", "asked", "agree" or the kind of question
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def _pairs(chain: Chain) -> list[RivalPair]:
    """What the product would choose from, were the question looked up."""
    found = chain.ask(chain.query.text)
    chosen = choose(chain.query, found, refuse_below=0.0)
    best = max(chosen, key=lambda s: s.score, default=None)
    return [] if best is None else rival_pairs(best, found.evidence.sentences, chain)


def fit(cases: Sequence[Case]) -> tuple[float, NDArray[np.float64]]:
    """Bias and weights; every question counts alike, and a right pair twice."""
    from sklearn.linear_model import LogisticRegression

    held = [c for c in cases if len(c.right)]
    features, right = (np.concatenate([getattr(c, n) for c in held]) for n in ("features", "right"))
    weight = np.concatenate(
        [
            np.where(c.right, 2.0 / max(1, c.right.sum()), 1.0 / max(1, (~c.right).sum()))
            for c in held
        ]
    )
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit((features - mean) / spread, right, sample_weight=weight)
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - weights @ mean), weights


def tried(cases: Sequence[Case]) -> dict[str, tuple[int, ...]]:
    """By kind how many questions there are, how many of them get a pair, and the right one, each
    set tried on what was learned of the others.
    """
    shown: dict[str, tuple[int, ...]] = {}
    for name in dict.fromkeys(c.set_name for c in cases):
        bias, weights = fit([c for c in cases if c.set_name != name])
        for case in (c for c in cases if c.set_name == name):
            odds = bias + case.features @ weights
            best = int(np.argmax(odds)) if len(odds) else -1
            any_ = best >= 0 and bool(odds[best] >= LEAST)
            n, told, right = shown.get(case.kind, (0, 0, 0))
            is_right = any_ and bool(case.right[best])
            shown[case.kind] = n + 1, told + any_, right + is_right
    return shown


def main() -> int:
    """Collect, try and fit."""
    cases = []
    for name, question, expected, chain in chosen_questions(__doc__, lambda q: q.kind in KINDS):
        pairs = _pairs(chain)
        features = features_of([p.features for p in pairs], tuple(RIVAL_WEIGHTS))
        right = [stand_apart(p.sides[0].told, p.sides[1].told, expected) for p in pairs]
        kind = kind_of(question, expected)
        cases.append(Case(name, kind, features, np.array(right, dtype=bool)))
    print(table_of(tried(cases), ("questions", "shown", "rightly")))
    bias, weights = fit(cases)
    fitted = dict(zip(RIVAL_WEIGHTS, (round(float(w), 3) for w in weights), strict=True))
    print(json.dumps({"bias": round(bias, 3), **fitted}, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
