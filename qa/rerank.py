"""How well passages answer a question: the models behind one small protocol.

`load_scorer(name)` gives the bundled evidence model, none (similarity and shared words), or any
sentence-transformers CrossEncoder by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailableError
from index.terms import analyse
from qa.evidence_model import EvidenceModel, PassageReading
from qa.question import FUNCTION_WORDS, words_of

Window = tuple[str, Sequence[tuple[int, int]]]  # text, and its sentences as offsets into it
Encode = Callable[[Sequence[str]], NDArray[np.float32]]  # texts -> (n, dim) unit rows


class PassageScorer(Protocol):
    """Reads passages for a question. Sentence scores and `answerable` are in 0..1."""

    def read(self, question: str, passages: Sequence[Window]) -> list[PassageReading]:
        """One reading a passage, in the order given."""
        ...


class SimilarityScorer:
    """Without a trained model: cosine of each sentence, and the question's words that it has.

    Honest but weak: similarity separates answerable from unanswerable hardly at all.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode

    def read(self, question: str, passages: Sequence[Window]) -> list[PassageReading]:
        """Scores are a logistic of cosine and word coverage; there are no spans."""
        texts = [question] + [text[s:e] for text, spans in passages for s, e in spans]
        vectors = self._encode(texts)
        cosines = vectors[1:] @ vectors[0]
        wanted = set(
            analyse(" ".join(w for w in words_of(question) if w.lower() not in FUNCTION_WORDS))
        )
        readings, at = [], 0
        for text, spans in passages:
            scores = []
            for start, end in spans:
                shared = wanted & set(analyse(text[start:end]))
                coverage = len(shared) / len(wanted) if wanted else 0.0
                scores.append(_logistic(8.0 * (0.7 * float(cosines[at]) + 0.3 * coverage - 0.45)))
                at += 1
            best = max(scores, default=0.0)
            readings.append(PassageReading(best, tuple(scores), None, None, 0.0))
        return readings


class CrossEncoderScorer:
    """Any sentence-transformers CrossEncoder that gives one logit for (question, sentence)."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import CrossEncoder

            self._model = CrossEncoder(name)
        except Exception as error:  # the library raises many kinds: OSError, ValueError, its own
            raise ModelUnavailableError(
                f"reranker = {name!r} can't be loaded ({type(error).__name__}); give a folder or "
                "a name of a sentence-transformers CrossEncoder, or 'bundled'."
            ) from error

    def read(self, question: str, passages: Sequence[Window]) -> list[PassageReading]:
        """The logistic of each sentence's logit; the best of them says whether it answers."""
        pairs = [(question, text[s:e]) for text, spans in passages for s, e in spans]
        logits = self._model.predict(pairs) if pairs else []
        values = iter(float(v) if abs(float(v)) <= 1e4 else 0.0 for v in logits)
        readings = []
        for _, spans in passages:
            scores = tuple(_logistic(next(values)) for _ in spans)
            readings.append(PassageReading(max(scores, default=0.0), scores, None, None, 0.0))
        return readings


def load_scorer(name: str, encode: Encode) -> PassageScorer:
    """The scorer of a `reranker` setting. Raises ModelUnavailableError when it can't be had."""
    if name == "none":
        return SimilarityScorer(encode)
    if name != "bundled":
        return CrossEncoderScorer(name)
    try:
        return EvidenceModel.load()
    except (OSError, ValueError) as error:
        raise ModelUnavailableError(
            f"The bundled evidence model can't be loaded ({error}); reinstall dateline, "
            "or set reranker = 'none'."
        ) from error


def _logistic(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(x, -50, 50))))
