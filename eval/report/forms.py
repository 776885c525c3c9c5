"""The report of a run beyond looking up: every verdict, and its shares by kind and half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics.forms import Verdict
from eval.metrics.judge import is_verbatim
from eval.metrics.record import Record
from eval.questions.expected import Expected
from eval.questions.shelf import Shelf

HEAD = ("kind", "n", "right", "share", "text alone", "strict", "false refusals", "unscored")


@dataclass(frozen=True)
class FormCase:
    """One question, what was expected, what came of it and the verdict."""

    record: Record
    expected: Expected
    verdict: Verdict

    @property
    def kind(self) -> str:
        """The question's kind."""
        return self.record.question.kind

    @property
    def split(self) -> str:
        """The question's half."""
        return self.record.question.split


@dataclass(frozen=True)
class FormsReport:
    """Everything about one run; `run` is the record of what was run. Its figures are shares:
    "tune: right", "tune: right of period", "tune: false refusals", the same of each half, and
    "verbatim", of all quotes.
    """

    cases: tuple[FormCase, ...]
    shelf: Shelf
    run: Mapping[str, Any]

    @property
    def unscored(self) -> int:
        """How many questions could not be scored."""
        return sum(case.verdict.right is None for case in self.cases)

    @property
    def causes(self) -> tuple[tuple[str, int], ...]:
        """How many went wrong, by half and kind."""
        wrong = Counter(f"{c.split}: {c.kind}" for c in self.cases if c.verdict.right is False)
        return tuple(wrong.most_common())

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """Every figure as (of which, n)."""
        citations = [c for case in self.cases if (a := case.record.answer) for c in a.citations]
        found = {"verbatim": (sum(is_verbatim(c, self.shelf) for c in citations), len(citations))}
        for split, of_split in _grouped(self.cases, "split"):
            asked = [c for c in of_split if c.record.question.answerable]
            refused = sum(c.verdict.false_refusal for c in asked)
            found[f"{split}: right"] = _right(of_split)
            found[f"{split}: false refusals"] = (refused, len(asked))
            for kind, of_kind in _grouped(of_split, "kind"):
                found[f"{split}: right of {kind}"] = _right(of_kind)
        return found

    def value(self, name: str) -> float | None:
        """A figure by name; None where it was not measured."""
        part, whole = self.counts.get(name, (0, 0))
        return part / whole if whole else None


def kind_rows(cases: Sequence[FormCase]) -> list[list[str]]:
    """Of each kind, and of all, the cells of HEAD."""
    rows = []
    for kind, of in (*_grouped(cases, "kind"), ("all", list(cases))):
        right, n = _right(of)
        asked = [c for c in of if c.record.question.answerable and c.verdict.right is not None]
        refused = sum(c.verdict.false_refusal for c in asked)
        rows.append([
            kind, str(n), str(right), f"{right / n:.3f}".removeprefix("0") if n else "-",
            str(sum(c.verdict.lenient for c in of)), str(sum(c.verdict.strict for c in of)),
            f"{refused} of {len(asked)}", str(len(of) - n),
        ])  # fmt: skip
    return rows


def _grouped(cases: Sequence[FormCase], by: str) -> Iterator[tuple[str, list[FormCase]]]:
    """The cases by kind or split, in the order of the set."""
    for name in dict.fromkeys(getattr(case, by) for case in cases):
        yield name, [case for case in cases if getattr(case, by) == name]


def _right(cases: Sequence[FormCase]) -> tuple[int, int]:
    """(right, scored)"""
    scored = [case for case in cases if case.verdict.right is not None]
    return sum(bool(case.verdict.right) for case in scored), len(scored)
