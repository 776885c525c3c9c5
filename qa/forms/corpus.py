"""Answers about the collection itself, from the catalog alone."""

from __future__ import annotations

from dataclasses import replace

from index.catalog.catalog import Catalog
from index.types import Article, ArticleFilter
from qa.answer.wording import article_label, plain
from qa.question.about_corpus import CorpusKind

_LISTED = 8
_TABLE = "metadata.csv"  # what stands beside files and says what they don't


def describe_corpus(
    kind: CorpusKind, publisher: str, catalog: Catalog, where: ArticleFilter
) -> str:
    """The answer to `corpus_question`, from the catalog alone."""
    coverage = catalog.coverage(where)
    size = _count(coverage.articles, "article")
    if kind == "count" and publisher:
        named = replace(where, publishers=(publisher,))
        matching = catalog.coverage(named).articles
        verb = "is" if matching == 1 else "are"
        said = f"{_count(matching, 'article')} of {coverage.articles} {verb} from"
        return f"{said} {plain(publisher)}." + _independent(matching, catalog, named)
    if kind == "thanks":
        return f"You are welcome. Ask on about the {size} whenever you like."
    if kind == "count":
        said = f"There {'is' if coverage.articles == 1 else 'are'} {size}."
        return said + _independent(coverage.articles, catalog, where) + _dates(coverage)
    if kind == "publishers":
        if not coverage.publishers:
            return f"None of the {size} names its publisher."
        unnamed = sum(a.publisher is None for a in catalog.articles(where))
        rest = f" {unnamed} of {coverage.articles} do not name one." if unnamed else ""
        return f"Publishers named: {', '.join(map(plain, coverage.publishers))}.{rest}"
    if kind == "dates":
        return _dates(coverage).strip() or f"None of the {size} shows its publication date."
    titles = [article_label(a) for a in catalog.articles(where)]
    listed = "; ".join(titles[:_LISTED]) + (
        f"; and {len(titles) - _LISTED} more" if len(titles) > _LISTED else ""
    )
    opening = {
        "greeting": "Hello. ",
        "help": "I answer questions about the indexed news articles with their own words, each "
        "sentence cited, and say so when they do not answer. ",
    }.get(kind, "")
    if not titles:
        return f"{opening}There is no article to search yet. Add some with: dateline index FOLDER"
    return f"{opening}I can search {size}: {listed}.{_dates(coverage)}"


def describe_date(article: Article) -> str:
    """When an article was published, and how that is known. Its date must not be None."""
    source = {
        "metadata": "its metadata",
        "text": "its text",
        "filename": "its file name",
        "inferred": "what its text implies",
    }.get(article.published_source, "its source")
    origin = dict(article.origins).get("published_at", "")
    if article.published_source == "metadata" and origin.startswith(f"{_TABLE} "):
        source = f"{_TABLE} beside it"
    return f"{article_label(article)} was published on {article.published_at}, by {source}."


def _dates(coverage: object) -> str:
    first = getattr(coverage, "first_published", None)
    last = getattr(coverage, "last_published", None)
    undated = int(getattr(coverage, "undated", 0))
    parts = ""
    if first and last:
        parts = (
            f" They were published from {first[:10]} to {last[:10]}."
            if first != last
            else (f" Published {first[:10]}.")
        )
    if undated:
        parts += f" {undated} of them show{'s' if undated == 1 else ''} no publication date."
    return parts


def _independent(articles: int, catalog: Catalog, where: ArticleFilter) -> str:
    """How many of so many articles are no copies of one another, when some are."""
    sources = catalog.copies.independent(where)
    if sources == articles:
        return ""
    return f" Copies counted once, they are {_count(sources, 'independent source')}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
