"""What a polite question asks."""

from __future__ import annotations

import pytest

from qa.question.long_question import core_question


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Could you explain to me why the minister went?", "Why was it that the minister went?"),
        ("I'd be grateful to learn how many people died.", "How many people died?"),
        ("Please tell me who signed it, thanks", "Who signed it?"),
        ("Do you know when the bridge opened?", "When was it that the bridge opened?"),
        ("Hello, can you tell me which articles mention Moe?", "Which articles mention Moe?"),
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
