"""The bench measures children, takes medians and says what failed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from eval.bench.beside_quickstart import TASKS, Bench, Run, main, run_process, table


def test_a_child_is_timed_and_weighed() -> None:
    # In a process of its own: a child's peak counts from its parent's, which ran other tests.
    program = """
import sys
from eval.bench.beside_quickstart import run_process
held = "import sys; b = b'x' * 50_000_000; print(sys.stdin.read())"
print(*run_process([sys.executable, "-c", held], "hi"))
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    out, seconds, peak = told.split()[0].decode(), *map(float, told.split()[1:])
    assert out == "hi"
    assert 0 < seconds < 60
    assert 50 < peak < 1000  # the 50 MB and an interpreter


def test_a_refusal_is_an_answer_and_a_failure_is_named() -> None:
    assert run_process([sys.executable, "-c", "raise SystemExit(3)"])[0] == ""
    with pytest.raises(RuntimeError, match=r"ended with 1(.|\n)*broken"):
        run_process([sys.executable, "-c", "raise ValueError('broken')"])


def test_the_table_shows_medians_and_ratios() -> None:
    runs = [
        Run(system, task, base * factor, 100 * factor)
        for system, factor in (("dateline", 1.0), ("quickstart", 3.0))
        for task, _ in TASKS
        for base in (1.0, 2.0, 9.0)
    ]
    row = {"correct_and_cited": 0.9, "answer_accuracy": 0.95, "evidence_cited": 0.92}
    result = Bench(tuple(runs), {"systems": {"Dateline": row}, "similarity_auc": 0.61})
    assert result.median("dateline", "cold", "seconds") == 2.0
    text = table(result)
    cold = next(line for line in text.splitlines() if "cold start" in line)
    assert cold.split()[-5:] == ["2.0", "s", "6.0", "s", "3.00"]
    warm = next(line for line in text.splitlines() if line.startswith("Warm"))
    assert warm.split()[-5:] == ["2000", "ms", "6000", "ms", "3.00"]
    assert "90.0%" in text and "0.61" in text


def test_wrong_usage_is_refused() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--repeat", "0"])
    assert stop.value.code == 2
