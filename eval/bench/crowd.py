"""Many people at once: `python -m eval.bench.crowd --home HOME`.

Starts `dateline chat` as a process of its own and asks its API as people do: PEOPLE clients ask at
the same moment, again and again, until QUESTIONS are answered. Prints how long an answer takes
(median and 95th percentile, waiting included) and how the server's memory grows. Exit status 1 when
an answer failed or memory grew by more than GROWTH_SHARE from the first fifth to the last.
"""

from __future__ import annotations

import argparse
import itertools
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.questions.question_set import load_questions

GROWTH_SHARE = 0.05
_START_SECONDS = 120.0
_PATIENCE_SECONDS = 300.0


@dataclass(frozen=True)
class Crowd:
    """What came of it: seconds of each answer's wait, memory of the server in MB over time."""

    people: int
    questions: int
    failures: tuple[str, ...]
    median_seconds: float
    p95_seconds: float
    answers_per_second: float
    memory_first_mb: float
    memory_last_mb: float
    memory_mb: tuple[float, ...]

    @property
    def is_flat(self) -> bool:
        """Whether the memory stayed within GROWTH_SHARE."""
        return self.memory_last_mb <= self.memory_first_mb * (1 + GROWTH_SHARE)


def crowd(url: str, pid: int, texts: Sequence[str], *, people: int, questions: int) -> Crowd:
    """Ask `questions` of `texts`, over and over, by `people` at once of the server at `url`."""
    from gradio_client import Client

    # A client that gave up once answers nothing more; who waits in a queue doesn't give up.
    patient = {"timeout": _PATIENCE_SECONDS}
    clients = [Client(url, verbose=False, httpx_kwargs=patient) for _ in range(people)]
    for text in texts[:2]:  # models load at the first question
        clients[0].predict(text, api_name="/ask")
    turn = itertools.count()
    start = threading.Barrier(people + 1)
    waits: list[float] = []
    failures: list[str] = []
    memory: list[float] = []
    lock = threading.Lock()

    def person(client: Any) -> None:
        start.wait()
        while (number := next(turn)) < questions:
            began = time.monotonic()
            try:
                document = json.loads(client.predict(texts[number % len(texts)], api_name="/ask"))
                problem = "" if document["status"] else "no status"
            except Exception as error:  # whatever goes wrong for a person is a failure
                problem = f"{type(error).__name__}: {error}"
            with lock:
                waits.append(time.monotonic() - began)
                if problem:
                    failures.append(problem)
                if len(waits) % max(1, questions // 50) == 0:
                    memory.append(resident_mb(pid))

    threads = [threading.Thread(target=person, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - began
    fifth = max(1, len(memory) // 5)
    return Crowd(
        people=people,
        questions=len(waits),
        failures=tuple(failures),
        median_seconds=statistics.median(waits),
        p95_seconds=sorted(waits)[min(len(waits) - 1, int(0.95 * len(waits)))],
        answers_per_second=len(waits) / elapsed,
        memory_first_mb=statistics.median(memory[:fifth]),
        memory_last_mb=statistics.median(memory[-fifth:]),
        memory_mb=tuple(memory),
    )


def resident_mb(pid: int) -> float:
    """Memory of a process in MB (Linux; 0.0 elsewhere)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    sizes = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return int(sizes[0]) / 1024 if sizes else 0.0


@contextmanager
def served(home: Path, options: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
    """`dateline chat` on a free port: its address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "chat", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"`dateline chat --home {home}` does not come up; try it by hand.")
            time.sleep(0.2)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(30)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print. Options that are unknown here go to `dateline chat`."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.crowd", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="folder of the index")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--set", type=Path, help="question set (default: about the seed articles)")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    args, options = parser.parse_known_args(argv)
    texts = [question.question for question in load_questions(args.set)]
    with served(args.home, options) as (url, pid):
        found = crowd(url, pid, texts, people=args.people, questions=args.questions)
    if args.json:
        print(json.dumps(asdict(found), indent=2))
    else:
        print(
            f"{found.people} people, {found.questions:,} questions: {len(found.failures)} failed; "
            f"median {found.median_seconds:.2f} s, 95th percentile {found.p95_seconds:.2f} s, "
            f"{found.answers_per_second:.1f} answers a second; memory {found.memory_first_mb:.0f} "
            f"MB in the first fifth, {found.memory_last_mb:.0f} MB in the last"
        )
        for problem in found.failures[:5]:
            print(f"  {problem}")
    return 0 if found.is_flat and not found.failures else 1


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
