"""Is the answer right, end to end? On RealTimeQA's questions that the indexed articles answer.

python -m eval.measure.answers --bench DIR --home HOME [--reranker none] [--searches keyword]
[--rows FILE]

Asked are the questions whose gold answer stands, as whole words, in one of their own gold or
retrieved articles; with their text alone, without choices and date, of the index of all articles.
Ablations are options; each failure has a cause, and `--rows` holds every question for reading.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.adapters.realtimeqa import NewsQuestion, holding_answer, read_articles, read_questions
from eval.asking.asking import WARMING, Outcome, WatchedPipeline, put, stage_rows, stage_seconds
from eval.measure.command import (
    Counter,
    add_as_asked,
    add_chain,
    chain_scorer,
    chain_settings,
    command,
    sample,
    shown,
    table,
    warm,
    write,
)
from eval.measure.news_home import open_news
from eval.metrics.citations import Carries, by_support, citation_quality
from eval.metrics.estimate import contains, exact_match, f1, quantiles
from eval.metrics.ranking import Figure, mean
from qa.evidence.rerank import EvidenceScorer

Cause = Literal[
    "could not be scored",
    "taken for a question about the corpus",
    "not retrieved",
    "refused wrongly",
    "answered wrongly",
    "retrieved, not chosen",
    "chosen, not answered",
]
# Each figure with the value that it is to reach; None: no aim is set. The last two are of the
# questions that were answered, the others of all.
AIMS: Mapping[str, float | None] = {
    "answer in the text": 0.60,
    "short answer, exact": 0.38,
    "short answer, F1": None,
    "answer in a cited sentence": 0.55,
    "an article that has it is cited": None,
    "answer in a passage read": None,
    "refused": None,
    "citation recall": None,
    "citation precision": None,
}


@dataclass(frozen=True)
class Case:
    """One question, what came of it, and the figures of AIMS in 0..1; `cause` None: right.

    `holders` are the ids of its own articles that hold the answer.
    """

    question: NewsQuestion
    holders: tuple[str, ...]
    outcome: Outcome
    scores: Mapping[str, float]
    cause: Cause | None


def judge(
    question: NewsQuestion,
    holders: tuple[str, ...],
    outcome: Outcome,
    bench_ids: Mapping[str, str],
    carries: Carries,
) -> Case:
    """Score one outcome. `bench_ids` maps the index's article ids to the set's."""
    answer = outcome.answer
    if answer is None:
        return Case(question, holders, outcome, {}, "could not be scored")
    answered = answer.status == "answered"
    text = answer.text if answered else ""
    short = answer.short_answer.text if answered and answer.short_answer else ""
    says = _has(text, question)
    quoted = any(_has(c.quote, question) for c in answer.citations)
    read = any(_has(p.quote, question) for p in outcome.passages)
    right_article = any(bench_ids.get(c.article_id) in holders for c in answer.citations)
    values = (
        float(says),
        exact_match(short, question.answers),
        f1(short, question.answers),
        float(quoted),
        float(right_article),
        float(read),
        float(outcome.refused),
    )
    scores = dict(zip(AIMS, values, strict=False))
    quality = citation_quality(answer, carries) if answered else None
    if quality is not None and quality.precision is not None:
        scores |= {"citation recall": quality.recall, "citation precision": quality.precision}
    cause: Cause | None
    if says:
        cause = None
    elif answer.status == "about_corpus":
        cause = "taken for a question about the corpus"
    elif not read:
        cause = "not retrieved"
    elif outcome.refused:
        cause = "refused wrongly"
    elif quoted:
        cause = "chosen, not answered"
    elif right_article:
        cause = "retrieved, not chosen"
    else:
        cause = "answered wrongly"
    return Case(question, holders, outcome, scores, cause)


def figures_of(cases: Sequence[Case]) -> dict[str, Figure]:
    """Each figure over the cases that have it; the bootstrap is over the first article that holds
    the answer. A figure that no case has is left out.
    """
    figures = {}
    for name in AIMS:
        scored = [case for case in cases if name in case.scores]
        if scored:
            values = [case.scores[name] for case in scored]
            figures[name] = mean(values, [case.holders[0] for case in scored])
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = command("measure.answers", __doc__)
    add_chain(parser)
    parser.add_argument(
        "--gold",
        action="store_true",
        help="only questions with gold articles: the evidence model was trained on none of them",
    )
    add_as_asked(parser)
    chosen = parser.parse_args(argv)
    articles = {a.id: a for a in read_articles(chosen.bench)}
    holders = {q: holding_answer(q, articles) for q in read_questions(chosen.bench)}
    asked = [q for q in holders if holders[q] and (q.gold_articles or not chosen.gold)]
    questions = sample(asked, chosen)
    news = open_news(list(articles.values()), chain_settings(chosen), searches=chosen.searches)
    scorer = chain_scorer(news.settings, news.library.embedder.encode)
    warm(scorer)
    carries = by_support(scorer if isinstance(scorer, EvidenceScorer) else None)
    pipeline = WatchedPipeline(news.settings, news.library, scorer)
    try:
        put(pipeline, WARMING)
        counter = Counter(len(questions))
        cases = []
        for question in questions:
            outcome = put(
                pipeline, question.question, as_of=question.asked if chosen.as_asked else None
            )
            cases.append(judge(question, holders[question], outcome, news.bench_ids, carries))
            counter.step()
    finally:
        news.close()
    print(
        f"{len(questions)} of {len(asked)} questions that their own articles "
        f"answer; {len(articles)} articles in {news.passages} passages; embedder "
        f"{news.settings.embedder}, searches {news.searches}, reranker {news.settings.reranker}, "
        f"{news.settings.top_k} passages read, refusal below {news.settings.refuse_below}"
    )
    report(chosen, cases)
    write(chosen, _document(cases), (_row(case, news.bench_ids) for case in cases), news.settings)
    return 0


def report(chosen: argparse.Namespace, cases: Sequence[Case]) -> None:
    """Print the figures, the causes and the seconds."""
    figures = figures_of(cases)
    aims = {name: f"{aim:.2f}".lstrip("0") if aim else "" for name, aim in AIMS.items()}
    print(
        table(
            ["share of the questions", "n", "value (95 % interval)", "aim"],
            [[name, str(f.n), shown(f), aims[name]] for name, f in figures.items()],
        )
    )
    causes = Tally(case.cause for case in cases if case.cause)
    print(table(["cause of failure", "n"], [[c, str(n)] for c, n in causes.most_common()]))
    print(table(["ms", "p50", "p95"], stage_rows(case.outcome for case in cases)), end="")


def _has(text: str, question: NewsQuestion) -> bool:
    return any(contains(text, answer) for answer in question.answers)


def _document(cases: Sequence[Case]) -> dict[str, Any]:
    seconds = stage_seconds(case.outcome for case in cases)
    return {
        **figures_of(cases),
        "causes": Tally(case.cause for case in cases if case.cause),
        "unscored": sum(not case.scores for case in cases),
        "seconds p50, p95": {stage: quantiles(values) for stage, values in seconds.items()},
    }


def _row(case: Case, bench_ids: Mapping[str, str]) -> dict[str, Any]:
    outcome, answer = case.outcome, case.outcome.answer
    return {
        "id": case.question.id,
        "cause": case.cause,
        "question": case.question.question,
        "answers": case.question.answers,
        "holders": case.holders,
        "status": answer.status if answer else outcome.error,
        "text": answer.text if answer else "",
        "short": answer.short_answer.text if answer and answer.short_answer else None,
        "probability": outcome.probability,
        "cited": [(bench_ids.get(c.article_id), c.quote) for c in answer.citations]
        if answer
        else [],
        "passages": [
            {
                "article": bench_ids.get(p.article_id),
                "has it": _has(p.quote, case.question),
                "text": p.quote,
            }
            for p in outcome.passages
        ],
        "scores": case.scores,
        "seconds": outcome.seconds,
    }


if __name__ == "__main__":
    sys.exit(main())
