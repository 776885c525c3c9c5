"""How it is measured: one `Judgement` a question, one `Estimate` a metric (`eval.metrics.figures`
has all).

A judgement holds pairs (right, possible); None says that the metric does not apply to the
question, and `unscored` that it could not be judged at all, which is never counted as zero.
A metric is the sum of `right` over the sum of `possible`, with a 95 % interval:

- Questions about the same article succeed and fail together, so where questions have an
  article the interval is a percentile bootstrap over articles, not questions (Cameron, Gelbach
  and Miller 2008, doi:10.1162/rest.90.3.414). With the five seed articles that is few clusters:
  read such intervals as rough.
- Where there is no article (refusals), and where all or none are right (a bootstrap would
  return a width of zero), it is Wilson's (1927, doi:10.1080/01621459.1927.10502953).
- Quantiles of latency are bootstrapped over questions (Efron 1979, doi:10.1214/aos/1176344552).
"""

from __future__ import annotations

import math
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

SEED = 20261123
RESAMPLES = 2000
_Z = 1.959963984540054  # the 97.5 % quantile of the normal distribution

Pair = tuple[float, float]  # (right, possible)


# --- texts ----------------------------------------------------------------------------------


class _Unpunctuated(dict[int, int | None]):
    """A table for `str.translate` that drops punctuation; filled as characters are met."""

    def __missing__(self, code: int) -> int | None:
        c = chr(code)
        drop = c in string.punctuation or unicodedata.category(c)[0] == "P"
        self[code] = None if drop else code
        return self[code]


_UNPUNCTUATED = _Unpunctuated()


def normalise(text: str) -> str:
    """Lower case, without punctuation, articles (a, an, the) and extra blanks: the rule of
    SQuAD's evaluation script (Rajpurkar and others 2016, arXiv:1606.05250), where punctuation
    here also means that of other scripts (curly quotes, dashes, …).
    """
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", _unpunctuated(text)).split())


