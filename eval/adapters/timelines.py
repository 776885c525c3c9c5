"""News timelines (Timeline17, Tran and others 2013; Entities, Ghalandari and Ifrim 2020,
arXiv:2005.10107): the articles of a topic, and timelines that journalists wrote of it.

Layout: `timelines/articles.jsonl` (id, topic, dataset, title, text, published) and
`timelines/timelines.jsonl` (topic, dataset, source, entries of date and text), both may be gzip'd.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.adapters.rows import AdapterError, Row, find, read_all, text
from index.types import Article

FOLDER = "timelines"
SETS = ("Timeline17", "Entities")
_ARTICLE = "id, topic, title, text and published (YYYY-MM-DD)"
_TIMELINE = "topic, dataset, source and entries (a list of date and text)"


@dataclass(frozen=True)
class Timeline:
    """One reference timeline: the days that it has, as a set."""

    source: str
    days: frozenset[date]


@dataclass(frozen=True)
class Topic:
    """One topic: its articles, and what it is to be compared with."""

    name: str
    dataset: str
    articles: tuple[Article, ...]
    timelines: tuple[Timeline, ...]


def read_topics(bench: Path) -> list[Topic]:
    """The topics of SETS, in the order of the files. Timelines of another set that go with their
    articles ("Crisis") are left out. Raises AdapterError.
    """
    folder = bench / FOLDER
    articles: dict[str, list[Article]] = {}
    for name, article in read_all(find(folder, "articles"), _article, _ARTICLE):
        articles.setdefault(name, []).append(article)
    timelines: dict[tuple[str, str], list[Timeline]] = {}
    for topic, dataset, timeline in read_all(find(folder, "timelines"), _timeline, _TIMELINE):
        if dataset in SETS and timeline.days:
            timelines.setdefault((topic, dataset), []).append(timeline)
    found = [
        Topic(name, dataset, tuple(articles.get(name, ())), tuple(told))
        for (name, dataset), told in timelines.items()
    ]
    if not found:
        raise AdapterError(f"{folder}: no timelines of {' or '.join(SETS)}.")
    return found


def _article(row: Row) -> tuple[str, Article]:
    key, published = text(row, "id"), row.get("published")
    day = date.fromisoformat(published[:10]).isoformat() if published else None
    article = Article(
        key, key, text(row, "text"), key, title=text(row, "title"), published_at=day,
        published_precision="day" if day else "unknown",
    )  # fmt: skip
    return text(row, "topic"), article


def _timeline(row: Row) -> tuple[str, str, Timeline]:
    days = frozenset(date.fromisoformat(entry["date"]) for entry in row["entries"])
    return text(row, "topic"), text(row, "dataset"), Timeline(text(row, "source"), days)
