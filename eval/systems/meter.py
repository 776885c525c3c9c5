"""Tokens that a language model reads and writes, counted alike for every system.

They are counted as LlamaIndex counts them (tiktoken's cl100k_base), for every model alike: what is
compared is how much text a system sends.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from qa.readers.llm import LLMHandle
from qa.readers.llm_call import Message


class Meter:
    """Tokens since the last `take`."""

    def __init__(self) -> None:
        self.prompt_tokens = self.answer_tokens = 0

    def take(self) -> tuple[int, int]:
        """(read, written), and start anew."""
        taken = (self.prompt_tokens, self.answer_tokens)
        self.prompt_tokens = self.answer_tokens = 0
        return taken


def metered(handle: LLMHandle, count: Callable[[str], int]) -> tuple[LLMHandle, Meter]:
    """The same model, and a meter of its own that counts what goes in and out."""
    meter = Meter()

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        meter.prompt_tokens += sum(count(text) for _, text in messages)
        written: list[str] = []
        try:
            for piece in handle.stream(messages):
                written.append(piece)
                yield piece
        finally:  # a reader may stop listening
            meter.answer_tokens += count("".join(written))

    return dataclasses.replace(handle, stream=stream), meter
