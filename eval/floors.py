"""The floors of quality: what a change may not fall below. They may only rise.

`python -m eval.floors` runs the seed set and raises each floor to the measured value less the
margin, where that is higher than the floor in force. The margin is there because an int8 model
rounds differently on another processor: 0.02 is three of the 164 answerable questions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.report import Report

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
)
CEILINGED = ("false_refusal_rate",)


def check_floors(report: Report, floors: Path = FLOORS) -> list[str]:
    """Which floors the report misses, in sentences; empty when all are met.

    Another question set, another split or an unscored question are misses too.
    """
    data = json.loads(floors.read_text(encoding="utf-8"))
    misses = []
    for name in ("set_sha256", "split"):
        if report.run[name] != data[name]:
            misses.append(
                f"{name} is {report.run[name]!r}, the floors are for {data[name]!r}: run that set, "
                "or put the new set's digest into the file and run `python -m eval.floors`."
            )
    if report.unscored:
        misses.append(f"{report.unscored} questions could not be scored; the floors allow none.")
    for name, floor in data["at_least"].items():
        value = report.value(name)
        if value is None or value < floor:
            misses.append(f"{name} is {value}, the floor is {floor}.")
    for name, ceiling in data["at_most"].items():
        value = report.value(name)
        if value is None or value > ceiling:
            misses.append(f"{name} is {value}, the ceiling is {ceiling}.")
    return misses


def raised(data: dict[str, Any], report: Report) -> dict[str, Any]:
    """The floors file's content with each floor at least as high as before.

    Verbatim quotes stay at 1.0, without a margin: one wrong quote is a bug.
    """
    at_least = dict(data["at_least"])
    at_most = dict(data["at_most"])
    for name in FLOORED:
        value = report.value(name)
        if value is not None:
            at_least[name] = max(at_least.get(name, 0.0), round(max(0.0, value - MARGIN), 3))
    for name in CEILINGED:
        value = report.value(name)
        if value is not None:
            at_most[name] = min(at_most.get(name, 1.0), round(min(1.0, value + MARGIN), 3))
    return {**data, "at_least": at_least, "at_most": at_most}


def main() -> int:
    """Measure the whole seed set with the default settings and raise the floors."""
    from eval.report import summary_table
    from eval.run import evaluate
    from qa.settings import load_settings

    data = json.loads(FLOORS.read_text(encoding="utf-8"))
    report, _ = evaluate(load_settings(environ={}, folder=FLOORS.parent))
    print(summary_table(report))
    if report.unscored or report.run["set_sha256"] != data["set_sha256"]:
        print("\n".join(check_floors(report)))
        return 1
    new = raised(data, report)
    FLOORS.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
    print(json.dumps({"at_least": new["at_least"], "at_most": new["at_most"]}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
