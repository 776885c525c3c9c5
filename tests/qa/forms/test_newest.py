"""Who holds an office, and figures that are asked for as they were said first or last."""

from __future__ import annotations

from tests.qa.forms.conftest import Ask


def test_who_holds_an_office_is_told_by_the_newest_that_names_somebody(ask: Ask) -> None:
    answer = ask("Who is the chief executive of Kystlinjen now?")
    assert answer.text.startswith("Associated Press, May 9, 2022: Kari Moe")


def test_an_office_that_nobody_is_named_with_is_looked_up(ask: Ask) -> None:
    assert "Kari Moe" not in ask("Who is the mayor of Aldern?").text


def test_a_compound_question_is_not_about_an_office_alone(ask: Ask) -> None:
    answer = ask("Who is the chief executive of Kystlinjen and what did the company lose?")
    assert not answer.text.startswith("Associated Press, May 9, 2022: Kari Moe")


def test_sides_named_by_their_figures_stand_side_by_side(ask: Ask) -> None:
    answer = ask("Was it 3,800 or 4,200 commuters?")
    assert answer.form == "comparison"
    assert {s.publishers for d in answer.disagreements for s in d.sides} == {
        ("Reuters",), ("CNN",),
    }  # fmt: skip
