"""The tools of MCP through the reference client: over HTTP, and of `dateline mcp` on its pipes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from index.settings import IndexSettings
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings
from qa.types import Answer
from tests.aside import run_aside
from tests.ports import free_port
from tests.ui.fakes import FakePipeline, bridge_answer, refusal
from ui.services.links import Links
from ui.services.mcp_door import MOST_PUBLISHERS, for_agents

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[3]
Visit = Callable[[ClientSession], Awaitable[Any]]
Call = tuple[str, dict[str, Any]]


def visiting(opened: AbstractAsyncContextManager[Any], visit: Visit) -> Any:
    async def run() -> Any:
        async with opened as streams, ClientSession(streams[0], streams[1]) as session:
            await session.initialize()
            return await visit(session)

    return run_aside(run())


def calls(*wanted: Call) -> Visit:
    async def visit(session: ClientSession) -> list[tuple[bool, str]]:
        results = [await session.call_tool(name, given) for name, given in wanted]
        return [(bool(result.isError), result.content[0].text) for result in results]  # type: ignore[union-attr]

    return visit


async def listed(session: ClientSession) -> dict[str, Any]:
    return {tool.name: tool for tool in (await session.list_tools()).tools}


@pytest.fixture(scope="module")
def seeds(seed_settings: IndexSettings) -> Any:
    """The address of the services over the five seeds."""
    from ui.server import launch, services_alone

    settings = Settings(
        home=Path(seed_settings.home), embedder="hashing", reranker="none", refuse_below=0.0
    )
    pipeline = build_pipeline(settings)
    app = services_alone(pipeline)
    yield launch(app, port=free_port(), block=False), pipeline
    app.close(verbose=False)
    pipeline.close()


@pytest.mark.parametrize("path", ["mcp", "gradio_api/mcp/"])
def test_the_tools_are_where_clients_look(served: tuple[str, FakePipeline], path: str) -> None:
    tools = visiting(streamable_http_client(served[0] + path), listed)
    assert list(tools) == ["ask", "articles", "search", "fetch"]
    assert "verbatim quotes" in tools["ask"].description
    assert tools["ask"].inputSchema["required"] == ["question"]
    assert "ISO date" in tools["ask"].inputSchema["properties"]["after"]["description"]
    assert list(tools["search"].inputSchema["properties"]) == ["query"]
    assert list(tools["fetch"].inputSchema["properties"]) == ["id"]
    assert all(tool.annotations.readOnlyHint for tool in tools.values())


def test_ask_gives_the_answers_json_and_what_to_cite(served: tuple[str, FakePipeline]) -> None:
    asked = {"question": "the bridge?", "as_of": "2022-10-03", "top_k": "3"}
    url, pipeline = served
    ((failed, text),) = visiting(streamable_http_client(f"{url}mcp"), calls(("ask", asked)))
    assert not failed and Answer.from_dict(json.loads(text)) == bridge_answer("the bridge?")
    assert json.loads(text)["addresses"]["1"].startswith(f"{url}#words=a1b2c3d4e5f6.")
    assert pipeline.asked[-1][2] == {"as_of": "2022-10-03", "top_k": 3}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("ask", {"question": " "}, "empty"),
        ("ask", {"question": "q", "top_k": "false"}, "top_k"),
        ("ask", {"question": "crash"}, "went wrong"),
        ("search", {"q": "x"}, "query"),
        ("fetch", {"id": "none"}, "no article 'none'"),
        ("articles", {"limit": 1000}, "limit"),
        ("more", {}, "ask, articles, search, fetch"),
    ],
)
def test_what_is_wrong_is_said_to_the_agent(
    served: tuple[str, FakePipeline], name: str, given: dict[str, Any], said: str
) -> None:
    opened = streamable_http_client(f"{served[0]}mcp")
    ((failed, text),) = visiting(opened, calls((name, given)))
    assert failed and said in text and "secret detail" not in text


def test_what_is_found_can_be_fetched(seeds: tuple[str, QAPipeline]) -> None:
    url, pipeline = seeds
    opened = streamable_http_client(f"{url}mcp")
    ((_, text),) = visiting(opened, calls(("search", {"query": "the referendum"})))
    first = json.loads(text)["results"][0]
    assert {"id", "title", "url", "text"} <= set(first)
    article = pipeline.library.catalog.article(first["id"])
    assert article and first["text"].rstrip("…") in article.text
    opened = streamable_http_client(f"{url}mcp")
    ((_, text),) = visiting(opened, calls(("fetch", {"id": first["id"]})))
    fetched = json.loads(text)
    assert fetched["text"] == article.text and fetched["url"] == first["url"]
    assert set(fetched) == {"id", "title", "text", "url", "metadata"}


def test_a_long_article_is_fetched_in_parts(
    seeds: tuple[str, QAPipeline], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.services import reading

    monkeypatch.setattr(reading, "PART_CHARS", 500)
    pipeline = seeds[1]
    article = pipeline.library.catalog.articles()[0]
    wanted, parts = article.article_id, []
    while wanted:
        part = reading.fetch_article(pipeline, wanted, Links())
        parts.append(part["text"])
        wanted = part["metadata"].get("left_out", "").rpartition(" ")[2]
    assert len(parts) > 1 and "".join(parts) == article.text


def test_articles_count_what_is_left(seeds: tuple[str, QAPipeline]) -> None:
    opened = streamable_http_client(f"{seeds[0]}mcp")
    ((_, text),) = visiting(opened, calls(("articles", {"limit": 2})))
    page = json.loads(text)
    assert len(page["articles"]) == 2 and (page["total"], page["left_out"]) == (5, 3)


def test_an_answer_stays_small_for_an_agent() -> None:
    from dataclasses import replace

    answer = refusal("x")
    many = replace(answer.coverage, publishers=tuple(f"Paper {n}" for n in range(500)))
    document = for_agents(replace(answer, coverage=many), Links())
    assert len(document["coverage"]["publishers"]) == MOST_PUBLISHERS
    assert document["publishers_left_out"] == 480


def test_the_command_answers_on_its_pipes(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Bridge\n\nThe bridge closes on 3 May, the mayor said.\n")
    home = ["--home", str(tmp_path / "home"), "--embedder", "hashing"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ui.cli", "mcp", *home, "--reranker", "none", "--refuse-below", "0"],
        env=environ,
        cwd=tmp_path,
    )
    from ui.cli import main

    assert main(["index", str(folder), *home]) == 0
    asked = ("ask", {"question": "When does the bridge close?"})
    answer, found = visiting(
        stdio_client(parameters), calls(asked, ("search", {"query": "bridge"}))
    )
    assert json.loads(answer[1])["status"] == "answered"
    result = json.loads(found[1])["results"][0]
    assert result["url"] == f"dateline:article/{result['id']}"
