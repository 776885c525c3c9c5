"""Asking, adding, changing and removing at once, for a while:

    python -m eval.bench.soak --minutes 5

One process, as `dateline chat` is: ASKERS threads ask questions about an invented year (Caldria)
over and over, one thread adds, changes and removes articles about something else. Prints for each
tenth of the time: memory, open files, threads, answers and how long they took. `--log FILE` writes
down every second as it passes, so that a run which is cut off has left its figures. Exit status 1
when something failed, an answer was another one when all was over and only the first articles were
left, memory grew by more than GROWTH_SHARE from the second tenth to the last, or files or threads
did.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from eval.bench.crowd import resident_mb
from eval.questions.question_set import load_questions
from index.errors import DatelineError
from index.ingest import index_articles, remove_article
from index.memory import use_few_arenas
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings
from qa.types import Answer

SETS = Path(__file__).parents[1] / "questions"
TENTHS = 10
GROWTH_SHARE = 0.05
ASKERS = 2
BATCH = 12  # articles that come and go at once
KINDS, OF_EACH_KIND = ("lookup", "who_said", "disagreement", "period"), 6
_LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Tenth:
    """Of one tenth of the time: medians of memory, open files and threads; answers and how long
    one took (median seconds); articles added, changed and removed.
    """

    memory_mb: float
    files: int
    threads: int
    answers: int
    median_seconds: float
    written: int


@dataclass
class Soak:
    """What came of it. `other_answers` are questions that were answered otherwise at the end than
    at first, though the articles are the same again. `meanwhile` counts answers that were others
    while more articles were there: words weigh by how rare they are, so a near passage may come.
    """

    tenths: list[Tenth] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    other_answers: list[str] = field(default_factory=list)
    meanwhile: int = 0

    @property
    def growth(self) -> float:
        """Of memory, from the second tenth to the last: 0.05 is 5 %."""
        second, last = self.tenths[1].memory_mb, self.tenths[-1].memory_mb
        return last / second - 1 if second else 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing failed, changed or grew."""
        second, last = self.tenths[1], self.tenths[-1]
        steady = last.files <= second.files + 5 and last.threads <= second.threads + 3
        clean = not self.failures and not self.other_answers
        return clean and steady and self.growth <= GROWTH_SHARE


class _Run:
    """The threads of one soak, and what they noted: (when, what) since the beginning."""

    def __init__(
        self,
        pipeline: QAPipeline,
        texts: Sequence[str],
        folder: Path,
        seconds: float,
        log: TextIO | None = None,
    ):
        self.pipeline, self.texts, self.folder, self.seconds = pipeline, texts, folder, seconds
        self.log = log
        self.found = Soak()
        self.first = {text: essence(pipeline.ask(text)) for text in texts}
        self.meanwhile: list[str] = []
        self.answers: list[tuple[float, float]] = []
        self.written: list[tuple[float, int]] = []
        self.looks: list[tuple[float, float, int, int]] = []
        self.began = time.monotonic()

    def since(self) -> float:
        return time.monotonic() - self.began

    def ask(self) -> None:
        """Over and over, until the time is over."""
        for text in itertools.cycle(self.texts):
            if (at := self.since()) >= self.seconds:
                return
            try:
                answer = self.pipeline.ask(text)
            except Exception as error:  # whatever goes wrong for a person is a failure
                self.found.failures.append(f"{text}: {type(error).__name__}: {error}")
                continue
            self.answers.append((at, self.since() - at))
            if essence(answer) != self.first[text]:
                self.meanwhile.append(text)

    def write(self) -> None:
        """Batches of articles come, change and go."""
        settings, embedder = self.pipeline.settings.index, self.pipeline.library.embedder
        for number in itertools.count():
            if self.since() >= self.seconds:
                return
            try:
                for version in ("first", "second"):
                    paths = list(_articles(self.folder, number, version))
                    report = index_articles(paths, settings, embedder=embedder)
                    self._note(len(report.added) + len(report.replaced))
                for path in paths:
                    remove_article(str(path), settings)
                    path.unlink()
                self._note(len(paths))
            except (DatelineError, OSError) as error:
                self.found.failures.append(f"writing: {type(error).__name__}: {error}")

    def _note(self, number: int) -> None:
        if number != BATCH:
            self.found.failures.append(f"{number} of {BATCH} articles were taken")
        self.written.append((self.since(), number))

    def look(self) -> None:
        """At memory, files and threads, once a second."""
        while (at := self.since()) < self.seconds:
            self.looks.append(
                (at, resident_mb(os.getpid()), open_files(), threading.active_count())
            )
            if self.log:
                self.log.write(self._line() + "\n")
                self.log.flush()
            time.sleep(_LOOK_SECONDS)

    def _line(self) -> str:
        """What was seen last and counted so far, as a line of JSON."""
        at, memory, files, threads = self.looks[-1]
        return json.dumps(
            {
                "seconds": round(at, 1),
                "memory_mb": round(memory, 1),
                "files": files,
                "threads": threads,
                "answers": len(self.answers),
                "written": sum(number for _, number in self.written),
                "failures": len(self.found.failures),
                "meanwhile": len(self.meanwhile),
            }
        )

    def result(self) -> Soak:
        """By tenths of the time."""
        for tenth in range(TENTHS):
            low, high = (self.seconds * n / TENTHS for n in (tenth, tenth + 1))
            looks = [look for look in self.looks if low <= look[0] < high]
            waits = [seconds for at, seconds in self.answers if low <= at < high]
            self.found.tenths.append(
                Tenth(
                    memory_mb=statistics.median([memory for _, memory, _, _ in looks] or [0.0]),
                    files=int(statistics.median([files for _, _, files, _ in looks] or [0])),
                    threads=int(statistics.median([n for _, _, _, n in looks] or [0])),
                    answers=len(waits),
                    median_seconds=statistics.median(waits or [0.0]),
                    written=sum(number for at, number in self.written if low <= at < high),
                )
            )
        return self.found


