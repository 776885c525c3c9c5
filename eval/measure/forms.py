"""Is the answer right where more is asked than to look something up?

python -m eval.measure.forms [--set PATH] [--split tune|held-out] [--kind K] [--rows FILE]
[--home HOME]

The set's articles are indexed once, in a temporary folder or in HOME; every question is asked with
its history and filters, by the product's own pipeline. "text alone" goes by the words of the
answer, "strict" by its fields and by the cited gold sentences too: eval/metrics/forms.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.asking.asking import ask_all
from eval.asking.chosen import CALDRIA, QuestionSet, homes_of, open_set
from eval.asking.homes import opened_home
from eval.measure.command import Counter, table
from eval.metrics.forms import judge_form
from eval.metrics.gold import Gold
from eval.questions.expected import load_expected, read_copies
from eval.questions.question_set import QuestionSetError, Split
from eval.questions.shelf import shelf_of
from eval.report.forms import HEAD, FormCase, FormsReport, kind_rows
from eval.report.report import run_record
from qa.pipeline import QAPipeline
from qa.settings import Settings, load_settings

SPLITS: Mapping[str, Split] = {"tune": "tune", "held-out": "heldout", "heldout": "heldout"}


def measure(
    path: Path,
    settings: Settings,
    *,
    split: Split = "all",
    kind: str | None = None,
    keep_in: Path | None = None,
) -> FormsReport:
    """Ask the questions of a set, of one half and one kind where they are named, and judge them."""
    asked = open_set(path, split=split)
    if kind is not None:
        chosen = tuple(q for q in asked.questions if q.kind == kind)
        if not chosen:
            raise QuestionSetError(f"--kind {kind}: {path} has no such questions.")
        asked = QuestionSet(asked.name, chosen, asked.sha256, asked.collections, asked.split)
    expected = load_expected(path)
    with homes_of(settings, asked, keep_in) as homes:
        ((name, settings),) = homes.items()
        with opened_home(asked.collections.get(name), settings) as home:
            shelf = shelf_of(home.library.catalog)
            gold = Gold.of(shelf, read_copies(path))
            run = run_record(shelf.hashes, home.settings, asked)
            pipeline = QAPipeline(home.settings, home.library)
            counter = Counter(len(asked.questions))
            cases = []
            for record in ask_all(pipeline, asked.questions):
                labels = expected[record.question.id]
                cases.append(FormCase(record, labels, judge_form(record, labels, gold)))
                counter.step()
    return FormsReport(tuple(cases), shelf, run)


def row_of(case: FormCase) -> dict[str, Any]:
    """One question as a line of `--rows`."""
    question, answer, verdict = case.record.question, case.record.answer, case.verdict
    return {
        "id": question.id,
        "kind": question.kind,
        "split": question.split,
        "question": question.question,
        "right": verdict.right,
        "lenient": verdict.lenient,
        "strict": verdict.strict,
        "reason": verdict.reason,
        "expected": {
            name: value
            for name, value in [
                *vars(case.expected).items(),
                ("parts", question.parts),
                ("gold_evidence", [[q.quote for q in group] for group in question.gold_evidence]),
                ("wrong_answers", question.wrong_answers),
            ]
            if value not in ((), [], None, "", 0)
        },
        "answer": answer.to_dict() if answer else case.record.error,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.measure.forms",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--set", type=Path, default=CALDRIA, help="default: the year of Caldria")
    parser.add_argument("--split", choices=SPLITS, help="one half (default: both)")
    parser.add_argument("--kind", help="one kind of question")
    parser.add_argument("--rows", type=Path, help="also write one JSON line a question")
    parser.add_argument("--home", type=Path, help="where the index is kept; built when it is empty")
    chosen = parser.parse_args(argv)
    settings = load_settings({}, environ={}, folder=chosen.set.parent / "no settings file")
    split: Split = SPLITS[chosen.split] if chosen.split else "all"
    report = measure(chosen.set, settings, split=split, kind=chosen.kind, keep_in=chosen.home)
    print(table(HEAD, kind_rows(report.cases)))
    for case in report.cases:
        if not case.verdict.right:
            print(f"{case.record.question.id}: {case.verdict.reason}")
    if chosen.rows:
        chosen.rows.parent.mkdir(parents=True, exist_ok=True)
        with chosen.rows.open("w", encoding="utf-8") as file:
            for case in report.cases:
                file.write(json.dumps(row_of(case), ensure_ascii=False, default=vars) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
