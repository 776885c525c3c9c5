"""The JSON API and the MCP tool of the served page, through their own clients."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from qa.types import Answer
from tests.ui.fakes import FakePipeline, bridge_answer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
Served = tuple[str, FakePipeline]


@pytest.fixture(scope="module")
def client(served: Served) -> Any:
    from gradio_client import Client

    return Client(served[0], verbose=False)


def test_api_gives_the_answers_own_json(client: Any) -> None:
    result = client.predict("When does the bridge close?", api_name="/ask")
    assert Answer.from_dict(json.loads(result)) == bridge_answer("When does the bridge close?")


def test_api_hands_on_history_and_filters(client: Any, served: Served) -> None:
    client.predict(
        "and then?",
        history=[
            {"role": "user", "content": "the bridge?"},
            {"role": "assistant", "content": "On 3 May. [1]"},
        ],
        after="2022",
        before="2022-10-01",
        publishers=["Reuters"],
        top_k=3,
        api_name="/ask",
    )
    question, history, others = served[1].asked[-1]
    assert question == "and then?"
    assert history == [("user", "the bridge?"), ("assistant", "On 3 May. [1]")]
    assert others == {
        "after": "2022",
        "before": "2022-10-01",
        "publishers": ["Reuters"],
        "top_k": 3,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [({"question": " "}, "empty"), ({"question": "q", "history": [{"a": "b"}]}, "history")],
)
def test_api_errors_are_the_message_alone(client: Any, words: dict[str, Any], said: str) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=said):
        client.predict(**words, api_name="/ask")


def test_api_shows_no_inner_error(client: Any) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError) as caught:
        client.predict("crash", api_name="/ask")
    assert "secret detail" not in str(caught.value)


def test_only_the_typed_endpoints_are_public(client: Any) -> None:
    endpoints = client.view_api(return_format="dict")
    assert set(endpoints["named_endpoints"]) == {"/ask", "/articles"}
    assert endpoints["unnamed_endpoints"] == {}


def test_api_lists_articles_without_their_paths(client: Any) -> None:
    listed = json.loads(client.predict(api_name="/articles"))
    assert listed[0]["title"] == "Harbour bridge to close"
    assert all("path" not in article for article in listed)


def test_mcp_tool_answers(served: Served) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def visit() -> tuple[dict[str, Any], Any]:
        url = f"{served[0].rstrip('/')}/gradio_api/mcp/"
        async with (
            streamablehttp_client(url) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            return tools, await session.call_tool("ask", {"question": "the bridge?"})

    with ThreadPoolExecutor(1) as aside:  # the browser's tests have a loop in this thread
        tools, result = aside.submit(asyncio.run, visit()).result()
    assert set(tools) == {"ask", "articles"}
    assert "verbatim quotes" in tools["ask"].description
    assert tools["ask"].inputSchema["required"] == ["question"]
    assert "ISO date" in tools["ask"].inputSchema["properties"]["after"]["description"]
    assert not result.isError
    assert Answer.from_dict(json.loads(result.content[0].text)) == bridge_answer("the bridge?")
