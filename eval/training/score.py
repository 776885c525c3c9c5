"""Prints held-out figures of the shipped model beside simple baselines of the same run.

python -m eval.training.score --data DIR --bench DIR [--model qa/evidence/models/evidence-int8.onnx]
python -m eval.training.score --written FILE [--model FILE] [--beside FILE]
"""

from __future__ import annotations

import argparse
import re
import string
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.training.examples.data import Row
from eval.training.examples.heldout import HeldOut, held_out, held_out_support
from eval.training.examples.mix import load_embed
from eval.training.examples.written import WrittenWindow, kept_apart, read_written
from eval.training.export import swapper_for
from index.vectors.minilm import model_folder
from qa.evidence.evidence_model import EvidenceModel, PassageReading

FIRST_WINDOWS = 5  # of a written question
THRESHOLDS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
_WORD = re.compile(r"\w+")


def auroc(scores: np.ndarray, truth: np.ndarray) -> float:
    """Area under the ROC curve; nan where only one class is present."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(truth, scores)) if 0 < truth.sum() < len(truth) else float("nan")


def normal(text: str) -> list[str]:
    """Words as SQuAD counts them: no case, no articles, no punctuation."""
    text = "".join(" " if c in string.punctuation else c for c in text.lower())
    return [w for w in text.split() if w not in ("a", "an", "the")]


def exact_and_f1(guess: str, answers: tuple[str, ...]) -> tuple[float, float]:
    """Best exact match and best word F1 over the gold answers; an empty guess is right where there
    is none."""
    if not answers or not guess:
        same = float(not answers and not guess)
        return same, same
    exact = f1 = 0.0
    found = normal(guess)
    for answer in answers:
        gold = normal(answer)
        exact = max(exact, float(found == gold))
        common = sum((Counter(found) & Counter(gold)).values())
        if common:
            f1 = max(f1, 2 * common / (len(found) + len(gold)))
    return exact, f1


def percent(pairs: list[tuple[float, float]]) -> str:
    """Means of exact match and F1, in percent."""
    exact, f1 = 100 * np.mean(np.array(pairs), axis=0)
    return f"{exact:.1f} / {f1:.1f}"


def right_sentences(item: HeldOut) -> set[int]:
    """The sentences that hold a gold answer."""
    return {k for k, (a, b) in enumerate(item.sentences) for s, e in item.spans if s < b and e > a}


class Cosines:
    """Sentence choice and answerability by the bundled embedder: what there is without this
    model."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(model_folder()), device="cpu")
        self._known: dict[str, np.ndarray] = {}

    def learn(self, texts: list[str]) -> None:
        """Embeds all texts at once."""
        new = sorted(set(texts) - self._known.keys(), key=len)
        for text, vector in zip(
            new, self._model.encode(new, batch_size=32, normalize_embeddings=True), strict=True
        ):
            self._known[text] = vector

    def __call__(self, question: str, texts: list[str]) -> np.ndarray:
        """The cosine of the question to each text."""
        return np.array([self._known[t] @ self._known[question] for t in texts])


