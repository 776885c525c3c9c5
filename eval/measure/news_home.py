"""The index of RealTimeQA's articles, built once, with parts switched off for measuring."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from eval.adapters.realtimeqa import NewsArticle, to_document
from eval.asking.homes import HomeError, as_built, build_home, has_index, match
from index.catalog.catalog import Catalog
from index.library import Library, open_library
from index.types import ArticleFilter
from qa.settings import Settings

SEARCHES = ("both", "keyword", "dense")
LACKING = 0.02  # copies and earlier versions may have been merged


@dataclass(frozen=True)
class NewsHome:
    """An opened index. `bench_ids` maps the index's article ids to those of the set; `searches`
    says which are on.
    """

    settings: Settings
    library: Library
    bench_ids: dict[str, str]
    searches: str
    passages: int

    def close(self) -> None:
        """Close the index."""
        self.library.close()


def open_news(
    articles: Sequence[NewsArticle], settings: Settings, *, searches: str = "both"
) -> NewsHome:
    """The index in `settings.home`, built from `articles` when the home is empty.

    An index that is there keeps the embedder and the passage size that it was built with, whatever
    the settings say; "hashing" knows no meaning, so its dense search is off. `searches` switches
    one of the two off. Raises HomeError when the index lacks more than LACKING of the articles,
    DatelineError for an index that can't be opened.
    """
    documents = [to_document(article) for article in articles]
    if not has_index(settings.home):
        build_home(documents, settings)
    settings = as_built(settings)
    library = open_library(settings.index)
    ids = match(documents, library.catalog.articles())
    there = set(ids.values())
    missing = [a.id for a in articles if a.id not in there]
    if missing:
        said = f"{len(missing)} of {len(articles)} articles are not in this index ({missing[0]} …)"
        if len(missing) > LACKING * len(articles):
            library.close()
            raise HomeError(
                f"{settings.home}: {said}; give another --home, or an empty one to build it."
            )
        print(said, file=sys.stderr)
    if settings.embedder == "hashing" and searches == "both":
        searches = "keyword"
    passages = library.catalog.passage_count()
    return NewsHome(settings, only(library, searches), ids, searches, passages)


def with_days(news: NewsHome, articles: Iterable[NewsArticle]) -> Library:
    """The library of `news`, in which the filter on dates goes by the days of the set: a wrong or
    unknown date in the index must not decide what a question could have been answered from.
    """
    library = news.library
    days = {a.id: a.published for a in articles}
    by_index = {index_id: days[key] for index_id, key in news.bench_ids.items()}
    catalog: Any = _Dated(library.catalog, by_index)
    return Library(catalog, library.store, library.settings, library.embedder)


def only(library: Library, searches: str) -> Library:
    """The library with one search alone ("keyword" or "dense"), or as it is ("both")."""
    if searches == "both":
        return library
    if searches not in SEARCHES:
        raise HomeError(f"searches = {searches!r}: use one of {', '.join(SEARCHES)}.")
    catalog: Any = library.catalog
    store: Any = library.store
    if searches == "dense":
        catalog = _Without(catalog, "search")
    else:
        for method in ("query", "query_fast", "query_large"):
            store = _Without(store, method)
    return Library(cast(Catalog, catalog), store, library.settings, library.embedder)


class _Without:
    """Stands in for an object of which one search finds nothing."""

    def __init__(self, whole: Any, method: str) -> None:
        self._whole = whole
        self._method = method

    def __getattr__(self, name: str) -> Any:
        if name == self._method:
            return lambda *_, **__: []
        return getattr(self._whole, name)


class _Dated:
    """Stands in for a catalog; which articles pass a filter on dates is decided by `days`."""

    def __init__(self, catalog: Catalog, days: dict[str, str]) -> None:
        self._catalog = catalog
        self._days = days

    def article_ids(self, where: ArticleFilter) -> set[str]:
        after, before = where.after or "", where.before or "9999"
        return {key for key, day in self._days.items() if after <= day < before}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalog, name)
