"""The bundled scorer reads each window once, and looks again at the sentences that may win."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.evidence.evidence_model import PassageReading
from qa.evidence.rerank import (
    SECOND_LOOK_BEHIND,
    SECOND_LOOK_SENTENCES,
    SURELY_FITS,
    EvidenceScorer,
    Window,
    fitting,
)


class EvenModel:
    """Finds all sentences alike, and writes down what it reads."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read(self, question: str, passages: Sequence[Window]) -> list[PassageReading]:
        self.seen += [text for text, _ in passages]
        return [
            PassageReading(0.5, tuple(1 / len(spans) for _ in spans), None, None, 0.0)
            for _, spans in passages
        ]


def alike(texts: Sequence[str]) -> NDArray[np.float32]:
    return np.ones((len(texts), 1), dtype=np.float32)


def windows(count: int) -> list[Window]:
    """Windows of two sentences of ten characters each."""
    return [(f"Sunny {n:03}. Rainy {n:03}.", ((0, 10), (11, 21))) for n in range(count)]


def scorer_of(model: EvenModel) -> EvidenceScorer:
    return EvidenceScorer(model, alike)  # type: ignore[arg-type]


def test_only_the_sentences_that_may_win_are_looked_at_again() -> None:
    model = EvenModel()
    scorer_of(model).read("Was it sunny?", windows(20))
    assert len(model.seen) == 20 + SECOND_LOOK_SENTENCES


def test_what_is_known_before_reading_decides_where_the_model_does_not() -> None:
    model, asked = EvenModel(), windows(20)
    leanings = [3.0 if n == 17 else 0.0 for n in range(20)]
    scores = scorer_of(model).read("Was it sunny?", asked, leanings)
    assert {"Sunny 017.", "Rainy 017."} <= set(model.seen[20:])
    assert all(one.signals is not None for one in scores[17])


def test_a_sentence_far_behind_is_not_looked_at_again() -> None:
    model = EvenModel()
    leanings = [0.0, -SECOND_LOOK_BEHIND / 2, -SECOND_LOOK_BEHIND * 2]
    scores = scorer_of(model).read("Was it sunny?", windows(3), leanings)
    assert len(model.seen) == 3 + 4
    assert [one.signals is not None for row in scores for one in row] == [True] * 4 + [False] * 2


def test_a_window_that_comes_again_is_not_read_again() -> None:
    model = EvenModel()
    scorer = scorer_of(model)
    first = scorer.read("Was it sunny?", windows(3))
    assert scorer.read("Was it sunny?", windows(5))[:3] == first
    assert len(model.seen) == len(set(model.seen))
    scorer.read("Was it rainy?", windows(1))
    assert model.seen.count(windows(1)[0][0]) == 2


def test_a_question_that_is_too_long_for_the_encoder_is_cut_not_refused() -> None:
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        if any(len(text.split()) > 254 for text in texts):
            raise ValueError("too long")
        return np.zeros((len(texts), 2), dtype=np.float32)

    cut = fitting("fire " * 390, encode)
    assert cut != "fire " * 390 and ("fire " * 390).startswith(cut) and len(cut.split()) > 150
    assert fitting("Who signed the decree?", encode) == "Who signed the decree?"
    assert len("x" * SURELY_FITS) == len(fitting("x" * SURELY_FITS, encode))


def test_what_was_read_ahead_is_not_read_again() -> None:
    model = EvenModel()
    scorer = scorer_of(model)
    scorer.read_ahead("Was it sunny?", windows(3))
    scorer.read("Was it sunny?", windows(3)[:1])
    assert [text for text in model.seen if len(text) > 10] == [text for text, _ in windows(3)]
