"""The nearest-sentence baseline is judged as Dateline is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.measure.baseline import area_under_roc, nearest_sentences
from tests.eval.fakes import ARTICLE, BOTH, HELLO, NEAR, WHEN


class WordCounts:
    """Embeds a text as its counts of four words: nearest is who shares most of them."""

    name, dimension, max_tokens = "counts", 4, 100

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        words = ("they", "meet", "who", "five")
        synonyms = {"met": "meet", "men": "who"}
        rows = np.full((len(texts), 4), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().strip(".?").split():
                word = synonyms.get(word, word)
                if word in words:
                    row[words.index(word)] += 1
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def test_one_sentence_answers_one_part_and_three_answer_both() -> None:
    questions = [WHEN, BOTH, NEAR, HELLO]
    one = nearest_sentences(questions, [ARTICLE], WordCounts(), 1)
    three = nearest_sentences(questions, [ARTICLE], WordCounts(), 3)
    assert [j.id for j in one.judgements] == [WHEN.id, BOTH.id, NEAR.id]  # no greeting
    assert [j.correct_and_cited for j in one.judgements] == [(1, 1), (0, 1), None]
    assert [j.correct_and_cited for j in three.judgements] == [(1, 1), (1, 1), None]
    assert three.judgements[0].citations == (1, 3)
    assert one.judgements[2].refusal_made == (0, 1)  # it never refuses
    assert all(j.verbatim == (1, 1) for j in one.judgements)


def test_no_sentence_and_no_number_are_refused() -> None:
    with pytest.raises(ValueError, match="0 sentences"):
        nearest_sentences([WHEN], [], WordCounts(), 1)
    with pytest.raises(ValueError, match="choose 0"):
        nearest_sentences([WHEN], [ARTICLE], WordCounts(), 0)


def test_area_under_roc_by_hand() -> None:
    # pairs of (2, 3) with (1, 2): 2>1, 2=2 (half), 3>1, 3>2 = 3.5 of 4
    assert area_under_roc([2, 3], [1, 2]) == 0.875
    assert area_under_roc([1], [1]) == 0.5
    assert area_under_roc([], [1]) is None
