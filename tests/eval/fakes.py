"""A corpus of one article, and a pipeline that says what it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from eval.asking.chosen import QuestionSet
from eval.questions.question_set import GoldQuote, Question
from eval.questions.shelf import Shelf
from index.types import Article
from qa.types import (
    Answer,
    AnswerReady,
    Citation,
    Coverage,
    Event,
    EvidenceFound,
    ShortAnswer,
    Statement,
    TextDelta,
)
from tests.citing import cite

TEXT = "They met on March 29 in Istanbul. Five men came. It rained all day in the city."
ARTICLE = Article("a1", "/some/where/a.txt", TEXT, "hash")
SHELF = Shelf.of([ARTICLE])
ASKED = QuestionSet("set.jsonl", (), "digest")
MET, CAME, RAIN = (
    "They met on March 29 in Istanbul.",
    "Five men came.",
    "It rained all day in the city.",
)
COVERAGE = Coverage(1, (), None, None, 1)

WHEN = Question(
    "time-01", "time", "When did they meet?", "answered",
    accepted_answers=("March 29",), short_answers=("March 29",),
    gold_evidence=((GoldQuote("a.txt", MET),),),
)  # fmt: skip
BOTH = Question(
    "list-01", "list", "When did they meet and who came?", "answered",
    accepted_all=(("March 29",), ("five", "5")),
    gold_evidence=((GoldQuote("a.txt", MET),), (GoldQuote("a.txt", CAME),)),
)  # fmt: skip
NEAR = Question("near-miss-01", "near_miss", "When did they meet in Geneva?", "not_in_articles")
HELLO = Question("about-corpus-01", "about_corpus", "Hello!", "about_corpus")
COUNT = Question(
    "about-corpus-02", "about_corpus", "How many articles?", "about_corpus",
    accepted_answers=("1", "one"),
)  # fmt: skip


def citation(quote: str, marker: int = 1, **changes: Any) -> Citation:
    """Of the one article; of words that it doesn't have, as if it began with them."""
    article = ARTICLE if quote in TEXT else replace(ARTICLE, text=quote)
    return cite(article, quote, marker, **{"score": 1.0, **changes})


def answered(*quotes: str, short: str | None = None) -> Answer:
    """An answer made of quotes of the article, each with its marker."""
    text = " ".join(f"{quote} [{i}]" for i, quote in enumerate(quotes, start=1))
    return Answer(
        question="?",
        standalone_question="?",
        status="answered",
        text=text,
        statements=tuple(Statement(quote, (i,), 1.0) for i, quote in enumerate(quotes, start=1)),
        citations=tuple(citation(quote, i) for i, quote in enumerate(quotes, start=1)),
        short_answer=ShortAnswer(short, 1, 0, len(short)) if short else None,
        related=(),
        coverage=COVERAGE,
        reader="extractive",
    )


def said(status: Any, text: str, related: Sequence[Citation] = ()) -> Answer:
    """A refusal, or an answer about the corpus."""
    return Answer(
        question="?",
        standalone_question="?",
        status=status,
        text=text,
        statements=(),
        citations=(),
        short_answer=None,
        related=tuple(related),
        coverage=COVERAGE,
        reader="extractive",
    )


REFUSED = said(
    "not_in_articles", "The articles do not say; they speak of March 29.", [citation(RAIN)]
)


class ScriptedPipeline:
    """Answers by question; a missing one raises KeyError, as a broken pipeline might."""

    def __init__(self, script: Mapping[str, Answer]) -> None:
        self.script = script
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def stream(self, question: str, **arguments: Any) -> Iterator[Event]:
        self.asked.append((question, arguments))
        answer = self.script[question]
        yield EvidenceFound(question, (citation(TEXT),), COVERAGE)
        yield TextDelta(answer.text)
        yield AnswerReady(answer)
