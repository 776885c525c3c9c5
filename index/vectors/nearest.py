"""Nearest passages by cosine: every vector compared, or Chroma asked.

While a passage lacks its vector, all are compared by their fast vectors instead.

Small corpora, narrow filters, and questions asked while another process writes, or after one was
killed at it, are scored exactly, from the vectors in the catalog. The rest goes to Chroma's HNSW
index; what it returns is checked against the catalog, and passages that aren't finished are
dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.catalog.catalog import Catalog
from index.errors import StoreMismatchError
from index.settings import IndexSettings
from index.vectors.exact import ExactSearch, nearest_in_blocks
from index.vectors.fast_search import Beginnings, FastSearch
from index.vectors.static_model import SHA256
from index.vectors.store import search_chroma, vectors_cut_off

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Up to here every vector is compared: it takes under 3 ms, misses nothing, and spares a question
# from the command line Chroma's import (1.1 s, 80 MB; measured 2026-11). 20,000 MiniLM vectors
# are 31 MB of memory. At 100,000 HNSW takes 2.4 ms where comparing all takes 16.
EXACT_BELOW = 20_000

# `query_large` looks at so many times the passages that it gives.
LARGE_WIDTH = 5

MOST_OVERFETCHED = 2_000  # a filter that needs more is scored exactly


class PassageStore:
    """Nearest passages of one index, for reading; see `ChromaWriter` for the other side."""

    def __init__(
        self, catalog: Catalog, settings: IndexSettings, *, exact_below: int = EXACT_BELOW
    ) -> None:
        """Opens nothing yet: Chroma is imported at the first query that needs it."""
        self._catalog = catalog
        self._settings = settings
        self._exact_below = exact_below
        self._facts: tuple[int, dict[str, str], int, bool] = (-1, {}, 0, True)
        self._exact = ExactSearch(catalog)
        self._fast = FastSearch(catalog)
        self._beginnings = Beginnings(catalog)

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
        meta, passages, _ = self._known()
        dimension = int(meta.get("dimension", 0))
        if dimension and vector.shape != (dimension,):
            raise ValueError(f"vector of shape {vector.shape}: this index holds ({dimension},)")
        if article_ids == set() or not dimension:
            return []
        if passages <= self._exact_below:
            return self._exact.query(vector, limit, article_ids)
        if not vectors_cut_off(meta):
            found = self._from_chroma(vector, limit, passages, article_ids)
            if found is not None:
                return found
        return nearest_in_blocks(self._catalog, vector, limit, article_ids)

    def is_complete(self) -> bool:
        """Whether every passage has its vector; else only `query_fast` finds all."""
        return self._known()[2]

    def query_large(
        self,
        vector: NDArray[np.float32],
        limit: int,
        article_ids: set[str] | None = None,
    ) -> list[tuple[str, float]]:
        """As `query`, for a corpus of many articles: the beginning of each counts beside its
        passages, since it says best what an article is about.
        """
        found = self.query(vector, LARGE_WIDTH * limit, article_ids)
        return self._beginnings.weigh(found, vector)[:limit]

    def query_fast(
        self,
        static: NDArray[np.float32],
        vector: NDArray[np.float32],
        limit: int,
        article_ids: set[str] | None = None,
    ) -> list[tuple[str, float]]:
        """As `query`, by fast vectors; see `FastSearch.query`. Raises StoreMismatchError when
        they are of another Dateline's static model.
        """
        if self._known()[0].get("fast_model") != SHA256:
            raise StoreMismatchError(
                f"{self._catalog.home}: its fast vectors are of another version; run `dateline "
                "index` on any of its files, which makes them anew."
            )
        return self._fast.query(static, vector, limit, article_ids)

    def count(self) -> int:
        """Passages that can be found."""
        return self._known()[1]

    def _known(self) -> tuple[dict[str, str], int, bool]:
        """What the catalog records of the store, the number of passages (counting them takes
        20 ms at 100,000, so it is done once a generation), and whether all have vectors.
        """
        generation, before = self._catalog.generation(), self._facts[1].get("embedder")
        if self._facts[0] != generation:
            meta = self._catalog.meta()
            if before and meta.get("embedder") != before:
                raise StoreMismatchError(
                    f"{self._catalog.home}: this index was built anew with embedder = "
                    f"{meta.get('embedder')} while it was open with {before}; open it again."
                )
            complete = not self._catalog.lacks_vectors()
            self._facts = (generation, meta, self._catalog.passage_count(), complete)
        return self._facts[1:]

    def _from_chroma(
        self,
        vector: NDArray[np.float32],
        limit: int,
        passages: int,
        article_ids: set[str] | None,
    ) -> list[tuple[str, float]] | None:
        """By HNSW; None when another process writes just now, or the filter lets too little by.

        Chroma's own filters are slower than comparing everything, so more is asked for than is
        wanted, by the share of articles that pass.
        """
        wanted = limit
        if article_ids is not None:
            share = len(article_ids) / max(1, self._catalog.article_count())
            wanted = int(2 * limit / max(share, 1e-9)) + limit
            if wanted > MOST_OVERFETCHED:
                return None
        found = search_chroma(self._catalog, self._settings, vector, wanted, passages)
        if found is None:
            return None
        allowed = self._catalog.done_ids([i for i, _ in found], article_ids)
        kept = [(i, score) for i, score in found if i in allowed][:limit]
        return kept if article_ids is None or len(kept) == limit else None
