"""Sentences whose answer is of another kind than what is asked lose, and no others do."""

from __future__ import annotations

import pytest

from index.types import Article, Passage
from qa.answer.other_kind import fitting_kind
from qa.evidence.sentences import Evidence, EvidenceSentence

SCORE = 0.8


def _score(question: str, text: str, answer: str = "", around: str = "") -> float:
    """What is left of .8 for a sentence with a short answer, in an article that goes on."""
    article = Article(
        article_id="a",
        path="a.txt",
        text=text + " " + around,
        content_hash="",
        published_at="2024-05-10",
    )
    passage = Passage("a:0", "a", 0, 0, len(text), text, ((0, len(text)),))
    span = (text.index(answer), text.index(answer) + len(answer)) if answer else None
    found = EvidenceSentence(article, passage, 0, len(text), SCORE, span)
    return fitting_kind(question, Evidence((found,), SCORE)).probability


@pytest.mark.parametrize(
    ("question", "text", "answer", "around"),
    [
        ("How many cars were aboard?", "The ferry carried 120 passengers.", "120", ""),
        ("Who is the president of Norland?", "Prime Minister Ada Lind spoke.", "Ada Lind", ""),
        ("Who is the mayor of Aska?", "Lind spoke for an hour.", "Lind", "Deputy mayor Ada Lind."),
        ("Who is the mayor of Aska?", "Ada Lind, the deputy mayor, spoke.", "Ada Lind", ""),
        ("How many soldiers were killed?", "Norland sent 400 soldiers.", "400", ""),
        ("How many people were arrested?", "Some 2,000 people marched.", "2,000", ""),
        ("Who won the election?", "Lind leads the party until the election.", "Lind", ""),
        ("How many votes did Lind get?", "Lind got 8.3 percent.", "8.3 percent", ""),
        ("When did Lind reopen the shop?", "Her shop had been open since 1974.", "1974", ""),
        ("How many seals came in 1978?", "Twenty came, the first since 1978.", "Twenty", ""),
        ("What did Lind call impossible?", "Peace is impossible, Lind said.", "impossible", ""),
        ("What is the name of the hospital?", "Bombs hit a hospital.", "a hospital", ""),
        ("Who is the governor of Aska?", "The governor of Aska spoke.", "The governor", ""),
        ("What was the turnout in 2016?", "Turnout was 61 percent.", "61 percent", ""),
        ("By how many votes did Lind win?", "Brem beat Ada Lind by 40 votes.", "40", ""),
        ("When will they meet?", "The last session of talks took place on May 3.", "May 3", ""),
        ("When is the next vote?", "The previous vote was in 2019.", "2019", ""),
    ],
)
def test_an_answer_of_another_kind_loses(
    question: str, text: str, answer: str, around: str
) -> None:
    assert _score(question, text, answer, around) < 0.6


@pytest.mark.parametrize(
    ("question", "text", "answer", "around"),
    [
        ("How many cars were aboard?", "The ferry carried 120 cars.", "120", ""),
        ("When did they last meet?", "The last session took place on May 3.", "May 3", ""),
        ("When will they meet?", "They are to meet on May 3.", "May 3", ""),
        ("How many people were aboard?", "The ferry carried 120 passengers.", "120", ""),
        ("Who is the president of Norland?", "President Ada Lind spoke.", "Ada Lind", ""),
        ("Who is the mayor?", "Deputy mayor Ada Lind takes over from Brem.", "Ada Lind", ""),
        ("Who is the prime minister?", "Premier Ada Lind spoke.", "Ada Lind", ""),
        ("How many people were killed?", "The fire claimed six lives.", "six", ""),
        ("Who won the election?", "Lind won the election by nine votes.", "Lind", ""),
        ("Where is the mayor?", "Prime Minister Ada Lind is in Aska.", "Aska", ""),
        ("How many percent did Lind get?", "Lind got 8.3 percent.", "8.3 percent", ""),
        ("Since when is the shop open?", "It has been open since 1974.", "1974", ""),
        ("Who is the fire chief Ada Lind?", "Lind is a retired judge.", "a retired judge", ""),
        ("Who is the governor of Aska?", "Governor Ada Lind spoke.", "Ada Lind", ""),
        ("What was the turnout in 2016?", "In 2016 it was 61 percent.", "61 percent", ""),
        ("What was the turnout in 2024?", "Turnout was 61 percent.", "61 percent", ""),
        ("By how many votes did Brem win?", "Brem beat Ada Lind by 40 votes.", "40", ""),
    ],
)
def test_an_answer_that_fits_keeps_its_score(
    question: str, text: str, answer: str, around: str
) -> None:
    assert _score(question, text, answer, around) == pytest.approx(SCORE)


def test_who_fits_comes_before_who_does_not() -> None:
    text = "Deputy mayor Ada Lind spoke first. Mayor Otto Brem was ill."
    article = Article(article_id="a", path="a.txt", text=text, content_hash="")
    ends = ((0, 34), (35, len(text)))
    passage = Passage("a:0", "a", 0, 0, len(text), text, ends)
    spans = [(text.index(n), text.index(n) + 8) for n in ("Ada Lind", "Otto Bre")]
    found = tuple(
        EvidenceSentence(article, passage, *at, score, span)
        for at, score, span in zip(ends, (0.9, 0.7), spans, strict=True)
    )
    best = fitting_kind("Who is the mayor?", Evidence(found, 0.9)).sentences[0]
    assert best.text.startswith("Mayor Otto")
