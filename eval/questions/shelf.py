"""The articles that a run was asked of, under every name that a question set may use for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from index.catalog.catalog import Catalog
from index.types import Article

Extent = tuple[str, int, int]  # article id, start_char, end_char


@dataclass(frozen=True)
class Shelf:
    """`by_id` as the catalog has them; `by_name` by file name, address, whole path and id (several
    folders may hold files of one name). `passages` gives the extents of an article's passages.
    """

    by_id: Mapping[str, Article]
    by_name: Mapping[str, Sequence[Article]]
    passages: Callable[[str], Sequence[Extent]] = field(repr=False)

    @classmethod
    def of(
        cls,
        articles: Iterable[Article],
        passages: Callable[[str], Sequence[Extent]] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Shelf:
        """A shelf; without `passages` each article counts as one passage. `names` are further
        names, by article id.
        """
        by_id = {article.article_id: article for article in articles}
        by_name: dict[str, list[Article]] = {}
        for article in by_id.values():
            for name in names_of(article) | {(names or {}).get(article.article_id, article.path)}:
                by_name.setdefault(name, []).append(article)
        whole = {key: ((key, 0, len(article.text)),) for key, article in by_id.items()}
        return cls(by_id, by_name, passages or whole.__getitem__)

    @classmethod
    def joined(cls, shelves: Iterable[Shelf]) -> Shelf:
        """One shelf of several."""
        by_id: dict[str, Article] = {}
        by_name: dict[str, list[Article]] = {}
        owners: dict[str, Shelf] = {}
        for shelf in shelves:
            by_id |= shelf.by_id
            owners |= dict.fromkeys(shelf.by_id, shelf)
            for name, articles in shelf.by_name.items():
                by_name.setdefault(name, []).extend(articles)
        return cls(by_id, by_name, lambda key: owners[key].passages(key))

    @property
    def hashes(self) -> list[str]:
        """The digest of each article's text."""
        return [article.content_hash for article in self.by_id.values()]

    def kept(self) -> Shelf:
        """The same, with every passage looked up: it outlives its index, and can be sent to another
        process.
        """
        return replace(self, passages={key: self.passages(key) for key in self.by_id}.__getitem__)

    def named(self, name: str) -> Sequence[Article]:
        """The articles of a name; empty for an unknown one."""
        return self.by_name.get(name, ())

    def occurrences(self, name: str, quote: str) -> list[Extent]:
        """Everywhere that the quote stands in the articles of a name; nowhere for an empty one."""
        found = []
        for article in self.named(name) if quote.strip() else ():
            start = article.text.find(quote)
            while start >= 0:
                found.append((article.article_id, start, start + len(quote)))
                start = article.text.find(quote, start + 1)
        return found


def shelf_of(catalog: Catalog, names: Mapping[str, str] | None = None) -> Shelf:
    """All articles of an open index; passages are looked up when they are wanted."""
    kept: dict[str, list[Extent]] = {}

    def passages(article_id: str) -> Sequence[Extent]:
        if article_id not in kept:
            found = catalog.passages_of(article_id)
            kept[article_id] = [(article_id, p.start_char, p.end_char) for p in found]
        return kept[article_id]

    return Shelf.of(catalog.articles(), passages, names)


def names_of(article: Article) -> set[str]:
    """The names under which a question set may speak of an article."""
    path = PurePath(article.path)
    return {path.name, path.stem, article.path, article.article_id, *filter(None, [article.url])}
