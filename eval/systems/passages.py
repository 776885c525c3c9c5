"""Plain search: the first passages are the answer. No reading, no sentences, no refusal.

The passages are those of the index, so that only the search differs from Dateline's.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from eval.metrics.ranking import first_of_each
from eval.questions.question_set import Question
from eval.systems.types import SystemAnswer, Text, document_of
from index.library import Library
from index.vectors.embedder import Embedder

SHOWN = 3  # passages that stand for an answer
DEPTH = 100  # passages that a ranking is made of


class Finds(Protocol):
    """A search over passages."""

    def find(self, text: str, limit: int) -> list[int]:
        """Numbers of passages, best first, at most `limit`."""
        ...


class TopPassages:
    """Answers with the first SHOWN passages of a search."""

    def __init__(self, name: str, passages: Sequence[Text], search: Finds) -> None:
        self.name = name
        self._passages = passages
        self._search = search

    def ask(self, question: Question) -> SystemAnswer:
        """Nothing found is a refusal."""
        found = tuple(self._passages[i] for i in self._search.find(question.question, SHOWN))
        text = "\n\n".join(passage.words for passage in found)
        return SystemAnswer(text, refused=not found, cited=found, read=found)

    def rank(self, question: Question) -> Sequence[str]:
        """Documents at their best passage."""
        numbers = self._search.find(question.question, DEPTH)
        return first_of_each(self._passages[i].document for i in numbers)


class KeywordSearch:
    """BM25 as SQLite has it (FTS5: k1 1.2, b 0.75, Porter's stems), any word of the question."""

    def __init__(self, passages: Sequence[Text]) -> None:
        self._table = sqlite3.connect(":memory:")
        self._table.execute("CREATE VIRTUAL TABLE p USING fts5(words, tokenize='porter unicode61')")
        self._table.executemany(
            "INSERT INTO p(rowid, words) VALUES (?, ?)",
            ((i, p.words) for i, p in enumerate(passages)),
        )

    def find(self, text: str, limit: int) -> list[int]:
        """See `Finds`."""
        words = dict.fromkeys(re.findall(r"\w+", text.casefold()))
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self._table.execute(
            "SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p), rowid LIMIT ?", (query, limit)
        )
        return [int(number) for (number,) in rows]


class DenseSearch:
    """Cosine of question and passage by the embedder of the index, over every passage."""

    def __init__(self, passages: Sequence[Text], embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows = embedder.encode([p.words for p in passages])

    def find(self, text: str, limit: int) -> list[int]:
        """See `Finds`."""
        scores = self._rows @ self._embedder.encode_query(text)
        return [int(i) for i in np.argsort(-scores, kind="stable")[:limit]]


def passages_of(library: Library) -> list[Text]:
    """Every passage of an index, in the order of its articles."""
    catalog = library.catalog
    documents: Mapping[str, str] = {a.article_id: document_of(a.path) for a in catalog.articles()}
    return [
        Text(passage.text, name)
        for article_id, name in documents.items()
        for passage in catalog.passages_of(article_id)
    ]
