"""The cases of a run on disk, kept one by one, so that a run that was killed can go on.

`answers.jsonl` gets a line as each question is answered; `run.json` says what is being run, so that
nothing else is continued by mistake. A finished run's report replaces the lines by judged ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from eval.metrics.record import Record, read_records, row_line
from eval.questions.question_set import Question, QuestionSetError

ANSWERS, RUN = "answers.jsonl", "run.json"
_MAY_DIFFER = ("platform", "workers", "set")


class CaseFile:
    """The two files in a report's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None

    def begin(
        self, run: Mapping[str, Any], questions: Sequence[Question], *, resume: bool
    ) -> dict[str, Record]:
        """Open for keeping. With `resume`, the records there by question id, else none and the old
        ones are gone. Raises QuestionSetError when another run is there, OSError.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        answers = self._folder / ANSWERS
        done: dict[str, Record] = {}
        if resume and answers.exists():
            self._check(run)
            done = read_records(answers, questions)
        (self._folder / RUN).write_text(json.dumps(run, indent=2) + "\n", encoding="utf-8")
        # Written anew, so that nothing follows a line that was cut off; under another name first,
        # so that a kill just now loses nothing.
        kept = answers.with_suffix(".part")
        kept.write_text("".join(row_line(r.row()) for r in done.values()), encoding="utf-8")
        kept.replace(answers)
        self._file = answers.open("a", encoding="utf-8")
        return done

    def keep(self, record: Record) -> None:
        """Write one record, at once. Raises OSError."""
        if self._file is None:
            raise ValueError("begin() comes before keep()")
        self._file.write(row_line(record.row()))
        self._file.flush()

    def close(self) -> None:
        """Nothing more is kept."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _check(self, run: Mapping[str, Any]) -> None:
        path = self._folder / RUN
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
            differing = [
                name
                for name in sorted({*before, *run} - set(_MAY_DIFFER))
                if json.loads(json.dumps(run.get(name))) != before.get(name)
            ]
        except (OSError, ValueError, TypeError) as error:
            raise QuestionSetError(
                f"{path}: no run to resume ({error}); leave --resume out to begin anew."
            ) from error
        if differing:
            raise QuestionSetError(
                f"{self._folder}: the run there had another {', '.join(differing)}; "
                "leave --resume out to begin anew, or give another folder with --report."
            )
