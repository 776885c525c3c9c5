"""What came of what a question says first, oldest first."""

from __future__ import annotations

from tests.qa.forms.conftest import Ask


def test_the_report_that_says_it_comes_first_and_later_ones_behind_it(ask: Ask) -> None:
    answer = ask(
        "Ferry crews in the port of Norvik voted on Wednesday to strike from March 12. "
        "What came of that?"
    )
    assert answer.status == "answered" and answer.form == "timeline"
    assert "voted on Wednesday" in answer.timeline[0].text
    days = [entry.on for entry in answer.timeline]
    assert days == sorted(days) and len(set(days)) > 1


def test_what_no_report_says_is_no_premise(ask: Ask) -> None:
    answer = ask("The volcano on Mars would erupt every second Tuesday. Is that still the plan?")
    assert answer.form != "timeline"
