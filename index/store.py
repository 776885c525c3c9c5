"""The vector store: nearest passages by cosine. The only file that knows Chroma.

Two ways to the same answer. Small corpora, filtered sets, and questions asked while another
process writes are scored exactly, from the vectors in the catalog. Larger ones go to Chroma's
HNSW index. Whatever Chroma returns is checked against the catalog by the caller's next read
(`Catalog.passages`) and here: passages that aren't finished are dropped.

What Chroma 1.5 taught us: opening a collection and its first query write (they replay the log),
so both happen under the write lock; a second process never sees new rows, so the client is
opened again when the catalog's generation has risen; `where` filters and upserts of known ids
are slow; a truncated index file kills the process, so file sizes are checked before opening.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalog import Catalog
from index.errors import StoreDamagedError, StoreError
from index.exact import ExactSearch, nearest_in_blocks
from index.lock import write_lock_if_free
from index.settings import IndexSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHROMA_FOLDER = "chroma"
DISTANCE = "cosine"
HNSW = {"space": DISTANCE}  # the rest as Chroma has it: its recall is 1.0 on clustered data
BATCH_ROWS = 5_000  # Chroma refuses more than 5,461 rows at once

# Up to here every vector is compared: it takes under 3 ms, misses nothing, and spares a question
# from the command line Chroma's import (1.1 s, 80 MB; measured 2026-11). 20,000 MiniLM vectors
# are 31 MB of memory. At 100,000 HNSW takes 2.4 ms where comparing all takes 16.
EXACT_BELOW = 20_000


class PassageStore:
    """Nearest passages of one index, for reading; see `ChromaWriter` for the other side."""

    def __init__(
        self, catalog: Catalog, settings: IndexSettings, *, exact_below: int = EXACT_BELOW
    ) -> None:
        """Opens nothing yet: Chroma is imported at the first query that needs it."""
        self._catalog = catalog
        self._settings = settings
        self._exact_below = exact_below
        self._facts: tuple[int, dict[str, str], int] = (-1, {}, 0)
        self._exact = ExactSearch(catalog)

    def query(
        self,
        vector: NDArray[np.float32],
        limit: int,
        article_ids: set[str] | None = None,
    ) -> list[tuple[str, float]]:
        """The passages nearest to `vector` (unit length, (dimension,)) as (passage_id, cosine),
        best first, at most `limit`; with `article_ids`, of those articles only.

        Raises ValueError for `limit < 1` or a vector of another dimension, StoreDamagedError
        when Chroma's files can't be read.
        """
        if limit < 1:
            raise ValueError(f"limit = {limit}: use 1 or more")
        meta, passages = self._known()
        dimension = int(meta.get("dimension", 0))
        if dimension and vector.shape != (dimension,):
            raise ValueError(f"vector of shape {vector.shape}: this index holds ({dimension},)")
        if article_ids == set() or not dimension:
            return []
        if passages <= self._exact_below:
            return self._exact.query(vector, limit, article_ids)
        if article_ids is None and not meta.get("vectors_incomplete"):
            found = self._from_chroma(vector, limit, meta, passages)
            if found is not None:
                return found
        return nearest_in_blocks(self._catalog, vector, limit, article_ids)

    def count(self) -> int:
        """Passages that can be found."""
        return self._known()[1]

    def _known(self) -> tuple[dict[str, str], int]:
        """What the catalog records of the store, and the number of passages: counting them
        takes 20 ms at 100,000, so it is done once a generation.
        """
        generation = self._catalog.generation()
        if self._facts[0] != generation:
            self._facts = (generation, self._catalog.meta(), self._catalog.passage_count())
        return self._facts[1], self._facts[2]

    def _from_chroma(
        self, vector: NDArray[np.float32], limit: int, meta: dict[str, str], passages: int
    ) -> list[tuple[str, float]] | None:
        """By HNSW, or None when another process is writing just now."""
        handle = _handle(self._catalog.home, self._settings)
        with handle.lock:
            collection = handle.open_for_reading(self._catalog, meta)
            if collection is None:
                return None
            # Room for passages that Chroma still holds and the catalog no longer does.
            extra = max(0, handle.rows - passages)
            ids, scores = _ask(collection, vector, min(limit + extra, 10_000))
        done = {passage.passage_id for passage in self._catalog.passages(ids)}
        return [(i, s) for i, s in zip(ids, scores, strict=True) if i in done][:limit]


def _ask(collection: Any, vector: NDArray[np.float32], limit: int) -> tuple[list[str], list[float]]:
    try:
        found = collection.query(
            query_embeddings=[vector.tolist()], n_results=limit, include=["distances"]
        )
    except Exception as error:  # Chroma raises its own, Rust's and httpx's classes
        raise _damaged(error) from error
    # The one place where a distance becomes a similarity: cosine = 1 - cosine distance.
    return found["ids"][0], [1.0 - distance for distance in found["distances"][0]]


# --- one client a folder and process -------------------------------------------------------------


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

    def open_for_reading(self, catalog: Catalog, meta: dict[str, str]) -> Any:
        generation = catalog.generation()
        if self._collection is not None and (
            self._generation == generation or self._settings.chroma_url
        ):
            return self._collection
        with write_lock_if_free(self._home) as free:
            if not free and not self._settings.chroma_url:
                return None
            self.close()
            generation = catalog.generation()
            check_sizes(self._home, meta.get("chroma_sizes", "{}"))
            self._client = open_client(self._home, self._settings)
            try:
                self._collection = self._client.get_collection(
                    meta["collection"], embedding_function=None
                )
                self.rows = int(self._collection.count())  # the first call replays the log
            except Exception as error:
                self.close()
                raise _damaged(error) from error
            self._generation = generation
        return self._collection

    def close(self) -> None:
        close_client(self._client)
        self._client = self._collection = None


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
            raise _damaged(error) from error
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


def close_client(client: Any) -> None:
    """Let go of a client; the engine of a folder stops with its last one."""
    if client is not None:
        client.close()


class ChromaWriter:
    """The vectors' writing side. The caller holds the write lock."""

    def __init__(
        self, home: Path, settings: IndexSettings, collection: str, *, empty: bool = False
    ) -> None:
        """Open, or make, the collection; with `empty`, without what it held. Raises as
        `open_client`.
        """
        self._home = home
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
            raise _damaged(error) from error

    @staticmethod
    def forget(home: Path, settings: IndexSettings) -> None:
        """Close the reading client of this process; the next question opens it again."""
        handle = _handle(home, settings)
        with handle.lock:
            handle.close()

    def close(self) -> None:
        """Let go of the client."""
        close_client(self._client)

    def add(self, rows: Sequence[tuple[str, bytes]]) -> None:
        """Store (passage_id, vector as little-endian float32). An id that is there already is
        deleted first: an upsert degrades the graph, and an add of a known id is ignored.
        """
        import numpy as np

        for batch in _batches(rows):
            ids = [row[0] for row in batch]
            matrix = np.frombuffer(b"".join(row[1] for row in batch), dtype="<f4")
            with _foreign_errors():
                self._collection.delete(ids=ids)
                self._collection.add(ids=ids, embeddings=matrix.reshape(len(batch), -1))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these passages; unknown ids are ignored."""
        for batch in _batches(ids):
            with _foreign_errors():
                self._collection.delete(ids=list(batch))

    def rows(self) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Everything that is stored, in blocks of (ids, (n, dimension))."""
        import numpy as np

        with _foreign_errors():
            ids = self._collection.get(include=[])["ids"]
        for batch in _batches(ids):
            with _foreign_errors():
                found = self._collection.get(ids=list(batch), include=["embeddings"])
            yield found["ids"], np.asarray(found["embeddings"], dtype=np.float32)

    def check_search(self) -> None:
        """Search once, so that the whole index is loaded. Raises StoreDamagedError."""
        with _foreign_errors():
            some = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
            self._collection.query(query_embeddings=some, n_results=1, include=["distances"])

    def drop_others(self, prefix: str) -> None:
        """Delete collections of this index (their names begin with `prefix`) but this one:
        what an interrupted rebuild left.
        """
        with _foreign_errors():
            for other in self._client.list_collections():
                if other.name.startswith(prefix) and other.name != self._name:
                    self._client.delete_collection(other.name)

    def sizes(self) -> str:
        """The sizes of the index files, as JSON, for `check_sizes`."""
        return json.dumps(_sizes(self._home))


