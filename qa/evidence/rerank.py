"""How well passages answer a question: the models behind one small protocol.

`load_scorer(name)` gives the bundled evidence model, none (similarity and shared words), or any
sentence-transformers CrossEncoder by name.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailableError
from index.text.terms import analyse
from qa.evidence.blend import Signals, blend_first, logistic
from qa.evidence.evidence_model import EvidenceModel, PassageReading
from qa.question.query import FUNCTION_WORDS, words_of

Window = tuple[str, Sequence[tuple[int, int]]]  # text, and its sentences as offsets into it
Encode = Callable[[Sequence[str]], NDArray[np.float32]]  # texts -> (n, dim) unit rows


# Looked at again. Where leanings say which may win, fewer, and none that is more than
# SECOND_LOOK_BEHIND log odds behind the likeliest. RealTimeQA 2022, 170 questions with gold
# articles (2026-11): the same answers with 8 as with 12, and with 1.5 behind as with all 8, for
# 12 % fewer word pieces; 1.0 loses one answer. The small set of questions without leanings, correct
# and cited: 12 .781, 8 .750.
SECOND_LOOK_SENTENCES, SECOND_LOOK_LEANING, SECOND_LOOK_BEHIND = 12, 8, 1.5
UNSEEN = 0.001
SURELY_FITS = 250  # characters of a question; a word piece has one at least
KEPT_VECTORS = 4_096
KEPT_READINGS = 2_048


@dataclass(frozen=True)
class SentenceScore:
    """How surely one sentence answers, 0 to 1, and its shortest answer if a model gives one.

    `span` holds offsets in the text of the window; `span_score` in 0..1. `signals` are what the
    bundled model knows, which `qa.evidence.blend` weighs together with what retrieval knows.
    """

    probability: float
    span: tuple[int, int] | None = None
    span_score: float = 0.0
    signals: Signals | None = None


class PassageScorer(Protocol):
    """Reads windows of text for a question."""

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """One list a window, in the order given, with one score a sentence.

        `leanings` say for each window, in log odds, what speaks for its sentences before they are
        read; a scorer that has to choose what it reads closely may heed them.
        """
        ...


@runtime_checkable
class ReadsAhead(Protocol):
    """A scorer that keeps what it has read."""

    def read_ahead(self, question: str, windows: Sequence[Window]) -> None:
        """Read these windows, which will be read again a few at a time."""
        ...


def fitting(question: str, encode: Encode) -> str:
    """The beginning of a question that an encoder reads whole: it cuts nothing silently itself."""
    while len(question) > SURELY_FITS:
        try:
            encode([question])
        except ValueError:
            question = question[: 3 * len(question) // 4]
        else:
            break
    return question


class EvidenceScorer:
    """The bundled evidence model, with a second look at the sentences that it likes.

    The first reading sees each sentence in its passage; the best ones are then read alone, and
    compared with the question by the embedder. Neither is enough by itself: the model alone
    misses paraphrases, similarity alone can't tell an answer from its neighbour.
    """

    def __init__(self, model: EvidenceModel, encode: Encode) -> None:
        self.model = model
        self._encode = encode
        self._vectors = _Kept[str, NDArray[np.float32]](KEPT_VECTORS)
        self._readings = _Kept[_Asked, PassageReading](KEPT_READINGS)

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """Sentences that get no second look come behind those that do, in the model's order.

        What was read lately is kept: windows that come again beside others cost nothing.
        """
        first = _first_looks(windows, self._look(question, windows), leanings)
        liked = sorted(first, key=lambda text: -first[text].promise)
        if leanings:
            least = max((seen.promise for seen in first.values()), default=0.0) - SECOND_LOOK_BEHIND
            liked = [t for t in liked[:SECOND_LOOK_LEANING] if first[t].promise >= least]
        signals = self._second_looks(question, first, liked[:SECOND_LOOK_SENTENCES])

        def score(sentence: str, start: int) -> SentenceScore:
            seen = signals.get(sentence)
            if seen is None:
                return SentenceScore(UNSEEN * first[sentence].product)
            span = None if seen.span is None else (start + seen.span[0], start + seen.span[1])
            return SentenceScore(seen.answerable * seen.share, span, seen.span_score, seen)

        return [[score(text[s:e], s) for s, e in spans] for text, spans in windows]

    def read_ahead(self, question: str, windows: Sequence[Window]) -> None:
        """Reads windows that will be read a few at a time: together they keep every core busy."""
        self._look(question, windows)

    def _second_looks(
        self, question: str, first: Mapping[str, _FirstLook], liked: Sequence[str]
    ) -> dict[str, Signals]:
        """What is known of each of the sentences `liked`, by its text."""
        alone = self._look(question, [(text, [(0, len(text))]) for text in liked])
        cosines = self._cosines(question, liked)
        return {
            text: Signals(
                answerable=first[text].answerable,
                share=first[text].share,
                alone=reading.answerable,
                cosine=cosine,
                span=first[text].span or reading.span,
                span_score=first[text].span_score if first[text].span else reading.span_score,
            )
            for text, reading, cosine in zip(liked, alone, cosines, strict=True)
        }

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """As `EvidenceModel.support`."""
        return self.model.support(pairs)

    def _look(self, question: str, windows: Sequence[Window]) -> list[PassageReading]:
        def read(asked: Sequence[_Asked]) -> Sequence[PassageReading]:
            return self.model.read(question, [(text, spans) for _, text, spans in asked])

        return self._readings.of([(question, text, tuple(spans)) for text, spans in windows], read)

    def _cosines(self, question: str, sentences: Sequence[str]) -> list[float]:
        """Cosine of each sentence with the question."""
        asked, *vectors = self._vectors.of(
            [fitting(question, self._encode), *sentences], lambda texts: list(self._encode(texts))
        )
        return [float(vector @ asked) for vector in vectors]


_Asked = tuple[str, str, tuple[tuple[int, int], ...]]  # question, text of the window, its sentences
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class _Kept(Generic[_Key, _Value]):
    """What was computed lately, at most `most` of it. Thread-safe; the work is done unlocked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[_Key, _Value] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self, keys: Sequence[_Key], compute: Callable[[Sequence[_Key]], Sequence[_Value]]
    ) -> list[_Value]:
        """The value of each key; those that aren't kept are computed together."""
        with self._lock:
            known = {key: self._values[key] for key in keys if key in self._values}
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            known.update(zip(missing, compute(missing), strict=True))
        with self._lock:
            for key in keys:
                self._values[key] = known[key]
                self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return [known[key] for key in keys]


