"""The form of questions in words that no rule knows."""

from __future__ import annotations

import pytest

from eval.training.forms import KEPT, read, read_wordings, table
from qa.question.form import read_form
from qa.question.wording.grams import grams
from qa.question.wording.learned_form import learned_form


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Run me through the search for the missing climbers", "timeline"),
        ("Any U-turn by the mayor on the fuel payment?", "change"),
        ("Do the two papers tell the same tale about the dam?", "disagreement"),
        ("The Varga rescue plan: where do things stand?", "latest"),
        ("I haven't got time to read it all. What should I know about the dam?", "summary"),
        ("Article count for Ingrid Solheim, please.", "count"),
        ("I need all the reports in which the firm Maerlin is named.", "list"),
        ("Who finished first in the marathon?", "lookup"),
        ("How many ferries sank?", "lookup"),
        ("norvik strike deal", "lookup"),
        ("According to whom was the wall rotten?", "lookup"),
    ],
)
def test_the_form_of_other_words_is_learned(question: str, label: str) -> None:
    assert read_form(question).label == label


def test_names_numbers_and_days_are_blanks() -> None:
    found = grams("How many articles from Reuters mention Anna Lund on 3 May?")
    assert "articles from N" in found and "mention N on" in found and "0 D ?" in found
    assert not any("Reuters" in gram or "reuters" in gram for gram in found)


def test_probabilities_are_probabilities() -> None:
    for question in ("", "?", "x", "What changed?" * 500):
        guess = learned_form(question)
        assert 0.0 <= guess.of_lookup <= guess.probability <= 1.0


def test_nine_in_ten_wordings_by_others_are_read_right() -> None:
    kept = read_wordings(KEPT)
    right = sum(read(w.question) == w.form for w in kept)
    facts = [w for w in kept if w.form == "lookup"]
    assert len(kept) == 520 and right >= 0.88 * len(kept)
    assert sum(read(w.question) == "lookup" for w in facts) >= 0.93 * len(facts)
    assert table(kept[:5]).startswith("| form |")
