"""Refusals in free words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.systems.refusals import BEGINNING_CHARS, says_refusal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "Empty Response",
        "NOT_IN_ARTICLES",
        "The provided sources do not mention the price of a ticket.",
        "I'm sorry, but the context doesn't provide that information.",
        "There is no information about the moon in the given articles.",
        "The document cannot answer because of insufficient information.",
        "It is not specified who sold the mill.",
        "I couldn’t find anything about it.",
        "None of the sources are helpful.",
        "I am unable to determine the date.",
        "I do not have specific information about the schedule.",
    ],
)
def test_a_refusal_is_recognised(text: str) -> None:
    assert says_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Istanbul, on March 29 [1].",
        "Zelensky signed the decree. It rules out talks with Putin.",
        "No, the bridge is closed.",
        "He did not only sign it, he read it out.",
        "The talks were not held in Geneva but in Istanbul.",
    ],
)
def test_an_answer_is_none(text: str) -> None:
    assert not says_refusal(text)


@given(st.text(max_size=400))
@settings(deadline=None)  # a busy machine is slow, not wrong
def test_only_the_beginning_counts(text: str) -> None:
    head = "word " * (BEGINNING_CHARS // 5 + 1)
    assert not says_refusal(head + text)
