"""A Chroma server of the tests' own, that can be killed and started again; and a door before it."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

from tests.ports import free_port


class ChromaServer:
    """On this machine alone; its data stay in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._restarting = threading.Lock()

    def start(self) -> None:
        """Returns when it answers."""
        chroma = str(Path(sys.executable).with_name("chroma"))
        self._process = subprocess.Popen(
            [chroma, "run", "--path", str(self._folder), *self._listening()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            try:
                with urlopen(f"{self.url}/api/v2/heartbeat", timeout=1) as answer:
                    json.load(answer)
                return
            except OSError:
                assert self._process.poll() is None, "the Chroma server ended"
                time.sleep(0.1)

    def _listening(self) -> list[str]:
        return ["--host", "127.0.0.1", "--port", str(self.port)]

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)

    @contextmanager
    def held(self) -> Iterator[None]:
        """It hangs for a while: it takes requests and doesn't answer."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        with self._restarting:  # two at once would leave a server behind
            self.kill()
            self.start()


@contextmanager
def running(folder: Path) -> Iterator[ChromaServer]:
    """A server with its data in `folder`, killed afterwards."""
    server = ChromaServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def door(behind: int, path: str, wanted: str) -> Iterator[int]:
    """The port of a proxy that lets by what has `path` before it and `wanted` as Authorization."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, answer = 401, b"{}"
            if self.headers.get("Authorization") == wanted and self.path.startswith(path):
                inside = http.client.HTTPConnection("127.0.0.1", behind, timeout=30)
                kind = {"Content-Type": "application/json"}
                inside.request(self.command, self.path[len(path) :], body, kind)
                response = inside.getresponse()
                status, answer = response.status, response.read()
                inside.close()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = _pass_on

        def log_message(self, *_: object) -> None:
            pass

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    try:
        yield proxy.server_port
    finally:
        proxy.shutdown()
        proxy.server_close()
