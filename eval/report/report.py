"""The report of a run: figures with intervals, what was run, and every failure with its cause.

`build_report` judges the records; `eval.report.files` writes the folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from eval.asking.asking import STAGES
from eval.asking.chosen import QuestionSet
from eval.metrics.calibration import Said
from eval.metrics.causes import Failure, failure_of
from eval.metrics.estimate import SEED, Estimate, Judgement, estimate, latency, wilson
from eval.metrics.figures import ALL_EXACT, ALL_F1, METRICS, RANKED
from eval.metrics.judge import GoldSpans, find_gold, holds, judge
from eval.metrics.ranking import first_of_each, score_rankings
from eval.metrics.record import Record
from eval.metrics.sureness import Sureness, sureness_of
from eval.provenance import provenance
from eval.questions.shelf import Shelf
from qa.settings import Settings


@dataclass(frozen=True)
class KindRow:
    """One kind of question: how many could be judged, how many of them went right, and Wilson's
    95 % interval of that share.
    """

    kind: str
    n: int
    right: int
    low: float
    high: float


@dataclass(frozen=True)
class StageRow:
    """Seconds of one stage over the questions that came back."""

    stage: str
    n: int
    median: float
    p95: float


@dataclass(frozen=True)
class Case:
    """One question with all that came of it; `failure` None: right, or nobody can tell."""

    record: Record
    judgement: Judgement
    failure: Failure | None

    @property
    def said(self) -> Said | None:
        """How probable the evidence was, for calibration; None where none was looked for, or where
        nobody knows whether the articles answer.
        """
        question, probability = self.record.question, self.record.probability
        if self.judgement.unscored is not None or probability is None:
            return None
        if question.expected_status not in ("answered", "not_in_articles"):
            return None
        right = bool(self.judgement.answer and self.judgement.answer[0])
        return Said(probability, question.expected_status == "answered", right)

    @property
    def answered(self) -> bool:
        """Whether an answer from the articles was given."""
        return self.record.answer is not None and self.record.answer.status == "answered"


@dataclass(frozen=True)
class Report:
    """Everything about one run that is worth keeping. `run` is the record of what was run; `reused`
    questions were asked by a run before it that was stopped, so `seconds` leave them out.
    """

    estimates: tuple[Estimate, ...]
    kinds: tuple[KindRow, ...]
    stages: tuple[StageRow, ...]
    sureness: Sureness | None
    failures: tuple[Failure, ...]
    causes: tuple[tuple[str, int], ...]
    questions: int
    unscored: int
    undecided: int
    seconds: float
    reused: int
    run: Mapping[str, Any]
    cases: tuple[Case, ...]

    def value(self, name: str) -> float | None:
        """The value of a metric by name. Raises KeyError for an unknown one."""
        for item in self.estimates:
            if item.name == name:
                return item.value
        raise KeyError(f"{name!r} is no metric; known: {[e.name for e in self.estimates]}")

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers; all but the cases."""
        fields = {name: value for name, value in vars(self).items() if name != "cases"}
        return {name: _plain(value) for name, value in fields.items()}


def build_report(
    records: Sequence[Record],
    shelf: Shelf,
    *,
    run: Mapping[str, Any] | None = None,
    seconds: float = 0.0,
    reused: int = 0,
) -> Report:
    """Judge the records against the articles and add up. `run` is of `run_record`; `seconds` is the
    wall time of the run.
    """
    ranked = rank(records, shelf)
    judgements = [replace(judge(r, shelf), ranking=ranked.get(r.question.id)) for r in records]
    cases = tuple(
        Case(record, j, failure_of(record, j, shelf))
        for record, j in zip(records, judgements, strict=True)
    )
    failures = tuple(case.failure for case in cases if case.failure is not None)
    return Report(
        estimates=summarise(judgements),
        kinds=_kinds(cases),
        stages=_stages(records),
        sureness=sureness_of([(c.said, c.answered) for c in cases if c.said is not None]),
        failures=failures,
        causes=tuple(Counter(f.cause for f in failures).most_common()),
        questions=len(records),
        unscored=sum(j.unscored is not None for j in judgements),
        undecided=sum(j.undecided == (True, 1) for j in judgements),
        seconds=seconds,
        reused=reused,
        run=dict(run or {}),
        cases=cases,
    )


