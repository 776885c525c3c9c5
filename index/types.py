"""The values that the index handles: what an article is, and a passage of it.

All offsets count characters (code points) of `Article.text`, start inclusive, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year", "unknown"]
DateSource = Literal["metadata", "text", "filename", "inferred", "unknown"]
SpanKind = Literal["boilerplate", "headline", "byline", "credit"]


@dataclass(frozen=True)
class Span:
    """A stretch of `Article.text` that no passage enters.

    `boilerplate` is never quoted. `headline`, `byline` and `credit` are metadata that may be.
    """

    start_char: int
    end_char: int
    kind: SpanKind


@dataclass(frozen=True)
class Article:
    """One article as its source has it: `text` is decoded and otherwise unchanged.

    `path` is the resolved POSIX path of its file; an article of a file that holds several has
    `#NUMBER` or `!MEMBER` behind it. `published_at` and `updated_at` are ISO 8601 at their
    precision (2022, 2022-09, 2022-09-30, or a date-time with zone), None when unknown. `author`
    holds all names, joined by ", ". `credits` are agencies named as a source ("IANS"). `origins`
    says where each field came from, e.g. (("publisher", "og:site_name"), ("title", "text")).
    """

    article_id: str
    path: str
    text: str
    content_hash: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    credits: tuple[str, ...] = ()
    published_at: str | None = None
    published_precision: Precision = "unknown"
    published_source: DateSource = "unknown"
    url: str | None = None
    language: str | None = None
    spans: tuple[Span, ...] = ()
    updated_at: str | None = None
    updated_precision: Precision = "unknown"
    origins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Something in a file that was not taken: what (as `Article.path`), and why.

    `withdraws` is the id of the article that its agency has called back, and `withdrawn_at` when
    (ISO 8601): a version that isn't newer leaves the index. `waits` when the same bytes may be
    taken another time (an embargo).
    """

    name: str
    reason: str
    withdraws: str = ""
    withdrawn_at: str | None = None
    waits: bool = False


@dataclass(frozen=True)
class Passage:
    """A run of adjacent sentences of one article, small enough for the embedder to read whole.

    `article.text[start_char:end_char] == text`. `sentences` are the absolute offsets of its
    sentences in `Article.text`, in order. `kind` is "body", or the kind of the metadata line
    that the passage quotes: headlines, bylines and credits are passages of their own.
    """

    passage_id: str
    article_id: str
    ordinal: int
    start_char: int
    end_char: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    kind: Literal["body", "headline", "byline", "credit"] = "body"


@dataclass(frozen=True)
class ScoredPassage:
    """A retrieved passage. `score` is comparable only within one list of one retriever.

    `ranks` holds the rank (from 1) in each list that found it, e.g. {"dense": 3, "keyword": 1}.
    """

    passage: Passage
    score: float
    ranks: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class ArticleFilter:
    """Which articles are searched. Dates are ISO; `after` inclusive, `before` exclusive.

    Under either date, articles of unknown date are left out; `until`, inclusive, leaves out only
    what is known to be later. `publishers` match publisher and credits, whatever form of the name
    is used (`byline/publishers.py`).
    """

    after: str | None = None
    before: str | None = None
    publishers: tuple[str, ...] = ()
    until: str | None = None

    @property
    def is_empty(self) -> bool:
        """True when every article passes."""
        return not (self.after or self.before or self.publishers or self.until)
