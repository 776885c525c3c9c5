"""Periods and order: dated, cited sentences, oldest first, and none from outside the period."""

from __future__ import annotations

import pytest

from tests.qa.forms.conftest import Ask


@pytest.mark.parametrize(
    ("question", "days"),
    [
        (
            "What happened between March 10 and April 3, 2022?",
            ["2022-03-14", "2022-03-17"],
        ),
        ("What happened in Norvik in April 2022?", ["2022-04-04", "2022-04-05"]),
        ("Timeline of the Tesmer dam", ["2022-03-17", "2022-04-22"]),
        ("What happened in May?", ["2022-05-09"]),
        ("What happened to the dam after April 1, 2022?", ["2022-04-22"]),
    ],
)
def test_a_period_is_a_timeline(ask: Ask, question: str, days: list[str]) -> None:
    answer = ask(question)
    assert (answer.status, answer.form) == ("answered", "timeline")
    assert sorted({e.on for e in answer.timeline}) == days
    assert [e.on for e in answer.timeline] == sorted(e.on for e in answer.timeline)
    assert {m for e in answer.timeline for m in e.markers} == {c.marker for c in answer.citations}


@pytest.mark.parametrize("question", ["How did the death toll change?", "What happened in 2022?"])
def test_any_timeline_is_oldest_first(ask: Ask, question: str) -> None:
    entries = ask(question).timeline
    assert [e.on for e in entries] == sorted(e.on for e in entries)


def test_the_day_of_the_report_is_called_so(ask: Ask) -> None:
    answer = ask("What happened on April 22, 2022?")
    assert [e.on for e in answer.timeline] == ["2022-04-22"]
    assert answer.text.startswith(("April 22, 2022: ", "Reported on April 22, 2022: "))


def test_nothing_in_a_period_is_not_answered_from_outside(ask: Ask) -> None:
    answer = ask("What happened in January 2022?")
    assert all(not (c.published_at or "").startswith("2022-0") for c in answer.citations)


def test_as_of_a_day_nothing_later_is_told(ask: Ask) -> None:
    answer = ask("Timeline of the strike in Norvik", as_of="2022-03-18")
    assert answer.timeline
    assert max(e.on for e in answer.timeline) <= "2022-03-18"


def test_two_months_that_are_named_are_both_told(ask: Ask) -> None:
    answer = ask("What happened in March and in May 2022?")
    months = {entry.on[:7] for entry in answer.timeline}
    assert answer.form == "timeline" and months == {"2022-03", "2022-05"}
    assert answer.coverage.articles == 9


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("What happened on 31 June 2022?", "31 June 2022 is no date, for June has 30 days"),
        ("Who resigned on February 30?", "February 30 is no date, for February has 29 days"),
    ],
)
def test_a_day_that_no_calendar_has_is_said_to_be_none(ask: Ask, question: str, why: str) -> None:
    answer = ask(question)
    assert answer.status == "not_in_articles" and why in answer.text


def test_days_that_other_reports_tell_of_are_told(ask: Ask) -> None:
    # No article is of those days; one of May tells what June 1 will bring, none tells of July.
    answer = ask("What happened on June 1, 2022?")
    assert [e.on for e in answer.timeline] == ["2022-06-01"]
    assert "Henrik Falk" in answer.text and answer.text.startswith("June 1, 2022: ")
    assert ask("What happened in July 2022?").status == "not_in_articles"
