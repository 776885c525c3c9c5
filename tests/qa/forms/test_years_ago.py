"""What is told of years ago loses against what is told of today."""

from __future__ import annotations

import dataclasses

from qa.evidence.sentences import Evidence
from qa.forms.lookup import without_other_time
from tests.qa.forms.test_lists import sentence


def test_a_strike_of_years_ago_is_another() -> None:
    old = sentence("o", "The strike of 2005 lasted 41 days.", 0.97)
    new = sentence("n", "The strike lasted 58 days.", 0.95)
    old, new = (
        dataclasses.replace(s, article=dataclasses.replace(s.article, published_at="2024-04-02"))
        for s in (old, new)
    )
    evidence = Evidence((old, new), 0.97)
    lasted = "How long did the strike last?"
    assert without_other_time(lasted, evidence, 0.5).sentences == (new,)
    assert without_other_time("How long did the strike of 2005 last?", evidence, 0.5) is evidence
    assert without_other_time("What was the record before?", evidence, 0.5) is evidence
    assert without_other_time(lasted, Evidence((old,), 0.97), 0.5).sentences == (old,)
