"""Names of several words are one name: together, in any order, not another's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.name_phrases import name_phrases, phrase_support
from qa.question.query import Query

COUNCIL = ("Who leads the Russian Security Council?", "Russian Security Council")
LAVROV = ("What did Foreign Minister Sergei Lavrov say?", "Foreign Minister Sergei Lavrov")


def query(text: str, names: str) -> Query:
    return Query(text, text, (), tuple(names.split()), (), (), False)


@pytest.mark.parametrize(
    ("text", "names", "phrases"),
    [
        (*COUNCIL, ["Russian Security Council"]),
        (*LAVROV, ["Sergei Lavrov"]),
        ("Did the Bank of England act?", "Bank England", ["Bank England"]),
        ("Is Russia's Central Bank new?", "Russia Central Bank", ["Russia Central Bank"]),
        ("Did Vladimir Putin's Kremlin act?", "Vladimir Putin Kremlin", ["Vladimir Putin"]),
        ("Did Putin, Xi and Modi meet?", "Putin Xi Modi", []),
        ("How many died?", "", []),
    ],
)
def test_runs_of_name_words_are_names_without_titles(
    text: str, names: str, phrases: list[str]
) -> None:
    assert [" ".join(phrase) for phrase in name_phrases(query(text, names))] == phrases


@pytest.mark.parametrize(
    "text",
    [
        "Russian Security Council chief Sergei Shoigu warned the West.",
        "The secretary of the Security Council of Russia warned the West.",
        "Russia’s powerful Security Council met.",
    ],
)
def test_a_name_may_stand_in_another_order_and_inflection(text: str) -> None:
    assert phrase_support(query(*COUNCIL), text) == 1.0


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (COUNCIL, "Ukraine’s National Security and Defense Council met on Friday."),
        (COUNCIL, "Ukraine's National Security Council met Russian envoys."),
        (LAVROV, "His daughter Mariya Lavrov was sanctioned."),
    ],
)
def test_another_name_with_the_same_last_word_is_a_rival(asked: tuple[str, str], text: str) -> None:
    assert phrase_support(query(*asked), text) == 0.0


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (COUNCIL, "Russian troops withdrew. The council said nothing."),
        (LAVROV, "The talks failed, Lavrov said."),
        (LAVROV, "Russian Foreign Minister Lavrov left early."),
        (LAVROV, "Nobody came."),
    ],
)
def test_a_family_name_or_silence_speaks_neither_way(asked: tuple[str, str], text: str) -> None:
    assert phrase_support(query(*asked), text) == 0.5


@pytest.mark.parametrize(
    ("asked", "text", "support"),
    [
        ("Who is Hungary's foreign minister?", "Prime Minister Viktor Orban spoke.", 0.0),
        ("Who is Hungary's foreign minister?", "Foreign Minister Szijjarto spoke.", 1.0),
        ("Who is Hungary's foreign minister?", "The minister spoke.", 0.5),
        ("What did Prime Minister Orban say?", "Foreign Minister Szijjarto spoke.", 1.0),
    ],
)
def test_an_office_is_not_another_office(asked: str, text: str, support: float) -> None:
    assert phrase_support(query(asked, ""), text) == support


def test_spellings_of_a_name_are_one() -> None:
    assert phrase_support(query(*LAVROV), "Sergey Lavrov left.") == 1.0


@given(
    st.text(max_size=80),
    st.lists(st.text(min_size=1, max_size=8), max_size=4),
    st.text(max_size=200),
)
def test_any_text_has_a_support_from_0_to_1(asked: str, names: list[str], text: str) -> None:
    assert 0.0 <= phrase_support(query(asked, " ".join(names)), text) <= 1.0
