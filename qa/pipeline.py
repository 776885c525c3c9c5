"""A question in, an `Answer` out. Start reading at `QAPipeline.stream`.

Question → retrieval → evidence → reader → verification → Answer; `ask` drains `stream`, so
that there is one path.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.library import Library, open_library
from index.types import Article, ArticleFilter, Passage
from qa.assemble import (
    AnswerBuilder,
    answered,
    cite,
    coverage_of,
    refusal_text,
    related_citations,
    without_citations,
)
from qa.corpus import articles_topic, corpus_question, describe_corpus, describe_date
from qa.credits import asks_when_published, credit_lines, meant_article
from qa.errors import QuestionError
from qa.evidence import (
    Evidence,
    EvidenceSentence,
    choose_sentences,
    find_evidence,
    sentences_on_topic,
)
from qa.follow_up import make_standalone
from qa.question import Query, check_filter, check_history, check_question, prepare
from qa.read import DraftStatement, ExtractiveReader, NumberedPassage, Reader, draft_statements
from qa.rerank import EvidenceScorer, PassageScorer, load_scorer
from qa.retrieve import retrieve
from qa.settings import Settings
from qa.types import (
    Answer,
    AnswerReady,
    Citation,
    Coverage,
    Event,
    EvidenceFound,
    Seconds,
    TextDelta,
    Turn,
)

RELATED_CITATIONS = 3
TOPIC_PASSAGES = 24


class QAPipeline:
    """Answers questions from one index. Thread-safe; models load at the first question."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        *,
        scorer: PassageScorer | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.settings = settings
        self.library = library
        self._scorer = scorer
        self._reader = reader
        self._lock = threading.RLock()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Sequence[str]] | None = None,
        after: str | None = None,
        before: str | None = None,
        as_of: str | None = None,
        publishers: Sequence[str] | None = None,
        top_k: int | None = None,
    ) -> Answer:
        """The answer alone; arguments and errors as for `stream`."""
        answer: Answer | None = None
        for event in self.stream(
            question,
            history=history,
            after=after,
            before=before,
            as_of=as_of,
            publishers=publishers,
            top_k=top_k,
        ):
            if isinstance(event, AnswerReady):
                answer = event.answer
        if answer is None:
            raise RuntimeError("the stream ended without an answer")
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Sequence[str]] | None = None,
        after: str | None = None,
        before: str | None = None,
        as_of: str | None = None,
        publishers: Sequence[str] | None = None,
        top_k: int | None = None,
    ) -> Iterator[Event]:
        """`EvidenceFound`, then `TextDelta`s whose pieces join to the text, then `AnswerReady`.

        Raises at once, before the first event, QuestionError for a question or filter that
        can't be used and ValueError for arguments of the wrong shape.
        """
        if as_of is not None:
            raise QuestionError(f"as_of = {as_of!r}: not yet available; leave it out.")
        if top_k is not None and not 1 <= top_k <= 50:
            raise QuestionError(f"top_k = {top_k!r}: use a number from 1 to 50.")
        asked = _Asked(
            text=check_question(question),
            turns=check_history(history),
            where=check_filter(after, before, publishers),
            top_k=top_k or self.settings.top_k,
        )
        return self._stream(asked)

    def suggestions(self, n: int = 4) -> list[str]:
        """Up to `n` questions that the indexed articles invite."""
        titles = [a.title for a in self.library.catalog.articles() if a.title]
        return ["What do you have?", *(f"What happened: {title.strip()}" for title in titles)][:n]

    @property
    def notice(self) -> str | None:
        """What a person should know before article text leaves this machine; None if none does."""
        return getattr(self.reader, "notice", None)

    def close(self) -> None:
        """Let go of the index; the pipeline can't be used afterwards."""
        self.library.close()

    # --- one question, step by step -------------------------------------------------------

    def _stream(self, asked: _Asked) -> Iterator[Event]:
        clock = _Clock()
        catalog = self.library.catalog
        coverage = coverage_of(catalog.coverage(asked.where))

        about = corpus_question(asked.text)
        if about is not None:
            yield EvidenceFound(asked.text, (), coverage)
            yield from self._say(
                asked, describe_corpus(*about, catalog, asked.where), coverage, clock
            )
            return

        spelling = catalog.vocabulary()
        query = prepare(make_standalone(asked.text, asked.turns, spelling), spelling)
        topic = articles_topic(query.text)
        passages = self._retrieve(query, asked, whole_articles=topic is not None)
        articles, neighbours = self._articles_of(passages)
        clock.mark("retrieve")

        evidence = find_evidence(query, passages, articles, neighbours, self.scorer)
        clock.mark("rerank")
        yield EvidenceFound(query.standalone, _as_citations(passages, articles), coverage)

        if asks_when_published(query.text):
            article = meant_article(query, passages, articles)
            if article is not None and article.published_at is not None:
                yield from self._say(asked, describe_date(article), coverage, clock)
                return
            chosen = []
        else:
            chosen = self._choose(query, topic, evidence, passages, articles, neighbours)
        builder = AnswerBuilder(articles)
        for statement in self._read(query, asked, passages, articles, neighbours, chosen):
            yield TextDelta(builder.add(statement))
        clock.mark("read")

        if builder.statements:
            answer = answered(
                asked.text, query.standalone, builder, chosen, coverage, self.reader.name
            )
        else:
            answer = self._refuse(asked, query, evidence, articles, coverage)
            yield TextDelta(answer.text)
        clock.mark("verify")
        yield AnswerReady(replace(answer, seconds=clock.seconds()))

    def _say(self, asked: _Asked, said: str, coverage: Coverage, clock: _Clock) -> Iterator[Event]:
        """An answer from the catalog alone."""
        answer = without_citations(
            asked.text, asked.text, said, coverage, self.reader.name, status="about_corpus"
        )
        yield TextDelta(answer.text)
        yield AnswerReady(replace(answer, seconds=clock.seconds()))

    def _choose(
        self,
        query: Query,
        topic: str | None,
        evidence: Evidence,
        passages: Sequence[Passage],
        articles: Mapping[str, Article],
        neighbours: Mapping[str, Sequence[Passage]],
    ) -> list[EvidenceSentence]:
        """The sentences that answer; empty when the articles do not say."""
        credits = credit_lines(query, passages, articles, neighbours)
        if credits:
            return credits
        if topic is not None:
            return sentences_on_topic(evidence, topic)
        if evidence.probability >= self.settings.refuse_below:
            return choose_sentences(evidence)
        return []

    def _retrieve(self, query: Query, asked: _Asked, *, whole_articles: bool) -> list[Passage]:
        """The passages to read, best first; none when the filter leaves no article."""
        ids = None if asked.where.is_empty else self.library.catalog.article_ids(asked.where)
        if ids is not None and not ids:
            return []
        limit = TOPIC_PASSAGES if whole_articles else asked.top_k
        found = retrieve(
            query,
            self.library,
            limit=max(limit, asked.top_k),
            candidates=self.settings.candidates,
            article_ids=ids,
        )
        return [scored.passage for scored in found]

    def _articles_of(
        self, passages: Sequence[Passage]
    ) -> tuple[dict[str, Article], dict[str, list[Passage]]]:
        """The articles of the passages, and all passages of each, by article id."""
        catalog = self.library.catalog
        articles: dict[str, Article] = {}
        neighbours: dict[str, list[Passage]] = {}
        for article_id in dict.fromkeys(p.article_id for p in passages):
            article = catalog.article(article_id)
            if article is not None:
                articles[article_id] = article
                neighbours[article_id] = catalog.passages_of(article_id)
        return articles, neighbours

    def _read(
        self,
        query: Query,
        asked: _Asked,
        passages: Sequence[Passage],
        articles: Mapping[str, Article],
        neighbours: Mapping[str, Sequence[Passage]],
        chosen: Sequence[EvidenceSentence],
    ) -> Iterator[DraftStatement]:
        """The reader's statements; none when there is no evidence to read."""
        if not chosen:
            return iter(())
        numbered = [
            NumberedPassage(number, articles[p.article_id], p)
            for number, p in enumerate(passages, start=1)
        ]
        drafts = draft_statements(chosen, neighbours)
        return self.reader.read(query.standalone, numbered, drafts, asked.turns)

    def _refuse(
        self,
        asked: _Asked,
        query: Query,
        evidence: Evidence,
        articles: Mapping[str, Article],
        coverage: Coverage,
    ) -> Answer:
        related = related_citations(evidence, RELATED_CITATIONS)
        dated = asked.where.after or asked.where.before
        left_out = ""
        if not asked.where.is_empty:
            left_out = " within these filters"
            if dated and coverage.undated:
                left_out += f" ({coverage.undated} of unknown date were left out)"
        return without_citations(
            asked.text,
            query.standalone,
            refusal_text(coverage, related, articles, left_out),
            coverage,
            self.reader.name,
            status="not_in_articles",
            related=related,
        )

    # --- models, loaded once --------------------------------------------------------------

    @property
    def scorer(self) -> PassageScorer:
        """The model that scores sentences, loaded at its first use."""
        with self._lock:
            if self._scorer is None:
                self._scorer = load_scorer(self.settings.reranker, self.library.embedder.encode)
            return self._scorer

    @property
    def reader(self) -> Reader:
        """The reader of the settings, made at its first use."""
        with self._lock:
            if self._reader is None:
                self._reader = self._load_reader()
            return self._reader

    def _load_reader(self) -> Reader:
        if self.settings.reader == "extractive":
            return ExtractiveReader()
        from qa.llm import load_llm
        from qa.read_llm import LLMReader

        judge = self.scorer if isinstance(self.scorer, EvidenceScorer) else None
        return LLMReader(load_llm(self.settings), judge)


def build_pipeline(settings: Settings) -> QAPipeline:
    """Open the index of `settings.home` for asking. Models load at the first question.

    Raises StoreNotFoundError, StoreMismatchError or StoreDamagedError.
    """
    return QAPipeline(settings, open_library(settings.index))


def _as_citations(
    passages: Sequence[Passage], articles: Mapping[str, Article]
) -> tuple[Citation, ...]:
    return tuple(
        cite(number, articles[p.article_id], p.start_char, p.end_char, 1.0 / number)
        for number, p in enumerate(passages, start=1)
    )


@dataclass(frozen=True)
class _Asked:
    """One question as it was asked, checked."""

    text: str
    turns: tuple[Turn, ...]
    where: ArticleFilter
    top_k: int


@dataclass
class _Clock:
    """Seconds by stage; `mark` ends a stage."""

    started: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)
    stages: dict[str, float] = field(default_factory=dict)

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self.stages[stage] = now - self.last
        self.last = now

    def seconds(self) -> Seconds:
        rounded = {name: round(value, 6) for name, value in self.stages.items()}
        return Seconds(**rounded, total=round(time.perf_counter() - self.started, 6))
