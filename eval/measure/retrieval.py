"""Does the article that answers come up, and after which stage? On RealTimeQA's gold articles.

python -m eval.measure.retrieval --bench DIR --home HOME [--as-asked] [--quickstart FILE]

Asks every question that has gold articles and ranks articles (each at its best passage) after every
stage: each search alone, the two fused plainly, what the product retrieves (with what it reads of
source and date in the question), and its order once the evidence model has read. `--quickstart`
adds the stored ranking of another system (`eval.bench.quickstart_ranking` writes LlamaIndex's).
Candidates: a gold article among the first 100 passages.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from eval.adapters.realtimeqa import NewsQuestion, read_articles, read_questions
from eval.adapters.rows import AdapterError, open_text
from eval.asking.asking import WARMING, ReadsNothing, WatchedPipeline, put
from eval.measure.command import (
    Counter,
    add_as_asked,
    add_chain,
    chain_scorer,
    chain_settings,
    command,
    milliseconds,
    sample,
    shown,
    table,
    warm,
    write,
)
from eval.measure.news_home import NewsHome, open_news
from eval.metrics.estimate import quantiles
from eval.metrics.ranking import NAMES, Figure, first_of_each, mean, score_rankings
from index.types import ArticleFilter
from qa.evidence.rerank import PassageScorer
from qa.evidence.retrieve import SEARCHES, Ranking, fuse
from qa.evidence.search import merge
from qa.question.conversation.follow_up import make_standalone
from qa.question.query import prepare

T = TypeVar("T")
DEPTH = 100  # passages that each stage gives


@dataclass
class Stage:
    """What one stage brought: article ids by question, best first, and the seconds it took.
    `candidates` are the articles of its first DEPTH passages; empty where there are no passages.
    """

    name: str
    rankings: dict[str, list[str]] = field(default_factory=dict)
    candidates: dict[str, set[str]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def run_stages(
    news: NewsHome, questions: Sequence[NewsQuestion], scorer: PassageScorer, *, as_asked: bool
) -> list[Stage]:
    """Every question through every stage; `as_asked`: as of the day on which it was asked, which
    leaves later articles out of every stage.
    """
    alone = [name for name in SEARCHES if news.searches in ("both", name)]
    names = (*alone, "plain fusion", "product, retrieved", "product, reranked")
    stages = {name: Stage(name) for name in names}
    wide = WatchedPipeline(news.settings, news.library, ReadsNothing(), width=DEPTH)
    product = WatchedPipeline(news.settings, news.library, scorer)
    counter = Counter(len(questions))
    spelling = news.library.catalog.vocabulary()
    put(product, WARMING)
    for question in questions:
        as_of = question.asked if as_asked else None
        there = (
            None if as_of is None else news.library.catalog.article_ids(ArticleFilter(until=as_of))
        )
        query = prepare(make_standalone(question.question, (), spelling), spelling)
        lists: dict[str, Ranking] = {}
        for name in alone:
            lists[name], seconds = _timed(SEARCHES[name], query, news.library, DEPTH, there)
            _keep(stages[name], news, question, _owners(news, lists[name]), seconds)
        fused, seconds = _timed(fuse, lists)
        spent = sum(stages[name].seconds[-1] for name in alone) + seconds
        _keep(stages["plain fusion"], news, question, _owners(news, fused), spent)

        retrieved = put(wide, question.question, as_of=as_of)
        offered = [p.article_id for found in wide.finds for p in found.candidates]
        spent = retrieved.answer.seconds.retrieve if retrieved.answer else retrieved.seconds
        _keep(stages["product, retrieved"], news, question, offered, spent)

        read = put(product, question.question, as_of=as_of)
        found = merge(product.finds)
        owners = [s.article.article_id for s in found.evidence.sentences]
        owners += [p.article_id for p in found.passages]
        owners += offered
        _keep(stages["product, reranked"], news, question, owners, read.seconds)
        counter.step()
    # Its first passages are the sentences' and so no list of candidates.
    stages["product, reranked"].candidates.clear()
    return list(stages.values())


def read_rankings(path: Path) -> dict[str, list[str]]:
    """Another system's ranking: a JSON object of question id to article ids, best first.

    Raises AdapterError for another shape.
    """
    try:
        found = json.loads(open_text(path))
        if not all(isinstance(k, str) and isinstance(v, list) for k, v in found.items()):
            raise TypeError("a value is no list")
    except (TypeError, ValueError, AttributeError) as error:
        raise AdapterError(
            f"{path}: {error}; expected an object of question id to a list of article ids."
        ) from error
    return {key: first_of_each(ids) for key, ids in found.items()}


def figures_of(stage: Stage, questions: Sequence[NewsQuestion]) -> dict[str, Figure]:
    """Each measure's mean over the questions, and "candidates" where the stage has passages."""
    gold = {q.id: set(q.gold_articles) for q in questions}
    clusters = [q.gold_articles[0] for q in questions]
    values = score_rankings(stage.rankings, gold)
    found = {name: mean([values[name][q.id] for q in questions], clusters) for name in NAMES}
    if stage.candidates:
        there = [float(bool(gold[q.id] & stage.candidates[q.id])) for q in questions]
        found["candidates"] = mean(there, clusters)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = command("measure.retrieval", __doc__)
    add_chain(parser)
    add_as_asked(parser)
    parser.add_argument("--quickstart", type=Path, help="a stored ranking to compare with")
    chosen = parser.parse_args(argv)
    articles = read_articles(chosen.bench)
    questions = sample([q for q in read_questions(chosen.bench) if q.gold_articles], chosen)
    settings = chain_settings(chosen)
    news = open_news(articles, settings, searches=chosen.searches)
    try:
        scorer = chain_scorer(news.settings, news.library.embedder.encode)
        warm(scorer)
        stages = run_stages(news, questions, scorer, as_asked=chosen.as_asked)
    finally:
        news.close()
    if chosen.quickstart:
        stored = read_rankings(chosen.quickstart)
        stages.append(
            Stage("LlamaIndex quickstart", {q.id: stored.get(q.id, []) for q in questions})
        )
    titles = {a.id: a.title for a in articles}
    report(chosen, news, questions, stages, titles)
    return 0


