"""The LlamaIndex retriever over the seed articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.settings import IndexSettings
from qa.errors import QuestionError
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings

pytest.importorskip("llama_index.core")


@pytest.fixture(scope="module")
def pipeline(seed_settings: IndexSettings) -> QAPipeline:
    settings = Settings(home=Path(seed_settings.home), embedder="hashing", reranker="none")
    return build_pipeline(settings)


def test_nodes_are_true_passages_that_say_where_they_are_from(pipeline: QAPipeline) -> None:
    from qa.llamaindex import DatelineRetriever

    nodes = DatelineRetriever(pipeline, top_k=4).retrieve("When did the negotiators last meet?")
    assert nodes
    scores = [node.score for node in nodes]
    assert scores == sorted(scores, reverse=True)
    for node in nodes:
        article = pipeline.library.catalog.article(node.metadata["article_id"])
        assert article is not None
        start, end = node.metadata["start_char"], node.metadata["end_char"]
        assert article.text[start:end] == node.text
        assert node.metadata["path"] == article.path


def test_filters_reach_the_index(pipeline: QAPipeline) -> None:
    from qa.llamaindex import DatelineRetriever

    chosen = DatelineRetriever(pipeline, publishers=["Reuters"]).retrieve("the referendum")
    paths = {node.metadata["path"] for node in chosen}
    assert len(paths) == 1
    nobody = DatelineRetriever(pipeline, publishers=["Nobody's Gazette"])
    assert nobody.retrieve("the referendum") == []


def test_an_empty_question_is_refused(pipeline: QAPipeline) -> None:
    from qa.llamaindex import DatelineRetriever

    with pytest.raises(QuestionError):
        DatelineRetriever(pipeline).retrieve("   ")
