"""docs/cli.md says what the program says."""

from __future__ import annotations

from pathlib import Path

from tests.cli_reference import render

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"


def test_the_reference_agrees_with_the_program() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == render(), (
        "run `make docs` and commit docs/cli.md"
    )


def test_every_option_says_what_it_means() -> None:
    assert [line for line in render().splitlines() if line.endswith("|  |")] == []
