"""Which passages may answer: dense and keyword candidates, fused by reciprocal rank.

The searches share one signature, `(query, library, limit, article_ids) -> Ranking`, so that
each can be called, measured and swapped alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from index.library import Library
from index.terms import analyse
from index.types import ScoredPassage
from qa.question import Query

Ranking = list[tuple[str, float]]  # (passage_id, score), best first; larger is better
Search = Callable[[Query, Library, int, set[str] | None], Ranking]

RRF_K = 60  # the constant of the paper; not tuned


def search_dense(
    query: Query, library: Library, limit: int, article_ids: set[str] | None
) -> Ranking:
    """Passages nearest in meaning, best first."""
    return library.nearest(query.text, limit, article_ids)


def search_keywords(
    query: Query, library: Library, limit: int, article_ids: set[str] | None
) -> Ranking:
    """Passages by BM25 over stems and name keys, best first. Function words are left out."""
    names = set(query.names)
    words = [w[:1].upper() + w[1:] if w in names else w for w in query.content_words]
    terms = list(dict.fromkeys(analyse(" ".join(words))))
    return library.catalog.search(terms, limit, article_ids) if terms else []


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
    fused = fuse(rankings)[:limit]
    passages = {p.passage_id: p for p in library.catalog.passages([pid for pid, _ in fused])}
    return [
        ScoredPassage(passages[pid], score, tuple(ranks[pid]))
        for pid, score in fused
        if pid in passages
    ]
