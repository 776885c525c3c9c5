"""The questions and claims that training never saw, for calibration and for scoring.

SQuAD 2.0 (half of its dev set) is held out by title, Natural Questions by its own dev split, QAMR
and the support sets by article or passage.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.training.examples.augment import Swapper
from eval.training.examples.data import (
    Row,
    qa_rows,
    sentences,
    window_around,
    window_without,
)
from eval.training.examples.support_data import support_rows


@dataclass(frozen=True)
class HeldOut:
    """A question with a passage, the sentences of the passage, and the answers (empty: it holds
    none)."""

    kind: str
    question: str
    passage: str
    sentences: tuple[tuple[int, int], ...]
    spans: tuple[tuple[int, int], ...]
    answers: tuple[str, ...] = ()


def held_out(data: Path, bench: Path, part: str, swapper: Swapper, seed: int = 11) -> list[HeldOut]:
    """Kinds: `squad2` (questions by people, whole paragraphs), `nq` (answered windows), `nq-
    deleted` (the
    answering sentence taken out), `nq-swapped` and `squad2-swapped` (a detail of the question
    exchanged),
    `qamr` (answered, half of it news)."""
    rng = random.Random(seed)
    out: list[HeldOut] = []

    def add(kind: str, question: str, passage: str, spans: Sequence[tuple[int, int]] = ()) -> None:
        answers = tuple(dict.fromkeys(passage[s:e] for s, e in spans))
        out.append(
            HeldOut(kind, question, passage, tuple(sentences(passage)), tuple(spans), answers)
        )

    rows = [r for r in qa_rows(data, bench) if r["part"] == part and r["question"].strip()]
    for r in rows:
        answers = [a["text"] for a in r["answers"]]
        if r["set"] == "squad2":
            if r["answerable"] and not r["spans"]:
                continue
            add("squad2", r["question"], r["context"], r["spans"])
            if r["answerable"] and rng.random() < 0.3:
                changed = swapper.swap(r["question"], r["context"], answers, rng)
                if changed:
                    add("squad2-swapped", changed, r["context"])
        elif r["set"] == "nq_qed" and r["spans"]:
            question = (
                r["question"][0].upper() + r["question"][1:] + "?"
                if rng.random() < 0.5
                else r["question"]
            )
            cut = window_around(r["context"], r["spans"], rng)
            if cut:
                add("nq", question, *cut)
                changed = (
                    swapper.swap(question, cut[0], answers, rng) if rng.random() < 0.4 else None
                )
                if changed:
                    add("nq-swapped", changed, cut[0])
            rest = window_without(r["context"], r["question"], answers, rng)
            if rest:
                add("nq-deleted", question, rest)
        elif r["set"] == "qamr" and rng.random() < 0.08:
            add("qamr", r["question"], r["context"], r["spans"])
    return out


def held_out_support(
    data: Path, bench: Path, part: str, most: int = 300, seed: int = 12
) -> list[Row]:
    """Claims with passages, at most `most` of a set; sets without a calibration part give none of
    it.

    Passages over 400 words are left out: what is cited is a few sentences, never a whole
    transcript."""
    rng = random.Random(seed)
    by_set: dict[str, list[Row]] = {}
    for r in support_rows(data, bench):
        if r["part"] == part and len(r["passage"].split()) <= 400:
            by_set.setdefault(r["source"], []).append(r)
    return [r for some in by_set.values() for r in rng.sample(some, min(most, len(some)))]
