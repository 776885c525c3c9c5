"""Dateline itself, as a system among others."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from eval.asking.asking import ReadsNothing, WatchedPipeline, events
from eval.metrics.ranking import first_of_each
from eval.questions.question_set import Question
from eval.systems.meter import Meter
from eval.systems.types import SystemAnswer, Text, document_of
from index.library import Library
from qa.evidence.rerank import PassageScorer
from qa.evidence.search import merge
from qa.pipeline import QAPipeline
from qa.readers.extractive import Reader
from qa.settings import Settings
from qa.types import Answer, AnswerReady, Citation, EvidenceFound

DEPTH = 100  # passages that a ranking is made of


class Dateline:
    """The product's pipeline over an opened index. With a `reader` it writes with that one's model,
    whose tokens `meter` counts.
    """

    def __init__(
        self,
        settings: Settings,
        library: Library,
        scorer: PassageScorer,
        *,
        name: str = "product",
        reader: Reader | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.name = name
        self._pipeline = WatchedPipeline(settings, library, scorer, reader=reader)
        self._asked: Question | None = None  # the question that `_pipeline.finds` are of
        # Every passage that retrieval brings, in its order: nothing is read.
        self._wide = WatchedPipeline(
            dataclasses.replace(settings, reader="extractive"), library, ReadsNothing(), width=DEPTH
        )
        self._meter = meter or Meter()

    def ask(self, question: Question) -> SystemAnswer:
        """Refusals are told by the answer's status; an answer about the collection itself is none,
        and no answer either.
        """
        self._pipeline.finds.clear()
        self._asked = question
        answer, passages = _run(self._pipeline, question)
        prompt_tokens, answer_tokens = self._meter.take()
        answered = answer.status == "answered"
        short = answer.short_answer.text if answered and answer.short_answer else ""
        return SystemAnswer(
            answer.text if answered else "",
            refused=answer.status == "not_in_articles",
            cited=_texts(answer.citations),
            read=_texts(passages),
            short=short,
            prompt_tokens=prompt_tokens,
            answer_tokens=answer_tokens,
        )

    def rank(self, question: Question) -> Sequence[str]:
        """Documents of the sentences chosen, then of the passages read, then of all retrieved."""
        if self._asked is not question:
            self.ask(question)
        _, retrieved = _run(self._wide, question)
        owners: list[str] = []
        if self._pipeline.finds:
            found = merge(self._pipeline.finds)
            names = {key: document_of(article.path) for key, article in found.articles.items()}
            owners += [document_of(s.article.path) for s in found.evidence.sentences]
            owners += [names[p.article_id] for p in found.passages]
        return first_of_each([*owners, *(document_of(p.path) for p in retrieved)])


def _run(pipeline: QAPipeline, question: Question) -> tuple[Answer, tuple[Citation, ...]]:
    passages: tuple[Citation, ...] = ()
    for event in events(pipeline, question):
        if isinstance(event, EvidenceFound):
            passages = event.passages
        elif isinstance(event, AnswerReady):
            return event.answer, passages
    raise RuntimeError("the stream ended without an answer")


def _texts(citations: Iterable[Citation]) -> tuple[Text, ...]:
    return tuple(Text(c.quote, document_of(c.path)) for c in citations)
