"""The index that a set is asked of: built of the set's articles where there is none, and opened.

What an index holds is matched with a set's documents by file name, or else by address, so that one
which another program made of the same articles serves as well.
"""

from __future__ import annotations

import dataclasses
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import urldefrag

from eval.adapters.published import Document, write_documents
from index.catalog.catalog import Catalog
from index.errors import DatelineError
from index.library import Library, open_library
from index.progress import Progress
from index.types import Article
from index.vectors.embedder import Embedder
from qa.settings import Settings

Source = Sequence[Path] | Sequence[Document]  # files and folders, or documents of a set
CATALOG = "catalog.sqlite"
BUILDING = "building"  # folder in a home whose index isn't whole yet


class HomeError(DatelineError):
    """The index of a home is not of the articles that a set asks about."""


@dataclass(frozen=True)
class Home:
    """An opened index. `settings` have the embedder and passage size that it was built with;
    `document_ids` maps its article ids to those of the set's documents, where it has some.
    """

    settings: Settings
    library: Library
    document_ids: dict[str, str]


@contextmanager
def opened_home(
    source: Source | None, settings: Settings, embedder: Embedder | None = None
) -> Iterator[Home]:
    """The index in `settings.home`; built of `source` when there is none. `embedder` is one that
    is loaded already, taken where the index has the same.

    Raises HomeError for an index that lacks most of the documents, StoreNotFoundError when there
    is neither an index nor a source, and as `index_articles`.
    """
    if source:  # what a set brings never goes into a catalog that others share
        settings = dataclasses.replace(settings, catalog_url="")
    if source and not has_index(settings.home):
        build_home(source, settings, embedder)
    settings = as_built(settings)
    same = embedder if embedder is not None and embedder.name == settings.embedder else None
    library = open_library(settings.index, embedder=same)
    try:
        documents = [item for item in source or () if isinstance(item, Document)]
        ids = match(documents, library.catalog.articles()) if documents else {}
        lacking = len(documents) - len(set(ids.values()))
        if 2 * lacking > len(documents):
            raise HomeError(
                f"{settings.home}: {lacking} of the set's {len(documents)} articles are not in this"
                " index; give another --home, or an empty one to build it."
            )
        yield Home(settings, library, ids)
    finally:
        library.close()


def has_index(home: Path) -> bool:
    """Whether a home holds an index."""
    return (home / CATALOG).exists()


def build_home(source: Source, settings: Settings, embedder: Embedder | None = None) -> None:
    """Index `source` in `settings.home` with `index_articles`, documents as a user's folder of
    Markdown files. Built in a folder of the home that is then moved up, so that a build which was
    killed is no index. What is refused is told on stderr. Raises as `index_articles`.
    """
    from index.ingest import index_articles

    def show(done: Progress) -> None:
        if done.articles % 500 == 0:
            print(f"indexed {done.articles} of {len(source)}", file=sys.stderr, flush=True)

    home, partial = settings.home, settings.home / BUILDING
    shutil.rmtree(partial, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="dateline-set-") as folder:
        paths = [item for item in source if isinstance(item, Path)]
        if len(paths) < len(source):
            write_documents([item for item in source if isinstance(item, Document)], Path(folder))
            paths = [Path(folder)]
        index = dataclasses.replace(settings, home=partial, catalog_url="").index
        report = index_articles(paths, index, embedder=embedder, progress=show)
    for name, reason in report.refused:
        print(f"refused {PurePath(name).name}: {reason}", file=sys.stderr)
    for item in sorted(partial.iterdir(), key=lambda item: item.name == CATALOG):  # that one last
        item.replace(home / item.name)
    partial.rmdir()


def as_built(settings: Settings) -> Settings:
    """The settings with the embedder and passage size that the index of `home` was built with.

    Raises StoreNotFoundError when there is none.
    """
    with closing(Catalog.open(settings.home, url=settings.catalog_url)) as catalog:
        meta = catalog.meta()
    if "embedder" not in meta:
        return settings
    return dataclasses.replace(
        settings, embedder=meta["embedder"], chunk_tokens=int(meta["chunk_tokens"])
    )


def match(documents: Iterable[Document], indexed: Iterable[Article]) -> dict[str, str]:
    """Article id of an index -> id of the set's document, of those that are in both. An index keeps
    no fragment of a URL ("…#h_6ab0").
    """
    documents = list(documents)
    known = {d.id for d in documents}
    pages = {d.id: urldefrag(d.url).url for d in documents if d.url}
    times = Counter(pages.values())
    by_url = {page: key for key, page in pages.items() if times[page] == 1}
    found = {}
    for article in indexed:
        stem = PurePath(article.path).stem
        key = stem if stem in known else by_url.get(article.url or "")
        if key is not None:
            found[article.article_id] = key
    return found
