"""Topics that headlines share, and stories that several outlets tell."""

from __future__ import annotations

import pytest

from index.catalog.rows import Headline
from qa.suggest.topics import Topic, told_by_several, topics

NAMES = ("selby", "marsk", "odda", "verran")
PAPERS = ("Selby Mail", "The Courant", "Wire North")


def headline(
    number: int, title: str, day: str = "2021-05-03", *, cluster: str | None = None
) -> Headline:
    return Headline(f"a{number}", title, PAPERS[number % 3], day, "day", cluster)


def is_name(word: str) -> bool:
    return word.lower() in NAMES


def words_of(*titles: str) -> list[str]:
    return [t.words for t in topics([headline(n, t) for n, t in enumerate(titles)], is_name)]


@pytest.mark.parametrize(
    ("titles", "topic"),
    [
        # Sentence case tells which words are names.
        (("Council votes on cycle lanes", "Cycle lanes split the council"), "the cycle lanes"),
        (("Work begins on Marsk tunnel", "Marsk tunnel to cost more"), "the Marsk tunnel"),
        (("Odda Verran wins again", "Why Odda Verran left: an interview"), "Odda Verran"),
        # Title Case tells nothing: the corpus does.
        (("Storm Tide Hits Selby Port", "After the Storm Tide, Selby Counts"), "the storm tide"),
        # What is whose is no one thing, and nothing reaches over a colon.
        (
            ("Selby's cycle lanes: council votes", "More cycle lanes. Council pays"),
            "the cycle lanes",
        ),
    ],
)
def test_words_that_headlines_share_become_a_topic(titles: tuple[str, ...], topic: str) -> None:
    assert words_of(*titles)[0] == topic


@pytest.mark.parametrize(
    "titles",
    [
        ("Council votes on lanes", "Snow closes the pass"),  # nothing in common
        ("Mayor says no", "Mayor says yes"),  # what headlines do
        ("Three years later", "The last three years"),  # time
        ("Snow shuts pass - Selby Mail", "Rain shuts mine - Selby Mail"),  # the outlet's name
        ("Snow", ""),
    ],
)
def test_what_tells_nothing_is_no_topic(titles: tuple[str, ...]) -> None:
    assert words_of(*titles) == []


def test_a_topic_knows_its_outlets_and_days_and_counts_copies_once() -> None:
    held = [
        headline(0, "Cycle lanes open", "2021-05-09"),
        headline(1, "Cycle lanes open in May", "2021-05-09", cluster="c"),
        headline(2, "Cycle lanes open in May", "2021-05-09", cluster="c"),
        headline(4, "Vote on cycle lanes", "2021-05-01"),
    ]
    (topic,) = topics(held, is_name)
    assert isinstance(topic, Topic) and topic.words == "the cycle lanes"
    assert (len(topic.headlines), topic.outlets, topic.days) == (3, 2, 2)


def test_in_a_large_collection_words_that_go_on_for_years_are_no_story() -> None:
    days = [f"20{year:02}-{month:02}-01" for year in range(5, 25) for month in range(1, 13)]
    held = [
        headline(n, f"Item{n} about thing{n}" if n % 12 else "Talk of the chief executive", day)
        for n, day in enumerate(days)
    ]
    assert topics(held, is_name) == []
    assert [t.words for t in topics(held[:36], is_name)] == ["the chief executive"]


def test_stories_of_several_outlets_are_counted_within_days_and_without_copies() -> None:
    held = [
        headline(0, "Ammonia leak at Selby dairy", "2021-05-03"),
        headline(1, "Dozens flee ammonia leak", "2021-05-04"),
        headline(2, "Ammonia leak: what we know", "2021-05-04"),
        headline(3, "Night trains return", "2021-05-03"),
        headline(4, "Night trains delayed", "2021-09-03"),  # long after
        headline(5, "Pension vote today", "2021-05-03"),
        headline(8, "Pension vote tomorrow", "2021-05-03"),  # the same outlet
        headline(6, "Goat wins show", "2021-05-03", cluster="g"),
        headline(7, "Goat wins show", "2021-05-03", cluster="g"),  # a copy
    ]
    assert told_by_several(held, 60) == 1
    assert told_by_several(held, -1) is None, "no time left"
    assert told_by_several([], 60) == 0
