"""Which passages may answer: dense and keyword candidates, fused by reciprocal rank.

The searches share one signature, `(query, library, limit, article_ids) -> Ranking`, so that
each can be called, measured and swapped alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from index.library import Library
from index.text.terms import analyse
from index.types import ScoredPassage
from qa.question.query import Query

Ranking = list[tuple[str, float]]  # (passage_id, score), best first; larger is better
Search = Callable[[Query, Library, int, set[str] | None], Ranking]

RRF_K = 60  # the constant of the paper; not tuned
# A passage gains this share of the score of the best other passage of its article: an article that
# is about the matter says so more than once. RealTimeQA 2022, keyword search alone, 195 questions
# (2026-11), MRR@10 of articles: .551 at 0, .591 at 0.2, .606 at 0.3, .599 at 0.5, .594 at 1.
GAINED_FROM_ARTICLE = 0.3
# The keyword search looks at so many passages for each that it gives, so that it meets the others
# of an article.
DEEPER = 4
# What is kept holds at most so many passages of an article while there are others; the order stays
# that of the scores. RealTimeQA 2022, 195 questions (2026-11), a gold article among the first 100,
# as of the day of the question: .959 instead of .954 (the others' articles hold no text).
KEPT_OF_ARTICLE = 3


def search_dense(
    query: Query, library: Library, limit: int, article_ids: set[str] | None
) -> Ranking:
    """Passages nearest in meaning, best first."""
    return library.nearest(query.text, limit, article_ids)


def search_keywords(
    query: Query, library: Library, limit: int, article_ids: set[str] | None
) -> Ranking:
    """Passages by BM25 over stems and name keys, best first. Function words are left out."""
    terms = terms_to_search(query)
    found = library.catalog.search(terms, DEEPER * limit, article_ids) if terms else []
    return with_gain(found)[:limit]


def terms_to_search(query: Query) -> list[str]:
    """The terms that a passage may hold, each once."""
    names = set(query.names)
    words = [w[:1].upper() + w[1:] if w in names else w for w in query.content_words]
    return list(dict.fromkeys(analyse(" ".join(words))))


def with_gain(ranking: Ranking) -> Ranking:
    """The ranking after each passage has gained GAINED_FROM_ARTICLE of its article's best other.

    Scores must add up as BM25 does. Compare Dai and Callan, 2019, arXiv:1905.09217 (MaxP, SumP).
    """
    best: dict[str, list[float]] = {}
    for passage_id, score in ranking:
        best.setdefault(article_of(passage_id), []).append(score)
    gained = []
    for passage_id, score in ranking:
        first, second = (*best[article_of(passage_id)][:2], 0.0)[:2]
        other = second if score == first else first
        gained.append((passage_id, score + GAINED_FROM_ARTICLE * other))
    return sorted(gained, key=lambda pair: -pair[1])


def article_of(passage_id: str) -> str:
    """The id of the article that a passage is of (`ARTICLE:ORDINAL:DIGEST`)."""
    return passage_id.rsplit(":", 2)[0]


SEARCHES: Mapping[str, Search] = {"dense": search_dense, "keyword": search_keywords}


def fuse(rankings: Mapping[str, Sequence[tuple[str, float]]]) -> list[tuple[str, float]]:
    """Reciprocal rank fusion: the sum of 1 / (60 + rank), ranks from 1.

    Ties keep the order of first appearance. Source: Cormack, Clarke and Büttcher, 2009,
    "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods".
    """
    scores: dict[str, float] = {}
    for ranking in rankings.values():
        for rank, (passage_id, _) in enumerate(ranking, start=1):
            scores[passage_id] = scores.get(passage_id, 0.0) + 1.0 / (RRF_K + rank)
    return sorted(scores.items(), key=lambda item: -item[1])


def spread(ranking: Sequence[tuple[str, float]], limit: int) -> list[tuple[str, float]]:
    """The `limit` best with at most KEPT_OF_ARTICLE of an article, filled up from the others where
    that leaves room; in the order of the ranking.
    """
    taken: Counter[str] = Counter()
    turns = []  # how often the article has come up
    for passage_id, _ in ranking:
        taken[article_of(passage_id)] += 1
        turns.append(taken[article_of(passage_id)])
    places = sorted(range(len(ranking)), key=lambda i: (turns[i] > KEPT_OF_ARTICLE, i))
    return [ranking[i] for i in sorted(places[:limit])]


def retrieve(
    query: Query,
    library: Library,
    *,
    limit: int,
    candidates: int = 50,
    article_ids: set[str] | None = None,
    preferred: Sequence[set[str]] = (),
    searches: Mapping[str, Search] = SEARCHES,
) -> list[ScoredPassage]:
    """At most `limit` passages, best first, each with its rank in every list that found it.

    `article_ids` restricts the search; None searches everything. Each set of `preferred` adds
    a list of its own to the fusion: the keyword search of those articles alone. Scores are fused
    scores, comparable only within this list. Raises ValueError if `limit` < 1.
    """
    if limit < 1:
        raise ValueError(f"limit = {limit} should be at least 1.")
    rankings = {
        name: search(query, library, candidates, article_ids) for name, search in searches.items()
    }
    for number, ids in enumerate(preferred, start=1):
        wanted = ids if article_ids is None else ids & article_ids
        rankings[f"preferred-{number}"] = search_keywords(query, library, candidates, wanted)
    ranks: dict[str, list[tuple[str, int]]] = {}
    for name, ranking in rankings.items():
        for rank, (passage_id, _) in enumerate(ranking, start=1):
            ranks.setdefault(passage_id, []).append((name, rank))
    fused = spread(fuse(rankings), limit)
    passages = {p.passage_id: p for p in library.catalog.passages([pid for pid, _ in fused])}
    return [
        ScoredPassage(passages[pid], score, tuple(ranks[pid]))
        for pid, score in fused
        if pid in passages
    ]
