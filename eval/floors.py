"""The floors of quality: what a change may not fall below, on each set of the gate.

`python -m eval.floors [SET …]` runs the sets (of these names) and raises each floor to the measured
value less the margin, where that is higher than the floor in force. The margin is there because an
int8 model rounds differently on another processor: 0.02 is three of the 164 answerable questions of
the seed set. Where a set has floors by kind, a kind has few questions, and its margin is one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from eval.report.forms import FormsReport
    from eval.report.report import Report

FLOORS = Path(__file__).parent / "floors.json"
MARGIN = 0.02
FLOORED = (
    "correct_and_cited",
    "answer_accuracy",
    "evidence_cited",
    "citation_precision",
    "refusal_recall",
    "refusal_precision",
    "about_corpus",
    "short_f1",
    "Hit@1",
    "recall@10",
    "MRR@10",
)
CEILINGED = ("false_refusal_rate",)
_DIGESTS = ("set_sha256", "articles_sha256", "split")

Floors = Mapping[str, Any]  # of one set: digests, at_least, at_most, causes


class Measured(Protocol):
    """What floors need of a report: what was run, its figures by name, and why questions failed."""

    @property
    def run(self) -> Mapping[str, Any]:
        """What was run."""
        ...

    @property
    def unscored(self) -> int:
        """Questions that could not be scored."""
        ...

    @property
    def causes(self) -> Sequence[tuple[str, int]]:
        """How many questions failed by each cause."""
        ...

    def value(self, name: str) -> float | None:
        """A figure."""
        ...


def check_floors(report: Measured, path: Path = FLOORS) -> list[str]:
    """Which floors the report misses, in sentences; empty when all are met. When one is missed,
    the last sentence names the causes of failure that have become more.

    Another set, other articles, another split or an unscored question are misses too.
    """
    name = report.run["set"]
    floors = read_floors(path).get(name)
    misses = []
    if report.unscored:
        misses.append(f"{report.unscored} questions could not be scored; the floors allow none.")
    if floors is None:
        return [*misses, f"{name} has no floors in {path.name}: run `python -m eval.floors`."]
    misses += [
        f"{key} is {report.run[key]!r}, the floors of {name} are for {floors[key]!r}: run that "
        "set, or put the new digest into the file and run `python -m eval.floors`."
        for key in _DIGESTS
        if key in floors and report.run[key] != floors[key]
    ]
    for metric, floor in floors["at_least"].items():
        value = report.value(metric)
        if value is None or value < floor:
            misses.append(f"{metric} is {_number(value)}, the floor is {floor}.")
    for metric, ceiling in floors["at_most"].items():
        value = report.value(metric)
        if value is None or value > ceiling:
            misses.append(f"{metric} is {_number(value)}, the ceiling is {ceiling}.")
    return [*misses, *([_blame(report, floors)] if misses else [])]


def read_floors(path: Path = FLOORS) -> dict[str, Floors]:
    """The floors by the set's file name."""
    return of_document(json.loads(path.read_text(encoding="utf-8")))


def of_document(document: Mapping[str, Any]) -> dict[str, Floors]:
    """The floors in the file's JSON, also as it was when it held the seed set's alone."""
    return dict(document["sets"]) if "sets" in document else {"seeds.jsonl": document}


def lowered(before: Mapping[str, Floors], after: Mapping[str, Floors]) -> list[str]:
    """What a new file of floors allows that the old one didn't, in sentences. A set that was
    changed needs figures at least as good.
    """
    found = []
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            found.append(f"{name} has lost its floors.")
            continue
        for metric, floor in old["at_least"].items():
            if new["at_least"].get(metric, 0.0) < floor:
                found.append(f"{name}: the floor of {metric} was {floor}.")
        for metric, ceiling in old["at_most"].items():
            if new["at_most"].get(metric, 1.0) > ceiling:
                found.append(f"{name}: the ceiling of {metric} was {ceiling}.")
    return found


