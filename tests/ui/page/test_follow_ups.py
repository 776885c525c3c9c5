"""What to ask next: only what the chain answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.library import Library
from qa.pipeline import QAPipeline
from qa.settings import Settings
from qa.suggest.questions import Suggestion
from qa.types import Form, Statement
from tests.ui.fakes import bridge_answer, refusal
from tests.ui.story import differing_answer, timeline_answer
from ui.page.follow_ups import MOST_SUGGESTED, MOST_TRIED, extractive, follow_ups


@pytest.fixture(scope="module")
def pipeline(library: Library) -> QAPipeline:
    return QAPipeline(Settings(embedder="hashing", reranker="none", refuse_below=0.0), library)


def test_each_suggestion_is_answered_and_new(pipeline: QAPipeline) -> None:
    answer = pipeline.ask("What did Zelensky say about negotiations?")
    assert answer.citations
    found = follow_ups(pipeline, answer)
    assert 0 < len(found) <= MOST_SUGGESTED
    assert len(set(found)) == len(found) and not any("Zelensk" in question for question in found)
    assert all(pipeline.ask(question).status == "answered" for question in found)


def test_what_the_chain_refuses_is_not_suggested(
    pipeline: QAPipeline, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = pipeline.ask("What did Zelensky say about negotiations?")
    asked: list[str] = []

    def refused(self: QAPipeline, question: str, **_: object) -> object:
        asked.append(question)
        return refusal(question)

    monkeypatch.setattr(QAPipeline, "ask", refused)
    assert follow_ups(pipeline, answer) == [] and 0 < len(asked) <= MOST_TRIED


@pytest.mark.parametrize(
    ("form", "text", "leads"),
    [
        (None, "The talks ended in May.", True),
        (None, "“No,” he said.", True),
        (None, "ended in May.", False),
        (None, "The talks ended in", False),
        ("summary", "The talks ended in May.", False),  # answered as a lookup
    ],
)
def test_a_question_answered_otherwise_or_by_a_fragment_is_not_suggested(
    form: Form | None,
    text: str,
    leads: bool,
    pipeline: QAPipeline,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = pipeline.ask("What did Zelensky say about negotiations?")
    told = replace(bridge_answer("q"), statements=(Statement(text, (1,), 0.9),))
    monkeypatch.setattr(QAPipeline, "ask", lambda *_, **__: told)
    offered = iter([Suggestion("Summarise the reports on the talks.", form)])
    monkeypatch.setattr("ui.page.follow_ups._candidates", lambda *_: offered)
    assert bool(follow_ups(pipeline, answer)) == leads


def test_how_something_changed_is_suggested_when_a_timeline_or_sides_come(
    pipeline: QAPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {
        "What happened in May 2022?": timeline_answer("q"),
        "What happened in June 2022?": replace(timeline_answer("q"), timeline=()),
        "Where do reports on it differ?": differing_answer("q"),
        "Where do reports on that differ?": replace(differing_answer("q"), disagreements=()),
    }
    monkeypatch.setattr(QAPipeline, "ask", lambda _, question, **__: asked[question])
    offered = [Suggestion(question, answer.form) for question, answer in asked.items()]
    monkeypatch.setattr("ui.page.follow_ups._candidates", lambda *_: iter(offered))
    assert follow_ups(pipeline, bridge_answer("q")) == [
        "What happened in May 2022?",
        "Where do reports on it differ?",
    ]


def test_suggestions_are_tried_without_a_language_model(library: Library) -> None:
    settings = Settings(embedder="hashing", reranker="none", reader="llm", llm="ollama:none")
    assert extractive(QAPipeline(settings, library)).reader.name == "extractive"
