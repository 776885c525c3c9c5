"""Does a quote carry a sentence? Details one by one, then the words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import facts
from qa.answer.verify import (
    Pair,
    is_verbatim,
    lexical_support,
    problems,
    support,
    support_many,
    threshold,
)

SOLDIERS = "According to Lind, 11,000 soldiers were sent to the Vask region on March 29, 2022."
FERRY = "The ferry company Norlys rejected the offer, calling it too low, its director said."
TALKS = "Lind met Zelenskyy in Oslo on Tuesday. He said more than 300 people would not return."


class Says:
    """A support model with one opinion; keeps what it was asked."""

    def __init__(self, probability: float) -> None:
        self.probability = probability
        self.asked: list[tuple[str, str]] = []

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [self.probability] * len(pairs)


# --- what stands word for word --------------------------------------------------------------


def test_whole_sentences_word_for_word_are_certain() -> None:
    assert support(FERRY, [FERRY], None) == 1.0
    assert support("Lind met Zelenskyy in Oslo on Tuesday.", [TALKS], Says(0.1)) == 1.0
    assert is_verbatim("“It is late,” he said", ['"It is late," he said.'])


def test_part_of_a_sentence_is_not_word_for_word() -> None:
    quote = "Lind denied that the bridge was unsafe."
    assert not is_verbatim("The bridge was unsafe.", [quote])
    assert support("The bridge was unsafe.", [quote], Says(0.9)) == 0.0


# --- numbers, dates, names, negation: a miss is final ---------------------------------------


@pytest.mark.parametrize(
    "claim",
    [
        "Lind said 12,000 soldiers were sent to the Vask region.",
        "Lind said 11,000 soldiers were sent to the Vask region on March 28.",
        "Lind said 11,000 soldiers were sent to the Vask region on March 29, 2023.",
        "Berg said 11,000 soldiers were sent to the Vask region.",
        "Lind said 11,000 soldiers were sent to the Tromso region.",
        "Lind said 11,000 soldiers were not sent to the Vask region.",
        "Lind said 11,000 soldiers were sent to the Vask region in April.",
    ],
)
def test_a_wrong_detail_is_final_whatever_the_model_says(claim: str) -> None:
    assert problems(claim, [SOLDIERS])
    assert support(claim, [SOLDIERS], Says(0.99)) == 0.0
    assert support(claim, [SOLDIERS], None) == 0.0


@pytest.mark.parametrize(
    "claim",
    [
        "Lind said eleven thousand soldiers were sent to the Vask region.",
        "Lind said 11000 soldiers were sent to the Vask region.",
        "On 29 March, Lind's soldiers were sent to the Vask region.",
        "On March 29th soldiers were sent to the Vask region, Lind said.",
        "11 thousand soldiers were sent to Vask on 2022-03-29.",
    ],
)
def test_other_spellings_of_a_detail_pass(claim: str) -> None:
    assert problems(claim, [SOLDIERS]) == []


@pytest.mark.parametrize(("said", "read"), [("F-16", "F-35"), ("MH17", "MH370"), ("A320", "A380")])
def test_a_name_with_figures_is_no_other_one(said: str, read: str) -> None:
    quote = [f"The {read} was lost on Monday."]
    assert support(f"The {said} was lost on Monday.", quote, Says(1.0)) < 0.5
    assert support(f"The {read} was lost on Monday.", quote, Says(1.0)) == 1.0


@pytest.mark.parametrize("name", ["Zelensky", "Zelenskiy", "Zelenskyy's", "ZELENSKYY"])
def test_names_may_be_transliterated_otherwise(name: str) -> None:
    assert problems(f"Lind met {name} in Oslo.", [TALKS]) == []


def test_bounds_must_not_be_turned() -> None:
    assert problems("He said fewer than 300 people would not return.", [TALKS]) == ["less than 300"]
    assert problems("He said over 300 people would not return.", [TALKS]) == []


def test_negation_must_agree_both_ways() -> None:
    assert "negation" in problems("Lind said 300 people would return.", [TALKS])
    assert support("The company rejected no offer.", ["The company made no offer."], None) < 0.7
    assert support("The company accepted the offer.", [FERRY], None) < threshold(None)
    assert "negation" in problems("Lind never met Zelenskyy in Oslo.", [TALKS])
    assert problems("The ferry company Norlys refused the offer.", [FERRY]) == []


def test_context_completes_a_name_but_gives_none() -> None:
    quote = ["Zelenskyy said the talks were over."]
    around = "The Ukrainian president, Volodymyr Zelenskyy, met Viktor Orban."
    assert problems("Volodymyr Zelenskyy said the talks were over.", quote)
    assert not problems("Volodymyr Zelenskyy said the talks were over.", quote, context=around)
    assert problems("Viktor Orban said the talks were over.", quote, context=around)


def test_the_source_may_be_named() -> None:
    claim = "Reuters reported on August 7, 2022 that the ferry company Norlys rejected the offer."
    assert problems(claim, [FERRY])
    assert not problems(claim, [FERRY], source="Reuters 2022-08-07")


# --- the figure -----------------------------------------------------------------------------


def test_the_model_decides_what_passes_the_checks() -> None:
    claim = "The army of Lind moved into the Vask region."
    model = Says(0.42)
    assert support(claim, [SOLDIERS], model) == 0.42
    assert model.asked == [(claim, SOLDIERS)]


def test_the_articles_own_words_need_only_the_models_leave() -> None:
    claim = "Norlys rejected the offer, calling it too low."
    assert support(claim, [FERRY], Says(0.3)) >= threshold(Says(0.3))
    assert support(claim, [FERRY], Says(0.05)) == 0.05


def test_many_are_judged_in_one_call_and_keep_their_order() -> None:
    model = Says(0.5)
    figures = support_many(
        [
            Pair(c, [FERRY])
            for c in (FERRY, "Norlys turned the bid down, refusing it.", "Berg agreed.")
        ],
        model,
    )
    assert figures == [1.0, 0.5, 0.0]
    assert len(model.asked) == 1


def test_by_words_a_close_sentence_passes_and_a_turned_one_does_not() -> None:
    quote = "Norway invaded the island of Vask in early May, after months of threats."
    close = support("Norway invaded the island of Vask in May.", [quote], None)
    turned = support("The island of Vask invaded Norway in May.", [quote], None)
    assert close >= threshold(None) > turned


def test_by_words_another_names_deed_does_not_pass() -> None:
    quotes = ["Berg signed the treaty in Oslo.", "Lind ordered the government to buy ferries."]
    assert support("Berg ordered the government to buy ferries.", quotes, None) < threshold(None)
    assert support("Lind ordered the government to buy ferries.", quotes, None) == 1.0


def test_common_subsequence_by_hand() -> None:
    # content words: lind, order, ferri: 3 of 3 in the same order
    assert lexical_support("Lind ordered ferries.", "Lind has ordered two new ferries.") == 1.0
    # at most 2 of 3 in the same order; then, of 4, 3 in order and one ("old") nowhere
    assert lexical_support("Lind ferries order", "order Lind ferries") == pytest.approx(2 / 3)
    assert lexical_support("Lind ordered old ferries", "Lind ordered ferries") == pytest.approx(
        3 / 4 * 0.6
    )


@pytest.mark.parametrize("claim", ["", "   ", "…", "!?"])
def test_an_empty_claim_has_no_support(claim: str) -> None:
    assert support(claim, [FERRY], None) == 0.0
    assert support(FERRY, [""], Says(1.0)) == 0.0


@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=3))
def test_any_text_gives_a_figure_between_0_and_1(claim: str, quotes: list[str]) -> None:
    assert 0.0 <= support(claim, quotes, None) <= 1.0
    assert 0.0 <= support(claim, quotes, Says(7.0)) <= 1.0


@given(st.integers(min_value=2, max_value=999_999))
def test_numbers_read_the_same_with_and_without_separators(number: int) -> None:
    assert facts.numbers(f"some {number:,} people") == facts.numbers(f"some {number} people")
    assert facts.numbers(f"{number}% of them") != facts.numbers(f"{number} of them")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five ships", "25"),
        ("one hundred and five ships", "105"),
        ("two million", "2000000"),
        ("$1.5 billion", "1500000000"),
        ("1.5bn", "1500000000"),
        ("three dozen", "36"),
        ("five per cent", "5%"),
        ("28-point plan", "28"),
    ],
)
def test_numbers_in_words_and_digits(text: str, value: str) -> None:
    assert facts.numbers(text) == {value}
