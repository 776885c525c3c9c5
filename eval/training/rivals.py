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

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.asking.chosen import homes_of, open_set
from eval.asking.homes import opened_home
from eval.measure.command import Counter
from eval.questions.expected import Expected, load_expected
from eval.questions.question_set import DEFAULT_SET, Question, Split
from qa.forms.chain import Chain
from qa.forms.lookup import choose
from qa.forms.sides.differences import Counted
from qa.forms.sides.rival_values import RIVAL_WEIGHTS, RivalPair, rival_pairs
from qa.pipeline import QAPipeline
from qa.question.asked import check_asked
from qa.question.hints import lean, read_hints
from qa.question.query import prepare
from qa.settings import load_settings

# Both halves where both have been read.
SETS: dict[str, Split] = {"caldria": "all", "harbour": "all", "mesa": "tune", "norhaven": "tune",
                          "varosh": "tune"}  # fmt: skip
KINDS = ("disagreement", "lookup", "latest_first", "who_said")
STRENGTH = 0.3  # C of the regression


@dataclass(frozen=True)
class Case:
    """One question with its pairs: features `(n, weights)` and whether each is right `(n,)`."""

    set_name: str
    kind: str  # "unasked", "asked", "agree" or the kind of question
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def cases_of(path: Path, split: Split, keep_in: Path | None) -> Iterator[Case]:
    """The questions of a set, each looked up once."""
    asked, expected = open_set(path, split=split), load_expected(path)
    questions = [q for q in asked.questions if q.kind in KINDS and not q.history]
    keep = keep_in / path.stem if keep_in else None
    settings = load_settings({}, environ={}, folder=path.parent)
    with homes_of(settings, asked, keep) as homes:
        ((name, settings),) = homes.items()
        with opened_home(asked.collections.get(name), settings) as home:
            pipeline, counter = QAPipeline(home.settings, home.library), Counter(len(questions))
            for question in questions:
                pairs = _pairs(question.question, pipeline)
                labels = expected[question.id]
                rows = [[p.features.get(n, 0.0) for n in RIVAL_WEIGHTS] for p in pairs]
                yield Case(
                    path.stem,
                    _kind(question, labels),
                    np.array(rows, dtype=float).reshape(len(rows), len(RIVAL_WEIGHTS)),
                    np.array([_is_right(p, labels) for p in pairs], dtype=bool),
                )
                counter.step()


def _pairs(text: str, pipeline: QAPipeline) -> list[RivalPair]:
    """What the product would choose from, were the question looked up."""
    library, spelling = pipeline.library, pipeline.library.catalog.vocabulary()
    query, day = prepare(text, spelling), date.today()
    asked = check_asked(text, pipeline.settings.top_k)
    hints = read_hints(text, library.catalog.sources(), spelling, today=day, newest=None)
    leaning = lean(hints, asked.where, library.catalog)
    chain = Chain(library, pipeline.settings, lambda: pipeline.scorer, asked, query, leaning,
                  spelling, day, None)  # fmt: skip
    found = chain.ask(text)
    chosen = choose(query, found, refuse_below=0.0)
    best = max(chosen, key=lambda s: s.score, default=None)
    return [] if best is None else rival_pairs(best, found.evidence.sentences, chain)


def _kind(question: Question, expected: Expected) -> str:
    if question.kind != "disagreement":
        return question.kind
    if not expected.disagreements:
        return "agree"
    return "unasked" if "unasked" in question.tags else "asked"


def _is_right(pair: RivalPair, expected: Expected) -> bool:
    """Whether the two sentences stand on two sides of a disagreement."""
    for sides in expected.disagreements or ():
        stand = [
            {n for n, side in enumerate(sides) if any(_holds(c, q.quote) for q in side.told.quotes)}
            for c in pair.sides
        ]
        if any(one != other for one in stand[0] for other in stand[1]):
            return True
    return False


def _holds(counted: Counted, quote: str) -> bool:
    text = counted.told.text.strip()
    return text in quote or quote in text


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


def tried(cases: Sequence[Case]) -> list[str]:
    """A line a kind: how many of its questions get a pair from 0 on, and the right one, each set
    tried on what was learned of the others.
    """
    shown: dict[str, list[int]] = {}
    for name in dict.fromkeys(c.set_name for c in cases):
        bias, weights = fit([c for c in cases if c.set_name != name])
        for case in (c for c in cases if c.set_name == name):
            odds = bias + case.features @ weights
            best = int(np.argmax(odds)) if len(odds) else -1
            row = shown.setdefault(case.kind, [0, 0, 0])
            row[0] += 1
            row[1] += best >= 0 and odds[best] >= 0.0
            row[2] += best >= 0 and odds[best] >= 0.0 and bool(case.right[best])
    head = ["| kind | questions | shown | rightly |", "|---|---|---|---|"]
    return head + [
        f"| {kind} | {n} | {any_} | {right} |" for kind, (n, any_, right) in shown.items()
    ]


def main() -> int:
    """Collect, try and fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--set", type=Path, action="append", default=[], help="another set: its tune half"
    )
    parser.add_argument("--keep-in", type=Path, help="a folder for the indexes of the sets")
    chosen = parser.parse_args()
    sets = {DEFAULT_SET.with_name(f"{name}.jsonl"): split for name, split in SETS.items()}
    sets |= dict.fromkeys(chosen.set, "tune")
    cases = [c for path, split in sets.items() for c in cases_of(path, split, chosen.keep_in)]
    print("\n".join(tried(cases)))
    bias, weights = fit(cases)
    fitted = dict(zip(RIVAL_WEIGHTS, (round(float(w), 3) for w in weights), strict=True))
    print(json.dumps({"bias": round(bias, 3), **fitted}, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
