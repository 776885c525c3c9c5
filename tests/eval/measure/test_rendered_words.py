"""The check that renders pages: it counts words well, and the reader passes it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from eval.measure import rendered_words
from eval.measure.made_pages.layouts import LAYOUTS, made_pages
from eval.measure.rendered_words import Renderer, compare, indexed_text, rate, report


def test_words_are_compared_in_their_order() -> None:
    found = compare(
        "It killed 12 people, and CO2 rose by 3 m².", "It killed 123 people and CO2 rose by m2 3"
    )
    assert (found.shown, found.lost, found.added) == (10, ("12", "m2"), ("123", "m2"))
    assert rate([found, compare("one two", "one two")]) == (2000 / 12, 2000 / 12)


def test_what_nobody_sees_makes_no_difference() -> None:
    assert compare("Parla\u00adment “today”", "Parlament today").lost == ()


def test_pages_are_the_same_each_time_and_of_twenty_layouts() -> None:
    first, again = list(made_pages(1)), list(made_pages(1))
    assert first == again and len(first) == len(LAYOUTS) == 20
    assert [page.html for page in made_pages(1, seed=7)] != [page.html for page in first]


def test_a_report_has_a_line_for_each_layout() -> None:
    found = compare("one two", "one")
    lines = report([("lists", found, found), ("old", found, found)]).splitlines()
    assert len(lines) == 4 and lines[-1].startswith("all") and "500.00" in lines[-1]


def test_the_reader_loses_and_adds_hardly_a_word() -> None:
    # In a thread of its own: the tests of the page keep a browser open in this one.
    with ThreadPoolExecutor(1) as thread:
        try:
            renderer = thread.submit(Renderer).result()
        except Exception:
            if os.environ.get("CI", "").lower() in ("1", "true"):
                raise
            pytest.skip("no Chromium here: `make browser` installs one")
        try:
            found = thread.submit(
                lambda: [
                    compare(renderer.shown(page), indexed_text(page)) for page in made_pages(2)
                ]
            ).result()
        finally:
            thread.submit(renderer.close).result()
    lost, added = rate(found)
    assert sum(row.shown for row in found) > 10_000
    assert lost <= 1 and added <= 1, (lost, added)


def test_an_unknown_option_ends_with_usage() -> None:
    with pytest.raises(SystemExit) as stop:
        rendered_words.main(["--pages", "3"])
    assert stop.value.code == 2
