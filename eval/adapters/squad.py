"""SQuAD 2.0 (Rajpurkar and others 2018, arXiv:1806.03822): questions about one paragraph each.

Reads the published JSON (`data`, `paragraphs`, `qas`) and JSON lines with one question a row
(title, context, question, answers, answerable).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.adapters.published import Document, PublishedSet, as_question
from eval.adapters.rows import AdapterError, Row, find, open_text, read_all, text


@dataclass(frozen=True)
class SquadQuestion:
    """A question with its paragraph. `answers` are (start in `context`, words); empty when the
    paragraph does not answer. `title` is the article that the paragraph is from.
    """

    title: str
    context: str
    question: str
    answers: tuple[tuple[int, str], ...]

    @property
    def answerable(self) -> bool:
        """Whether the paragraph answers."""
        return bool(self.answers)


def read_squad(path: Path) -> tuple[SquadQuestion, ...]:
    """The questions of a file, or of `squad2/questions.jsonl.gz` in a folder. Raises AdapterError,
    also for an answer that doesn't stand at its offset.
    """
    if path.is_dir():
        path = find(path / "squad2", "questions")
    if ".jsonl" in path.name:
        return read_all(path, _question, "title, context, question, answers and answerable")
    try:
        articles = json.loads(open_text(path))["data"]
        questions = tuple(
            q for i, a in enumerate(articles) for q in _nested(a, f"{path}, data {i}")
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AdapterError(
            f"{path}: {type(error).__name__}: {error}; expected the published JSON "
            "(data, paragraphs, qas) or JSON lines with one question a row."
        ) from error
    if not questions:
        raise AdapterError(f"{path}: holds no questions.")
    return questions


def squad_set(path: Path) -> PublishedSet:
    """Each question asked of its own paragraph alone. Raises AdapterError."""
    collections: dict[str, tuple[Document, ...]] = {}
    questions = []
    for number, q in enumerate(read_squad(path)):
        paragraph = hashlib.sha256(q.context.encode()).hexdigest()[:16]
        collections[paragraph] = (Document(paragraph, q.context, title=q.title.replace("_", " ")),)
        gold = tuple(dict.fromkeys(words for _, words in q.answers))
        questions.append(
            as_question(
                f"squad-{number:05}",
                q.question,
                kind="answerable" if q.answerable else "unanswerable",
                answerable=q.answerable,
                parts=[gold],
                short_answers=gold or ("",),
                collection=paragraph,
                gold={paragraph: 1},
            )
        )
    return PublishedSet("SQuAD 2.0", tuple(questions), collections)


def _nested(article: dict[str, Any], where: str) -> Iterator[SquadQuestion]:
    for p, paragraph in enumerate(article["paragraphs"]):
        for q, qa in enumerate(paragraph["qas"]):
            try:
                yield _question(
                    {
                        "title": article["title"],
                        "context": paragraph["context"],
                        "question": qa["question"],
                        "answers": qa["answers"],
                        "answerable": not qa.get("is_impossible", False),
                    }
                )
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise AdapterError(
                    f"{where}, paragraphs {p}, qas {q}: {type(error).__name__}: {error}; expected "
                    "question, answers (text, answer_start) and is_impossible."
                ) from error


def _question(row: Row) -> SquadQuestion:
    context = text(row, "context")
    answers = tuple(
        dict.fromkeys((int(a["answer_start"]), text(a, "text")) for a in row["answers"])
    )
    for start, words in answers:
        if context[start : start + len(words)] != words:
            raise ValueError(f"the answer {words!r} doesn't stand at {start}")
    if row["answerable"] != bool(answers):
        raise ValueError(f"answerable = {row['answerable']!r} with {len(answers)} answers")
    return SquadQuestion(text(row, "title"), context, text(row, "question"), answers)
