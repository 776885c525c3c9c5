"""Was the answer right? One `Record` of a run in, one `Judgement` out, and why it failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from eval.metrics import Judgement, contains, exact_match, f1, spans_meet
from eval.questions import GoldQuote, Question
from index.types import Article
from qa.types import Answer, Citation

Cause = Literal[
    "could not be scored",
    "not retrieved",
    "retrieved, not chosen",
    "chosen, not answered",
    "refused wrongly",
    "answered wrongly",
    "taken for a question about the corpus",
    "corpus question missed",
]


@dataclass(frozen=True)
class Record:
    """What happened to one question. `answer` is None when asking raised; `error` says what.

    `passages` are those handed to the reader; `seconds` is the wall time of the question.
    """

    question: Question
    answer: Answer | None
    passages: tuple[Citation, ...] = ()
    seconds: float = 0.0
    error: str | None = None


@dataclass(frozen=True)
class Failure:
    """A question that went wrong, with what a person needs to see why."""

    id: str
    kind: str
    cause: Cause
    question: str
    expected: str
    got: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class GoldSpans:
    """Where gold quotes stand: spans of each article, one entry a group of alternatives."""

    groups: tuple[tuple[tuple[str, int, int], ...], ...]

    def met_by(self, citations: Sequence[Citation]) -> tuple[bool, ...]:
        """For each group, whether a citation points at one of its quotes."""
        return tuple(any(_points(c, group) for c in citations) for group in self.groups)

    def right(self, citation: Citation) -> bool:
        """Whether the citation points at a quote of any group."""
        return any(_points(citation, group) for group in self.groups)

    def inside(self, passages: Sequence[Citation]) -> tuple[bool, ...]:
        """For each group, whether at least half of one of its quotes stands in a passage."""
        return tuple(
            any(
                p.article_id == article_id
                and 2 * (min(p.end_char, end) - max(p.start_char, start)) >= end - start
                for p in passages
                for article_id, start, end in group
            )
            for group in self.groups
        )


def find_gold(question: Question, articles: Iterable[Article]) -> GoldSpans | str:
    """The spans of the question's gold quotes, every occurrence of each.

    Articles are recognised by file name. A sentence saying what is missing, when a group has no
    quote in the indexed articles: then the question can't be scored.
    """
    by_name: dict[str, list[Article]] = {}
    for article in articles:
        by_name.setdefault(PurePath(article.path).name, []).append(article)
    groups = []
    for group in question.gold_evidence:
        spans = tuple(span for gold in group for span in _occurrences(gold, by_name))
        if not spans:
            return f"{group[0].article}: the gold quote is not in the index: {group[0].quote!r}"
        groups.append(spans)
    return GoldSpans(tuple(groups))


def judge(record: Record, articles: Mapping[str, Article]) -> Judgement:
    """Score one record. `articles` maps article id to article, as the catalog holds them."""
    question, answer = record.question, record.answer
    gold = find_gold(question, articles.values())
    if answer is None or isinstance(gold, str):
        reason = record.error or (gold if isinstance(gold, str) else "no answer came")
        return Judgement(
            question.id, question.kind, question.cluster, record.seconds, unscored=reason
        )
    refused = answer.status == "not_in_articles"
    quoted = (*answer.citations, *answer.related)
    scores: dict[str, Any] = {}  # fields of Judgement, each a Pair
    if quoted:
        scores["verbatim"] = (sum(is_verbatim(c, articles) for c in quoted), len(quoted))
    if refused:
        scores["refusal_right"] = (question.expected_status == "not_in_articles", 1)
    if answer.status == "answered":
        scores["statements"] = (len(answer.statements), 1)

    if question.expected_status == "not_in_articles":
        scores["refusal_made"] = (refused, 1)
    elif question.expected_status == "about_corpus":
        right = answer.status == "about_corpus" and says_accepted(question, answer)
        scores["about_corpus"] = (right, 1)
    else:
        answered = answer.status == "answered"
        met = gold.met_by(answer.citations) if answered else (False,) * len(gold.groups)
        says = answered and says_accepted(question, answer)
        scores["retrieved"] = (all(gold.inside(record.passages)), 1)
        scores["false_refusal"] = (refused, 1)
        scores["answer"] = (says, 1)
        scores["cited"] = (all(met), 1)
        scores["cited_any"] = (any(met), 1)
        scores["correct_and_cited"] = (says and all(met), 1)
        if answered and answer.citations:
            right_ones = sum(gold.right(c) for c in answer.citations)
            scores["citations"] = (right_ones, len(answer.citations))
        if question.short_answers:
            short = answer.short_answer.text if answer.short_answer else None
            scores["short_given"] = (short is not None, 1)
            scores["short_exact"] = (exact_match(short or "", question.short_answers), 1)
            scores["short_f1"] = (f1(short or "", question.short_answers), 1)
    return Judgement(question.id, question.kind, question.cluster, record.seconds, **scores)


def says_accepted(question: Question, answer: Answer) -> bool:
    """Whether the answer's text holds an accepted answer, and one of each needed part.

    A question that accepts nothing in particular (a greeting) is content with any text.
    """
    one = not question.accepted_answers or any(
        contains(answer.text, accepted) for accepted in question.accepted_answers
    )
    return one and all(
        any(contains(answer.text, accepted) for accepted in variants)
        for variants in question.accepted_all
    )


def is_verbatim(citation: Citation, articles: Mapping[str, Article]) -> bool:
    """`article.text[start:end] == quote`, of an article that the catalog knows; not empty."""
    article = articles.get(citation.article_id)
    words = article.text[citation.start_char : citation.end_char] if article else None
    return bool(citation.quote) and words == citation.quote


def cause_of(record: Record, judgement: Judgement, articles: Mapping[str, Article]) -> Cause | None:
    """Where the chain failed the question, None when it didn't."""
    question, answer = record.question, record.answer
    if judgement.unscored is not None or answer is None:
        return "could not be scored"
    if question.expected_status == "not_in_articles":
        return None if answer.status == "not_in_articles" else "answered wrongly"
    if question.expected_status == "about_corpus":
        return None if judgement.about_corpus == (True, 1) else "corpus question missed"
    if judgement.correct_and_cited == (True, 1):
        return None
    if answer.status == "about_corpus":
        return "taken for a question about the corpus"
    gold = find_gold(question, articles.values())
    assert isinstance(gold, GoldSpans), "an unscored question was handled above"
    inside = gold.inside(record.passages)
    if answer.status == "not_in_articles":
        return "refused wrongly" if any(inside) else "not retrieved"
    met = gold.met_by(answer.citations)
    if all(met):
        return "chosen, not answered"
    missed = [has for has, cited in zip(inside, met, strict=True) if not cited]
    return "retrieved, not chosen" if any(missed) else "not retrieved"


