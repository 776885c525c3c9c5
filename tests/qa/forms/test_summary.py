"""Summaries, the latest and the first, words as in a search box, and what stands beside a fact."""

from __future__ import annotations

import pytest

from tests.qa.forms.conftest import Ask


def test_a_story_in_a_few_cited_sentences(ask: Ask) -> None:
    answer = ask("Summarise the ferry strike in Norvik.")
    assert (answer.status, answer.form) == ("answered", "summary")
    assert 2 <= len(answer.statements) <= 7
    assert len(answer.text.split()) <= 240
    days = [str(c.published_at)[:10] for c in answer.citations]
    assert days == sorted(days)
    assert "7 percent" in answer.text


def test_a_short_one_is_short(ask: Ask) -> None:
    answer = ask("In short: summarise the ferry strike in Norvik.")
    assert len(answer.text.split()) <= 70


def test_as_many_sentences_as_are_asked_for(ask: Ask) -> None:
    assert len(ask("Summarise the ferry strike in three sentences.").statements) == 3
    assert len(ask("Summarise the ferry strike in 4 sentences.").statements) == 4


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ("Sum up the ferry strike in at most 60 words.", 60),
        ("Please sum up the ferry strike, in a hundred words at most.", 100),
        ("Summarise the ferry strike in fifty words or fewer.", 50),
        ("Summarise the ferry strike in 10 words.", 40),
    ],
)
def test_as_many_words_as_are_allowed(ask: Ask, asked: str, most: int) -> None:
    answer = ask(asked)
    assert answer.form == "summary"
    assert 5 <= len(answer.text.split()) <= most


def test_what_one_person_says_is_summed_up_by_theirs_alone(ask: Ask) -> None:
    answer = ask("Summarise what Kari Moe has said.")
    assert answer.form == "summary"
    assert "2.1 million euros a day" in answer.text and "step down" in answer.text
    assert all(s.asserted_by and s.asserted_by.name.endswith("Moe") for s in answer.statements)
    assert "Solberg" not in answer.text
    days = [str(c.published_at)[:10] for c in answer.citations]
    assert days == sorted(days)


def test_what_one_person_wants_of_a_matter(ask: Ask) -> None:
    answer = ask("Give me a summary of Solberg's demands on the raise.")
    assert answer.form == "summary"
    assert "a raise of 9 percent" in answer.text
    assert "Moe" not in answer.text


def test_what_one_person_said_in_a_period(ask: Ask) -> None:
    answer = ask("Summarise what Kari Moe said in March 2022.")
    assert "2.1 million euros a day" in answer.text and "step down" not in answer.text


def test_who_says_nothing_is_not_summed_up_by_others(ask: Ask) -> None:
    assert ask("Summarise what Macron said about the ferry strike.").form != "summary"


def test_what_the_articles_say_is_the_story(ask: Ask) -> None:
    story = ask("Summarise the ferry strike in Norvik.")
    assert ask("Summarise what the articles say about the ferry strike in Norvik.").text == (
        story.text
    )


def test_a_story_that_is_not_there_is_not_summarised(ask: Ask) -> None:
    assert ask("Summarise the volcano eruption in Iceland.").form != "summary"


def test_the_latest_is_the_newest(ask: Ask) -> None:
    answer = ask("What is the latest on the Tesmer dam?")
    assert answer.citations[0].publisher == "The Guardian"
    assert answer.text.startswith("The Guardian, April 22, 2022: ")


def test_the_first_is_the_oldest(ask: Ask) -> None:
    answer = ask("Who first reported on the Tesmer dam?")
    assert answer.text.startswith("First reported by Reuters, March 17, 2022: ")


def test_words_as_in_a_search_box(ask: Ask) -> None:
    answer = ask("norvik strike deal")
    assert "7 percent" in answer.citations[0].quote


def test_a_short_summary_has_how_it_ended(ask: Ask) -> None:
    answer = ask("Summarise the ferry strike in one sentence.")
    days = [c.published_at or "" for c in answer.citations]
    assert max(days) >= "2022-04-04"
