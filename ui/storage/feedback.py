"""What readers thought of answers: JSON lines in the home, in the schema of the question sets.

A line that is complete can be asked by `dateline eval` as it is. A wrong answer without the right
one says what was wrong, and waits (`is_complete`) until somebody fills in what is accepted.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from qa.settings import load_settings
from qa.types import Answer, Turn
from ui.render.filters import Filters

FEEDBACK_FILE = "feedback.jsonl"
MOST_RECORDS = 2_000
COMMENT_CHARS = 1_000
_lock = threading.Lock()
_log = logging.getLogger(__name__)


def record_of(
    key: str,
    answer: Answer,
    *,
    is_good: bool,
    comment: str = "",
    should_refuse: bool = False,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
) -> dict[str, Any]:
    """A rating as a question with its labels (`eval/questions/README.md`), and fields of its own:
    `rating`, `comment`, `at`, `answer` (its text) and `answer_key`.

    A good answer is what is accepted from now on, with its quotes as evidence. `should_refuse`:
    the reader says that the articles don't answer.
    """
    status = answer.status if is_good else "not_in_articles" if should_refuse else "answered"
    accepted: list[str] = []
    evidence: list[list[dict[str, str]]] = []
    if is_good and status == "answered":
        quotes = [citation.quote for citation in answer.citations]
        accepted = [answer.short_answer.text] if answer.short_answer else quotes
        evidence = [
            [{"article": PurePath(c.path).name, "quote": c.quote} for c in answer.citations]
        ]
    chosen = filters or Filters()
    return {
        "id": f"feedback-{key[:16]}",
        "kind": _kind(answer, status),
        "question": answer.question,
        "history": [list(turn) for turn in history],
        "filters": {
            "after": chosen.after or None,
            "before": chosen.before or None,
            "publishers": list(chosen.publishers),
        },
        "answerable": status != "not_in_articles",
        "expected_status": status,
        "accepted_answers": accepted,
        "accepted_all": [],
        "short_answers": [answer.short_answer.text] if accepted and answer.short_answer else [],
        "gold_evidence": evidence,
        "split": "tune",
        "note": comment[:COMMENT_CHARS],
        "rating": "good" if is_good else "bad",
        "comment": comment[:COMMENT_CHARS],
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "answer": answer.text,
        "answer_key": key,
    }


def is_complete(record: Mapping[str, Any]) -> bool:
    """Whether a question set can have the record as it is."""
    return record.get("expected_status") != "answered" or bool(record.get("gold_evidence"))


class Feedback:
    """The records of a home, the latest last; at most MOST_RECORDS, the oldest go first."""

    def __init__(self, home: Path) -> None:
        self._path = home / FEEDBACK_FILE

    def records(self) -> list[dict[str, Any]]:
        """All that can be read; a damaged line is left out."""
        try:
            return self._read()
        except OSError:
            return []

    def _read(self) -> list[dict[str, Any]]:
        """See `records`. Raises OSError for a file that is there and can't be opened."""
        if not self._path.exists():
            return []
        found = []
        for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                found.append(record)
        return found

    def put(self, record: dict[str, Any]) -> bool:
        """Add a record, or put it in the place of the one with its id. The file is written whole
        beside the old one, then renamed. False when it can't be written.
        """
        with _lock:
            name = ""
            try:
                kept = [r for r in self._read() if r["id"] != record["id"]]
                lines = [json.dumps(item) for item in [*kept, record][-MOST_RECORDS:]]
                handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".feedback-")
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write("\n".join(lines) + "\n")
                os.replace(name, self._path)
                return True
            except OSError as error:
                _log.warning("%s: can't be written (%s)", self._path, error)
                Path(name).unlink(missing_ok=True) if name else None
                return False


def feedback(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """`dateline feedback`: the lines of a question set, or those that wait for labels."""
    records = Feedback(load_settings(flags).home).records()
    shown = [record for record in records if is_complete(record) != args.open]
    for record in shown:
        print(json.dumps(record, ensure_ascii=False))
    waiting = sum(not is_complete(record) for record in records)
    said = f"{len(records) - waiting} usable, {waiting} waiting for labels"
    print(f"dateline: {said}{'' if args.open else ' (--open)'}", file=sys.stderr)
    return 0


def _kind(answer: Answer, status: str) -> str:
    if status == "about_corpus":
        return "about_corpus"
    if status == "not_in_articles":
        return "near_miss" if answer.citations or answer.related else "off_topic"
    several = len({citation.article_id for citation in answer.citations}) > 1
    return "several_articles" if several else "single_fact"
