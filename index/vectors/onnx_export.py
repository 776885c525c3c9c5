"""The computation of all-MiniLM-L6-v2 as an ONNX graph without weights: `minilm.onnx`, and with
weights of eight bits `minilm-int8.onnx`.

Run `python -m index.vectors.onnx_export` to write the files again; a test compares them. The
weights stay
where their package put them and are handed to onnxruntime in memory (`minilm.py`), so there is no
converted model to keep, lock or repair, and neither torch nor onnx is needed to answer.

A BERT encoder (Devlin et al., 2018, arXiv:1810.04805) of 6 layers in onnxruntime's fused
operators, then mean pooling over the tokens and unit length (Reimers and Gurevych, 2019,
arXiv:1908.10084).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.vectors.minilm import GRAPH_FILE
from index.vectors.minilm_int8 import INT8_GRAPH_FILE, ROUNDED
from index.vectors.minilm_weights import weight_shapes

LAYERS, HEADS = 6, 12
EPSILON = 1e-12


def build_graph(*, int8: bool = False) -> Any:
    """The graph as an `onnx.ModelProto`. Inputs `ids` and `mask`, (batch, tokens), int32;
    output `vectors`, (batch, 384), float32, unit rows. With `int8` the weights are those of
    `minilm_int8.rounded`.
    """
    from onnx import TensorProto, helper

    nodes: list[Any] = []

    def add(kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        domain = "com.microsoft" if kind in _FUSED else ""
        nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def multiply(values: str, weight: str, output: str) -> str:
        if not int8:
            return add("MatMul", [values, weight], output)
        parts = [f"{weight}_{part}" for part in ("int8", "scale", "zero")]
        return add("DynamicQuantizeMatMul", [values, *parts], output)

    def attend(values: str, layer: int, output: str) -> str:
        weight, bias = f"qkv_weight_{layer}", f"qkv_bias_{layer}"
        if not int8:
            return add("Attention", [values, weight, bias, "mask"], output, num_heads=HEADS)
        flat = [f"{output}_{part}" for part in ("int8", "scale", "zero")]
        nodes.append(helper.make_node("DynamicQuantizeLinear", [values], flat))
        inputs = [flat[0], f"{weight}_int8", bias, flat[1], f"{weight}_scale", "mask"]
        inputs += [flat[2], f"{weight}_zero"]
        return add("QAttention", inputs, output, num_heads=HEADS)

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
        mixed = attend(hidden, n, f"mixed_{n}")
        projected = multiply(mixed, f"projection_weight_{n}", f"projected_{n}")
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
        wide = multiply(attended, f"up_weight_{n}", f"wide_{n}")
        active = add("BiasGelu", [wide, f"up_bias_{n}"], f"active_{n}")
        narrow = multiply(active, f"down_weight_{n}", f"narrow_{n}")
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
            *_weights(int8),
        ],
    )
    return helper.make_model(
        graph,
        ir_version=8,
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
    )


_FUSED = {
    "Attention",
    "QAttention",
    "DynamicQuantizeMatMul",
    "SkipLayerNormalization",
    "BiasGelu",
}


def _weights(int8: bool) -> Iterator[Any]:
    """The weights that the graph names and doesn't hold."""
    from onnx import TensorProto

    for name, shape in weight_shapes().items():
        if int8 and name.startswith(ROUNDED):
            yield _elsewhere(f"{name}_int8", shape, TensorProto.INT8)
            yield _elsewhere(f"{name}_scale", shape[1:], TensorProto.FLOAT)
            yield _elsewhere(f"{name}_zero", shape[1:], TensorProto.INT8)
        else:
            yield _elsewhere(name, shape, TensorProto.FLOAT)


def _elsewhere(name: str, shape: tuple[int, ...], kind: int) -> Any:
    from onnx import TensorProto

    tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
    length = _bytes(shape, 1 if kind == TensorProto.INT8 else 4)
    for key, value in (("location", "memory"), ("offset", "0"), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
    return tensor


def _bytes(shape: tuple[int, ...], size: int) -> int:
    for side in shape:
        size *= side
    return size


if __name__ == "__main__":
    for name, int8 in ((GRAPH_FILE, False), (INT8_GRAPH_FILE, True)):
        path = Path(__file__).with_name(name)
        path.write_bytes(build_graph(int8=int8).SerializeToString(deterministic=True))
        print(f"{path}: {path.stat().st_size} bytes")
