"""Metric values worked by hand; the arithmetic is in the test."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics.estimate import (
    Judgement,
    cluster_bootstrap,
    contains,
    estimate,
    exact_match,
    f1,
    latency,
    normalise,
    spans_meet,
    wilson,
)
from eval.metrics.figures import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The  Kremlin's “list”", "kremlins list"),
        ("11,000 soldiers.", "11000 soldiers"),
        ("an A-team", "ateam"),
        ("theatre", "theatre"),
        ("Zaporizhia…–", "zaporizhia"),
        ("", ""),
    ],
)
def test_normalise_is_the_rule_of_squad(text: str, plain: str) -> None:
    assert normalise(text) == plain


@given(st.text(max_size=60))
@settings(deadline=None)  # a busy machine is slow, not wrong
def test_normalise_is_idempotent_up_to_articles_that_punctuation_hid(text: str) -> None:
    once = normalise(text)
    assert once == once.strip()
    assert not set("[]().,;'\"“”") & set(once)
    assert exact_match(text, [text]) == 1.0


@pytest.mark.parametrize(
    ("text", "accepted", "found"),
    [
        ("They met on March 29 in Istanbul, Turkey. [1]", "Istanbul, Turkey", True),
        ("They met in Istanbul [1].", "the Istanbul", True),
        ("four dead and 33 injured", "3", False),  # not inside another number
        ("See [4].", "4", False),  # a marker is no answer
        ("Putin’s army", "Putin", True),  # a possessive is the word
        ("11,000 North Korean soldiers", "11000", True),
        ("anything", "the", False),  # nothing left to look for
    ],
)
def test_contains_looks_for_whole_words(text: str, accepted: str, found: bool) -> None:
    assert contains(text, accepted) is found


def test_f1_counts_tokens_with_repetition() -> None:
    # prediction: march march 29 (3 tokens), gold: march 29 (2). Shared: march once, 29 once = 2.
    # precision 2/3, recall 2/2, F1 = 2 * (2/3 * 1) / (2/3 + 1) = (4/3) / (5/3) = 0.8
    assert f1("March March 29", ["March 29"]) == pytest.approx(0.8)
    # a set-based F1 would have said 1.0


def test_f1_and_exact_match_take_the_best_gold_answer() -> None:
    # against "four dead": shared "four", precision 1/2, recall 1/2, F1 1/2
    # against "four": precision 1/2, recall 1/1, F1 = 2 * 1/2 / (3/2) = 2/3
    assert f1("four people", ["four dead", "four"]) == pytest.approx(2 / 3)
    assert exact_match("The Four.", ["4", "four"]) == 1.0
    assert f1("", ["four"]) == 0.0
    assert f1("four", []) == 0.0


@pytest.mark.parametrize(
    ("a", "b", "meet"),
    [
        ((0, 10), (5, 30), True),  # shares 5 of the shorter 10
        ((0, 10), (6, 30), False),  # shares 4 of 10
        ((0, 100), (40, 50), True),  # one inside the other
        ((0, 10), (10, 20), False),  # neighbours
        ((5, 5), (0, 10), False),  # nothing
    ],
)
def test_spans_meet_at_half_of_the_shorter(
    a: tuple[int, int], b: tuple[int, int], meet: bool
) -> None:
    assert spans_meet(a, b) is meet
    assert spans_meet(b, a) is meet


def test_wilson_by_hand() -> None:
    # 8 of 10, z = 1.96: z²/n = 0.384146; middle = (0.8 + 0.192073) / 1.384146 = 0.716741
    # half = 1.959964 * sqrt(0.8 * 0.2 / 10 + 0.384146 / 40) / 1.384146 = 0.226579
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.716741 - 0.226579, abs=1e-5)
    assert high == pytest.approx(0.716741 + 0.226579, abs=1e-5)


@given(st.integers(1, 500), st.data())
@settings(deadline=None)  # a busy machine is slow, not wrong
def test_wilson_holds_the_share_and_is_never_empty(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    low, high = wilson(right, n)
    assert 0 <= low <= right / n + 1e-12 and right / n - 1e-12 <= high <= 1
    assert high > low


@pytest.mark.parametrize(("right", "n"), [(1, 0), (3, 2), (-1, 2)])
def test_wilson_refuses_what_is_no_share(right: int, n: int) -> None:
    with pytest.raises(ValueError, match="right"):
        wilson(right, n)


def test_cluster_bootstrap_resamples_articles_not_questions() -> None:
    # Two articles, all right in one and all wrong in the other: a resample of two articles is
    # {a,a}, {a,b}, {b,a} or {b,b}, so the value is 1, 1/2, 1/2 or 0, and each end has
    # probability 1/4 > 2.5 %: the interval is the whole range however many questions there are.
    pairs = [((1.0, 1.0), "a")] * 50 + [((0.0, 1.0), "b")] * 50
    assert cluster_bootstrap(pairs) == (0.0, 1.0)
    assert cluster_bootstrap(pairs) == cluster_bootstrap(list(reversed(pairs)))
    with pytest.raises(ValueError, match="empty"):
        cluster_bootstrap([])


def _judged(
    name: str, *pairs: tuple[float, float] | None, cluster: str | None = None
) -> list[Judgement]:
    fields = {
        "answer_accuracy": "answer",
        "citation_precision": "citations",
        "statements": "statements",
    }
    field = fields.get(name, name)
    return [Judgement(str(i), "k", cluster, **{field: pair}) for i, pair in enumerate(pairs)]


def test_citation_precision_pools_citations() -> None:
    # 1 of 1 and 1 of 3: pooled 2 of 4 = 0.5 (a mean of means would be 0.67)
    got = estimate(BY_NAME["citation_precision"], _judged("citation_precision", (1, 1), (1, 3)))
    assert (got.value, got.n, got.of, got.method) == (0.5, 4, "citations", "Wilson")


def test_what_does_not_apply_or_could_not_be_scored_is_not_zero() -> None:
    judged = [
        *_judged("answer_accuracy", (1, 1), None),
        Judgement("x", "k", None, unscored="no index", answer=(0, 1)),
    ]
    got = estimate(BY_NAME["answer_accuracy"], judged)
    assert (got.value, got.n) == (1.0, 1)


def test_nothing_counted_has_no_value() -> None:
    got = estimate(BY_NAME["answer_accuracy"], [])
    assert (got.value, got.low, got.high, got.n, got.method) == (None, None, None, 0, "none")


def test_all_right_has_an_interval_with_width() -> None:
    judged = [
        *_judged("answer_accuracy", *[(1, 1)] * 10, cluster="a"),
        *_judged("answer_accuracy", *[(1, 1)] * 10, cluster="b"),
    ]
    got = estimate(BY_NAME["answer_accuracy"], judged)
    assert got.method == "Wilson"
    # Wilson at p = 1: the lower end is 1 / (1 + z²/n) = 1 / (1 + 3.8415 / 20) = 0.8389
    assert got.low is not None and math.isclose(got.low, 0.8389, abs_tol=1e-4)
    assert got.high == 1.0


def test_with_articles_the_interval_is_over_articles() -> None:
    judged = [
        *_judged("answer_accuracy", (1, 1), (0, 1), cluster="a"),
        *_judged("answer_accuracy", (1, 1), cluster="b"),
    ]
    got = estimate(BY_NAME["answer_accuracy"], judged)
    assert got.method == "bootstrap over articles"
    assert (got.low, got.high) == (0.5, 1.0)  # all draws of a; all draws of b


def test_latency_quantiles() -> None:
    judged = [Judgement(str(i), "k", None, seconds=float(i)) for i in range(1, 6)]
    median = latency(judged, 0.5, "median")
    assert (median.name, median.value, median.n, median.unit) == ("latency_p50", 3.0, 5, "seconds")
    assert median.low is not None and median.high is not None
    assert median.low <= 3.0 <= median.high
    assert latency([], 0.95, "p95").value is None
