"""The form that a question asks for, built; or nothing, and then it is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from qa.answer.assemble import AnswerBuilder, answered, coverage_of
from qa.evidence.copies import with_copies
from qa.evidence.credits import asks_for_credits, asks_when_published
from qa.forms.articles.lists import build_headlines, count_articles, list_articles
from qa.forms.chain import Built, Chain
from qa.forms.change import build_change
from qa.forms.conversation.story import within_talk
from qa.forms.newest import build_ordered
from qa.forms.over_time.holders import build_holder
from qa.forms.over_time.since import build_since
from qa.forms.said import build_quoted
from qa.forms.sides.comparison import build_comparison, build_of_outlet
from qa.forms.sides.sound import Stated, may_disagree
from qa.forms.summary import build_summary
from qa.forms.timeline import build_timeline
from qa.question.form_rules import AskedForm
from qa.question.parts import asks_apart
from qa.question.times.standing import standing_kind
from qa.stages import StageClock
from qa.types import (
    AnswerReady,
    Disagreement,
    Event,
    EvidenceFound,
    Side,
    TextDelta,
    TimelineEntry,
)

WRITTEN_BY = "extractive"  # the reader's name in `Answer.reader`


def build(asked: AskedForm, chain: Chain) -> Built | None:
    """The answer in the form that is asked for; None where the articles give no such answer."""
    about_making = asks_for_credits(chain.query.text) or asks_when_published(chain.query.text)
    if about_making and asked.form in ("lookup", "list") and not asked.articles:
        return None  # about the making of an article, which its own lines tell
    if (of_outlet := build_of_outlet(chain)) is not None:
        return of_outlet
    if (since := build_since(chain)) is not None:
        return since
    if asked.form == "count" and asked.articles:
        return count_articles(asked, chain)
    if asked.form == "list" and asked.articles:
        return list_articles(asked, chain)
    if asked.form == "timeline" and asks_apart(chain.query.text):
        return None  # each part is answered in its own form
    if asked.form == "timeline":
        changed = build_change(chain) if asked.change else None
        if asked.change and (changed is not None or chain.period is None):
            return changed
        told = build_timeline(chain)
        # What a single article tells of is told as it tells it.
        return told if told is not None or chain.period is not None else build_summary(chain)
    if asked.form == "comparison":
        return build_comparison(chain, sides=asked.order == "now")
    if asked.form == "summary":
        return build_summary(chain)
    if asked.order:
        return build_ordered(asked, within_talk(chain)) or build_ordered(asked, chain)
    if standing_kind(chain.query.text) == "holder" and chain.period is None:
        held = build_holder(chain)
        if held is not None:
            return held
    return build_quoted(chain) or build_headlines(chain)


def timeline_of(built: Built, builder: AnswerBuilder) -> list[TimelineEntry]:
    """The entries of a timeline with the markers that its statements were given."""
    statements = builder.statements
    return [
        TimelineEntry(entry.on, entry.precision, entry.text, statements[entry.statement].markers)
        for entry in built.entries
    ]


def disagreements_of(built: Built, builder: AnswerBuilder, question: str) -> list[Disagreement]:
    """The disagreements with the markers and words that their statements were given; without those
    that can be none about the question.
    """
    statements = builder.statements
    articles = {citation.marker: citation.article_id for citation in builder.citations}
    found = [
        Disagreement(
            item.about,
            tuple(
                Side(
                    side.value,
                    statements[side.statement].text,
                    side.publishers,
                    side.published_at,
                    statements[side.statement].markers,
                )
                for side in item.sides
            ),
        )
        for item in built.disagreements
    ]
    return [item for item in found if may_disagree(question, _stated(item, articles))]


def _stated(item: Disagreement, articles: Mapping[int, str]) -> list[Stated]:
    return [
        Stated(side.value, side.text, articles.get(side.markers[0], "") if side.markers else "")
        for side in item.sides
    ]


def said_in_form(built: Built, chain: Chain, clock: StageClock) -> Iterator[Event]:
    """The events of an answer that a form has built. Its sentences are the articles' own, whoever
    the reader is: a timeline or a disagreement is no place for a model's words.
    """
    coverage = coverage_of(chain.catalog.coverage(chain.all_periods().where()))
    clock.mark("rerank")
    builder = AnswerBuilder(built.articles)
    for draft in built.drafts:
        builder.add(draft)
    yield EvidenceFound(chain.query.standalone, builder.citations, coverage, _said_of(chain))
    yield from written_in_form(built, chain, clock)


def _said_of(chain: Chain) -> tuple[str, ...]:
    """What was made of the question's own words: a period is exact where a form is built of it."""
    if chain.period is None:
        return chain.leaning.said
    words = ", ".join(period.words for period in chain.periods or (chain.period,))
    return (f"only articles of the time it names ({words})",)


def written_in_form(built: Built, chain: Chain, clock: StageClock) -> Iterator[Event]:
    """The same without the event of what was found."""
    coverage = coverage_of(chain.catalog.coverage(chain.all_periods().where()))
    builder = AnswerBuilder(built.articles)
    for draft in built.drafts:
        yield TextDelta(builder.add(draft))
    clock.mark("read")
    answer = answered(
        chain.asked.text,
        chain.query.standalone,
        builder,
        built.chosen,
        coverage,
        WRITTEN_BY,
        form=built.form,
        timeline=timeline_of(built, builder),
        disagreements=disagreements_of(built, builder, chain.query.text),
    )
    answer = with_copies(answer, chain.catalog)
    clock.mark("verify")
    yield AnswerReady(replace(answer, seconds=clock.seconds()))
