"""Weights of `qa.evidence.blend`, fitted and shown: each feature alone, and all together.

    python -m eval.training.blend --bench DIR --home HOME [--squad 300]

Four sources, none of which the evidence model was trained on: the tune halves of the seed questions
and of the year of Caldria;
RealTimeQA's questions with gold articles, each asked of all articles (a sentence that holds the
answer string is right) and of those before its month (where no article answers), the half that
`eval.measure.refusal` chooses its threshold on; and SQuAD 2.0 with each question's own paragraph,
the
calibration titles. The fit minimises the cross entropy of "the best sentence answers" and of the
right sentence among the others, with a pull towards plain weights.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.adapters.held_out_parts import squad2_parts
from eval.adapters.realtimeqa import holding_answer, read_articles, read_questions
from eval.adapters.squad import read_squad
from eval.asking.chosen import CALDRIA, seeds_folder
from eval.measure.command import Counter, chain_scorer
from eval.measure.folders import found_for
from eval.measure.news_home import open_news, with_days
from eval.measure.paragraphs import paragraphs, read_paragraph
from eval.measure.refusal import FIRST_DAY, half_of
from eval.metrics.estimate import contains
from eval.metrics.judge import find_gold
from eval.questions.question_set import Question, Split, load_questions
from eval.questions.shelf import Shelf
from index.ingest import index_articles
from index.settings import IndexSettings
from index.types import ArticleFilter
from index.vectors.embed import load_embedder
from qa.evidence.blend import NAMES
from qa.evidence.search import search
from qa.evidence.sentences import EvidenceSentence
from qa.pipeline import build_pipeline
from qa.question.conversation.follow_up import make_standalone
from qa.question.query import prepare
from qa.settings import Settings

PRIOR = np.array([0.5, 1.2, 0.6, 0.6, 1.0, 0.5, 0.5, 1.0])
PULL = 0.005  # strength of the pull towards PRIOR
# Weight of a source as a whole. A paragraph given alone says nothing of retrieval, and has a bias
# of its own, which is thrown away.
SHARES = {"seeds": 1.0, "caldria": 1.0, "news": 1.0, "squad": 0.3}
# Kinds of questions of the year of Caldria that the chain answers by looking up.
LOOKED_UP = ("lookup", "near_miss", "who_said", "several_articles", "latest_first")


@dataclass(frozen=True)
class Case:
    """One question: features `(n, 7)`, shifts of log odds and right flags `(n,)` of n sentences."""

    source: str
    answerable: bool
    features: NDArray[np.float64]
    shift: NDArray[np.float64]
    right: NDArray[np.bool_]

    def logits(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log odds of each sentence, shape `(n_sentences,)`."""
        return np.asarray(weights[0] + self.features @ weights[1:] + self.shift)


def case_of(
    source: str,
    answerable: bool,
    sentences: Sequence[EvidenceSentence],
    right: Sequence[bool],
) -> Case | None:
    """A case of the sentences that the model looked at twice; None when there are none."""
    seen = [(s, r) for s, r in zip(sentences, right, strict=True) if s.features]
    if not seen:
        return None
    return Case(
        source,
        answerable,
        np.array([s.features for s, _ in seen]),
        np.array([s.shift for s, _ in seen]),
        np.array([r and answerable for _, r in seen]),
    )


def seed_cases(split: Split = "tune") -> Iterator[Case]:
    """Cases of the seed questions, on a temporary index of the seeds; right is a gold quote."""
    return _own_cases("seeds", seeds_folder(), load_questions(split=split))


def caldria_cases(split: Split = "tune") -> Iterator[Case]:
    """Cases of those questions of the year of Caldria that are answered by looking up."""
    questions = [q for q in load_questions(CALDRIA, split=split) if q.kind in LOOKED_UP]
    return _own_cases("caldria", CALDRIA.with_suffix(""), questions)


def _own_cases(source: str, articles: Path, questions: Sequence[Question]) -> Iterator[Case]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index_articles([articles], IndexSettings(home=Path(folder)))
        pipeline = build_pipeline(Settings(home=Path(folder)))
        library = pipeline.library
        shelf = Shelf.of(library.catalog.articles())
        spelling = library.catalog.vocabulary()
        for question in questions:
            gold = find_gold(question, shelf)
            if question.expected_status == "about_corpus" or isinstance(gold, str):
                continue
            query = prepare(
                make_standalone(question.question, question.history, spelling), spelling
            )
            spans = [span for group in gold.groups for span in group]
            found = search(query, library, pipeline.scorer, top_k=6, candidates=50).evidence
            right = [
                any(
                    owner == s.article.article_id and s.start_char < last and first < s.end_char
                    for owner, first, last in spans
                )
                for s in found.sentences
            ]
            answerable = question.expected_status == "answered"
            case = case_of(source, answerable, found.sentences, right)
            if case is not None:
                yield case
        pipeline.close()


