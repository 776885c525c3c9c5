"""Files in, an index out. Start reading at `index_articles`.

File by file (`intake/changes.py`): read its articles, leave what is known. Batch by batch
(`intake/store_batches.py`):
cut, embed; commit to the catalog as pending; add the vectors to the vector store; mark as done. A
kill between any two steps loses nothing that was reported done; the next start finishes the rest
(`repair`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

from index.catalog.catalog import Catalog
from index.errors import ArticleFormatError
from index.intake.ahead import Ahead
from index.intake.changes import Intake
from index.intake.fill_vectors import complete_fast_vectors, fill, fill_wanted
from index.intake.paths import Found, find_files
from index.intake.store_batches import Batch, Incoming
from index.intake.write_session import IndexWriter, open_for_writing, open_or_set_aside
from index.library import check_recorded
from index.progress import IndexReport, Progress, Tally, content_bytes
from index.settings import IndexSettings
from index.types import Article
from index.vectors.embed import load_embedder
from index.vectors.embedder import Embedder
from index.vectors.fast import FastEncoder, fast_encoder
from index.vectors.minilm import BundledEmbedder

__all__ = ["IndexReport", "Progress", "index_articles", "remove_article", "repair"]


def index_articles(
    paths: Sequence[Path],
    settings: IndexSettings,
    *,
    embedder: Embedder | None = None,
    prune: bool = False,
    rebuild: bool = False,
    progress: Callable[[Progress], None] | None = None,
    feeds: Sequence[str] = (),
    engine: str = "",
) -> IndexReport:
    """Add or refresh the articles in files, folders and feeds (addresses); unchanged ones are
    skipped.

    `prune` removes articles under `paths` whose file is gone, or no longer holds them. `rebuild`
    reads, cuts and embeds all articles anew, those of the index and those in `paths`, under the
    present settings (passages that come out the same keep the vector of the same embedder);
    until it is finished the old index answers. `embedder` stands in for the one of the settings.
    `engine` "ray" reads on a Ray cluster (`intake/on_ray.py`).

    What can't be read is refused with its reason and the run goes on. Raises ArticleFormatError
    when a path doesn't exist or nothing is found, StoreLockedError when another process writes,
    StoreMismatchError, StoreDamagedError, or StoreError (a full disk): what was reported done
    before stays.
    """
    found = find_files(paths, allow_missing=prune)
    if not found and not feeds and not prune and not rebuild:
        names = ", ".join(str(path) for path in paths) or "no path given"
        raise ArticleFormatError(f"{names}: no files here; give a folder with articles in it.")
    return index_found(
        found,
        settings,
        embedder=embedder,
        load=lambda: embedder or load_embedder(settings.embedder),
        feeds=feeds,
        pruned=[path.absolute().resolve() for path in paths] if prune else (),
        there=frozenset(item.name for item in found),
        rebuild=rebuild,
        progress=progress,
        engine=engine,
    )


def index_found(
    found: Sequence[Found],
    settings: IndexSettings,
    *,
    embedder: Embedder | None,
    load: Callable[[], Embedder],
    feeds: Sequence[str] = (),
    pruned: Sequence[Path] = (),
    there: frozenset[str] = frozenset(),
    rebuild: bool = False,
    progress: Callable[[Progress], None] | None = None,
    engine: str = "",
) -> IndexReport:
    """`index_articles` for files that were found already. `load` gives the embedder when the
    first passage needs it; `pruned` are the resolved roots that are pruned, where files of `there`
    don't count as gone: one may have been renamed since, and its new name not been read.
    """
    if rebuild:
        open_or_set_aside(settings)
    else:
        Catalog.open(settings.home, create=True, url=settings.catalog_url).close()
    tally = Tally(progress)
    tally.expect([0 if item.refused else content_bytes(item.path) for item in found])
    tally.expect([0] * len(feeds))
    with open_for_writing(settings) as writer:
        # Another embedder may cut otherwise than the workers would.
        ahead = Ahead(settings, workers=None if embedder is None else 0, engine=engine)
        run = _Run(writer, settings, functools.cache(load), tally, ahead)
        try:
            if rebuild and writer.catalog.meta().get("embedder"):
                run.rebuild(found, feeds)
            else:
                check_recorded(writer.catalog.meta(), settings, embedder)
                writer.repair()
                run.refresh(found, feeds)
                if pruned:
                    run.prune(pruned, there)
            ahead.close()
            tally.askable()
            unread = run.fill()
        finally:
            ahead.close()
            run.catalog.close()
    return tally.report(unread)


def remove_article(id_or_path: str, settings: IndexSettings) -> Article:
    """Take one article out of the index and give it back.

    Raises StoreError when none or several fit, StoreNotFoundError, StoreLockedError.
    """
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    try:
        article = catalog.find_article(id_or_path)
    finally:
        catalog.close()
    with open_for_writing(settings) as writer:
        writer.repair()
        writer.remove([article.article_id])
    return article


def repair(settings: IndexSettings) -> list[str]:
    """Finish what an interrupted run left; gives what was done, in words. Needs no embedder:
    the vectors of pending articles are in the catalog.
    """
    Catalog.open(settings.home, url=settings.catalog_url).close()
    with open_for_writing(settings) as writer:
        return writer.repair()


class _Run:
    """One run, under the write lock."""

    def __init__(
        self,
        writer: IndexWriter,
        settings: IndexSettings,
        load: Callable[[], Embedder],
        tally: Tally,
        ahead: Ahead,
    ) -> None:
        self._writer = writer
        self._settings = settings
        self._tally = tally
        self._ahead = ahead
        self.catalog = Catalog.open(settings.home, url=settings.catalog_url)

        @functools.lru_cache(maxsize=1)
        def load_fast() -> FastEncoder | None:
            encoder = fast_encoder(load())
            if encoder is not None:
                complete_fast_vectors(writer, self.catalog, encoder)
            return encoder

        self._load_embedder = load
        self._batch = Batch(writer, settings, load, load_fast, tally, self.catalog)

    def refresh(self, found: Sequence[Found], feeds: Sequence[str] = ()) -> None:
        """Store what is new or changed."""
        intake = self._intake()
        intake.take_all(intake.in_order(found))
        for url in feeds:
            intake.take_feed(url)
        self._batch.flush()

    def rebuild(self, found: Sequence[Found], feeds: Sequence[str]) -> None:
        """Read, cut and embed everything anew: the files in `found`, those that the index knows,
        and articles as stored where their file no longer has them.
        """
        embedder = self._load_embedder()
        meta = self.catalog.meta()
        if (meta["embedder"], meta["dimension"]) != (embedder.name, str(embedder.dimension)):
            self._batch.embed_all_anew()
        there = {item.name for item in found}
        others = [
            Found(Path(path))
            for path in sorted(set(self._writer.catalog.files.records()) - there)
            if Path(path).is_file()
        ]
        self._tally.expect([content_bytes(item.path) for item in others])
        stored = frozenset(self.catalog.article_ids())
        with self._writer.into_new_collection(embedder):
            intake = self._intake(rebuilt=stored)
            intake.take_all([*found, *others])
            for url in feeds:
                intake.take_feed(url)
            self._batch.flush()
            for article_id in sorted(stored):
                if self._writer.catalog.files.current(article_id) is None:
                    self._keep(article_id)
            self._batch.flush()

    def prune(self, roots: Sequence[Path], there: frozenset[str]) -> None:
        """Remove the articles under `roots` whose file is gone or no longer holds them. One that
        another file has is read from there.
        """
        files = self._writer.catalog.files
        lost = files.lost(roots, there)
        orphans = files.forget(lost)
        again = files.mark_unread(orphans)
        self._writer.remove(sorted(orphans))
        self._tally.removed += [m.path for _, m in lost if m.article_id in orphans]
        if again:
            known = [Found(Path(path)) for path in again if "://" not in path]
            self.refresh(known, [path for path in again if "://" in path])

    def fill(self) -> int:
        """MiniLM's vectors for passages that have only fast ones, as the settings want it. Gives
        the number of passages that are left without.
        """
        missing = self._writer.catalog.vectors.count_missing()
        if fill_wanted(self._settings, missing):
            embedder = self._load_embedder()
            if isinstance(embedder, BundledEmbedder):
                missing -= fill(self._writer, embedder, self._tally.filled)
        return missing

    def _keep(self, article_id: str) -> None:
        """An article as it was stored before the rebuild."""
        article = self.catalog.article(article_id)
        if article is not None:
            file, fingerprint = self.catalog.reading_of(article_id)
            self._batch.add(Incoming(article, file, fingerprint, replaces=True))

    def _intake(self, *, rebuilt: frozenset[str] = frozenset()) -> Intake:
        return Intake(
            self._writer,
            self._settings,
            self._batch,
            self._tally,
            self.catalog,
            self._ahead,
            rebuilt=rebuilt,
        )