def soak(
    pipeline: QAPipeline,
    texts: Sequence[str],
    folder: Path,
    seconds: float,
    log: TextIO | None = None,
) -> Soak:
    """Ask `texts` of `pipeline` for so long, while articles in `folder` come, change and go; then
    once more. A line of JSON a second goes to `log`.
    """
    run = _Run(pipeline, texts, folder, seconds, log)
    work = [*[run.ask] * ASKERS, run.write, run.look]
    threads = [threading.Thread(target=part) for part in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = run.result()
    found.meanwhile = len(run.meanwhile)
    found.other_answers = [t for t in texts if essence(pipeline.ask(t)) != run.first[t]]
    return found


def asked() -> list[str]:
    """Questions of several kinds about the invented year, that need no history and no filter."""
    questions = load_questions(SETS / "caldria.jsonl")
    return [
        q.question
        for kind in KINDS
        for q in [q for q in questions if q.kind == kind and not q.history][:OF_EACH_KIND]
    ]


def essence(answer: Answer) -> tuple[Any, ...]:
    """What may not change while other articles come and go: scores and coverage may."""
    quotes = [(c.marker, c.article_id, c.start_char, c.end_char) for c in answer.citations]
    return answer.status, answer.text, quotes


def open_files() -> int:
    """Open files and connections of this process (Linux; 0 elsewhere)."""
    try:
        return len(list(Path("/proc/self/fd").iterdir()))
    except OSError:
        return 0


def _articles(folder: Path, number: int, version: str) -> Iterable[Path]:
    """Files about carts, which no question asks for; `version` is in their words."""
    for n in range(BATCH):
        path = folder / f"carts-{number % 5}-{n}.txt"
        path.write_text(
            f"Handcart fair {n} begins its {version} day\n\nBy Ila Fenn\n\nStall {n} of fair "
            f"{number} sold {n + 3} handcarts on its {version} day, the wheelwright wrote. "
            "Axles were short, and the rope maker closed early.\n" + f"\nRow {n}.\n" * 3,
            encoding="utf-8",
        )
        yield path


def table(found: Soak) -> str:
    """The tenths as a table in Markdown, and what holds."""
    head = "| tenth | memory, MB | open files | threads | answers | median s | articles written |"
    rows = [
        f"| {n} | {t.memory_mb:.0f} | {t.files} | {t.threads} | {t.answers:,} | "
        f"{t.median_seconds:.2f} | {t.written:,} |"
        for n, t in enumerate(found.tenths, start=1)
    ]
    answers = sum(t.answers for t in found.tenths)
    written = sum(t.written for t in found.tenths)
    said = (
        f"{answers:,} answers, {written:,} articles added, changed or removed: "
        f"{len(found.failures)} failed, {len(found.other_answers)} answers are others at the end "
        f"({found.meanwhile} were, while more articles were there); memory {found.growth:+.1%} "
        "from the second tenth to the last"
    )
    return "\n".join([head, "|--:" * 7 + "|", *rows, "", said])


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--embedder", default="bundled")
    parser.add_argument("--reranker", default="bundled")
    parser.add_argument(
        "--log", metavar="FILE", help="a line of JSON for each second, as it passes"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    args = parser.parse_args(argv)
    use_few_arenas()  # as the server does
    with contextlib.ExitStack() as stack:
        temporary = stack.enter_context(tempfile.TemporaryDirectory())
        log = stack.enter_context(open(args.log, "a", encoding="utf-8")) if args.log else None
        home, folder = Path(temporary) / "home", Path(temporary) / "carts"
        folder.mkdir()
        settings = Settings(home=home, embedder=args.embedder, reranker=args.reranker)
        index_articles([SETS / "caldria"], settings.index)
        pipeline = build_pipeline(settings)
        try:
            found = soak(pipeline, asked(), folder, args.minutes * 60, log)
        finally:
            pipeline.close()
    print(json.dumps(asdict(found), indent=2) if args.json else table(found))
    for problem in [*found.failures[:5], *found.other_answers[:5]]:
        print(f"  {problem}", file=sys.stderr)
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
