"""Two sentences that stand against each other: what is known of a pair, and which is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.types import Article, Passage
from qa.answer.telling import Told
from qa.evidence.sentences import EvidenceSentence
from qa.forms.sides.opposed_pairs import FEATURES, Candidate, Sought, pairs_of
from qa.forms.sides.voices import Voice
from tests.qa.forms.sides.conftest import Ask

TEXT = "The line was dead at noon. Two farmers saw sparks. The weather was fine."
SPANS = ((0, 26), (27, 50), (51, 72))
SOUGHT = Sought("Was the line live?", frozenset({"line"}), frozenset(), (), {})


def candidate(place: int, score: float = 0.0, *, text: str = TEXT, who: str = "") -> Candidate:
    article = Article("a", "/a.txt", text, "h", title="Fire", publisher="AP")
    start, end = SPANS[place]
    voice = Voice(article, SPANS, place, place, who, None)
    read = None
    if score:
        passage = Passage("a:0:x", "a", 0, 0, len(text), text, SPANS)
        read = EvidenceSentence(article, passage, start, end, score, (start, end), 1.0)
    return Candidate(Told(article, start, end, score), voice, place, read)


def vectors(n: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.eye(n + 1, 8, dtype=np.float32)


def test_each_pair_has_one_of_the_likeliest_and_every_feature() -> None:
    found = [candidate(0, 0.9), candidate(1, 0.4), candidate(2)]
    pairs = pairs_of(found, vectors(3), SOUGHT)
    assert len(pairs) == 3
    assert all(set(pair.features) == set(FEATURES) for pair in pairs)
    assert all(np.isfinite(pair.score) for pair in pairs)
    assert pairs[0].one.score >= pairs[0].other.score


def test_two_who_are_named_as_sides_stand_out() -> None:
    sides = replace(SOUGHT, sides=frozenset({"farmer", "norgrid"}))
    found = [candidate(0, 0.9, who="Norgrid"), candidate(1, 0.4), candidate(2, 0.4)]
    best = max(pairs_of(found, vectors(3), sides), key=lambda pair: pair.score)
    assert {best.one.place, best.other.place} == {0, 1}
    assert best.features["sides"]


def test_copies_of_one_report_are_no_two_sides() -> None:
    other = candidate(1, 0.8)
    copy = replace(other, told=replace(other.told, article=replace(other.told.article,
                                                                   article_id="b")))  # fmt: skip
    clusters = {"a": "one", "b": "one"}
    found = [candidate(0, 0.9), copy]
    assert pairs_of(found, vectors(2), SOUGHT)
    assert not pairs_of(found, vectors(2), replace(SOUGHT, clusters=clusters))


def test_a_day_that_is_not_known_is_far_away() -> None:
    one, other = candidate(0, 0.9), candidate(1, 0.4)
    [pair] = pairs_of([one, other], vectors(2), SOUGHT)
    assert pair.features["days"] == pytest.approx(np.log1p(30))


def test_where_the_reports_may_agree_no_sides_are_made_up(ask: Ask) -> None:
    answer = ask("Do Reuters and the Guardian agree on when the Aska bridge was built?")
    assert all(len(d.sides) == 2 for d in answer.disagreements)
    asked = ask("Who gave the order to land on Mars? Who says what?")
    assert asked.disagreements == ()
