"""What one question asks: its parts, each of two who are named, the sides of a comparison."""

from __future__ import annotations

import pytest

from qa.question.parts import asks_apart, compared_questions, for_each, parts_of
from qa.question.query import prepare
from tests.qa.question.test_follow_up import NAMES, Names

NAMES |= {"lunde", "berg", "kari", "ingrid"}


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who is the mayor and how old is she?", ["Who is the mayor?", "how old is the mayor?"]),
        ("When did the ferry sink and who owns it?",
         ["When did the ferry sink?", "who owns the ferry?"]),
        ("Who won the vote, and by how many votes?",
         ["Who won the vote?", "By how many votes did the one who won the vote?"]),
        ("What do the union and the company say about pay?",
         ["What does the union say about pay?", "What does the company say about pay?"]),
        ("What happened to the dam and the ferry?",
         ["What happened to the dam?", "What happened to the ferry?"]),
        ("How old was Moe, and how old Solberg?", ["How old was Moe?", "How old was Solberg?"]),
        ("Why was the vote put off the first time, and why the second?",
         ["Why was the vote put off the first time?", "Why was the vote put off the second time?"]),
        ("Where was the deal signed, and who gets the money?",
         ["Where was the deal signed?", "who gets the money (about the deal)?"]),
        ("How many people live in Lunde, and how many in Berg?",
         ["How many people live in Lunde?", "How many people live in Berg?"]),
        ("With what speed did the storm reach Lunde, and with what Berg?",
         ["With what speed did the storm reach Lunde?",
          "With what speed did the storm reach Berg?"]),
        ("How did the two men in Lunde die, and how the driver?",
         ["How did the two men in Lunde die?", "How did the driver die?"]),
        ("Who ran the ferry at the time of the accident, and who does today?",
         ["Who ran the ferry at the time of the accident?", "Who ran the ferry today?"]),
        ("How many guests saw the launch in Lunde, and how many met the ship in Berg?",
         ["How many guests saw the launch in Lunde?", "How many guests met the ship in Berg?"]),
        ("What does the trip cost by train, how long does the bus take, and where does it stop?",
         ["What does the trip cost by train?", "how long does the bus take (about the trip)?",
          "where does the trip stop?"]),
        ("Which right does the trust have, who chairs it, and what did it ask for?",
         ["Which right does the trust have?", "who chairs the trust?",
          "what did the trust ask for?"]),
        ("When the ship sank, how many people were on board?",
         ["When the ship sank, how many people were on board?"]),
        ("What did the mayor, who leads the council, say?",
         ["What did the mayor, who leads the council, say?"]),
        ("When did Moe and Solberg meet?", ["When did Moe and Solberg meet?"]),
        ("Where was the deal signed?", ["Where was the deal signed?"]),
    ],
)  # fmt: skip
def test_each_part_is_a_question_of_its_own(question: str, parts: list[str]) -> None:
    asked = prepare(question, Names())
    assert [part.text for part in parts_of(asked, Names())] == parts


def test_what_two_did_together_is_one_question() -> None:
    assert for_each("What did Moe and Solberg sign?", Names()) == []
    assert len(for_each("What did Moe and Solberg say about pay?", Names())) == 2


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Compare what the director said about her staff with what the police said.",
         ["What did the director say about her staff?", "What did the police say?"]),
        ("Compare what Moe and Solberg said about the strike.",
         ["What did Moe say about the strike?", "What did Solberg say about the strike?"]),
        ("Compare the plans of Lunde and Berg.",
         ["What is said about the plans of Lunde?", "What is said about the plans of Berg?"]),
        ("How do Lunde's and Berg's plans differ?",
         ["What is said about Lunde’s plans?", "What is said about Berg’s plans?"]),
        ("Who signed the deal?", []),
    ],
)  # fmt: skip
def test_a_comparison_asks_of_each_side(question: str, sides: list[str]) -> None:
    assert compared_questions(question, Names()) == sides


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("How much did they lend at first, and how much was paid out in bonuses there?", True),
        ("What did she say of herself, and what did she do in court in August?", True),
        ("How did the price move, and when did it stop?", False),
        ("When was it to open, and when did it really open?", False),
        ("What was said of the guard at first, and what is said of him now?", False),
        ("How did the toll rise?", False),
    ],
)
def test_a_later_part_asks_for_something_else_or_for_the_same_later(
    question: str, apart: bool
) -> None:
    assert asks_apart(question) is apart