def news_cases(bench: Path, home: Path, half: str = "choose") -> Iterator[Case]:
    """Cases of RealTimeQA's questions with gold articles, asked of everything and of the past."""
    articles = {a.id: a for a in read_articles(bench)}
    settings = Settings(home=home)
    news = open_news(list(articles.values()), settings)
    library = with_days(news, articles.values())
    scorer = chain_scorer(news.settings, news.library.embedder.encode)
    spelling = library.catalog.vocabulary()
    questions = [q for q in read_questions(bench) if q.gold_articles and half_of(q.id) == half]
    counter = Counter(len(questions))
    for question in questions:
        query = prepare(question.question, spelling)
        holders = holding_answer(question, articles)
        late = int(question.asked[8:10]) >= FIRST_DAY
        past = late and not any(articles[key].published < question.month for key in holders)
        counter.step()
        for answerable in [True] * bool(holders) + [False] * past:
            where = ArticleFilter(before=question.month)
            ids = None if answerable else library.catalog.article_ids(where)
            found = found_for(query, library, scorer, settings, ids).evidence
            right = [any(contains(s.text, a) for a in question.answers) for s in found.sentences]
            case = case_of("news", answerable, found.sentences, right)
            if case is not None:
                yield case
    news.close()


def squad_cases(bench: Path, most: int, part: str = "calibration") -> Iterator[Case]:
    """Cases of SQuAD 2.0: a question and its own paragraph."""
    every = read_squad(bench)
    parts = squad2_parts([{"title": q.title} for q in every])
    chosen = [q for q in every if parts[q.title] == part]
    chosen = chosen[:: max(1, len(chosen) // most)]
    embedder = load_embedder("bundled")
    settings = Settings()
    scorer = chain_scorer(settings, embedder.encode)
    corpus = paragraphs(chosen, embedder, settings)
    for question in chosen:
        found = read_paragraph(question, corpus, scorer).evidence
        right = [
            any(contains(s.text, words) for _, words in question.answers) for s in found.sentences
        ]
        case = case_of("squad", question.answerable, found.sentences, right)
        if case is not None:
            yield case


def fit(cases: Sequence[Case], only: int | None = None) -> NDArray[np.float64]:
    """Weights of NAMES; with `only`, of that feature and the bias alone."""
    mask = np.ones(len(NAMES)) if only is None else np.eye(len(NAMES))[0] + np.eye(len(NAMES))[only]

    shares = {
        source: SHARES[source] / sum(case.source == source for case in cases)
        for source in {case.source for case in cases}
    }

    def loss(values: NDArray[np.float64]) -> float:
        weights, offset = values[:-1], values[-1]
        total = 0.0
        for case in cases:
            z = case.logits(weights * mask)
            best = float(np.clip(z.max() + offset * (case.source == "squad"), -30, 30))
            lost = np.log1p(np.exp(-best if case.answerable else best))
            if case.right.any():
                lost += np.log(np.exp(z - z.max()).sum()) - np.log(
                    np.exp(z[case.right] - z.max()).sum()
                )
            total += shares[case.source] * lost
        pulled = PULL * ((weights - PRIOR)[1:] ** 2).sum()
        return float(total / sum(SHARES.values()) + pulled)

    found = minimize(loss, np.append(PRIOR, 0.0), method="L-BFGS-B").x
    return np.asarray(found[:-1] * mask)


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
    parser.add_argument("--bench", type=Path, required=True, help="folder of the published sets")
    parser.add_argument("--home", type=Path, required=True, help="index of RealTimeQA's articles")
    parser.add_argument("--squad", type=int, default=300, help="SQuAD 2.0 questions")
    args = parser.parse_args()
    groups = {
        "seeds": list(seed_cases()),
        "caldria": list(caldria_cases()),
        "news": list(news_cases(args.bench, args.home)),
        "squad": list(squad_cases(args.bench, args.squad)),
    }
    cases = [case for group in groups.values() for case in group]
    out = sys.stdout
    for index, name in enumerate(NAMES[1:], start=1):
        weights = fit(cases, index)
        for source, group in groups.items():
            out.write(f"{name:>10} alone {source:>6}: {describe(group, weights)}\n")
    weights = fit(cases)
    for source, group in groups.items():
        out.write(f"       all      {source:>6}: {describe(group, weights)}\n")
        out.write(f"       held out {source:>6}: {_held_out(groups, source)}\n")
    out.write("WEIGHTS = (" + ", ".join(f"{w:.2f}" for w in weights) + ")\n")
    return 0


def _held_out(groups: dict[str, list[Case]], source: str) -> str:
    """Five folds of one source: each scored with weights fitted on all other cases."""
    own = groups[source]
    rest = [case for name, group in groups.items() if name != source for case in group]
    shifted: list[Case] = []
    for fold in range(5):
        weights = fit([*rest, *(c for i, c in enumerate(own) if i % 5 != fold)])
        shifted += [
            Case(c.source, c.answerable, c.features * 0, c.logits(weights), c.right)
            for c in own[fold::5]
        ]
    return describe(shifted, np.zeros(len(NAMES)))


if __name__ == "__main__":
    raise SystemExit(main())
