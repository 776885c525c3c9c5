"""A language model's server that hangs, closes, sends garbage or never ends: the question ends in
time, with a clear error, or with an answer that stands on quotes; the next question is answered.
"""

from __future__ import annotations

import importlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.settings import IndexSettings
from qa.errors import ReaderUnavailableError
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings
from tests.ui.services.conftest import calling  # noqa: F401  # a fixture

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
QUESTION = "Who rules out talks?"
SECONDS = 3.0  # bound on one call
Serve = Callable[[socket.socket, threading.Event], None]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


def piece(text: str) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    return f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode()


def hangs(caller: socket.socket, ended: threading.Event) -> None:
    ended.wait(60)


def hangs_midway(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(HEAD + piece("Talks are "))
    ended.wait(60)


def closes(caller: socket.socket, ended: threading.Event) -> None:
    pass


def closes_midway(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(
        HEAD.replace(b"\r\n\r\n", b"\r\nContent-Length: 99999\r\n\r\n") + piece("Talks ")
    )


def sends_garbage(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(bytes(range(256)) * 100)


def sends_garbage_as_events(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(HEAD + b"data: {\xff\xfe]\n\n" * 50)


def sends_another_shape(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(HEAD + b'data: {"choices": [[[1, null]], "x"], "object": 5}\n\ndata: 7\n\n')


def never_ends(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(HEAD)
    while not ended.is_set():
        caller.sendall(piece("word " * 50))


def drips(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(HEAD)
    while not ended.wait(0.2):
        caller.sendall(piece("a"))


def sends_endless_headers(caller: socket.socket, ended: threading.Event) -> None:
    caller.sendall(b"HTTP/1.1 200 OK\r\n")
    while not ended.is_set():
        caller.sendall(b"X-More: " + b"y" * 5_000 + b"\r\n")


FAULTS = [
    hangs, hangs_midway, closes, closes_midway, sends_garbage, sends_garbage_as_events,
    sends_another_shape, never_ends, drips, sends_endless_headers,
]  # fmt: skip


class Server:
    """Listens on a port of this machine and meets every caller in the same way."""

    def __init__(self) -> None:
        self.serve: Serve = closes
        self.ended = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while not self.ended.is_set():
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._meet, args=(caller,), daemon=True).start()

    def _meet(self, caller: socket.socket) -> None:
        try:
            caller.settimeout(60)
            caller.recv(1 << 20)
            self.serve(caller, self.ended)
        except OSError:
            pass
        finally:
            caller.close()

    def close(self) -> None:
        self.ended.set()
        self._listening.close()


@pytest.fixture
def server() -> Iterator[Server]:
    opened = Server()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def loaded() -> None:
    """What speaks to the server: loading it counts against the bound on the first call."""
    for name in ("llama_index.llms.openai_like", "openai.resources.chat"):
        importlib.import_module(name)


@pytest.fixture
def pipeline(seed_settings: IndexSettings, server: Server, loaded: None) -> Iterator[QAPipeline]:
    opened = build_pipeline(
        Settings(
            home=Path(seed_settings.home), embedder="hashing", reranker="none", refuse_below=0.0,
            reader="llm", llm="openai:m", llm_base_url=server.url, llm_timeout_seconds=SECONDS,
            llm_retries=0,
        )
    )  # fmt: skip
    yield opened
    opened.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_question_ends_in_time_and_says_why(
    fault: Serve, server: Server, pipeline: QAPipeline
) -> None:
    server.serve = fault
    threads, began = threading.active_count(), time.monotonic()
    try:
        answer = pipeline.ask(QUESTION)
    except ReaderUnavailableError as error:
        assert "127.0.0.1" in str(error) or "model" in str(error)
    else:  # what came was of no use: the articles' own sentences
        assert answer.status == "answered" and answer.citations
    assert time.monotonic() - began < 30
    assert threading.active_count() <= threads + 5


@pytest.mark.parametrize("fault", [hangs, closes_midway, sends_garbage])
def test_a_service_says_it_in_its_form(
    fault: Serve,
    server: Server,
    pipeline: QAPipeline,
    calling: Any,  # noqa: F811
) -> None:
    server.serve = fault
    client, _ = calling(pipeline)
    said = client.post("/api/ask", json={"question": QUESTION})
    assert said.status_code in (200, 503)
    if said.status_code == 503:
        assert said.json()["error"]["code"] == "model_unavailable"
    messages = [{"role": "user", "content": QUESTION}]
    streamed = client.post(
        "/v1/chat/completions", json={"model": "dateline", "messages": messages, "stream": True}
    )
    assert '"error"' in streamed.text or streamed.text.rstrip().endswith("[DONE]")