def report_questions(
    items: list[HeldOut], readings: list[PassageReading], cosines: Cosines
) -> None:
    """The table of questions."""
    truth = np.array([bool(i.spans) for i in items])
    kinds = np.array([i.kind for i in items])
    scores = np.array([r.answerable for r in readings])
    parts = [[i.passage[a:b] for a, b in i.sentences] for i in items]
    cosines.learn(
        [i.question for i in items] + [i.passage for i in items] + [t for p in parts for t in p]
    )
    near = [cosines(i.question, p) for i, p in zip(items, parts, strict=True)]
    whole = np.array([cosines(i.question, [i.passage])[0] for i in items])
    top = np.array([n.max() for n in near])

    chosen = [
        i.passage[r.span[0] : r.span[1]] if r.span else ""
        for i, r in zip(items, readings, strict=True)
    ]
    squad = np.flatnonzero(kinds == "squad2")
    kept = [exact_and_f1(chosen[i] if scores[i] >= 0.5 else "", items[i].answers) for i in squad]
    print(f"SQuAD 2.0 held-out titles, n {len(squad)}, answered {int(truth[squad].sum())}")
    print(
        f"  EM / F1 with refusal below 0.5      {percent(kept)}"
        f"   (always refusing {100 * np.mean(~truth[squad]):.1f})"
    )
    for kind in ("squad2", "nq", "qamr"):
        rows = [i for i in np.flatnonzero((kinds == kind) & truth)]
        forced = [exact_and_f1(chosen[i], items[i].answers) for i in rows]
        several = [i for i in rows if len(items[i].sentences) > 1 and right_sentences(items[i])]
        ours = (
            np.mean(
                [
                    int(np.argmax(readings[i].sentence_scores)) in right_sentences(items[i])
                    for i in several
                ]
            )
            if several
            else np.nan
        )
        base = (
            np.mean([int(np.argmax(near[i])) in right_sentences(items[i]) for i in several])
            if several
            else np.nan
        )
        print(
            f"  {kind:8} answered ones: EM / F1 {percent(forced)} (n {len(rows)})"
            f"   sentence@1 {ours:.3f}, cosine {base:.3f} (n {len(several)})"
        )
    print(
        "answerable, AUROC                        model  cosine(passage)  cosine(best sentence)  n"
    )
    for name, yes, no in (  # the kinds of the answered and of the unanswerable questions
        ("squad2, questions by people", "squad2", "squad2"),
        ("squad2 answered / swapped", "squad2", "squad2-swapped"),
        ("nq answered / sentence deleted", "nq", "nq-deleted"),
        ("nq answered / swapped", "nq", "nq-swapped"),
        ("all", "", ""),
    ):
        mask = (((kinds == yes) & truth) | ((kinds == no) & ~truth)) if yes else truth | ~truth
        ours, passage, best = (auroc(s[mask], truth[mask]) for s in (scores, whole, top))
        print(
            f"  {name:38} {ours:.3f}  {passage:.3f}            {best:.3f}"
            f"                  {mask.sum()}"
        )
    print(
        "threshold   precision  recall   refused: "
        + "  ".join(k for k in ("squad2", "squad2-swapped", "nq-deleted", "nq-swapped"))
    )
    for threshold in THRESHOLDS:
        said = scores >= threshold
        refused = "    ".join(
            f"{np.mean(~said[(kinds == k) & ~truth]):.3f}"
            for k in ("squad2", "squad2-swapped", "nq-deleted", "nq-swapped")
        )
        both = np.isin(kinds, ("squad2",))
        print(
            f"  {threshold:.1f}       {np.mean(truth[said & both]):.3f}"
            f"      {np.mean(said[truth & both]):.3f}             {refused}"
        )
    print("  (precision and recall on squad2 questions by people)")
    print(
        "calibration on squad2: said / true   "
        + "  ".join(
            f"{np.mean(scores[squad][m]):.2f}/{np.mean(truth[squad][m]):.2f} (n {m.sum()})"
            for low in (0, 0.2, 0.4, 0.6, 0.8)
            if (m := (scores[squad] >= low) & (scores[squad] < low + 0.2 + (low == 0.8))).any()
        )
    )


def report_support(rows: list[Row], model: EvidenceModel) -> None:
    """The table of claims."""
    scores = np.array(model.support([(r["claim"], r["passage"]) for r in rows]))
    overlap = np.array([_overlap(r["claim"], r["passage"]) for r in rows])
    truth = np.array([bool(r["label"]) for r in rows])
    source = np.array([r["source"] for r in rows])
    print("support                     AUROC  balanced accuracy  word overlap AUROC  n")
    groups = [(s, source == s) for s in sorted(set(source))]
    groups.append(("SummEdits, all", np.char.startswith(source, "summedits")))
    for name, mask in groups:
        said, true = scores[mask] >= 0.5, truth[mask]
        if not 0 < true.sum() < len(true):
            continue
        balanced = (np.mean(said[true]) + np.mean(~said[~true])) / 2
        print(
            f"  {name:25} {auroc(scores[mask], true):.3f}  {balanced:.3f}"
            f"              {auroc(overlap[mask], true):.3f}               {mask.sum()}"
        )


