"""LlamaIndex's two engines, the real ones, written by a model that says what it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from eval.adapters.published import as_question
from eval.systems.meter import metered
from eval.systems.types import Text
from index.types import Article
from qa.errors import ReaderUnavailableError
from qa.readers.llm import LLMHandle
from qa.readers.llm_call import Message

QUESTION = as_question("q", "Who cut the ribbon?", kind="who")
ARTICLES = [
    Article("a1", "/x/harbour.txt", "The harbour opened. Mayor Ada Quist cut the ribbon.", "1"),
    Article("a2", "/x/choir.txt", "A choir won the Golden Lark.", "2", title="Choir wins"),
]


class Scripted:
    """A model that replies with `text`, and remembers what it was told."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.prompts: list[str] = []

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        self.prompts += [text for _, text in messages]
        yield from (self.text[:4], self.text[4:])


@pytest.fixture(scope="module")
def index() -> Any:
    from llama_index.core import MockEmbedding

    from eval.systems.llamaindex import build_index

    class Words:
        @staticmethod
        def encode(text: str) -> list[str]:
            return text.split()

    return build_index(ARTICLES, (MockEmbedding(embed_dim=4), Words()))


def count(text: str) -> int:
    return len(text.split())


@pytest.mark.slow
def test_the_quickstart_reads_two_passages_and_shows_them(index: Any) -> None:
    from eval.systems.llamaindex import Quickstart

    model = Scripted("It was Ada Quist.")
    handle, meter = metered(LLMHandle("scripted", model.stream), count)
    answer = Quickstart(index, handle, meter).ask(QUESTION)
    assert answer.text == "It was Ada Quist."
    assert answer.cited == answer.read
    assert {t.document for t in answer.read or ()} == {"harbour", "choir"}
    assert "Choir wins" in model.prompts[0] and QUESTION.question in model.prompts[0]
    assert answer.prompt_tokens == sum(count(p) for p in model.prompts)
    assert answer.answer_tokens == 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reply", "cited", "refused"),
    [
        ("Ada Quist did [2][2], or [9].", 1, False),
        ("Ada Quist did.", 0, False),
        ("None of the sources are helpful [1].", 0, True),
    ],
)
def test_the_citation_engine_cites_what_its_text_numbers(
    index: Any, reply: str, cited: int, refused: bool
) -> None:
    from eval.systems.llamaindex import CitationEngine

    handle, meter = metered(LLMHandle("scripted", Scripted(reply).stream), count)
    answer = CitationEngine(index, handle, meter).ask(QUESTION)
    assert answer.refused is refused
    assert answer.read is not None and len(answer.read) == 2
    assert answer.cited == ((answer.read[1],) if cited else ())
    assert not any(isinstance(t, Text) and t.words.startswith("Source ") for t in answer.read)


@pytest.mark.slow
def test_a_model_that_fails_is_heard_of(index: Any) -> None:
    from eval.systems.llamaindex import Quickstart

    def fail(messages: Sequence[Message]) -> Iterator[str]:
        raise ReaderUnavailableError("no model server answers")
        yield ""

    handle, meter = metered(LLMHandle("scripted", fail), count)
    with pytest.raises(ReaderUnavailableError, match="no model server"):
        Quickstart(index, handle, meter).ask(QUESTION)
