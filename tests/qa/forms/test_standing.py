"""How things stand now: the newest report of a price, a day or an office, and what it replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from index.text.terms import analyse
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SentenceScore, Window
from qa.forms.standing import _story_terms
from qa.pipeline import QAPipeline
from qa.settings import Settings
from qa.types import Answer

LINDAL = Path(__file__).with_name("lindal.jsonl")


class Reads:
    """A model that finds these words, each as surely as it is told."""

    def __init__(self, answers: Mapping[str, float]) -> None:
        self._answers = answers

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        return [[self._score(text, s, e) for s, e in spans] for text, spans in windows]

    def _score(self, text: str, start: int, end: int) -> SentenceScore:
        for words, sure in self._answers.items():
            at = text.find(words, start, end)
            if at >= 0:
                return SentenceScore(sure, (at, at + len(words)), sure)
        return SentenceScore(0.01)


AskOf = Callable[[str, Mapping[str, float]], Answer]


@pytest.fixture(scope="module")
def ask_lindal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskOf]:
    home, embedder = tmp_path_factory.mktemp("lindal"), HashingEmbedder()
    index_articles([LINDAL], IndexSettings(home=home, embedder=embedder.name), embedder=embedder)
    settings = Settings(home=home, embedder=embedder.name)
    library = open_library(settings.index, embedder=embedder)

    def ask(question: str, answers: Mapping[str, float]) -> Answer:
        return QAPipeline(settings, library, scorer=Reads(answers)).ask(question)

    yield ask
    library.close()


@pytest.mark.parametrize(
    ("question", "answers", "newest", "replaced"),
    [
        ("How much will the bridge cost?",
         {"40 million crowns": 0.95, "52 million crowns": 0.9, "two crowns": 0.8},
         "52 million crowns", "40 million crowns"),
        ("When will the bridge open?", {"May 2025": 0.95, "October 2025": 0.8},
         "October 2025", "May 2025"),
        ("Who is the mayor?", {"Mayor Greta Holm": 0.97, "Jonas Aker": 0.9},
         "Jonas Aker", "Greta Holm said"),
        ("Who runs Stensrud?", {"Nina Voll": 0.95}, "Per Dahl", "Nina Voll"),
    ],
)  # fmt: skip
def test_the_newest_report_is_the_answer_and_says_what_it_replaced(
    ask_lindal: AskOf, question: str, answers: Mapping[str, float], newest: str, replaced: str
) -> None:
    answer = ask_lindal(question, answers)
    assert answer.short_answer is not None and answer.short_answer.text == newest
    assert answer.text.startswith("Most recently, ")
    assert answer.text.index(newest) < answer.text.rindex(replaced)


def test_what_is_asked_of_a_time_is_not_answered_of_another(ask_lindal: AskOf) -> None:
    answers = {"40 million crowns": 0.95, "52 million crowns": 0.9}
    answer = ask_lindal("How much was the bridge to cost in February 2023?", answers)
    assert answer.short_answer is not None and answer.short_answer.text == "40 million crowns"


def test_what_was_got_is_not_what_was_demanded(ask_lindal: AskOf) -> None:
    answers = {"11 percent": 0.97, "3 percent": 0.96, "6 percent": 0.9}
    answer = ask_lindal("What pay rise did the workers get?", answers)
    assert answer.short_answer is not None and answer.short_answer.text == "6 percent"
    assert "11 percent" not in answer.text
    asked = ask_lindal("What pay rise did the workers demand?", answers)
    assert asked.short_answer is not None and asked.short_answer.text == "11 percent"


def test_another_thing_of_the_same_kind_replaces_nothing(ask_lindal: AskOf) -> None:
    answers = {"52 million crowns": 0.95, "60 crowns": 0.9}
    answer = ask_lindal("How much will the bridge cost?", answers)
    assert answer.short_answer is not None and answer.short_answer.text == "52 million crowns"
    assert "Earlier" not in answer.text


@pytest.mark.parametrize(
    ("question", "story"),
    [
        ("How many people died in the tunnel collapse?", "tunnel collapse"),
        ("How much will the repairs cost?", "cost"),
        ("How many workers are missing?", ""),  # what is counted has to stand in the sentence
    ],
)
def test_the_story_may_stand_before_what_is_counted_may_not(question: str, story: str) -> None:
    assert _story_terms(question) == set(analyse(story))
