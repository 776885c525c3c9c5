"""What can be no disagreement is shown as none."""

from __future__ import annotations

import pytest

from qa.forms.sides.sound import Stated, may_disagree


def _sides(one: tuple[str, str], other: tuple[str, str], *, same: bool = False) -> list[Stated]:
    return [Stated(*one, "a"), Stated(*other, "a" if same else "b")]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("What was the death toll?",
         ("about three months", "It held for about three months."),
         ("five months", "It is dead after five months.")),
        ("How much oil was spilled in total?",
         ("almost $10 billion", "It takes a credit of almost $10 billion."),
         ("$22 billion", "It lost $22 billion.")),
        ("How big is the fund?",
         ("$20bn", "The fund has $20bn."),
         ("nearly $10bn", "Of the fund of $20bn nearly $10bn is gone.")),
    ],
)  # fmt: skip
def test_no_disagreement(question: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not may_disagree(question, _sides(one, other))


def test_one_passage_twice_is_none() -> None:
    told = "He left in a dispute."
    assert not may_disagree("Why did he leave?", _sides(("a dispute", told), ("a dispute", told)))


@pytest.mark.parametrize(
    ("question", "one", "other", "same"),
    [
        ("How many people were hurt?",
         ("Three", "Three people were hurt."), ("one", "Police counted one."), True),
        ("How many people were killed?",
         ("14 people", "It killed 14 people, the army said."),
         ("20 people", "It killed 20 people, not 14 people, monitors say."), False),
        ("Where do the reports differ about the flood?",
         ("$20bn", "It cost $20bn."), ("$30bn", "It cost $30bn."), False),
        ("How long was it shut?",
         ("four days", "It was shut for four days."), ("eleven", "They make it eleven."), True),
    ],
)  # fmt: skip
def test_a_disagreement(
    question: str, one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    assert may_disagree(question, _sides(one, other, same=same))
