"""A publisher counts as a source only where the question names it as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.sources import asked_sources


class Spelling:
    """The corpus writes these as names."""

    def contains(self, word: str) -> bool:
        return True

    def closest(self, word: str) -> str | None:
        return None

    def is_name(self, word: str) -> bool:
        return word.lower() in ("reuters", "cnn")


PUBLISHERS = ("Reuters", "CNN", "USA TODAY", "The New York Times", "People", "New York")


def sources(question: str) -> tuple[tuple[str, ...], bool]:
    found = asked_sources(question, PUBLISHERS, Spelling())
    return found.publishers, found.demanded


@pytest.mark.parametrize(
    ("question", "publishers"),
    [
        ("Who resigned, according to the New York Times?", ("The New York Times",)),
        ("What did USA TODAY report about the strike?", ("USA TODAY",)),
        ("what did reuters report about the strike?", ("Reuters",)),
        ("What happened in Kyiv in the Reuters article?", ("Reuters",)),
        ("How many died, as reported by CNN?", ("CNN",)),
        ("What do Reuters and CNN report?", ("Reuters", "CNN")),
        ("Who resigned, according to the NYT?", ("The New York Times",)),
        ("What did CNN Politics report?", ("CNN",)),
    ],
)
def test_a_plain_demand_names_the_only_source(question: str, publishers: tuple[str, ...]) -> None:
    assert sources(question) == (publishers, True)


@pytest.mark.parametrize(
    ("question", "publishers"),
    [
        ("Who reported the Reuters story?", ("Reuters",)),
        ("What did CNN say about Reuters?", ("CNN",)),
    ],
)
def test_a_looser_mention_is_a_preference(question: str, publishers: tuple[str, ...]) -> None:
    assert sources(question) == (publishers, False)


@pytest.mark.parametrize(
    "question",
    [
        "Which CNN anchor was fired?",
        "Who leads, according to a CNN poll?",
        "Who lied, according to CNN anchor Don Lemon?",
        "Who lied, according to CNN's Jake Tapper?",
        "Who lied, according to people familiar with it?",
        "Who leads, according to a new USA TODAY/Suffolk University poll?",
        "Who was sworn in, according to Le Monde?",
        "Who was shot in New York?",
    ],
)
def test_a_name_that_is_part_of_the_matter_is_no_source(question: str) -> None:
    assert sources(question) == ((), False)


@given(st.text(max_size=120), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_and_any_names_are_read_without_harm(question: str, names: list[str]) -> None:
    found = asked_sources(question, names, Spelling())
    assert set(found.publishers) <= set(names)
    assert all(words in question for words in found.words)
