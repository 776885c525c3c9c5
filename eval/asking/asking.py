"""Questions put to the pipeline one after another, with what is needed to judge how it went."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from eval.metrics.estimate import quantiles
from eval.metrics.record import Record, Tokens
from eval.questions.question_set import Question
from eval.questions.shelf import Extent
from index.library import Library
from qa.evidence.rerank import PassageScorer, SentenceScore, Window
from qa.evidence.search import Found, merge
from qa.pipeline import QAPipeline
from qa.question.query import Query
from qa.readers.extractive import Reader
from qa.settings import Settings
from qa.types import Answer, AnswerReady, Citation, Event, EvidenceFound, Turn

WARMING = "What happened in the north on that day?"  # asked first, untimed: it loads what is needed
RANKED = 20  # passages whose order is kept: the deepest measure looks at ten
STAGES = ("retrieve", "rerank", "read", "verify", "total")


class Asks(Protocol):
    """What asking needs of a pipeline."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] | None = None,
        after: str | None = None,
        before: str | None = None,
        as_of: str | None = None,
        publishers: Sequence[str] | None = None,
    ) -> Iterator[Event]:
        """As `QAPipeline.stream`."""
        ...


@dataclass(frozen=True)
class Outcome:
    """What came of one question. `answer` is None when asking raised; `error` says what.

    `passages` are those that were read. `probability` in 0..1 is the evidence's: the pipeline
    refuses below `refuse_below`; None where no evidence was looked for.
    """

    answer: Answer | None
    passages: tuple[Citation, ...]
    probability: float | None
    seconds: float
    error: str | None = None

    @property
    def refused(self) -> bool:
        """Whether it was said that the articles don't answer."""
        return self.answer is not None and self.answer.status == "not_in_articles"


class WatchedPipeline(QAPipeline):
    """The product's pipeline, which also keeps what was found for the last question: an `Answer`
    does not say how probable its evidence was, nor in which order articles stood. Each thread has
    its own `finds`.

    `width` passages are read instead of `top_k`; None reads as many as the product.
    """

    def __init__(
        self,
        settings: Settings,
        library: Library,
        scorer: PassageScorer | None = None,
        *,
        width: int | None = None,
        reader: Reader | None = None,
    ) -> None:
        super().__init__(settings, library, scorer=scorer, reader=reader)
        self._of_thread = threading.local()
        self._width = width

    @property
    def finds(self) -> list[Found]:
        """What this thread found since it last cleared the list."""
        found: list[Found] = self._of_thread.__dict__.setdefault("finds", [])
        return found

    def taken(self) -> Tokens | None:
        """What a language model read and wrote for this thread's last question; None: none did."""
        return None

    def carried(self, answer: Answer) -> tuple[float, float] | None:
        """Citation recall and precision of what a language model wrote; None: none did."""
        return None

    def _search(self, query: Query, asked: Any, *arguments: Any, **options: Any) -> Found:
        if self._width is not None:
            asked = replace(asked, top_k=self._width)
        found = super()._search(query, asked, *arguments, **options)
        self.finds.append(found)
        return found


class ReadsNothing:
    """A scorer that takes no time: for what is retrieved, whatever is made of it."""

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """Every sentence scores 0."""
        return [[SentenceScore(0.0) for _ in spans] for _, spans in windows]


def put(
    pipeline: WatchedPipeline,
    question: str,
    *,
    before: str | None = None,
    as_of: str | None = None,
) -> Outcome:
    """Ask one question, timed. What it raises is kept as text: a set must be finished."""
    heard = _listen(pipeline, lambda: pipeline.stream(question, before=before, as_of=as_of))
    return Outcome(heard.answer, heard.passages, heard.probability, heard.seconds, heard.error)


def ask_one(pipeline: Asks, question: Question) -> Record:
    """One question of a set, as `put`, with all that is needed to judge it."""
    heard = _listen(pipeline, lambda: events(pipeline, question))
    retrieved, ranked = _orders(heard.finds)
    watched = pipeline if isinstance(pipeline, WatchedPipeline) else None
    return Record(
        question, heard.answer, heard.passages, heard.seconds, heard.error, heard.probability,
        retrieved, ranked,
        watched.taken() if watched is not None else None,
        watched.carried(heard.answer) if watched is not None and heard.answer is not None else None,
    )  # fmt: skip


def ask_all(
    pipeline: Asks, questions: Iterable[Question], *, warm: bool = False
) -> Iterator[Record]:
    """One record a question. Unless the pipeline is `warm` the first is asked twice and timed once,
    so that loading models is in no figure; what that finds broken (no index, no model) is raised,
    for no question could be answered then. Later, a question that raises becomes a record without
    an answer.
    """
    for question in questions:
        if not warm:
            list(events(pipeline, question))
            warm = True
        yield ask_one(pipeline, question)


def events(pipeline: Asks, question: Question) -> Iterator[Event]:
    """What the pipeline says to the question with its history and filters."""
    return pipeline.stream(
        question.question,
        history=question.history,
        after=question.after,
        before=question.before,
        as_of=question.as_of,
        publishers=question.publishers or None,
    )


@dataclass(frozen=True)
class _Heard(Outcome):
    """An outcome, and what was found on the way."""

    finds: tuple[Found, ...] = ()


def _listen(pipeline: Asks, ask: Callable[[], Iterator[Event]]) -> _Heard:
    watched = pipeline if isinstance(pipeline, WatchedPipeline) else None
    if watched is not None:
        watched.finds.clear()
    passages: tuple[Citation, ...] = ()
    answer: Answer | None = None
    error = None
    started = time.perf_counter()
    try:
        for event in ask():
            if isinstance(event, EvidenceFound):
                passages = event.passages
            elif isinstance(event, AnswerReady):
                answer = event.answer
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    seconds = time.perf_counter() - started
    finds = tuple(watched.finds) if watched is not None else ()
    # Of the parts of a compound question, the surest decides whether anything is answered.
    probability = max((found.evidence.probability for found in finds), default=None)
    return _Heard(answer, passages, probability, seconds, error, finds)


def _orders(finds: Sequence[Found]) -> tuple[tuple[Extent, ...], tuple[Extent, ...]]:
    """The passages read, as retrieved, and as their sentences rank them."""
    if not finds:
        return (), ()
    found = merge(finds)
    by_retrieval = [(p.article_id, p.start_char, p.end_char) for p in found.retrieved]
    by_evidence = [(p.article_id, p.start_char, p.end_char) for p in found.passages]
    return (
        tuple(dict.fromkeys(by_retrieval))[:RANKED],
        tuple(dict.fromkeys([*by_evidence, *by_retrieval]))[:RANKED],
    )


def stage_seconds(outcomes: Iterable[Outcome]) -> dict[str, list[float]]:
    """Seconds of each stage, over the questions that came back."""
    answers = [o.answer for o in outcomes if o.answer is not None]
    return {stage: [float(getattr(a.seconds, stage)) for a in answers] for stage in STAGES}


def stage_rows(outcomes: Iterable[Outcome]) -> list[list[str]]:
    """Stage, median and 95th percentile in milliseconds."""
    rows = []
    for stage, seconds in stage_seconds(outcomes).items():
        median, tail = quantiles(seconds)
        rows.append([stage, f"{1000 * median:.0f}", f"{1000 * tail:.0f}"])
    return rows
