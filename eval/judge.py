"""Was the answer right? One `Record` of a run in, one `Judgement` out, and why it failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.metrics import Judgement, contains, exact_match, f1, spans_meet
from eval.questions import Question
from eval.record import Record
from eval.shelf import Extent, Shelf
from qa.types import Answer, Citation

Cause = Literal[
    "could not be scored",
    "quote not verbatim",
    "not retrieved",
    "retrieved, not chosen",
    "chosen, not answered",
    "refused wrongly",
    "answered wrongly",
    "taken for a question about the corpus",
    "corpus question missed",
]
CAUSES: dict[str, str] = {
    "could not be scored": "asking raised an error, the gold quote is not in the index, or the set "
    "doesn't say what is right; no figure counts it",
    "quote not verbatim": "a citation's words are not the article's at its offsets: a bug",
    "not retrieved": "no passage that the reader was given holds the evidence",
    "retrieved, not chosen": "a passage holds it, the answer cites another sentence",
    "chosen, not answered": "the evidence is cited, and the text lacks the accepted answer",
    "refused wrongly": "a passage holds the evidence, and the answer was a refusal",
    "answered wrongly": "an answer, where a refusal or another article would have been right",
    "taken for a question about the corpus": "the articles answer it, the catalog was asked",
    "corpus question missed": "a question about the corpus itself was not recognised as one",
}


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
        scores["reference_f1"] = (f1(answer.text if answered else "", [question.reference]), 1)
    if gold.groups:
        met = gold.met_by(answer.citations) if answered else (False,) * len(gold.groups)
        scores["retrieved"] = (all(gold.inside(_extents(record.passages))), 1)
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
        short = answer.short_answer.text if answer.short_answer else None
        scores["short_given"] = (short is not None, 1)
        scores["short_exact"] = (exact_match(short or "", question.short_answers), 1)
        scores["short_f1"] = (f1(short or "", question.short_answers), 1)
    return scores


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


def cause_of(record: Record, judgement: Judgement, shelf: Shelf) -> Cause | None:
    """Where the chain failed the question, None when it didn't."""
    question, answer = record.question, record.answer
    if judgement.unscored is not None or answer is None:
        return "could not be scored"
    if judgement.verbatim is not None and judgement.verbatim[0] < judgement.verbatim[1]:
        return "quote not verbatim"
    if question.expected_status == "not_in_articles":
        return None if answer.status == "not_in_articles" else "answered wrongly"
    if question.expected_status == "about_corpus":
        return None if judgement.about_corpus == (True, 1) else "corpus question missed"
    if question.expected_status is None:
        right = judgement.open_answer == (True, 1) or answer.status == "not_in_articles"
        return None if right else "answered wrongly"
    # Where a set accepts no words: the right article cited, or else any answer.
    decisive = judgement.correct_and_cited or judgement.answer or judgement.article_cited
    decisive = decisive or (answer.status == "answered", 1)
    if decisive == (True, 1):
        return None
    if answer.status == "about_corpus":
        return "taken for a question about the corpus"
    gold = find_gold(question, shelf)
    assert isinstance(gold, GoldSpans), "an unscored question was handled above"
    if not gold.groups:
        read = any(p.article_id in gold.articles for p in record.passages)
        return _cause_without_quotes(judgement, answer, read or not gold.articles)
    inside = gold.inside(_extents(record.passages))
    if answer.status == "not_in_articles":
        return "refused wrongly" if any(inside) else "not retrieved"
    met = gold.met_by(answer.citations)
    if all(met):
        return "chosen, not answered"
    missed = [has for has, cited in zip(inside, met, strict=True) if not cited]
    return "retrieved, not chosen" if any(missed) else "not retrieved"


def _cause_without_quotes(judgement: Judgement, answer: Answer, article_read: bool) -> Cause:
    """By where the accepted answer stands: in a passage, in a citation, in the text; by the gold
    article where no words are accepted.
    """
    if judgement.answer_read == (False, 1) or (judgement.answer_read is None and not article_read):
        return "not retrieved"
    if answer.status == "not_in_articles":
        return "refused wrongly"
    if judgement.answer_quoted == (True, 1):
        return "answered wrongly" if judgement.clean == (False, 1) else "chosen, not answered"
    missed = judgement.article_cited == (True, 1) or judgement.answer_read is None
    return "retrieved, not chosen" if missed else "answered wrongly"


def failure_of(record: Record, judgement: Judgement, shelf: Shelf) -> Failure | None:
    """The row of the failure table, None for a question that went right."""
    cause = cause_of(record, judgement, shelf)
    if cause is None:
        return None
    question, answer = record.question, record.answer
    if answer is None or judgement.unscored is not None:
        got = judgement.unscored or ""
    else:
        got = f"{answer.status}: {answer.text}"
    quotes = tuple(c.quote for c in answer.citations) if answer else ()
    asked = " / ".join([*(text for _, text in question.history), question.question])
    return Failure(question.id, question.kind, cause, asked, expected_of(question), got, quotes)


def expected_of(question: Question) -> str:
    """What would have been right, in a few words."""
    accepted = [*question.accepted_answers[:3]] or [v[0] for v in question.accepted_all]
    status = question.expected_status or "unknown whether answered"
    return status + (f": {' | '.join(accepted)}" if accepted else "")


def _extents(citations: Sequence[Citation]) -> list[Extent]:
    return [(c.article_id, c.start_char, c.end_char) for c in citations]


def _points(citation: Citation, group: Sequence[Extent]) -> bool:
    return any(
        citation.article_id == article_id
        and spans_meet((citation.start_char, citation.end_char), (start, end))
        for article_id, start, end in group
    )
