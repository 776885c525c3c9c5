"""Filters of the page: bounded, whatever a form sends, and shown as words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library import Library
from qa.pipeline import QAPipeline
from qa.settings import Settings
from tests.ui.fakes import HOSTILE_TEXT
from ui.page.asking import read_from
from ui.render.filters import MOST_PUBLISHERS, Filters, chips_html, filters_of, problem_with

ANY = st.one_of(st.none(), st.text(), st.integers(), st.lists(st.one_of(st.text(), st.none())))


@given(ANY, ANY, ANY)
def test_whatever_is_sent_becomes_filters_that_can_be_shown(
    after: Any, before: Any, names: Any
) -> None:
    filters = filters_of(after, before, names)
    assert len(filters.publishers) <= MOST_PUBLISHERS and len(filters.after) <= 11
    html = chips_html(filters, [HOSTILE_TEXT], problem_with(filters))
    assert "<script" not in html and "<img" not in html and "javascript:" not in html
    assert html.count("#do=drop.") == len(filters.arguments.get("publishers", [])) + bool(
        filters.after
    ) + bool(filters.before)


def test_arguments_are_those_of_the_pipeline() -> None:
    assert Filters().arguments == {}
    assert filters_of("2022", "", ["Reuters", "Reuters", " "]).arguments == {
        "after": "2022",
        "publishers": ["Reuters"],
    }


@pytest.mark.parametrize("name", ["after", "before", "publisher.1"])
def test_one_can_be_dropped(name: str) -> None:
    filters = Filters("2022", "2023", ("Reuters", "CNN"))
    left = filters.without(name)
    assert left != filters and len(left.arguments) + len(left.publishers) == 4
    assert filters.without("publisher.9") == filters.without("x") == filters


def test_a_wrong_date_is_named() -> None:
    assert "2022-13" in problem_with(Filters(after="2022-13"))
    assert "later" in problem_with(Filters("2023", "2022"))
    assert problem_with(Filters("2022-09", "2023")) == ""


def test_what_a_question_says_becomes_filters(library: Library) -> None:
    pipeline = QAPipeline(Settings(embedder="hashing", reranker="none"), library)
    read = read_from(pipeline, "According to Reuters, who spoke on September 30, 2022?")
    assert read == Filters("2022-09-30", "2022-10-08", ("Reuters",))
    assert read_from(pipeline, "Who spoke?") == Filters()