def _unpunctuated(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().translate(_UNPUNCTUATED)


def contains(text: str, accepted: str) -> bool:
    """Whether the accepted answer stands in the text as whole words, both normalised.

    Markers like [1] and a possessive 's are no words of the text.
    """
    wanted = normalise(accepted)
    bare = _unpunctuated(text)
    if not all(word in bare for word in wanted.split()):
        return False  # the common case in a long text, told in a tenth of the time
    text = unmarked(text)
    plain = (normalise(text), normalise(re.sub(r"['’]s\b", " ", text)))
    return bool(wanted) and any(f" {wanted} " in f" {version} " for version in plain)


def unmarked(text: str) -> str:
    """The text of an answer without its markers, such as [1]."""
    return re.sub(r"\[\d+\]", " ", text)


def exact_match(predicted: str, gold: Sequence[str]) -> float:
    """1.0 when the prediction equals any gold answer after `normalise`, else 0.0 (SQuAD)."""
    return float(any(normalise(predicted) == normalise(answer) for answer in gold))


def f1(predicted: str, gold: Sequence[str]) -> float:
    """Best harmonic mean of token precision and recall over the gold answers (SQuAD 2.0).

    Tokens are counted with repetition: the overlap is a multiset intersection. Where nothing is
    left of one, 1.0 when nothing is left of the other either.
    """
    return max((_f1(normalise(predicted).split(), normalise(a).split()) for a in gold), default=0.0)


def _f1(predicted: list[str], gold: list[str]) -> float:
    if not predicted or not gold:
        return float(predicted == gold)
    shared = sum((Counter(predicted) & Counter(gold)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(predicted), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


def spans_meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans of one article share at least half of the shorter one.

    Sharing a blank or one word at the edge is not pointing at the same words.
    """
    shared = min(a[1], b[1]) - max(a[0], b[0])
    shorter = min(a[1] - a[0], b[1] - b[0])
    return shorter > 0 and 2 * shared >= shorter


# --- one question ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """How one question went. Pairs are (right, possible); None: the metric does not apply.

    `ranking` holds the measures of `eval.metrics.ranking` by name. `undecided`: a refusal, where
    nobody knows whether the articles answer.
    """

    id: str
    kind: str
    cluster: str | None
    seconds: float = 0.0
    unscored: str | None = None
    ranking: Mapping[str, float] | None = None
    retrieved: Pair | None = None
    answer: Pair | None = None
    cited: Pair | None = None
    cited_any: Pair | None = None
    correct_and_cited: Pair | None = None
    citations: Pair | None = None
    verbatim: Pair | None = None
    refusal_right: Pair | None = None
    refusal_made: Pair | None = None
    false_refusal: Pair | None = None
    about_corpus: Pair | None = None
    short_exact: Pair | None = None
    short_f1: Pair | None = None
    short_given: Pair | None = None
    statements: Pair | None = None
    open_answer: Pair | None = None
    all_exact: Pair | None = None
    all_f1: Pair | None = None
    undecided: Pair | None = None
    article_cited: Pair | None = None
    answer_quoted: Pair | None = None
    answer_read: Pair | None = None
    clean: Pair | None = None
    reference_f1: Pair | None = None
    alce_recall: Pair | None = None
    alce_precision: Pair | None = None
    tokens_read: Pair | None = None
    tokens_written: Pair | None = None


@dataclass(frozen=True)
class Metric:
    """A named ratio. `of` says what `possible` counts; `definition` is printed in the report."""

    name: str
    label: str
    of: str
    pair: Callable[[Judgement], Pair | None]
    definition: str
    share: bool = True
    """True for a value in 0..1, shown in per cent; False for a plain number."""


# --- many questions -------------------------------------------------------------------------


@dataclass(frozen=True)
class Estimate:
    """A metric's value with its 95 % interval; `n` counts what `of` names.

    `value` is None when nothing was counted, and so are the bounds.
    """

    name: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    of: str
    method: Literal["bootstrap over articles", "bootstrap over questions", "Wilson", "none"]
    unit: Literal["share", "number", "seconds"]
    definition: str


def estimate(metric: Metric, judgements: Sequence[Judgement]) -> Estimate:
    """The metric over the judgements that it applies to; unscored ones are left out."""
    counted = [
        (pair, j.cluster)
        for j in judgements
        if j.unscored is None and (pair := metric.pair(j)) is not None and pair[1] > 0
    ]
    right = sum(pair[0] for pair, _ in counted)
    possible = sum(pair[1] for pair, _ in counted)
    low: float | None = None
    high: float | None = None
    method: Literal["bootstrap over articles", "Wilson", "none"] = "none"
    if possible:
        clusters = {cluster for _, cluster in counted}
        one_sided = metric.share and right in (0, possible)
        if None in clusters or len(clusters) < 2 or one_sided:
            if metric.share:
                low, high = wilson(right, possible)
                method = "Wilson"
        else:
            low, high = cluster_bootstrap([(p, str(cluster)) for p, cluster in counted])
            method = "bootstrap over articles"
    return Estimate(
        metric.name, metric.label, right / possible if possible else None, low, high,
        round(possible), metric.of, method, "share" if metric.share else "number",
        metric.definition,
    )  # fmt: skip


def latency(judgements: Sequence[Judgement], quantile: float, label: str) -> Estimate:
    """A quantile (0..1) of the seconds a question took, linear between order statistics."""
    values = np.array([j.seconds for j in judgements if j.unscored is None])
    if not len(values):
        low = high = value = None
    else:
        draws = np.random.default_rng(SEED).choice(values, (RESAMPLES, len(values)))
        low, high = (
            float(x) for x in np.quantile(np.quantile(draws, quantile, axis=1), (0.025, 0.975))
        )
        value = float(np.quantile(values, quantile))
    return Estimate(
        f"latency_p{round(100 * quantile)}", label, value, low, high, len(values), "questions",
        "bootstrap over questions", "seconds",
        f"The {quantile:.2f} quantile of the seconds from question to checked answer, warm.",
    )  # fmt: skip


def wilson(right: float, n: float) -> tuple[float, float]:
    """Wilson's score interval, 95 %, for `right` of `n` independent trials.

    Raises ValueError unless 0 <= right <= n and n > 0.
    """
    if not (n > 0 and 0 <= right <= n):
        raise ValueError(f"right = {right}, n = {n}: need 0 <= right <= n and n > 0")
    p, zz = right / n, _Z * _Z / n
    middle = (p + zz / 2) / (1 + zz)
    half = _Z * math.sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz)
    return max(0.0, middle - half), min(1.0, middle + half)


def cluster_bootstrap(pairs: Sequence[tuple[Pair, str]]) -> tuple[float, float]:
    """95 % percentile interval of sum(right) / sum(possible), resampling whole clusters.

    Seeded, so the same pairs give the same interval. Raises ValueError for no pairs.
    """
    if not pairs:
        raise ValueError("pairs is empty: there is nothing to resample")
    names = sorted({cluster for _, cluster in pairs})
    sums = np.zeros((len(names), 2))  # right, possible of each cluster
    for pair, cluster in pairs:
        sums[names.index(cluster)] += pair
    drawn = np.random.default_rng(SEED).integers(len(names), size=(RESAMPLES, len(names)))
    totals = sums[drawn].sum(axis=1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], (0.025, 0.975))
    return float(low), float(high)


def quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile, linear between order statistics; nan for no values."""
    if not seconds:
        return float("nan"), float("nan")
    median, tail = np.quantile(np.asarray(seconds), (0.5, 0.95))
    return float(median), float(tail)
