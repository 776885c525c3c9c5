"""One session of writing: the lock, the catalog and the vector store in step.

Order is everything here. `store`: pending in the catalog, vectors added, done in the catalog.
`remove`: gone from the catalog, then from the vectors. So the catalog never shows a passage
without its vector, and what a kill leaves behind is written down in the catalog.
"""

from __future__ import annotations

import errno
import logging
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from index.catalog.catalog import Catalog
from index.catalog.files import FileRead, Member
from index.catalog.writer import CatalogWriter, Prepared
from index.database.where import database_of
from index.errors import StoreDamagedError, StoreError
from index.keywords.stamps import KEYWORDS_FOLDER
from index.lock import write_lock
from index.settings import IndexSettings
from index.vectors.chroma.client import CHROMA_FOLDER
from index.vectors.chroma.files import place_of
from index.vectors.embedder import Embedder
from index.vectors.static_model import SHA256
from index.vectors.store import DISTANCE, ChromaWriter, check_files, vectors_cut_off

logger = logging.getLogger(__name__)

Move = tuple[str, Member]  # an unchanged article, and the file that has it now


class IndexWriter:
    """Writes to one index; made by `open_for_writing`, which holds the lock."""

    def __init__(self, settings: IndexSettings, catalog: CatalogWriter) -> None:
        """Chroma is opened when the first vector is written: a run that finds nothing new
        doesn't pay for it.
        """
        self.settings = settings
        self.catalog = catalog
        self._vectors: ChromaWriter | None = None

    def close(self) -> None:
        """Record the sizes of Chroma's files, then let go of them."""
        if self._vectors is not None:
            vectors, self._vectors = self._vectors, None
            vectors.close()
            self.catalog.set_meta(chroma_sizes=vectors.sizes(), vectors_open="")

    def record(self, embedder: Embedder, *, collection: str | None = None) -> None:
        """Write down how the index is built, when it is new (or built anew: `collection`)."""
        meta = self.catalog.meta()
        if "embedder" in meta and collection is None:
            return
        prefix = meta.get("collection_prefix") or f"dateline-{uuid.uuid4().hex[:12]}-"
        self.catalog.set_meta(
            embedder=embedder.name,
            dimension=str(embedder.dimension),
            distance=DISTANCE,
            chunk_tokens=str(self.settings.chunk_tokens),
            language=self.settings.language,
            fast_model=SHA256,
            collection_prefix=prefix,
            collection=collection or f"{prefix}1",
        )

    # --- changes ------------------------------------------------------------------------------

    def store(
        self,
        batch: Sequence[Prepared],
        read: Sequence[FileRead] = (),
        moves: Sequence[Move] = (),
    ) -> None:
        """Store articles, each replacing its earlier version; on return they are done. `read`
        are the files that end with them, `moves` unchanged articles that stand at another path,
        or in another file, than they did.
        """
        versions = self.catalog.add_pending(batch) if batch else []
        self._finish(versions, read, moves)

    def fill(self, rows: Sequence[tuple[int, str, bytes]]) -> None:
        """Store vectors of passages that had none yet: (row, passage_id, float32). A kill between
        the two leaves them missing in the catalog, so they are made again.
        """
        self.add_vectors([(passage_id, vector) for _, passage_id, vector in rows])
        self.catalog.vectors.set_vectors([(row, vector) for row, _, vector in rows])

    def remove(self, article_ids: Sequence[str]) -> None:
        """Take articles away."""
        self.catalog.remove(article_ids)
        self._sweep()

    def repair(self) -> list[str]:
        """Finish what an interrupted run left; gives what was done, in words."""
        done = []
        if vectors_cut_off(self.catalog.meta()):
            self.rebuild_vectors()
            done.append("built the vectors anew from the catalog")
        pending = self.catalog.pending()
        if pending:
            self._finish(pending)
            done.append(f"finished {len(pending)} interrupted articles")
        stale = len(self.catalog.stale_ids())
        if stale:
            self._sweep()
            done.append(f"deleted {stale} vectors of replaced or removed passages")
        if not self.catalog.clusters_are_current():
            self.catalog.rebuild_clusters()
            done.append("looked for copies in all articles anew")
        self.catalog.keywords.sweep()
        self.catalog.keywords.drop_others()
        for line in done:
            logger.info("%s: %s", self.settings.home, line)
        return done

    def rebuild_vectors(self) -> None:
        """Build the vector store anew from the vectors in the catalog."""
        self.catalog.set_meta(vectors_incomplete="1", chroma_sizes="{}")
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None
        home, name = self.settings.home, self.catalog.meta().get("collection")
        if not self.settings.chroma_url:
            ChromaWriter.forget(home, self.settings)
            shutil.rmtree(home / CHROMA_FOLDER, ignore_errors=True)
        if name:
            self._vectors = self._open_vectors(name, empty=True)
            stored = Catalog(self.catalog.database)
            for block in stored.vectors():
                self._vectors.add([(row[0], row[2]) for row in block])
            stored.close()
        self.catalog.set_meta(vectors_incomplete="")

    @property
    def vectors(self) -> ChromaWriter:
        """The vector store; damaged files are built anew from the catalog at once."""
        if self._vectors is None:
            home, meta = self.settings.home, self.catalog.meta()
            try:
                check_files(home, self.settings, meta)
                self._vectors = self._open_vectors(meta["collection"])
                stored, known = self._vectors.count(), self.catalog.vectors.count_known()
                if stored < known:  # the store is another one, or has lost some
                    raise StoreDamagedError(f"{known - stored} of {known} vectors are lost")
                self._vectors.drop_others(meta["collection_prefix"])
            except StoreDamagedError as error:
                logger.warning("%s; building the vectors anew", error)
                self.rebuild_vectors()
        assert self._vectors is not None
        return self._vectors

    def add_vectors(self, rows: Sequence[tuple[str, bytes]]) -> None:
        """Put (passage_id, float32) into the vector store."""
        if rows:  # else Chroma needn't be opened
            self._change(lambda vectors: vectors.add(rows))

    def delete_vectors(self, ids: Sequence[str]) -> None:
        """Take these passages out of the vector store; unknown ids are ignored."""
        self._change(lambda vectors: vectors.delete(ids))

    def _change(self, change: Callable[[ChromaWriter], None]) -> None:
        """Change the vector store; where it fails on its own files, build it anew and try again.

        Killed while it writes its index, Chroma can keep a log that it never can apply, though
        it opens and counts as ever (chroma#7678): only the next write says so.
        """
        try:
            change(self.vectors)
        except StoreDamagedError as error:
            if self.catalog.in_transaction:  # `into_new_collection`: the old index stands
                raise
            logger.warning("%s; building the vectors anew", error)
            self.rebuild_vectors()
            change(self.vectors)

    def _open_vectors(self, collection: str, *, empty: bool = False) -> ChromaWriter:
        """Open them, having written down that they are open: see `vectors_cut_off`."""
        if not self.settings.chroma_url:  # a server outlives us
            self.catalog.set_meta(vectors_open="1")
            if self.catalog.database.is_shared:
                self.catalog.set_meta(vectors_in=place_of(self.settings.home, create=True))
        return ChromaWriter(self.settings.home, self.settings, collection, empty=empty)

    @contextmanager
    def into_new_collection(self, embedder: Embedder) -> Iterator[None]:
        """A rebuild: one transaction that ends with the catalog pointing at a new collection.
        Until then, and after an error or a kill, the old index stands unchanged.
        """
        old = self.catalog.meta()
        number = int(old.get("collection", "-0").rpartition("-")[2]) + 1
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None
        self.catalog.keywords.sweep()
        self.catalog.keywords.drop_others()  # what a rebuild left that was killed
        with self.catalog.transaction():
            self.catalog.clear()
            prefix = old.get("collection_prefix") or f"dateline-{uuid.uuid4().hex[:12]}-"
            self.catalog.set_meta(collection_prefix=prefix, chroma_sizes="{}")
            self.record(embedder, collection=f"{prefix}{number}")
            self._vectors = self._open_vectors(f"{prefix}{number}", empty=True)
            yield
        self._vectors.drop_others(prefix)
        self.catalog.keywords.drop_others()

    def _finish(
        self,
        versions: Sequence[int],
        read: Sequence[FileRead] = (),
        moves: Sequence[Move] = (),
    ) -> None:
        if versions:
            self.add_vectors(self.catalog.new_vectors(versions))
        with self.catalog.transaction():
            for file, member in moves:
                self.catalog.files.take_over(file, member)
            self.catalog.finish(versions, read)
        self._sweep()

    def _sweep(self) -> None:
        stale = self.catalog.stale_ids()
        if stale:
            self.delete_vectors(stale)
            self.catalog.forget_stale(stale)


