"""The form of a question in words that no rule knows: "Run me through the search for the climbers",
"Any U-turn on the fuel payment?".

Learned from some three thousand questions that were written for it (`eval.training.forms`): each
word and phrase of a question weighs for or against each form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from qa.question.wording.grams import grams

MODEL = "forms.npz"
LOOKUP = "lookup"


@dataclass(frozen=True)
class Guess:
    """A form, how probably it is the one that is asked for, and how probably a fact is, 0 to 1."""

    form: str
    probability: float
    of_lookup: float


@dataclass(frozen=True)
class _Model:
    forms: tuple[str, ...]
    places: dict[str, int]
    weights: NDArray[np.float32]  # a row a phrase, a column a form
    bias: NDArray[np.float32]


def learned_form(question: str) -> Guess:
    """The likeliest form of a self-contained question."""
    model = _model()
    places = [model.places[gram] for gram in grams(question) if gram in model.places]
    scores = model.bias + model.weights[places].sum(axis=0) / max(1.0, len(places)) ** 0.5
    odds = np.exp(scores - scores.max())
    shares = odds / odds.sum()
    best = int(shares.argmax())
    return Guess(model.forms[best], float(shares[best]), float(shares[model.forms.index(LOOKUP)]))


@lru_cache(maxsize=1)
def _model() -> _Model:
    folder = resources.files("qa.question.wording").joinpath("models")
    with resources.as_file(folder.joinpath(MODEL)) as path, np.load(path) as stored:
        phrases = str(stored["phrases"]).split("\n")
        return _Model(
            tuple(str(stored["forms"]).split("\n")),
            {phrase: place for place, phrase in enumerate(phrases)},
            stored["weights"].astype(np.float32),
            stored["bias"].astype(np.float32),
        )
