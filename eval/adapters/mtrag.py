"""MTRAG (Katsis and others 2025, doi:10.1162/TACL.a.19): the last turn of a conversation, with
passages; some of them can't be answered.

Layout: JSON lines of task_id, input (speaker, text), contexts (document_id, title, text), targets
(text) and answerability, a list of one word; some files write its name with a capital.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from eval.adapters.published import Document, PublishedSet, as_question
from eval.adapters.rows import Row, read_all, text
from qa.types import Turn

Answerability = Literal["ANSWERABLE", "PARTIAL", "UNANSWERABLE", "CONVERSATIONAL"]
_EXPECTED = (
    "task_id, input (speaker, text), contexts (document_id, text), targets and answerability"
)


@dataclass(frozen=True)
class ConversationTask:
    """The question of a last turn, what was said before, and passages (document id, text)."""

    id: str
    question: str
    history: tuple[Turn, ...]
    passages: tuple[tuple[str, str], ...]
    reference: str
    answerability: Answerability

    @property
    def answerable(self) -> bool:
        """Whether the passages answer, wholly or in part."""
        return self.answerability in ("ANSWERABLE", "PARTIAL")


def read_mtrag(path: Path) -> tuple[ConversationTask, ...]:
    """The tasks of one published file. Raises AdapterError."""
    return read_all(path, _task, _EXPECTED)


def mtrag_set(path: Path) -> PublishedSet:
    """Each last turn asked of the passages of its own task, behind what was said before. Turns that
    are no questions (CONVERSATIONAL) are left out. Raises AdapterError.
    """
    collections: dict[str, tuple[Document, ...]] = {}
    questions = []
    for number, task in enumerate(read_mtrag(path)):
        if task.answerability == "CONVERSATIONAL":
            continue
        name = f"mtrag-{number:04}"
        collections[name] = tuple(
            Document(f"{name}-{i}", words) for i, (_, words) in enumerate(task.passages)
        )
        questions.append(
            as_question(
                task.id,
                task.question,
                kind=task.answerability.lower(),
                answerable=task.answerable,
                history=task.history,
                collection=name,
                reference=task.reference if task.answerable else "",
            )
        )
    return PublishedSet("MTRAG", tuple(questions), collections)


def _task(row: Row) -> ConversationTask:
    *before, last = row["input"]
    if last["speaker"] != "user":
        raise ValueError(f"the last turn is by {last['speaker']!r}, not by the user")
    said = row["answerability"] if "answerability" in row else row["Answerability"]
    (label,) = said
    if label not in get_args(Answerability):
        raise ValueError(f"answerability {label!r}")
    return ConversationTask(
        text(row, "task_id"),
        text(last, "text"),
        tuple(
            ("user" if turn["speaker"] == "user" else "assistant", text(turn, "text"))
            for turn in before
        ),
        tuple((str(c["document_id"]), text(c, "text")) for c in row["contexts"]),
        text(row["targets"][0], "text") if row["targets"] else "",
        cast(Answerability, label),
    )
