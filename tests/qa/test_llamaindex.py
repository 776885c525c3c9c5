"""The LlamaIndex retriever and query engine over the seed articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.settings import IndexSettings
from qa.errors import QuestionError
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings
from tests.aside import run_aside

pytest.importorskip("llama_index.core")
from llama_index.core.bridge.pydantic import Field
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata


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


def test_as_of_reaches_the_index(pipeline: QAPipeline) -> None:
    from qa.llamaindex import DatelineQueryEngine, DatelineRetriever

    early = DatelineRetriever(pipeline, as_of="2022-08-31").retrieve("the referendum")
    assert early and all(node.metadata["published_at"] < "2022-09" for node in early)
    answer = DatelineQueryEngine(pipeline, as_of="2022-08-31").query("the referendum")
    assert answer.metadata["answer"]["coverage"]["last_published"] < "2022-09"


QUESTION = "When did the negotiators last meet?"


@pytest.fixture(scope="module")
def answering(seed_settings: IndexSettings) -> QAPipeline:
    """A pipeline that answers everything: the hashing embedder is no judge."""
    home = Path(seed_settings.home)
    return build_pipeline(
        Settings(home=home, embedder="hashing", reranker="none", refuse_below=0.0)
    )


def as_told(response: Any) -> tuple[str, list[str], str]:
    markers = [node.metadata["marker"] for node in response.source_nodes]
    assert markers == list(range(1, len(markers) + 1))
    quotes = [node.text for node in response.source_nodes]
    return str(response), quotes, response.metadata["answer"]["text"]


def test_the_engine_answers_with_quotes_as_nodes(answering: QAPipeline) -> None:
    from qa.llamaindex import DatelineQueryEngine

    response = DatelineQueryEngine(answering).query(QUESTION)
    answer = answering.ask(QUESTION)
    assert as_told(response) == (answer.text, [c.quote for c in answer.citations], answer.text)
    assert answer.citations


def test_every_way_of_asking_says_the_same(answering: QAPipeline) -> None:
    from qa.llamaindex import DatelineQueryEngine

    whole = as_told(DatelineQueryEngine(answering).query(QUESTION))
    streaming = DatelineQueryEngine(answering, streaming=True)
    response = streaming.query(QUESTION)
    assert "".join(response.response_gen) == whole[0]
    assert [node.text for node in response.source_nodes] == whole[1]

    async def aside() -> None:
        assert as_told(await DatelineQueryEngine(answering).aquery(QUESTION)) == whole
        streamed = await streaming.aquery(QUESTION)
        assert "".join([piece async for piece in streamed.response_gen]) == whole[0]
        assert streamed.metadata["answer"]["text"] == whole[0]

    run_aside(aside())


class Scripted(CustomLLM):
    """A language model that says what it is told to, in order; the last again and again."""

    says: list[str]
    heard: list[str] = Field(default_factory=list)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata()

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        self.heard.append(prompt)
        return CompletionResponse(text=self.says.pop(0) if len(self.says) > 1 else self.says[0])

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> Any:
        yield self.complete(prompt)


def test_a_router_chooses_it(answering: QAPipeline) -> None:
    from llama_index.core.query_engine import RouterQueryEngine
    from llama_index.core.selectors import LLMSingleSelector
    from llama_index.core.tools import QueryEngineTool

    from qa.llamaindex import DatelineQueryEngine

    tools = [
        QueryEngineTool.from_defaults(DatelineQueryEngine(answering, publishers=[name]), name=name)
        for name in ("Nobody's Gazette", "Reuters")
    ]
    choice = '[{"choice": 2, "reason": "news"}]'
    router = RouterQueryEngine.from_defaults(
        query_engine_tools=tools,
        selector=LLMSingleSelector.from_defaults(llm=Scripted(says=[choice])),
        llm=Scripted(says=["unused"]),
    )
    response = router.query("Who rules out talks?")
    assert {node.metadata["publisher"] for node in response.source_nodes} == {"Reuters"}


def test_an_agent_uses_it_as_a_tool(answering: QAPipeline) -> None:
    from llama_index.core.agent.workflow import ReActAgent
    from llama_index.core.tools import QueryEngineTool

    from qa.llamaindex import DatelineQueryEngine

    tool = QueryEngineTool.from_defaults(
        DatelineQueryEngine(answering), name="news", description="Answers from the articles."
    )
    act = f'Thought: I look.\nAction: news\nAction Input: {{"input": "{QUESTION}"}}\n'
    llm = Scripted(says=[act, "Thought: I can answer.\nAnswer: In March. [1]"])

    async def ask() -> Any:
        return await ReActAgent(tools=[tool], llm=llm, streaming=False).run(QUESTION)

    said = run_aside(ask())
    assert "In March" in str(said)
    assert answering.ask(QUESTION).text[:60] in llm.heard[-1]


def test_llamaindex_own_evaluators_read_it(answering: QAPipeline) -> None:
    from llama_index.core.evaluation import FaithfulnessEvaluator, RelevancyEvaluator

    from qa.llamaindex import DatelineQueryEngine

    response = DatelineQueryEngine(answering).query(QUESTION)
    for kind in (FaithfulnessEvaluator, RelevancyEvaluator):
        llm = Scripted(says=["YES"])
        result = kind(llm=llm).evaluate_response(query=QUESTION, response=response)
        assert result.passing
        assert any(response.source_nodes[0].text[:40] in prompt for prompt in llm.heard)
