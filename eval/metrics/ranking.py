"""How good rankings are, by the definitions of trec_eval through `ir_measures`.

Every item ranked is right or not; grades, where there are some, are the gains of nDCG. Hit@k: a
right one among the first k (Success@k); MRR@10: one over the rank of the first right one, 0 beyond
ten (Voorhees 1999); nDCG@10 with gain 1 (or the grade) and discount log2(rank + 1) (Järvelin and
Kekäläinen 2002, doi:10.1145/582415.582418); recall@k: the share of the right ones that are among
the first k.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from eval.metrics.estimate import Pair, cluster_bootstrap, wilson

NAMES = ("Hit@1", "Hit@4", "Hit@10", "MRR@10", "nDCG@10")
_SPELLED = {"Hit": "Success", "recall": "R", "MRR": "RR"}  # as ir_measures calls them

Rankings = Mapping[str, Sequence[str]]  # question -> ids, best first, each once
# question -> the right ids, at least one; of a mapping the values are grades, above 0
Gold = Mapping[str, AbstractSet[str] | Mapping[str, int]]


@dataclass(frozen=True)
class Figure:
    """A mean over `n` questions with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def score_rankings(
    rankings: Rankings, gold: Gold, names: Sequence[str] = NAMES
) -> dict[str, dict[str, float]]:
    """Measure -> question -> value in 0..1, for each of `names` and each question of `gold`.

    A question without a ranking scores 0. Raises ValueError for a question without a right id, or
    a ranking that names an id twice (trec_eval would silently keep one).
    """
    import ir_measures

    for question, right in gold.items():
        if not right:
            raise ValueError(f"{question}: has no right id; leave it out of `gold`")
        ranking = rankings.get(question, ())
        if len(set(ranking)) != len(ranking):
            raise ValueError(f"{question}: an id is ranked twice")
    right_ids = [
        ir_measures.Qrel(q, item, right[item] if isinstance(right, Mapping) else 1)
        for q, right in gold.items()
        for item in right
    ]
    run = [
        # Scores that fall with the rank and never tie: trec_eval breaks ties by the id.
        ir_measures.ScoredDoc(q, item, float(-rank))
        for q in gold
        for rank, item in enumerate(rankings.get(q, ()), start=1)
    ]
    measures = {ir_measures.parse_measure(_spelled(name)): name for name in names}
    found: dict[str, dict[str, float]] = {name: dict.fromkeys(gold, 0.0) for name in names}
    for metric in ir_measures.iter_calc(list(measures), right_ids, run):
        found[measures[metric.measure]][metric.query_id] = float(metric.value)
    return found


def _spelled(name: str) -> str:
    kind, _, depth = name.partition("@")
    return f"{_SPELLED.get(kind, kind)}@{depth}"


def first_of_each(owners: Iterable[str | None], limit: int | None = None) -> list[str]:
    """Articles in the order of their best passage: each owner once, None left out."""
    return list(dict.fromkeys(owner for owner in owners if owner is not None))[:limit]


def mean(values: Sequence[float], clusters: Sequence[str]) -> Figure:
    """The mean of values in 0..1, with a bootstrap over clusters (`eval.metrics.estimate`):
    questions about
    one article succeed and fail together. Wilson's interval where all values are 0 or all are 1.

    Raises ValueError for no values, or another number of clusters.
    """
    if not values or len(values) != len(clusters):
        raise ValueError(f"{len(values)} values and {len(clusters)} clusters: need as many, not 0")
    total = sum(values)
    if total in (0, len(values)) or len(set(clusters)) < 2:
        low, high = wilson(min(total, len(values)), len(values))
    else:
        pairs: list[tuple[Pair, str]] = [
            ((value, 1.0), cluster) for value, cluster in zip(values, clusters, strict=True)
        ]
        low, high = cluster_bootstrap(pairs)
    return Figure(total / len(values), low, high, len(values))
