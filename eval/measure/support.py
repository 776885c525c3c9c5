"""Does the support check tell claims that a passage carries from those that it doesn't?

python -m eval.measure.support --bench DIR [--longest-words N]

Pairs of SummEdits, WiCE and SciFact, split by passage as in training: the threshold is chosen on
the calibration part and the figures are of the test part; training saw neither. Compared are the
product's check (`qa.answer.verify`: hard checks, then the model), the model alone, the check
without a model, and word overlap. Intervals: bootstrap over passages.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.adapters.held_out_parts import part_of
from eval.adapters.support import SupportPair, read_support
from eval.measure.baseline import area_under_roc
from eval.measure.command import Counter, command, sample, shown, table, write
from eval.metrics.ranking import Figure
from qa.answer import verify
from qa.answer.facts import words
from qa.evidence.evidence_model import EvidenceModel

RESAMPLES = 300
_BATCH = 16
_WORD = re.compile(r"\w+")

Judge = Callable[[Sequence[SupportPair]], list[float]]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """How well one judge does on the test part of one source, or of all."""

    judge: str
    source: str
    n: int
    auroc: Figure
    balanced: Figure
    threshold: float


class Remembered:
    """A support model that reads each pair once: the product's check and the model alone ask it
    the same.
    """

    def __init__(self, model: verify.SupportModel) -> None:
        self._model = model
        self._known: dict[tuple[str, str], float] = {}

    def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """As the model's."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        self._known.update(zip(new, self._model.support(new), strict=True))
        return [self._known[pair] for pair in pairs]


def judges(trained: verify.SupportModel) -> dict[str, Judge]:
    """What is compared, by name; each gives one score a pair, larger for supported."""
    model = Remembered(trained)

    def checked(pairs: Sequence[SupportPair], with_model: bool) -> list[float]:
        asked = [verify.Pair(p.claim, [p.passage]) for p in pairs]
        return verify.support_many(asked, model if with_model else None)

    return {
        "product": lambda pairs: checked(pairs, True),
        "model alone": lambda pairs: model.support([(p.claim, p.passage) for p in pairs]),
        "check without model": lambda pairs: checked(pairs, False),
        "word overlap": lambda pairs: [overlap(p.claim, p.passage) for p in pairs],
    }


def overlap(claim: str, passage: str) -> float:
    """The share of the claim's words that occur in the passage."""
    held = set(_WORD.findall(passage.lower()))
    wanted = _WORD.findall(claim.lower())
    return sum(word in held for word in wanted) / max(1, len(wanted))


def balanced_accuracy(scores: Floats, truth: NDArray[np.bool_], threshold: float) -> float:
    """The mean of two shares: of the supported at or over the threshold, of the others below it
    (Brodersen and others 2010, doi:10.1109/ICPR.2010.764). nan unless there are both.
    """
    if truth.all() or not truth.any():
        return float("nan")
    said = scores >= threshold
    return float((said[truth].mean() + (~said[~truth]).mean()) / 2)


def choose_threshold(scores: Floats, truth: NDArray[np.bool_]) -> float:
    """The score with the best balanced accuracy as a threshold; the lowest such.

    Raises ValueError unless there are pairs of both kinds.
    """
    if truth.all() or not truth.any():
        raise ValueError(f"{truth.sum()} of {len(truth)} pairs supported: need both kinds")
    cuts = np.unique(scores)
    return float(max(cuts, key=lambda cut: balanced_accuracy(scores, truth, cut)))


