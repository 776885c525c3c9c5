"""The report's plots as SVG, drawn by hand: no script, no font and no picture is fetched.

Colours are the page's (`currentColor` and CSS variables), so that they follow a dark page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.metrics.sureness import Sureness
from eval.report.report import KindRow, StageRow
from eval.wording import one_line

WIDTH = 460
_LEFT, _RIGHT, _TOP, _ROW = 150, 90, 10, 24
_SIDE = 300  # of the square plots


def kinds_plot(kinds: Sequence[KindRow]) -> str:
    """The share that went right of each kind of question, with Wilson's interval."""
    rows = []
    for i, kind in enumerate(sorted(kinds, key=lambda k: (k.right / k.n, k.kind))):
        y = _TOP + i * _ROW + _ROW / 2
        share = kind.right / kind.n
        rows.append(
            f"{_label(kind.kind, y)}"
            f'<line x1="{_x(kind.low)}" x2="{_x(kind.high)}" y1="{y}" y2="{y}" class="interval"/>'
            f'<circle cx="{_x(share)}" cy="{y}" r="4.5" class="mark"/>'
            f'<text x="{WIDTH - _RIGHT + 12}" y="{y + 4}">{kind.right} of {kind.n}</text>'
        )
    height = _TOP + len(kinds) * _ROW
    grid = "".join(
        f'<line x1="{_x(v)}" x2="{_x(v)}" y1="{_TOP}" y2="{height}" class="grid"/>'
        f'<text x="{_x(v)}" y="{height + 16}" class="tick">{100 * v:.0f} %</text>'
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return _svg(WIDTH, height + 24, "Quality by kind of question", grid + "".join(rows))


def stages_plot(stages: Sequence[StageRow]) -> str:
    """Median (bar) and 95th percentile (line) of the milliseconds of each stage."""
    most = max((row.p95 for row in stages), default=0.0) or 1.0
    rows = []
    for i, row in enumerate(stages):
        y = _TOP + i * _ROW + _ROW / 2
        median, tail = _x(row.median / most), _x(row.p95 / most)
        rows.append(
            f"{_label(row.stage, y)}"
            f'<rect x="{_LEFT}" y="{y - 7}" width="{median - _LEFT:.1f}" height="14" class="bar"/>'
            f'<line x1="{median}" x2="{tail}" y1="{y}" y2="{y}" class="interval"/>'
            f'<text x="{WIDTH - _RIGHT + 4}" y="{y + 4}">'
            f"{1000 * row.median:.0f} / {1000 * row.p95:.0f}</text>"
        )
    height = _TOP + len(stages) * _ROW + 4
    return _svg(WIDTH, height, "Milliseconds by stage: median / 95th percentile", "".join(rows))


def risk_plot(sureness: Sureness) -> str:
    """The share of wrong answers among the surest, against how many are answered."""
    points = " ".join(f"{_u(c)},{_v(r)}" for c, r in sureness.curve)
    line = f'<polyline points="{points}" class="curve"/>' if points else ""
    return _square("Risk against coverage", "answered, surest first", "wrong", line)


def reliability_plot(sureness: Sureness) -> str:
    """What was said against what is true, a dot for each tenth; its area grows with its number."""
    most = max(b.n for b in sureness.bins)
    dots = "".join(
        f'<circle cx="{_u(b.said)}" cy="{_v(b.true)}" r="{3 + 9 * (b.n / most) ** 0.5:.1f}" '
        f'class="dot"><title>said {b.said:.2f}, true {b.true:.2f}, n = {b.n}</title></circle>'
        for b in sureness.bins
    )
    ideal = f'<line x1="{_u(0)}" y1="{_v(0)}" x2="{_u(1)}" y2="{_v(1)}" class="ideal"/>'
    return _square("Reliability", "probability said", "answerable", ideal + dots)


def _square(title: str, across: str, up: str, inside: str) -> str:
    ticks = "".join(
        f'<line x1="{_u(v)}" x2="{_u(v)}" y1="{_v(0)}" y2="{_v(1)}" class="grid"/>'
        f'<line x1="{_u(0)}" x2="{_u(1)}" y1="{_v(v)}" y2="{_v(v)}" class="grid"/>'
        f'<text x="{_u(v)}" y="{_v(0) + 16}" class="tick">{v:g}</text>'
        f'<text x="{_u(0) - 6}" y="{_v(v) + 4}" class="end">{v:g}</text>'
        for v in (0, 0.25, 0.5, 0.75, 1)
    )
    names = (
        f'<text x="{_u(0.5)}" y="{_v(0) + 34}" class="tick">{escape(across)}</text>'
        f'<text x="{_u(0)}" y="{_v(1) - 12}">{escape(up)}</text>'
    )
    return _svg(_SIDE + 70, _SIDE + 70, title, ticks + names + inside)


def _svg(width: float, height: float, title: str, inside: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{escape(title)}">{inside}</svg>'
    )


def _label(text: str, y: float) -> str:
    return f'<text x="{_LEFT - 8}" y="{y + 4}" class="end">{escape(one_line(text, 24))}</text>'


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _u(value: float) -> float:
    return round(44 + value * _SIDE, 1)


def _v(value: float) -> float:
    return round(28 + (1 - value) * _SIDE, 1)
