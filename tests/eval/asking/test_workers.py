"""Several processes share the questions; what stops, breaks or fails is told and can go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval.adapters.published import Document, as_question
from eval.asking import workers
from eval.asking.homes import BUILDING, build_home, has_index
from eval.asking.workers import Asker, Batch, ask_batches, default_workers
from eval.metrics.record import Record
from eval.questions.question_set import Question
from index.errors import DatelineError
from qa.settings import Settings
from tests.eval.published import write_rows

TOWNS = ("Lindau", "Bregenz", "Weil", "Kehl", "Meersburg", "Horn")


def question(number: int, collection: str = "all") -> Question:
    town = TOWNS[number % len(TOWNS)]
    return as_question(
        f"q{number}", f"When did the harbour of {town} open?", kind="when",
        parts=[(f"May {number % len(TOWNS) + 1}",)], collection=collection,
    )  # fmt: skip


def document(number: int) -> Document:
    return Document(f"d{number}", f"The harbour of {TOWNS[number]} opened on May {number + 1}.")


def settings(home: Path) -> Settings:
    return Settings(home=home, embedder="hashing", reranker="none", refuse_below=0.0)


def told(records: list[Record]) -> dict[str, object]:
    """What was said, by question: all of an answer but its seconds."""
    answers = {}
    for record in records:
        assert record.answer is not None, record.error
        answers[record.question.id] = {**record.answer.to_dict(), "seconds": None}
    return answers


@pytest.mark.slow
def test_processes_say_what_one_says(tmp_path: Path) -> None:
    documents = tuple(document(n) for n in range(len(TOWNS)))
    build_home(documents, settings(tmp_path))
    batches = [Batch(settings(tmp_path), None, (question(n),)) for n in range(12)]
    alone = [r for found in ask_batches(batches, 1) for r in found.records]
    shared = [r for found in ask_batches(batches, 2) for r in found.records]
    assert told(alone) == told(shared)
    assert len(alone) == 12 and all(r.retrieved for r in shared)


@pytest.mark.slow
def test_processes_bring_back_the_articles_of_their_collections(tmp_path: Path) -> None:
    batches = [
        Batch(settings(tmp_path / f"{n}"), (document(n),), (question(n),), with_shelf=True)
        for n in range(3)
    ]
    found = list(ask_batches(batches, 2))
    for asked in found:
        assert asked.shelf is not None
        (article,) = asked.shelf.by_id.values()
        assert list(asked.shelf.passages(article.article_id))
        assert asked.records[0].answer is not None
        assert {c.article_id for c in asked.records[0].answer.citations} <= {article.article_id}


@pytest.mark.slow
def test_what_is_broken_for_every_question_is_raised_by_processes_too(tmp_path: Path) -> None:
    batches = [Batch(settings(tmp_path / "nothing"), None, (question(n),)) for n in range(4)]
    with pytest.raises(DatelineError, match="nothing"):
        list(ask_batches(batches, 2))


def test_a_collection_that_is_no_index_fails_its_own_questions(tmp_path: Path) -> None:
    asker = Asker()
    good = Batch(settings(tmp_path / "good"), (document(0),), (question(0),))
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "catalog.sqlite").write_bytes(b"no database")
    bad = Batch(settings(tmp_path / "bad"), (document(1),), (question(1), question(2)))
    records = [r for batch in (good, bad, good) for r in asker.ask(batch).records]
    asker.close()
    assert [r.error is None for r in records] == [True, False, False, True]
    assert all(r.answer is None for r in records[1:3])


def test_a_build_that_was_killed_is_no_index(tmp_path: Path) -> None:
    (tmp_path / BUILDING).mkdir()
    (tmp_path / BUILDING / "catalog.sqlite").write_bytes(b"half of one")
    assert not has_index(tmp_path)
    build_home((document(0),), settings(tmp_path))
    assert has_index(tmp_path) and not (tmp_path / BUILDING).exists()


@pytest.mark.parametrize(
    ("cores", "questions", "processes"),
    [(2, 1470, 2), (2, 59, 1), (2, 60, 2), (64, 1470, 8), (0, 1470, 1), (1, 1470, 1)],
)
def test_a_process_for_each_core_that_has_work(
    monkeypatch: pytest.MonkeyPatch, cores: int, questions: int, processes: int
) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: list(range(cores)))
    assert default_workers(questions, Settings()) == processes
    assert default_workers(questions, Settings(reader="llm", llm="smollm2")) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_run_that_is_killed_goes_on_to_the_same_report(tmp_path: Path) -> None:
    rows = [
        {"id": n, "query": question(n).question, "answer": f"May {n + 1}",
         "positive": [document(n).text], "negative": ["It rained at the harbour."]}
        for n in range(len(TOWNS))
    ]  # fmt: skip
    path = write_rows(tmp_path / "en.json", rows)

    def command(report: str, *more: str) -> list[str]:
        return [
            sys.executable, "-m", "ui.cli", "eval", "--adapter", "rgb", str(path), "--workers",
            "2", "--reranker", "none", "--home", str(tmp_path / "home"), "--report",
            str(tmp_path / report), *more,
        ]  # fmt: skip

    environment = {**os.environ, "DATELINE_EMBEDDER": "hashing"}
    subprocess.run(command("whole"), env=environment, check=True, capture_output=True, timeout=180)
    answers = tmp_path / "stopped" / "answers.jsonl"
    running = subprocess.Popen(
        command("stopped"), env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    children: list[int] = []
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (answers.exists() and answers.stat().st_size):
        assert running.poll() is None, "the run ended before it could be killed"
        time.sleep(0.005)
    listed = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    if listed.exists():
        children = [int(pid) for pid in listed.read_text().split()]
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = len(answers.read_text("utf-8").splitlines())
    subprocess.run(
        command("stopped", "--resume"),
        env=environment,
        check=True,
        capture_output=True,
        timeout=180,
    )
    whole, resumed = (
        json.loads((tmp_path / name / "report.json").read_text("utf-8"))
        for name in ("whole", "stopped")
    )
    assert resumed["reused"] in (kept, kept - 1)  # the last line may have been cut off

    def figures(report: dict[str, object]) -> list[object]:
        estimates = report["estimates"]
        assert isinstance(estimates, list)
        return [e for e in estimates if e["unit"] != "seconds"]

    assert figures(resumed) == figures(whole)
    for key in ("kinds", "failures", "causes", "sureness", "questions", "unscored"):
        assert resumed[key] == whole[key], key
    gone = time.monotonic() + 30
    while any(_lives(pid) for pid in children) and time.monotonic() < gone:
        time.sleep(0.1)
    assert not any(_lives(pid) for pid in children), "processes outlive the run that was killed"


def _lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
