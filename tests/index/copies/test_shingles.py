"""Copies are told from stories that only look alike, whatever the text is."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies.shingles import (
    Prose,
    is_copy,
    is_same_passage,
    prints_of,
    read_prose,
    shingles_of,
    words_of,
)


def prose_words(number: int, seed: int) -> list[str]:
    """Words of a story; two seeds have no run of five words in common."""
    chosen = random.Random(seed)
    return [f"{chosen.choice('bcdfg')}{seed}x{chosen.randrange(400)}" for _ in range(number)]


def story(number: int, seed: int) -> str:
    return " ".join(prose_words(number, seed))


def read(text: str, title: str | None = None, day: str | None = None) -> Prose:
    return read_prose([text], title, day)


def test_the_same_text_in_another_dress_is_a_copy() -> None:
    text = "“Не здамо”, the mayor's aide said. " + story(120, 1)
    other = text.upper().replace("'", "’").replace(". ", ".\n\n").replace("“", '"')
    assert is_copy(read(text), read(other))


def test_a_story_trimmed_from_the_end_is_a_copy() -> None:
    words = prose_words(900, 2)
    assert is_copy(read(" ".join(words)), read(" ".join(words[:150])))


def test_a_story_with_a_new_opening_is_a_copy() -> None:
    words = prose_words(900, 3)
    updated = story(40, 4) + " " + " ".join(words)
    assert is_copy(read(" ".join(words)), read(updated))


def test_an_item_of_a_roundup_is_no_copy_of_the_roundup() -> None:
    item = story(130, 5)
    roundup = " ".join([story(700, 6), item, story(700, 7)])
    assert not is_copy(read(item), read(roundup))


def test_issues_of_a_newsletter_are_different() -> None:
    frame = story(400, 8)
    first, second = (f"{frame} {story(180, seed)}" for seed in (9, 10))
    assert not is_copy(read(first, day="2022-06-27"), read(second, day="2022-07-04"))


def test_a_paragraph_in_common_is_not_enough() -> None:
    shared = story(120, 11)
    first, second = (f"{story(300, seed)} {shared}" for seed in (12, 13))
    assert not is_copy(read(first), read(second))


def test_a_story_filed_again_the_same_day_is_a_copy_and_next_year_it_is_not() -> None:
    words = prose_words(400, 14)
    first = " ".join([*words, story(180, 15)])
    second = " ".join([*words, story(180, 16)])
    assert is_copy(read(first, day="2022-06-27"), read(second, day="2022-06-27"))
    assert not is_copy(read(first, day="2022-06-27"), read(second, day="2023-06-27"))
    assert not is_copy(read(first), read(second))


def test_last_years_text_written_over_is_another_story() -> None:
    words = prose_words(400, 20)
    first, second = (" ".join([*words, story(60, seed)]) for seed in (21, 22))
    assert is_copy(read(first, day="2019-12-18"), read(second, day="2019-12-20"))
    assert not is_copy(read(first, day="2019-12-18"), read(second, day="2020-12-18"))
    assert is_copy(read(first, day="2019-12-18"), read(first, day="2020-12-18"))


def test_pages_that_are_not_about_their_headlines_are_no_copies() -> None:
    wall = story(150, 17)
    assert not is_copy(read(wall, "Will Ukraine join?"), read(wall, "Floods in El Salvador"))
    assert not is_copy(read(wall, "Will Ukraine join?"), read(wall))
    named = f"{wall} Ukraine may join"
    assert is_copy(read(named, "Will Ukraine join?"), read(named, "An outlet's own headline"))
    assert is_copy(read(named), read(named))


def test_texts_too_short_to_tell_are_no_copies() -> None:
    for text in ("", "Sorry.", "Read more about this story here.", "no " * 1000):
        assert not is_copy(read(text), read(text))


def test_passages_nearly_the_same_are_and_short_or_longer_ones_are_not() -> None:
    words = prose_words(100, 18)
    whole = np.unique(shingles_of(words))
    edited = np.unique(shingles_of([*words[:50], "new", *words[51:]]))
    assert is_same_passage(whole, edited)
    assert not is_same_passage(whole, np.unique(shingles_of(words[:70])))
    stock = np.unique(shingles_of(words_of("The Associated Press contributed to this report.")))
    assert not is_same_passage(stock, stock)


def test_chinese_is_compared_by_its_characters() -> None:
    text = "乌克兰总统周一表示，谈判代表将于下周在伊斯坦布尔再次会面，讨论停火和战俘问题。"
    assert is_copy(read(text), read(text.replace("，", "")))
    assert not is_copy(read(text), read(text[::-1]))


def test_hashes_are_the_same_on_every_machine() -> None:
    assert shingles_of(words_of("One two, three four five!")).tolist() == [
        13459732139484642160
    ]  # else raise RULES


def test_a_passage_of_a_copy_shares_its_prints() -> None:
    words = prose_words(200, 19)
    prose = read_prose([" ".join(words[:100]), " ".join(words[100:])])
    alone = read_prose([" ".join(words[100:])])
    assert set(prints_of(alone.passages[0])) == set(prints_of(prose.passages[1]))
    assert len(prints_of(alone.passages[0])) > 0


words = st.lists(st.sampled_from("alpha beta gamma delta epsilon zeta".split()), max_size=80)
texts = st.one_of(words.map(" ".join), st.text(max_size=200))


@given(texts, texts, st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_judgement_is_symmetric(one: str, other: str, titled: bool) -> None:
    first, second = read(one, other if titled else None), read(other)
    assert is_copy(first, second) == is_copy(second, first)
    assert is_same_passage(first.shingles, second.shingles) == is_same_passage(
        second.shingles, first.shingles
    )


@given(st.text(max_size=300), st.text(max_size=50))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_read(text: str, title: str) -> None:
    found = read_prose([text, "", text], title)
    assert len(found.passages) == 3
    assert all(set(prints_of(p).tolist()) <= set(found.shingles.tolist()) for p in found.passages)


@pytest.mark.slow
def test_five_megabytes_are_read_in_seconds() -> None:
    started = time.process_time()
    for text in ("word " * 1_000_000, "x" * 5_000_000, " ".join(map(str, range(800_000)))):
        read(text, text[:2000])
    assert time.process_time() - started < 30
