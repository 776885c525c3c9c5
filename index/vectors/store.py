"""The vector store: the only file that knows Chroma. `nearest.py` decides when it is asked.

What Chroma 1.5 taught us: opening a collection and its first query write (they replay the log),
so both happen under the write lock; a second process never sees new rows, so the client is
opened again when the catalog's generation has risen; `where` filters and upserts of known ids
are slow; a truncated index file kills the process, so file sizes are checked before opening.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalog.catalog import Catalog
from index.errors import StoreDamagedError, StoreError
from index.lock import write_lock_if_free
from index.settings import IndexSettings
from index.vectors.file_sizes import place_of, record_sizes, shrunk_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHROMA_FOLDER = "chroma"
DISTANCE = "cosine"
HNSW = {"space": DISTANCE}  # the rest as Chroma has it: its recall is 1.0 on clustered data
BATCH_ROWS = 5_000  # Chroma refuses more than 5,461 rows at once
MOST_ASKED = 10_000


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
            self._client = open_client(self._home, self._settings)
            try:
                self._collection = self._client.get_collection(
                    meta["collection"], embedding_function=None
                )
                self.rows = int(self._collection.count())  # the first call replays the log
            except Exception as error:
                self.close()
                raise _broken(self._settings, error) from error
            self._generation = generation
        return self._collection

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
    `passages`), best first; None while another process writes. Raises StoreDamagedError, or
    StoreError when a server fails.
    """
    handle = _handle(catalog.home, settings)
    with handle.lock:
        collection = handle.open_for_reading(catalog)
        if collection is None:
            return None
        wanted = limit + max(0, handle.rows - passages)
        with _foreign_errors(settings):
            found = collection.query(
                query_embeddings=[vector.tolist()],
                n_results=min(wanted, MOST_ASKED),
                include=["distances"],
            )
    # The one place where a distance becomes a similarity: cosine = 1 - cosine distance.
    return [(i, 1.0 - d) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]


_handles: dict[str, _Handle] = {}
_handles_lock = threading.Lock()


def _handle(home: Path, settings: IndexSettings) -> _Handle:
    with _handles_lock:
        key = settings.chroma_url + "|" + str(home.resolve())
        return _handles.setdefault(key, _Handle(home, settings))


def open_client(home: Path, settings: IndexSettings) -> Any:
    """A Chroma client: of the server at `chroma_url`, else of the folder in `home`.

    Raises StoreError when the server doesn't answer, StoreDamagedError when the folder's files
    can't be read.
    """
    import chromadb
    from chromadb.config import Settings

    # _env_file: Chroma would read its settings from any .env in the working directory.
    options: Any = Settings(anonymized_telemetry=False, _env_file=None)
    if not settings.chroma_url:
        folder = home / CHROMA_FOLDER
        try:
            folder.mkdir(exist_ok=True)
            return chromadb.PersistentClient(str(folder), settings=options)
        except Exception as error:
            raise _broken(settings, error) from error
    from urllib.parse import urlsplit

    address = urlsplit(settings.chroma_url)
    secure = address.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=address.hostname or "localhost",
            port=address.port or (443 if secure else 80),
            ssl=secure,
            settings=options,
        )
    except Exception as error:
        raise StoreError(
            f"the Chroma server at {settings.chroma_url} doesn't answer "
            f"({_first_line(error)}); start it, or empty chroma_url for the embedded store."
        ) from error


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
        self._client = open_client(home, settings)
        try:
            if empty and collection in [other.name for other in self._client.list_collections()]:
                self._client.delete_collection(collection)
            self._collection = self._client.get_or_create_collection(
                collection,
                embedding_function=None,
                configuration={"hnsw": HNSW},
            )
        except Exception as error:
            self.close()
            raise _broken(settings, error) from error

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
            with _foreign_errors(self._settings):
                # A delete of unknown ids costs as much as the add; asking first, nothing.
                if known := self._collection.get(ids=ids, include=[])["ids"]:
                    self._collection.delete(ids=known)
                self._collection.add(ids=ids, embeddings=matrix.reshape(len(batch), -1))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these passages; unknown ids are ignored."""
        for batch in _batches(ids):
            with _foreign_errors(self._settings):
                self._collection.delete(ids=list(batch))

    def rows(self) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Everything that is stored, in blocks of (ids, (n, dimension))."""
        import numpy as np

        with _foreign_errors(self._settings):
            ids = self._collection.get(include=[])["ids"]
        for batch in _batches(ids):
            with _foreign_errors(self._settings):
                found = self._collection.get(ids=list(batch), include=["embeddings"])
            yield found["ids"], np.asarray(found["embeddings"], dtype=np.float32)

    def check_search(self) -> None:
        """Search once, so that the whole index is loaded. Raises StoreDamagedError."""
        with _foreign_errors(self._settings):
            some = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
            self._collection.query(query_embeddings=some, n_results=1, include=["distances"])

    def drop_others(self, prefix: str) -> None:
        """Delete collections of this index (their names begin with `prefix`) but this one:
        what an interrupted rebuild left.
        """
        with _foreign_errors(self._settings):
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
        raise _broken(settings, "the newest vectors are on another machine")
    found = shrunk_file(home / CHROMA_FOLDER, meta.get("chroma_sizes", "{}"))
    if found and not settings.chroma_url:
        raise _broken(settings, found)


@contextmanager
def _foreign_errors(settings: IndexSettings) -> Iterator[None]:
    """Turn whatever Chroma raises into StoreError."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise _broken(settings, error) from error


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH_ROWS):
        yield items[start : start + BATCH_ROWS]


def _first_line(error: object) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]


def _broken(settings: IndexSettings, reason: object) -> StoreError:
    """What to say, and to do, when the vector store fails."""
    text = _first_line(reason)
    if "disk is full" in text.lower() or "no space" in text.lower():
        return StoreError(
            f"writing vectors failed ({text}); free some space and run the command again. "
            "Everything reported done is kept."
        )
    if settings.chroma_url:
        return StoreError(
            f"the Chroma server at {settings.chroma_url} failed ({text}). See that it runs; if it "
            "lost its data, run `dateline doctor`: it fills it again from the catalog."
        )
    return StoreDamagedError(
        f"the vector store can't be read ({text}). Run `dateline doctor`: it builds the vectors "
        "anew from the catalog; no article is lost."
    )
