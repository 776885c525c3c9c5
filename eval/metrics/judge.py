"""Was the answer right? One `Record` of a run in, one `Judgement` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics.estimate import Judgement, Pair, contains, exact_match, f1, spans_meet, unmarked
from eval.metrics.record import Record
from eval.questions.question_set import Question
from eval.questions.shelf import Extent, Shelf
from qa.types import Answer, Citation


@dataclass(frozen=True)
class GoldSpans:
    """Where gold quotes stand: spans of each article, one entry a group of alternatives.

    `articles` are the ids of gold articles without a quote.
    """

    groups: tuple[tuple[Extent, ...], ...]
    articles: frozenset[str] = frozenset()

    def met_by(self, citations: Sequence[Citation]) -> tuple[bool, ...]:
        """For each group, whether a citation points at one of its quotes."""
        return tuple(any(_points(c, group) for c in citations) for group in self.groups)

    def right(self, citation: Citation) -> bool:
        """Whether the citation points at a quote of any group, or at a gold article."""
        if citation.article_id in self.articles:
            return True
        return any(_points(citation, group) for group in self.groups)

    def inside(self, passages: Sequence[Extent]) -> tuple[bool, ...]:
        """For each group, whether at least half of one of its quotes stands in a passage."""
        return tuple(any(holds(p, span) for p in passages for span in g) for g in self.groups)


def holds(passage: Extent, span: Extent) -> bool:
    """Whether at least half of the span stands in the passage."""
    shared = min(passage[2], span[2]) - max(passage[1], span[1])
    return passage[0] == span[0] and 2 * shared >= span[2] - span[1]


def find_gold(question: Question, shelf: Shelf) -> GoldSpans | str:
    """The spans of the question's gold quotes, every occurrence of each, or its gold articles.

    A sentence saying what is missing, when a group has no quote in the indexed articles, or when
    none of the gold articles is there: then the question can't be scored.
    """
    groups = []
    for group in question.gold_evidence:
        spans = tuple(
            span for gold in group for span in shelf.occurrences(gold.article, gold.quote)
        )
        if not spans:
            return f"{group[0].article}: the gold quote is not in the index: {group[0].quote!r}"
        groups.append(spans)
    articles = {a.article_id for name in question.gold_articles for a in shelf.named(name)}
    if question.gold_articles and not articles:
        return f"{question.gold_articles[0]}: the gold article is not in the index"
    return GoldSpans(tuple(groups), frozenset() if groups else frozenset(articles))


def judge(record: Record, shelf: Shelf) -> Judgement:
    """Score one record against the articles that it was asked of."""
    question, answer = record.question, record.answer
    gold = find_gold(question, shelf)
    unscored = record.error or (gold if isinstance(gold, str) else None)
    if unscored is None and answer is None:
        unscored = "no answer came"
    if unscored is None and not _says_what_is_right(question):
        unscored = "the set doesn't say what is right"
    if answer is None or isinstance(gold, str) or unscored is not None:
        return Judgement(
            question.id, question.kind, question.cluster, record.seconds, unscored=unscored
        )
    refused = answer.status == "not_in_articles"
    quoted = (*answer.citations, *answer.related)
    scores: dict[str, Any] = {}  # fields of Judgement, each a Pair
    if quoted:
        scores["verbatim"] = (sum(is_verbatim(c, shelf) for c in quoted), len(quoted))
    if refused and question.expected_status is not None:
        scores["refusal_right"] = (question.expected_status == "not_in_articles", 1)
    if answer.status == "answered":
        scores["statements"] = (len(answer.statements), 1)
    if question.wrong_answers and answer.status == "answered":
        scores["clean"] = (not _says_wrong(question, answer.text), 1)
    if record.tokens is not None:
        scores["tokens_read"] = (record.tokens.read, 1)
        scores["tokens_written"] = (record.tokens.written, 1)
    if record.carried is not None:
        scores["alce_recall"] = (record.carried[0], 1)
        scores["alce_precision"] = (record.carried[1], 1)
    says = answer.status == "answered" and says_accepted(question, answer)

    if question.expected_status == "not_in_articles":
        scores["refusal_made"] = (refused, 1)
        if question.short_answers:  # as in SQuAD 2.0, where "" is the answer
            scores["short_exact"] = scores["short_f1"] = (refused, 1)
    elif question.expected_status == "about_corpus":
        right = answer.status == "about_corpus" and says_accepted(question, answer)
        scores["about_corpus"] = (right, 1)
    elif question.expected_status is None:
        scores["open_answer"] = (says, 1)
        if question.short_answers:
            scores["all_exact"], scores["all_f1"] = _short_scores(question, answer)
        scores["undecided"] = (refused, 1)
    else:
        scores |= _scores_of_answerable(question, answer, gold, record, says)
    return Judgement(question.id, question.kind, question.cluster, record.seconds, **scores)


def _scores_of_answerable(
    question: Question, answer: Answer, gold: GoldSpans, record: Record, says: bool
) -> dict[str, Any]:
    answered = answer.status == "answered"
    scores: dict[str, Any] = {"false_refusal": (answer.status == "not_in_articles", 1)}
    if question.parts or gold.groups:
        scores["answer"] = (says, 1)
    if question.reference:
        scores["reference_f1"] = (
            f1(unmarked(answer.text) if answered else "", [question.reference]),
            1,
        )
    if gold.groups:
        met = gold.met_by(answer.citations) if answered else (False,) * len(gold.groups)
        scores["retrieved"] = (all(gold.inside(extents_of(record.passages))), 1)
        scores["cited"] = (all(met), 1)
        scores["cited_any"] = (any(met), 1)
        scores["correct_and_cited"] = (says and all(met), 1)
        if answered and answer.citations:
            right_ones = sum(gold.right(c) for c in answer.citations)
            scores["citations"] = (right_ones, len(answer.citations))
    else:
        if gold.articles:
            cited = answered and any(gold.right(c) for c in answer.citations)
            scores["article_cited"] = (cited, 1)
        if question.parts:
            quoted = answered and _say(question, [c.quote for c in answer.citations])
            scores["answer_quoted"] = (quoted, 1)
            scores["answer_read"] = (_say(question, [p.quote for p in record.passages]), 1)
    if question.short_answers:
        scores["short_given"] = (answer.short_answer is not None, 1)
        scores["short_exact"], scores["short_f1"] = _short_scores(question, answer)
        scores["all_exact"], scores["all_f1"] = scores["short_exact"], scores["short_f1"]
    return scores


def _short_scores(question: Question, answer: Answer) -> tuple[Pair, Pair]:
    """Exact match and F1 of the short answer; without one both are 0."""
    short = answer.short_answer.text if answer.short_answer else ""
    gold = question.short_answers
    return (exact_match(short, gold), 1), (f1(short, gold), 1)


def says_accepted(question: Question, answer: Answer) -> bool:
    """Whether the answer's text holds an accepted answer, and one of each needed part, and none of
    the wrong answers that the set lists.

    A question that accepts nothing in particular (a greeting) is content with any text.
    """
    return _say(question, [answer.text]) and not _says_wrong(question, answer.text)


def _say(question: Question, texts: Sequence[str]) -> bool:
    """Whether each part of what is accepted stands in one of the texts."""
    return all(
        any(contains(text, accepted) for text in texts for accepted in variants)
        for variants in question.parts
    )


def _says_wrong(question: Question, text: str) -> bool:
    return any(contains(text, wrong) for wrong in question.wrong_answers)


def _says_what_is_right(question: Question) -> bool:
    """Not so a thumb down that nobody has given the right answer to."""
    if question.expected_status == "answered":
        gold = question.gold_evidence or question.gold_articles or question.reference
        return bool(question.parts or gold)
    return bool(question.parts) or question.expected_status is not None


def is_verbatim(citation: Citation, shelf: Shelf) -> bool:
    """`article.text[start:end] == quote`, of an article that the catalog knows; not empty."""
    article = shelf.by_id.get(citation.article_id)
    words = article.text[citation.start_char : citation.end_char] if article else None
    return bool(citation.quote) and words == citation.quote


def extents_of(citations: Sequence[Citation]) -> list[Extent]:
    """Where the quotes stand."""
    return [(c.article_id, c.start_char, c.end_char) for c in citations]


def _points(citation: Citation, group: Sequence[Extent]) -> bool:
    return any(
        citation.article_id == article_id
        and spans_meet((citation.start_char, citation.end_char), (start, end))
        for article_id, start, end in group
    )