def compare(
    name: str, choosing: Sequence[float], scores: Sequence[float], pairs: Mapping[str, Any]
) -> list[Row]:
    """The rows of one judge: each source of the test part, then all. `pairs` holds "choose" and
    "report", the pairs that the scores are of.
    """
    threshold = choose_threshold(np.array(choosing), _truth(pairs["choose"]))
    tested: Sequence[SupportPair] = pairs["report"]
    values, truth = np.array(scores), _truth(tested)
    groups = {"all": np.ones(len(tested), dtype=bool)}
    for family in sorted({p.source.split("_")[0] for p in tested}):
        sources = sorted({p.source for p in tested if p.source.split("_")[0] == family})
        groups[family] = np.array([p.source in sources for p in tested])
        for source in sources if len(sources) > 1 else ():
            groups[source] = np.array([p.source == source for p in tested])
    passages = np.unique([p.passage for p in tested], return_inverse=True)[1]
    rows = []
    for source, mask in groups.items():
        if truth[mask].all() or not truth[mask].any():
            continue
        auroc, balanced = _figures(values[mask], truth[mask], passages[mask], threshold)
        rows.append(Row(name, source, int(mask.sum()), auroc, balanced, threshold))
    return rows


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = command("measure.support", __doc__)
    parser.add_argument("--longest-words", type=int, help="leave longer passages out")
    chosen = parser.parse_args(argv)
    pairs = parts(read_support(chosen.bench), chosen)
    rows: list[Row] = []
    scores: dict[str, list[float]] = {}
    for name, judge in judges(EvidenceModel.load()).items():
        choosing = _judged(judge, pairs["choose"], name)
        scores[name] = _judged(judge, pairs["report"], name)
        rows += compare(name, choosing, scores[name], pairs)
    print(
        f"{len(pairs['report'])} pairs of passages kept apart; thresholds chosen on "
        f"{len(pairs['choose'])} of others (aims: AUROC .75, balanced accuracy .70)"
    )
    print(
        table(
            ["judge", "source", "n", "AUROC", "balanced accuracy", "threshold"],
            [
                [r.judge, r.source, str(r.n), shown(r.auroc), shown(r.balanced),
                 f"{r.threshold:.3f}"]
                for r in rows
            ],
        ),
        end="",
    )  # fmt: skip
    kept = (
        {
            "set": pair.source, "claim": pair.claim, "passage": pair.passage,
            "supported": pair.supported, **{name: scores[name][i] for name in scores},
        }
        for i, pair in enumerate(pairs["report"])
    )  # fmt: skip
    write(chosen, {"rows": rows}, kept)
    return 0


def parts(pairs: Sequence[SupportPair], chosen: argparse.Namespace) -> dict[str, list[SupportPair]]:
    """The pairs to choose a threshold on and those to report, by the split of training;
    `--questions` takes so many of each.
    """
    longest = chosen.longest_words or sys.maxsize
    fitting = [p for p in pairs if len(words(p.passage)) <= longest]
    names = {"choose": "calibration", "report": "test"}
    return {
        name: sample([p for p in fitting if part_of(p.passage) == part], chosen)
        for name, part in names.items()
    }


def _judged(judge: Judge, pairs: Sequence[SupportPair], name: str) -> list[float]:
    counter = Counter(len(pairs), f"pairs, {name}")
    scores: list[float] = []
    for at in range(0, len(pairs), _BATCH):
        some = pairs[at : at + _BATCH]
        scores += judge(some)
        counter.step(len(some))
    return scores


def _truth(pairs: Sequence[SupportPair]) -> NDArray[np.bool_]:
    return np.array([p.supported for p in pairs], dtype=bool)


def _figures(
    scores: Floats, truth: NDArray[np.bool_], passages: NDArray[np.intp], threshold: float
) -> tuple[Figure, Figure]:
    """AUROC and balanced accuracy with their intervals; draws of one kind only are left out."""
    rng = np.random.default_rng(0)
    members = [np.flatnonzero(passages == p) for p in np.unique(passages)]
    drawn = []
    for _ in range(RESAMPLES):
        some = np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        auroc = area_under_roc(scores[some][truth[some]], scores[some][~truth[some]])
        if auroc is not None:
            drawn.append((auroc, balanced_accuracy(scores[some], truth[some], threshold)))
    low, high = np.quantile(np.array(drawn), (0.025, 0.975), axis=0)
    whole = area_under_roc(scores[truth], scores[~truth])
    assert whole is not None, "both kinds are there"
    n = len(scores)
    return (
        Figure(whole, float(low[0]), float(high[0]), n),
        Figure(balanced_accuracy(scores, truth, threshold), float(low[1]), float(high[1]), n),
    )


if __name__ == "__main__":
    sys.exit(main())
