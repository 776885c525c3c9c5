"""The vector store, in Chroma (`chroma/` has its clients). `nearest.py` decides when it is asked.

What Chroma 1.5 taught us: opening a collection and its first query write (they replay the log),
so both happen under the write lock; a second process never sees new rows, so the client is
opened again when the catalog's generation has risen; `where` filters and upserts of known ids
are slow; a truncated index file kills the process, so file sizes are checked before opening.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index.catalog.catalog import Catalog
from index.errors import StoreError
from index.lock import write_lock_if_free
from index.settings import IndexSettings
from index.vectors.chroma.client import (
    CHROMA_FOLDER,
    QUESTION_SECONDS,
    RESTART_SECONDS,
    broken,
    foreign_errors,
    has_no_answer,
    open_client,
    patiently,
)
from index.vectors.chroma.files import place_of, record_sizes, shrunk_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

DISTANCE = "cosine"
HNSW = {"space": DISTANCE}  # the rest as Chroma has it: its recall is 1.0 on clustered data
BATCH_ROWS = 5_000  # Chroma refuses more than 5,461 rows at once
MOST_ASKED = 10_000

T = TypeVar("T")


# --- reading: one client a folder and process -------------------------------------------------


class _Handle:
    """The reading client of this process. Chroma shares one engine among all clients of a folder
    in a process, so readers share this one and a writer closes it before it starts.
    """

    def __init__(self, home: Path, settings: IndexSettings) -> None:
        self.lock = threading.RLock()
        self.rows = 0
        self._home = home
        self._settings = settings
        self._client: Any = None
        self._collection: Any = None
        self._generation = -1

    def query(
        self, catalog: Catalog, vector: NDArray[np.float32], limit: int, passages: int
    ) -> Any:
        """Chroma's answer; None when it can't be asked, see `search_chroma`. A server is asked
        several questions at a time.
        """
        with self.lock:
            collection = self.open_for_reading(catalog)
            if collection is None:
                return None
            if self.rows < passages:  # vectors are there before the catalog shows their passages
                logger.warning(
                    "the vector store has lost %d of %d vectors: every vector in the catalog is "
                    "compared instead; `dateline doctor` mends it",
                    passages - self.rows,
                    passages,
                )
                return None
            ask = partial(
                collection.query,
                query_embeddings=[vector.tolist()],
                n_results=min(limit + self.rows - passages, MOST_ASKED),
                include=["distances"],
            )
            if not self._settings.chroma_url:
                return patiently(self._settings, 0, ask)
        return patiently(self._settings, QUESTION_SECONDS, ask)

    def open_for_reading(self, catalog: Catalog) -> Any:
        """The collection as of now, or None while another process writes beside it."""
        if self._collection is not None and self._generation == catalog.generation():
            return self._collection
        served = bool(self._settings.chroma_url)
        with nullcontext(True) if served else write_lock_if_free(self._home) as free:
            if not free:
                return None
            self.close()
            generation, meta = catalog.generation(), catalog.meta()
            if written_elsewhere(self._home, self._settings, meta):
                return None
            check_files(self._home, self._settings, meta)
            patiently(self._settings, QUESTION_SECONDS, lambda: self._open(meta["collection"]))
            self._generation = generation
        return self._collection

    def _open(self, name: str) -> None:
        self._client = open_client(self._home, self._settings)
        try:
            self._collection = self._client.get_collection(name, embedding_function=None)
            self.rows = int(self._collection.count())  # the first call replays the log
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._collection = None


def search_chroma(
    catalog: Catalog,
    settings: IndexSettings,
    vector: NDArray[np.float32],
    limit: int,
    passages: int,
) -> list[tuple[str, float]] | None:
    """At most `limit` (passage_id, cosine) and those that the catalog no longer knows (it holds
    `passages`), best first; None while another process writes, or when it has lost some. Raises
    StoreDamagedError, or StoreError when a server fails.
    """
    handle = _handle(catalog.home, settings)
    try:
        found = handle.query(catalog, vector, limit, passages)
    except StoreError as error:
        if not settings.chroma_url or has_no_answer(error.__cause__):
            raise
        # Another question has opened it anew, or a rebuild has dropped the collection since.
        with handle.lock:
            handle.close()
        found = handle.query(catalog, vector, limit, passages)
    if found is None:
        return None
    # The one place where a distance becomes a similarity: cosine = 1 - cosine distance.
    return [(i, 1.0 - d) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]


_handles: dict[str, _Handle] = {}
_handles_lock = threading.Lock()


def _handle(home: Path, settings: IndexSettings) -> _Handle:
    with _handles_lock:
        key = settings.chroma_url + "|" + str(home.resolve())
        return _handles.setdefault(key, _Handle(home, settings))


# --- writing --------------------------------------------------------------------------------


class ChromaWriter:
    """The vectors' writing side. The caller holds the write lock."""

    def __init__(
        self, home: Path, settings: IndexSettings, collection: str, *, empty: bool = False
    ) -> None:
        """Open, or make, the collection; with `empty`, without what it held. Raises as
        `open_client`.
        """
        self._home = home
        self._settings = settings
        self._name = collection
        ChromaWriter.forget(home, settings)
        patiently(settings, QUESTION_SECONDS, partial(self._open, collection, empty))

    def _open(self, name: str, empty: bool) -> None:
        self._client = open_client(self._home, self._settings)
        try:
            if empty and name in [other.name for other in self._client.list_collections()]:
                self._client.delete_collection(name)
            self._collection = self._client.get_or_create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": HNSW},
            )
        except BaseException:
            self.close()
            raise

    @staticmethod
    def forget(home: Path, settings: IndexSettings) -> None:
        """Close the reading client of this process; the next question opens it again."""
        handle = _handle(home, settings)
        with handle.lock:
            handle.close()

    def close(self) -> None:
        """Let go of the client; the engine of a folder stops with its last one."""
        self._client.close()

    def add(self, rows: Sequence[tuple[str, bytes]]) -> None:
        """Store (passage_id, vector as little-endian float32). An id that is there already is
        deleted first: an upsert degrades the graph, and an add of a known id is ignored.
        """
        import numpy as np

        for batch in _batches(rows):
            ids = [row[0] for row in batch]
            matrix = np.frombuffer(b"".join(row[1] for row in batch), dtype="<f4")
            self._patiently(partial(self._put, ids, matrix.reshape(len(batch), -1)))

    def _put(self, ids: list[str], matrix: NDArray[np.float32]) -> None:
        # A delete of unknown ids costs as much as the add; asking first, nothing.
        if known := self._collection.get(ids=ids, include=[])["ids"]:
            self._collection.delete(ids=known)
        self._collection.add(ids=ids, embeddings=matrix)

    def count(self) -> int:
        """How many vectors are stored."""
        return int(self._patiently(self._collection.count))

    def _patiently(self, ask: Callable[[], T]) -> T:
        return patiently(self._settings, RESTART_SECONDS, ask)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these passages; unknown ids are ignored."""
        for batch in _batches(ids):
            self._patiently(partial(self._collection.delete, ids=list(batch)))

    def rows(self) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Everything that is stored, in blocks of (ids, (n, dimension))."""
        import numpy as np

        with foreign_errors(self._settings):
            ids = self._collection.get(include=[])["ids"]
        for batch in _batches(ids):
            with foreign_errors(self._settings):
                found = self._collection.get(ids=list(batch), include=["embeddings"])
            yield found["ids"], np.asarray(found["embeddings"], dtype=np.float32)

    def check_search(self) -> None:
        """Search once, so that the whole index is loaded. Raises StoreDamagedError."""
        with foreign_errors(self._settings):
            some = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
            self._collection.query(query_embeddings=some, n_results=1, include=["distances"])

    def drop_others(self, prefix: str) -> None:
        """Delete collections of this index (their names begin with `prefix`) but this one:
        what an interrupted rebuild left.
        """
        with foreign_errors(self._settings):
            for other in self._client.list_collections():
                if other.name.startswith(prefix) and other.name != self._name:
                    self._client.delete_collection(other.name)

    def sizes(self) -> str:
        """The sizes of the index files, as JSON, for `check_files`."""
        return record_sizes(self._home / CHROMA_FOLDER)


