"""Articles over time: every dated one is counted once, and the chart says it in words too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog.rows import CatalogEntry
from tests.ui.fakes import HOSTILE_TEXT
from tests.ui.seen import Seen, assert_only_ours
from ui.render.articles_chart import MOST_NAMES, MOST_PERIODS, chart_html, picture_html, timeline

ENTRY = CatalogEntry(
    "a1", "Bridge", "CNN", None, "2022-10-04", "day", "text", None, "en", None, "a.txt",
    copies=0, passages=1, versions=0,
)  # fmt: skip


def published(*dates: str | None, publisher: str = "CNN") -> list[CatalogEntry]:
    return [replace(ENTRY, published_at=date, publisher=publisher) for date in dates]


@pytest.mark.parametrize(
    ("dates", "periods"),
    [
        (["2022-10-04", "2022-10-06T10:00:00Z"], ["2022-10-04", "2022-10-05", "2022-10-06"]),
        (["2022-11-04", "2023-01"], ["2022-11", "2022-12", "2023-01"]),
        (["2017", "2022-10-04"], ["2017", "2018", "2019", "2020", "2021", "2022"]),
        (["2022", "2022"], ["2022"]),
    ],
)
def test_the_stretch_sets_the_periods_and_leaves_no_gap(
    dates: list[str], periods: list[str]
) -> None:
    line = timeline(published(*dates))
    assert list(line.periods) == periods and sum(line.totals) == 2


def test_a_picture_opens_the_shelf_and_says_what_it_draws() -> None:
    entries = published("2022-10-04", "2022-10-05", "2022-10-05", publisher=HOSTILE_TEXT)
    seen = assert_only_ours(picture_html(timeline(entries)))
    assert seen.links() == ["#words=shelf.0.0"]
    assert "3 articles, 4 October 2022 to 5 October 2022; most in 5 October 2022: 2." in seen.words
    assert [tag for tag, _ in seen.tags].count("rect") == 2


@pytest.mark.parametrize(
    "dates", [[], [None] * 9, ["2022-10-04"] * 9, ["2022-10-04", "2022-10-05"]]
)
def test_of_too_little_there_is_no_picture(dates: list[str | None]) -> None:
    assert picture_html(timeline(published(*dates))) == ""


def test_rare_publishers_are_one_and_nothing_is_counted_twice() -> None:
    entries = [
        e for n in range(9) for e in published(*["2022-10-04"] * (10 - n), publisher=f"Paper {n}")
    ]
    line = timeline(entries)
    assert line.names == (*(f"Paper {n}" for n in range(MOST_NAMES)), "others")
    assert line.counts == ((10, 9, 8, 7, 6, 5 + 4 + 3 + 2),)


def test_what_has_no_precise_date_is_left_out_and_said() -> None:
    line = timeline(published("2022-10-04", "2022-10-06", "2022", None, "soon", "2022-W01-1"))
    assert sum(line.totals) == 2 and line.left_out == 4
    assert "4 articles not drawn" in Seen(chart_html(line)).words
    assert chart_html(timeline(published(None))) == ""


def test_a_single_date_long_ago_does_not_squeeze_the_rest() -> None:
    line = timeline(published("0001-01-01", "9999-12-31"))
    assert len(line.periods) == MOST_PERIODS and line.left_out == 1


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(st.lists(st.dates().map(str) | st.text(max_size=10) | st.none(), max_size=30))
def test_every_article_is_drawn_or_left_out(dates: list[str | None]) -> None:
    line = timeline(published(*dates))
    assert sum(line.totals) + line.left_out == len(dates)
    assert len(line.periods) <= MOST_PERIODS


def test_the_chart_says_in_words_and_in_a_table_what_it_draws() -> None:
    entries = published("2022-10-04", "2022-12-01", "2022-12-02") + published(
        "2022-12-03", publisher=HOSTILE_TEXT
    )
    seen = assert_only_ours(chart_html(timeline(entries)))
    [label] = [a["aria-label"] for tag, a in seen.tags if tag == "svg"]
    assert label == "4 articles, October 2022 to December 2022; most in December 2022: 3."
    bars = [a for tag, a in seen.tags if tag == "rect"]
    heights = [float(bar["height"] or 0) for bar in bars]
    assert len(bars) == 3 and heights[1] == pytest.approx(2 * heights[0], rel=0.01)
    assert "October 202210" in seen.words and "December 202221" in seen.words
