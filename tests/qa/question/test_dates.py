"""Dates in a question become days on which its answer may have been published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.dates import asked_time

TODAY = date(2022, 10, 20)  # a Thursday
NEWEST = date(2022, 10, 18)


def days(question: str, today: date = TODAY, newest: date | None = NEWEST) -> tuple[str, str]:
    time = asked_time(question, today, newest)
    return str(time.first_day or ""), str(time.last_day or "")


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened in September 2022?", "2022-09-01", "2022-10-07"),
        ("What did he say on October 4?", "2022-10-04", "2022-10-11"),
        ("What did he say on 4 October 2022?", "2022-10-04", "2022-10-11"),
        ("What did he say on the 4th of Oct. 2021?", "2021-10-04", "2021-10-11"),
        ("Who met on December 1?", "2021-12-01", "2021-12-08"),  # the last one, not the next
        ("Who met on Feb. 29?", "2020-02-29", "2020-03-07"),
        ("How many left in 2021?", "2021-01-01", "2022-01-07"),
        ("What has changed since March?", "2022-03-01", ""),
        ("Who led until 2022-09-30?", "", "2022-10-07"),
        ("What fell between March and June 2022?", "2022-03-01", "2022-07-07"),
        ("What fell from March 3 to May?", "2022-03-03", "2022-06-07"),
        ("Who resigned yesterday?", "2022-10-19", "2022-10-20"),
        ("Who resigned this week?", "2022-10-13", "2022-10-20"),
        ("Who resigned last week?", "2022-10-06", "2022-10-20"),
        ("Who resigned on Monday?", "2022-10-17", "2022-10-20"),
        ("Who resigned three weeks ago?", "2022-09-26", "2022-10-09"),
    ],
)
def test_a_date_gives_the_days_of_its_reports(question: str, first: str, last: str) -> None:
    assert days(question) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2020 election?",
        "How many were charged over the January 6 attack?",
        "What did he say before the election?",
        "What was said at 10 in the 2000s?",
        "Who met on February 31, 2022?",
        "What may he do, and which of them may stay?",
        "What did USA TODAY say?",
        "Who won recently?",
        "What did the year’s best film earn?",
    ],
)
def test_what_is_no_date_of_the_news_says_nothing(question: str) -> None:
    assert days(question) == ("", "")


def test_last_week_means_nothing_in_a_collection_that_ended_years_ago() -> None:
    old = asked_time("Who resigned last week?", date(2026, 11, 24), NEWEST)
    assert old.is_open and old.dropped == ("last week",)
    assert days("Who resigned in March?", date(2026, 11, 24)) == ("2022-03-01", "2022-04-07")


def test_words_that_any_article_has_are_dropped_but_not_weekdays_or_months() -> None:
    question = "Who said this week that on Monday and in May nothing happened recently?"
    assert asked_time(question, TODAY, NEWEST).dropped == ("this week", "recently")


@given(
    st.text(max_size=200) | st.from_regex(r"(since|on|in|by) [A-Z][a-z]{2,8} \d{1,2}, \d{4}"),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)
def test_any_text_is_read_without_harm(question: str, today: date, newest: date | None) -> None:
    time = asked_time(question, today, newest)
    assert all(words in question for words in (*time.words, *time.dropped))
    if time.is_open:
        assert not time.words


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_full_date_is_read_in_each_common_order(day: date) -> None:
    for written in (f"{day:%Y-%m-%d}", f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B %Y}"):
        time = asked_time(f"What happened on {written}?", TODAY, NEWEST)
        assert time.first_day == day
        assert time.last_day == day + timedelta(days=7)
