"""What a language model costs in tokens, and whether its citations carry what it wrote."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from eval.asking.asking import WatchedPipeline
from eval.metrics.citations import by_support, citation_quality
from eval.metrics.record import Tokens
from qa.evidence.rerank import EvidenceScorer
from qa.readers.extractive import Reader
from qa.readers.llm_call import Message
from qa.types import Answer

Stream = Callable[[Sequence[Message]], Iterator[str]]


class CountingPipeline(WatchedPipeline):
    """The product's pipeline with a language model, whose tokens are counted.

    They are counted as LlamaIndex counts them (tiktoken's cl100k_base), for every model alike: a
    model's own count differs by some per cent, and not every server tells it.
    """

    def taken(self) -> Tokens:
        """The tokens of this thread's calls since the last look."""
        counts = self._counts()
        found = Tokens(*counts)
        counts[:] = [0, 0]
        return found

    def carried(self, answer: Answer) -> tuple[float, float] | None:
        """As in ALCE, by the product's support check (`eval.metrics.citations`). Of an extractive
        answer they would say nothing: its sentences are its quotes.
        """
        judge = self.scorer if isinstance(self.scorer, EvidenceScorer) else None
        found = citation_quality(answer, by_support(judge)) if answer.citations else None
        if found is None or found.precision is None:
            return None
        return found.recall, found.precision

    def _load_reader(self) -> Reader:
        from llama_index.core.utils import get_tokenizer

        from qa.readers.llm import load_llm
        from qa.readers.llm_reader import LLMReader

        handle = load_llm(self.settings)
        count = get_tokenizer()
        judge = self.scorer if isinstance(self.scorer, EvidenceScorer) else None
        stream = self._counted(handle.stream, lambda text: len(count(text)))
        return LLMReader(dataclasses.replace(handle, stream=stream), judge)

    def _counted(self, stream: Stream, count: Callable[[str], int]) -> Stream:
        def counted(messages: Sequence[Message]) -> Iterator[str]:
            counts = self._counts()
            counts[0] += sum(count(text) for _, text in messages)
            written = []
            try:
                for piece in stream(messages):
                    written.append(piece)
                    yield piece
            finally:  # a reader that has enough doesn't read on
                counts[1] += count("".join(written))

        return counted

    def _counts(self) -> list[int]:
        found: list[int] = self._of_thread.__dict__.setdefault("counts", [0, 0])
        return found
