"""Ask every question of a set, judge the answers, write the report. Start at `main_eval`.

The default set is about the seed articles, so it is asked of a temporary index of them: its
figures are of the seeds, whatever the user's own index holds.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from eval.judge import Record
from eval.questions import DEFAULT_SET, Question, QuestionSetError, Split, load_questions
from index.types import Article
from qa.errors import DatelineError
from qa.types import Answer, AnswerReady, Citation, Event, EvidenceFound, Turn

if TYPE_CHECKING:
    from eval.report import Report
    from qa.settings import Settings

ARTICLE_SUFFIXES = (".txt", ".md")


class Asks(Protocol):
    """What the run needs of a pipeline."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] | None = None,
        after: str | None = None,
        before: str | None = None,
        publishers: Sequence[str] | None = None,
    ) -> Iterator[Event]:
        """As `QAPipeline.stream`."""
        ...


def run_eval(
    pipeline: Asks,
    questions: Sequence[Question],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Record, ...]:
    """One record a question, in their order. `progress(done, total)` is called after each.

    A question that raises becomes a record without an answer; the run goes on. The first
    question is asked twice and timed once, so that loading models is in no figure; what it
    finds broken (no index, no model) is raised, for no question could be answered then.
    """
    if questions:
        list(_events(pipeline, questions[0]))
    records = []
    for number, question in enumerate(questions, start=1):
        records.append(_ask(pipeline, question))
        if progress is not None:
            progress(number, len(questions))
    return tuple(records)


def main_eval(
    settings: Settings,
    set_path: Path | None = None,
    *,
    out_dir: Path | None = None,
    split: Split = "all",
    as_json: bool = False,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """The `dateline eval` command: run, write the report's folder, print the summary.

    `set_path` None asks the seed set of a temporary index; another set is asked of
    `settings.home`. The report goes to `out_dir` (default: eval-report in the working
    directory). The summary, or with `as_json` one JSON document, goes to `stdout`, progress to
    `stderr`. Returns 0; raises DatelineError for bad input.
    """
    from eval.report import summary_table, write_report

    stdout = sys.stdout if stdout is None else stdout
    stderr = sys.stderr if stderr is None else stderr
    report, records = evaluate(settings, set_path, split=split, progress=_progress_line(stderr))
    folder = Path("eval-report") if out_dir is None else out_dir
    try:
        write_report(report, records, folder)
    except OSError as error:
        raise DatelineError(
            f"{folder}: the report can't be written ({error}); give another folder with --out."
        ) from error
    if as_json:
        json.dump(report.to_dict(), stdout, ensure_ascii=False, indent=2)
        stdout.write("\n")
    else:
        stdout.write(summary_table(report))
    stderr.write(f"The report is in {folder}: report.md, report.json, answers.jsonl, report.png\n")
    return 0


def evaluate(
    settings: Settings,
    set_path: Path | None = None,
    *,
    split: Split = "all",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Report, tuple[Record, ...]]:
    """Run a set (None: the seed set on a temporary index of the seeds) and build its report."""
    from eval.report import build_report
    from qa.pipeline import build_pipeline

    questions = load_questions(set_path, split)
    default = set_path is None or set_path.resolve() == DEFAULT_SET.resolve()
    with _home(settings, default) as home:
        pipeline = build_pipeline(dataclasses.replace(settings, home=home))
        try:
            started = time.perf_counter()
            records = run_eval(pipeline, questions, progress=progress)
            seconds = time.perf_counter() - started
            articles: Mapping[str, Article] = {
                a.article_id: a for a in pipeline.library.catalog.articles()
            }
        finally:
            pipeline.close()
    report = build_report(
        records, articles, settings=settings, set_path=set_path, split=split, seconds=seconds
    )
    return report, records


def seeds_folder() -> Path:
    """The folder of the five seed articles: in the checkout, or inside the installed package.

    Raises QuestionSetError when neither holds any.
    """
    import index

    places = (
        Path(__file__).resolve().parents[1] / "seeds",
        Path(index.__file__).resolve().parent / "_seeds",
    )
    for place in places:
        if any(place.glob("*.txt")):
            return place
    raise QuestionSetError(
        f"no seed articles in {' or '.join(map(str, places))}: the default set needs them; "
        "give a question set of your own index instead."
    )


@contextlib.contextmanager
def _home(settings: Settings, default: bool) -> Iterator[Path]:
    """The index to ask: the user's, or for the default set a temporary one of the seeds."""
    if not default:
        yield settings.home
        return
    from index.ingest import index_articles

    seeds = seeds_folder()
    with tempfile.TemporaryDirectory(prefix="dateline-eval-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        report = index_articles([seeds], dataclasses.replace(settings, home=home).index)
        if report.refused:
            raise QuestionSetError(f"{report.refused[0][0]}: {report.refused[0][1]}")
        yield home


def _ask(pipeline: Asks, question: Question) -> Record:
    """One question, timed; what it raises is kept as text."""
    passages: tuple[Citation, ...] = ()
    answer: Answer | None = None
    started = time.perf_counter()
    try:
        for event in _events(pipeline, question):
            if isinstance(event, EvidenceFound):
                passages = event.passages
            elif isinstance(event, AnswerReady):
                answer = event.answer
    except Exception as error:  # a set must be finished whatever one question does
        seconds = time.perf_counter() - started
        return Record(question, None, passages, seconds, f"{type(error).__name__}: {error}")
    return Record(question, answer, passages, time.perf_counter() - started)


def _events(pipeline: Asks, question: Question) -> Iterator[Event]:
    return pipeline.stream(
        question.question,
        history=question.history,
        after=question.after,
        before=question.before,
        publishers=question.publishers or None,
    )


def _progress_line(stream: TextIO) -> Callable[[int, int], None]:
    """One line that counts up on a terminal; a line at each quarter in a log."""

    def show(done: int, total: int) -> None:
        if stream.isatty():
            stream.write(f"\rasked {done} of {total}" + ("\n" if done == total else ""))
            stream.flush()
        elif done == total or done % max(1, total // 4) == 0:
            stream.write(f"asked {done} of {total}\n")

    return show
