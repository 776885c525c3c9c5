"""Questions about change or order, put as they are asked of one article of one day."""

from __future__ import annotations

import time

import pytest

from qa.question.times.changes import asks_change
from qa.question.times.plainly import plainly
from qa.question.times.standing import office_of


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Deaths in Port Alder over time?", "How many people have died in Port Alder?"),
        ("How did the death toll of the quake develop?", "How many people have died in the quake?"),
        ("How has the price of the bridge gone up?", "How much does the bridge cost?"),
        ("How did the price of the ships creep up?", "How much do the ships cost?"),
        ("Are more wells dry than in January?", "How many wells are dry?"),
        ("Did the number of people in tents go down?", "How many people are in tents?"),
        ("How did the number of cholera cases in Halm rise?",
         "How many people have fallen ill in Halm?"),
        ("Has the date on which the toll begins been moved?", "When does the toll begin?"),
        ("How often and to what dates was the opening of the bridge moved?",
         "When will the bridge open?"),
        ("What opening day was named first for the bridge?", "When will the bridge open?"),
        ("What turned out to be the cause of the fire?", "What is the cause of the fire?"),
        ("How many had died at last count?", "How many had died?"),
        ("How has Olin's jail term changed?", "How long is Olin's sentence?"),
        ("What was the first number of deaths given for the storm?",
         "How many people have died in the storm?"),
        ("As of the last report, when does it open?", "when does it open?"),
        ("Who is the mayor?", "Who is the mayor?"),
    ],
)  # fmt: skip
def test_a_question_is_put_plainly(question: str, plain: str) -> None:
    assert plainly(question) == plain


@pytest.mark.parametrize(
    ("question", "is_change"),
    [
        ("How often was the opening moved?", True),
        ("Was the sum put right later, and what had it said before?", True),
        ("Did any outlet have to correct the number of deaths?", True),
        ("What did the Echo get wrong about her?", True),
        ("How did the price creep up?", True),
        ("Who has been harbour master, in order?", True),
        ("What came of the threat to close the port?", True),
        ("What came of the levy between April and July?", False),
        ("How did she react?", False),
        ("Who moved to Halm?", False),
    ],
)
def test_what_asks_for_a_change(question: str, is_change: bool) -> None:
    assert asks_change(question) is is_change


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who has been interior minister of Averay?", "interior minister"),
        ("Who is the mayor of Halm?", "mayor"),
        ("Who is Halm's fire chief?", "fire chief"),
        ("Who is First Minister of Averay?", "First Minister"),
        ("Who has managed Rovers?", ""),
    ],
)
def test_the_office_of_a_question(question: str, office: str) -> None:
    assert office_of(question) == office


@pytest.mark.parametrize("piece", ["how did the ", "was the price of ", "a, and ", "first now "])
def test_long_lines_cost_little(piece: str) -> None:
    question = piece * 20_000  # a question has 2,000 characters at most; more are not read
    started = time.perf_counter()
    asks_change(question)
    plainly(question)
    assert time.perf_counter() - started < 2
