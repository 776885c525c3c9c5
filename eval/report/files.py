"""A report as a folder: report.html, report.md, report.json, and answers.jsonl with every case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval.asking.kept_cases import ANSWERS
from eval.metrics.record import row_line
from eval.questions.question_set import set_row
from eval.report.page import page
from eval.report.report import Case, Report
from eval.report.text import markdown, report_json


def write_report(report: Report, folder: Path) -> None:
    """Write the four files; each takes its old one's place when it is whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / "report.html", page(report))
    _put(folder / "report.md", markdown(report))
    _put(folder / "report.json", report_json(report))
    _put(folder / ANSWERS, "".join(row_line(_row(case)) for case in report.cases))


def _row(case: Case) -> dict[str, Any]:
    """The record as it was kept, with its question's labels and what was made of it."""
    judged = {name: value for name, value in vars(case.judgement).items() if value is not None}
    return {
        **case.record.row(),
        "gold": set_row(case.record.question),
        "cause": case.failure.cause if case.failure else None,
        "judged": judged,
    }


def _put(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", errors="replace")
    part.replace(path)
