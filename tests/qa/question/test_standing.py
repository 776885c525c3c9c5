"""Which questions ask how things stand now, and of what kind."""

from __future__ import annotations

import pytest

from qa.question.times.standing import asks_result, standing_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much will the bridge cost?", "figure"),
        ("And how many people have died?", "figure"),
        ("What is the price of a ticket?", "figure"),
        ("When will it open?", "day"),
        ("When is the bridge due to open?", "day"),
        ("From when will children travel free?", "day"),
        ("When did it open?", ""),
        ("Who is mayor?", "holder"),
        ("Who is now governor of the Eastern Province?", "holder"),
        ("Who'll run Hollmer after the sale?", "holder"),
        ("Who owns the ferry?", "holder"),
        ("Who is Greta Holm?", ""),
        ("Who said that the mayor lied?", ""),
        ("Who won the race for mayor?", ""),
        ("Why will it open late?", ""),
    ],
)
def test_what_may_change_is_told_by_its_kind(question: str, kind: str) -> None:
    assert standing_kind(question) == kind


def test_a_result_is_told_from_a_demand() -> None:
    assert asks_result("What pay rise did the crews get?")
    assert not asks_result("What pay rise did the crews demand?")
