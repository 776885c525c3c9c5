"""Reading wide first, then deep; what a passage gains by the others of its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from index.library import Library
from index.types import Article, Passage, ScoredPassage
from qa.evidence.rerank import SentenceScore, Window
from qa.evidence.retrieve import GAINED_FROM_ARTICLE, article_of, spread, with_gain
from qa.evidence.search import (
    HOPELESS,
    READ_AMONG_FEW,
    READ_AT_ONCE,
    READ_OF_ARTICLE,
    READ_ON,
    READ_ON_ARTICLES,
    best_first,
    passages_to_read,
    passages_to_read_on,
    search,
)
from qa.evidence.sentences import Evidence, EvidenceSentence
from qa.question.query import prepare


def scored(*articles: str) -> list[ScoredPassage]:
    """A ranking of passages, best first, each of the article that is named at its place."""
    return [
        ScoredPassage(
            Passage(f"{article}:{place}:x", article, place, 0, 4, "Rain", ((0, 4),)),
            1 / (place + 1),
        )
        for place, article in enumerate(articles)
    ]


def sentence(one: ScoredPassage, score: float) -> EvidenceSentence:
    article = Article(one.passage.article_id, "a.txt", "Rain", "h")
    return EvidenceSentence(article, one.passage, 0, 4, score)


def test_one_article_does_not_fill_what_is_read() -> None:
    ranking = scored(*["a"] * 30, *[f"b{n}" for n in range(30)])
    read = passages_to_read(ranking, READ_AMONG_FEW)
    assert len(read) == READ_AMONG_FEW
    assert Counter(one.passage.article_id for one in read)["a"] == READ_OF_ARTICLE
    assert read == sorted(read, key=lambda one: -one.score)


def test_where_there_is_one_article_all_of_it_is_read() -> None:
    assert len(passages_to_read(scored(*["a"] * 30), READ_AMONG_FEW)) == READ_AMONG_FEW
    assert len(passages_to_read(scored(*["a"] * 3), READ_AMONG_FEW)) == 3


def test_more_is_read_of_the_articles_that_seem_to_answer() -> None:
    ranking = scored("a", "b", "c", *["e"] * 9, "a", "b", "c")
    first = ranking[:3]
    evidence = Evidence(tuple(sentence(one, 0.9 - n / 9) for n, one in enumerate(first)), 0.9)
    more = passages_to_read_on(evidence, ranking, first)
    liked = ["a", "b", "c"][:READ_ON_ARTICLES]
    assert [one.passage.article_id for one in more] == liked and len(more) <= READ_ON


def test_passages_come_by_their_best_sentence() -> None:
    ranking = scored("a", "b", "c")
    evidence = Evidence((sentence(ranking[2], 0.9), sentence(ranking[0], 0.2)), 0.9)
    passages = [one.passage for one in ranking]
    assert [p.article_id for p in best_first(passages, evidence, [])] == ["c", "a", "b"]
    # Among many, the place in retrieval counts as much.
    assert [p.article_id for p in best_first(passages, evidence, passages)] == ["a", "c", "b"]


def test_a_passage_gains_from_the_best_other_passage_of_its_article() -> None:
    ranking = [("a:0:x", 10.0), ("b:0:x", 9.0), ("b:1:x", 8.0), ("b:2:x", 1.0)]
    gained = dict(with_gain(ranking))
    assert gained == {
        "a:0:x": 10.0,
        "b:0:x": 9.0 + GAINED_FROM_ARTICLE * 8.0,
        "b:1:x": 8.0 + GAINED_FROM_ARTICLE * 9.0,
        "b:2:x": 1.0 + GAINED_FROM_ARTICLE * 9.0,
    }
    assert with_gain(ranking)[0][0] == "b:0:x"
    assert with_gain([]) == []


def test_many_articles_are_kept_of_which_one_has_many_passages() -> None:
    ranking = [(f"a:{n}:x", 90.0 - n) for n in range(9)] + [("b:0:x", 5.0), ("c:0:x", 4.0)]
    kept = spread(ranking, 6)
    assert [article_of(key) for key, _ in kept] == ["a"] * 4 + ["b", "c"]
    assert kept == sorted(kept, key=lambda pair: -pair[1])
    assert spread(ranking, 20) == ranking
    assert [key for key, _ in spread(ranking[:9], 5)] == [f"a:{n}:x" for n in range(5)]


class SaysAlways:
    """Finds every sentence to answer with the same probability, and counts what it reads."""

    def __init__(self, probability: float) -> None:
        self.probability = probability
        self.read_windows: set[str] = set()

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        self.read_windows |= {text for text, _ in windows}
        return [[SentenceScore(self.probability) for _ in spans] for _, spans in windows]


@pytest.mark.parametrize(
    ("probability", "reads_on"), [(HOPELESS / 9, False), (0.3, True), (0.97, False)]
)
def test_among_many_articles_more_is_read_only_while_it_is_open_whether_they_answer(
    library: Library, monkeypatch: pytest.MonkeyPatch, probability: float, reads_on: bool
) -> None:
    monkeypatch.setattr("qa.evidence.search.FEW_ARTICLES", 1)
    query = prepare("When did the negotiators meet in Istanbul?", library.catalog.vocabulary())
    scorer = SaysAlways(probability)
    found = search(query, library, scorer, top_k=6, candidates=50)
    assert (len(scorer.read_windows) > READ_AT_ONCE) == reads_on
    assert len(found.passages) >= 6
