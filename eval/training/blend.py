"""Weights of `qa.rerank.blend`, fitted and shown: each signal alone, and all together.

    python -m eval.training.blend [--bench DIR] [--questions 120]

Two sources: the tune half of the seed questions, and, with `--bench`, RealTimeQA's news-quiz
questions over their own retrieved articles (a sentence that holds the answer string is right;
for a third of the questions every passage with the answer is taken away, so that the right
answer is a refusal). The fit minimises the cross entropy of "the best sentence answers" and of
the right sentence among the others, with a pull towards equal weights.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.judge import find_gold
from eval.questions import Split, load_questions
from eval.run import seeds_folder
from index.embed import load_embedder
from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from qa.answer_type import lacks_answer_type
from qa.evidence import LOST_BY_TYPE, log_odds_shift
from qa.evidence_model import EvidenceModel
from qa.follow_up import make_standalone
from qa.pipeline import QAPipeline, build_pipeline
from qa.question import Query, prepare
from qa.rerank import EvidenceScorer, Signals
from qa.retrieve import retrieve
from qa.settings import Settings
from qa.windows import window_of

NAMES = ("bias", "answerable", "share", "alone", "cosine")
PRIOR = np.array([1.0, 0.6, 0.6, 0.8, 3.0])
PULL = 0.03  # strength of the pull towards PRIOR


@dataclass(frozen=True)
class Case:
    """One question: features `(n, 4)`, shifts of log odds and right flags `(n,)` of n sentences."""

    source: str
    question: str
    answerable: bool
    features: NDArray[np.float64]
    shift: NDArray[np.float64]
    right: NDArray[np.bool_]

    def logits(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log odds of each sentence, shape `(n_sentences,)`."""
        return np.asarray(weights[0] + self.features @ weights[1:] + self.shift)


