"""The form of answer, the period and the core of a question, read from its words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.form import read_form
from qa.question.period import asked_days, asked_period, with_period, without_period
from qa.question.wording.long_question import core_question

MAY = date(2022, 5, 9)


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("How many articles mention the strike?", "count"),
        ("How many ferries sank?", "lookup"),
        ("How many articles of the constitution were amended?", "lookup"),
        ("Which articles report the decree?", "list"),
        ("Which countries condemned it?", "list"),
        ("What happened in May?", "timeline"),
        ("What happened to the bridge?", "lookup"),
        ("How did the death toll change?", "timeline"),
        ("Was the figure corrected later?", "timeline"),
        ("Did the law change the tax?", "lookup"),
        ("Where do the reports differ on the toll?", "comparison"),
        ("Compare the two plans.", "comparison"),
        ("Summarise the strike.", "summary"),
        ("What is the Norvik story about?", "summary"),
        ("Who signed the decree?", "lookup"),
        ("How many articles has CNN published?", "count"),
        ("How many articles were published in May?", "count"),
        ("When was the last session of peace negotiations?", "lookup"),
    ],
)
def test_the_form_is_read(question: str, form: str) -> None:
    assert read_form(question, has_period="in May" in question).form == form


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("What is the latest on the strike?", "latest"),
        ("Who first reported the strike?", "first"),
        ("Who is now the chief executive?", "now"),
        ("By how many votes did she finally win?", "latest"),
        ("What did the walls cost in the end?", "latest"),
        ("What was the final margin?", "latest"),
        ("Who made the joke when the boat finally came?", ""),
        ("Who won, and by how many votes in the end?", ""),
        ("Where did the most recent peace negotiations take place?", ""),
    ],
)
def test_the_order_is_read(question: str, order: str) -> None:
    assert read_form(question).order == order


def test_a_verb_is_nobody_who_wrote() -> None:
    assert " by CNN " in read_form("How many articles has CNN published?").rest
    assert " by were" not in read_form("How many articles were published in May?").rest


@pytest.mark.parametrize("question", ["What happened in the past 0 days?", "past 0 weeks"])
def test_no_days_are_no_period(question: str) -> None:
    assert asked_period(question, MAY) is None


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("words", ["last year", "last week", "yesterday", "the past 99 years"])
def test_the_ends_of_the_calendar_do_no_harm(words: str, day: date) -> None:
    period = asked_period(f"What happened {words}?", day)
    assert period is None or (period.after or "") < (period.before or "z"), period


@given(st.text(max_size=200))
def test_any_text_has_a_form(text: str) -> None:
    assert read_form(text).form in (
        "lookup", "list", "count", "timeline", "comparison", "summary", "corpus"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("between March 10 and April 10, 2022", "2022-03-10", "2022-04-10"),
        ("from March 10 to 18, 2022", "2022-03-10", "2022-03-18"),
        ("What happened in April 2022?", "2022-04-01", "2022-04-30"),
        ("What happened in May", "2022-05-01", "2022-05-31"),
        ("What happened in June", "2021-06-01", "2021-06-30"),
        ("from November to February 2022", "2021-11-01", "2022-02-28"),
        ("on 14 March 2022", "2022-03-14", "2022-03-14"),
        ("since March 18", "2022-03-18", None),
        ("before April 2022", None, "2022-03-31"),
        ("in the first week of April", "2022-04-01", "2022-04-07"),
        ("this week", "2022-05-09", "2022-05-15"),
        ("last month", "2022-04-01", "2022-04-30"),
        ("in the first half of 2022", "2022-01-01", "2022-06-30"),
        ("between August 2021 and the end of the year", "2021-08-01", "2021-12-31"),
        ("in summer 2021", "2021-06-01", "2021-08-31"),
    ],
)
def test_a_period_is_read(question: str, first: str | None, last: str | None) -> None:
    period = asked_period(question, MAY)
    assert period is not None
    assert (period.first and period.first.isoformat(), period.last and period.last.isoformat()) == (
        first, last
    )  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "What may happen in the port?",
        "They march on the city",
        "the class of 2022",
        "before the vote",
    ],
)
def test_what_names_no_period(question: str) -> None:
    assert asked_period(question, MAY) is None


def test_a_period_is_taken_out_and_put_in() -> None:
    period = asked_period("What happened in April 2022?", MAY)
    assert without_period("What happened in April 2022?", period) == "What happened?"
    assert with_period("What happened in April 2022?", period, "in March 2022") == (
        "What happened in March 2022?"
    )
    assert with_period("Who resigned?", None, "in March") == "Who resigned in March?"


def test_two_times_are_two_days() -> None:
    days = asked_days("the plan of January with the one of August", MAY)
    assert [d.first and d.first.month for d in days] == [1, 8]


@given(st.text(max_size=120))
def test_any_text_is_read_without_harm(text: str) -> None:
    period = asked_period(text, MAY)
    assert period is None or period.words


def test_a_long_polite_question_asks_its_last_clause() -> None:
    background = "I am writing a paper on ports and have read several accounts of it. " * 4
    request = "Could you please tell me, from the articles, where it was signed, and by whom?"
    asked = f"{background}{request}"
    assert core_question(asked) == "Where it was signed, and by whom?"
    assert core_question("Who signed it?") == "Who signed it?"


@given(st.text(max_size=400))
def test_the_core_is_never_empty(text: str) -> None:
    assert core_question(text) or not text
