"""What a careful person reads off each seed article, with the reason; the rules know none of them.

All five come without front matter, address or a date in their names, so whatever is known is in
their words. None of them says its year, so that the words alone give no date, and a date that isn't
known must not be shown as if it were. What research gives stands in `seeds/metadata.csv`.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from index.readers import read_file
from index.settings import IndexSettings
from index.types import Article

SEEDS = Path(__file__).parents[3] / "seeds"


def seed(number: str) -> Article:
    """Read alone, without the table beside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(next(SEEDS.glob(f"{number}_*.txt")), folder)
        return read_file(Path(path), settings=IndexSettings(home=Path("unused")))


@pytest.mark.parametrize(
    ("number", "title", "publisher", "author", "credits"),
    [
        # Begins with its first sentence: no headline, no byline, no outlet. The "Categorized in:"
        # at the end is a blog's, whose name is cut off.
        ("000", None, None, None, ()),
        # The first line is a headline. "(With inputs from IANS)" names one of the sources, and
        # "according to the Xinhua news agency" another, in the text; who published it isn't said.
        (
            "001",
            "Russia-Ukraine crisis: Volodymyr Zelenskyy signs decree ruling out negotiation talks "
            "with Vladimir Putin",
            None,
            None,
            ("IANS",),
        ),
        # "Canada" is a section. The platform (TheWorldNews) says itself that it isn't responsible,
        # so it is no publisher; "Article Author: Reuters" names an agency, which is one. The
        # reporter of the credit line is the author; those who edited are not.
        (
            "002",
            "Ukraine's Zelensky rules out talks if Russia holds referendum",
            "Reuters",
            "Ronald Popeski",
            (),
        ),
        # The headline stands three times; ": News" is part of it as printed. No name anywhere.
        (
            "003",
            "Ukraine: Zelensky rejects the idea of a ceasefire or “concessions” to Russia: News",
            None,
            None,
            (),
        ),
        # A language bar, the headline twice; "Author:" names a person. Getty took the picture.
        (
            "004",
            "'Legally impossible': Putin finds new reason to avoid peace talks with Ukraine",
            None,
            "Daryna Vialko",
            (),
        ),
    ],
)
def test_title_publisher_author_and_credits(
    number: str,
    title: str | None,
    publisher: str | None,
    author: str | None,
    credits: tuple[str, ...],
) -> None:
    article = seed(number)
    assert article.title == title
    assert article.publisher == publisher
    assert article.author == author
    assert article.credits == credits


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        # "Tuesday", "Last Friday", "On September 30": since Zelensky took office in 2019, that day
        # was a Friday in 2022 and a Tuesday in 2025, and nothing says that it is either of them.
        ("000", "two years fit the calendar"),
        # "Tuesday", "Friday", "September 30", "March 29": the same two years.
        ("001", "two years fit the calendar"),
        # "Sunday", "late March", "the February invasion", "in 2014": no day, a year long past.
        ("002", "no day at all"),
        # "Thursday", "the first week of November": no year. 11/24/2024 is the date of a horse race
        # in the link to the next story; a page may carry newer links than its article.
        ("003", "the only year stands in a link to another story"),
        # "On November 27" without weekday or year, and not the day of the article.
        ("004", "neither a weekday nor a year"),
    ],
)
def test_the_date_is_honestly_unknown(number: str, reason: str) -> None:
    article = seed(number)
    assert (article.published_at, article.published_precision) == (None, "unknown"), reason
    assert article.published_source == "unknown"
    assert article.updated_at is None


@pytest.mark.parametrize(
    ("number", "published", "dates"),
    [
        ("000", "2022-10-04", ["2022-10-04", "2022-09-30", "2022-09-30"]),
        (
            "001",
            "2022-10-04",
            ["2022-10-04", "2022-09-30", "2022-09-30", "2022-09-30", "2022-03-29"],
        ),
        ("002", "2022-08-08", ["2022-08-07", "2022-02", "2022-03"]),
        ("004", "2025-11-28", ["2025-11-27"]),
    ],
)
def test_once_the_date_is_given_the_times_in_the_text_are_definite(
    number: str, published: str, dates: list[str]
) -> None:
    from index.byline.relative_dates import resolve_relative_dates

    text = seed(number).text
    found = resolve_relative_dates(text, 0, len(text), published, "day")
    assert [time.iso for time in found] == dates


@pytest.mark.parametrize(
    ("number", "published", "publisher"),
    [
        # The decree was published on a Tuesday, four days after "Friday", "September 30".
        ("000", "2022-10-04", None),
        ("001", "2022-10-04", None),
        # The nightly address was given on a Sunday in August 2022.
        ("002", "2022-08-07", "Reuters"),
        # The summit in Budapest was on a Thursday, two days after the American election.
        ("003", "2024-11-07", None),
        ("004", "2025-11-27", "RBC-Ukraine"),
    ],
)
def test_the_table_beside_the_seeds_says_what_research_gives(
    number: str, published: str, publisher: str | None
) -> None:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    article = read_file(path, settings=IndexSettings(home=Path("unused")))
    assert (article.published_at, article.published_precision) == (published, "day")
    assert article.published_source == "metadata"
    assert dict(article.origins)["published_at"] == "metadata.csv published"
    assert article.publisher == publisher
    assert article.text == seed(number).text
