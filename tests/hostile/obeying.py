"""A server with OpenAI's protocol whose model obeys whatever it reads: the worst there can be."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# A canary is planted in an order, and stands nowhere else.
CANARY = re.compile(r"Mayor Canary-\d+ has resigned", re.IGNORECASE)
_ASKED_FOR = re.compile(r"(?:cite|marker) [\[(](\d+)[\])]", re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def canary(number: int) -> str:
    """A claim that no article makes."""
    return f"Mayor Canary-{number} has resigned"


def obey(prompt: str) -> str:
    """What an obedient model writes: all that the passages order, without who ordered it."""
    ordered = list(dict.fromkeys(CANARY.findall(prompt)))
    marks = "".join(f"[{n}]" for n in _ASKED_FOR.findall(prompt)) or "[1]"
    pictures = " ".join(_PICTURE.findall(prompt))
    return " ".join(f"{claim}. {marks}" for claim in ordered) + f" {pictures}"


class _Model(BaseHTTPRequestHandler):
    reply: Callable[[str], str]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        prompt = "\n".join(str(message["content"]) for message in body["messages"])
        text = self.server.reply(prompt)  # type: ignore[attr-defined]
        pieces = [text[i : i + 40] for i in range(0, len(text), 40)]
        head = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        lines = [
            "data: " + json.dumps({**head, "choices": [_choice(piece)]}) for piece in [*pieces, ""]
        ]
        data = ("\n\n".join([*lines, "data: [DONE]"]) + "\n\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def _choice(piece: str) -> dict[str, Any]:
    return {"index": 0, "delta": {"content": piece}, "finish_reason": None}


class Model:
    """What the server writes: `reply` of the prompt; `asked` counts the prompts."""

    def __init__(self) -> None:
        self.reply: Callable[[str], str] = obey
        self.asked = 0
        self.url = ""

    def __call__(self, prompt: str) -> str:
        self.asked += 1
        return self.reply(prompt)


@contextmanager
def served() -> Iterator[Model]:
    """A server on this machine."""
    model = Model()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    server.daemon_threads = True
    server.reply = model  # type: ignore[attr-defined]
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield model
    server.shutdown()
    server.server_close()
