"""Questions that lean on a conversation are asked of its story; who said what is told otherwise."""

from __future__ import annotations

import pytest

from tests.qa.forms.conftest import Ask

DAM = [
    ("user", "When was the Tesmer dam built?"),
    ("assistant", "The dam, built in 1961, holds back 38 million cubic metres of water. [1]"),
]
STRIKE = [
    ("user", "How much did Kystlinjen lose a day?"),
    ("assistant", "The company has lost 2.1 million euros a day since the strike began. [1]"),
]


def test_a_question_that_names_nothing_is_asked_of_the_story(ask: Ask) -> None:
    repairs = ask("And the repairs, what do they cost?", history=DAM)
    assert "12.6 million euros" in repairs.text
    assert {c.title for c in repairs.citations} <= {
        "Inspectors find cracks in Tesmer dam",
        "Tesmer dam: water lowered by four metres",
    }


def test_a_new_matter_ends_the_old_one(ask: Ask) -> None:
    answer = ask("How many workers voted to strike in Norvik?", history=DAM)
    assert not any("Tesmer" in (c.title or "") for c in answer.citations)


def test_which_ones_lists_what_was_counted(ask: Ask) -> None:
    counted = ask("How many articles mention Solberg?")
    history = [("user", "How many articles mention Solberg?"), ("assistant", counted.text)]
    listed = ask("Which ones?", history=history)
    assert listed.form == "list" and listed.status == "answered"
    assert listed.standalone_question == "Which articles mention Solberg?"


def test_in_the_end_is_asked_of_no_earlier_day(ask: Ask) -> None:
    history = [
        ("user", "What did Kystlinjen offer on March 14, 2022?"),
        ("assistant", "Kystlinjen offered a raise of 4.5 percent. [1]"),
    ]
    answer = ask("And in the end?", history=history)
    assert "March" not in answer.standalone_question
    assert answer.standalone_question.endswith("in the end?")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who said she cried when she saw the lights?", "Tove Nes"),
        ("Which engineer pointed out that Aldern was not in danger?", "Rosa Quint"),
        ("Who on the union's side complained that there was no real raise since 2017?", "Solberg"),
    ],
)
def test_who_said_what_is_told_in_other_words(ask: Ask, question: str, name: str) -> None:
    answer = ask(question)
    assert answer.status == "answered" and name in answer.text
    assert any(s.asserted_by and s.asserted_by.name.endswith(name.split()[-1])
               for s in answer.statements)  # fmt: skip


def test_nobody_is_made_to_say_what_nobody_said(ask: Ask) -> None:
    answer = ask("Who warned that the moon would fall into the sea?", history=STRIKE)
    assert answer.status == "not_in_articles"


def test_what_stands_in_the_end_is_asked_of_the_story(ask: Ask) -> None:
    answer = ask("And what does it cost now?", history=DAM)
    assert answer.citations
    assert all("Tesmer" in (c.title or "") or "dam" in (c.title or "") for c in answer.citations)


def test_words_that_end_the_matter_end_it(ask: Ask) -> None:
    answer = ask("By the way, how many workers voted to strike in Norvik?", history=DAM)
    assert answer.standalone_question == "How many workers voted to strike in Norvik?"
    assert not any("Tesmer" in (c.title or "") for c in answer.citations)
