"""Where reports differ: sides with value, outlet and day; what agrees is no disagreement."""

from __future__ import annotations

import pytest

from qa.answer.figures import asked_figures, figures_of
from qa.question.at_any_time import differed_on
from tests.qa.forms.conftest import Ask


def test_two_figures_of_one_day_stand_side_by_side(ask: Ask) -> None:
    answer = ask("How do Reuters and CNN differ on the number of commuters?")
    assert (answer.status, answer.form) == ("answered", "comparison")
    [found] = answer.disagreements
    assert {(s.value, s.publishers, s.published_at) for s in found.sides} == {
        ("some 3,800 commuters", ("Reuters",), "2022-03-14"),
        ("about 4,200 commuters", ("CNN",), "2022-03-14"),
    }
    for side in found.sides:
        assert side.markers and side.text
    assert "Reuters, March 14, 2022" in answer.text and "CNN, March 14, 2022" in answer.text


def test_where_reports_differ_is_found_over_the_collection(ask: Ask) -> None:
    answer = ask("Where do the reports disagree?")
    assert [d.about for d in answer.disagreements] == ["commuters"]


def test_outlets_that_only_tell_different_things_are_put_side_by_side(ask: Ask) -> None:
    answer = ask("What do Reuters and the Guardian say about the Tesmer dam?")
    assert answer.form == "comparison" and answer.disagreements == ()
    assert {c.publisher for c in answer.citations} == {"Reuters", "The Guardian"}


def test_each_side_of_a_comparison_is_asked_by_itself(ask: Ask) -> None:
    answer = ask("Compare what Kari Moe said about losses with what Rosa Quint said about Aldern.")
    assert answer.form == "comparison"
    assert "2.1 million" in answer.text and "not in danger" in answer.text


def test_what_one_outlet_reported_of_a_period_is_from_its_articles(ask: Ask) -> None:
    answer = ask("What did CNN report in April 2022?")
    assert answer.form == "timeline" and {c.publisher for c in answer.citations} == {"CNN"}
    assert all(str(c.published_at).startswith("2022-04") for c in answer.citations)


def test_what_one_outlet_reported_of_a_matter_is_from_its_articles(ask: Ask) -> None:
    answer = ask("What did the Guardian report about the Tesmer dam?")
    assert answer.status == "answered"
    assert {c.publisher for c in answer.citations} == {"The Guardian"}


def test_figures_of_two_named_outlets_stand_side_by_side_though_days_differ(ask: Ask) -> None:
    answer = ask("Where do Reuters and the Guardian differ on the offer of Kystlinjen?")
    assert answer.form == "comparison"
    assert {c.publisher for c in answer.citations} == {"Reuters", "The Guardian"}


def test_two_times_are_compared(ask: Ask) -> None:
    answer = ask("Compare the Tesmer dam in March 2022 with April 2022.")
    assert [str(c.published_at)[:7] for c in answer.citations] == ["2022-03", "2022-04"]


def test_figures_agree_as_they_are_bounded() -> None:
    def figure(text: str) -> object:
        return figures_of(text)[0]

    def agree(one: str, other: str) -> bool:
        return figures_of(one)[0].agrees(figures_of(other)[0])

    assert agree("some 4,000 people", "4,012 people")
    assert agree("more than 4,000 people", "4,200 people")
    assert not agree("about 4,200 people", "some 3,800 people")
    assert not agree("31 people", "41 people")
    assert not agree("up to 300 people", "350 people")
    assert figure("2.1 million euros a day") is not None


def test_days_years_and_times_are_no_figures() -> None:
    text = "On April 4, 2022, at 5:40 a.m., nine ferries left; the 58-year-old saw 3 percent."
    assert [f.words for f in figures_of(text)] == ["nine ferries left", "3 percent"]


def test_a_demand_beside_a_result_is_no_disagreement(ask: Ask) -> None:
    answer = ask("Do reports differ on the raise of the ferry crews?")
    values = {side.value for item in answer.disagreements for side in item.sides}
    assert not {"9 percent", "5.5 percent"} <= values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("About 4,200 commuters of the islands were stuck.", "About 4,200 commuters"),
        ("There were 31 members of the city council who had voted for it.", "31 members"),
        (
            "Some 140,000 households with electricity meters of an older make in them",
            "Some 140,000",
        ),
    ],
)
def test_what_a_figure_counts_is_a_whole_phrase(text: str, words: str) -> None:
    told = figures_of(text)[0].words
    assert told.startswith(words) and f"{told} " in f"{text} ".replace(".", " ")


def test_two_figures_are_asked_about_where_one_says_what_they_count() -> None:
    asked = asked_figures("Reuters reported three dead and CNN seven. Which got it wrong?")
    assert [(f.value, f.nouns) for f in asked] == [(3.0, {"dead"}), (7.0, {"dead"})]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Reuters and CNN give different turnouts for the vote. What are they?",
         "What was the turnout of the vote?"),
        ("Do Reuters and CNN differ on the margin reported?", "What was the margin?"),
        ("Do reports give different numbers of dead?", "How many dead were there?"),
    ],
)  # fmt: skip
def test_what_reports_differ_on_is_asked_of_each(question: str, asked: str) -> None:
    assert differed_on(question) == asked