def report_written(windows: Sequence[WrittenWindow], model: EvidenceModel) -> None:
    """Figures of written questions that were kept apart (`eval.training.examples.written`), of each
    the first FIRST_WINDOWS windows.
    """
    asked: dict[str, list[WrittenWindow]] = {}
    for window in windows:
        group = asked.setdefault(window.question_id, [])
        if len(group) < FIRST_WINDOWS:
            group.append(window)
    sure: dict[bool, list[float]] = {True: [], False: []}  # windows that answer, and that don't
    tempted, gold, right, answered, first = [], [], [], [], []
    for group in asked.values():
        held = kept_apart(group, every=True)
        readings = [model.read(h.question, [(h.passage, h.sentences)])[0] for h in held]
        hits = [
            bool(h.spans) and int(np.argmax(r.sentence_scores)) in right_sentences(h)
            for h, r in zip(held, readings, strict=True)
        ]
        for window, reading, hit in zip(group, readings, hits, strict=True):
            sure[bool(window.spans)].append(reading.answerable)
            if window.source == "gold":
                gold.append(reading.answerable)
                right.append(hit)
            elif window.source == "tempting":
                tempted.append(reading.answerable)
        best = int(np.argmax([r.answerable for r in readings]))
        is_answered = any(w.source == "gold" for w in group)
        answered.append((readings[best].answerable, is_answered))
        if is_answered:
            first.append(hits[best])
    found, truth = np.array([value for value, _ in answered]), np.array([t for _, t in answered])
    for name, value in (
        ("a window that answers or one that tempts, AUROC", _apart(gold, tempted)),
        ("all windows, AUROC", _apart(sure[True], sure[False])),
        ("the right sentence of the right window", float(np.mean(right))),
        (f"the right window and sentence first, of {FIRST_WINDOWS}", float(np.mean(first))),
        ("is a question answered at all, AUROC", auroc(found, truth)),
    ):
        print(f"  {name:52} {value:.3f}")
    print(f"  {len(asked)} questions, {len(sure[True]) + len(sure[False])} windows")


def _apart(yes: Sequence[float], no: Sequence[float]) -> float:
    return auroc(np.array([*yes, *no]), np.array([True] * len(yes) + [False] * len(no)))


def _overlap(claim: str, passage: str) -> float:
    words = _WORD.findall(claim.lower())
    held = set(_WORD.findall(passage.lower()))
    return sum(w in held for w in words) / max(1, len(words))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--data", "--bench", "--model"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--written", type=Path, help="written questions, instead of all other sets")
    parser.add_argument("--beside", type=Path, nargs="*", default=[], help="further models of it")
    parser.add_argument("--part", default="test", choices=("test", "calibration"))
    parser.add_argument("--share", type=int, default=1, help="score every n-th question only")
    args = parser.parse_args()
    if args.written:
        held = [w for w in read_written(args.written) if w.part == "held"]
        ids = set(sorted({w.question_id for w in held})[:: args.share])
        for path in (args.model, *args.beside):
            print(path or "the shipped model")
            report_written([w for w in held if w.question_id in ids], EvidenceModel.load(path))
        return
    if not (args.data and args.bench):
        parser.error("--data and --bench are needed, or --written")
    model = EvidenceModel.load(args.model)
    embed, _ = load_embed()
    items = held_out(args.data, args.bench, args.part, swapper_for(args.data, args.bench, embed))[
        :: args.share
    ]
    began = time.perf_counter()
    readings = [model.read(i.question, [(i.passage, i.sentences)])[0] for i in items]
    spent = time.perf_counter() - began
    report_questions(items, readings, Cosines())
    report_support(held_out_support(args.data, args.bench, args.part)[:: args.share], model)
    eight = [(i.passage, i.sentences) for i in items if 100 <= len(i.passage.split()) <= 120][:8]
    times = []
    for item in items[:20]:
        began = time.perf_counter()
        model.read(item.question, eight)
        times.append(time.perf_counter() - began)
    print(
        f"speed: {1000 * spent / len(items):.0f} ms a passage; "
        f"{len(eight)} passages of 100 to 120 words: "
        f"{1000 * np.median(times):.0f} ms (median), {1000 * min(times):.0f} ms (best)"
    )


if __name__ == "__main__":
    main()
