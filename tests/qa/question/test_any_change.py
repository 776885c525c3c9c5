"""What moved, read from the frame of the question."""

from __future__ import annotations

from datetime import date

import pytest

from qa.question.form import read_form
from qa.question.period import asked_period, asked_periods
from qa.question.times.any_change import asks_any_change, of_any_change
from qa.question.times.changes import asks_change
from qa.question.wording.long_question import core_question

DAY = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("How did the planned start of the ferry service slip over the years?",
         "When is the planned start of the ferry service?"),
        ("How did the launch date of the tram slip?", "When is the launch of the tram?"),
        ("From what to what did the job losses at the mill go up?",
         "How many job losses at the mill are there?"),
        ("Take me through how the restart of the vaccinations kept being moved.",
         "When is the restart of the vaccinations?"),
        ("How has the amount thought to be missing moved?",
         "How much is the amount thought to be missing?"),
        ("How did the estimate of how much oil was lost change?", "How much oil was lost?"),
        ("Who runs the ferry?", ""),
    ],
)  # fmt: skip
def test_what_moved_is_asked_of_one_day(question: str, plain: str) -> None:
    assert of_any_change(question) == plain


@pytest.mark.parametrize("question", ["How did the fire spread?", "How did the talks develop?"])
def test_what_goes_on_without_steps_is_no_change_by_its_frame(question: str) -> None:
    assert not asks_any_change(question)


def test_the_hour_of_one_event_is_no_change() -> None:
    assert not asks_change("At what time did the ship go down?")
    assert asks_change("When did the number go down, and how?")


def test_what_moved_from_a_year_is_no_period() -> None:
    assert asked_period("From 2026 to when?", DAY) is None
    assert asked_period("What happened from 2022 to 2023?", DAY) is not None


def test_a_line_of_many_periods_is_asked_of_few() -> None:
    many = "How many were there " + " and ".join(f"in May {y}" for y in range(1990, 2024)) + "?"
    assert len(asked_periods(many, DAY)) <= 8


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("What did Mast, who resigned in April, say about the cause?",
         "What did Mast say about the cause?"),
        ("Which right does the trust have, who chairs it, and what did it ask for?",
         "Which right does the trust have, who chairs it, and what did it ask for?"),
    ],
)  # fmt: skip
def test_an_aside_is_not_asked_and_a_question_is(typed: str, asked: str) -> None:
    assert core_question(typed) == asked


@pytest.mark.parametrize("question", ["And?", "and what", "And which?"])
def test_words_of_grammar_ask_for_no_form(question: str) -> None:
    assert read_form(question).form == "lookup"
