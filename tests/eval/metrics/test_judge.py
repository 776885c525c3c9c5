"""What counts as right, and where a wrong answer went wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.metrics.causes import Cause, cause_of, failure_of
from eval.metrics.estimate import Judgement
from eval.metrics.judge import find_gold, judge
from eval.metrics.record import Record
from eval.questions.question_set import GoldQuote, Question
from eval.questions.shelf import Shelf
from index.types import Article
from qa.types import Answer
from tests.eval.fakes import (
    ARTICLE,
    BOTH,
    CAME,
    COUNT,
    HELLO,
    MET,
    NEAR,
    RAIN,
    REFUSED,
    SHELF,
    TEXT,
    WHEN,
    answered,
    citation,
    said,
)


def judged(
    question: Question, answer: Answer | None, *passages: str
) -> tuple[Judgement, Cause | None]:
    record = Record(question, answer, tuple(citation(p) for p in passages or (TEXT,)), 0.1)
    judgement = judge(record, SHELF)
    return judgement, cause_of(record, judgement, SHELF)


def test_right_and_cited() -> None:
    j, cause = judged(WHEN, answered(MET, short="March 29"))
    assert j.correct_and_cited == j.answer == j.cited == j.retrieved == (1, 1)
    assert j.citations == j.verbatim == j.short_exact == j.short_f1 == (1, 1)
    assert j.false_refusal == (0, 1)
    assert j.refusal_right is j.refusal_made is j.about_corpus is None
    assert cause is None


def test_what_must_not_be_said_makes_an_answer_wrong() -> None:
    misled = replace(WHEN, wrong_answers=("Istanbul", "Geneva"))
    j, cause = judged(misled, answered(MET))
    assert (j.answer, j.clean, j.cited, cause) == ((0, 1), (0, 1), (1, 1), "answered wrongly")
    j, cause = judged(replace(WHEN, wrong_answers=("Geneva",)), answered(MET))
    assert (j.answer, j.clean, cause) == ((1, 1), (1, 1), None)
    assert judged(misled, REFUSED)[0].clean is None


def test_where_no_words_are_right_the_article_or_any_answer_is() -> None:
    bare = replace(WHEN, accepted_answers=(), short_answers=(), gold_evidence=())
    ranked = replace(bare, gold_articles=("a.txt",), grades=(2,))
    j, cause = judged(ranked, answered(MET))
    assert (j.answer, j.article_cited, j.answer_read, cause) == (None, (1, 1), None, None)
    assert judged(ranked, REFUSED)[1] == "refused wrongly"
    free = replace(bare, reference="on March 29 in Istanbul")
    j, cause = judged(free, answered(MET))
    # 5 of its 7 words are the reference's 5; the marker is no word: 2 * 5/7 / (5/7 + 1)
    assert j.answer is None and j.reference_f1 == (pytest.approx(10 / 12), 1) and cause is None
    assert judged(free, REFUSED)[0].reference_f1 == (0, 1)


def test_an_unanswerable_question_of_squad_scores_its_refusal() -> None:
    squad = replace(NEAR, short_answers=("",))
    assert judged(squad, REFUSED)[0].short_f1 == judged(squad, REFUSED)[0].short_exact == (1, 1)
    assert judged(squad, answered(MET, short="March 29"))[0].short_f1 == (0, 1)


def test_an_answer_of_two_parts_needs_both_and_both_quotes() -> None:
    j, cause = judged(BOTH, answered(MET, CAME))
    assert j.correct_and_cited == (1, 1) and cause is None
    j, cause = judged(BOTH, answered(MET))
    assert (j.answer, j.cited, j.cited_any) == ((0, 1), (0, 1), (1, 1))
    assert cause == "retrieved, not chosen"


def test_a_wrong_citation_lowers_precision_only() -> None:
    j, cause = judged(WHEN, answered(RAIN, MET))
    assert j.citations == (1, 2)
    assert j.correct_and_cited == (1, 1) and cause is None


def test_the_right_words_without_the_evidence_are_not_correct_and_cited() -> None:
    answer = replace(answered(RAIN), text="It was March 29. [1]")
    j, cause = judged(WHEN, answer)
    assert (j.answer, j.cited, j.correct_and_cited) == ((1, 1), (0, 1), (0, 1))
    assert cause == "retrieved, not chosen"


def test_the_evidence_without_the_right_words() -> None:
    answer = replace(answered(MET), text="They met in spring. [1]")
    assert judged(WHEN, answer)[1] == "chosen, not answered"


def test_evidence_that_no_passage_held_was_not_retrieved() -> None:
    j, cause = judged(WHEN, answered(RAIN), RAIN)
    assert j.retrieved == (0, 1) and cause == "not retrieved"
    assert judged(WHEN, REFUSED, RAIN)[1] == "not retrieved"


def test_a_refusal_that_names_the_answer_is_still_a_refusal() -> None:
    j, cause = judged(WHEN, REFUSED)
    assert (j.answer, j.false_refusal, j.refusal_right) == ((0, 1), (1, 1), (0, 1))
    assert j.verbatim == (1, 1)  # its related passage
    assert cause == "refused wrongly"


def test_unanswerable_questions() -> None:
    j, cause = judged(NEAR, REFUSED)
    assert j.refusal_made == j.refusal_right == (1, 1)
    assert j.answer is j.citations is None and cause is None
    j, cause = judged(NEAR, answered(MET))
    assert (j.refusal_made, j.refusal_right) == ((0, 1), None)
    assert j.citations is None  # precision is about questions that have evidence
    assert cause == "answered wrongly"


def test_questions_about_the_corpus() -> None:
    assert judged(HELLO, said("about_corpus", "Good day."))[0].about_corpus == (1, 1)
    assert judged(COUNT, said("about_corpus", "There is one article."))[0].about_corpus == (1, 1)
    assert judged(COUNT, said("about_corpus", "There are 12."))[1] == "corpus question missed"
    assert judged(HELLO, REFUSED)[1] == "corpus question missed"
    assert (
        judged(WHEN, said("about_corpus", "March 29"))[1] == "taken for a question about the corpus"
    )


def test_a_quote_that_is_not_the_article_s_is_not_verbatim() -> None:
    good = answered(MET)
    for change in ({"quote": "They met."}, {"start_char": 1}, {"article_id": "zz"}, {"quote": ""}):
        broken = replace(good, citations=(replace(good.citations[0], **change),))
        assert judged(WHEN, broken)[0].verbatim == (0, 1), change


@pytest.mark.parametrize("answer", [None, answered(MET)])
def test_what_cannot_be_scored_says_why_and_counts_nowhere(answer: Answer | None) -> None:
    question = replace(WHEN, gold_evidence=((GoldQuote("gone.txt", MET),),)) if answer else WHEN
    record = Record(question, answer, error=None if answer else "OSError: disk")
    j = judge(record, SHELF)
    assert j.unscored is not None and ("gone.txt" in j.unscored or "disk" in j.unscored)
    assert j.answer is j.refusal_right is j.false_refusal is None
    failure = failure_of(record, j, SHELF)
    assert failure is not None and failure.cause == "could not be scored"


def test_every_occurrence_of_a_gold_quote_counts() -> None:
    twice = Article("a2", "b.txt", "Yes. No. Yes.", "h")
    question = replace(WHEN, gold_evidence=((GoldQuote("b.txt", "Yes."),),))
    gold = find_gold(question, Shelf.of([ARTICLE, twice]))
    assert not isinstance(gold, str)
    assert gold.groups == ((("a2", 0, 4), ("a2", 9, 13)),)


def test_a_failure_shows_history_expectation_and_quotes() -> None:
    question = replace(WHEN, history=(("user", "Was there a meeting?"), ("assistant", "Yes.")))
    record = Record(question, answered(RAIN), (citation(TEXT),))
    failure = failure_of(record, judge(record, SHELF), SHELF)
    assert failure is not None
    assert failure.question == "Was there a meeting? / Yes. / When did they meet?"
    assert failure.expected == "answered: March 29"
    assert failure.quotes == (RAIN,)
