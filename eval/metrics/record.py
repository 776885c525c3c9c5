"""What happened to one question, as it is kept: in memory, and as a line of `answers.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.questions.question_set import Question, QuestionSetError
from eval.questions.shelf import Extent
from qa.types import Answer, Citation


@dataclass(frozen=True)
class Tokens:
    """What a language model read and wrote for one question."""

    read: int = 0
    written: int = 0


@dataclass(frozen=True)
class Record:
    """What happened to one question. `answer` is None when asking raised; `error` says what.

    `passages` are those handed to the reader; `seconds` is the wall time of the question.
    `retrieved` are the passages read, in the order of retrieval; `ranked` the same once their
    sentences are scored. `probability` in 0..1 is the evidence's, which refusing goes by; None
    where no evidence was looked for. `tokens` None: no language model was asked. `carried` are
    citation recall and precision (`eval.metrics.citations`) of an answer that a language model
    wrote.
    """

    question: Question
    answer: Answer | None
    passages: tuple[Citation, ...] = ()
    seconds: float = 0.0
    error: str | None = None
    probability: float | None = None
    retrieved: tuple[Extent, ...] = ()
    ranked: tuple[Extent, ...] = ()
    tokens: Tokens | None = None
    carried: tuple[float, float] | None = None

    def row(self) -> dict[str, Any]:
        """The record as JSON."""
        return {
            "id": self.question.id,
            "question": self.question.question,
            "error": self.error,
            "answer": self.answer.to_dict() if self.answer else None,
            "passages": [vars(p) for p in self.passages],
            "seconds": round(self.seconds, 6),
            "probability": self.probability,
            "retrieved": self.retrieved,
            "ranked": self.ranked,
            "tokens": vars(self.tokens) if self.tokens else None,
            "carried": self.carried,
        }

    @classmethod
    def from_row(cls, row: dict[str, Any], question: Question) -> Record:
        """The inverse of `row`. Raises KeyError or TypeError for another shape."""
        return cls(
            question,
            Answer.from_dict(row["answer"]) if row["answer"] else None,
            tuple(Citation(**{**p, "also_in": tuple(p["also_in"])}) for p in row["passages"]),
            float(row["seconds"]),
            row["error"],
            row["probability"],
            tuple((str(key), int(start), int(end)) for key, start, end in row["retrieved"]),
            tuple((str(key), int(start), int(end)) for key, start, end in row["ranked"]),
            Tokens(**row["tokens"]) if row["tokens"] else None,
            (float(row["carried"][0]), float(row["carried"][1])) if row["carried"] else None,
        )


def read_records(path: Path, questions: Iterable[Question]) -> dict[str, Record]:
    """The records of a run that was stopped, by the question's id; none without the file.

    Left out, to be asked again: questions that raised, a last line that was cut off, and questions
    whose words have changed. Raises QuestionSetError for a file that is no such run.
    """
    by_id = {q.id: q for q in questions}
    found: dict[str, Record] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            question = by_id.get(row["id"])
            if question is None or row["error"] or row["question"] != question.question:
                continue
            found[question.id] = Record.from_row(row, question)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if number == len(lines):
                break
            raise QuestionSetError(
                f"{path}, line {number}: not a case of a run ({type(error).__name__}: {error}); "
                "leave --resume out to begin anew."
            ) from error
    return found


def row_line(row: dict[str, Any]) -> str:
    """One line of JSON. Lone surrogates, which no UTF-8 file takes, become question marks."""
    line = json.dumps(row, ensure_ascii=False, default=_listed)
    return line.encode("utf-8", "replace").decode("utf-8") + "\n"


def _listed(value: Any) -> Sequence[Any]:
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")
