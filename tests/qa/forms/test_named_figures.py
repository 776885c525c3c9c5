"""Figures that a question itself names, side by side."""

from __future__ import annotations

from tests.qa.forms.conftest import Ask


def test_sides_named_by_their_figures_stand_side_by_side(ask: Ask) -> None:
    answer = ask("Was it 3,800 or 4,200 commuters?")
    assert answer.form == "comparison"
    assert {s.publishers for d in answer.disagreements for s in d.sides} == {
        ("Reuters",), ("CNN",),
    }  # fmt: skip
