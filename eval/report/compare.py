"""What got better and what got worse between two runs of one question set, case by case.

`dateline eval --compare BEFORE AFTER`: each is the folder of a report, or the `--rows` file of
`eval.measure.answers`.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from eval.adapters.rows import AdapterError, Row, read_all
from eval.questions.question_set import QuestionSetError
from eval.wording import one_line

RIGHT = "right"
UNSCORED = "could not be scored"
_CONDITIONS = ("set_sha256", "articles_sha256", "commit", "split", "workers")


@dataclass(frozen=True)
class Case:
    """One question of a run: `state` is RIGHT, UNSCORED or the cause of its failure."""

    id: str
    question: str
    state: str
    answer: str


@dataclass(frozen=True)
class Run:
    """A run: its cases by id, its figures by label, and what is known of how it was run: digests
    and commit by name, each setting as "settings.NAME".
    """

    name: str
    cases: Mapping[str, Case]
    figures: Mapping[str, float | None]
    conditions: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A question that both runs asked, and what became of it."""

    id: str
    question: str
    before: str
    after: str
    answer_before: str
    answer_after: str


@dataclass(frozen=True)
class Comparison:
    """Better: only the second run is right; worse: only the first; other: wrong in both, in another
    way. `p` is of the exact test by McNemar (1947, doi:10.1007/BF02295996): how probable so uneven
    a split of better and worse is by chance. `unscored`: questions left out of all that.
    """

    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    other: tuple[Change, ...]
    both_right: int
    p: float
    unscored: int
    only_before: int
    only_after: int
    figures: tuple[tuple[str, float | None, float | None], ...]
    note: str


def load_run(path: Path) -> Run:
    """The run in a report's folder, or in a file of rows. Raises QuestionSetError."""
    try:
        return _from_report(path) if path.is_dir() else _from_rows(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AdapterError) as error:
        raise QuestionSetError(
            f"{path}: no run can be read here ({error}); give the folder of a report "
            "(dateline eval --out) or a file written by eval.measure.answers --rows."
        ) from error


def compare(before: Run, after: Run) -> Comparison:
    """Both runs, question by question, in the order of the first."""
    changes: dict[str, list[Change]] = {"better": [], "worse": [], "other": []}
    right = unscored = 0
    for key in (k for k in before.cases if k in after.cases):
        a, b = before.cases[key], after.cases[key]
        if UNSCORED in (a.state, b.state):
            unscored += 1
        elif a.state == b.state == RIGHT:
            right += 1
        elif a.state != b.state:
            kind = "better" if b.state == RIGHT else "worse" if a.state == RIGHT else "other"
            change = Change(key, b.question, a.state, b.state, a.answer, b.answer)
            changes[kind].append(change)
    labels = dict.fromkeys((*before.figures, *after.figures))
    return Comparison(
        better=tuple(changes["better"]),
        worse=tuple(changes["worse"]),
        other=tuple(changes["other"]),
        both_right=right,
        p=mcnemar(len(changes["better"]), len(changes["worse"])),
        unscored=unscored,
        only_before=len(before.cases.keys() - after.cases.keys()),
        only_after=len(after.cases.keys() - before.cases.keys()),
        figures=tuple(
            (label, before.figures.get(label), after.figures.get(label)) for label in labels
        ),
        note=_differing(before.conditions, after.conditions),
    )


def mcnemar(better: int, worse: int) -> float:
    """The two-sided exact probability of a split at least so uneven, were both as likely."""
    n = better + worse
    tail = sum(math.comb(n, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**n))


def main_compare(
    before: Path, after: Path, *, as_json: bool = False, stdout: TextIO | None = None
) -> int:
    """The `dateline eval --compare` command. Returns 0; raises QuestionSetError."""
    import dataclasses
    import sys

    stdout = sys.stdout if stdout is None else stdout
    found = compare(load_run(before), load_run(after))
    if as_json:
        json.dump(dataclasses.asdict(found), stdout, ensure_ascii=False, indent=2)
        stdout.write("\n")
    else:
        stdout.write(described(found))
    return 0


