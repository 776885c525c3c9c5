"""Dateline inside a LlamaIndex program: a retriever over an indexed home.

    from qa.llamaindex import DatelineRetriever
    retriever = DatelineRetriever.from_settings(load_settings())
    nodes = retriever.retrieve("When did the negotiators last meet?")

Imported only by such a program: it needs LlamaIndex. The query engine comes later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.types import Citation, EvidenceFound

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline
    from qa.settings import Settings


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
        publishers: list[str] | None = None,
    ) -> None:
        self.pipeline = pipeline
        self._filters: dict[str, Any] = {
            "top_k": top_k,
            "after": after,
            "before": before,
            "publishers": publishers,
        }
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


def _node(passage: Citation) -> NodeWithScore:
    where = {
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
        excluded_embed_metadata_keys=["article_id", "path", "url", "start_char", "end_char"],
        excluded_llm_metadata_keys=["article_id", "path", "url", "start_char", "end_char"],
    )
    return NodeWithScore(node=node, score=passage.score)
