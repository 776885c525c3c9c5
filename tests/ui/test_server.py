"""The page under a path: behind a reverse proxy, and inside a FastAPI program."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from index.settings import IndexSettings
from qa.settings import Settings
from tests.ports import free_port
from tests.ui.fakes import FakePipeline

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore:.*:Warning:gradio.queueing"),  # its use of pandas
]


@contextlib.contextmanager
def running(app: Any) -> Iterator[str]:
    """An ASGI program on a port of this machine."""
    import uvicorn

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server has ended"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


def proxy(upstream: str, prefix: str) -> Any:
    """A reverse proxy that shows `upstream` under `prefix`, streaming what comes."""
    import httpx
    from starlette.applications import Starlette
    from starlette.background import BackgroundTask
    from starlette.requests import Request
    from starlette.responses import StreamingResponse
    from starlette.routing import Route

    client = httpx.AsyncClient(base_url=upstream, timeout=60)

    async def forward(request: Request) -> StreamingResponse:
        headers = [(k, v) for k, v in request.headers.raw if k not in (b"host", b"connection")]
        headers.append((b"x-forwarded-host", request.headers["host"].encode()))
        path = request.url.path.removeprefix(prefix) or "/"
        outgoing = client.build_request(
            request.method,
            path,
            params=request.query_params,
            headers=headers,
            content=await request.body(),
        )
        answer = await client.send(outgoing, stream=True)
        kept = {
            k: v for k, v in answer.headers.items() if k not in ("transfer-encoding", "connection")
        }
        return StreamingResponse(
            answer.aiter_raw(), answer.status_code, kept, background=BackgroundTask(answer.aclose)
        )

    methods = ["GET", "POST", "HEAD"]
    return Starlette(routes=[Route(prefix + "{rest:path}", forward, methods=methods)])


def ask(url: str, **options: Any) -> dict[str, Any]:
    from gradio_client import Client

    client = Client(url, verbose=False, **options)
    answer: dict[str, Any] = json.loads(client.predict("the bridge?", api_name="/ask"))
    return answer


@pytest.fixture
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from ui.page.app import build_app
    from ui.server import launch

    pipeline = FakePipeline(Settings(home=tmp_path_factory.mktemp("proxied")))
    app = build_app(pipeline)  # type: ignore[arg-type]
    upstream = launch(app, port=free_port(), root_path="/news", block=False)
    with running(proxy(upstream, "/news")) as outside:
        yield f"{outside}/news/"
    app.close(verbose=False)


def test_behind_a_proxy_the_api_answers_under_its_path(proxied: str) -> None:
    import httpx

    assert ask(proxied)["status"] == "answered"
    assert httpx.get(proxied.removesuffix("news/")).status_code == 404
    assert f'"root":"{proxied.rstrip("/")}"' in httpx.get(proxied).text.replace(" ", "")


@pytest.mark.browser
def test_behind_a_proxy_the_page_works(proxied: str, browser: Any) -> None:
    from playwright.sync_api import expect

    from tests.ui.visit import ask, go

    page = browser.new_page()
    page.set_default_timeout(90_000)
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda r: r.url.startswith((proxied, "data:", "blob:")) or elsewhere.append(r.url),
    )
    go(page, proxied)
    ask(page, "the bridge?")
    expect(page.locator(".dl-cited .dl-card")).to_have_count(2, timeout=90_000)
    page.locator(".dl-text a.dl-marker").first.click()
    expect(page.locator("#dl-panel mark")).to_be_visible(timeout=90_000)
    assert page.url.startswith(proxied) and elsewhere == []
    page.close()


def test_the_api_needs_no_client(proxied: str) -> None:
    """As docs/services.md says it: a POST gives an id, under which the answer is streamed."""
    import httpx

    call = f"{proxied}gradio_api/call/ask"
    event = httpx.post(call, json={"data": ["the bridge?"]}).json()["event_id"]
    lines = httpx.get(f"{call}/{event}", timeout=60).text.splitlines()
    data = lines[lines.index("event: complete") + 1].removeprefix("data: ")
    assert json.loads(json.loads(data)[0])["status"] == "answered"


def test_one_call_mounts_it_into_a_program(
    own_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx
    from fastapi import FastAPI

    import ui

    monkeypatch.setenv("DATELINE_EMBEDDER", "hashing")
    monkeypatch.setenv("DATELINE_RERANKER", "none")
    program = FastAPI()

    @program.get("/mine")
    def mine() -> str:
        return "the program's own"

    assert ui.mount(program, path="/news", home=own_settings.home) is program
    with running(program) as url:
        assert httpx.get(f"{url}/mine").json() == "the program's own"
        page = httpx.get(f"{url}/news/")
        assert page.status_code == 200
        assert "default-src 'self'" in page.headers["content-security-policy"]
        assert "content-security-policy" not in httpx.get(f"{url}/mine").headers
        assert ask(f"{url}/news/")["question"] == "the bridge?"


def test_a_mounted_page_asks_who_is_there(
    own_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx
    from fastapi import FastAPI, Request

    import ui

    def user(request: Request) -> str | None:
        return request.headers.get("x-user")

    monkeypatch.setenv("DATELINE_EMBEDDER", "hashing")
    monkeypatch.setenv("DATELINE_RERANKER", "none")
    program = ui.mount(FastAPI(), path="/news", home=own_settings.home, auth_dependency=user)
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    with running(program) as url:
        assert (
            httpx.post(f"{url}/news/gradio_api/call/ask", json={"data": ["q"]}).status_code == 401
        )
        for path in ("gradio_api/mcp/", "mcp", "v1/chat/completions", "api/ask"):
            assert httpx.post(f"{url}/news/{path}", json=call).status_code == 401
        friend = httpx.post(
            f"{url}/news/api/ask", json={"question": "the bridge?"}, headers={"x-user": "ada"}
        )
        assert friend.json()["question"] == "the bridge?"
        assert ask(f"{url}/news/", headers={"x-user": "ada"})["question"] == "the bridge?"
