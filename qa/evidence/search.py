"""Retrieval and evidence for one question: what the chain finds before anything is written."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.library import Library
from index.types import Article, Passage, ScoredPassage
from qa.evidence.blend import AMONG_MANY, NO_BEGINNING, Place
from qa.evidence.copies import one_of_each, without_repeats
from qa.evidence.missing import Lacks
from qa.evidence.rerank import PassageScorer
from qa.evidence.retrieve import retrieve
from qa.evidence.sentences import (
    Evidence,
    EvidenceSentence,
    find_evidence,
)
from qa.question.asks_for_list import asks_for_list
from qa.question.query import Query

TOPIC_PASSAGES = 24  # "which articles …" looks wider: it wants every article, not the best passage

# The evidence model reads the READ_AT_ONCE best passages. Where they answer with a probability of
# ENOUGH, or of less than HOPELESS, that is all. Else it reads READ_ON more of the READ_ON_ARTICLES
# that it likes best (one that answers is often found by another of its passages), and the others
# of the READ_AMONG_MANY best. RealTimeQA 2022, 170 questions with gold articles, 2026-11, right
# answers: 4 at once .606, with 12 to read instead of 10 .606, with 8 .594; ENOUGH .5 .588; HOPELESS
# 0 .606, .05 .600. Of 150 other questions 27 were hopeless, and none of them found an answer by
# reading on.
# Among a few articles up to READ_AMONG_FEW are read: seed questions, tune half, .890 correct and
# cited, with 10 .841. FEW_AT_ONCE first, and no more where they answer with FEW_ENOUGH: 13 passages
# a question instead of 17.6 for the same answers. With 6 and .8 it is 9.5, and one answer in 32 of
# the courier is lost, with 10 and .9 too. Where a list is asked for all are read. The model alone
# says what is read closely: with leanings the courier had .812 instead of .781 correct and cited,
# and refused .400 instead of .533 (2026-11).
FEW_ARTICLES = 100
READ_AT_ONCE, ENOUGH, HOPELESS = 4, 0.6, 0.02
FEW_AT_ONCE, FEW_ENOUGH = 8, 0.95
READ_AMONG_FEW, READ_AMONG_MANY, READ_OF_ARTICLE = 14, 10, 2
READ_ON, READ_ON_ARTICLES = 4, 2


@dataclass(frozen=True)
class Found:
    """What was found: `passages`, best first once they have been read (the unread behind); their
    articles with all passages of each; the evidence in them; `retrieved`, those that were read in
    the order of retrieval; and `candidates`, all that retrieval offered.
    """

    passages: tuple[Passage, ...]
    articles: Mapping[str, Article]
    neighbours: Mapping[str, Sequence[Passage]]
    evidence: Evidence
    retrieve_seconds: float = 0.0
    retrieved: tuple[Passage, ...] = ()
    candidates: tuple[Passage, ...] = ()


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
    articles to which the question points. With a `topic` the search is wider and scores nothing:
    the topic's own words decide (`sentences_on_topic`).
    """
    if article_ids is not None and not article_ids:
        return Found((), {}, {}, Evidence((), 0.0))
    started = time.perf_counter()
    wide = topic is not None
    limit = max(candidates, top_k)
    scored = retrieve(
        query, library, limit=limit, candidates=limit, article_ids=article_ids, preferred=preferred
    )
    scored = without_repeats(scored, library.catalog, keep_order=bool(preferred))
    retrieved = time.perf_counter()
    shelf = _Shelf(query, library, article_ids)
    few, listed = shelf.searched <= FEW_ARTICLES, asks_for_list(query.text)
    most = READ_AMONG_FEW if few or listed else READ_AMONG_MANY
    at_once, enough = (FEW_AT_ONCE, FEW_ENOUGH) if few else (READ_AT_ONCE, ENOUGH)
    first = scored[: max(top_k, TOPIC_PASSAGES)] if wide else passages_to_read(scored, most)
    read = list(first if wide or listed else first[:at_once])
    evidence = _read(query, read, scored, shelf, scorer)
    if not wide and (listed or HOPELESS <= evidence.probability < enough):
        read += passages_to_read_on(evidence, scored, read)
        read += [one for one in first if one not in read]
        evidence = _read(query, read, scored, shelf, scorer)  # what was read is known
    evidence = one_of_each(evidence, library.catalog, one_article_a_source=wide)
    passages = [s.passage for s in read if s.passage.article_id in shelf.articles]
    unread = [one for one in first if one not in read][: max(0, top_k - len(read))]
    offered = passages + [s.passage for s in unread if shelf.fetch(s.passage.article_id)]
    by_finding = [] if few else [s.passage for s in scored]
    best = passages if wide else best_first(offered, evidence, by_finding)[:top_k]
    return Found(
        tuple(best),
        shelf.articles,
        shelf.neighbours,
        evidence,
        retrieved - started,
        tuple(passages),
        tuple(one.passage for one in scored),
    )


