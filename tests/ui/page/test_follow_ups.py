"""What to ask next: only what the chain answers."""

from __future__ import annotations

import pytest

from index.library import Library
from qa.pipeline import QAPipeline
from qa.settings import Settings
from tests.ui.fakes import refusal
from ui.page.follow_ups import MOST_SUGGESTED, MOST_TRIED, extractive, follow_ups


@pytest.fixture(scope="module")
def pipeline(library: Library) -> QAPipeline:
    return QAPipeline(Settings(embedder="hashing", reranker="none", refuse_below=0.0), library)


def test_each_suggestion_is_answered_and_new(pipeline: QAPipeline) -> None:
    answer = pipeline.ask("What did Zelensky say about the referendum?")
    assert answer.citations
    found = follow_ups(pipeline, answer)
    assert 0 < len(found) <= MOST_SUGGESTED
    assert len(set(found)) == len(found) and not any("Zelensk" in question for question in found)
    assert all(pipeline.ask(question).status == "answered" for question in found)


def test_what_the_chain_refuses_is_not_suggested(
    pipeline: QAPipeline, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = pipeline.ask("What did Zelensky say about the referendum?")
    asked: list[str] = []

    def refused(self: QAPipeline, question: str, **_: object) -> object:
        asked.append(question)
        return refusal(question)

    monkeypatch.setattr(QAPipeline, "ask", refused)
    assert follow_ups(pipeline, answer) == [] and 0 < len(asked) <= MOST_TRIED


def test_suggestions_are_tried_without_a_language_model(library: Library) -> None:
    settings = Settings(embedder="hashing", reranker="none", reader="llm", llm="ollama:none")
    assert extractive(QAPipeline(settings, library)).reader.name == "extractive"
