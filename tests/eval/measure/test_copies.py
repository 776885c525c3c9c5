"""The measure of copies: labels are sound, and clusters come out of the articles alone."""

from __future__ import annotations

import re
from collections import Counter

from eval.adapters.realtimeqa import NewsArticle
from eval.measure.copies import LabelledPair, cluster, made_copies, read_labels, report, report_made


def article(key: str, seed: int) -> NewsArticle:
    paragraphs = [" ".join(f"w{seed}x{p}x{n}" for n in range(40)) + "." for p in range(12)]
    return NewsArticle(
        key, "", f"W{seed}x0x1 w{seed}x3x9", "\n\n".join(paragraphs), (), "2022-01-02"
    )


def test_labels_are_of_ids_alone_and_halves_are_apart() -> None:
    labels = read_labels()
    pairs = [frozenset((p.first, p.second)) for p in labels]
    assert len(labels) == len(set(pairs)) == 202 and all(len(pair) == 2 for pair in pairs)
    assert Counter(p.half for p in labels) == {"tune": 101, "test": 101}
    for pair in labels:
        assert re.fullmatch(r"rt\d{5}", pair.first) and re.fullmatch(r"rt\d{5}", pair.second)
        assert pair.label in ("copy", "updated", "different") and pair.reason.isalpha()


def test_made_copies_are_found_and_figures_say_so() -> None:
    kinds = made_copies([article("a", 1), article("b", 2), article("c", 3)])
    found = cluster([a for made in kinds.values() for a in made])
    said = report_made(kinds, found)
    assert said.count("100.0% found (3 of 3)") == 3
    assert "0 of 3 clusters hold more than one story" in said
    pairs = [
        LabelledPair("a", "a-trimmed", "copy", "trimmed", "test"),
        LabelledPair("a", "b", "updated", "refiled", "test"),
        LabelledPair("a", "c", "different", "followup", "test"),
    ]
    figures = report(pairs, found)
    assert "precision  100.0%  (1 of 1" in figures and "recall      50.0%  (1 of 2" in figures
    assert "missed: 1 refiled" in figures
