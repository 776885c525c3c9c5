"""What a run of systems is worth keeping: the table, every answer, and what was run."""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.measure.command import milliseconds, shown, table
from eval.metrics.ranking import NAMES
from eval.provenance import provenance
from eval.report.compare import mcnemar
from eval.systems.run import Results
from eval.systems.score import FIGURES, RIGHT, Asked, figures_of, score


def tables(results: Results, *, timed: bool = True) -> str:
    """The figures of all systems side by side, right answers by kind, and how each differs from the
    first question by question. Without `timed` no seconds: each question met an index that was
    opened for it.
    """
    figures = {name: figures_of(asked) for name, asked in results.items()}
    lines = []
    for figure in (*FIGURES, *NAMES):
        there = [found[figure] for found in figures.values() if figure in found]
        if there:
            cells = [shown(f[figure]) if figure in f else "–" for f in figures.values()]
            lines.append([figure, str(max(f.n for f in there)), *cells])
    lines += _costs(results, timed)
    text = table(["", "n", *results], lines)
    kinds = _by_kind(results)
    if len(kinds) > 1:
        text += "\n" + table(["right, by kind", "n", *results], kinds)
    for line in _against_first(results):
        text += f"\n{line}"
    return text.rstrip() + "\n"


def write_run(
    folder: Path, title: str, results: Results, settings: Mapping[str, Any], text: str
) -> None:
    """`table.txt`, `figures.json`, `answers.jsonl` in `folder`, without paths of this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "table.txt").write_text(f"{title}\n\n{text}", encoding="utf-8")
    document = {
        "title": title,
        "figures": {
            name: {k: asdict(f) for k, f in figures_of(asked).items()}
            for name, asked in results.items()
        },
        "run": provenance(settings),
    }
    written = json.dumps(document, indent=2, ensure_ascii=False, default=str)
    (folder / "figures.json").write_text(written + "\n", encoding="utf-8")
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as file:
        for name, asked in results.items():
            for one in asked:
                file.write(json.dumps(_row(name, one), ensure_ascii=False) + "\n")


def _costs(results: Results, timed: bool) -> list[list[str]]:
    """Words, seconds and tokens of the answers, and the questions that could not be scored."""
    columns: dict[str, list[str]] = defaultdict(list)
    for asked in results.values():
        answers = [one.answer for one in asked if one.answer is not None]
        words = [len(a.text.split()) for a in answers if not a.refused]
        columns["words of an answer, median"].append(_median(words))
        if timed:
            median, tail = milliseconds([one.seconds for one in asked if one.answer is not None])
            columns["ms, median"].append(median)
            columns["ms, 95th percentile"].append(tail)
        for label, counts in (
            ("tokens read, mean", [a.prompt_tokens for a in answers]),
            ("tokens written, mean", [a.answer_tokens for a in answers]),
        ):
            columns[label].append(f"{statistics.fmean(counts):.0f}" if counts else "–")
        columns["COULD NOT BE SCORED"].append(str(sum(one.answer is None for one in asked)))
    n = str(max(len(asked) for asked in results.values()))
    kept = {k: v for k, v in columns.items() if "token" not in k or set(v) != {"0"}}
    return [[label, n, *cells] for label, cells in kept.items()]


def _by_kind(results: Results) -> list[list[str]]:
    kinds: dict[str, int] = defaultdict(int)
    right: dict[tuple[str, str], list[float]] = defaultdict(list)
    for name, asked in results.items():
        for one in asked:
            found = score(one)
            kind = one.question.kind
            kinds[kind] = max(kinds[kind], len(right[name, kind]) + (RIGHT in found))
            if RIGHT in found:
                right[name, kind].append(found[RIGHT])
    return [
        [kind, str(n), *(_mean(right[name, kind]) for name in results)]
        for kind, n in sorted(kinds.items())
        if n
    ]


def _against_first(results: Results) -> list[str]:
    """Of each other system, on how many questions it alone is right, and the first alone."""
    first, *others = results
    mine = [score(one).get(RIGHT) for one in results[first]]
    lines = []
    for name in others:
        theirs = [score(one).get(RIGHT) for one in results[name]]
        pairs = [(a, b) for a, b in zip(mine, theirs, strict=True) if None not in (a, b)]
        better = sum(a == 0 and b == 1 for a, b in pairs)
        worse = sum(a == 1 and b == 0 for a, b in pairs)
        lines.append(
            f"{name}: of {len(pairs)} questions right where {first} is not {better}, wrong where "
            f"{first} is right {worse} (by chance: p = {mcnemar(better, worse):.3f})"
        )
    return lines


def _row(name: str, one: Asked) -> dict[str, Any]:
    question = one.question
    return {
        "system": name,
        "id": question.id,
        "kind": question.kind,
        "question": question.question,
        "answerable": question.answerable,
        "accepted": question.parts,
        "wrong_answers": question.wrong_answers,
        "answer": asdict(one.answer) if one.answer else None,
        "error": one.error,
        "ranked": one.ranked,
        "seconds": one.seconds,
        "scores": score(one),
    }


def _median(values: Sequence[int]) -> str:
    return f"{statistics.median(values):.0f}" if values else "–"


def _mean(values: Sequence[float]) -> str:
    return f"{statistics.fmean(values):.3f}".removeprefix("0") if values else "–"
