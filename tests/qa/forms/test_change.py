"""How something changed: the same thing said of several days, oldest first."""

from __future__ import annotations

from tests.qa.forms.conftest import Ask


def test_an_offer_that_rose(ask: Ask) -> None:
    answer = ask("How did Kystlinjen's offer change?")
    assert answer.form == "timeline"
    assert [e.on[:10] for e in answer.timeline] == sorted(e.on[:10] for e in answer.timeline)
    assert answer.text.index("4.5 percent") < answer.text.index("5.5 percent")


def test_a_thing_said_once_is_no_change(ask: Ask) -> None:
    assert ask("How did the number of inspectors change?").form == "lookup"
