"""Evidence: sentences are scored in their articles, and near misses count against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from index.types import Article, Passage
from qa.evidence.missing import LOST_BY_RIVAL, Lacks, has_name, has_number
from qa.evidence.rerank import SentenceScore, Window
from qa.evidence.sentences import (
    Evidence,
    EvidenceSentence,
    choose_sentences,
    find_evidence,
    sentences_on_topic,
)
from qa.question.query import Query


def made(article_id: str, *sentences: str) -> tuple[Article, Passage]:
    text = "\n".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    article = Article(article_id, f"{article_id}.txt", text, "h")
    return article, Passage(f"{article_id}:0", article_id, 0, 0, len(text), text, tuple(spans))


def asking(text: str, names: Sequence[str] = (), numbers: Sequence[str] = ()) -> Query:
    return Query(text, text, tuple(text.split()), tuple(names), tuple(numbers), (), False)


class Keyword:
    """Scores a sentence 0.8 when it holds the last word of the question; the span is that word."""

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        word = question.rstrip("?").split()[-1]
        return [[self.score(word, text, s, e) for s, e in spans] for text, spans in windows]

    def score(self, word: str, text: str, start: int, end: int) -> SentenceScore:
        at = text.find(word, start, end)
        return SentenceScore(0.0) if at < 0 else SentenceScore(0.8, (at, at + len(word)), 1.0)


def found(query: Query, *pairs: tuple[Article, Passage]) -> Evidence:
    return find_evidence(
        query,
        [p for _, p in pairs],
        {a.article_id: a for a, _ in pairs},
        {a.article_id: [p] for a, p in pairs},
        Keyword(),
    )


def test_offsets_are_those_of_the_article() -> None:
    evidence = found(asking("what is gold"), made("a", "Rain fell.", "They found gold there."))
    best = evidence.sentences[0]
    assert best.text == "They found gold there." and best.span is not None
    assert best.article.text[slice(*best.span)] == "gold" and evidence.probability == pytest.approx(
        0.8
    )


def test_a_name_or_a_number_that_the_article_lacks_counts_against_it() -> None:
    pair = made("a", "In Kursk they found gold.", "It weighed 11,000 grams.")
    assert found(asking("gold", ["Kursk"], ["11000"]), pair).probability == pytest.approx(0.8)
    assert found(asking("gold", ["Geneva"]), pair).probability < 0.5
    assert found(asking("gold", [], ["12,000"]), pair).probability < 0.5


def test_of_a_name_said_before_its_last_word_is_near_enough() -> None:
    article, passage = made("a", "Johnny Depp came.", "Depp told of the gold.", "He left.")
    late = replace(passage, text="Depp told of the gold.", sentences=passage.sentences[1:2])
    lacks = Lacks(asking("What did Johnny Depp say of the gold", ["Johnny", "Depp"]))
    assert lacks.shift(article, late, "Depp told of the gold.") == 0.0
    assert lacks.shift(article, late, "He told of the gold.") < 0.0


@pytest.mark.parametrize(
    ("name", "text", "has"),
    [
        ("Russia", "the Russian army", True),
        ("Hungarian", "in Hungary today", True),
        ("South", "in southern Ukraine", False),
        ("American", "the US peace plan", True),
        ("US", "told us that", False),
        ("North", "North Korean soldiers", True),
        ("Macron", "President Putin met Orban", False),
    ],
)
def test_names_and_their_families(name: str, text: str, has: bool) -> None:
    assert has_name(name, text) is has


@pytest.mark.parametrize(
    ("number", "text", "has"),
    [
        ("11,000", "some 11000 men", True),
        ("4", "left four dead", True),
        ("30", "on the 3rd", False),
    ],
)
def test_numbers_in_figures_and_words(number: str, text: str, has: bool) -> None:
    assert has_number(number, text) is has


def test_the_date_of_an_article_counts_as_said_in_it() -> None:
    article, passage = made("a", "On Tuesday they found gold.")
    dated = replace(article, published_at="2022-10-06", published_precision="day")
    for numbers in (["2022"], ["4", "2022"]):
        query = asking("what was found on October 4, 2022 gold", numbers=numbers)
        assert found(query, (dated, passage)).probability == pytest.approx(0.8)
        assert found(query, (article, passage)).probability < 0.5
    wednesday = asking("what was found on October 5 gold", numbers=["5"])
    assert found(wednesday, (dated, passage)).probability < 0.5


def test_the_month_in_which_an_article_was_published_is_no_missing_name() -> None:
    article, passage = made("a", "They found gold.")
    dated = replace(article, published_at="2022-10-06", published_precision="day")
    for month, told in (("October", dated), ("September", dated), ("Monday", dated)):
        query = asking(f"what was found in {month} gold", names=[month])
        assert found(query, (told, passage)).probability == pytest.approx(0.8)
    for month, told in (("March", dated), ("October", article)):
        query = asking(f"what was found in {month} gold", names=[month])
        assert found(query, (told, passage)).probability < 0.5


def test_an_office_of_another_holder_counts_against_it() -> None:
    query = asking("Who is the foreign minister")
    asked, other = (
        Lacks(query).shift(*made("a", text), text)
        for text in ("The foreign minister is Jane.", "The prime minister is John.")
    )
    assert asked == 0.0
    assert other == -2 * LOST_BY_RIVAL  # near the sentence, and in the whole article


def test_a_window_without_a_word_of_the_question_is_no_evidence() -> None:
    class Fixed:
        def read(
            self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
        ) -> list[list[SentenceScore]]:
            return [[SentenceScore(0.8) for _ in spans] for _, spans in windows]

    article, passage = made("a", "The minister signed the decree.")

    def probability(question: str) -> float:
        return find_evidence(
            asking(question), [passage], {"a": article}, {"a": [passage]}, Fixed()
        ).probability

    assert probability("who signed decrees") == pytest.approx(0.8)
    assert probability("world cup winner") < 0.3


def sentence(pair: tuple[Article, Passage], index: int, score: float) -> EvidenceSentence:
    return EvidenceSentence(pair[0], pair[1], *pair[1].sentences[index], score)


def test_the_fewest_sentences_that_answer_in_reading_order() -> None:
    one = made("a", "First comes the rain of May.", "Then gold was found.", "Gold was found then.")
    two = made("b", "Elsewhere silver turned up.")
    evidence = Evidence(
        (
            sentence(one, 1, 0.9),
            sentence(one, 2, 0.89),
            sentence(two, 0, 0.8),
            sentence(one, 0, 0.7),
        ),
        0.9,
    )
    chosen = choose_sentences(evidence, odds_share=0.2)
    assert [s.text for s in chosen] == [
        "First comes the rain of May.", "Then gold was found.", "Elsewhere silver turned up.",
    ]  # fmt: skip
    assert [s.text for s in choose_sentences(evidence, odds_share=0.95)] == ["Then gold was found."]
    assert len(choose_sentences(evidence, limit=2, odds_share=0.0)) == 2


def test_which_articles_gives_one_sentence_of_each_that_has_the_topic() -> None:
    one = made("a", "The decree was signed.", "A decree on gold was signed.")
    two, three = made("b", "Silver was found."), made("c", "Gold, said the decree.")
    evidence = Evidence(
        (
            sentence(one, 0, 0.9),
            sentence(one, 1, 0.8),
            sentence(two, 0, 0.7),
            sentence(three, 0, 0.1),
        ),
        0.9,
    )
    assert [s.text for s in sentences_on_topic(evidence, "the decree on gold")] == [
        "A decree on gold was signed.", "Gold, said the decree.",
    ]  # fmt: skip
    assert sentences_on_topic(evidence, "bananas") == []