def vectors_cut_off(meta: dict[str, str]) -> bool:
    """Whether a writer ended in the midst of writing vectors, if none writes now.

    Killed while it writes its files, Chroma leaves links that lead nowhere: it opens as ever,
    and a later question dies of them (measured with 1.5: signal 11; chroma#7510). So nobody
    opens such files; they are built anew.
    """
    return bool(meta.get("vectors_incomplete") or meta.get("vectors_open"))


def written_elsewhere(home: Path, settings: IndexSettings, meta: dict[str, str]) -> bool:
    """Whether another machine that shares the catalog has written vectors to a folder of its own:
    those here are old. A Chroma server has them for all.
    """
    return not settings.chroma_url and meta.get("vectors_in", "") not in ("", place_of(home))


def check_files(home: Path, settings: IndexSettings, meta: dict[str, str]) -> None:
    """Raise StoreDamagedError when an index file has shrunk or gone since it was recorded, or when
    another machine has written since.
    """
    if written_elsewhere(home, settings, meta):
        raise broken(settings, "the newest vectors are on another machine")
    found = shrunk_file(home / CHROMA_FOLDER, meta.get("chroma_sizes", "{}"))
    if found and not settings.chroma_url:
        raise broken(settings, found)


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH_ROWS):
        yield items[start : start + BATCH_ROWS]
