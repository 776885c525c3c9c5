"""Runs the parsers of complex formats in a process of their own, with bounds.

HTML, PDF, Office files and feeds are parsed by large libraries, some of them native code, and a
hostile document may make one loop, crash or eat memory. So a child reads them: it ends after
`SECONDS` of work, its memory is bounded, and it can open no connection and start no process
(`child.py`). What comes back is JSON, never code.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from index.errors import ArticleFormatError
from index.readers.stated import Extracted, from_json

# Of the processor, for one document: on a busy machine a good one isn't refused for waiting. What
# follows outside has the rest of ten. A page takes a hundredth of a second, a PDF of a hundred
# pages a few.
SECONDS = 8.0
_MOST_WAITING = 5  # times as long by the clock
_START_SECONDS = 60.0  # the libraries may be on a slow disk
_MOST_ANSWER_BYTES = 256 << 20

_lock = threading.Lock()
_child: _Child | None = None


def extract(
    kind: str, data: bytes, name: str, *, url: str = "", charset: str = "", seconds: float = SECONDS
) -> list[Extracted]:
    """The articles in a document of a format that `child.py` knows.

    `url` and `charset` are what came with the document (a crawl's or a mail's headers). Raises
    ArticleFormatError with the reason, also when reading takes longer than `seconds`.
    """
    request = {"kind": kind, "name": name, "url": url, "charset": charset, "seconds": str(seconds)}
    with _lock:
        child = _running()
        answer = child.ask(json.dumps(request).encode(), data, seconds * _MOST_WAITING)
        if answer is None:
            child.stop()  # its exit status then tells why it ended
            how = f"took over {seconds:.0f} seconds" if child.was_slow else "stopped the parser"
            raise ArticleFormatError(f"{name}: {how}: damaged, or made to; left out.")
    if "error" in answer:
        raise ArticleFormatError(f"{name}: {str(answer['error'])[:500]}")
    items = answer.get("items")
    return [from_json(item) for item in items] if isinstance(items, list) else []


def stop() -> None:
    """End the child, if one runs; the next `extract` starts another."""
    with _lock:
        if _child is not None:
            _child.stop()


def _running() -> _Child:
    global _child
    if _child is None or not _child.is_alive:
        _child = _Child()
    return _child


class _Child:
    """One process; it ends when its input does, so it never outlives this one."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        inherited = [path for path in sys.path if path]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([root, *inherited])},
        )
        self._owner = os.getpid()
        self.was_slow = False
        self._is_ready = False
        atexit.register(self.stop)

    @property
    def is_alive(self) -> bool:
        """True in the process that started it, while it runs: a fork must start its own."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, request: bytes, data: bytes, seconds: float) -> dict[str, object] | None:
        """The answer, or None when the child ended or had to be ended."""
        if not self._is_ready:
            self._is_ready = self._exchange((), _START_SECONDS) is not None
        answer = self._exchange((request, data), seconds)
        return json.loads(answer) if answer is not None else None

    def _exchange(self, parts: Sequence[bytes], seconds: float) -> bytes | None:
        self.was_slow = False
        timer = threading.Timer(seconds, self._kill_as_slow)
        timer.start()
        try:
            assert self._process.stdin and self._process.stdout
            write_frame(self._process.stdin, parts)
            return read_frame(self._process.stdout, _MOST_ANSWER_BYTES)
        except (OSError, ValueError):
            return None
        finally:
            timer.cancel()

    def stop(self) -> None:
        """Kill it and take its exit status."""
        if self._owner != os.getpid():
            return
        try:
            self._process.wait(0.5)  # after its answer failed to come it has ended, or won't
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    pass
        atexit.unregister(self.stop)
        self.was_slow |= self._process.returncode == -signal.SIGPROF

    def _kill_as_slow(self) -> None:
        self.was_slow = True
        self._process.kill()


def read_frame(stream: IO[bytes], limit: int) -> bytes | None:
    """One message: eight bytes of length, then as many bytes. None at the end of the stream."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    (length,) = struct.unpack(">Q", head)
    if length > limit:
        raise ValueError(f"a message of {length} bytes")
    data = stream.read(length)
    return data if len(data) == length else None


def write_frame(stream: IO[bytes], parts: Sequence[bytes]) -> None:
    """Messages, as `read_frame` reads them."""
    for part in parts:
        stream.write(struct.pack(">Q", len(part)))
        stream.write(part)
    stream.flush()
