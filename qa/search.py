"""Retrieval and evidence for one question: what the chain finds before anything is written."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.library import Library
from index.types import Article, Passage
from qa.copies import one_of_each, without_repeats
from qa.credits import credit_lines
from qa.evidence import (
    Evidence,
    EvidenceSentence,
    choose_sentences,
    find_evidence,
    in_reading_order,
    sentences_on_topic,
)
from qa.lists import asks_for_list, gather
from qa.question import Query
from qa.rerank import PassageScorer
from qa.retrieve import retrieve

TOPIC_PASSAGES = 24  # "which articles …" looks wider: it wants every article, not the best passage


@dataclass(frozen=True)
class Found:
    """Passages best first, their articles with all passages of each, and the evidence in them."""

    passages: tuple[Passage, ...]
    articles: Mapping[str, Article]
    neighbours: Mapping[str, Sequence[Passage]]
    evidence: Evidence
    retrieve_seconds: float = 0.0


def search(
    query: Query,
    library: Library,
    scorer: PassageScorer,
    *,
    top_k: int,
    candidates: int,
    article_ids: set[str] | None = None,
    preferred: Sequence[set[str]] = (),
    topic: str | None = None,
) -> Found:
    """Retrieve the passages of one question and score their sentences.

    `article_ids` restricts the search; an empty set finds nothing. `preferred` are sets of
    articles to which the question points. With a `topic` the search is
    wider and scores nothing: the topic's own words decide (`sentences_on_topic`).
    """
    if article_ids is not None and not article_ids:
        return Found((), {}, {}, Evidence((), 0.0))
    started = time.perf_counter()
    limit = max(top_k, TOPIC_PASSAGES) if topic is not None else top_k
    catalog = library.catalog
    # Twice as many, so that what copies take away is made up for.
    wide = retrieve(
        query,
        library,
        limit=2 * limit,
        candidates=max(candidates, limit),
        article_ids=article_ids,
        preferred=preferred,
    )
    scored = without_repeats(wide, catalog, keep_order=bool(preferred))[:limit]
    articles: dict[str, Article] = {}
    neighbours: dict[str, Sequence[Passage]] = {}
    for article_id in dict.fromkeys(s.passage.article_id for s in scored):
        article = catalog.article(article_id)
        if article is not None:  # None: removed by another process since the search
            articles[article_id] = article
            neighbours[article_id] = catalog.passages_of(article_id)
    passages = tuple(s.passage for s in scored if s.passage.article_id in articles)
    retrieved = time.perf_counter()
    evidence = find_evidence(query, passages, articles, neighbours, scorer)
    evidence = one_of_each(evidence, catalog, one_article_a_source=topic is not None)
    return Found(passages, articles, neighbours, evidence, retrieved - started)


def choose(
    query: Query, found: Found, *, refuse_below: float, topic: str | None = None
) -> list[EvidenceSentence]:
    """The sentences that answer, in reading order; empty when the articles do not say."""
    credits = credit_lines(query, found.passages, found.articles, found.neighbours)
    if credits:
        return credits
    if topic is not None:
        return sentences_on_topic(found.evidence, topic)
    if found.evidence.probability >= refuse_below:
        chosen = choose_sentences(found.evidence)
        listed = asks_for_list(query.text)
        return gather(query.text, found.evidence, chosen) if listed else chosen
    return []


def merge(finds: Sequence[Found]) -> Found:
    """What was found for the parts of a compound question, as if for one."""
    passages = {p.passage_id: p for found in finds for p in found.passages}
    sentences: dict[tuple[str, int], EvidenceSentence] = {}
    for sentence in (s for found in finds for s in found.evidence.sentences):
        key = (sentence.article.article_id, sentence.start_char)
        if key not in sentences or sentences[key].score < sentence.score:
            sentences[key] = sentence
    ranked = sorted(sentences.values(), key=lambda s: -s.score)
    return Found(
        tuple(passages.values()),
        {k: v for found in finds for k, v in found.articles.items()},
        {k: v for found in finds for k, v in found.neighbours.items()},
        Evidence(tuple(ranked), ranked[0].score if ranked else 0.0),
        sum(found.retrieve_seconds for found in finds),
    )


def choose_of_parts(
    parts: Sequence[Query], finds: Sequence[Found], *, refuse_below: float, limit: int = 4
) -> list[EvidenceSentence]:
    """The best sentences of each part that is answered, at most `limit` in all."""
    lists = [
        sorted(choose(part, found, refuse_below=refuse_below), key=lambda s: -s.score)
        for part, found in zip(parts, finds, strict=True)
    ]
    chosen: list[EvidenceSentence] = []
    for rank in range(limit):  # the best of each part before the second best of any
        for sentences in lists:
            if rank < len(sentences) and len(chosen) < limit:
                sentence = sentences[rank]
                if all(
                    (s.article.article_id, s.start_char)
                    != (sentence.article.article_id, sentence.start_char)
                    for s in chosen
                ):
                    chosen.append(sentence)
    return in_reading_order(chosen)