def _sizes(home: Path) -> dict[str, int]:
    folder = home / CHROMA_FOLDER
    return {
        file.relative_to(folder).as_posix(): file.stat().st_size
        for file in sorted(folder.glob("*/*"))
        if file.is_file()
    }


def check_sizes(home: Path, recorded: str) -> None:
    """Raise StoreDamagedError when an index file is missing or has shrunk since it was written:
    Chroma's native code crashes the process on a truncated one (chroma#7238).
    """
    now = _sizes(home)
    for name, size in json.loads(recorded).items():
        if now.get(name, -1) < size:
            raise _damaged(f"{name} has {now.get(name, 0)} bytes of {size}")


class _foreign_errors:
    """Turn whatever Chroma raises into StoreError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, StoreError) or not isinstance(error, Exception):
            return
        text = _first_line(error)
        if "full" in text.lower() or "no space" in text.lower():
            raise StoreError(
                f"writing vectors failed ({text}); free some space and run the command again. "
                "Everything reported done is kept."
            ) from error
        raise _damaged(error) from error


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH_ROWS):
        yield items[start : start + BATCH_ROWS]


def _first_line(error: object) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]


def _damaged(reason: object) -> StoreDamagedError:
    return StoreDamagedError(
        f"the vector store can't be read ({_first_line(reason)}). Run `dateline doctor`: it "
        "builds the vectors anew from the catalog; no article is lost."
    )
