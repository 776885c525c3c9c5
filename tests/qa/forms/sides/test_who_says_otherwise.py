"""Two who speak of one matter, and outlets that say otherwise, asked for or not."""

from __future__ import annotations

import pytest

from qa.answer.figures import figures_of
from qa.answer.same_figure import figures_apart
from qa.forms.sides.figure_questions import question_of
from qa.types import Answer
from tests.qa.forms.sides.conftest import Ask


def _values(answer: Answer) -> set[tuple[str, tuple[str, ...]]]:
    return {(s.value, s.publishers) for d in answer.disagreements for s in d.sides}


def test_two_who_are_named_stand_side_by_side_each_with_its_figure(ask: Ask) -> None:
    answer = ask("How long was the bridge shut? What do Brolinjen and the shopkeepers say?")
    assert answer.form == "comparison"
    assert _values(answer) == {("four days", ("Reuters",)), ("eleven", ("Reuters",))}


def test_the_sides_need_not_be_named(ask: Ask) -> None:
    answer = ask("How long was the bridge shut? Give me both versions.")
    assert _values(answer) == {("four days", ("Reuters",)), ("eleven", ("Reuters",))}


def test_who_merely_denies_is_told_with_what_is_said_instead(ask: Ask) -> None:
    answer = ask("Did the firm get a letter about the cracks or not?")
    assert len(answer.disagreements) == 1
    texts = [side.text for side in answer.disagreements[0].sides]
    assert "warned of the cracks in writing" in texts[0]
    assert "denied it" in texts[1] and "No letter had reached the firm" in texts[1]


def test_the_next_voice_with_another_figure_is_shown_unasked(ask: Ask) -> None:
    answer = ask("How many days was the bridge shut?")
    assert answer.form == "lookup" and answer.short_answer is not None
    assert answer.short_answer.text == "four days"
    assert _values(answer) == {("four days", ("Reuters",)), ("eleven", ("Reuters",))}


def test_another_report_of_the_day_is_shown_unasked_whatever_its_words(ask: Ask) -> None:
    answer = ask("How many people marched in Aska?")
    assert {p for _, p in _values(answer)} == {("CNN",), ("The Guardian",)}
    assert "1,900" in answer.text and "5,200" in answer.text


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How old was the child in the mill pond?", {"nine", "seven"}),
        ("At what time was the alarm raised?", {"6:40 p.m.", "7:10 p.m."}),
    ],
)  # fmt: skip
def test_another_age_or_hour_is_shown_unasked(ask: Ask, question: str, values: set[str]) -> None:
    answer = ask(question)
    assert {value for value, _ in _values(answer)} == values
    assert {p for _, p in _values(answer)} == {("CNN",), ("Reuters",)}


def test_one_hour_in_two_spellings_is_no_disagreement(ask: Ask) -> None:
    assert ask("At what time did school begin?").disagreements == ()


def test_a_time_of_day_is_no_figure() -> None:
    assert [f.words for f in figures_of("The 6:05 left with 112 people.", bare=True)] == [
        "112 people"
    ]


def test_what_was_expected_is_no_other_side(ask: Ask) -> None:
    assert ask("How many days in hospital did the boy spend?").disagreements == ()


def test_a_figure_of_something_else_is_no_other_side(ask: Ask) -> None:
    assert ask("How many berths has the harbour of Lund?").disagreements == ()


def test_another_cause_is_shown_where_the_article_says_that_it_is_disputed(ask: Ask) -> None:
    answer = ask("Why did the Svan hit the quay?")
    assert len(answer.disagreements) == 1
    assert "a rope" in answer.text and "steering had failed" in answer.text


def test_reports_that_agree_are_no_disagreement(ask: Ask) -> None:
    assert ask("How many arrests were there at the march?").disagreements == ()


def test_where_two_outlets_differ_is_found_by_asking_one_for_the_figures_of_the_other(
    ask: Ask,
) -> None:
    answer = ask("Where do the AP and CNN disagree about the flood in Aska?")
    assert {p for _, p in _values(answer)} == {("Associated Press",), ("CNN",)}
    assert "1,450" in answer.text and "2,300" in answer.text


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("About 2,300 people had to leave their homes, the Red Cross said.",
         "How many people had to leave their homes?"),
        ("The organisers put the number of marchers at 5,200.",
         "The organisers put the number of marchers at how many?"),
        ("The flood filled 310 cellars in Aska on Friday, the council said.",
         "The flood filled how many cellars in Aska?"),
        ("Turnout was 61 percent, the board said.", "Turnout was how many percent?"),
    ],
)  # fmt: skip
def test_a_figure_becomes_a_question(text: str, question: str) -> None:
    assert question_of(text, figures_of(text)[0]) == question


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("The firm says four days.", "The council makes it nine.", True),
        ("The state puts it at 210 million crowns.", "Insurers believe it was nearer 160 million.",
         True),
        ("It lasted four days.", "It cost 80 crowns.", False),
        ("Some 4,000 people came.", "There were 4,012 people.", False),
    ],
)  # fmt: skip
def test_figures_of_two_voices_are_apart(one: str, other: str, apart: bool) -> None:
    assert (figures_apart(one, other) is not None) == apart


@pytest.mark.timeout(20)
def test_long_lines_are_compared() -> None:
    text = "Jon Lund had 7 boats, " * 4000
    assert figures_apart(text, text) is None
    assert question_of(text, figures_of(text)[0])


def test_who_denies_it_is_shown_beside_what_is_asked_as_a_yes_or_no(ask: Ask) -> None:
    answer = ask("Was the firm warned of the cracks in a letter?")
    assert answer.form == "lookup"
    assert "warned of the cracks" in answer.text and "denied it" in answer.text
    assert len(answer.disagreements) == 1


def test_which_report_is_right_is_answered_with_both(ask: Ask) -> None:
    answer = ask("Which of the reports is right about how many people marched?")
    assert answer.form == "comparison"
    assert {p for _, p in _values(answer)} == {("CNN",), ("The Guardian",)}


def test_a_year_that_was_taken_back_is_not_the_answer(ask: Ask) -> None:
    answer = ask("When was the Aska bridge built?")
    assert answer.short_answer is not None and answer.short_answer.text == "1978"
    assert answer.text.startswith("Corrected, ")
