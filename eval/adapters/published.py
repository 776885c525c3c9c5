"""Any published set in one shape: documents to index, and questions to ask of them.

Each adapter turns its layout into a `PublishedSet`; `dateline eval --adapter` and
`eval.systems.published` index and ask it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.adapters.rows import AdapterError
from eval.questions.question_set import Question
from qa.types import Status

ONE = "all"  # the name of the collection of a set whose questions share their documents


@dataclass(frozen=True)
class Document:
    """One text. `id` is fit for a file name and unique in its collection; `published` is an ISO
    date, "" where unknown, as are the others.
    """

    id: str
    text: str
    title: str = ""
    url: str = ""
    publisher: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedSet:
    """A set as it was read. `collections` maps a name to its documents; without an entry the
    documents are the user's to give. `gold_articles` of the questions are ids of documents.
    """

    name: str
    questions: tuple[Question, ...]
    collections: Mapping[str, tuple[Document, ...]]


def as_question(
    id: str,
    text: str,
    *,
    kind: str,
    answerable: bool | None = True,
    parts: Sequence[Sequence[str]] = (),
    short_answers: Sequence[str] = (),
    history: Sequence[tuple[str, str]] = (),
    collection: str = ONE,
    wrong_answers: Sequence[str] = (),
    gold: Mapping[str, int] | None = None,
    reference: str = "",
    as_of: str | None = None,
) -> Question:
    """A question of our schema; `answerable` None: nobody knows. What is unanswerable accepts
    nothing; its short answer is ("",) where a set scores that, as SQuAD 2.0 does. `gold` says how
    right documents are, above 0.
    """
    status: Status | None = "answered" if answerable else "not_in_articles"
    return Question(
        id,
        kind,
        text,
        None if answerable is None else status,
        as_of=as_of,
        history=tuple(("user" if role == "user" else "assistant", said) for role, said in history),
        accepted_all=() if answerable is False else tuple(tuple(variants) for variants in parts),
        short_answers=tuple(short_answers),
        gold_articles=tuple(gold or ()),
        grades=tuple((gold or {}).values()),
        wrong_answers=tuple(wrong_answers),
        reference=reference,
        collection=collection,
    )


def file_id(text: str) -> str:
    """`text` as part of a file name: letters, digits, "-", "_" and ".", at most 80."""
    return re.sub(r"[^\w.-]+", "_", text).strip("._")[:80] or "_"


def write_documents(documents: Sequence[Document], folder: Path) -> None:
    """Each document as `ID.md` with a front matter: what the set states is then known to the
    index, nothing in the text can pass for it, and the file's name says which document it is.

    Raises AdapterError for an id that is no file name: a set is somebody else's text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        if file_id(document.id) != document.id:
            raise AdapterError(f"document id {document.id!r:.100} is not fit for a file name.")
        front = {
            "title": document.title,
            "url": document.url,
            "publisher": document.publisher,
            "date": document.published,
            "authors": list(document.authors),
        }
        # JSON is YAML, and quotes whatever a title holds.
        lines = [f"{key}: {json.dumps(value)}" for key, value in front.items() if value]
        page = "\n".join(["---", *(lines or ['title: ""']), "---", "", document.text, ""])
        (folder / f"{document.id}.md").write_text(page, encoding="utf-8")
