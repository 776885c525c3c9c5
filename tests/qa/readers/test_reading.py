"""What a reader is shown, and that a model is asked where the evidence alone would refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.library import open_library
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SentenceScore, Window
from qa.pipeline import QAPipeline
from qa.readers.llm import LLMHandle
from qa.readers.llm_call import Message
from qa.readers.llm_reader import LLMReader
from qa.readers.reading import MOST_SHOWN
from qa.settings import Settings
from qa.types import Answer
from tests.qa.forms.conftest import norvik_home

__all__ = ["norvik_home"]  # a fixture
DEAL = "7 percent"
SETTLED = "Their union accepted a raise of 7 percent [1]."
QUESTION = "What pay rise did the crews settle for?"


class Doubting:
    """A scorer that gives sentences with some words one score and all others another."""

    def __init__(self, words: str, score: float, others: float = 0.001) -> None:
        self.words, self.score, self.others = words, score, others

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """One score a sentence."""
        return [
            [
                SentenceScore(self.score if self.words in text[slice(*at)] else self.others)
                for at in spans
            ]
            for text, spans in windows
        ]


class Model:
    """A model that writes what it is told to and keeps what it was asked."""

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.prompts: list[str] = []

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        self.prompts.append(messages[-1][1])
        yield self.reply


def _ask(home: Path, scorer: Doubting, model: Model) -> Answer:
    embedder = HashingEmbedder()
    settings = Settings(home=home, embedder=embedder.name)
    library = open_library(settings.index, embedder=embedder)
    reader = LLMReader(LLMHandle("model", model.stream))
    pipeline = QAPipeline(settings, library, scorer=scorer, reader=reader)
    try:
        return pipeline.ask(QUESTION)
    finally:
        pipeline.close()


def test_a_model_is_asked_where_the_evidence_refuses(norvik_home: Path) -> None:
    model = Model(SETTLED)
    answer = _ask(norvik_home, Doubting(DEAL, 0.3), model)
    assert len(model.prompts) == 1
    assert answer.status == "answered" and DEAL in answer.citations[0].quote


def test_it_may_refuse_itself(norvik_home: Path) -> None:
    answer = _ask(norvik_home, Doubting(DEAL, 0.3), Model("NOT_IN_ARTICLES"))
    assert answer.status == "not_in_articles" and not answer.citations


@pytest.mark.parametrize("reply", ["The strike ended with a rise of 9 percent [1].", ""])
def test_what_no_quote_carries_is_a_refusal(norvik_home: Path, reply: str) -> None:
    assert _ask(norvik_home, Doubting(DEAL, 0.3), Model(reply)).status == "not_in_articles"


def test_a_sentence_that_cannot_answer_is_none(norvik_home: Path) -> None:
    """However true: a model that must say something says what stands there."""
    model = Model(SETTLED)
    assert _ask(norvik_home, Doubting(DEAL, 0.01), model).status == "not_in_articles"


def test_few_passages_are_shown_the_likeliest_first(norvik_home: Path) -> None:
    model = Model("NOT_IN_ARTICLES")
    _ask(norvik_home, Doubting(DEAL, 0.9, others=0.2), model)
    (prompt,) = model.prompts
    assert 1 <= prompt.count("<passage ") <= MOST_SHOWN
    assert DEAL in prompt.split("</passage>")[0]