def failure_of(
    record: Record, judgement: Judgement, articles: Mapping[str, Article]
) -> Failure | None:
    """The row of the failure table, None for a question that went right."""
    cause = cause_of(record, judgement, articles)
    if cause is None:
        return None
    question, answer = record.question, record.answer
    accepted = [*question.accepted_answers[:3]] or [v[0] for v in question.accepted_all]
    expected = question.expected_status + (f": {' | '.join(accepted)}" if accepted else "")
    if answer is None or judgement.unscored is not None:
        got = judgement.unscored or ""
    else:
        got = f"{answer.status}: {answer.text}"
    quotes = tuple(c.quote for c in answer.citations) if answer else ()
    asked = " / ".join([*(text for _, text in question.history), question.question])
    return Failure(question.id, question.kind, cause, asked, expected, got, quotes)


def _points(citation: Citation, group: Sequence[tuple[str, int, int]]) -> bool:
    return any(
        citation.article_id == article_id
        and spans_meet((citation.start_char, citation.end_char), (start, end))
        for article_id, start, end in group
    )


def _occurrences(
    gold: GoldQuote, by_name: Mapping[str, Sequence[Article]]
) -> Iterable[tuple[str, int, int]]:
    for article in by_name.get(gold.article, ()):
        start = article.text.find(gold.quote)
        while start >= 0:
            yield article.article_id, start, start + len(gold.quote)
            start = article.text.find(gold.quote, start + 1)
