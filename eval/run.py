"""Ask every question of a set, judge the answers, write the report. Start at `main_eval`."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from eval.adapters.published import Document
from eval.asking.asking import Asks, ask_all
from eval.asking.chosen import QuestionSet, homes_of, open_set
from eval.asking.homes import opened_home
from eval.asking.workers import Batch, ask_batches, default_workers
from eval.metrics.record import Record
from eval.questions.question_set import Question, QuestionSetError, Split
from eval.questions.shelf import Shelf, shelf_of
from qa.errors import DatelineError
from qa.settings import Settings

if TYPE_CHECKING:
    from eval.asking.kept_cases import CaseFile
    from eval.report.report import Report

FOLDER = Path("eval-report")


def run_eval(
    pipeline: Asks,
    questions: Sequence[Question],
    *,
    progress: Callable[[int, int], None] | None = None,
    done: Mapping[str, Record] | None = None,
    keep: Callable[[Record], None] | None = None,
) -> tuple[Record, ...]:
    """One record a question, in their order, by `ask_all`. `progress(done, total)` is called after
    each.

    `done` are records of an earlier run by id, taken as they are; `keep` gets each new record as
    soon as it is there.
    """
    done = done or {}
    wanted = [q for q in questions if q.id not in done]
    return _collected(questions, ask_all(pipeline, wanted), done=done, keep=keep, progress=progress)


def evaluate(
    settings: Settings,
    asked: QuestionSet | None = None,
    *,
    keep_in: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    cases: CaseFile | None = None,
    resume: bool = False,
    workers: int = 1,
) -> Report:
    """Run a set (None: the seed set) and build its report. With `cases` each record is kept in
    that file as soon as it is there, and with `resume` those that it holds aren't asked again.
    Indexes of a set's own articles are kept in `keep_in`. `workers` processes ask.
    """
    from eval.report.report import build_report, run_record

    asked = open_set() if asked is None else asked
    with homes_of(settings, asked, keep_in) as homes, ExitStack() as opened:
        shelves: list[Shelf] = []
        if len(homes) == 1:  # opened here too, for its articles
            ((name, settings),) = homes.items()
            home = opened.enter_context(opened_home(asked.collections.get(name), settings))
            settings = home.settings
            shelves = [shelf_of(home.library.catalog, home.document_ids)]
        hashes = shelves[0].hashes if shelves else _hashes(asked, homes)
        run = run_record(hashes, settings, asked, workers)
        done = cases.begin(run, asked.questions, resume=resume) if cases else {}
        wanted = [q for q in asked.questions if q.id not in done]
        if shelves:
            batches = [Batch(settings, None, (question,)) for question in wanted]
        else:
            batches = _batches_apart(asked, homes, wanted)
        started = time.perf_counter()

        def records() -> Iterator[Record]:
            for told in ask_batches(batches, workers):
                shelves.extend([told.shelf] if told.shelf else [])
                yield from told.records

        keep = cases.keep if cases else None
        try:
            found = _collected(asked.questions, records(), done=done, keep=keep, progress=progress)
        finally:
            if cases:
                cases.close()
        seconds = time.perf_counter() - started
        shelf = Shelf.joined(shelves)
        return build_report(found, shelf, run=run, seconds=seconds, reused=len(done))


def main_eval(
    settings: Settings,
    set_path: Path | None = None,
    *,
    out_dir: Path | None = None,
    split: Split = "all",
    adapter: str | None = None,
    keep_in: Path | None = None,
    sample: int | None = None,
    resume: bool = False,
    workers: int | None = None,
    as_json: bool = False,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """The `dateline eval` command: run, write the report's folder, print the summary.

    The report goes to `out_dir` (default: eval-report in the working directory). The summary, or
    with `as_json` one JSON document, goes to `stdout`, progress to `stderr`. The indexes of a
    published set that brings its documents are in `keep_in`, or in a temporary folder. `workers`
    None: as `default_workers`. Returns 0; raises DatelineError for bad input.
    """
    from eval.asking.kept_cases import CaseFile
    from eval.asking.progress import Bar
    from eval.report.files import write_report
    from eval.report.text import report_json, summary_table

    stdout = sys.stdout if stdout is None else stdout
    stderr = sys.stderr if stderr is None else stderr
    folder = FOLDER if out_dir is None else out_dir
    asked = open_set(set_path, split=split, adapter=adapter, sample=sample)
    if resume and adapter and asked.collections and keep_in is None:
        raise QuestionSetError(
            "--resume: the index of the run that was stopped is gone, for no --home was given; "
            "begin anew with --home DIR, which keeps it."
        )
    workers = default_workers(len(asked.questions), settings) if workers is None else workers
    try:
        cases = CaseFile(folder)
        with Bar(stderr) as bar:
            report = evaluate(
                settings, asked, keep_in=keep_in if adapter else None, progress=bar.show,
                cases=cases, resume=resume, workers=workers,
            )  # fmt: skip
        write_report(report, folder)
    except OSError as error:
        raise DatelineError(
            f"{folder}: the report can't be written ({error}); give another folder with --report."
        ) from error
    stdout.write(report_json(report) if as_json else summary_table(report))
    stderr.write(f"The report is in {folder}: report.html, report.md, report.json, answers.jsonl\n")
    return 0


def main_check(
    settings: Settings,
    set_path: Path | None = None,
    *,
    split: Split = "all",
    adapter: str | None = None,
    as_json: bool = False,
) -> int:
    """The `dateline eval --check` command. Returns 0, or 2 when something is wrong with the set.
    Raises QuestionSetError with an adapter: a published set has no quotes to check.
    """
    from eval.questions.check import report_check

    if adapter:
        raise QuestionSetError(
            f"--check compares quotes, and a set of --adapter {adapter} has none; leave out one."
        )
    asked = open_set(set_path, split=split)
    with homes_of(settings, asked) as homes:
        ((name, settings),) = homes.items()
        with opened_home(asked.collections.get(name), settings) as home:
            shelf = shelf_of(home.library.catalog)
            well = report_check(asked.questions, shelf, as_json=as_json, stdout=sys.stdout)
    return 0 if well else 2


def _collected(
    questions: Sequence[Question],
    records: Iterable[Record],
    *,
    done: Mapping[str, Record],
    keep: Callable[[Record], None] | None,
    progress: Callable[[int, int], None] | None,
) -> tuple[Record, ...]:
    """The records, which come in whatever order, in that of the questions."""
    found = {q.id: done[q.id] for q in questions if q.id in done}
    for record in records:
        found[record.question.id] = record
        if keep is not None:
            keep(record)
        if progress is not None:
            progress(len(found), len(questions))
    return tuple(found[q.id] for q in questions)


def _batches_apart(
    asked: QuestionSet, homes: Mapping[str, Settings], wanted: Sequence[Question]
) -> list[Batch]:
    """One for each collection, also where all its questions are answered: its articles are wanted
    to judge them.
    """
    questions: dict[str, list[Question]] = {name: [] for name in homes}
    for question in wanted:
        questions[question.collection].append(question)
    return [
        Batch(where, asked.collections[name], tuple(questions[name]), with_shelf=True)
        for name, where in homes.items()
    ]


def _hashes(asked: QuestionSet, collections: Iterable[str]) -> list[str]:
    return [
        hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
        for name in collections
        for document in asked.collections[name]
        if isinstance(document, Document)
    ]
