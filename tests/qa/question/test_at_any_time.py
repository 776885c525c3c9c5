"""Questions about change and order, asked of any day."""

from __future__ import annotations

from datetime import date

import pytest

from qa.question.at_any_time import at_any_time, differed_on, without_days, without_order
from qa.question.form import read_form
from qa.question.period import asked_days, asked_period


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("How did the death toll change?", "What was the death toll?"),
        ("How has the price of the tunnel gone up?", "What was the price of the tunnel?"),
        ("Did the number of people in tents go down, by how much?", "How many people in tents?"),
        ("Are more wells dry than in January?", "How many wells dry?"),
        ("By how much did Orsini raise its offer per share?",
         "What was the offer per share of Orsini?"),
        ("What did the police say about arson at first, and what did the inquiry find?",
         "What did the police say about arson?"),
        ("number of people on board - how was it revised", "How many people on board?"),
        ("Who is the mayor?", "Who is the mayor?"),
    ],
)  # fmt: skip
def test_a_question_about_change_is_asked_of_any_day(question: str, plain: str) -> None:
    assert at_any_time(question) == plain


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("What is the latest figure for the area?", "What is the figure for the area?"),
        ("What opening day was named first for the tunnel?",
         "What opening day was named for the tunnel?"),
        ("As of the last report, when does it open?", "when does it open?"),
        ("How did they get in according to the very first report?", "How did they get in?"),
        ("What was the final margin?", "What was the margin?"),
        ("How many homes were ultimately lost?", "How many homes were lost?"),
        ("Current number of people killed by the storm?", "How many people killed by the storm?"),
        ("Who was the first woman in space?", "Who was the first woman in space?"),
    ],
)  # fmt: skip
def test_words_of_order_are_left_out(question: str, plain: str) -> None:
    assert without_order(question) == plain


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("How do Reuters and CNN differ on the strength of the quake?",
         "What was the strength of the quake?"),
        ("do reuters and cnn give different numbers of patients",
         "How many patients were there?"),
        ("Which number of deaths do Reuters and CNN give?", "How many deaths?"),
        ("Compare Reuters and CNN.", None),
    ],
)  # fmt: skip
def test_what_reports_differ_on(question: str, about: str | None) -> None:
    assert differed_on(question) == about


def test_two_times_of_one_question() -> None:
    question = "What did she say about the money, in January and in June 2022?"
    days = asked_days(question, date(2024, 5, 10))
    assert [(d.first, d.words) for d in days] == [
        (date(2022, 1, 1), "January"), (date(2022, 6, 1), "June 2022"),
    ]  # fmt: skip
    assert without_days(question, [d.words for d in days]) == "What did she say about the money?"


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("what happened between 18 and 25 october 2024", (2024, 10, 18), (2024, 10, 25)),
        ("Tunnel news, January to May 2023", (2023, 1, 1), (2023, 5, 31)),
        ("strike port alder March 2022", (2022, 3, 1), (2022, 3, 31)),
    ],
)
def test_times_as_people_write_them(
    question: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    period = asked_period(question, date(2025, 6, 1))
    assert period is not None
    assert (period.first, period.last) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("question", "form", "order", "change"),
    [
        ("Tunnel news, January to May 2023", "timeline", "", False),
        ("What was in the news about the levy in March 2023?", "timeline", "", False),
        ("Has the date on which the levy begins been moved?", "timeline", "", True),
        ("Has he always stood by the company?", "timeline", "", True),
        ("How many people have died?", "lookup", "now", False),
        ("how many were on board, according to the latest count?", "lookup", "latest", False),
        ("Was it 31 or 41 dead?", "comparison", "", False),
        ("Where did the mayor and the health officer differ about the tower?", "comparison", "now",
         False),
        ("How many recommendations are in the judge's report?", "lookup", "now", False),
    ],
)  # fmt: skip
def test_forms_as_people_ask_for_them(question: str, form: str, order: str, change: bool) -> None:
    named = asked_period(question, date(2025, 6, 1)) is not None
    asked = read_form(question, has_period=named)
    assert (asked.form, asked.order, asked.change, asked.articles) == (form, order, change, False)
