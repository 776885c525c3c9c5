"""The reading process: bounded in time, replaced when it dies, and shut off from the world."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.errors import ArticleFormatError
from index.readers import guard

PAGE = b"<p>The minister said that the talks would go on.</p><p>Nobody was surprised.</p>"
ROOT = Path(__file__).resolve().parents[3]


def fragment(data: bytes = PAGE, seconds: float = guard.SECONDS) -> str:
    return guard.extract("fragment", data, "a.html", seconds=seconds)[0].text


def test_blocks_become_paragraphs() -> None:
    expected = "The minister said that the talks would go on.\n\nNobody was surprised."
    assert fragment() == expected
    assert fragment(b"One<br>two <b>three</b><script>bad()</script> four<p>five") == (
        "One\ntwo three four\n\nfive"
    )


def test_what_takes_too_long_is_refused_and_the_next_is_read() -> None:
    fragment()
    began = time.monotonic()
    with pytest.raises(ArticleFormatError, match=r"a\.html: took over 0 seconds"):
        fragment(PAGE * 40_000, seconds=0.01)
    assert time.monotonic() - began < 5
    assert "talks" in fragment()


def test_a_process_that_dies_is_replaced() -> None:
    fragment()
    child = guard._child
    assert child is not None
    os.kill(child._process.pid, signal.SIGKILL)
    child._process.wait()
    assert "talks" in fragment()


def test_the_answer_of_a_parser_that_failed_is_a_refusal() -> None:
    with pytest.raises(ArticleFormatError, match=r"b\.docx: can't be read \(BadZipFile"):
        guard.extract("docx", b"PK\x03\x04 nonsense", "b.docx")


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('written.txt', 'w')",
        "x = bytearray(3 << 30)",
    ],
)
def test_the_process_gives_up_what_it_does_not_need(deed: str, tmp_path: Path) -> None:
    code = f"from index.readers.child import bound_this_process as b; b(); {deed}"
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    refused = "MemoryError" if "bytearray" in deed else "PermissionError"
    assert result.returncode == 1 and refused in result.stderr
    assert list(tmp_path.iterdir()) == []
