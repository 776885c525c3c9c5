"""A time near the publication gets its day; everything that may mean another day gets none."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.byline.relative_dates import ResolvedDate, resolve_relative_dates

DAYS = st.dates(date(1950, 1, 15), date(2090, 12, 1))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TUESDAY = "2022-10-04"


def resolve(text: str, published: str | None = TUESDAY) -> list[ResolvedDate]:
    precision = {None: "unknown", 4: "year", 7: "month"}.get(len(published) if published else None)
    return resolve_relative_dates(text, 0, len(text), published, precision or "day")  # type: ignore[arg-type]


def one(text: str, published: str | None = TUESDAY) -> str | None:
    found = resolve(text, published)
    assert len(found) <= 1
    return found[0].iso if found else None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        # weekdays, by tense
        ("The council said on Tuesday that it would meet again.", "2022-10-04"),
        ("The council met on Monday.", "2022-10-03"),
        ("The council met Wednesday in the town hall.", "2022-09-28"),
        ("The council will meet on Wednesday.", "2022-10-05"),
        ("The council is scheduled to meet on Tuesday.", "2022-10-04"),
        ("The mayor, on Friday, refused.", "2022-09-30"),
        ("The mayor will resign after Friday.", None),
        ("On Friday, the council voted.", "2022-09-30"),
        ("On Friday, the council will vote.", "2022-10-07"),
        ("Last Friday, the mayor announced new rules.", "2022-09-30"),
        ("The vote is next Monday.", "2022-10-10"),
        ("The vote is next Wednesday.", None),
        ("The mayor spoke this past Tuesday.", "2022-09-27"),
        ("At Monday’s meeting nobody spoke.", "2022-10-03"),
        ("The mayor resigned after Monday's vote.", "2022-10-03"),
        # days without a year
        ("The talks took place on March 29 in Istanbul.", "2022-03-29"),
        ("The talks took place on 29 March in Istanbul.", "2022-03-29"),
        ("The council met on Nov. 30.", None),  # ten months ago, or a slip
        ("The talks will take place on March 29.", "2023-03-29"),
        ("The mayor spoke on Sept. 30.", "2022-09-30"),
        ("Details: 7 p.m. Thursday, Oct. 6.", "2022-10-06"),
        ("The council met on Tuesday (October 4).", "2022-10-04"),
        # longer times
        ("The decree was signed last week.", "2022-W39"),
        ("Prices rose last month.", "2022-09"),
        ("The rules change early next year.", "2023"),
        ("The war began earlier this year.", "2022"),
        ("The mayor was elected in March.", "2022-03"),
        ("The mayor was elected in January.", "2022-01"),
        ("The mayor was elected in November.", None),
        ("The mayor will retire in November.", "2022-11"),
        ("The mayor was elected in June last year.", "2021-06"),
        ("The mayor resigned yesterday.", "2022-10-03"),
        ("The verdict is expected tomorrow.", "2022-10-05"),
        ("Two men were arrested three days ago.", "2022-10-01"),
    ],
)  # fmt: skip
def test_times_near_publication(text: str, iso: str | None) -> None:
    assert one(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        # another time than the article's
        "“We met on Tuesday,” the mayor said.",
        'The mayor said: "We will meet on Friday."',
        "In 2014 the council met on Tuesday and dissolved itself.",
        "The council met on March 29, 2021.",
        "The council met on 29 March 2021.",
        # days that return
        "The council meets on Tuesdays.",
        "The council met every Tuesday.",
        "The mayor was born on March 29.",
        # names
        "The January 6 committee met.",
        "The attacks on September 11 changed the city.",
        "Black Friday was quiet.",
        "The Sunday Times reported a split.",
        "Troops will march in may.",
        # past or to come: the words don't say
        "Tuesday's vote divides the city.",
        "A council meeting on Wednesday.",
        "The vote was postponed until Wednesday.",
        "The hall was open from Monday to Friday.",
        # stretches of time, and the last Monday of two
        "Prices rose over the last year.",
        "The mayor met last Monday with the council.",
        "That Tuesday the council met.",
        "Today's cities are crowded.",
        "",
    ],
)
def test_silence_before_a_wrong_date(text: str) -> None:
    assert resolve(text) == []


def test_only_what_the_precision_of_the_date_allows() -> None:
    text = "The council met on Tuesday, last month and last year. It also met on March 29."
    assert [found.words for found in resolve(text, None)] == []
    assert [found.words for found in resolve(text, "2022")] == ["last year"]
    assert [found.iso for found in resolve(text, "2022-10")] == ["2022-09", "2021", "2022-03-29"]
    assert len(resolve(text)) == 4


def test_an_early_hour_of_utc_may_be_the_day_before_elsewhere() -> None:
    text = "The mayor resigned yesterday."
    assert one(text, "2022-10-04T02:00:00+00:00") is None
    assert one(text, "2022-10-04T02:00:00+02:00") == "2022-10-03"


def test_a_quotation_that_began_before_the_span_is_seen() -> None:
    text = "The mayor said: “We talked a while. We met on Monday. It went well.” He left on Monday."
    start = text.index("We met")
    assert resolve_relative_dates(text, start, start + 17, TUESDAY, "day") == []
    whole = resolve_relative_dates(text, 0, len(text), TUESDAY, "day")
    assert [found.start_char for found in whole] == [text.rindex("on Monday")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The council met on Tuesday.", "Oct 4, 2022"),
        ("The council met last week.", "week of Sep 26, 2022"),
        ("The council met last month.", "Sep 2022"),
        ("The council met last year.", "2021"),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert [found.label for found in resolve(text)] == [label]


# --- whatever the day ---------------------------------------------------------------------------


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_gone_by_is_within_the_week(published: date, weekday: str) -> None:
    day = date.fromisoformat(one(f"He said on {weekday} that it rained.", str(published)) or "")
    assert f"{day:%A}" == weekday
    assert timedelta(0) <= published - day < timedelta(days=7)


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_to_come_is_within_the_week(published: date, weekday: str) -> None:
    day = date.fromisoformat(one(f"They will meet on {weekday}.", str(published)) or "")
    assert f"{day:%A}" == weekday
    assert timedelta(0) <= day - published < timedelta(days=7)


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_last_weekday_is_before_and_next_weekday_after(published: date, weekday: str) -> None:
    last = one(f"They met last {weekday}.", str(published))
    following = one(f"They will meet next {weekday}.", str(published))
    assert last is None or timedelta(0) < published - date.fromisoformat(last) <= timedelta(days=7)
    assert following is None or date.fromisoformat(following) > published


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_that_day_and_not_after(published: date, day: date) -> None:
    found = one(f"They met on {day:%B} {day.day}.", str(published))
    if found is not None:
        meant = date.fromisoformat(found)
        assert (meant.month, meant.day) == (day.month, day.day)
        assert timedelta(0) <= published - meant <= timedelta(days=366)


@given(DAYS, st.integers(-40, 40))
def test_a_weekday_beside_a_day_finds_the_year(published: date, days: int) -> None:
    day = published + timedelta(days=days)
    if (day.month, day.day) == (2, 29):
        return
    assert one(f"Details: {day:%A}, {day:%B} {day.day}.", str(published)) == day.isoformat()


@given(st.text(max_size=400), st.integers(-5, 500), st.integers(-5, 500), DAYS)
def test_any_text_and_any_span(text: str, start: int, end: int, published: date) -> None:
    for found in resolve_relative_dates(text, start, end, str(published), "day"):
        assert text[found.start_char : found.end_char] == found.words
        assert start <= found.start_char < found.end_char <= end


@given(
    st.lists(
        st.sampled_from([*WEEKDAYS, "on", "last", "March", "29", "said", "will", "“", "”", '"', "'",
                         ".", ",", "\n\n", "2021", "week", "yesterday", "(", ")"]),
        max_size=60,
    )
)  # fmt: skip
def test_words_are_those_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for found in resolve(text):
        assert text[found.start_char : found.end_char] == found.words
        assert re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d)?", found.iso)
        assert found.label


@pytest.mark.timeout(20)
def test_long_hostile_text_is_quick() -> None:
    for text in ("“" * 40_000, "on " * 20_000 + "Tuesday", "'a" * 30_000, "said " * 20_000):
        for start in (0, len(text) - 100):
            for found in resolve_relative_dates(text, start, len(text), TUESDAY, "day"):
                assert text[found.start_char : found.end_char] == found.words
