"""An index opened for reading: the one thing that `qa` opens."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from index.catalog.catalog import Catalog
from index.errors import StoreMismatchError
from index.settings import IndexSettings
from index.vectors.embed import load_embedder
from index.vectors.embedder import Embedder
from index.vectors.fast import FastEncoder, fast_encoder
from index.vectors.minilm import BundledEmbedder
from index.vectors.nearest import PassageStore
from index.vectors.store import DISTANCE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Beyond, the beginnings of articles count beside their passages. Among a few articles they are no
# help: every one is about the same.
LARGE_PASSAGES = 5_000
KEPT_QUESTIONS = 64  # vectors of the last questions: one is wanted three times an answer


class Library:
    """Catalog, vectors and embedder of one home. Thread-safe.

    `settings` are those that it was opened with. Nothing heavy is loaded before it is needed:
    the embedder at its first use, Chroma at the first query that wants it.
    """

    def __init__(
        self,
        catalog: Catalog,
        store: PassageStore,
        settings: IndexSettings,
        embedder: Embedder | None,
    ) -> None:
        """Use `open_library`."""
        self.catalog = catalog
        self.store = store
        self.settings = settings
        self._embedder = embedder
        self._fast: FastEncoder | None = None
        self._vector_of = lru_cache(maxsize=KEPT_QUESTIONS)(self._encode_question)
        self._lock = threading.Lock()

    @property
    def embedder(self) -> Embedder:
        """The embedder of the index; loaded at the first use. Raises ModelUnavailableError."""
        with self._lock:
            if self._embedder is None:
                self._embedder = load_embedder(self.settings.embedder)
            return self._embedder

    def _encode_question(self, text: str) -> NDArray[np.float32]:
        return self.embedder.encode_query(text)

    def nearest(
        self, text: str, limit: int, article_ids: set[str] | None = None
    ) -> list[tuple[str, float]]:
        """The passages nearest in meaning to a question as (passage_id, similarity), best first,
        at most `limit`; with `article_ids`, of those articles only. By fast vectors while MiniLM
        has not read every passage. Raises as `PassageStore.query`.
        """
        vector = self._vector_of(text)
        fast = None if self.store.is_complete() else self._fast_encoder()
        if fast is None:
            large = self.store.count() > LARGE_PASSAGES
            query = self.store.query_large if large else self.store.query
            return query(vector, limit, article_ids)
        return self.store.query_fast(fast.question(text), vector, limit, article_ids)

    def beginnings(self, text: str, article_ids: set[str]) -> dict[str, float]:
        """The cosine of a question and the beginning of each article, by article id; only of
        articles whose beginning was read, which another embedder than "bundled" never does.
        """
        import numpy as np

        if not isinstance(self.embedder, BundledEmbedder):
            return {}
        rows = [row for row in self.catalog.beginnings(article_ids) if row[2] is not None]
        if not rows:
            return {}
        vector = self._vector_of(text)
        matrix = np.frombuffer(b"".join(row[2] for row in rows if row[2]), dtype="<f2")
        cosines = matrix.reshape(len(rows), -1).astype(np.float32) @ vector
        return {row[1]: float(cosine) for row, cosine in zip(rows, cosines, strict=True)}

    def _fast_encoder(self) -> FastEncoder | None:
        embedder = self.embedder
        with self._lock:
            if self._fast is None:
                self._fast = fast_encoder(embedder)
            return self._fast

    def close(self) -> None:
        """Close the catalog; the library can't be used afterwards."""
        self.catalog.close()


def open_library(settings: IndexSettings, *, embedder: Embedder | None = None) -> Library:
    """Open the index in `settings.home` for questions.

    `embedder` stands in for the one that the settings name. Raises StoreNotFoundError when
    there is no index, StoreMismatchError when it was built with another embedder or split,
    StoreDamagedError when its catalog can't be read.
    """
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    try:
        check_recorded(catalog.meta(), settings, embedder)
    except BaseException:
        catalog.close()
        raise
    return Library(catalog, PassageStore(catalog, settings), settings, embedder)


def check_recorded(
    meta: dict[str, str], settings: IndexSettings, embedder: Embedder | None
) -> None:
    """Raise StoreMismatchError unless the index was built as `settings` say. An index that
    nothing was ever stored in fits any settings.
    """
    if "embedder" not in meta:
        return
    asked = {
        "embedder": embedder.name if embedder else settings.embedder,
        "chunk_tokens": str(settings.chunk_tokens),
        "distance": DISTANCE,
    }
    if embedder is not None:
        asked["dimension"] = str(embedder.dimension)
    for name, value in asked.items():
        if meta[name] != value:
            raise StoreMismatchError(
                f"{settings.home}: this index was built with {name} = {meta[name]}, and is opened "
                f"with {name} = {value}. Use the old value, or run `dateline index --rebuild` to "
                "build it anew with the new one."
            )
