"""RAMDocs (Wang and others 2025, arXiv:2504.13079): documents that conflict, mislead or say
nothing, and a question with all the answers that are right.

Layout: JSON lines (`RAMDocs_test.jsonl`) of question, documents (text, type, answer), gold_answers
and wrong_answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from eval.adapters.published import Document, PublishedSet, as_question
from eval.adapters.rows import Row, find, read_all, text, texts

DocumentType = Literal["correct", "misinfo", "noise"]
_EXPECTED = (
    "question, documents (a list of text, type and answer), gold_answers and wrong_answers, "
    f"types being {', '.join(get_args(DocumentType))}"
)


@dataclass(frozen=True)
class TypedDocument:
    """One document; `answer` is what it says, right or wrong, or "unknown" in noise."""

    text: str
    type: DocumentType
    answer: str


@dataclass(frozen=True)
class ConflictQuestion:
    """A question whose name may mean several things: every gold answer is right for one."""

    question: str
    documents: tuple[TypedDocument, ...]
    gold_answers: tuple[str, ...]
    wrong_answers: tuple[str, ...]


def read_ramdocs(path: Path) -> tuple[ConflictQuestion, ...]:
    """The questions of a file, or of `ramdocs/questions.jsonl.gz` in a folder. Raises
    AdapterError.
    """
    file = find(path / "ramdocs", "questions") if path.is_dir() else path
    return read_all(file, _question, _EXPECTED)


def ramdocs_set(path: Path) -> PublishedSet:
    """Each question asked of its own documents alone. As in the paper ("exact match"), an answer is
    right when it holds every gold answer and no wrong one. Raises AdapterError.
    """
    collections: dict[str, tuple[Document, ...]] = {}
    questions = []
    for number, q in enumerate(read_ramdocs(path)):
        name = f"ramdocs-{number:03}"
        collections[name] = tuple(
            Document(f"{name}-{i}", document.text) for i, document in enumerate(q.documents)
        )
        correct = [i for i, item in enumerate(q.documents) if item.type == "correct"]
        questions.append(
            as_question(
                name,
                q.question,
                kind="misinformation" if q.wrong_answers else "ambiguity or noise",
                parts=[(answer,) for answer in q.gold_answers],
                collection=name,
                wrong_answers=q.wrong_answers,
                gold={f"{name}-{i}": 1 for i in correct},
            )
        )
    return PublishedSet("RAMDocs", tuple(questions), collections)


def _question(row: Row) -> ConflictQuestion:
    documents = []
    for item in row["documents"]:
        kind = item["type"]
        if kind not in get_args(DocumentType):
            raise ValueError(f"type {kind!r}")
        documents.append(
            TypedDocument(text(item, "text"), cast(DocumentType, kind), str(item["answer"]))
        )
    return ConflictQuestion(
        text(row, "question"),
        tuple(documents),
        texts(row, "gold_answers"),
        texts(row, "wrong_answers"),
    )
