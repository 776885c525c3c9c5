"""MultiHop-RAG (Tang and Yang 2024, arXiv:2401.15391): questions that need two to four articles.

Layout: `MultiHopRAG.json`, a list of query, answer, question_type and evidence_list (title, url,
source, published_at, fact); and `corpus.json`, a list of title, url, source, published_at, body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.adapters.published import ONE, Document, PublishedSet, as_question
from eval.adapters.rows import AdapterError, Row, read_list, text

NO_ANSWER = "null_query"  # the type of questions that the corpus doesn't answer


@dataclass(frozen=True)
class HopArticle:
    """One article; `published` is as the set has it, an ISO date-time."""

    url: str
    title: str
    source: str
    published: str
    text: str


@dataclass(frozen=True)
class HopFact:
    """A fact that the answer needs, and the article that states it."""

    url: str
    title: str
    fact: str


@dataclass(frozen=True)
class HopQuestion:
    """A question with the facts that it needs, from different articles."""

    question: str
    answer: str
    kind: str
    facts: tuple[HopFact, ...]

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers."""
        return self.kind != NO_ANSWER


def read_multihop(folder: Path) -> tuple[tuple[HopArticle, ...], tuple[HopQuestion, ...]]:
    """Articles and questions. Raises AdapterError, also for a fact of an article that the corpus
    doesn't hold.
    """
    articles = read_list(
        folder / "corpus.json", _article, "title, url, source, published_at and body"
    )
    path = folder / "MultiHopRAG.json"
    questions = read_list(path, _question, "query, answer, question_type and evidence_list")
    _check(path, articles, questions)
    return articles, questions


def multihop_set(folder: Path) -> PublishedSet:
    """All questions asked of all articles; those of the type null_query must be refused. Raises
    AdapterError.

    The paper ranks passages by the facts that they hold; articles are ranked here.
    """
    articles, questions = read_multihop(folder)
    ids = {a.url: f"multihop-{number:04}" for number, a in enumerate(articles)}
    documents = tuple(
        Document(ids[a.url], a.text, a.title, a.url, a.source, a.published) for a in articles
    )
    return PublishedSet(
        "MultiHop-RAG",
        tuple(
            as_question(
                f"multihop-q{number:04}",
                q.question,
                kind=q.kind,
                answerable=q.answerable,
                parts=[(q.answer,)],
                gold={ids[fact.url]: 1 for fact in q.facts},
            )
            for number, q in enumerate(questions)
        ),
        {ONE: documents},
    )


def _check(path: Path, articles: Sequence[HopArticle], questions: Sequence[HopQuestion]) -> None:
    known = {a.url for a in articles}
    for question in questions:
        for fact in question.facts:
            if fact.url not in known:
                raise AdapterError(
                    f"{path}: {question.question!r} needs {fact.url}, not in corpus."
                )


def _article(row: Row) -> HopArticle:
    names = ("url", "title", "source", "published_at", "body")
    return HopArticle(*(text(row, name) for name in names))


def _question(row: Row) -> HopQuestion:
    facts: list[dict[str, Any]] = row["evidence_list"]
    return HopQuestion(
        text(row, "query"),
        text(row, "answer"),
        text(row, "question_type"),
        tuple(HopFact(text(f, "url"), text(f, "title"), text(f, "fact")) for f in facts),
    )
