"""A date that the words pin is found and marked as inferred; hints that disagree give none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.byline.inferred_dates import Inferred, infer_published
from index.byline.office_holders import terms_named
from index.byline.published import find_published
from index.marking.mark_spans import mark_spans

TODAY = date(2026, 11, 24)
BIDEN = "President Joe Biden spoke. "


def infer(prose: str, today: date = TODAY) -> tuple[str, str] | None:
    found = infer_published(prose, today)
    return (found.at, found.precision) if found else None


@pytest.mark.parametrize(
    ("prose", "at"),
    [
        # pages that are made anew each day say which day it is
        ("Ten things you need to know today: 31 August 2022", "2022-08-31"),
        ("5 things to know on April 3, 2022: Start your week smart", "2022-04-03"),
        (f"This page recaps the news from Ukraine on Wednesday, March 9. {BIDEN}", "2022-03-09"),
        ("Good morning. It's Tuesday, Nov. 15, 2022. Here is the news.", "2022-11-15"),
        # a dateline, with the year from who is in office
        (f"LONDON, Sept. 30 (Reuters) - Prime Minister Liz Truss spoke. {BIDEN}", "2022-09-30"),
        # a weekday beside a day, within one term: the year
        (f"The council met on Tuesday, Oct. 4. {BIDEN}", "2022"),
        (f"The council met on Tuesday (October 4). {BIDEN}", "2022"),
        (f"Prices rose in 2021. The council will meet on Tuesday, July 12. {BIDEN}", "2022"),
        # posts quoted with their day
        ("So it was. — Jane Doe (@janedoe) October 3, 2022\n\nThe council said no.", "2022"),
        # a week summed up
        ("Photos this week: September 8-15, 2022", "2022-09"),
        ("Photos this week: June 16-June 23, 2022", "2022-06"),
        # the weekday of the first lines, dated further down
        ("She died Tuesday, her family said. It was on Tuesday, October 11, 2022.", "2022-10"),
        ("She died Tuesday, her family said. It was on Tuesday, October 25, 2022.", "2022"),
    ],
)
def test_what_the_words_pin(prose: str, at: str) -> None:
    found = infer(prose)
    assert found == (at, {4: "year", 7: "month", 10: "day"}[len(at)])


@pytest.mark.parametrize(
    "prose",
    [
        # two years fit, or more
        "The council met on Tuesday, Oct. 4.",
        "President Volodymyr Zelensky met them on Tuesday. On September 30 they had met before.",
        # no year fits
        f"The council met on Monday, Oct. 4, 2022. {BIDEN}",
        # the people named were never in office together, and the day is of neither
        f"The council met on Tuesday, Oct. 4. {BIDEN} Prime Minister Theresa May agreed.",
        # near the turn of the year, either year may be that of publication
        f"The council met on Friday, Dec. 30. {BIDEN}",
        # a past day alone: the article may be of any later year
        "The council met on October 4, 2022.",
        f"The shop, seen here on Tuesday, July 12, 2022, is closed. {BIDEN}",
        # the weekday of the first lines is another
        "She died Monday. The house, seen on Tuesday, October 11, 2022, is closed.",
        # inside a quotation
        f"“We met on Tuesday, Oct. 4,” the mayor said. {BIDEN}",
        "",
    ],
)
def test_silence_where_the_words_leave_a_doubt(prose: str) -> None:
    assert infer(prose) is None


def test_nothing_lies_after_today() -> None:
    prose = f"The council met on Tuesday, Oct. 4. {BIDEN}"
    assert infer(prose, date(2022, 1, 1)) is None


def test_those_called_former_are_not_in_office() -> None:
    assert (
        list(terms_named("Former President Donald Trump and ex-president Barack Obama met.")) == []
    )
    assert list(terms_named("In 2014 President Barack Obama came.")) == []
    (_, terms), = terms_named("President Donald Trump came.")  # fmt: skip
    assert len(terms) == 2


def test_it_is_marked_as_inferred_and_comes_last() -> None:
    text = f"Council agrees\n\nThe council met on Tuesday, Oct. 4. {BIDEN}\n"
    found = find_published(text, mark_spans(text), "a.txt", today=TODAY)
    assert (found.at, found.precision, found.source) == ("2022", "year", "inferred")
    assert find_published(text, mark_spans(text), "2022-10-05.txt").source == "filename"


def test_boilerplate_is_not_asked() -> None:
    text = f"Council agrees\n\n{BIDEN}\n\nRead more: The vote of Tuesday, Oct. 4\n"
    spans = mark_spans(text)
    assert [span.kind for span in spans][-1] == "boilerplate"
    assert find_published(text, spans, "a.txt", today=TODAY).at is None


@given(st.dates(date(2021, 3, 25), date(2024, 10, 1)))
def test_a_past_weekday_beside_its_day_never_gives_a_wrong_year(published: date) -> None:
    day = published - timedelta(days=3)
    found = infer(f"The council met on {day:%A}, {day:%B} {day.day}. {BIDEN}")
    assert found is None or found[0] == str(published.year)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=500))
def test_any_text(prose: str) -> None:
    found = infer_published(prose, TODAY)
    assert found is None or (isinstance(found, Inferred) and found.at <= TODAY.isoformat())


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", ["Monday, May 2. ", "in 2014 ", "President Joe Biden ", "May 2, ", "(@a) "]
)
def test_long_hostile_text_is_quick(unit: str) -> None:
    found = infer_published("Friday, May 6. " + unit * (200_000 // len(unit)), TODAY)
    assert found is None or found.at <= TODAY.isoformat()
