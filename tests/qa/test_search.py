"""Reading wide first, then deep; what a passage gains by the others of its article."""

from __future__ import annotations

from collections import Counter

from index.types import Article, Passage, ScoredPassage
from qa.evidence import Evidence, EvidenceSentence
from qa.retrieve import GAINED_FROM_ARTICLE, with_gain
from qa.search import (
    READ_AMONG_FEW,
    READ_OF_ARTICLE,
    READ_ON,
    READ_ON_ARTICLES,
    best_first,
    passages_to_read,
    passages_to_read_on,
)


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
    assert [p.article_id for p in best_first(passages, evidence)] == ["c", "a", "b"]


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
