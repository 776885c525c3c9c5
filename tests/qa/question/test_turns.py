"""Turns of a conversation whose shape says what they are."""

from __future__ import annotations

import pytest

from qa.question.conversation.turns import (
    before_that,
    new_topic,
    told_as_statement,
    which_is_right,
)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("New topic: who built the mill?", "Who built the mill?"),
        ("By the way, who built the mill?", "Who built the mill?"),
        ("ok, different question - when did it close?", "When did it close?"),
        ("Something else: the harbour, who runs it?", "The harbour, who runs it?"),
    ],
)
def test_a_new_topic_is_said_to_be_one(typed: str, asked: str) -> None:
    assert new_topic(typed) == asked


@pytest.mark.parametrize(
    "typed",
    ["What is the new topic?", "Another question was asked", "Who else?", "Different county: why?"],
)
def test_other_turns_go_on(typed: str) -> None:
    assert new_topic(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "Which figure is right?",
        "which one is correct?",
        "So who is right?",
        "What is the real number?",
    ],
)
def test_which_is_right_asks_for_the_figures(typed: str) -> None:
    asked = which_is_right(typed, "How many boats were lost (the storm)?")
    assert asked == "How many boats were lost: which of the figures is right?"


def test_which_of_other_things_is_another_question() -> None:
    assert which_is_right("Which boat was found?", "How many boats were lost?") is None


def test_before_that_asks_who_held_it_before_or_what_was_so_before() -> None:
    who = before_that("before that?", "Who runs the harbour now?", "Ann Lusk")
    assert who == "Who ran the harbour before Ann Lusk?"
    assert before_that("Previously?", "How much is the fare?", "") == "How much is the fare before?"
    assert before_that("Before the storm?", "How much is the fare?", "") is None


def test_a_statement_asks_in_the_terms_of_the_last_question() -> None:
    last = "How big a raise did the union want?"
    told = told_as_statement("the company was offering?", last)
    assert told == "How big a raise was the company offering?"
    assert told_as_statement("the minister resigned?", last) == "Did the minister resign?"
    assert told_as_statement("the company was offering", last) is None
    assert told_as_statement("the minister?", last) is None
