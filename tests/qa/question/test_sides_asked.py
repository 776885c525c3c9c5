"""Whose sides a question asks for, and what each of them is asked."""

from __future__ import annotations

import pytest

from qa.question.form import read_form
from qa.question.sides.asked import asked_sides


@pytest.mark.parametrize(
    ("question", "core", "sides"),
    [
        ("How long was the bridge shut? What do the firm and the shopkeepers each say?",
         "How long was the bridge shut?", ("the firm", "the shopkeepers")),
        ("How much did the flood cost - council versus insurers?",
         "How much did the flood cost?", ("council", "insurers")),
        ("How did the thieves get in, the museum's story vs the guard's",
         "How did the thieves get in?", ("the museum", "the guard")),
        ("What do the pilot and the head of the tower say about when the alarm came?",
         "When the alarm came?", ("the pilot", "the head of the tower")),
        ("How do the minister and the teachers' leader see the new law?",
         "What do the minister and the teachers' leader say about the new law?",
         ("the minister", "the teachers' leader")),
        ("Was the crew warned? One says one thing, the harbour master another.",
         "Was the crew warned?", ("the harbour master",)),
        ("Why did the deal fail? Give me both versions.", "Why did the deal fail?", ()),
        ("What sank the barge, according to whom?", "What sank the barge?", ()),
        ("How did the forecast differ from the count for the two lists?",
         "What do the forecast and the count say about the two lists?",
         ("the forecast", "the count")),
        ("The Herald has two figures for the lost parcels. Which ones, and whose are they?",
         "How many lost parcels were there?", ()),
        ("How many came to the fair? There are two figures. Whose are they?",
         "How many came to the fair?", ()),
        ("Did the union and the owner give different lengths for the strike?",
         "How long was the strike?", ("the union", "the owner")),
        ("Is there agreement on how many boats were lost?", "How many boats were lost?", ()),
        ("Who disagrees with the police on how many were hurt?", "How many were hurt?", ()),
        ("How do the board's and the nurses' figures for births differ?",
         "How many births were there?", ("the board", "the nurses")),
        ("What is the owner's account of the fire, and what do the crew say?",
         "What is said about the fire?", ("the owner", "the crew")),
        ("How many marched according to the police and how many according to the students?",
         "How many marched?", ("the police", "the students")),
        ("Who do the different parties hold responsible for the fire?",
         "Who was to blame for the fire?", ()),
        ("Was the fraud wide? Who says what in August 2009?", "Was the fraud wide?", ()),
        ("Who failed to act? I believe two men saw it differently.", "Who failed to act?", ()),
        ("Whose estimate of the damage is higher, the council's or the insurers'?",
         "How much was the damage?", ("the council", "the insurers")),
    ],
)  # fmt: skip
def test_sides_are_asked_for(question: str, core: str, sides: tuple[str, ...]) -> None:
    asked = asked_sides(question)
    assert asked is not None
    assert (asked.core, asked.sides, asked.plain) == (core, sides, True)
    assert read_form(question).form == "comparison"


def test_one_of_two_things_is_asked_for_less_plainly() -> None:
    asked = asked_sides("Did the director get the letter or not?")
    assert asked is not None and not asked.plain and asked.sides == ()


@pytest.mark.parametrize(
    "question",
    [
        "Which company built the bridge?",
        "Who signed the decree?",
        "Which of the articles mention the bridge?",
        "Do reports differ on the number of dead?",
        "According to whom had the capital been attacked?",
        "When did Venn and Holt meet?",
    ],
)
def test_other_questions_ask_for_no_sides(question: str) -> None:
    assert asked_sides(question) is None


@pytest.mark.timeout(20)
def test_long_questions_are_read() -> None:
    assert asked_sides("what do the a and " * 110) is None
    assert asked_sides("Was it " + "so " * 600 + "or not") is None


def test_a_day_before_the_question_is_no_part_of_what_is_asked() -> None:
    plain = asked_sides("Where did the mayor and the chief differ about the dead?")
    assert plain is not None
    assert (
        asked_sides("By June 13, where did the mayor and the chief differ about the dead?") == plain
    )


def test_what_is_asked_on_is_asked_outright() -> None:
    asked = asked_sides("On how many workers walked out, what do the union and the firm each say?")
    assert asked is not None and asked.core == "How many workers walked out?"
