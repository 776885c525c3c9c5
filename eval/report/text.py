"""A report in words: for the terminal, as Markdown, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from eval.metrics.causes import CAUSES
from eval.metrics.estimate import Estimate
from eval.report.report import Report
from eval.wording import one_line


def summary_table(report: Report) -> str:
    """The figures as plain text for the terminal, one metric a line."""
    lines = [f"{'':26}{'value':>9}   {'95 % interval':<19}{'n':>5}"]
    for e in report.estimates:
        if e.value is not None:
            lines.append(f"{e.label:<26}{shown(e, e.value):>9}   {interval(e):<19}{e.n:>5} {e.of}")
    if report.sureness is not None:
        lines.append(f"{'Calibration error':<26}{report.sureness.error:9.3f}")
    stages = ", ".join(f"{s.stage} {1000 * s.median:.0f}" for s in report.stages)
    lines.append(f"median ms by stage: {stages or 'none'}")
    wrong = ", ".join(f"{cause} {n}" for cause, n in report.causes) or "none"
    lines.append(f"{report.questions} questions in {report.seconds:.0f} s; failures: {wrong}")
    if report.undecided:
        lines.append(
            f"{report.undecided} were refused, and nobody knows whether the articles answer them"
        )
    if report.unscored:
        lines.append(f"NOT SCORED: {report.unscored} questions; no figure counts them.")
    return "\n".join(lines) + "\n"


def markdown(report: Report) -> str:
    """The whole report as Markdown; article and question text is escaped."""
    run = report.run
    parts = [
        f"# How good the answers are: {_cell(str(run.get('set', '')))}\n",
        f"{report.questions} questions about {run.get('articles', '?')} articles in "
        f"{report.seconds:.0f} s; {report.unscored} could not be scored, {report.undecided} were "
        "refused without anyone knowing whether rightly. Plots and every case: report.html.\n",
        _table(
            ("Metric", "Value", "95 % interval", "n", "Interval by"),
            [
                (e.label, shown(e, e.value), interval(e), f"{e.n} {e.of}", e.method)
                for e in report.estimates
                if e.value is not None
            ],
        ),
        "Questions about one article fail together, and few articles make the bootstrap over "
        "them rough.\n",
        "## By kind\n",
        _table(("Kind", "Right", "of"), [(k.kind, str(k.right), str(k.n)) for k in report.kinds]),
        "## Stages\n",
        _table(
            ("Stage", "Median, ms", "95th percentile, ms"),
            [(s.stage, f"{1000 * s.median:.0f}", f"{1000 * s.p95:.0f}") for s in report.stages],
        ),
        "## How sure it was\n",
        _sure(report),
        "## Failures\n",
        _table(
            ("Cause", "Questions", "What it means"),
            [(cause, str(n), CAUSES[cause]) for cause, n in report.causes],
        ),
        _table(
            ("Question", "Cause", "Asked", "Expected", "Got"),
            [
                (f.id, f.cause, *(one_line(t, 200) for t in (f.question, f.expected, f.got)))
                for f in sorted(report.failures, key=lambda f: (f.cause, f.id))
            ],
        ),
        "## What each figure means\n",
        "\n".join(f"- **{e.label}**: {e.definition}" for e in report.estimates) + "\n",
        "## What was run\n",
        "```json\n" + json.dumps(dict(run), indent=2) + "\n```\n",
    ]  # fmt: skip
    return "\n".join(parts)


def _sure(report: Report) -> str:
    sure = report.sureness
    if sure is None:
        return "Nothing to tell.\n"
    risk = f", mean risk of the answers given, surest first, {sure.area:.3f}" if sure.curve else ""
    head = f"Of {sure.n} questions: expected calibration error {sure.error:.3f}{risk}.\n"
    rows = [
        (f"{b.low:.1f} to {b.high:.1f}", str(b.n), f"{b.said:.2f}", f"{b.true:.2f}")
        for b in sure.bins
    ]
    return head + "\n" + _table(("Said", "Questions", "Mean said", "Answerable"), rows)


def report_json(report: Report) -> str:
    """The report as one JSON document, without the cases."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n"


def interval(e: Estimate) -> str:
    """The 95 % interval, "" where there is none."""
    return f"{shown(e, e.low)} to {shown(e, e.high)}" if e.low is not None else ""


def shown(e: Estimate, value: float | None) -> str:
    """A value in the metric's unit."""
    if value is None:
        return "–"
    if e.unit == "share":
        return f"{100 * value:.1f} %"
    return f"{1000 * value:.0f} ms" if e.unit == "seconds" else f"{value:.2f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "None.\n"
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text that can't leave its cell or become markup."""
    for plain, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain, safe)
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "!"):
        text = text.replace(mark, "\\" + mark)
    return one_line(text)
