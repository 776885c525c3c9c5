"""What a program may read of the index: lists of articles, a search, an article. Bounded, as JSON.

The shapes of `search` and `fetch` are those that deep-research clients of MCP expect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.byline.called import called
from index.types import Article, ScoredPassage
from qa.evidence.retrieve import retrieve
from qa.question.asked import MAX_QUESTION_CHARS, check_filter
from qa.question.query import prepare
from qa.types import AskOptions
from ui.errors import UnknownIdError
from ui.render.wording import cut, headline
from ui.services.arguments import shown
from ui.services.links import Links

if TYPE_CHECKING:
    from index.catalog.rows import CatalogEntry
    from qa.pipeline import QAPipeline

MOST_FOUND = 10
MOST_WORDS_CHARS = MAX_QUESTION_CHARS
SNIPPET_CHARS = 400
# Of an article at once: some ten thousand tokens of a language model.
PART_CHARS = 40_000
_PASSAGES_FOR_ONE = 3  # looked at for each article of a search


def list_articles(
    pipeline: QAPipeline, filters: AskOptions, words: str = "", *, limit: int, offset: int = 0
) -> dict[str, Any]:
    """Articles that pass the filters and hold the words, the newest first: `limit` from `offset`.

    `total` counts all of them, `left_out` those behind the ones that are listed.
    """
    where = check_filter(
        filters.get("after"), filters.get("before"), filters.get("publishers"), filters.get("as_of")
    )
    entries = pipeline.library.catalog.entries(where, words=words, sort="date")
    listed = entries[offset : offset + limit]
    return {
        "articles": [_row(entry) for entry in listed],
        "total": len(entries),
        "left_out": max(len(entries) - offset - len(listed), 0),
    }


def search_articles(pipeline: QAPipeline, query: str, links: Links) -> list[dict[str, Any]]:
    """The articles whose passages are nearest to a question or to words, best first: id, title,
    url, text (the passage, cut), publisher and published_at; `MOST_FOUND` of them at most.
    """
    library = pipeline.library
    asked = prepare(query, library.catalog.vocabulary())
    found = retrieve(asked, library, limit=MOST_FOUND * _PASSAGES_FOR_ONE)
    best: dict[str, ScoredPassage] = {}
    for scored in found:
        best.setdefault(scored.passage.article_id, scored)
    results = []
    for article_id, scored in list(best.items())[:MOST_FOUND]:
        article = library.catalog.article(article_id)
        if article is not None:
            text = cut(scored.passage.text, SNIPPET_CHARS)
            results.append({**_named(article, links), "text": text, **_when(article)})
    return results


def fetch_article(pipeline: QAPipeline, wanted: str, links: Links) -> dict[str, Any]:
    """An article: id, title, url, text, metadata. `wanted` is its id; of a long one, with
    "#OFFSET" behind it, the text from that character on. Raises UnknownIdError.
    """
    article_id, _, offset = wanted.partition("#")
    article = pipeline.library.catalog.article(article_id)
    start = int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 10 else 0
    if article is None or start > len(article.text) or (offset and not start):
        raise UnknownIdError(f"There is no article {shown(wanted)}; `articles` lists those here.")
    end = start + PART_CHARS
    metadata: dict[str, Any] = {**_when(article), "author": article.author}
    if start:
        metadata["starts_at_character"] = start
    if end < len(article.text):
        left = len(article.text) - end
        metadata["left_out"] = f"{left:,} characters more; go on with id {article_id}#{end}"
    named = _named(article, links)
    return {**named, "id": wanted, "text": article.text[start:end], "metadata": metadata}


def find_article(pipeline: QAPipeline, article_id: str) -> Article:
    """The article of this id. Raises UnknownIdError."""
    article = pipeline.library.catalog.article(article_id)
    if article is None:
        raise UnknownIdError(f"There is no article {shown(article_id)}.")
    return article


def whole_article(pipeline: QAPipeline, article_id: str, links: Links) -> dict[str, Any]:
    """An article with its whole text and what is known of it, its file left out. Raises
    UnknownIdError.
    """
    article = find_article(pipeline, article_id)
    names = ("article_id", "author", "published_precision", "published_source", "updated_at")
    facts = {name: getattr(article, name) for name in (*names, "language", "url")}
    facts |= {**_when(article), "title": called(article), "text": article.text}
    return {**facts, "address": links.to_article(article)}


def _row(entry: CatalogEntry) -> dict[str, Any]:
    names = ("article_id", "publisher", "author", "published_at", "url")
    row = {name: getattr(entry, name) for name in names}
    return {"article_id": row.pop("article_id"), "title": headline(entry), **row}


def _named(article: Article, links: Links) -> dict[str, Any]:
    return {
        "id": article.article_id,
        "title": called(article) or article.article_id,
        "url": links.to_article(article),
    }


def _when(article: Article) -> dict[str, Any]:
    return {"publisher": article.publisher, "published_at": article.published_at}
