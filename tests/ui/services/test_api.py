"""The JSON API and the MCP tool of the served page, through their own clients."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qa.types import Answer
from tests.ports import free_port
from tests.ui.fakes import FakePipeline, bridge_answer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.filterwarnings("ignore:.*:Warning:gradio.queueing"),  # its use of pandas
]
Served = tuple[str, FakePipeline]
ROOT = Path(__file__).parents[3]


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
    from mcp.client.streamable_http import streamable_http_client

    async def visit() -> tuple[dict[str, Any], Any]:
        url = f"{served[0].rstrip('/')}/gradio_api/mcp/"
        async with (
            streamable_http_client(url) as (read, write, _),
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


def test_with_a_password_nothing_answers_without_it() -> None:
    import httpx
    from gradio_client import Client

    from ui.page.app import build_app
    from ui.server import launch

    pipeline = FakePipeline()
    app = build_app(pipeline)  # type: ignore[arg-type]
    url = launch(app, port=free_port(), auth=[("ada", "pa:ss")], block=False)
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    try:
        with httpx.Client(base_url=url) as stranger:
            for path in ("gradio_api/call/ask", "gradio_api/run/ask", "gradio_api/queue/join"):
                assert stranger.post(path, json={"data": ["the bridge?"]}).status_code == 401
            assert stranger.get("config").status_code == 401
            assert stranger.post("gradio_api/mcp/", json=call).status_code in (401, 404, 405)
            assert "Harbour" not in stranger.get("").text
        assert pipeline.asked == []
        friend = Client(url, auth=("ada", "pa:ss"), verbose=False)
        assert json.loads(friend.predict("the bridge?", api_name="/ask"))["status"] == "answered"
    finally:
        app.close(verbose=False)


def test_files_of_the_machine_are_not_served(served: Served) -> None:
    import httpx

    for path in ("/etc/hostname", __file__, "pyproject.toml"):
        assert httpx.get(f"{served[0]}gradio_api/file={path}").status_code in (403, 404)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_chat_command_indexes_serves_and_ends_cleanly(tmp_path: Path) -> None:
    import httpx

    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("Bridge\n\nThe bridge closes on 3 May, the mayor said.\n")
    command = [sys.executable, "-m", "ui.cli", "chat", "--port", str(port := free_port())]
    command += ["--home", str(tmp_path / "home"), "--embedder", "hashing", "--reranker", "none"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job ignores Ctrl-C, and so would its children.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr and process.stdout
    said = ""
    while "Dateline is at" not in said:
        line = process.stderr.readline()
        assert line, f"ended early: {said}"
        said += line
    assert "1 added" in said
    page = httpx.get(f"http://127.0.0.1:{port}/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert "Traceback" not in process.stderr.read()
