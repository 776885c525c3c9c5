"""What the text is made of: every sentence once, each with who vouches for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.types import AssertedBy, How, Statement
from tests.ui.fakes import bridge_answer, refusal
from tests.ui.story import differing_answer, story_answer, timeline_answer
from ui.render.told import label_of, pieces, text_of
from ui.render.wording import asserted_words


@pytest.mark.parametrize(
    ("name", "how", "words"),
    [
        ("police", "alleged", "alleged by police:"),
        ("the ministry", "denied", "denied by the ministry:"),
        ("A. Writer", "opinion", "opinion of A. Writer:"),
        ("the mayor", "said", "according to the mayor:"),
        ("CNN", "reported", "reported by CNN:"),
        ("", "alleged", "alleged:"),
        (" \n\x1b[1m", "opinion", "opinion:"),
        ("", "said", ""),
    ],
)
def test_whose_word_a_sentence_is_is_said_before_it(name: str, how: How, words: str) -> None:
    assert asserted_words(AssertedBy(name, how), "The gate was open.") == words


def test_what_the_sentence_says_itself_is_not_said_twice_unless_it_is_doubtful() -> None:
    sentence = "The gate was open, the Mayor of Odda said on Monday."
    assert asserted_words(AssertedBy("the mayor of Odda", "said"), sentence) == ""
    assert asserted_words(AssertedBy("the mayor of Odda", "alleged"), sentence) != ""
    about = "The mayor of Odda was seen at the gate at noon, when the guard told him to leave."
    assert asserted_words(AssertedBy("the mayor of Odda", "said"), about) != "", "he is no source"
    assert (
        asserted_words(AssertedBy("a(b", "said"), "a(b said so.") == "" == asserted_words(None, "")
    )
    assert len(asserted_words(AssertedBy("W" * 5000, "said"), "x")) < 130


def test_the_pieces_joined_are_the_text() -> None:
    for answer in (story_answer("q"), bridge_answer("q"), refusal("q")):
        assert "".join(piece.text for piece in pieces(answer)) == answer.text
    labelled = [piece for piece in pieces(story_answer("q")) if piece.label]
    assert [piece.label for piece in labelled] == [
        "alleged by the union:",
        "denied by Kystlinjen:",
        "opinion of the mayor of Norvik:",
    ]
    assert labelled[0].text == "A manager cut the mooring lines of two boats on Sunday night. [3] "


def test_words_before_the_first_statement_stay() -> None:
    told = Statement("He ran.", (1,), 0.9, AssertedBy("police", "alleged"))
    answer = replace(bridge_answer("q"), text="In short: He ran. [1]", statements=(told,))
    assert text_of(answer) == "In short: Alleged by police: He ran. [1]"


def test_a_text_in_other_words_does_not_lose_who_vouches_for_it() -> None:
    answer = replace(story_answer("q"), text="Somebody wrote this anew. [1]")
    assert text_of(answer).count("Alleged by the union: A manager cut") == 1
    plain = replace(bridge_answer("q"), text="Somebody wrote this anew. [1]")
    assert text_of(plain) == "Somebody wrote this anew. [1]"


def test_what_the_timeline_or_the_sides_tell_is_not_told_twice() -> None:
    assert text_of(timeline_answer("q")) == ""
    beside = (
        "Alleged by the union: A manager cut the mooring lines of two boats on Sunday night. [3]"
    )
    assert text_of(differing_answer("q")) == beside
    found_beside = replace(differing_answer("q"), form="lookup")
    assert "3,800" in text_of(found_beside), "the question didn't ask how reports differ"
    answer = timeline_answer("q")
    more = Statement("The strike cost 50 million.", (1, 2), 0.9)
    assert text_of(replace(answer, statements=(*answer.statements, more))) == f"{more.text} [1][2]"


def test_a_part_of_a_statement_has_its_label() -> None:
    answer = timeline_answer("q")
    assert label_of(answer, "mooring lines", (3,)) == "alleged by the union:"
    assert label_of(answer, "Reported: in other words", (7,)) == "opinion of the mayor of Norvik:"
    assert label_of(answer, "Nothing of this", ()) == ""


def test_a_turn_that_names_its_speaker_needs_no_more() -> None:
    for turn in ("HOLT: Until noon.", "Holt: It stands.", "SPEAKER (ANN HOLT): Good morning."):
        assert asserted_words(AssertedBy("Holt", "said"), turn) == ""
    assert asserted_words(AssertedBy("Holt", "said"), "The plan for Holt failed: it rained.") != ""