def summarise(judgements: Sequence[Judgement]) -> tuple[Estimate, ...]:
    """Each metric, then the median and the 95th percentile of latency."""
    unknown = any(j.open_answer is not None for j in judgements)
    told = [m for m in METRICS if unknown or m.name not in (ALL_EXACT, ALL_F1)]
    return (
        *(estimate(metric, judgements) for metric in told),
        latency(judgements, 0.5, "Latency, median"),
        latency(judgements, 0.95, "Latency, 95th percentile"),
    )


def rank(records: Sequence[Record], shelf: Shelf) -> dict[str, dict[str, float]]:
    """The measures of RANKED for each question that has gold evidence and that passages were read
    for: of passages where it has quotes, else of articles.
    """
    rankings: dict[str, list[str]] = {}
    gold: dict[str, dict[str, int]] = {}
    for record in records:
        question = record.question
        spans = find_gold(question, shelf) if question.expected_status == "answered" else None
        if not isinstance(spans, GoldSpans) or not record.ranked:
            continue
        if spans.groups:
            wanted = [span for group in spans.groups for span in group]
            passages = {p for key, _, _ in wanted for p in shelf.passages(key)}
            right = {_name(p): 1 for p in passages if any(holds(p, span) for span in wanted)}
            ranking = [_name(p) for p in record.ranked]
        else:
            right = {
                article.article_id: grade
                for name, grade in question.graded.items()
                for article in shelf.named(name)
            }
            ranking = first_of_each(key for key, _, _ in record.ranked)
        if right:
            gold[question.id], rankings[question.id] = right, ranking
    names = [name for name, _ in RANKED]
    values = score_rankings(rankings, gold, names) if gold else {}
    return {q: {name: values[name][q] for name in names} for q in gold}


def run_record(
    hashes: Sequence[str], settings: Settings | None, asked: QuestionSet, workers: int = 1
) -> dict[str, Any]:
    """What is needed to repeat the run: commit, versions, settings, digests, seed, machine.
    `hashes` are the digests of the articles.
    """
    corpus = "\n".join(sorted(hashes))
    return {
        "set": asked.name,
        "set_sha256": asked.sha256,
        "split": asked.split,
        "questions": len(asked.questions),
        "articles": len(hashes),
        "articles_sha256": hashlib.sha256(corpus.encode()).hexdigest(),
        "seed": SEED,
        "workers": workers,
        **provenance(vars(settings) if settings else {}),
    }


def _kinds(cases: Sequence[Case]) -> tuple[KindRow, ...]:
    """Unscored questions, and refusals that nobody can judge, are in no row."""
    judged = [
        c for c in cases if c.judgement.unscored is None and c.judgement.undecided != (True, 1)
    ]
    counts = Counter(case.judgement.kind for case in judged)
    right = Counter(case.judgement.kind for case in judged if case.failure is None)
    return tuple(
        KindRow(kind, n, right[kind], *wilson(right[kind], n)) for kind, n in counts.items()
    )


def _stages(records: Sequence[Record]) -> tuple[StageRow, ...]:
    answers = [record.answer for record in records if record.answer is not None]
    if not answers:
        return ()
    rows = []
    for stage in STAGES:
        seconds = np.array([float(getattr(answer.seconds, stage)) for answer in answers])
        median, tail = np.quantile(seconds, (0.5, 0.95))
        rows.append(StageRow(stage, len(answers), float(median), float(tail)))
    return tuple(rows)


def _name(extent: tuple[str, int, int]) -> str:
    return f"{extent[0]}:{extent[1]}:{extent[2]}"


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
