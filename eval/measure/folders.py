"""A question of RealTimeQA asked of a small folder of the news that is nearest to it.

A folder holds the question's gold articles, those that a web search brought for it, and what
Dateline's own retrieval ranks highest. It is asked twice: with the articles that hold the answer,
and with the next ones in their place, so that the second folder is about the same things and does
not answer. (An answer in other words than the gold one counts as none.)
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from eval.adapters.realtimeqa import NewsArticle, NewsQuestion, holding_answer
from eval.measure.news_home import NewsHome
from eval.metrics.estimate import contains
from index.library import Library
from qa.evidence.rerank import PassageScorer
from qa.evidence.retrieve import retrieve
from qa.evidence.search import Found, search
from qa.question.query import Query
from qa.settings import Settings


@dataclass(frozen=True)
class Folders:
    """Index ids of the articles of both folders; an empty one can't be made."""

    answering: frozenset[str]
    silent: frozenset[str]


def folders_of(
    question: NewsQuestion,
    query: Query,
    articles: Mapping[str, NewsArticle],
    news: NewsHome,
    library: Library,
    size: int,
) -> Folders:
    """Two folders of at most `size` articles each. `articles` by their id in the set."""
    ids = {bench_id: index_id for index_id, bench_id in news.bench_ids.items()}
    holders = {ids[key] for key in holding_answer(question, articles) if key in ids}
    limit = news.settings.candidates
    ranked = retrieve(query, library, limit=limit, candidates=limit)
    named = [ids[key] for key in (*question.gold_articles, *question.retrieved) if key in ids]
    pool = list(dict.fromkeys([*named, *(one.passage.article_id for one in ranked)]))
    first = [key for key in pool if key in holders]
    answering = [*first, *(key for key in pool if key not in holders)][:size] if first else []
    silent = [key for key in pool if key not in holders and not _holds(library, key, question)]
    return Folders(frozenset(answering), frozenset(silent[:size]))


def _holds(library: Library, article_id: str, question: NewsQuestion) -> bool:
    article = library.catalog.article(article_id)
    return article is None or any(contains(article.text, gold) for gold in question.answers)


def found_for(
    query: Query,
    library: Library,
    scorer: PassageScorer,
    settings: Settings,
    article_ids: Set[str] | None = None,
) -> Found:
    """What the chain finds for a question in these articles; None: in all."""
    return search(
        query,
        library,
        scorer,
        top_k=settings.top_k,
        candidates=settings.candidates,
        article_ids=None if article_ids is None else set(article_ids),
    )
