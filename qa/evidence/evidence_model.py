"""Reads a passage with a question: does it answer, in which sentence, in which words?

A small cross-encoder (six layers of MPNet, int8, see `models/README.md`) does both jobs of the last
step: `EvidenceModel.read` finds answers, `EvidenceModel.support` judges whether a passage carries a
claim. Inference only: onnxruntime and the tokenizer, loaded at the first use; no torch.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.vectors.minilm import model_folder
from qa.evidence.family import FAMILIES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MODEL_FOLDER = Path(__file__).parent / "models"
MODEL_NAME = "evidence-int8.onnx"
QUESTION_TOKENS = 64
CLAIM_TOKENS = 112
LONGEST_ANSWER = 30  # word pieces; longer "answers" are clauses, and the sentence says them better
_CLEAR = 12.0  # logits are clipped here before calibration: further out they carry no information
_KEPT_AT_START = "$£€¥₹#@+-−"
_KEPT_AT_END = "%$£€¥°'’′″"
# "(CNN) ", "WASHINGTON (AP) — ": who reports is no answer to what is reported.
_OUTLET = re.compile(
    r"(?:\([A-Z][\w.&’' -]{1,24}\)|[A-Z][^()\n]{0,40}\((?:[A-Z]{2,6}|Reuters)\)\s?[—–-]+)\s"
)
_POINTED = re.compile(r"(?:^|[\W_])(?:\w\.)+\w$|(?:^|\W)(?:Jr|Sr|Inc|Co|Corp|Ltd|No|St|etc)$")


@dataclass(frozen=True)
class PassageReading:
    """What one passage says to one question. Offsets count characters of the passage text."""

    answerable: float
    """Calibrated probability, 0 to 1, that this passage answers the question."""
    sentence_scores: tuple[float, ...]
    """For each given sentence the share, 0 to 1, of all likely answers that lies in it (given that
    there is one)."""
    span: tuple[int, int] | None
    """The best short answer; inside one sentence, without blanks or punctuation at its ends."""
    span_sentence: int | None
    """Index of the sentence that holds `span`."""
    span_score: float
    """Probability, 0 to 1, of exactly this span among all spans (given that there is an answer)."""


@dataclass(frozen=True)
class _Window:
    """A part of a passage that fits the model, with its place in the caller's list."""

    owner: int
    ids: list[int]
    second: int  # position of its first passage token in `ids`
    first_token: int  # which token of the passage that is
    count: int


@dataclass(frozen=True)
class _Candidates:
    """Span logits of one window, relative to its null answer, gathered by sentence."""

    answered: float
    mass: dict[int, float]  # sentence -> log of the summed span weights
    best: tuple[float, int, int, int] | None  # logit, sentence, first and last token of the passage


