"""LlamaIndex as its documentation's first pages have it, over the same articles.

`Quickstart`: VectorStoreIndex and its query engine (passages of 1,024 tokens, the two nearest).
`CitationEngine`: CitationQueryEngine as in its example (sources of 512 tokens out of the three
nearest passages). Everything is at its default but the embedder and the language model, which are
those that Dateline uses.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.bench.beside_quickstart import nltk_data
from eval.questions.question_set import Question
from eval.systems.meter import Meter
from eval.systems.refusals import says_refusal
from eval.systems.types import SystemAnswer, Text, document_of
from index.types import Article
from qa.readers.llm import LLMHandle

CITED_PASSAGES = 3  # similarity_top_k of the documentation's example


class Quickstart:
    """`index.as_query_engine().query(question)`. Its sources are the passages that it read."""

    def __init__(self, index: Any, handle: LLMHandle, meter: Meter) -> None:
        self.name = "quickstart"
        self._engine = index.as_query_engine(llm=language_model(handle))
        self._meter = meter

    def ask(self, question: Question) -> SystemAnswer:
        """The response; a refusal is told by its words."""
        self._meter.take()
        response = self._engine.query(question.question)
        return _answer(str(response), _sources(response), None, self._meter)


class CitationEngine:
    """`CitationQueryEngine`. Cited are the sources whose number stands in the response."""

    def __init__(self, index: Any, handle: LLMHandle, meter: Meter) -> None:
        from llama_index.core.query_engine import CitationQueryEngine

        self.name = "citation_engine"
        self._engine = CitationQueryEngine.from_args(
            index, llm=language_model(handle), similarity_top_k=CITED_PASSAGES
        )
        self._meter = meter

    def ask(self, question: Question) -> SystemAnswer:
        """The response; a number of no source cites nothing."""
        self._meter.take()
        response = self._engine.query(question.question)
        sources = _sources(response)
        numbers = dict.fromkeys(int(n) for n in re.findall(r"\[(\d{1,4})\]", str(response)))
        cited = tuple(sources[n - 1] for n in numbers if 1 <= n <= len(sources))
        return _answer(str(response), sources, cited, self._meter)


def build_index(articles: Sequence[Article], embedding: tuple[Any, Any] | None = None) -> Any:
    """A VectorStoreIndex in memory of the articles as plain files, each with its title first.

    `embedding` is what `eval.bench.quickstart.embed_model` gives, to be loaded once for many
    indexes.
    """
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    from eval.bench.quickstart import embed_model

    with tempfile.TemporaryDirectory(prefix="dateline-quickstart-") as folder:
        os.environ.update(nltk_data(Path(folder)))
        model, tokenizer = embedding or embed_model()
        pages = Path(folder) / "articles"
        pages.mkdir()
        for article in articles:
            title = article.title or ""
            head = "" if title in article.text[: len(title) + 200] else f"{title}\n\n"
            page = pages / f"{document_of(article.path)}.txt"
            page.write_text(f"{head}{article.text}\n", encoding="utf-8")
        documents = SimpleDirectoryReader(str(pages)).load_data()
        splitter = SentenceSplitter(tokenizer=tokenizer.encode)
        return VectorStoreIndex.from_documents(
            documents, embed_model=model, transformations=[splitter]
        )


def language_model(handle: LLMHandle) -> Any:
    """The model of `handle` as an LLM of LlamaIndex: a prompt in, its whole reply out."""
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

    class Handle(CustomLLM):  # type: ignore[misc]
        """Completion by one user's message."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(
                context_window=handle.context_tokens,
                num_output=handle.output_tokens,
                model_name=handle.name,
            )

        def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
            return CompletionResponse(text="".join(handle.stream([("user", prompt)])))

        def stream_complete(
            self, prompt: str, formatted: bool = False, **_: Any
        ) -> Iterator[CompletionResponse]:
            text = ""
            for piece in handle.stream([("user", prompt)]):
                text += piece
                yield CompletionResponse(text=text, delta=piece)

    return Handle()


def _answer(
    text: str, sources: tuple[Text, ...], cited: tuple[Text, ...] | None, meter: Meter
) -> SystemAnswer:
    prompt_tokens, answer_tokens = meter.take()
    refused = says_refusal(text)
    shown = sources if cited is None else cited
    return SystemAnswer(
        text,
        refused=refused,
        cited=() if refused else shown,
        read=sources,
        prompt_tokens=prompt_tokens,
        answer_tokens=answer_tokens,
    )


def _sources(response: Any) -> tuple[Text, ...]:
    return tuple(
        Text(
            re.sub(r"^Source \d+:\n", "", source.node.get_content()),
            document_of(str(source.node.metadata.get("file_name", ""))),
        )
        for source in response.source_nodes
    )
