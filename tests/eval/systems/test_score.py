"""What counts as right, worked by hand, whichever system answered."""

from __future__ import annotations

from typing import Any

import pytest

from eval.adapters.published import as_question
from eval.questions.question_set import Question
from eval.systems.score import FIGURES, Asked, figures_of, score
from eval.systems.types import SystemAnswer, Text


def asked(text: str = "", *, question: Question, **answer: Any) -> Asked:
    return Asked(question, SystemAnswer(text, **answer))


WHO = as_question(
    "q1", "Who came?", kind="who", parts=[("Ada", "Quist")], short_answers=("Ada",), gold={"d1": 1}
)
BOTH = as_question(
    "q2", "Who and where?", kind="two", parts=[("Ada",), ("Lindau",)], wrong_answers=("Bex",)
)
NOBODY = as_question("q3", "Who sold it?", kind="none", answerable=False)
SQUAD_NOBODY = as_question("q4", "Who sold it?", kind="none", answerable=False, short_answers=("",))


def test_an_answer_with_citations_is_right_in_each_way() -> None:
    found = score(
        asked(
            "It was Ada. [1]",
            question=WHO,
            cited=(Text("Ada came.", "d1"),),
            read=(Text("Bo went.", "d2"),),
            short="Ada Quist",
        )
    )
    assert found == {
        "refused, answerable": 0.0,
        "answer in the text": 1.0,
        "right": 1.0,
        "answer in a cited text": 1.0,
        "answer in a text read": 0.0,
        "short answer, exact": 0.0,
        "short answer, F1": pytest.approx(2 / 3),  # precision 1/2, recall 1
        "right document cited": 1.0,
        "right document read": 0.0,
    }


def test_what_a_system_does_not_show_is_no_figure_of_it() -> None:
    found = score(asked("Ada", question=WHO))
    assert found == {"refused, answerable": 0.0, "answer in the text": 1.0, "right": 1.0}


def test_a_refusal_of_what_is_answerable_is_wrong_whatever_it_says() -> None:
    found = score(asked("The articles do not say; Ada …", question=WHO, refused=True, short="Ada"))
    assert found["right"] == found["answer in the text"] == found["short answer, exact"] == 0.0
    assert found["refused, answerable"] == 1.0


@pytest.mark.parametrize(
    ("text", "right", "parts"),
    [
        ("Ada came to Lindau.", 1.0, (1.0, 1.0)),
        ("Ada came.", 0.0, (0.0, 1.0)),  # one part
        ("Ada came to Lindau, others say Bex.", 0.0, (1.0, 1.0)),  # a wrong answer beside them
        ("Nobody.", 0.0, (0.0, 0.0)),
    ],
)
def test_every_part_is_needed_and_no_wrong_answer_allowed(
    text: str, right: float, parts: tuple[float, float]
) -> None:
    found = score(asked(text, question=BOTH))
    assert found["right"] == right
    assert (found["answer in the text"], found["a part in the text"]) == parts
    assert found["no wrong answer"] == float("Bex" not in text)


def test_what_is_unanswerable_must_be_refused() -> None:
    assert score(asked("x", question=NOBODY, short="x"))["right"] == 0.0
    assert score(asked("", question=NOBODY, refused=True)) == {
        "right": 1.0,
        "refused, unanswerable": 1.0,
    }
    squad = score(asked("", question=SQUAD_NOBODY, refused=True, short=""))
    assert (squad["short answer, exact"], squad["short answer, F1"]) == (1.0, 1.0)


def test_a_question_without_accepted_words_says_only_whether_it_was_answered() -> None:
    free = as_question("q5", "Tell me?", kind="free", reference="Ada came on Monday")
    found = score(asked("Ada came", question=free))
    assert found == {
        "refused, answerable": 0.0,
        "F1 with the reference": pytest.approx(2 / 3),  # precision 1, recall 1/2
    }


def test_figures_leave_out_what_could_not_be_scored() -> None:
    failed = Asked(WHO, None, error="TimeoutError: deadline")
    found = figures_of([asked("Ada", question=WHO), failed, asked("x", question=NOBODY)])
    assert score(failed) == {}
    assert (found["right"].value, found["right"].n) == (0.5, 2)
    assert set(found) <= set(FIGURES)


def test_rankings_are_scored_where_documents_are_right() -> None:
    graded = as_question("q1", "?", kind="query", gold={"d1": 2, "d2": 1})
    found = figures_of(
        [
            Asked(graded, SystemAnswer(""), ranked=("d9", "d2", "d1")),
            Asked(NOBODY, SystemAnswer(""), ranked=()),
        ]
    )
    assert found["Hit@1"].value == 0.0
    assert found["MRR@10"].value == 0.5
    # gains 1 at rank 2, 2 at rank 3, over 2 at rank 1 and 1 at rank 2
    log3 = 1.584962500721156
    assert found["nDCG@10"].value == pytest.approx((1 / log3 + 2 / 2) / (2 + 1 / log3))