def described(found: Comparison) -> str:
    """The comparison as plain text: figures first, then every change."""
    lines = [found.note] if found.note else []
    if found.figures:
        lines.append(f"{'':34}{'before':>9}{'after':>9}{'change':>9}")
    for label, a, b in found.figures:
        change = f"{b - a:+9.3f}" if a is not None and b is not None else f"{'':9}"
        lines.append(f"{label:34}{_number(a)}{_number(b)}{change}")
    lines.append(
        f"right in both {found.both_right}; better {len(found.better)}, worse "
        f"{len(found.worse)} (by chance: p = {found.p:.3f}); wrong otherwise {len(found.other)}"
    )
    if found.unscored:
        lines.append(f"NOT SCORED in one of the runs: {found.unscored}")
    if found.only_before or found.only_after:
        lines.append(f"asked in one run only: {found.only_before} before, {found.only_after} after")
    for title, changes in (
        ("WORSE", found.worse), ("BETTER", found.better), ("WRONG IN ANOTHER WAY", found.other),
    ):  # fmt: skip
        if not changes:
            continue
        paths = Counter((c.before, c.after) for c in changes)
        ways = ", ".join(f"{a} → {b} {n}" for (a, b), n in paths.most_common())
        lines += ["", f"{title}: {ways}"]
        for c in changes:
            lines.append(f"{c.id}: {one_line(c.question, 200)}")
            lines.append(f"    before ({c.before}): {one_line(c.answer_before, 200)}")
            lines.append(f"    after ({c.after}): {one_line(c.answer_after, 200)}")
    return "\n".join(lines) + "\n"


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was not the same in both runs, in sentences; "" when nothing is known to differ."""
    both = [name for name in before if name in after and before[name] != after[name]]
    said = []
    if "set_sha256" in both:
        said.append("The runs are of different question sets.")
    if "articles_sha256" in both:
        said.append("The runs are of different articles.")
    changed = [f"{n} {before[n]} → {after[n]}" for n in both if not n.endswith("_sha256")]
    if changed:
        said.append(f"Changed: {one_line(', '.join(changed))}.")
    return " ".join(said)


def _from_report(folder: Path) -> Run:
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    causes = {f["id"]: f["cause"] for f in report["failures"]}
    rows = read_all(folder / "answers.jsonl", _answer_row, "id, answer and error")
    cases = {
        key: Case(key, question, causes.get(key, otherwise), answer)
        for key, question, answer, otherwise in rows
    }
    figures = {e["label"]: e["value"] for e in report["estimates"]}
    run = report["run"]
    conditions = {name: run[name] for name in _CONDITIONS if name in run}
    conditions |= {f"settings.{name}": value for name, value in run.get("settings", {}).items()}
    return Run(folder.name, cases, figures, conditions)


def _answer_row(row: Row) -> tuple[str, str, str, str]:
    """Id, question, answer, and the state of a case that is no failure."""
    answer: dict[str, Any] = row["answer"] or {}
    said = f"{answer['status']}: {answer['text']}" if answer else str(row["error"])
    undecided = (row.get("judged") or {}).get("undecided") == [True, 1]
    question = str(answer.get("question", "")) or str(row.get("question", ""))
    return row["id"], question, said, UNSCORED if undecided else RIGHT


def _from_rows(path: Path) -> Run:
    cases = read_all(
        path, _case, "id, question, cause, status and text, as eval.measure.answers writes"
    )
    scores: dict[str, list[float]] = {}
    for _, row_scores in cases:
        for name, value in row_scores.items():
            scores.setdefault(name, []).append(float(value))
    figures = {name: sum(values) / len(values) for name, values in scores.items()}
    return Run(path.name, {case.id: case for case, _ in cases}, figures, {})


def _case(row: Row) -> tuple[Case, dict[str, float]]:
    answer = f"{row['status']}: {row['text']}"
    return Case(row["id"], row["question"], row["cause"] or RIGHT, answer), row["scores"]


def _number(value: float | None) -> str:
    return f"{'–':>9}" if value is None else f"{value:9.3f}"
