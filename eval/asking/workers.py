"""Questions asked of one index after another, in this process or by several that share them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from eval.asking.asking import WatchedPipeline, ask_all
from eval.asking.homes import Home, Source, opened_home
from eval.metrics.record import Record
from eval.questions.question_set import Question
from eval.questions.shelf import Shelf, shelf_of
from index.errors import DatelineError
from index.vectors.embedder import Embedder
from qa.evidence.rerank import PassageScorer, load_scorer
from qa.settings import Settings

# Questions that a process is worth starting for: it loads the models anew, which takes as much as
# five to ten questions do (RealTimeQA 2022, 2026-11).
FEWEST = 30
MOST = 8  # processes, unless more are asked for: each holds the models


@dataclass(frozen=True)
class Batch:
    """Questions about one index, in `settings.home`; built of `source` where there is none."""

    settings: Settings
    source: Source | None
    questions: tuple[Question, ...]
    with_shelf: bool = False


@dataclass(frozen=True)
class Told:
    """What came of a batch, in its order. `shelf` where the batch wanted it: its index may be gone
    when the answers are judged.
    """

    records: tuple[Record, ...]
    shelf: Shelf | None = None


class Asker:
    """Asks batches. Models are loaded once, and an index stays open while batches are about it."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._at: tuple[Home, WatchedPipeline] | None = None
        self._embedder: Embedder | None = None
        self._scorer: PassageScorer | None = None
        self._warm = False

    def ask(self, batch: Batch) -> Told:
        """As `ask_all`, which raises what the first of all questions finds broken. Later, what an
        index can't be built or opened for is the error of its questions.
        """
        try:
            home, pipeline = self._opened(batch)
        except DatelineError as error:
            if not self._warm:
                raise
            return Told(tuple(Record(q, None, error=f"{error}") for q in batch.questions))
        records = tuple(ask_all(pipeline, batch.questions, warm=self._warm))
        self._warm = self._warm or bool(records)
        shelf = shelf_of(home.library.catalog, home.document_ids) if batch.with_shelf else None
        return Told(records, shelf.kept() if shelf else None)

    def close(self) -> None:
        """Close the index."""
        self._open.close()

    def _opened(self, batch: Batch) -> tuple[Home, WatchedPipeline]:
        if self._at is None or self._at[0].settings.home != batch.settings.home:
            self._at = None
            self._open.close()
            home = self._open.enter_context(
                opened_home(batch.source, batch.settings, self._embedder)
            )
            self._embedder = home.library.embedder
            self._at = (home, self._pipeline_over(home))
        return self._at

    def _pipeline_over(self, home: Home) -> WatchedPipeline:
        if self._scorer is None:
            self._scorer = load_scorer(home.settings.reranker, home.library.embedder.encode)
        if home.settings.reader != "llm":
            return WatchedPipeline(home.settings, home.library, self._scorer)
        from eval.asking.tokens import CountingPipeline

        return CountingPipeline(home.settings, home.library, self._scorer)


# --- several processes ----------------------------------------------------------------------


def default_workers(questions: int, settings: Settings) -> int:
    """As many processes as there are cores to run on and work for them; one where a language model
    writes, for it may take all cores and much memory itself.
    """
    if settings.reader == "llm":
        return 1
    return max(1, min(len(_cores()) or 1, MOST, questions // FEWEST))


def ask_batches(batches: Sequence[Batch], workers: int) -> Iterator[Told]:
    """What came of each batch, as soon as it is there: one after another in this process, or in
    whatever order by `workers` processes.

    Raises what a first question raises, DatelineError when a process is killed.
    """
    if workers == 1:
        asker = Asker()
        try:
            yield from map(asker.ask, batches)
        finally:
            asker.close()
        return
    # Not forked: models hold threads, and a fork copies the locks that these may hold.
    context = multiprocessing.get_context("spawn")
    shares: Any = context.SimpleQueue()
    for number in range(workers):
        shares.put(_cores()[number::workers])
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(shares,))
    try:
        for future in as_completed([pool.submit(_ask_here, batch) for batch in batches]):
            yield future.result()
    except BrokenProcessPool as error:
        raise DatelineError(
            "a process that asked questions was killed, perhaps for want of memory; go on with "
            "--resume and fewer --workers."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _cores() -> list[int]:
    """The cores that this process may use; none where the system doesn't say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


_here: Asker | None = None  # of a process that was started to ask


def _begin(shares: Any) -> None:
    """A new process: it has cores of its own, so that the threads of the models in several don't
    wait for each other, and ends with the one that started it.
    """
    global _here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process tells when to stop
    if cores := shares.get():
        os.sched_setaffinity(0, cores)
    parent = multiprocessing.parent_process()
    assert parent is not None, "only a process that another one started gets here"
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _here = Asker()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _ask_here(batch: Batch) -> Told:
    assert _here is not None, "_begin comes first"
    return _here.ask(batch)
