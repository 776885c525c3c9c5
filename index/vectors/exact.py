"""Nearest passages by comparing every vector: nothing is missed, whatever the filter."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from index.catalog.catalog import Catalog

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Nearest = list[tuple[str, float]]  # (passage_id, cosine), best first


class ExactSearch:
    """All vectors of a small corpus in memory, read anew when the generation has risen."""

    def __init__(self, catalog: Catalog) -> None:
        """Reads nothing yet."""
        self._catalog = catalog
        self._lock = threading.Lock()
        self._held: tuple[int, list[str], list[str], NDArray[np.float32]] | None = None

    def query(
        self, vector: NDArray[np.float32], limit: int, article_ids: set[str] | None
    ) -> Nearest:
        """See `PassageStore.query`."""
        import numpy as np

        ids, articles, matrix = self._vectors(len(vector))
        if article_ids is not None:
            chosen = [row for row, article in enumerate(articles) if article in article_ids]
            ids, matrix = [ids[row] for row in chosen], matrix[chosen]
        scores = matrix @ vector
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(ids[row], float(scores[row])) for row in best]

    def _vectors(self, dimension: int) -> tuple[list[str], list[str], NDArray[np.float32]]:
        import numpy as np

        generation = self._catalog.generation()
        with self._lock:
            if self._held is None or self._held[0] != generation:
                rows = [row for block in self._catalog.vectors() for row in block]
                matrix = np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4")
                self._held = (
                    generation,
                    [row[0] for row in rows],
                    [row[1] for row in rows],
                    matrix.reshape(len(rows), dimension),
                )
            return self._held[1:]


def nearest_in_blocks(
    catalog: Catalog, vector: NDArray[np.float32], limit: int, article_ids: set[str] | None
) -> Nearest:
    """The same in bounded memory, for a corpus too large to hold."""
    import numpy as np

    best: Nearest = []
    for block in catalog.vectors(article_ids):
        matrix = np.frombuffer(b"".join(row[2] for row in block), dtype="<f4")
        scores = matrix.reshape(len(block), -1) @ vector
        top = np.argsort(-scores, kind="stable")[:limit]
        best += [(block[row][0], float(scores[row])) for row in top]
        best = sorted(best, key=lambda pair: -pair[1])[:limit]
    return best
