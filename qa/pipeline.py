"""A question in, an `Answer` out. Start reading at `QAPipeline.stream`.

Question → retrieval → evidence → reader → verification → Answer; `ask` drains `stream`, so
that there is one path.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Unpack

from index.byline.possible_days import last_day
from index.library import Library, open_library
from qa.answer.assemble import (
    AnswerBuilder,
    answered,
    cited_passages,
    coverage_of,
    no_date_text,
    refusal_text,
    related_citations,
    without_citations,
)
from qa.evidence.copies import with_copies
from qa.evidence.credits import asks_when_published, meant_article
from qa.evidence.rerank import EvidenceScorer, PassageScorer, load_scorer
from qa.evidence.search import Found, merge, search
from qa.forms.build import build, said_in_form, written_in_form
from qa.forms.chain import Built, Chain
from qa.forms.conversation import last_answer
from qa.forms.conversation.parts import PART_REFUSED_BELOW, build_parts, find_parts
from qa.forms.conversation.story import in_conversation
from qa.forms.corpus import describe_corpus, describe_date
from qa.forms.lookup import choose, choose_of_parts
from qa.forms.said import build_said, of_speaker
from qa.forms.sides.beside import NOTHING_BESIDE, beside_of, disagreements_beside
from qa.forms.who_said import build_who_said
from qa.question.about_corpus import articles_topic, corpus_question
from qa.question.asked import Asked, check_asked
from qa.question.conversation.asked_again import IN_SHORT, WHAT_NEXT, split_prefix
from qa.question.conversation.follow_up import make_standalone
from qa.question.form import read_form
from qa.question.hints import Leaning, lean, read_hints, without_hint_words
from qa.question.parts import parts_of
from qa.question.period import asked_period, asked_periods
from qa.question.query import Query, prepare
from qa.question.sources import named_outlets
from qa.question.times.days import no_date
from qa.question.wording.long_question import core_question
from qa.readers.extractive import ExtractiveReader, Reader
from qa.readers.reading import read_evidence
from qa.settings import Settings
from qa.stages import StageClock
from qa.suggest.questions import suggest_questions
from qa.types import (
    Answer,
    AnswerReady,
    AskOptions,
    Coverage,
    Event,
    EvidenceFound,
    Form,
    Status,
    TextDelta,
)

RELATED_CITATIONS = 3


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
        self._suggested: tuple[tuple[int, int], list[str]] | None = None

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """The answer alone; arguments and errors as for `stream`."""
        for event in self.stream(question, **options):
            if isinstance(event, AnswerReady):
                return event.answer
        raise RuntimeError("the stream ended without an answer")

    def stream(self, question: str, **options: Unpack[AskOptions]) -> Iterator[Event]:
        """`EvidenceFound`, then `TextDelta`s whose pieces join to the text, then `AnswerReady`.

        Raises at once, before the first event, QuestionError for a question or filter that
        can't be used and ValueError for arguments of the wrong shape.
        """
        return self._stream(check_asked(question, self.settings.top_k, **options))

    def suggestions(self, n: int = 4) -> list[str]:
        """Up to `n` questions that the indexed articles invite; looked for when they change."""
        key = (self.library.catalog.generation(), n)
        with self._lock:
            if self._suggested is None or self._suggested[0] != key:
                self._suggested = key, suggest_questions(self.library.catalog, n)
            return list(self._suggested[1])

    @property
    def notice(self) -> str | None:
        """What a person should know before article text leaves this machine; None if none does."""
        return getattr(self.reader, "notice", None)

    def close(self) -> None:
        """Let go of the index; the pipeline can't be used afterwards."""
        self.library.close()

    # --- one question, step by step -------------------------------------------------------

    def _stream(self, asked: Asked) -> Iterator[Event]:
        clock = StageClock()
        catalog = self.library.catalog
        coverage = coverage_of(catalog.coverage(asked.where))

        spelling, sources = catalog.vocabulary(), catalog.sources()
        newest, asked_on = coverage.last_published, last_day(asked.where.until)
        today = asked_on or date.today()  # "last week" is counted from the day asked of
        reference = asked_on or min(filter(None, (today, last_day(newest))))
        standalone = make_standalone(
            core_question(asked.text), asked.turns, spelling, sources, reference,
            lambda words: last_answer.stand_together(words, self.library, spelling),
        )  # fmt: skip
        prefix, own = split_prefix(standalone)
        about = corpus_question(own)
        summed_up = read_form(own).form == "summary"
        if about is not None and about[0] != "count" and not summed_up:
            said = describe_corpus(*about, catalog, asked.where)
            yield from self._about_corpus(asked, standalone, said, "corpus", coverage, clock)
            return

        if unreal := no_date(own):
            yield from self._about_corpus(
                asked, standalone, no_date_text(*unreal), "lookup", coverage, clock,
                status="not_in_articles",
            )  # fmt: skip
            return
        query = replace(prepare(own, spelling), standalone=standalone)
        hints = read_hints(query.text, sources, spelling, today=today, newest=newest)
        periods = asked_periods(query.text, reference)
        period = asked_period(query.text, reference)
        outlets = named_outlets(query.text, sources, spelling)
        form = read_form(query.text, has_period=period is not None, outlets=len(outlets))
        leaning = lean(hints, asked.where, catalog)
        chain = Chain(
            self.library, self.settings, lambda: self.scorer, asked, query, leaning, spelling,
            reference, period, outlets, short=prefix == IN_SHORT, periods=periods,
        )  # fmt: skip
        chain = in_conversation(chain)
        built = last_answer.build_again(chain, prefix)
        built = built or build(form, chain)
        if built is None and about is not None:
            kind: Form = "count" if about[0] == "count" else "corpus"
            built = Built(kind, said=describe_corpus(*about, catalog, asked.where))
        if built is not None:
            built = last_answer.shortened(built) if chain.short else built
            if built.said:
                yield from self._about_corpus(
                    asked, standalone, built.said, built.form, coverage, clock
                )
            else:
                yield from said_in_form(built, chain, clock)
            return
        if leaning.where != asked.where:
            asked = replace(asked, where=leaning.where)
            coverage = coverage_of(catalog.coverage(asked.where))
        topic = articles_topic(query.text)
        parts = [query] if topic is not None else parts_of(query, spelling)
        asked_parts = [without_hint_words(part, hints) for part in parts]
        finds = find_parts(
            asked_parts, chain, lambda part: self._search(part, asked, leaning, topic)
        )
        found = merge(finds)
        clock.mark("rerank", of_which={"retrieve": found.retrieve_seconds})
        yield EvidenceFound(query.standalone, cited_passages(found), coverage, leaning.said)

        if asks_when_published(query.text):
            article = meant_article(query, found.retrieved, found.articles)
            if article is not None and article.published_at is not None:
                said = describe_date(article)
                yield from self._about_corpus(
                    asked, query.standalone, said, "corpus", coverage, clock
                )
                return
            chosen = []
        elif len(finds) == 1:
            chosen = choose(query, found, refuse_below=self.settings.refuse_below, topic=topic)
            chosen = of_speaker(chain, chosen)
        else:  # of one question asked of two times each has its sentence too
            asked_of = parts if len(parts) > 1 else [query] * len(finds)
            least = PART_REFUSED_BELOW * self.settings.refuse_below
            chosen = choose_of_parts(asked_of, finds, refuse_below=least)
        chosen = sorted(chosen, key=lambda s: -s.score)[:1] if chain.short else chosen
        chosen = [] if prefix == WHAT_NEXT else chosen
        if len(parts) > 1:
            theirs = build_parts(asked_parts, finds, chain, build)
        else:
            looked_up = form.form == "lookup"
            theirs = build_said(chain, chosen) if looked_up else None
            if theirs is None and looked_up:
                theirs = build_who_said(chain, found, chosen)
        if theirs is not None:
            theirs = last_answer.shortened(theirs) if chain.short else theirs
            yield from written_in_form(theirs, chain, clock)
            return
        builder = AnswerBuilder(found.articles)
        beside = beside_of(chosen, found, chain) if len(parts) == 1 else NOTHING_BESIDE
        for draft in beside.before:
            yield TextDelta(builder.add(draft))
        kept = beside.kept(chosen)
        if prefix != WHAT_NEXT:  # else nothing is told of what came next
            told = read_evidence(self.reader, query.standalone, found, kept, asked.turns)
            for statement in told:
                yield TextDelta(builder.add(beside.placed(statement)))
        if builder.statements:
            for draft in beside.after:
                yield TextDelta(builder.add(draft))
        clock.mark("read")

        if builder.statements:
            answer = answered(
                asked.text,
                query.standalone,
                builder,
                beside.answers or chosen,
                coverage,
                self.reader.name,
                form=form.form if form.form == "list" else "lookup",
                disagreements=disagreements_beside(beside, builder),
            )
        else:
            answer = self._refuse(asked, query, found, coverage, leaning)
            yield TextDelta(answer.text)
        answer = with_copies(answer, catalog)
        clock.mark("verify")
        yield AnswerReady(replace(answer, seconds=clock.seconds()))

    def _about_corpus(
        self, asked: Asked, standalone: str, said: str, form: Form, coverage: Coverage,
        clock: StageClock, status: Status = "about_corpus",
    ) -> Iterator[Event]:  # fmt: skip
        """An answer without citations: from the catalog alone, or that no such day is."""
        yield EvidenceFound(standalone, (), coverage)
        answer = without_citations(
            asked.text, standalone, said, coverage, self.reader.name, status=status,
            form=form,
        )  # fmt: skip
        yield TextDelta(answer.text)
        yield AnswerReady(replace(answer, seconds=clock.seconds()))

    def _search(self, query: Query, asked: Asked, leaning: Leaning, topic: str | None) -> Found:
        ids = None if asked.where.is_empty else self.library.catalog.article_ids(asked.where)
        return search(
            query,
            self.library,
            self.scorer,
            top_k=asked.top_k,
            candidates=self.settings.candidates,
            article_ids=ids,
            preferred=leaning.preferred,
            topic=topic,
        )

    def _refuse(
        self,
        asked: Asked,
        query: Query,
        found: Found,
        coverage: Coverage,
        leaning: Leaning,
    ) -> Answer:
        related = related_citations(found.evidence, RELATED_CITATIONS)
        dated = asked.where.after or asked.where.before
        left_out = ""
        if leaning.only:
            left_out = f" (searched {leaning.only}, as the question asks)"
        elif not asked.where.is_empty:
            left_out = " within these filters"
            if dated and coverage.undated:
                left_out += f" ({coverage.undated} of unknown date were left out)"
        return without_citations(
            asked.text,
            query.standalone,
            refusal_text(coverage, related, found.articles, left_out),
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
        from qa.readers.llm import load_llm
        from qa.readers.llm_reader import LLMReader

        judge = self.scorer if isinstance(self.scorer, EvidenceScorer) else None
        return LLMReader(load_llm(self.settings), judge)


def build_pipeline(settings: Settings) -> QAPipeline:
    """Open the index of `settings.home` for asking. Models load at the first question.

    Raises StoreNotFoundError, StoreMismatchError or StoreDamagedError.
    """
    return QAPipeline(settings, open_library(settings.index))
