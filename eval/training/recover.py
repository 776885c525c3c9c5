"""Makes a checkpoint of the shipped int8 model, so that training can go on from it.

    python -m eval.training.recover --out FILE

Weights come back as scale times integer; the embedding table was never trained and is read from
the bundled encoder. A few hundred steps mend what seven bits lost.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from eval.training.model import EvidenceNet, choose, new_network
from qa.evidence.evidence_model import MODEL_FOLDER, MODEL_NAME

# The quantised products of the exported graph, in its order.
_OF_A_LAYER = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def recover(path: Path) -> EvidenceNet:
    """The network of an exported model. Raises ValueError when its graph has another shape."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    net = new_network(choose())
    state = net.state_dict()
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    names = [
        f"encoder.encoder.layer.{layer}.{part}.weight"
        for layer in range(net.encoder.config.num_hidden_layers)
        for part in _OF_A_LAYER
    ]
    unnamed = iter([*names, "span.weight"])
    for stem, matrix in _products(graph, values):
        # The exporter keeps the names of the two heads only.
        named = stem.removesuffix("_Transposed")
        name = named if named in state else next(unnamed, stem)
        if name not in state or state[name].shape != matrix.T.shape:
            raise ValueError(f"{path}: {stem} has shape {matrix.T.shape}; not a model of ours")
        state[name] = torch.from_numpy(np.ascontiguousarray(matrix.T))
    for name in state:
        if name in values:  # biases and norms are kept as they are
            state[name] = torch.from_numpy(values[name].copy())
    net.load_state_dict(state)
    return net


def _products(graph: Any, values: dict[str, Any]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for node in graph.node:
        if node.op_type != "MatMulInteger" or not node.input[1].endswith("_quantized"):
            continue
        stem = node.input[1].removesuffix("_quantized")
        weights = values[node.input[1]].astype(np.float32)
        zero = values[f"{stem}_zero_point"].astype(np.float32)
        yield stem, ((weights - zero) * values[f"{stem}_scale"]).astype(np.float32)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER / MODEL_NAME)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    record = json.loads(args.model.with_name("evidence.json").read_text(encoding="utf-8"))
    state = {
        "total_minutes": record["training"]["minutes"],
        "total_rows": record["training"]["examples"],
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"net": recover(args.model).state_dict(), "state": state}, args.out)


if __name__ == "__main__":
    main()
