"""Gradio's JSON API of the served page, through its own client and by plain HTTP."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
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
    client.predict("q", as_of="2022-10-03", api_name="/ask")
    assert served[1].asked[-1][2] == {"as_of": "2022-10-03"}


@pytest.mark.parametrize(
    ("words", "said"),
    [({"question": " "}, "empty"), ({"question": "q", "history": [{"a": "b"}]}, "history")],
)
def test_api_errors_are_the_message_alone(client: Any, words: dict[str, Any], said: str) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=said):
        client.predict(**words, api_name="/ask")


def test_plain_http_needs_the_question_alone_and_says_what_is_wrong(served: Served) -> None:
    import httpx

    with httpx.Client(base_url=f"{served[0]}gradio_api/", timeout=60) as plain:
        whole = plain.post("run/ask", json={"data": ["the bridge?"]}).json()
        assert json.loads(whole["data"][0])["status"] == "answered"
        assert plain.post("call/ask", json={"data": ["the bridge?"]}).json()["event_id"]
        assert plain.post("call/v2/ask", json={"question": "the bridge?"}).json()["event_id"]
        count = len(served[1].asked)
        data = ["the bridge?", None, None, None, None, "false"]
        for path, body in (
            ("call/ask", {"data": data}),
            ("run/ask", {"data": data}),
            ("call/v2/ask", {"question": "the bridge?", "top_k": "false"}),
        ):
            refused = plain.post(path, json=body)
            assert refused.status_code == 400 and refused.json()["argument"] == "top_k"
        many = plain.post("call/ask", json={"data": ["the bridge?", *[1] * 9]})
        assert many.status_code == 400 and "as_of" in many.json()["detail"]
        assert plain.post("call/v2/none", json={}).status_code == 404
        assert "404" in plain.get("call/ask/nothing").text
        assert plain.post("upload", files={"files": (None, "{}")}).status_code == 400
        assert plain.post("call/v2/ask", json={"quest": "x"}).json()["argument"] == "quest"
    assert len(served[1].asked) <= count + 2  # those that were queued before


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
            for path in ("gradio_api/mcp/", "mcp", "v1/chat/completions", "api/ask"):
                assert stranger.post(path, json=call).status_code == 401
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
