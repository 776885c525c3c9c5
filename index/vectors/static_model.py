"""A static model distilled from MiniLM: the vector of a text is the weighted mean of its words'.

It reads a passage 300 times faster than MiniLM and knows no order of words. Alone it finds less;
beside the keyword index and MiniLM's vector of each article's beginning it finds as much
(`index/vectors/models/README.md`). So it stands in where MiniLM has not read every passage.

`static-int8.npz` is made by `eval/training/distil.py` from the weights of the bundled embedder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelUnavailableError
from index.vectors.minilm import load_tokenizer, model_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_FILE = Path(__file__).with_name("models") / "static-int8.npz"
SHA256 = "93a2611c2dd80fbe1e516d790acf9898f14d10ebb9d971503693c9d987f68a41"
DIMENSION = 256
BATCH_TEXTS = 1_024  # 1,024 passages of 128 word pieces are 130 MB of vectors before the mean


class StaticModel:
    """Thread-safe. Vectors are directions: only their cosine says something."""

    def __init__(self) -> None:
        """Load table and tokenizer: 0.1 s, 20 MB. Raises ModelUnavailableError."""
        import numpy as np

        check_file(MODEL_FILE)
        with np.load(MODEL_FILE, allow_pickle=False) as stored:
            self._words: NDArray[np.int8] = stored["words"]
            self._scales: NDArray[np.float32] = stored["scales"]
        self._tokenizer: Any = load_tokenizer(model_folder() / "tokenizer.json")

    def encode(self, texts: Sequence[str]) -> NDArray[np.int8]:
        """(len(texts), 256), int8: directions, of any length. A text without a word is 0."""
        import numpy as np

        rows = np.zeros((len(texts), DIMENSION), dtype=np.int8)
        for start in range(0, len(texts), BATCH_TEXTS):
            part = list(texts[start : start + BATCH_TEXTS])
            encoded = self._tokenizer.encode_batch(part, add_special_tokens=False)
            rows[start : start + BATCH_TEXTS] = self.encode_ids([e.ids for e in encoded])
        return rows

    def encode_ids(self, pieces: Sequence[Sequence[int]]) -> NDArray[np.int8]:
        """The same of texts whose word pieces are known."""
        import numpy as np

        vectors = self._sums(pieces)
        most = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
        rows: NDArray[np.int8] = np.rint(vectors / np.maximum(most, 1e-9) * 127).astype(np.int8)
        return rows

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question: (256,), float32, unit length, or 0."""
        import numpy as np

        pieces = self._tokenizer.encode(text, add_special_tokens=False).ids
        vector: NDArray[np.float32] = self._sums([pieces])[0]
        return vector / max(float(np.linalg.norm(vector)), 1e-9)

    def _sums(self, pieces: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The sum of each text's word vectors; its direction is that of their mean."""
        import numpy as np

        sums = np.zeros((len(pieces), DIMENSION), dtype=np.float32)
        for row, tokens in enumerate(pieces):
            ids = np.asarray(tokens, dtype=np.int64)
            sums[row] = self._scales[ids] @ self._words[ids].astype(np.float32)
        return sums


def check_file(path: Path) -> None:
    """Raise ModelUnavailableError unless the file is the one that this version knows."""
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        found = error.strerror or "unreadable"
    if found != SHA256:
        raise ModelUnavailableError(
            f"{path}: not the static model of this version ({found[:12]}, expected "
            f"{SHA256[:12]}); install dateline again."
        )
