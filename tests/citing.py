"""Citations as the tests' pipelines give them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from index.types import Article
from qa.types import Citation


def cite(article: Article, quote: str, marker: int, **changes: Any) -> Citation:
    """A citation of an article's very words, sure to nine tenths."""
    start = article.text.index(quote)
    made = Citation(
        marker=marker,
        article_id=article.article_id,
        title=article.title,
        publisher=article.publisher,
        author=article.author,
        published_at=article.published_at,
        published_precision=article.published_precision,
        published_source=article.published_source,
        path=article.path,
        url=article.url,
        quote=quote,
        start_char=start,
        end_char=start + len(quote),
        score=0.9,
    )
    return replace(made, **changes)
