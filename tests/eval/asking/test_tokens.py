"""The tokens of a language model are counted, also when the reader stops reading."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from eval.asking.progress import Bar
from eval.asking.tokens import CountingPipeline
from eval.metrics.judge import judge
from eval.metrics.record import Record, Tokens
from index.library import Library
from qa.readers.llm import LLMHandle
from qa.readers.llm_call import Message
from qa.settings import Settings
from tests.eval.fakes import MET, SHELF, WHEN, answered


@pytest.mark.slow
def test_what_is_read_and_written_is_counted(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts: list[str] = []

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        prompts.extend(text for _, text in messages)
        yield from ("They met in ", "Istanbul. [1] ", "And then this was said for long.")

    monkeypatch.setattr("qa.readers.llm.load_llm", lambda settings: LLMHandle("scripted", stream))
    monkeypatch.setattr("llama_index.core.utils.get_tokenizer", lambda: lambda text: text.split())
    settings = Settings(embedder="hashing", reranker="none", reader="llm", llm="openai:x")
    pipeline = CountingPipeline(replace(settings, refuse_below=0.0), library)
    pipeline.ask("Where did the negotiators meet on March 29?")
    counted = pipeline.taken()
    assert counted.read == sum(len(text.split()) for text in prompts) > 50
    assert 0 < counted.written <= 13
    assert pipeline.taken() == Tokens(0, 0)
    assert pipeline.carried(answered(MET)) == (1.0, 1.0)
    assert pipeline.carried(replace(answered(MET), statements=(), citations=())) is None


def test_tokens_are_a_mean_over_questions() -> None:
    judgement = judge(Record(WHEN, answered(MET), tokens=Tokens(700, 30)), SHELF)
    assert judgement.tokens_read == (700, 1) and judgement.tokens_written == (30, 1)
    assert judge(Record(WHEN, answered(MET)), SHELF).tokens_read is None
    written = judge(Record(WHEN, answered(MET), carried=(0.5, 1.0)), SHELF)
    assert (written.alce_recall, written.alce_precision) == ((0.5, 1), (1.0, 1))


def test_a_log_gets_a_line_a_tenth_with_the_time_left() -> None:
    stream = io.StringIO()
    with Bar(stream) as bar:
        for done in range(1, 101):
            bar.show(done, 100)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 10 and lines[-1] == "asked 100 of 100" and "s left" in lines[0]


def test_a_terminal_gets_a_bar() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with Bar(stream) as bar:
        bar.show(3, 9)
    assert "3/9" in stream.getvalue()
