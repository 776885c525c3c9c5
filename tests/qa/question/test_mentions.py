"""Who and what a question and an answer name."""

from __future__ import annotations

from qa.question.conversation.mentions import in_answer, in_question, noun_phrases
from tests.qa.question.test_follow_up import Names


def test_people_things_and_places_are_told_apart() -> None:
    named = in_question("What did Kari Moe say about the ferry strike in Norvik?", Names())
    assert named.people == ("Kari Moe",)
    assert "the ferry strike" in named.things and "Norvik" in named.places


def test_an_office_is_a_person_and_no_thing() -> None:
    named = in_question("What did the mayor of Oslo say?", Names())
    assert named.people == ("the mayor of Oslo",)


def test_a_noun_phrase_ends_before_the_verb() -> None:
    assert noun_phrases("How much will the tram cost?") == ["the tram"]
    assert noun_phrases("Who said the ferry was overloaded?") == ["the ferry"]


def test_labels_datelines_and_dates_of_an_answer_name_nobody() -> None:
    answer = (
        "Reuters, March 14, 2022: PORT ALDER — Mayor Dario Lenz said work would begin on Monday "
        "(March 21, 2022). [1] National Ledger, April 2, 2022: GRANTHAM — Talks failed. [2]"
    )
    named = in_answer(answer, Names())
    assert named.people == ("Dario Lenz",)
    assert not {"PORT ALDER", "GRANTHAM", "Reuters", "Monday"} & set(named.names())
