"""RealTimeQA (Kasai and others 2023, arXiv:2207.13332): weekly news-quiz questions and articles.

Layout: `articles.jsonl` (id, url, title, text, authors, published) and `questions.jsonl` (id,
asked, question, choices, answer, evidence, gold_articles, retrieved), both may be gzip'd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.adapters.published import Document, write_documents
from eval.adapters.rows import AdapterError, Row, find, read_all, text, texts
from eval.metrics.estimate import contains

FOLDER = "realtimeqa-2022"
_ARTICLE = "id, url, title, text, authors (list) and published (YYYY-MM-DD)"
_QUESTION = (
    "id, asked (YYYY-MM-DD), question, choices, answer, evidence, gold_articles and retrieved"
)


@dataclass(frozen=True)
class NewsArticle:
    """One article. `published` is an ISO day, "" where unknown."""

    id: str
    url: str
    title: str
    text: str
    authors: tuple[str, ...]
    published: str


@dataclass(frozen=True)
class NewsQuestion:
    """One question. `gold_articles` are those that its authors point at; `retrieved` those that a
    web search brought; either may be empty. `asked` is an ISO day.
    """

    id: str
    asked: str
    question: str
    choices: tuple[str, ...]
    answers: tuple[str, ...]
    evidence: str
    gold_articles: tuple[str, ...]
    retrieved: tuple[str, ...]

    @property
    def month(self) -> str:
        """The first day of the month that it was asked in."""
        return f"{self.asked[:7]}-01"

    @property
    def own_articles(self) -> tuple[str, ...]:
        """Gold and retrieved articles, each once."""
        return tuple(dict.fromkeys((*self.gold_articles, *self.retrieved)))


def read_articles(bench: Path) -> tuple[NewsArticle, ...]:
    """The articles, ids unique. Raises AdapterError."""
    path = find(_folder(bench), "articles")
    articles = read_all(path, _article, _ARTICLE)
    if len({a.id for a in articles}) != len(articles):
        raise AdapterError(f"{path}: an id stands twice; expected each article once.")
    return articles


def read_questions(bench: Path) -> tuple[NewsQuestion, ...]:
    """The questions in the order of the file. Raises AdapterError."""
    return read_all(find(_folder(bench), "questions"), _question, _QUESTION)


def holding_answer(question: NewsQuestion, articles: Mapping[str, NewsArticle]) -> tuple[str, ...]:
    """The ids of the question's own articles in which a gold answer stands as whole words.
    `articles` is keyed by id.
    """
    return tuple(
        key
        for key in question.own_articles
        if key in articles
        and any(
            contains(f"{articles[key].title}\n{articles[key].text}", answer)
            for answer in question.answers
        )
    )


def write_articles(articles: Sequence[NewsArticle], folder: Path) -> None:
    """Each article as `ID.md`, with its day and address in the front matter."""
    write_documents([to_document(article) for article in articles], folder)


def to_document(article: NewsArticle) -> Document:
    """The article in the shape of all sets."""
    return Document(
        article.id,
        article.text,
        title=article.title,
        url=article.url,
        published=article.published,
        authors=article.authors,
    )


def _folder(bench: Path) -> Path:
    """The folder of the set inside `bench`, or `bench` itself."""
    return bench / FOLDER if (bench / FOLDER).is_dir() else bench


def _article(row: Row) -> NewsArticle:
    day = text(row, "published")
    date.fromisoformat(day)
    return NewsArticle(
        text(row, "id"), text(row, "url"), text(row, "title"), text(row, "text"),
        texts(row, "authors"), day,
    )  # fmt: skip


def _question(row: Row) -> NewsQuestion:
    day = text(row, "asked")
    date.fromisoformat(day)
    return NewsQuestion(
        text(row, "id"), day, text(row, "question"), texts(row, "choices"), texts(row, "answer"),
        text(row, "evidence"), texts(row, "gold_articles"), texts(row, "retrieved"),
    )  # fmt: skip
