"""Fast vectors: what an index is searched by until MiniLM has read every passage.

The similarity of a question and a passage is that of the static model, and, weighing
`BEGINNING_WEIGHT`, MiniLM's own between the question and the beginning of the passage's article:
the first says which passage, the second which article. Read `index/vectors/models/README.md` for
what the two are worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.types import Article, Passage
from index.vectors.embedder import Embedder
from index.vectors.minilm import BundledEmbedder
from index.vectors.static_model import StaticModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Word pieces of title and body that MiniLM reads of each article: one in 30 of all it would read.
BEGINNING_TOKENS = 64
_BEGINNING_CHARS = 1_000  # more than 64 word pieces in any text that has blanks


class FastEncoder:
    """Makes fast vectors of passages and articles, as the catalog stores them. Thread-safe."""

    def __init__(self, embedder: BundledEmbedder) -> None:
        """Load the static model. Raises ModelUnavailableError."""
        self._static = StaticModel()
        self._embedder = embedder

    def passages(self, texts: Sequence[str]) -> list[bytes]:
        """One int8 vector of `static_model.DIMENSION` a text."""
        return [row.tobytes() for row in self._static.encode(texts)]

    def beginnings(self, articles: Sequence[tuple[Article, Sequence[Passage]]]) -> list[bytes]:
        """One little-endian float16 vector of MiniLM an article."""
        texts = [beginning(article, passages) for article, passages in articles]
        rows = self._embedder.encode_beginnings(texts, BEGINNING_TOKENS)
        return [row.astype("<f2").tobytes() for row in rows]

    def question(self, text: str) -> NDArray[np.float32]:
        """The static model's vector of a question; MiniLM's is `Embedder.encode_query`'s."""
        return self._static.encode_query(text)


def fast_encoder(embedder: Embedder) -> FastEncoder | None:
    """The fast encoder beside an embedder; None for one that has none, so that its own vectors
    are made at once.
    """
    return FastEncoder(embedder) if isinstance(embedder, BundledEmbedder) else None


def beginning(article: Article, passages: Sequence[Passage]) -> str:
    """What says most about an article: its title and the first passages of its body."""
    body = (passage.text for passage in passages if passage.kind == "body")
    text = (article.title or "") + "\n"
    for words in body:
        if len(text) >= _BEGINNING_CHARS:
            break
        text += words + " "
    return text[:_BEGINNING_CHARS]
