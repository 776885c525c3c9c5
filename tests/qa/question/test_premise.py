"""A question that says first how things were, and asks what came of it."""

from __future__ import annotations

import pytest

from qa.question.times.premise import premise_of


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("Orven said the mine would reopen in the autumn. Is that still the plan?",
         "Orven said the mine would reopen in the autumn"),
        ("Weren't we promised that crossing the bridge would cost nothing? What has become of it?",
         "crossing the bridge would cost nothing"),
        ("The minister called the story a false rumour. And some days later?",
         "The minister called the story a false rumour"),
        ("Biden could not reach Kishida at first. Did they speak after all?",
         "Biden could not reach Kishida at first"),
        ("Who won the vote? What did she say later?", ""),
        ("The mayor resigned in May. Who followed her?", ""),
        ("It broke. Is that so?", ""),
        ("Is that still the plan?", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_was_is_told_apart_from_what_is_asked(question: str, premise: str) -> None:
    assert premise_of(question) == premise


def test_a_long_line_is_read_at_once() -> None:
    assert premise_of("The mine would open again. " + "what did they do " * 50_000) == ""
