"""The static model: words' vectors summed up, the file known by its digest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ModelUnavailableError
from index.vectors.minilm import BundledEmbedder
from index.vectors.static_model import DIMENSION, MODEL_FILE, StaticModel, check_file

MODEL = StaticModel()


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a.astype(np.float64), b.astype(np.float64)
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def test_what_means_the_same_is_near() -> None:
    near, far = MODEL.encode(
        ["The army withdrew its troops from the city.", "Shares of the carmaker rose on Monday."]
    )
    question = MODEL.encode_query("Did the soldiers leave the town?")
    assert np.linalg.norm(question) == pytest.approx(1.0, abs=1e-5)
    assert cosine(near, question) > cosine(far, question) + 0.1


def test_word_order_is_not_known() -> None:
    there, back = MODEL.encode_query("dog bites man"), MODEL.encode_query("man bites dog")
    assert np.allclose(there, back, atol=1e-5)


@given(st.lists(st.text(max_size=300), max_size=5))
@settings(max_examples=50, deadline=None)
def test_any_text_has_a_vector_that_its_neighbours_do_not_change(texts: list[str]) -> None:
    rows = MODEL.encode(texts)
    assert rows.shape == (len(texts), DIMENSION) and rows.dtype == np.int8
    for text, row in zip(texts, rows, strict=True):
        assert np.array_equal(MODEL.encode([text])[0], row)
        if row.any():
            assert cosine(row, MODEL.encode_query(text)) > 0.99


def test_a_text_without_a_word_is_nothing() -> None:
    assert not MODEL.encode([" \n\u200b"]).any()
    assert not MODEL.encode_query("").any()


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "static.npz"
    other.write_bytes(MODEL_FILE.read_bytes()[:-1])
    for path in (other, tmp_path / "missing.npz"):
        with pytest.raises(ModelUnavailableError, match="install dateline again"):
            check_file(path)


@pytest.mark.slow
def test_the_table_is_distilled_from_the_bundled_weights() -> None:
    """Words that MiniLM holds alike are alike in the table: it was made of these weights."""
    words = ["army", "soldier", "bank", "river", "monday", "france", "paris", "football", "vaccine"]
    table = np.stack([MODEL.encode_query(word) for word in words])
    minilm = BundledEmbedder().encode(words)
    pairs = np.triu_indices(len(words), 1)
    assert np.corrcoef((table @ table.T)[pairs], (minilm @ minilm.T)[pairs])[0, 1] > 0.8
