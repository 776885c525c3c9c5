"""A sentence without a number can't say how many, one without a time can't say when."""

from __future__ import annotations

import pytest

from qa.question.answer_type import fits_kind, lacks_answer_type


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("How many were hurt?", "Four people were hurt.", False),
        ("How many were hurt?", "Some 1,200 were hurt.", False),
        ("How many were hurt?", "People were hurt in the city.", True),
        ("How many of the 28 points are agreed?", "The 28 points were discussed.", True),
        ("When did it happen?", "It happened on March 29.", False),
        ("When did it happen?", "It happened in Istanbul.", True),
        ("Since when is he in office?", "He has been in office since 2019.", False),
        ("On what date was it signed?", "It was signed on Tuesday.", False),
        ("How long did the call last?", "The call lasted two hours.", False),
        ("How long did the call last?", "The call was productive.", True),
        ("What percentage voted yes?", "Some 87 per cent voted yes.", False),
        ("What percentage voted yes?", "A crowd voted yes.", True),
        ("How much of the water is lost?", "Almost a third is lost.", False),
        ("How much of the water is lost?", "Water is lost.", True),
        ("How many births does it need a year?", "There were 38 births last year.", False),
        ("How many births does it need a year?", "There were 38 births.", True),
        ("When does the law call for it?", "It does when the margin is small.", False),
        ("When does the law call for it?", "The law is new.", True),
        ("How old is the mayor?", "The mayor, 54, stayed.", False),
        ("How old is the mayor?", "The mayor left on Monday.", True),
        ("Who signed it?", "It was signed.", False),
        ("What did he say when he left?", "He said nothing.", False),
    ],
)
def test_what_a_question_asks_for(question: str, sentence: str, lacks: bool) -> None:
    assert lacks_answer_type(question, sentence) is lacks


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("Russian diplomacy", False),
        ("the Kremlin’s decision", False),
        ("peace talks", False),
        ("Russian diplomats", True),
        ("the government", True),
        ("the city administration", True),
        ("Ingrid Solberg", True),
        ("the Ministry of Justice", True),
    ],
)
def test_who_is_somebody(words: str, fits: bool) -> None:
    assert fits_kind("Who signed it?", words) is fits


def test_where_is_a_place_and_what_was_said_has_no_short_answer() -> None:
    assert fits_kind("Where was it found?", "a barn", "rolled up in ")
    assert fits_kind("Where was it found?", "Ludder")
    assert not fits_kind("Where did the mayor go?", "the job", "The mayor leaves ")
    assert not fits_kind("What did the mayor say about the job?", "the job")
    assert not fits_kind("What was the last thing the mayor said?", "the job")
    assert not fits_kind("How did the mayor react?", "with a laugh")
    assert fits_kind("What did the mayor say it would cost?", "9 million crowns")
