"""Exact match and F1 agree with SQuAD's published script, rewritten here from its description.

The script (Rajpurkar and others 2016; evaluate-v2.0.py) lowers, drops ASCII punctuation, drops the
words a, an and the, and joins blanks; tokens are what blanks part; the best gold answer counts.
Ours drops punctuation of other scripts too, so random texts here are of ASCII.
"""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics.estimate import exact_match, f1


def tokens(text: str) -> list[str]:
    lowered = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", lowered).split()


def published_exact(predicted: str, gold: list[str]) -> float:
    return max(float(tokens(predicted) == tokens(answer)) for answer in gold)


def published_f1(predicted: str, gold: list[str]) -> float:
    return max(one_f1(tokens(predicted), tokens(answer)) for answer in gold)


def one_f1(predicted: list[str], gold: list[str]) -> float:
    left = list(gold)
    shared = 0
    for token in predicted:  # each gold token can be met once
        if token in left:
            left.remove(token)
            shared += 1
    if not predicted or not gold:
        return float(predicted == gold)  # "no answer" on one side or both
    if not shared:
        return 0.0
    precision, recall = shared / len(predicted), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


WORDS = st.lists(
    st.sampled_from(
        ["the", "a", "An", "March", "march", "29", "29,", "in", "Istanbul.", "U.S.", "-", "of"]
    ),
    max_size=8,
).map(" ".join)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
@settings(deadline=None)  # a busy machine is slow, not wrong
def test_random_answers_agree(predicted: str, gold: list[str]) -> None:
    assert exact_match(predicted, gold) == published_exact(predicted, gold)
    assert f1(predicted, gold) == pytest.approx(published_f1(predicted, gold), abs=1e-9)


@given(st.text(st.characters(codec="ascii"), max_size=40), st.text(st.characters(codec="ascii")))
@settings(deadline=None)  # a busy machine is slow, not wrong
def test_random_texts_agree(predicted: str, gold: str) -> None:
    assert exact_match(predicted, [gold]) == published_exact(predicted, [gold])
    assert f1(predicted, [gold]) == pytest.approx(published_f1(predicted, [gold]), abs=1e-9)


@pytest.mark.parametrize(
    ("predicted", "gold", "exact", "overlap"),
    [
        ("The U.S.", ["us"], 1.0, 1.0),  # stops and the article go
        ("in Istanbul", ["Istanbul, Turkey"], 0.0, 0.5),  # 1 of 2 and 1 of 2
        ("29 March 2022", ["March 29"], 0.0, 0.8),  # 2 of 3 and 2 of 2: 2 * 2/3 / (5/3)
        ("four", ["five", "four people"], 0.0, 2 / 3),  # 1 of 1 and 1 of 2 of the second
        ("", ["four"], 0.0, 0.0),
        ("the", ["a"], 1.0, 1.0),  # nothing is left of either: both are "no answer"
    ],
)
def test_values_worked_by_hand(
    predicted: str, gold: list[str], exact: float, overlap: float
) -> None:
    assert exact_match(predicted, gold) == published_exact(predicted, gold) == exact
    assert f1(predicted, gold) == pytest.approx(overlap)
    assert published_f1(predicted, gold) == pytest.approx(overlap)
