"""What a polite question asks."""

from __future__ import annotations

import pytest

from qa.question.wording.inverted import inverted
from qa.question.wording.long_question import core_question


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Could you explain to me why the minister went?", "Why did the minister go?"),
        ("I'd be grateful to learn how many people died.", "How many people died?"),
        ("Please tell me who signed it, thanks", "Who signed it?"),
        ("What's happened in Norvik this week?", "What has happened in Norvik this week?"),
        ("Who’s the new mayor?", "Who is the new mayor?"),
        ('Who said "what\'s done is done"?', 'Who said "what\'s done is done"?'),
        ("Do you know when the bridge opened?", "When did the bridge open?"),
        ("Hello, can you tell me which articles mention Moe?", "Which articles mention Moe?"),
        (
            "Could you say how large a stake the builder took in the club?",
            "How large a stake did the builder take in the club?",
        ),
        (
            "May I ask: how many of the marchers were held?",
            "May I ask: how many of the marchers were held?",
        ),
        (
            "Could you tell me how many people in the town died?",
            "How many people in the town died?",
        ),
        ("I would like to know what was agreed", "What was agreed?"),
    ],
)
def test_what_is_only_polite_is_left_out(typed: str, asked: str) -> None:
    assert core_question(typed) == asked


@pytest.mark.parametrize(
    "typed",
    ["Can you summarise the affair?", "Tell me about the fire", "Who told you that?", "How many?"],
)
def test_a_request_that_asks_no_question_stays(typed: str) -> None:
    assert core_question(typed) == typed


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("a passenger has to claim the money", "does a passenger have to claim the money"),
        ("the company has cancelled the trip", "has the company cancelled the trip"),
        ("the league agreed to the plan", "did the league agree to the plan"),
        ("the police charged two men", "did the police charge two men"),
        ("the council refused the money", "did the council refuse the money"),
        ("the mayor", None),
    ],
)
def test_a_clause_is_turned_into_a_question(clause: str, asked: str | None) -> None:
    assert inverted(clause) == asked