def raised(floors: Floors, report: Report) -> dict[str, Any]:
    """The floors with each at least as high as before, and the causes of the run's failures.

    Verbatim quotes stay at 1.0, without a margin: one wrong quote is a bug.
    """
    least = {name: report.value(name) for name in FLOORED}
    most = {name: report.value(name) for name in CEILINGED}
    return _raised(
        floors,
        report,
        {name: value - MARGIN for name, value in least.items() if value is not None},
        {name: value + MARGIN for name, value in most.items() if value is not None},
    )


def raised_by_kind(floors: Floors, report: FormsReport) -> dict[str, Any]:
    """The same of a set that is scored by kind and half."""
    at_least, at_most = {}, {}
    for name, (part, whole) in report.counts.items():
        if not whole or name == "verbatim":
            continue
        if name.endswith("false refusals"):
            at_most[name] = part / whole + MARGIN
        else:
            at_least[name] = part / whole - (1 / whole if " of " in name else MARGIN)
    return _raised(floors, report, at_least, at_most)


def _raised(
    floors: Floors, report: Measured, least: Mapping[str, float], most: Mapping[str, float]
) -> dict[str, Any]:
    at_least = {"verbatim": 1.0, **floors.get("at_least", {})}
    at_most = dict(floors.get("at_most", {}))
    for name, value in least.items():
        at_least[name] = max(at_least.get(name, 0.0), round(max(0.0, value), 3))
    for name, value in most.items():
        at_most[name] = min(at_most.get(name, 1.0), round(min(1.0, value), 3))
    digests = {key: report.run[key] for key in _DIGESTS if key in report.run}
    causes = dict(sorted(report.causes))
    return {**floors, **digests, "at_least": at_least, "at_most": at_most, "causes": causes}


def _blame(report: Measured, floors: Floors) -> str:
    """Which causes of failure have become more since the floors were set."""
    before = floors.get("causes", {})
    more = [
        (n - before.get(cause, 0), f"{cause} {n} (was {before.get(cause, 0)})")
        for cause, n in report.causes
        if n > before.get(cause, 0)
    ]
    if not more:
        return "No cause of failure has become more."
    return "More failures by cause: " + ", ".join(text for _, text in sorted(more, reverse=True))


def _number(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the gate's sets, or those that are named, with the default settings and raise their
    floors.
    """
    parser = argparse.ArgumentParser(
        prog="python -m eval.floors",
        description="Asks the questions of the gate's sets and raises the floors in "
        "eval/floors.json to what was measured; none is lowered. Takes some minutes.",
    )
    parser.add_argument("set", nargs="*", help="file names of sets, as caldria.jsonl; default: all")
    names = parser.parse_args(argv).set
    from eval.asking.chosen import FORMS_GATE, GATE, open_set
    from eval.measure.command import table
    from eval.measure.forms import measure
    from eval.report.forms import HEAD, kind_rows
    from eval.report.text import summary_table
    from eval.run import evaluate
    from qa.settings import load_settings

    known = [path.name for path in (*GATE, *FORMS_GATE)]
    if unknown := set(names) - set(known):
        raise SystemExit(f"{sorted(unknown)[0]}: no set of the gate; known: {', '.join(known)}")
    floors = read_floors()
    settings = load_settings(environ={}, folder=FLOORS.parent)
    for path in (*GATE, *FORMS_GATE):
        if names and path.name not in names:
            continue
        old = floors.get(path.name, {})
        if path in FORMS_GATE:
            by_kind = measure(path, settings)
            print(f"{path.name}\n{table(HEAD, kind_rows(by_kind.cases))}")
            report: Measured = by_kind
            new = raised_by_kind(old, by_kind)
        else:
            whole = evaluate(settings, open_set(path))
            print(f"{path.name}\n{summary_table(whole)}")
            report, new = whole, raised(old, whole)
        if report.unscored or any(old.get(k, report.run[k]) != report.run[k] for k in _DIGESTS):
            print("\n".join(check_floors(report)))
            return 1
        floors[path.name] = new
    document = {
        "why": "Measured with the default settings. A floor may only rise, a ceiling only fall; "
        "another set needs its own digest and figures at least as good. The causes are those of "
        "the run's failures, to say what a later run does worse.",
        "sets": floors,
    }
    FLOORS.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(floors, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
