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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.asking.asking import ask_all
from eval.asking.chosen import CALDRIA, QuestionSet, homes_of, open_set
from eval.asking.homes import opened_home
from eval.measure.command import Counter, table
from eval.metrics.forms import Gold, Verdict, judge_form
from eval.metrics.record import Record
from eval.questions.expected import Expected, load_expected, read_copies
from eval.questions.question_set import Split
from eval.questions.shelf import shelf_of
from qa.pipeline import QAPipeline
from qa.settings import Settings, load_settings

SPLITS: Mapping[str, Split] = {"tune": "tune", "held-out": "heldout", "heldout": "heldout"}


@dataclass(frozen=True)
class FormCase:
    """One question, what was expected, what came of it and the verdict."""

    record: Record
    expected: Expected
    verdict: Verdict


def measure(
    path: Path,
    settings: Settings,
    *,
    split: Split = "all",
    kind: str | None = None,
    keep_in: Path | None = None,
) -> list[FormCase]:
    """Ask the questions of a set, of one half and one kind where they are named, and judge them."""
    asked = open_set(path, split=split)
    if kind is not None:
        chosen = tuple(q for q in asked.questions if q.kind == kind)
        asked = QuestionSet(asked.name, chosen, asked.sha256, asked.collections, asked.split)
    expected = load_expected(path)
    with homes_of(settings, asked, keep_in) as homes:
        ((name, settings),) = homes.items()
        with opened_home(asked.collections.get(name), settings) as home:
            gold = Gold.of(shelf_of(home.library.catalog), read_copies(path))
            pipeline = QAPipeline(home.settings, home.library)
            counter = Counter(len(asked.questions))
            cases = []
            for record in ask_all(pipeline, asked.questions):
                labels = expected[record.question.id]
                cases.append(FormCase(record, labels, judge_form(record, labels, gold)))
                counter.step()
    return cases


def kind_rows(cases: Sequence[FormCase]) -> list[list[str]]:
    """Of each kind, and of all: n, right, its share, text alone, strict, false refusals."""
    kinds = dict.fromkeys(case.record.question.kind for case in cases)
    rows = []
    for kind in (*kinds, "all"):
        of = [c for c in cases if kind in (c.record.question.kind, "all")]
        scored = [c for c in of if c.verdict.right is not None]
        right = sum(bool(c.verdict.right) for c in scored)
        answerable = [c for c in scored if c.record.question.answerable]
        refused = sum(c.verdict.false_refusal for c in answerable)
        rows.append([
            kind, str(len(scored)), str(right), share(right, len(scored)),
            str(sum(c.verdict.lenient for c in scored)), str(sum(c.verdict.strict for c in scored)),
            f"{refused} of {len(answerable)}", str(len(of) - len(scored)),
        ])  # fmt: skip
    return rows


def share(part: float, whole: int) -> str:
    """As ".750"; a dash of nothing."""
    return f"{part / whole:.3f}".removeprefix("0") if whole else "-"


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
    cases = measure(chosen.set, settings, split=split, kind=chosen.kind, keep_in=chosen.home)
    if not cases:
        raise SystemExit(f"--kind {chosen.kind}: {chosen.set} has no such questions")
    head = ["kind", "n", "right", "share", "text alone", "strict", "false refusals", "unscored"]
    print(table(head, kind_rows(cases)))
    for case in cases:
        if not case.verdict.right:
            print(f"{case.record.question.id}: {case.verdict.reason}")
    if chosen.rows:
        chosen.rows.parent.mkdir(parents=True, exist_ok=True)
        with chosen.rows.open("w", encoding="utf-8") as file:
            for case in cases:
                file.write(json.dumps(row_of(case), ensure_ascii=False, default=vars) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
