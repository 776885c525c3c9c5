"""Dateline inside a LlamaIndex program: a retriever and a query engine over an indexed home.

    from qa.llamaindex import DatelineQueryEngine, DatelineRetriever
    engine = DatelineQueryEngine.from_settings(load_settings())
    response = engine.query("When did the negotiators last meet?")
    print(response, response.source_nodes, response.metadata["answer"]["status"])

Imported only by such a program: it needs LlamaIndex.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import (
    AsyncStreamingResponse,
    Response,
    StreamingResponse,
)
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.types import Answer, AnswerReady, AskOptions, Citation, Event, EvidenceFound, TextDelta

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline
    from qa.settings import Settings

# Of a node's metadata: no words for an embedder or a language model.
_NOT_READ = ["article_id", "path", "url", "start_char", "end_char", "marker"]


def _filters(
    top_k: int | None,
    after: str | None,
    before: str | None,
    as_of: str | None,
    publishers: list[str] | None,
) -> AskOptions:
    return {
        "top_k": top_k,
        "after": after,
        "before": before,
        "as_of": as_of,
        "publishers": publishers,
    }


class DatelineRetriever(BaseRetriever):  # type: ignore[misc]  # untyped base
    """Passages for a question by Dateline's whole retrieval: filters, spelling, fusion.

    Each node's text is `article.text[start_char:end_char]`, its metadata says where it is from.
    The score is comparable only within one list, best first. A question about the corpus itself
    ("what do you have?") finds nothing. Raises QuestionError for an empty or overlong question.
    """

    def __init__(
        self,
        pipeline: QAPipeline,
        *,
        top_k: int | None = None,
        after: str | None = None,
        before: str | None = None,
        as_of: str | None = None,
        publishers: list[str] | None = None,
    ) -> None:
        """The filters are those of `qa.types.AskOptions`."""
        self.pipeline = pipeline
        self._filters = _filters(top_k, after, before, as_of, publishers)
        super().__init__()

    @classmethod
    def from_settings(cls, settings: Settings, **filters: Any) -> DatelineRetriever:
        """Over the index of `settings.home`; `filters` as for the constructor."""
        from qa.pipeline import build_pipeline

        return cls(build_pipeline(settings), **filters)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        events = self.pipeline.stream(query_bundle.query_str, **self._filters)
        for event in events:
            if isinstance(event, EvidenceFound):
                # Nothing after this event is wanted: the reader never starts.
                events.close() if hasattr(events, "close") else None
                return [_node(passage) for passage in event.passages]
        return []

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class DatelineQueryEngine(BaseQueryEngine):  # type: ignore[misc]  # untyped base
    """Dateline's answers as LlamaIndex's responses: what a router, an agent's tool or an evaluator
    takes.

    The response is the text with its markers; `source_nodes` are the quotes, `metadata["answer"]`
    is the whole answer (`Answer.to_dict`). With `streaming`, the nodes and the metadata are there
    once the text has ended. Raises QuestionError for an empty or overlong question.
    """

    def __init__(
        self,
        pipeline: QAPipeline,
        *,
        streaming: bool = False,
        top_k: int | None = None,
        after: str | None = None,
        before: str | None = None,
        as_of: str | None = None,
        publishers: list[str] | None = None,
    ) -> None:
        """The filters are those of `qa.types.AskOptions`."""
        self.pipeline = pipeline
        self._streaming = streaming
        self._filters = _filters(top_k, after, before, as_of, publishers)
        super().__init__(callback_manager=None)

    @classmethod
    def from_settings(cls, settings: Settings, **options: Any) -> DatelineQueryEngine:
        """Over the index of `settings.home`; `options` as for the constructor."""
        from qa.pipeline import build_pipeline

        return cls(build_pipeline(settings), **options)

    def _query(self, query_bundle: QueryBundle) -> Response | StreamingResponse:
        events = self.pipeline.stream(query_bundle.query_str, **self._filters)
        if not self._streaming:
            return _response(_last(events))
        said = StreamingResponse(response_gen=None, source_nodes=[], metadata={})
        said.response_gen = _texts(events, said)
        return said

    async def _aquery(self, query_bundle: QueryBundle) -> Response | AsyncStreamingResponse:
        if not self._streaming:
            return await asyncio.to_thread(self._query, query_bundle)
        events = self.pipeline.stream(query_bundle.query_str, **self._filters)
        said = AsyncStreamingResponse(response_gen=None, source_nodes=[], metadata={})
        said.response_gen = _aside(_texts(events, said))
        return said

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}


def _last(events: Iterator[Event]) -> Answer:
    for event in events:
        if isinstance(event, AnswerReady):
            return event.answer
    raise RuntimeError("the stream ended without an answer")


def _texts(events: Iterator[Event], said: Any) -> Iterator[str]:
    """The words as they come; at their end `said` gets its nodes and metadata."""
    for event in events:
        if isinstance(event, TextDelta):
            yield event.text
        elif isinstance(event, AnswerReady):
            whole = _response(event.answer)
            said.source_nodes.extend(whole.source_nodes)
            said.metadata.update(whole.metadata)


async def _aside(texts: Iterator[str]) -> AsyncIterator[str]:
    """The same for a loop, which goes on meanwhile."""
    end = object()
    while (text := await asyncio.to_thread(next, texts, end)) is not end:
        yield str(text)


def _response(answer: Answer) -> Response:
    return Response(
        response=answer.text,
        source_nodes=[_node(citation, numbered=True) for citation in answer.citations],
        metadata={"answer": answer.to_dict()},
    )


def _node(passage: Citation, *, numbered: bool = False) -> NodeWithScore:
    where = {
        "marker": passage.marker if numbered else None,
        "article_id": passage.article_id,
        "title": passage.title,
        "publisher": passage.publisher,
        "published_at": passage.published_at,
        "path": passage.path,
        "url": passage.url,
        "start_char": passage.start_char,
        "end_char": passage.end_char,
    }
    node = TextNode(
        id_=f"{passage.article_id}:{passage.start_char}-{passage.end_char}",
        text=passage.quote,
        metadata={name: value for name, value in where.items() if value is not None},
        start_char_idx=passage.start_char,
        end_char_idx=passage.end_char,
        excluded_embed_metadata_keys=_NOT_READ,
        excluded_llm_metadata_keys=_NOT_READ,
    )
    return NodeWithScore(node=node, score=passage.score)