def load_tokenizer() -> Any:
    """The bundled encoder's tokenizer, without its padding and truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class EvidenceModel:
    """The loaded model. Thread-safe: nothing changes after loading."""

    def __init__(
        self, session: Any, tokenizer: Any, record: dict[str, Any], threads: int = 2
    ) -> None:
        self._session = session
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="evidence")
        self._tokenizer = tokenizer
        self._family = FAMILIES[record.get("family", "minilm")]
        self._max_tokens = int(record["max_tokens"])
        self._answerable = record["answerable"]
        self._support = record["support"]
        self._temperature = float(record["span_temperature"])

    @classmethod
    def load(cls, path: Path | None = None, *, threads: int = 2) -> EvidenceModel:
        """Loads the bundled model, or the ONNX file at `path` with its `evidence.json` beside it.

        Raises FileNotFoundError where a file is missing, ValueError where one is not what its
        record says.
        """
        import onnxruntime as ort

        path = MODEL_FOLDER / MODEL_NAME if path is None else Path(path)
        record_path = path.with_name("evidence.json")
        for needed in (path, record_path):
            if not needed.is_file():
                raise FileNotFoundError(str(needed))
        record = json.loads(record_path.read_text(encoding="utf-8"))
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != record["sha256"]:
            raise ValueError(
                f"{path} is not the file that {record_path.name} describes (SHA-256 differs)"
            )
        options = ort.SessionOptions()
        # One core a passage and several passages at a time: two cores on one such small product
        # wait for each other (8 passages: 0.7 of the time so, two cores, 2026-11).
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        return cls(session, load_tokenizer(), record, threads)

    def read(
        self, question: str, passages: Sequence[tuple[str, Sequence[tuple[int, int]]]]
    ) -> list[PassageReading]:
        """One reading for each passage, given as (text, sentence spans as character offsets into
        text)."""
        return [reading for reading, _ in self.read_with_features(question, passages)]

    def read_with_features(
        self, question: str, passages: Sequence[tuple[str, Sequence[tuple[int, int]]]]
    ) -> list[tuple[PassageReading, tuple[float, float]]]:
        """`read`, and for calibration the two raw numbers behind `answerable`."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_TOKENS]
        offsets: list[list[tuple[int, int]]] = []
        windows: list[_Window] = []
        for owner, (text, spans) in enumerate(passages):
            encoded = self._tokenizer.encode(text, add_special_tokens=False)
            offsets.append(encoded.offsets)
            starts = [
                i for i, (s, _) in enumerate(encoded.offsets) if any(s == a for a, _ in spans)
            ]
            windows += self._windows(owner, asked, encoded.ids, starts)
        found: list[list[_Candidates]] = [[] for _ in passages]
        for window, spans_out, heads in self._run(windows):
            text, spans = passages[window.owner]
            found[window.owner].append(
                self._candidates(window, spans_out, heads, text, spans, offsets[window.owner])
            )
        return [
            (
                self._merge(found[i], text, spans, offsets[i]),
                max((_features(part) for part in found[i]), default=(-_CLEAR, -_CLEAR)),
            )
            for i, (text, spans) in enumerate(passages)
        ]

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each (claim, passage) the calibrated probability that the passage supports the claim.

        A passage longer than the model's window supports what its best part supports.
        """
        windows: list[_Window] = []
        for owner, (claim, passage) in enumerate(pairs):
            first = self._tokenizer.encode(claim, add_special_tokens=False).ids[:CLAIM_TOKENS]
            windows += self._windows(
                owner, first, self._tokenizer.encode(passage, add_special_tokens=False).ids, []
            )
        best = [-_CLEAR] * len(pairs)
        for window, _, heads in self._run(windows):
            best[window.owner] = max(best[window.owner], float(heads[1]))
        weight, bias = self._support["weight"], self._support["bias"]
        return [
            _sigmoid(weight * _clip(logit) + bias) if claim.strip() and passage.strip() else 0.0
            for logit, (claim, passage) in zip(best, pairs, strict=True)
        ]

    def _windows(
        self, owner: int, first: list[int], second: list[int], starts: list[int]
    ) -> Iterator[_Window]:
        """Parts of the passage that fit: all of it, or overlapping parts that begin at sentences
        where they can."""
        room = self._max_tokens - len(first) - self._family.overhead
        begin = 0
        while begin < len(second):
            part = second[begin : begin + room]
            yield _Window(
                owner,
                self._family.row(first, part),
                len(first) + 1 + self._family.separators,
                begin,
                len(part),
            )
            if begin + room >= len(second):
                return
            # At least a third is read twice, so that a sentence cut by one window
            # is whole in the next.
            latest = begin + room - room // 3
            begin = max((s for s in starts if begin + room // 3 <= s <= latest), default=latest)

    def _run(self, windows: Sequence[_Window]) -> Iterator[tuple[_Window, Floats, Floats]]:
        """Every window with its span logits (tokens, 2) and head logits.

        Never in one batch: int8 scales its activations by the whole batch, so that a passage would
        read differently beside other passages (a fourth of the spans did, SQuAD 2.0, 2026-11).
        """
        import numpy as np

        def run(window: _Window) -> tuple[_Window, Floats, Floats]:
            ids = np.array([window.ids], dtype=np.int64)
            feed = self._family.feed(ids, window.second)
            spans, heads = self._session.run(["spans", "heads"], feed)
            return window, spans[0], heads[0]

        yield from self._pool.map(run, windows)

    def _candidates(
        self,
        window: _Window,
        logits: Floats,
        heads: Floats,
        text: str,
        sentences: Sequence[tuple[int, int]],
        offsets: Sequence[tuple[int, int]],
    ) -> _Candidates:
        import numpy as np

        start, end = logits[:, 0].astype(np.float64), logits[:, 1].astype(np.float64)
        null = float(start[0] + end[0])
        mass: dict[int, float] = {}
        best: tuple[float, int, int, int] | None = None
        tokens = range(window.first_token, window.first_token + window.count)
        shift = window.second - window.first_token
        for k, (a, b) in enumerate(sentences):
            outlet = _OUTLET.match(text, a, b)
            a = outlet.end() if outlet else a
            inside = [t for t in tokens if a <= offsets[t][0] < b and _is_word(text, offsets[t])]
            if not inside:
                continue
            at = np.array(inside)
            pairs = start[at + shift][:, None] + end[at + shift][None, :]
            gap = at[None, :] - at[:, None]
            pairs = np.where((gap >= 0) & (gap < LONGEST_ANSWER), pairs - null, -np.inf)
            top = int(pairs.argmax())
            i, j = divmod(top, len(inside))
            high = float(pairs[i, j])
            mass[k] = high + math.log(float(np.exp(pairs - high).sum()))
            if best is None or high > best[0]:
                best = (high, k, inside[i], inside[j])
        return _Candidates(float(heads[0]), mass, best)

    def _merge(
        self,
        parts: Sequence[_Candidates],
        text: str,
        sentences: Sequence[tuple[int, int]],
        offsets: Sequence[tuple[int, int]],
    ) -> PassageReading:
        """One reading from the windows of a passage: the best of them answers for all."""
        zeros = tuple(0.0 for _ in sentences)
        parts = [p for p in parts if p.best is not None]
        if not parts:
            return PassageReading(0.0, zeros, None, None, 0.0)
        answerable = max(self._probability(p) for p in parts)
        mass = {k: max(p.mass.get(k, -math.inf) for p in parts) for p in parts for k in p.mass}
        top = max(mass.values())
        weights = {k: math.exp((v - top) / self._temperature) for k, v in mass.items()}
        total = sum(weights.values())
        scores = tuple(weights.get(k, 0.0) / total for k in range(len(sentences)))
        high, k, first, last = max(p.best for p in parts if p.best is not None)
        span = _tidy(text, offsets[first][0], offsets[last][1], sentences[k])
        if span is None:
            return PassageReading(answerable, scores, None, None, 0.0)
        share = math.exp((high - top) / self._temperature) / total
        return PassageReading(answerable, scores, span, k, min(1.0, share))

    def _probability(self, part: _Candidates) -> float:
        answered, span = _features(part)
        w = self._answerable
        return _sigmoid(w["answered"] * answered + w["span"] * span + w["bias"])


def _features(part: _Candidates) -> tuple[float, float]:
    """The answered logit, and by how much all spans together outweigh the null answer."""
    if not part.mass:
        return -_CLEAR, -_CLEAR
    top = max(part.mass.values())
    return _clip(part.answered), _clip(
        top + math.log(sum(math.exp(v - top) for v in part.mass.values()))
    )


def _is_word(text: str, offset: tuple[int, int]) -> bool:
    """May an answer begin or end with this token? Not with punctuation."""
    piece = text[offset[0] : offset[1]]
    return any(c.isalnum() or c in "$£€¥₹%°" for c in piece)


def _tidy(text: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """Whole words, inside the sentence, without blanks or punctuation at the ends."""
    low, high = sentence
    start, end = max(start, low), min(end, high)
    while start > low and _joined(text, start):
        start -= 1
    while end < high and _joined(text, end):
        end += 1
    while start < end and not text[start].isalnum() and text[start] not in _KEPT_AT_START:
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in _KEPT_AT_END:
        end -= 1
    if end < high and text[end] == "." and _POINTED.search(text[start:end]):
        end += 1  # "5 p.m." and "the U.S." keep their point
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None


def _joined(text: str, at: int) -> bool:
    """Do the characters on both sides of `at` belong to one word? Scripts without blanks are left
    as they are."""
    a, b = text[at - 1], text[at]
    return a.isalnum() and b.isalnum() and ord(a) < 0x2E80 and ord(b) < 0x2E80


def _clip(value: float) -> float:
    return max(-_CLEAR, min(_CLEAR, value))


def _sigmoid(value: float) -> float:
    return (
        1.0 / (1.0 + math.exp(-value)) if value >= 0 else math.exp(value) / (1.0 + math.exp(value))
    )
