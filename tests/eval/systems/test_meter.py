"""Tokens are counted even of a reply that nobody reads to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.systems.meter import metered
from qa.readers.llm import LLMHandle
from qa.readers.llm_call import Message


def test_what_goes_in_and_what_was_taken_out_is_counted() -> None:
    def stream(messages: Sequence[Message]) -> Iterator[str]:
        yield from ("one ", "two ", "three ")

    handle, meter = metered(LLMHandle("m", stream), lambda text: len(text.split()))
    assert "".join(handle.stream([("system", "be brief"), ("user", "when")])) == "one two three "
    assert meter.take() == (3, 3)
    assert meter.take() == (0, 0)
    pieces = handle.stream([("user", "when")])
    assert next(iter(pieces)) == "one "
    pieces.close()  # type: ignore[attr-defined]
    assert meter.take() == (1, 1)
