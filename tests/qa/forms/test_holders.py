"""Who holds an office now, where the article that names them does not name the office."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SentenceScore, Window
from qa.pipeline import QAPipeline
from qa.settings import Settings
from qa.types import Answer

TEXTS = [
    ("2024-01-10", "Corvane ends enrolment", "Corvane has cash until 2026, Martin Escher said."),
    ("2024-08-08", "Corvane resumes its trial",
     "Corvane parted with Martin Escher in June. His replacement, Joan Whitlock, came from the "
     "finance side."),
    ("2024-09-01", "Lindal votes", "Nadia Thorne was elected mayor of Lindal on Sunday."),
    ("2024-06-01", "Lindal's mayor and her house",
     "The mayor of Lindal, Sabine Corrow, had her house painted by the town."),
    ("2024-12-05", "No trial in Lindal",
     "Sabine Corrow, who resigned in June as mayor of Lindal, will not be put on trial."),
    ("2024-03-01", "Ferries", "Agnes Dahl, who replaced Olaf Rude in May, runs the ferries."),
]  # fmt: skip
# What the model takes for the answer of a question, by a word of it.
ANSWERS: Mapping[str, Mapping[str, float]] = {
    "runs Corvane": {"Martin Escher": 0.85},
    "replaced Martin Escher": {"Joan Whitlock": 0.94, "Martin Escher": 0.3},
    "mayor": {"Nadia Thorne": 0.98, "Sabine Corrow": 0.99},
    "replaced Nadia": {"Sabine Corrow": 0.7},
    "replaced Sabine": {"Nadia Thorne": 0.9},
    "ferries": {"Agnes Dahl": 0.95},
    "replaced Agnes": {"Olaf Rude": 0.98},
}


class Reads:
    """A model that finds other words for each question."""

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        answers = next((a for words, a in ANSWERS.items() if words in question), {})
        return [[_score(text[s:e], s, answers) for s, e in spans] for text, spans in windows]


def _score(sentence: str, start: int, answers: Mapping[str, float]) -> SentenceScore:
    for words, sure in answers.items():
        at = sentence.find(words)
        if at >= 0:
            return SentenceScore(sure, (start + at, start + at + len(words)), sure)
    return SentenceScore(0.01)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    home, embedder = tmp_path_factory.mktemp("offices"), HashingEmbedder()
    file = home / "articles.jsonl"
    rows = [
        {"title": title, "publisher": "Reuters", "published_at": day, "url": f"https://e.x/{n}",
         "text": text}
        for n, (day, title, text) in enumerate(TEXTS)
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, rows)))
    index_articles([file], IndexSettings(home=home, embedder=embedder.name), embedder=embedder)
    settings = Settings(home=home, embedder=embedder.name)
    library = open_library(settings.index, embedder=embedder)
    pipeline = QAPipeline(settings, library, scorer=Reads())
    yield pipeline.ask
    library.close()


@pytest.mark.parametrize("when", ["now", "these days", "at present"])
def test_the_successor_is_found_where_the_office_is_not_named(
    ask: Callable[[str], Answer], when: str
) -> None:
    answer = ask(f"Who runs Corvane {when}?")
    assert answer.short_answer is not None and answer.short_answer.text == "Joan Whitlock"
    assert answer.text.startswith("Most recently, Reuters, August 8, 2024: ")
    assert "Earlier, Reuters, January 10, 2024: " in answer.text


def test_who_left_is_not_the_holder_though_told_of_last(ask: Callable[[str], Answer]) -> None:
    answer = ask("Who is the mayor of Lindal now?")
    assert answer.short_answer is not None and answer.short_answer.text == "Nadia Thorne"


def test_who_was_replaced_by_the_holder_does_not_come_after_them(
    ask: Callable[[str], Answer],
) -> None:
    answer = ask("Who runs the ferries now?")
    assert answer.short_answer is not None and answer.short_answer.text == "Agnes Dahl"
