"""Ranking measures: worked by hand, and against another implementation on random runs."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics.figures import RANKED
from eval.metrics.ranking import NAMES, first_of_each, mean, score_rankings


def test_values_worked_by_hand() -> None:
    rankings = {
        "second": ["a", "right", "b", "also right"],
        "eleventh": [f"wrong{i}" for i in range(10)] + ["right"],
        "nothing": [],
    }
    gold = {
        "second": {"right", "also right", "missed"},
        "eleventh": {"right"},
        "nothing": {"right"},
        "not asked": {"right"},
    }
    found = score_rankings(rankings, gold)
    assert found["Hit@1"] == {"second": 0, "eleventh": 0, "nothing": 0, "not asked": 0}
    assert found["Hit@4"]["second"] == 1
    assert found["Hit@10"]["eleventh"] == 0
    assert found["MRR@10"] == {"second": 0.5, "eleventh": 0, "nothing": 0, "not asked": 0}
    best = 1 + 1 / math.log2(3) + 1 / 2  # three right ones at ranks 1, 2, 3
    assert found["nDCG@10"]["second"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best)


def by_definition(ranking: list[str], right: Mapping[str, int]) -> dict[str, float]:
    """Written from the definitions alone; `right` has grades."""
    ranks = [i for i, item in enumerate(ranking, start=1) if item in right]
    gain = sum(right[ranking[rank - 1]] / math.log2(rank + 1) for rank in ranks if rank <= 10)
    ideal = sorted(right.values(), reverse=True)[:10]
    best = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(ideal, start=1))
    return {
        **{f"Hit@{k}": float(any(rank <= k for rank in ranks)) for k in (1, 4, 5, 10)},
        **{f"recall@{k}": sum(rank <= k for rank in ranks) / len(right) for k in (5, 10)},
        "MRR@10": max((1 / rank for rank in ranks if rank <= 10), default=0.0),
        "nDCG@10": gain / best,
    }


ITEMS = [f"i{n}" for n in range(40)]
MEASURES = list(dict.fromkeys((*NAMES, *(name for name, _ in RANKED))))


@st.composite
def runs(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, dict[str, int]]]:
    """Rankings of up to thirty items, and for each question the right ones with grades."""
    ranked = st.lists(st.sampled_from(ITEMS), unique=True, max_size=30)
    right = st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 3), min_size=1, max_size=15)
    pairs = draw(st.lists(st.tuples(ranked, right), min_size=1, max_size=20))
    questions = {f"q{n}": pair for n, pair in enumerate(pairs)}
    return (
        {question: ranking for question, (ranking, _) in questions.items()},
        {question: gold for question, (_, gold) in questions.items()},
    )


@given(runs())
@settings(deadline=None)  # the first run loads the library
def test_random_runs_agree_with_the_definitions(
    run: tuple[dict[str, list[str]], dict[str, dict[str, int]]],
) -> None:
    rankings, gold = run
    found = score_rankings(rankings, gold, MEASURES)
    for question, ranking in rankings.items():
        expected = by_definition(ranking, gold[question])
        for name in MEASURES:
            assert found[name][question] == pytest.approx(expected[name], abs=1e-9)


@given(runs())
@settings(deadline=None)  # the first run loads the library
def test_random_runs_agree_with_trec_eval_itself(
    run: tuple[dict[str, list[str]], dict[str, dict[str, int]]],
) -> None:
    """Asked by its own names, with scores of our making: no measure is mixed up, no tie made."""
    import pytrec_eval

    rankings, gold = run
    theirs = {
        "Hit@1": "success_1", "Hit@4": "success_4", "Hit@5": "success_5", "Hit@10": "success_10",
        "recall@5": "recall_5", "recall@10": "recall_10", "nDCG@10": "ndcg_cut_10",
        "MRR@10": "recip_rank",  # which looks at every rank
    }  # fmt: skip
    spelled = ("success.1,4,5,10", "recall.5,10", "ndcg_cut.10", "recip_rank")
    scores = {q: {item: 1 / (1 + n) for n, item in enumerate(r)} for q, r in rankings.items()}
    expected = pytrec_eval.RelevanceEvaluator(gold, set(spelled)).evaluate(scores)
    found = score_rankings(rankings, gold, MEASURES)
    for question, ranking in rankings.items():
        for name, value in ((n, expected.get(question, {}).get(theirs[n], 0.0)) for n in MEASURES):
            beyond = name == "MRR@10" and not set(ranking[:10]) & set(gold[question])
            assert found[name][question] == pytest.approx(0.0 if beyond else value, abs=1e-9)


def random_runs(seed: int) -> tuple[dict[str, list[str]], dict[str, dict[str, int]]]:
    rng = random.Random(seed)
    rankings = {f"q{n}": rng.sample(ITEMS, rng.randrange(0, 30)) for n in range(200)}
    right = {q: rng.sample(ITEMS, rng.randrange(1, 15)) for q in rankings}
    return rankings, {q: {item: rng.randint(1, 3) for item in right[q]} for q in rankings}


@pytest.mark.slow
def test_random_runs_agree_with_scikit_learn() -> None:
    from sklearn.metrics import ndcg_score

    rankings, gold = random_runs(11)
    found = score_rankings(rankings, gold)["nDCG@10"]
    for question, ranking in rankings.items():
        # It ranks everything it is given: what isn't ranked comes last, below the first ten. A run
        # of fewer than ten would be filled up with what it never named.
        if len(ranking) < 10:
            continue
        relevance = [[float(gold[question].get(item, 0)) for item in ITEMS]]
        scores = [[-float(ranking.index(i)) if i in ranking else -99.0 for i in ITEMS]]
        theirs = ndcg_score(relevance, scores, k=10)
        assert found[question] == pytest.approx(theirs, abs=1e-9)


def test_what_can_not_be_scored_is_refused() -> None:
    with pytest.raises(ValueError, match="no right id"):
        score_rankings({"q": ["a"]}, {"q": set()})
    with pytest.raises(ValueError, match="ranked twice"):
        score_rankings({"q": ["a", "a"]}, {"q": {"a"}})


def test_an_article_is_ranked_at_its_best_passage() -> None:
    assert first_of_each(["b", None, "a", "b", "c"]) == ["b", "a", "c"]
    assert first_of_each(["b", None, "a", "b", "c"], 2) == ["b", "a"]


def test_the_interval_is_wider_when_questions_share_an_article() -> None:
    values = [1.0, 0.0] * 20
    alone = mean(values, [str(i) for i in range(40)])
    shared = mean(values, [str(i % 4) for i in range(40)])
    assert alone.value == shared.value == 0.5
    assert shared.high - shared.low > alone.high - alone.low
    all_right = mean([1.0] * 10, ["a"] * 10)
    assert (all_right.value, all_right.high) == (1.0, pytest.approx(1.0))
    assert all_right.low == pytest.approx(0.722, abs=5e-4)  # Wilson, 10 of 10
    with pytest.raises(ValueError, match="0 values"):
        mean([], [])
