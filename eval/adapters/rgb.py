"""RGB (Chen and others 2024, arXiv:2309.01431): news questions with passages that answer and that
don't; in `*_int` the answer has parts, in `*_fact` there are passages with a wrong answer.

Layout: JSON lines of id, query, answer, positive, negative and, in `*_fact`, positive_wrong and
fakeanswer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.adapters.published import Document, PublishedSet, as_question, file_id
from eval.adapters.rows import Row, read_all, text, texts


@dataclass(frozen=True)
class NoiseQuestion:
    """A question with its passages. Of each part of `answers` any variant will do, and each part is
    needed. `misleading` state `wrong_answers` instead.
    """

    id: str
    question: str
    answers: tuple[tuple[str, ...], ...]
    answering: tuple[str, ...]
    noise: tuple[str, ...]
    misleading: tuple[str, ...]
    wrong_answers: tuple[str, ...]


def read_rgb(path: Path) -> tuple[NoiseQuestion, ...]:
    """The questions of one published file. Raises AdapterError."""
    return read_all(path, _question, "id, query, answer, positive and negative")


def rgb_set(path: Path) -> PublishedSet:
    """Each question twice: of all its passages, and of those alone that don't answer ("negative
    rejection" in the paper), where it must be refused. Raises AdapterError.

    The paper gives the reader five passages; here all of them are there to be found.
    """
    collections: dict[str, tuple[Document, ...]] = {}
    questions = []
    for q in read_rgb(path):
        name = f"rgb-{file_id(q.id)}"
        right = [Document(f"{name}-right-{i}", text) for i, text in enumerate(q.answering)]
        false = [Document(f"{name}-false-{i}", text) for i, text in enumerate(q.misleading)]
        noise = [Document(f"{name}-noise-{i}", text) for i, text in enumerate(q.noise)]
        collections[name] = (*right, *false, *noise)
        questions.append(
            as_question(
                name,
                q.question,
                kind="noise",
                parts=q.answers,
                collection=name,
                wrong_answers=q.wrong_answers,
                gold={document.id: 1 for document in right},
            )
        )
        if noise:
            alone = f"{name}-rejection"
            collections[alone] = tuple(noise)
            questions.append(
                as_question(alone, q.question, kind="rejection", answerable=False, collection=alone)
            )
    return PublishedSet(f"RGB {path.stem}", tuple(questions), collections)


def _question(row: Row) -> NoiseQuestion:
    wrong = row.get("fakeanswer", [])
    return NoiseQuestion(
        str(row["id"]),
        text(row, "query"),
        _parts(row["answer"]),
        _flat(row["positive"]),
        texts(row, "negative"),
        texts(row, "positive_wrong") if "positive_wrong" in row else (),
        (wrong,) if isinstance(wrong, str) else tuple(wrong),
    )


def _parts(answer: Any) -> tuple[tuple[str, ...], ...]:
    """A text, a list of texts (each a part), or a list in which a list holds variants."""
    parts = [answer] if isinstance(answer, str) else answer
    found = tuple((p,) if isinstance(p, str) else tuple(p) for p in parts)
    if not found or not all(part and all(isinstance(v, str) for v in part) for part in found):
        raise ValueError(f"answer = {answer!r:.80} should be texts")
    return found


def _flat(passages: Any) -> tuple[str, ...]:
    """In `*_int` the passages come in one list a part."""
    found = [q for p in passages for q in ([p] if isinstance(p, str) else p)]
    if not all(isinstance(p, str) for p in found):
        raise TypeError("positive should be a list of texts, or of lists of texts")
    return tuple(found)