@dataclass(frozen=True)
class _FirstLook:
    """The best reading of a sentence in its passages; the span counts from the sentence's start.
    `promise` says how likely it wins: its log odds as far as they are known, or without leanings
    the model's word for it.
    """

    answerable: float
    share: float
    span: tuple[int, int] | None
    span_score: float
    promise: float

    @property
    def product(self) -> float:
        return self.answerable * self.share


def _first_looks(
    windows: Sequence[Window], readings: Sequence[PassageReading], leanings: Sequence[float]
) -> dict[str, _FirstLook]:
    """By sentence text; a sentence that stands in two windows keeps its better reading."""
    looks: dict[str, _FirstLook] = {}
    lean = len(leanings) > 0
    leanings = leanings or [0.0] * len(windows)
    for (text, spans), reading, leaning in zip(windows, readings, leanings, strict=True):
        for index, (start, end) in enumerate(spans):
            span = None
            if reading.span is not None and reading.span_sentence == index:
                span = (reading.span[0] - start, reading.span[1] - start)
            look = _FirstLook(
                reading.answerable,
                reading.sentence_scores[index],
                span,
                reading.span_score if span else 0.0,
                leaning + blend_first(reading.answerable, reading.sentence_scores[index])
                if lean
                else reading.answerable * reading.sentence_scores[index],
            )
            sentence = text[start:end]
            if sentence not in looks or looks[sentence].promise < look.promise:
                looks[sentence] = look
    return looks


class SimilarityScorer:
    """Without a trained model: cosine of each sentence, and the question's words that it has.

    Honest but weak: similarity separates answerable from unanswerable hardly at all.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """Scores are a logistic of cosine and word coverage; there are no spans."""
        texts = [fitting(question, self._encode)] + [
            text[s:e] for text, spans in windows for s, e in spans
        ]
        vectors = self._encode(texts)
        cosines = iter(vectors[1:] @ vectors[0])
        wanted = set(
            analyse(" ".join(w for w in words_of(question) if w.lower() not in FUNCTION_WORDS))
        )

        def score(sentence: str) -> SentenceScore:
            coverage = len(wanted & set(analyse(sentence))) / max(1, len(wanted))
            return SentenceScore(
                logistic(8.0 * (0.7 * float(next(cosines)) + 0.3 * coverage - 0.45))
            )

        return [[score(text[s:e]) for s, e in spans] for text, spans in windows]


class CrossEncoderScorer:
    """Any sentence-transformers CrossEncoder that gives one logit for (question, sentence)."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import CrossEncoder
            from torch import nn

            self._model = CrossEncoder(name, activation_fn=nn.Identity())  # logits, as they are
        except Exception as error:  # the library raises many kinds: OSError, ValueError, its own
            raise ModelUnavailableError(
                f"reranker = {name!r} can't be loaded ({type(error).__name__}); give a folder or "
                "a name of a sentence-transformers CrossEncoder, or 'bundled'."
            ) from error

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """The logistic of each sentence's logit; there are no spans."""
        pairs = [(question, text[s:e]) for text, spans in windows for s, e in spans]
        logits = iter(self._model.predict(pairs) if pairs else [])
        return [
            [SentenceScore(logistic(float(next(logits)))) for _ in spans] for _, spans in windows
        ]


def load_scorer(name: str, encode: Encode) -> PassageScorer:
    """The scorer of a `reranker` setting. Raises ModelUnavailableError when it can't be had."""
    if name == "none":
        return SimilarityScorer(encode)
    if name != "bundled":
        return CrossEncoderScorer(name)
    try:
        return EvidenceScorer(EvidenceModel.load(), encode)
    except (OSError, ValueError) as error:
        raise ModelUnavailableError(
            f"The bundled evidence model can't be loaded ({error}); reinstall dateline, "
            "or set reranker = 'none'."
        ) from error
