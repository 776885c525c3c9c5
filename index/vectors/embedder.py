"""What an embedder is: texts to unit vectors, and a window that nothing may exceed unseen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into unit vectors.

    name: as in the setting `embedder`; the index records it.
    dimension: length of a vector.
    max_tokens: the most tokens that it reads, special tokens not counted.
    """

    name: str
    dimension: int
    max_tokens: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: (len(texts), dimension), float32, unit rows. Raises ValueError
        for a text of more than `max_tokens` tokens: nothing is cut silently.
        """
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question: (dimension,), float32, unit length. What exceeds
        `max_tokens` is cut off.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`, special tokens not counted."""
        ...


def check_window(embedder: Embedder, text: str) -> None:
    """Raise ValueError when `text` is longer than the embedder reads."""
    tokens = embedder.count_tokens(text)
    if tokens > embedder.max_tokens:
        raise ValueError(
            f"a text of {tokens} tokens doesn't fit the {embedder.max_tokens} that embedder "
            f"{embedder.name!r} reads: {text[:60]!r}…; lower chunk_tokens."
        )
