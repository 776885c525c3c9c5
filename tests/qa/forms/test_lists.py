"""Questions for several things are told from others, and answered from several articles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Passage
from qa.evidence.sentences import Evidence, EvidenceSentence
from qa.forms.lookup import MAX_SENTENCES, gather
from qa.question.asks_for_list import asks_for_list

QUESTION = "Which countries condemned the referendum?"


def sentence(article_id: str, text: str, score: float, at: int = 0) -> EvidenceSentence:
    whole = " " * at + text
    article = Article(article_id, f"/{article_id}.txt", whole, "hash")
    passage = Passage(
        f"{article_id}-{at}", article_id, 0, at, len(whole), text, ((at, len(whole)),)
    )
    return EvidenceSentence(article, passage, at, len(whole), score)


def gathered(*sentences: EvidenceSentence, chosen: int = 1) -> list[str]:
    evidence = Evidence(sentences, sentences[0].score)
    return [s.text for s in gather(QUESTION, evidence, sentences[:chosen])]


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "Which regions in Ukraine were annexed?",
        "What sanctions and what military measures were taken?",
        "What are Russia's demands?",
        "Who are the candidates for prime minister?",
        "Name the regions that were annexed.",
        "Who else called for talks?",
    ],
)
def test_questions_for_several_things(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who is the president?",
        "What makes a peace deal unreachable?",
        "Which sports star is held in Russia?",
        "What is Russia's demand?",
        "What percentage of customers have no savings?",
        "Which of these bands announced a tour?",
        "When did the negotiators meet?",
    ],
)
def test_questions_for_one_thing(question: str) -> None:
    assert not asks_for_list(question)


def test_a_second_article_adds_whom_the_first_left_out() -> None:
    assert gathered(
        sentence("a", "It was condemned by Poland.", 0.9),
        sentence("b", "France and Poland condemned it.", 0.8),
    ) == ["It was condemned by Poland.", "France and Poland condemned it."]


def test_what_names_nothing_new_or_is_unlikely_is_left_out() -> None:
    first = sentence("a", "It was condemned by Poland and France.", 0.9)
    assert gathered(first, sentence("b", "It was condemned by France.", 0.8)) == [first.text]
    assert gathered(first, sentence("b", "It was condemned by Spain.", 0.4)) == [first.text]
    assert gathered(first, sentence("b", "The referendum failed.", 0.8)) == [first.text]
    spain = sentence("b", "Spain condemns referendum", 0.8)
    headline = replace(spain, passage=replace(spain.passage, kind="headline"))
    assert gathered(first, headline) == [first.text]


def test_without_an_answer_nothing_is_gathered() -> None:
    assert gathered(sentence("a", "It was condemned by Poland.", 0.9), chosen=0) == []


def test_other_articles_come_before_more_of_the_same() -> None:
    same = [
        sentence("a", f"Then Nation{n} condemned it.", 0.9 - n / 100, at=n * 40) for n in range(6)
    ]
    texts = gathered(*same, sentence("b", "France condemned it.", 0.76))
    assert "France condemned it." in texts and len(texts) == 4  # three of the first article


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.text(max_size=40), st.floats(0.0, 1.0)), min_size=1
    ),
    st.integers(0, 4),
)
def test_what_was_chosen_stays_and_six_is_the_most(
    rows: list[tuple[str, str, float]], chosen: int
) -> None:
    ranked = sorted(
        (sentence(a, text + "x", score, at=n) for n, (a, text, score) in enumerate(rows)),
        key=lambda s: -s.score,
    )
    result = gather(QUESTION, Evidence(tuple(ranked), ranked[0].score), ranked[:chosen])
    assert len(result) <= MAX_SENTENCES
    assert {id(s) for s in ranked[:chosen]} <= {id(s) for s in result}
    assert bool(result) == bool(chosen)