def passages_to_read(scored: Sequence[ScoredPassage], most: int) -> list[ScoredPassage]:
    """The first `most` passages, at most READ_OF_ARTICLE of an article; where few articles
    were found, the rest is filled up in order.
    """
    taken: Counter[str] = Counter()
    first: list[ScoredPassage] = []
    rest: list[ScoredPassage] = []
    for one in scored:
        taken[one.passage.article_id] += 1
        (first if taken[one.passage.article_id] <= READ_OF_ARTICLE else rest).append(one)
    chosen = [*first, *rest][:most]
    return sorted(chosen, key=lambda one: -one.score)


def passages_to_read_on(
    evidence: Evidence, scored: Sequence[ScoredPassage], read: Sequence[ScoredPassage]
) -> list[ScoredPassage]:
    """Unread passages of the READ_ON_ARTICLES articles with the best sentences, in order."""
    liked = list(dict.fromkeys(s.article.article_id for s in evidence.sentences))
    known = {one.passage.passage_id for one in read}
    unread = [
        one
        for one in scored
        if one.passage.article_id in liked[:READ_ON_ARTICLES]
        and one.passage.passage_id not in known
    ]
    return unread[:READ_ON]


def best_first(
    passages: Sequence[Passage], evidence: Evidence, found: Sequence[Passage]
) -> list[Passage]:
    """Passages by the place of their best sentence, and by their own among all that were `found`.

    Reciprocal ranks (Cormack, Clarke and Buettcher, SIGIR 2009), both halves alike: several
    articles have the same news, and the one that says it best is often not the one that is about
    it. RealTimeQA 2022, 98 questions as asked, 2026-11: MRR@10 of the gold article .682, by the
    sentences alone .610. Among a few articles `found` is empty: there the sentences alone are
    better (seed questions .834, with both .809).
    """
    order: dict[str, int] = {}
    for place, sentence in enumerate(evidence.sentences):
        order.setdefault(sentence.passage.passage_id, place)
    read = sorted(passages, key=lambda p: order.get(p.passage_id, len(order) + len(passages)))
    by_reading = {p.passage_id: place for place, p in enumerate(read)}
    by_finding = {p.passage_id: place for place, p in enumerate(found)}

    def worth(passage: Passage) -> float:
        place = by_finding.get(passage.passage_id, len(found))
        return 1 / (1 + by_reading[passage.passage_id]) + 1 / (1 + place)

    return sorted(read, key=lambda p: -worth(p))


class _Shelf:
    """The articles that are read for one question, each taken from the catalog once."""

    def __init__(self, query: Query, library: Library, article_ids: set[str] | None) -> None:
        self.library = library
        self.lacks = Lacks(query)
        catalog = library.catalog
        self.searched = catalog.article_count() if article_ids is None else len(article_ids)
        few = self.searched <= FEW_ARTICLES
        self.passages = catalog.passage_count(article_ids) if few else AMONG_MANY
        self.rarity = catalog.vocabulary().rarity
        self.articles: dict[str, Article] = {}
        self.neighbours: dict[str, Sequence[Passage]] = {}

    def fetch(self, article_id: str) -> bool:
        """Whether the article is there; it may have been removed since the search."""
        if article_id not in self.articles:
            article = self.library.catalog.article(article_id)
            if article is None:
                return False
            self.articles[article_id] = article
            self.neighbours[article_id] = self.library.catalog.passages_of(article_id)
        return True


def _read(
    query: Query,
    chosen: Sequence[ScoredPassage],
    scored: Sequence[ScoredPassage],
    shelf: _Shelf,
    scorer: PassageScorer,
) -> Evidence:
    passages = [one.passage for one in chosen if shelf.fetch(one.passage.article_id)]
    best = scored[0].score if scored else 1.0
    beginnings = shelf.library.beginnings(query.text, {p.article_id for p in passages})
    places = {
        one.passage.passage_id: Place(
            one.score / best,
            beginnings.get(one.passage.article_id, NO_BEGINNING),
            shelf.passages,
        )
        for one in chosen
    }
    return find_evidence(
        query,
        passages,
        shelf.articles,
        shelf.neighbours,
        scorer,
        places,
        shelf.rarity,
        shelf.lacks,
        leaning=shelf.searched > FEW_ARTICLES,
    )


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
        tuple({p.passage_id: p for found in finds for p in found.retrieved}.values()),
    )
