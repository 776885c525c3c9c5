"""The report as one HTML page that needs nothing else: no script, no request, all text escaped.

Text of articles, questions and answers is hostile; a policy in the page forbids whatever might
still get through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape

from eval.metrics.causes import CAUSES, expected_of
from eval.report.plots import kinds_plot, reliability_plot, risk_plot, stages_plot
from eval.report.report import Case, Report
from eval.report.text import interval, shown
from qa.types import Answer

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2126; --quiet: #5c6670; --paper: #fff; --line: #d9dde2;
  --mark: #2f6690; --bad: #b3413a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --quiet: #a3adb7; --paper: #15191d;
  --line: #39424b; --mark: #7fb3d8; --bad: #e88a83; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 70rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
p { margin: .4rem 0; } .quiet, figcaption { color: var(--quiet); } .bad { color: var(--bad); }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left;
  border-bottom: 1px solid var(--line); vertical-align: top; } td.n { text-align: right;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
.wide { overflow-x: auto; }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem; } figure { margin: 0; }
figcaption { font-size: .9rem; max-width: 28rem; } svg { max-width: 100%; height: auto; }
svg text { font-size: 12px; fill: var(--ink); } svg .tick { text-anchor: middle; }
svg .end { text-anchor: end; } svg .grid { stroke: var(--line); }
svg .interval { stroke: var(--quiet); stroke-width: 2; } svg .mark, svg .bar { fill: var(--mark); }
svg .dot { fill: var(--mark); fill-opacity: .75; } svg .ideal { stroke: var(--quiet);
  stroke-dasharray: 4 4; } svg .curve { fill: none; stroke: var(--mark); stroke-width: 2; }
details { border-bottom: 1px solid var(--line); content-visibility: auto;
  contain-intrinsic-size: auto 2.4rem; }
summary { padding: .35rem 0; cursor: pointer; } dl { display: grid; margin: .2rem 0 1rem 1rem;
  grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { color: var(--quiet); }
dd { margin: 0; } pre { overflow-x: auto; font-size: .85rem; } q { quotes: none; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(report: Report) -> str:
    """The whole page."""
    run = report.run
    title = f"{run.get('set', 'questions')}, split {run.get('split', 'all')}"
    parts = [
        f"<h1>How good the answers are: {escape(str(title))}</h1>",
        f'<p class="quiet">{report.questions} questions about {run.get("articles", "?")} articles '
        f"in {report.seconds:.0f} s{_reused(report)}, "
        f"{run.get('workers', 1)} at a time. {_left_out(report)}</p>",
        "<h2>Figures</h2>", _figures(report),
        "<h2>Plots</h2>", _plots(report),
        "<h2>What went wrong, by cause</h2>", *_failures(report.cases),
        "<h2>What went right, or can't be judged</h2>",
        *(_case(case) for case in report.cases if case.failure is None),
        "<h2>What was run</h2>",
        f"<pre>{escape(json.dumps(dict(run), indent=2, ensure_ascii=False))}</pre>",
    ]  # fmt: skip
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(str(title))}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _reused(report: Report) -> str:
    return f" ({report.reused} were asked before a stop)" if report.reused else ""


def _left_out(report: Report) -> str:
    said = []
    if report.unscored:
        said.append(f"{report.unscored} could not be scored, and no figure counts them.")
    if report.undecided:
        said.append(
            f"{report.undecided} were refused and nobody knows whether the articles answer them: "
            "these are neither right nor wrong."
        )
    return " ".join(said)


def _figures(report: Report) -> str:
    rows = "".join(
        f'<tr><td title="{escape(e.definition)}">{escape(e.label)}</td>'
        f'<td class="n">{shown(e, e.value)}</td><td class="n">{interval(e)}</td>'
        f'<td class="n">{e.n}</td><td>{escape(e.of)}</td>'
        f'<td class="quiet">{escape(e.definition)}</td></tr>'
        for e in report.estimates
        if e.value is not None
    )
    head = "".join(
        f"<th>{name}</th>" for name in ("Metric", "Value", "95 % interval", "n", "of", "Meaning")
    )
    return f'<div class="wide"><table><tr>{head}</tr>{rows}</table></div>'


def _plots(report: Report) -> str:
    drawn = []
    if report.kinds:
        drawn.append((kinds_plot(report.kinds), "Right answers by kind of question, with Wilson's "
                      "95 % interval."))  # fmt: skip
    if report.stages:
        drawn.append((stages_plot(report.stages), "Milliseconds by stage, median / 95th "
                      "percentile."))  # fmt: skip
    sure = report.sureness
    if sure is not None and sure.curve:
        drawn.append((risk_plot(sure), f"Risk against coverage: the share of wrong answers among "
                      f"the surest, up to the answers given, of {sure.n} questions. Mean risk "
                      f"{sure.area:.3f}."))  # fmt: skip
    if sure is not None:
        drawn.append((reliability_plot(sure), f"Reliability: how probable the evidence was said to "
                      f"be, and how often there is any. Expected calibration error "
                      f"{sure.error:.3f}."))  # fmt: skip
    figures = "".join(
        f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
        for svg, caption in drawn
    )
    return f'<div class="plots">{figures}</div>'


def _failures(cases: Sequence[Case]) -> Iterable[str]:
    failed = [case for case in cases if case.failure is not None]
    if not failed:
        yield "<p>Nothing.</p>"
    for cause, meaning in CAUSES.items():
        of_cause = [case for case in failed if case.failure and case.failure.cause == cause]
        if of_cause:
            yield f'<h3 class="bad">{escape(cause)}: {len(of_cause)}</h3>'
            yield f'<p class="quiet">{escape(meaning)}.</p>'
            yield from (_case(case) for case in of_cause)


def _case(case: Case) -> str:
    record, question = case.record, case.record.question
    rows = [(role, escape(text)) for role, text in question.history]
    rows += [("expected", escape(expected_of(question)))]
    for number, group in enumerate(question.gold_evidence, start=1):
        name = "gold" if len(question.gold_evidence) == 1 else f"gold {number}"
        quotes = "<br>or ".join(_quote(gold.quote, gold.article) for gold in group)
        rows.append((name, quotes))
    if question.gold_articles:
        rows.append(("gold articles", escape(", ".join(question.gold_articles))))
    rows += _answer_rows(record.answer)
    if case.judgement.unscored:
        rows.append(("not scored", escape(case.judgement.unscored)))
    if record.probability is not None:
        rows.append(("evidence", f"probable by {record.probability:.2f}"))
    if case.judgement.ranking is not None:
        rows.append(
            ("ranking", ", ".join(f"{k} {v:.2f}" for k, v in case.judgement.ranking.items()))
        )
    rows.append(("seconds", _seconds(case)))
    if question.note:
        rows.append(("note", escape(question.note)))
    body = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows)
    return (
        f'<details id="{escape(question.id)}"><summary>{escape(question.question)} '
        f'<span class="quiet">{escape(question.id)}</span></summary><dl>{body}</dl></details>'
    )


def _answer_rows(answer: Answer | None) -> list[tuple[str, str]]:
    if answer is None:
        return []
    rows = [("answer", f"{escape(answer.status)}: {escape(answer.text)}")]
    if answer.short_answer is not None:
        rows.append(("short answer", escape(answer.short_answer.text)))
    for citation in answer.citations:
        name = citation.path.rpartition("/")[2]
        rows.append((f"citation [{citation.marker}]", _quote(citation.quote, name)))
    return rows


def _quote(words: str, source: str) -> str:
    return f'<q>{escape(words)}</q> <span class="quiet">{escape(source)}</span>'


def _seconds(case: Case) -> str:
    answer = case.record.answer
    stages = {k: v for k, v in vars(answer.seconds).items() if k != "total"} if answer else {}
    parts = ", ".join(f"{name} {value:.3f}" for name, value in stages.items())
    return f"{case.record.seconds:.3f}" + (f" ({parts})" if parts else "")
