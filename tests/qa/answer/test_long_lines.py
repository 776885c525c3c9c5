"""A line without an end, as of a table or a code, takes no longer for each of its figures."""

from __future__ import annotations

import pytest

from qa.answer.figures import figures_of
from qa.answer.wording import without_dateline


@pytest.mark.timeout(20)  # they took minutes when each figure read the whole line
def test_long_lines_are_read() -> None:
    assert len(figures_of("Jon Lund 7 minutes, " * 4000)) == 4000
    assert without_dateline("A" * 100_000 + " is a code.").startswith("AAA")


def test_a_dateline_may_name_its_year() -> None:
    assert without_dateline("OSLO, 9 November 2026 — The dam broke.") == "The dam broke."
