"""Why a question went wrong: where the chain lost what would have been right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eval.metrics.estimate import Judgement
from eval.metrics.judge import GoldSpans, extents_of, find_gold
from eval.metrics.record import Record
from eval.questions.question_set import Question
from eval.questions.shelf import Shelf
from qa.types import Answer

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
    "answered wrongly": "an answer, where a refusal or another article would have been right, or "
    "one that the set lists as wrong",
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
    if judgement.clean == (False, 1):
        return "answered wrongly"
    if answer.status == "about_corpus":
        return "taken for a question about the corpus"
    gold = find_gold(question, shelf)
    assert isinstance(gold, GoldSpans), "an unscored question was handled above"
    if not gold.groups:
        read = any(p.article_id in gold.articles for p in record.passages)
        return _cause_without_quotes(judgement, answer, read or not gold.articles)
    inside = gold.inside(extents_of(record.passages))
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
        return "chosen, not answered"
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
