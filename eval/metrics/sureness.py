"""How sure a run was, and whether rightly so: the numbers behind two of the report's plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics.calibration import Bin, Said, area_under_risk, calibration_error, reliability
from eval.metrics.calibration import risk_coverage as risk_of

POINTS = 200  # of the curve that is drawn


@dataclass(frozen=True)
class Sureness:
    """Of the questions for which evidence was looked for and of which it is known whether the
    articles answer them.

    error: expected calibration error in `bins`. curve: (coverage, risk) of answering the surest
    first; coverage counts all `n` questions, and the curve ends at the answers given, for a refusal
    says nothing of how right an answer would have been (`--refuse-below 0` refuses none). area: the
    mean risk on the curve; None when nothing was answered.
    """

    n: int
    error: float
    bins: tuple[Bin, ...]
    curve: tuple[tuple[float, float], ...]
    area: float | None


def sureness_of(said: Sequence[tuple[Said, bool]]) -> Sureness | None:
    """`said` with whether an answer was given. None for no questions."""
    if not said:
        return None
    every = [one for one, _ in said]
    given = [one for one, answered in said if answered]
    curve: list[tuple[float, float]] = []
    if given:
        coverage, risk = risk_of(given)
        points = [
            (float(c) * len(given) / len(said), float(r))
            for c, r in zip(coverage, risk, strict=True)
        ]
        step = max(1, len(points) // POINTS)
        curve = [*points[:-1:step], points[-1]]
    return Sureness(
        len(said),
        calibration_error(every),
        tuple(reliability(every)),
        tuple(curve),
        area_under_risk(given) if given else None,
    )
