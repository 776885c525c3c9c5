"""Nearest passages by fast vectors (`fast.py`): every one is compared."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalog.catalog import Catalog
from index.vectors.static_model import DIMENSION

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The weight of an article's beginning beside that of the passage. On RealTimeQA 2022 (195
# questions, 4,908 articles, 126,114 passages, 2026-11) MRR@10 of articles, fused with keywords:
# .642 at 0.2, .636 at 0.3, .629 at 0.4 (standard error .029); alone .594, .592, .578. With the
# table centred .631, .647, .637.
BEGINNING_WEIGHT = 0.3

# The same weight beside MiniLM's vectors of passages: .2 / .3 / .4 give .610 / .626 / .642 where
# passages alone give .538 (fused with keywords, on the 19,431 passages of docs/lab-notes.md).
BEGINNING_WEIGHT_FULL = 0.4

_BLOCK_ROWS = 1_024  # int8 turned into float32 at once: more leaves the cache, 10 ms become 26


class FastSearch:
    """The fast vectors of a corpus in memory (260 bytes a passage, 32 MB for 126,000), read anew
    when the generation has risen: 0.4 s for so many.
    """

    def __init__(self, catalog: Catalog) -> None:
        """Reads nothing yet."""
        self._catalog = catalog
        self._lock = threading.Lock()
        self._held: _Held | None = None

    def query(
        self,
        static: NDArray[np.float32],
        vector: NDArray[np.float32],
        limit: int,
        article_ids: set[str] | None = None,
    ) -> list[tuple[str, float]]:
        """The passages nearest to a question as (passage_id, similarity), best first, at most
        `limit`; with `article_ids`, of those articles only. `static` is the question's vector of
        the static model, `vector` MiniLM's; both of unit length. Raises ValueError if limit < 1.
        """
        import numpy as np

        if limit < 1:
            raise ValueError(f"limit = {limit}: use 1 or more")
        held = self._current(len(vector))
        by_article = held.beginnings @ vector
        rows, article_of = None, held.article_of
        if article_ids is not None:
            passes = np.array([article in article_ids for article in held.articles], dtype=bool)
            rows = np.flatnonzero(passes[article_of])
            article_of = article_of[rows]
        scores = (1 - BEGINNING_WEIGHT) * held.compare(static, rows)
        scores += BEGINNING_WEIGHT * by_article[article_of]
        best = np.arange(len(scores))
        if limit < len(scores):
            best = np.argpartition(-scores, limit)[:limit]
        best = best[np.argsort(-scores[best], kind="stable")]
        places = best if rows is None else rows[best]
        return [(held.ids[p], float(scores[b])) for p, b in zip(places, best, strict=True)]

    def _current(self, dimension: int) -> _Held:
        generation = self._catalog.generation()
        with self._lock:
            if self._held is None or self._held.generation != generation:
                self._held = _read(self._catalog, generation, dimension)
            return self._held


class Beginnings:
    """The vectors of the articles' beginnings, read anew when the generation has risen."""

    def __init__(self, catalog: Catalog) -> None:
        """Reads nothing yet."""
        self._catalog = catalog
        self._lock = threading.Lock()
        self._held: tuple[int, dict[str, int], NDArray[np.float32]] | None = None

    def weigh(
        self, found: list[tuple[str, float]], vector: NDArray[np.float32]
    ) -> list[tuple[str, float]]:
        """Passages and their cosines to a question of this `vector`, with the beginning of their
        article counted beside them; best first. An article without one counts as unlike.
        """
        import numpy as np

        generation = self._catalog.generation()
        with self._lock:
            if self._held is None or self._held[0] != generation:
                rows = [(row[1], row[2]) for row in self._catalog.beginnings() if row[2]]
                stored = np.frombuffer(b"".join(blob or b"" for _, blob in rows), dtype="<f2")
                matrix = stored.reshape(len(rows), len(vector)).astype(np.float32)
                self._held = generation, {row[0]: n for n, row in enumerate(rows)}, matrix
            _, places, matrix = self._held
        scores = matrix @ vector
        weighed = []
        for passage_id, cosine in found:
            place = places.get(passage_id.partition(":")[0])
            start = 0.0 if place is None else float(scores[place])
            both = (1 - BEGINNING_WEIGHT_FULL) * cosine + BEGINNING_WEIGHT_FULL * start
            weighed.append((passage_id, both))
        return sorted(weighed, key=lambda pair: -pair[1])


@dataclass(frozen=True)
class _Held:
    """`vectors` is (passages, 256) int8, `lengths` the Euclidean length of each row (0: blank);
    `beginnings` (articles, dimension) float32; `article_of` a passage's place in `articles`.
    """

    generation: int
    ids: list[str]
    vectors: NDArray[np.int8]
    lengths: NDArray[np.float32]
    article_of: NDArray[np.int64]
    articles: list[str]
    beginnings: NDArray[np.float32]

    def compare(
        self, static: NDArray[np.float32], rows: NDArray[np.int64] | None
    ) -> NDArray[np.float32]:
        """The cosine of each passage, or of those in `rows`."""
        import numpy as np

        vectors = self.vectors if rows is None else self.vectors[rows]
        lengths = self.lengths if rows is None else self.lengths[rows]
        scores = np.empty(len(vectors), dtype=np.float32)
        for start in range(0, len(vectors), _BLOCK_ROWS):
            block = vectors[start : start + _BLOCK_ROWS].astype(np.float32)
            scores[start : start + _BLOCK_ROWS] = block @ static
        scores /= np.maximum(lengths, np.float32(1.0))
        return scores


def _read(catalog: Catalog, generation: int, dimension: int) -> _Held:
    import numpy as np

    versions: dict[int, int] = {}
    articles: list[str] = []
    blobs: list[bytes] = []
    for place, (version, article_id, blob) in enumerate(catalog.beginnings()):
        versions[version] = place
        articles.append(article_id)
        blobs.append(blob or bytes(2 * dimension))
    beginnings = np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), dimension)
    ids: list[str] = []
    places: list[int] = []
    parts: list[bytes] = []
    for block in catalog.fast_vectors():
        known = [row for row in block if row[1] in versions]  # else finished since the first read
        ids += [row[0] for row in known]
        places += [versions[row[1]] for row in known]
        parts.append(b"".join(row[2] for row in known))
    vectors = np.frombuffer(b"".join(parts), dtype=np.int8).reshape(len(ids), DIMENSION)
    lengths = np.empty(len(ids), dtype=np.float32)
    for start in range(0, len(ids), _BLOCK_ROWS):
        rows = vectors[start : start + _BLOCK_ROWS].astype(np.float32)
        lengths[start : start + _BLOCK_ROWS] = np.linalg.norm(rows, axis=1)
    return _Held(
        generation,
        ids,
        vectors,
        lengths,
        np.asarray(places, dtype=np.int64),
        articles,
        beginnings.astype(np.float32),
    )
