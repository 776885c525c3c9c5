"""The computation of all-MiniLM-L6-v2 as an ONNX graph without weights: `minilm.onnx`.

Run `python -m index.vectors.onnx_export` to write the file again; a test compares them. The
weights stay
where their package put them and are handed to onnxruntime in memory (`minilm.py`), so there is no
converted model to keep, lock or repair, and neither torch nor onnx is needed to answer.

A BERT encoder (Devlin et al., 2018, arXiv:1810.04805) of 6 layers in onnxruntime's fused
operators, then mean pooling over the tokens and unit length (Reimers and Gurevych, 2019,
arXiv:1908.10084).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.vectors.minilm import GRAPH_FILE, weight_shapes

LAYERS, HEADS = 6, 12
EPSILON = 1e-12


def build_graph() -> Any:
    """The graph as an `onnx.ModelProto`. Inputs `ids` and `mask`, (batch, tokens), int32;
    output `vectors`, (batch, 384), float32, unit rows.
    """
    from onnx import TensorProto, helper

    nodes: list[Any] = []

    def add(kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        domain = "com.microsoft" if kind in _FUSED else ""
        nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    # Without segments: their one vector is part of the positions.
    nodes.append(
        helper.make_node(
            "EmbedLayerNormalization",
            ["ids", "", "words", "positions", "", "embed_gamma", "embed_beta"],
            ["hidden_0", ""],
            domain="com.microsoft",
            epsilon=EPSILON,
        )
    )
    hidden = "hidden_0"
    for n in range(LAYERS):
        mixed = add(
            "Attention",
            [hidden, f"qkv_weight_{n}", f"qkv_bias_{n}", "mask"],
            f"mixed_{n}",
            num_heads=HEADS,
        )
        projected = add("MatMul", [mixed, f"projection_weight_{n}"], f"projected_{n}")
        attended = add(
            "SkipLayerNormalization",
            [
                projected,
                hidden,
                f"attention_gamma_{n}",
                f"attention_beta_{n}",
                f"projection_bias_{n}",
            ],
            f"attended_{n}",
            epsilon=EPSILON,
        )
        wide = add("MatMul", [attended, f"up_weight_{n}"], f"wide_{n}")
        active = add("BiasGelu", [wide, f"up_bias_{n}"], f"active_{n}")
        narrow = add("MatMul", [active, f"down_weight_{n}"], f"narrow_{n}")
        hidden = add(
            "SkipLayerNormalization",
            [narrow, attended, f"output_gamma_{n}", f"output_beta_{n}", f"down_bias_{n}"],
            f"hidden_{n + 1}",
            epsilon=EPSILON,
        )
    add("Cast", ["mask"], "weights", to=TensorProto.FLOAT)
    add("Unsqueeze", ["weights", "last_axis"], "weights_column")
    add("Mul", [hidden, "weights_column"], "masked")
    add("ReduceSum", ["masked", "token_axis"], "summed", keepdims=0)
    add("ReduceSum", ["weights", "token_axis"], "tokens", keepdims=1)
    add("Div", ["summed", "tokens"], "mean")
    add("LpNormalization", ["mean"], "vectors", axis=-1, p=2)

    graph = helper.make_graph(
        nodes,
        "minilm",
        [
            helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "tokens"])
            for name in ("ids", "mask")
        ],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", 384])],
        [
            helper.make_tensor("last_axis", TensorProto.INT64, [1], [2]),
            helper.make_tensor("token_axis", TensorProto.INT64, [1], [1]),
            *(_elsewhere(name, shape) for name, shape in weight_shapes().items()),
        ],
    )
    return helper.make_model(
        graph,
        ir_version=8,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
    )


_FUSED = {"Attention", "SkipLayerNormalization", "BiasGelu"}


def _elsewhere(name: str, shape: tuple[int, ...]) -> Any:
    """A weight that the graph names and doesn't hold."""
    from onnx import TensorProto

    tensor = TensorProto(
        name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL
    )
    for key, value in (("location", "memory"), ("offset", "0"), ("length", str(_bytes(shape)))):
        tensor.external_data.add(key=key, value=value)
    return tensor


def _bytes(shape: tuple[int, ...]) -> int:
    size = 4
    for side in shape:
        size *= side
    return size


if __name__ == "__main__":
    path = Path(__file__).with_name(GRAPH_FILE)
    path.write_bytes(build_graph().SerializeToString(deterministic=True))
    print(f"{path}: {path.stat().st_size} bytes")
