"""A question that asks for two sides in a sentence of its own: what is asked, and whose sides."""

from __future__ import annotations

import pytest

from qa.question.form import read_form
from qa.question.sides.framed import asks_two_sides, framed


@pytest.mark.parametrize(
    ("question", "core", "frame"),
    [
        ("Was the line live? What did the farmers say, and what did Norgrid?",
         "Was the line live?", "What did the farmers say, and what did Norgrid?"),
        ("Why did the mayor quit? I have heard more than one version.",
         "Why did the mayor quit?", "I have heard more than one version."),
        ("How many jobs are lost: what does the memo say, and what does the spokesman?",
         "How many jobs are lost?", "what does the memo say, and what does the spokesman?"),
        ("A house was hit on June 19. Was that on purpose? Give me both sides, please.",
         "A house was hit on June 19. Was that on purpose?", "Give me both sides, please."),
        ("Are the reports consistent about when the dam was finished?",
         "When the dam was finished?", "Are the reports consistent about"),
        ("When did the dam break?", "When did the dam break?", ""),
        ("When did the dam break? Thank you.", "When did the dam break? Thank you.", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_what_is_asked_stands_apart_from_whose_sides_are_wanted(
    question: str, core: str, frame: str
) -> None:
    found = framed(question)
    assert (found.core, found.frame) == (core, frame)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("When was the gallery inspected? What does the register say, and what the owner?", True),
        ("With what majority did the court rule? Which versions are there?", True),
        ("Did the guard do it? Who says what?", True),
        ("Why did Moe go? Compare what the two papers wrote.", True),
        ("What did the firm offer, in June, and then in the final agreement?", False),
        ("Who won the vote? What did she say?", False),
        ("How many died?", False),
    ],
)
def test_a_sentence_of_its_own_may_ask_for_sides(question: str, sides: bool) -> None:
    assert asks_two_sides(question) is sides
    assert (read_form(question).form == "comparison") is sides


def test_a_line_of_any_length_is_read_at_once() -> None:
    assert framed("what do they say and what " * 50_000).core
    assert framed("? " * 100_000).core == framed("? " * 250).core
