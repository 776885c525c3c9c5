"""The embedders that a setting may name, and how one is loaded.

"bundled" runs all-MiniLM-L6-v2 on onnxruntime (`minilm.py`), so that a question needs no torch;
any other name is loaded by sentence-transformers; "hashing" needs no model and is for tests.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelUnavailableError
from index.vectors.embedder import Embedder, check_window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def load_embedder(name: str) -> Embedder:
    """The embedder that the setting names: "bundled", "hashing", or a sentence-transformers
    name or folder. Raises ModelUnavailableError when its files are missing or damaged.
    """
    if name == "bundled":
        from index.vectors.minilm import BundledEmbedder

        return BundledEmbedder()
    if name == "hashing":
        return HashingEmbedder()
    return SentenceTransformerEmbedder(name)


class HashingEmbedder:
    """Words hashed into a vector: deterministic and quick, knows no meaning. For tests."""

    def __init__(self, dimension: int = 256, max_tokens: int = 254) -> None:
        """A window like MiniLM's; each word is one token, longer ones one for 8 characters."""
        self.name = "hashing"
        self.dimension = dimension
        self.max_tokens = max_tokens

    def count_tokens(self, text: str) -> int:
        """One for each word, and for each further 8 characters of it."""
        return sum(1 + (len(word) - 1) // 8 for word in re.findall(r"\w+|[^\w\s]", text))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`. Words count by how often they occur, signs by hash."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            check_window(self, text)
            for word in re.findall(r"\w+", text.casefold()) or [text]:
                digest = hashlib.blake2b(word[:6].encode(), digest_size=8).digest()
                bucket = int.from_bytes(digest[:4], "little") % self.dimension
                vectors[row, bucket] += 1.0 if digest[4] & 1 else -1.0
            if not vectors[row].any():
                vectors[row, 0] = 1.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`; whole words are cut."""
        words = re.findall(r"\w+|[^\w\s]", text)
        while self.count_tokens(" ".join(words)) > self.max_tokens:
            words = words[: self.max_tokens] if len(words) > self.max_tokens else words[:-1]
        return self.encode([" ".join(words)])[0]  # type: ignore[no-any-return]


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder. Needs torch: 2 s to import."""

    def __init__(self, name: str) -> None:
        """Load the model. Raises ModelUnavailableError."""
        if name.startswith((".", "/", "~")) and not Path(name).expanduser().is_dir():
            # Else it would be looked for on the network, for a minute.
            raise ModelUnavailableError(
                f"embedder {name!r}: no such folder; give the folder of a sentence-transformers "
                "model, a model's name, or 'bundled'."
            )
        try:
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(name, device="cpu", trust_remote_code=False)
        except Exception as error:  # a missing name surfaces as one of a dozen foreign classes
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise ModelUnavailableError(
                f"embedder {name!r} can't be loaded ({reason}); check the name or folder, connect "
                "to the network for a first download, or use embedder = 'bundled'."
            ) from error
        self.name = name
        self.dimension = int(model.get_embedding_dimension() or 0)
        self._model: Any = model
        self._special = len(model.tokenizer("")["input_ids"])
        self.max_tokens = int(model.max_seq_length or 512) - self._special

    def count_tokens(self, text: str) -> int:
        """See `Embedder`."""
        tokens = self._model.tokenizer(text, add_special_tokens=False, truncation=False)
        return len(tokens["input_ids"])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`."""
        for text in texts:
            check_window(self, text)
        return self._encode(list(texts))

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`; the model cuts at its window itself."""
        return self._encode([text])[0]  # type: ignore[no-any-return]

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