def report(
    chosen: argparse.Namespace,
    news: NewsHome,
    questions: Sequence[NewsQuestion],
    stages: Sequence[Stage],
    articles: dict[str, str],
) -> None:
    """Print the table; write the JSON and the rows."""
    found = {stage.name: figures_of(stage, questions) for stage in stages}
    names = (*NAMES, "candidates")
    lines = []
    for stage in stages:
        cells = [shown(f) if (f := found[stage.name].get(name)) else "" for name in names]
        times = milliseconds(stage.seconds) if stage.seconds else ("", "")
        lines.append([stage.name, *cells, *times])
    print(
        f"{len(questions)} questions with gold articles; {len(articles)} articles in "
        f"{news.passages} passages; embedder {news.settings.embedder}, "
        f"searches {news.searches}, reranker {news.settings.reranker}, "
        f"{news.settings.top_k} passages read"
    )
    print(table(["after", *names, "ms p50", "ms p95"], lines), end="")
    figures: dict[str, Any] = {
        stage.name: {**found[stage.name], "seconds p50, p95": quantiles(stage.seconds)}
        for stage in stages
    }
    rows = (
        {
            "id": q.id,
            "question": q.question,
            "answers": q.answers,
            "gold": {key: articles.get(key) for key in q.gold_articles},
            "rank": {s.name: _rank(s.rankings[q.id], q.gold_articles) for s in stages},
            "first": {
                s.name: [(key, articles.get(key)) for key in s.rankings[q.id][:3]] for s in stages
            },
        }
        for q in questions
    )
    write(chosen, figures, rows, news.settings)


def _owners(news: NewsHome, ranking: Ranking) -> list[str]:
    ids = [passage_id for passage_id, _ in ranking[:DEPTH]]
    owner_of = {p.passage_id: p.article_id for p in news.library.catalog.passages(ids)}
    return [owner_of[passage_id] for passage_id in ids if passage_id in owner_of]


def _keep(
    stage: Stage, news: NewsHome, question: NewsQuestion, owners: list[str], seconds: float
) -> None:
    known = [news.bench_ids.get(owner) for owner in owners]
    stage.rankings[question.id] = first_of_each(known)
    stage.candidates[question.id] = {owner for owner in known[:DEPTH] if owner is not None}
    stage.seconds.append(seconds)


def _rank(ranking: Sequence[str], gold: Sequence[str]) -> int | None:
    return next((i for i, key in enumerate(ranking, start=1) if key in gold), None)


def _timed(call: Callable[..., T], *arguments: Any) -> tuple[T, float]:
    started = time.perf_counter()
    found = call(*arguments)
    return found, time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