@contextmanager
def open_for_writing(settings: IndexSettings) -> Iterator[IndexWriter]:
    """Hold the write lock of an existing index and open its catalog.

    Raises StoreLockedError, and StoreError for a full disk, whatever noticed it first.
    """
    database = database_of(settings.home, settings.catalog_url)
    try:
        with write_lock(settings.home), CatalogWriter(database) as catalog:
            writer = IndexWriter(settings, catalog)
            try:
                yield writer
            finally:
                writer.close()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError(
                f"{settings.home}: the disk is full; free some space and run the command again. "
                "Everything reported done is kept."
            ) from error
        raise


def open_or_set_aside(settings: IndexSettings) -> None:
    """Check or make the catalog; one that is damaged is renamed, so that a new one is made.

    The embedded vectors go with it: nothing says any more what they are of.
    """
    home, url = settings.home, settings.catalog_url
    try:
        Catalog.open(home, create=True, url=url).close()
        return
    except StoreDamagedError as error:
        logger.warning("%s", error)
    with write_lock(home):
        database_of(home, url).set_aside()
        ChromaWriter.forget(home, settings)
        for folder in (CHROMA_FOLDER, KEYWORDS_FOLDER):
            shutil.rmtree(home / folder, ignore_errors=True)
    Catalog.open(home, create=True, url=url).close()
