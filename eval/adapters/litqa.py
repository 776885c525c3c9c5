"""LitQA-like sets (Laurent and others 2024, arXiv:2407.10362): a question, the right answer, wrong
ones, and where it stands.

Layout: a JSON list, or JSON lines, of question, ideal, distractors and, where known, id, sources
and key-passage.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.adapters.published import PublishedSet, as_question
from eval.adapters.rows import Row, read_all, read_list, text, texts

_EXPECTED = "question, ideal and distractors"


@dataclass(frozen=True)
class ChoiceQuestion:
    """A question with its right and wrong answers. `sources` are addresses of what answers it;
    `key_passage` the words that do ("" where unknown).
    """

    id: str
    question: str
    answer: str
    wrong_answers: tuple[str, ...]
    sources: tuple[str, ...]
    key_passage: str


def read_litqa(path: Path) -> tuple[ChoiceQuestion, ...]:
    """The questions of one published file. Raises AdapterError."""
    read = read_all if ".jsonl" in path.name else read_list
    return read(path, _question, _EXPECTED)


def litqa_set(path: Path) -> PublishedSet:
    """All questions, without the choices; the papers are the user's to give.

    Raises AdapterError.
    """
    return PublishedSet(
        "LitQA",
        tuple(
            as_question(
                q.id or f"litqa-{number:04}",
                q.question,
                kind="choice",
                parts=[(q.answer,)],
                wrong_answers=q.wrong_answers,
            )
            for number, q in enumerate(read_litqa(path))
        ),
        {},
    )


def _question(row: Row) -> ChoiceQuestion:
    sources = row.get("sources") or ()
    return ChoiceQuestion(
        str(row.get("id", "")),
        text(row, "question"),
        text(row, "ideal"),
        texts(row, "distractors"),
        (sources,) if isinstance(sources, str) else tuple(sources),
        str(row.get("key-passage") or ""),
    )
