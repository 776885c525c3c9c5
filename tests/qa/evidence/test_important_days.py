"""The days that articles keep naming, and the words that tell them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from index.text.lines import lines_of
from index.types import Article, Precision
from qa.evidence.important_days import (
    ImportantDay,
    dated_articles,
    days_named,
    important_days,
    score_days,
    topic_name,
)


def article(key: str, day: str | None, text: str) -> Article:
    precision: Precision = "day" if day else "unknown"
    return Article(key, key, text, key, published_at=day, published_precision=precision)


BURST = [
    article("a", "2021-06-02", "The dam of Orl broke on Tuesday and drowned the mill."),
    article("b", "2021-06-20", "Orl mourns. The dam burst on June 1 after a week of rain."),
    article("c", "2021-12-05", "A judge in Orl asked why the dam burst on June 1, 2021."),
    article("d", "2022-06-03", "The town of Orl recalled June 1, 2021, when the dam burst."),
]
QUIET = [
    article(f"q{n}", "2021-08-09", f"The council of Orl met again, for the {n}th time this year.")
    for n in range(4, 9)
]


def days(found: Iterable[ImportantDay]) -> list[str]:
    return [day.on.isoformat() for day in found]


def test_a_day_that_is_named_long_after_beats_a_day_of_many_articles() -> None:
    found = important_days([*QUIET, *BURST], 1)
    assert days(found) == ["2021-06-01"]
    assert days(important_days([*QUIET, *BURST], 2)) == ["2021-06-01", "2021-08-09"]


def test_the_score_is_the_sum_of_logarithms() -> None:
    # "Orl" stands in every line of every article: each weighs 1.
    scores = score_days(dated_articles([*QUIET, *BURST]))
    assert math.isclose(scores[date(2021, 8, 9)], math.log1p(5))  # five articles, nobody names it
    # June 1: "on Tuesday" a day later, by number after 19, 187 and 367 days (each twice, by its
    # number too); nothing came out on it.
    assert math.isclose(scores[date(2021, 6, 1)], 7 * math.log1p(1))


def test_every_sentence_is_the_articles_own() -> None:
    for day in important_days([*QUIET, *BURST], 9):
        assert day.text and day.article.text[day.start_char : day.end_char] == day.text
    (burst,) = important_days(BURST, 1)
    assert "dam" in burst.text


def test_first_and_last_day() -> None:
    all_of_it = [*QUIET, *BURST]
    assert days(important_days(all_of_it, 1, first=date(2021, 7, 1))) == ["2021-08-09"]
    assert days(important_days(all_of_it, 9, last=date(2021, 6, 2))) == ["2021-06-01", "2021-06-02"]


def test_what_has_no_day_or_no_number_is_left_out() -> None:
    undated = article("u", None, "The dam of Orl burst on June 1, 2021.")
    assert important_days([undated], 3) == [] and important_days([], 3) == []
    assert important_days(BURST, 0) == [] and important_days(BURST, -1) == []


def test_days_to_come_are_no_news_yet() -> None:
    plan = article("p", "2021-05-01", "The bridge of Orl will open on June 9, 2021.")
    assert days(important_days([plan], 5)) == ["2021-05-01"]


def test_days_by_their_number_and_by_the_day_of_publication() -> None:
    text = (
        "It happened on 3 March 2020 and on Feb. 2, and again on 2020-04-30.\n"
        "Police came on Monday. On February 30 nobody came, nor on 2020-13-01."
    )
    read = article("a", "2020-05-06", text)
    named = list(days_named(read, date(2020, 5, 6), lines_of(text)))
    assert {(d.on.isoformat(), d.by_number) for d in named} >= {
        ("2020-03-03", True), ("2020-02-02", True), ("2020-04-30", True), ("2020-05-04", False),
    }  # fmt: skip
    assert all(d.on.month in (2, 3, 4, 5) for d in named)


def test_a_date_without_a_year_is_of_the_nearest() -> None:
    text = "The fire of December 30 is out."
    read = article("a", "2021-01-04", text)
    named = list(days_named(read, date(2021, 1, 4), lines_of(text)))
    assert {d.on for d in named if d.by_number} == {date(2020, 12, 30)}


def test_the_name_of_a_topic_stands_in_most_articles() -> None:
    assert topic_name(["the dam of Orl", "in Orl, a mill", "what Orl said on Monday"]) == "Orl"
    assert topic_name(["we saw Orl", "we saw Vell", "we saw Marn"]) is None
    assert topic_name([]) is None


def test_articles_of_something_else_weigh_less() -> None:
    others = [
        article(f"o{n}", "2021-07-07", f"A cup for {n} sheep.\nThey ran.\nThey won.\nBy the way, "
                "in Orl it rained.\nThe end.\nIt was long.\nSheep slept.\nAll went home.")
        for n in range(3)
    ]  # fmt: skip
    scores = score_days(dated_articles([*others, *QUIET, *BURST]))
    # one line in eight has the name: 3 * 1/8 for each of three articles
    assert math.isclose(scores[date(2021, 7, 7)], math.log1p(3 * 3 / 8))


def test_hostile_dates_do_no_harm() -> None:
    text = "January 1 0001-01-01 9999-99-99 on May 99, 2021 and 31 April 2020 and 30 February"
    for day in ("0001-01-01", "9999-12-31", "2021-05-05"):
        assert len(important_days([article("h", day, text)], 5)) <= 5
