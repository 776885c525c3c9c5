"""Two machines ask one collection while a third indexes: one PostgreSQL, one Chroma server.

A machine is a home of its own here, and a process; what they share goes through the servers alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests import chroma_server, postgres
from tests.ports import free_port

QUESTIONS = (
    "When did the negotiators meet in Istanbul?",
    "Who signed the decree on mobilization?",
    "What did the president say?",
)


def get(url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of `dateline serve` on a home of its own."""
    port = free_port()
    command = [sys.executable, "-m", "ui.cli", "serve", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                get(f"{url}/api/articles")
                break
            except URLError:
                assert process.poll() is None, "dateline serve ended"
                time.sleep(0.1)
        yield url
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_that_ask_answer_alike_and_see_what_a_third_commits(
    tmp_path: Path, seeds_folder: Path
) -> None:
    with postgres.running() as catalog, chroma_server.running(tmp_path / "server") as chroma:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DATELINE_CATALOG_URL": catalog.url("news"),
            "DATELINE_CHROMA_URL": chroma.url,
        }

        def index(file: Path) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "ui.cli", "index", str(file)]
            return subprocess.Popen(
                [*command, "--home", str(tmp_path / "indexing")],
                env=environment,
                stderr=subprocess.DEVNULL,
            )

        first, *later = sorted(seeds_folder.glob("*.txt"))
        assert index(first).wait() == 0
        with (
            serving(tmp_path / "one", environment) as one,
            serving(tmp_path / "two", environment) as two,
        ):
            for file in later:
                run = index(file)
                while run.poll() is None:  # both answer all the while
                    for url in (one, two):
                        assert get(f"{url}/api/ask", {"question": QUESTIONS[0]})["status"]
                assert run.returncode == 0
                for question in QUESTIONS:
                    answers = [get(f"{url}/api/ask", {"question": question}) for url in (one, two)]
                    for answer in answers:
                        answer.pop("seconds")
                    assert answers[0] == answers[1]
                    assert answers[0]["coverage"]["articles"] == later.index(file) + 2
            found = [get(f"{url}/api/search?query=Istanbul")["results"] for url in (one, two)]
            ids = [[result["id"] for result in results] for results in found]
            assert ids[0] == ids[1] != []
        assert {path.name for path in tmp_path.iterdir()} >= {"one", "two", "indexing"}
        for home in ("one", "two"):
            assert not (tmp_path / home / "catalog.sqlite").exists()
            assert not (tmp_path / home / "chroma").exists()
