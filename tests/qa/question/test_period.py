"""The times that a question names: one, several, or a day that no calendar has."""

from __future__ import annotations

from datetime import date

import pytest

from qa.question.period import asked_period, asked_periods
from qa.question.times.days import no_date

TODAY = date(2023, 5, 9)


@pytest.mark.parametrize(
    ("question", "firsts"),
    [
        ("What happened in January and in June 2022?", ["2022-01-01", "2022-06-01"]),
        ("What happened in March, April and May?", ["2023-03-01", "2023-04-01", "2023-05-01"]),
        ("What happened in 2021 and 2022?", ["2021-01-01", "2022-01-01"]),
        ("What happened between January and June 2022?", ["2022-01-01"]),
        ("What happened from January to June?", ["2022-01-01"]),
        ("What happened on March 3 and 4?", ["2023-03-03"]),
        ("What happened in May and who won in June?", ["2023-05-01"]),
        ("Who won?", []),
    ],
)
def test_several_times_are_all_read(question: str, firsts: list[str]) -> None:
    assert [str(period.first) for period in asked_periods(question, TODAY)] == firsts


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What happened on 31 June?", "31 June"),
        ("What happened on 29 February 2023?", "29 February 2023"),
        ("What was said on 2022-02-30?", "2022-02-30"),
        ("What happened on May 32 in Oslo?", "May 32"),
    ],
)
def test_a_day_that_no_calendar_has_is_no_date(question: str, words: str) -> None:
    found = no_date(question)
    assert found is not None and found[0] == words


@pytest.mark.parametrize(
    "question",
    [
        "What happened on 29 February?",
        "Who wrote “31 June” in the letter?",
        "In June 31 people died?",
        "What may 40 people want?",
    ],
)
def test_other_numbers_beside_a_month_are_no_wrong_date(question: str) -> None:
    assert no_date(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Do CNN and USA TODAY agree on how high the river rose?",
        "what did usa today say about the storm?",
        "Which articles of the Mail on Sunday mention the dam?",
        "Who led the polls before the election of 2019?",
    ],
)
def test_an_outlet_and_an_unknown_day_are_no_time(question: str) -> None:
    assert asked_period(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened before the shareholder meeting of April 27?", None, date(2023, 4, 26)),
        ("What happened after the vote on March 5?", date(2023, 3, 6), None),
        ("What happened today?", TODAY, TODAY),
    ],
)
def test_a_dated_thing_bounds_a_period(
    question: str, first: date | None, last: date | None
) -> None:
    period = asked_period(question, TODAY)
    assert period is not None and (period.first, period.last) == (first, last)
