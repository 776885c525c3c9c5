"""The report's one picture: each share with its interval, and what the failures are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.report import Report

BLUE, GREY, RED = "#2f6690", "#8a8f98", "#b3413a"


def draw(report: Report, path: Path) -> None:
    """Write a PNG of about 1500 × 800 pixels. Needs no display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shares = [e for e in report.estimates if e.unit == "share" and e.value is not None][::-1]
    figure = Figure(figsize=(12.5, 6.5), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))

    for y, e in enumerate(shares):
        assert e.value is not None
        low, high = (
            e.low if e.low is not None else e.value,
            e.high if e.high is not None else e.value,
        )
        left.plot([100 * low, 100 * high], [y, y], color=GREY, linewidth=2, solid_capstyle="round")
        left.plot([100 * e.value], [y], "o", color=RED if e.name == "false_refusal_rate" else BLUE)
        left.annotate(
            f"{100 * e.value:.0f}", (100 * e.value, y), (0, 7), textcoords="offset points",
            ha="center", fontsize=8,
        )  # fmt: skip
    left.set_yticks(range(len(shares)), [f"{e.label} (n = {e.n})" for e in shares])
    left.set_xlim(-3, 103)
    left.set_ylim(-0.7, len(shares) - 0.2)
    left.set_xlabel("per cent, with 95 % interval")
    left.grid(axis="x", color="#e4e6ea")

    causes = list(report.causes)[::-1]
    right.barh([cause for cause, _ in causes], [n for _, n in causes], color=RED, height=0.6)
    for y, (_, n) in enumerate(causes):
        right.annotate(str(n), (n, y), (4, 0), textcoords="offset points", va="center", fontsize=9)
    right.set_xlabel(f"failures, of {report.questions} questions")
    right.margins(x=0.12)
    if not causes:
        right.set_yticks([])
        right.text(0.5, 0.5, "no failures", ha="center", transform=right.transAxes)

    for axes in (left, right):
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
    figure.suptitle(f"{report.run['set']}, split {report.run['split']}", fontsize=11)
    figure.savefig(path)
