"""The weights of all-MiniLM-L6-v2 by the names of its graphs, and a session of one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSION, LAYERS, WIDE = 384, 6, 1536
THREADS = 2


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