def seed_cases(split: Split = "tune") -> Iterator[Case]:
    """Cases of the seed questions, on a temporary index of the seeds."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index_articles([seeds_folder()], IndexSettings(home=Path(folder)))
        pipeline = build_pipeline(Settings(home=Path(folder)))
        articles = list(pipeline.library.catalog.articles())
        spelling = pipeline.library.catalog.vocabulary()
        for question in load_questions(split=split):
            gold = find_gold(question, articles)
            if question.expected_status == "about_corpus" or isinstance(gold, str):
                continue
            standalone = make_standalone(question.question, question.history, spelling)
            query = prepare(standalone, spelling)
            spans = [span for group in gold.groups for span in group]
            answerable = question.expected_status == "answered"
            case = _case("seeds", query, pipeline, answerable, spans=spans)
            if case is not None:
                yield case
        pipeline.close()


def realtimeqa_cases(bench: Path, most: int) -> Iterator[Case]:
    """Cases of RealTimeQA: one index of the articles that the sampled questions retrieved."""
    folder = bench / "realtimeqa-2022"
    texts = {a["id"]: a for a in _rows(folder / "articles.jsonl.gz")}
    rng = random.Random(5)
    questions = [q for q in _rows(folder / "questions.jsonl.gz") if len(q["retrieved"]) > 1]
    rng.shuffle(questions)
    sample: list[dict[str, Any]] = []
    for question in questions:
        ids = [
            i
            for i in dict.fromkeys(question["gold_articles"] + question["retrieved"])
            if i in texts
        ]
        answers = [a for a in question["answer"] if len(a) > 2]
        if any(a.lower() in texts[i]["text"].lower() for a in answers for i in ids[:6]):
            sample.append({**question, "ids": ids[:6], "answers": answers})
        if len(sample) == most:
            break
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        home, articles = Path(name) / "home", Path(name) / "articles"
        articles.mkdir()
        for article_id in {i for q in sample for i in q["ids"]}:
            row = texts[article_id]
            text = f"{row.get('title') or article_id}\n\n{row['text'][:15000]}\n"
            (articles / f"{article_id}.txt").write_text(text, encoding="utf-8")
        # Keywords alone pick the passages here, so the articles need no real vectors.
        index_articles([articles], IndexSettings(home=home, embedder="hashing"))
        settings = Settings(home=home, embedder="hashing")
        scorer = EvidenceScorer(EvidenceModel.load(), load_embedder("bundled").encode)
        pipeline = QAPipeline(settings, open_library(settings.index), scorer=scorer)
        spelling = pipeline.library.catalog.vocabulary()
        stems = {Path(a.path).stem: a.article_id for a in pipeline.library.catalog.articles()}
        for question in sample:
            query = prepare(str(question["question"]), spelling)
            searched = {stems[i] for i in question["ids"] if i in stems}
            answerable = rng.random() > 1 / 3
            case = _case(
                "realtimeqa",
                query,
                pipeline,
                answerable,
                ids=searched,
                answers=question["answers"],
            )
            if case is not None and (not answerable or case.right.any()):
                yield case
        pipeline.close()


def _case(
    source: str,
    query: Query,
    pipeline: QAPipeline,
    answerable: bool,
    *,
    spans: Sequence[tuple[str, int, int]] = (),
    ids: set[str] | None = None,
    answers: Sequence[str] = (),
) -> Case | None:
    """Right sentences overlap a gold span, or hold an answer string."""
    library, scorer = pipeline.library, pipeline.scorer
    assert isinstance(scorer, EvidenceScorer)
    found = retrieve(query, library, limit=12, candidates=50, article_ids=ids)
    windows, weights, places = [], [], []
    for passage in (s.passage for s in found):
        article = library.catalog.article(passage.article_id)
        assert article is not None
        text, local, absolute = window_of(
            passage, article, library.catalog.passages_of(article.article_id)
        )
        if not answerable and any(a.lower() in text.lower() for a in answers):
            continue
        windows.append((text, local))
        weights.append(log_odds_shift(query, article, passage, text))
        places.append([(article.article_id, s, e) for s, e in absolute])
    windows, weights, places = windows[:8], weights[:8], places[:8]
    if not windows:
        return None
    signals = scorer.signals(query.text, windows)
    rows: dict[str, tuple[Signals, float, bool]] = {}
    for (text, local), weight, where in zip(windows, weights, places, strict=True):
        for (start, end), (owner, first, last) in zip(local, where, strict=True):
            sentence = text[start:end]
            if sentence in signals and sentence not in rows:
                right = any(o == owner and s < last and first < e for o, s, e in spans)
                right = right or any(a.lower() in sentence.lower() for a in answers)
                lost = LOST_BY_TYPE if lacks_answer_type(query.text, sentence) else 0.0
                rows[sentence] = (signals[sentence], weight - lost, right and answerable)
    return Case(
        source,
        query.text,
        answerable,
        np.array([s.features for s, _, _ in rows.values()]),
        np.array([w for _, w, _ in rows.values()]),
        np.array([r for _, _, r in rows.values()]),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fit(cases: Sequence[Case], only: int | None = None) -> NDArray[np.float64]:
    """Weights of NAMES, shape `(5,)`; with `only`, of that signal and the bias alone."""
    mask = np.ones(5) if only is None else np.eye(5)[0] + np.eye(5)[only]

    def loss(weights: NDArray[np.float64]) -> float:
        total = 0.0
        for case in cases:
            z = case.logits(weights * mask)
            best = float(np.clip(z.max(), -30, 30))
            total += np.log1p(np.exp(-best if case.answerable else best))
            if case.right.any():
                total += np.log(np.exp(z - z.max()).sum()) - np.log(
                    np.exp(z[case.right] - z.max()).sum()
                )
        return float(total / len(cases) + PULL * ((weights - PRIOR)[1:] ** 2).sum())

    return np.asarray(minimize(loss, PRIOR, method="L-BFGS-B").x * mask)


def describe(cases: Sequence[Case], weights: NDArray[np.float64]) -> str:
    """Hit@1, Hit@3, and how well the best score tells answerable from not."""
    answered = [c for c in cases if c.answerable]
    ranks = [np.argsort(-c.logits(weights)) for c in answered]
    hit1 = np.mean([bool(c.right[r[0]]) for c, r in zip(answered, ranks, strict=True)])
    hit3 = np.mean([bool(c.right[r[:3]].any()) for c, r in zip(answered, ranks, strict=True)])
    yes = np.array([c.logits(weights).max() for c in answered])
    no = np.array([c.logits(weights).max() for c in cases if not c.answerable])
    auc = float(np.mean(yes[:, None] > no[None, :])) if len(no) else float("nan")
    at = sorted([*yes, *no], key=lambda t: -min(np.mean(yes >= t), np.mean(no < t)))[0]
    both = min(np.mean(yes >= at), np.mean(no < at))
    return (
        f"n {len(yes):3} + {len(no):3}   hit@1 {hit1:.3f}   hit@3 {hit3:.3f}   AUROC {auc:.3f}   "
        f"both rates {both:.3f} at probability {1 / (1 + np.exp(-at)):.2f}"
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, help="folder with realtimeqa-2022")
    parser.add_argument("--questions", type=int, default=120, help="RealTimeQA questions")
    args = parser.parse_args()
    seeds = list(seed_cases())
    news = list(realtimeqa_cases(args.bench, args.questions)) if args.bench else []
    cases = [*seeds, *news]
    out = sys.stdout
    for index, name in enumerate(NAMES[1:], start=1):
        out.write(f"{name:>10} alone   seeds: {describe(seeds, fit(cases, index))}\n")
    weights = fit(cases)
    out.write(f"       all four   seeds: {describe(seeds, weights)}\n")
    if news:
        out.write(f"              RealTimeQA: {describe(news, weights)}\n")
    held = [c for fold in range(5) for c in seeds[fold::5]]
    scores = []
    for fold in range(5):
        kept = [c for i, c in enumerate(seeds) if i % 5 != fold]
        fold_weights = fit([*kept, *news])
        scores += [(c, c.logits(fold_weights)) for c in seeds[fold::5]]
    right = np.mean([bool(c.right[z.argmax()]) for c, z in scores if c.answerable])
    out.write(f"five-fold hit@1 on {len(held)} seed questions: {right:.3f}\n")
    out.write("BLEND = (" + ", ".join(f"{w:.2f}" for w in weights) + ")\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
