"""The shipped file as a network again: it says what the file says, and training goes on from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
from onnx import helper, numpy_helper
from torch import Tensor

from eval.training import model, teach, train
from eval.training.examples.batch import Encoded
from eval.training.examples.pack import pack
from eval.training.model import Backbone, choose, new_network
from eval.training.recover import recover
from qa.evidence.evidence_model import MODEL_FOLDER, MODEL_NAME, load_tokenizer
from qa.evidence.family import FAMILIES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SHIPPED = MODEL_FOLDER / MODEL_NAME
TALKS = "The negotiators met in Istanbul on March 29. Talks have stalled since then."
RAIN = "Heavy rain closed three roads near Cardiff on Tuesday, police said."
APPLE = (
    "Apple on Monday became the first U.S. business to be valued at $3 trillion. Its shares rose "
    "3 percent to $182.88 before they closed a little lower, at $182.01, analysts at Wedbush said."
)
BRIDGE = (
    "Mayor Ana Ruiz opened the bridge in May after six years of work. It cost 40 million euros, "
    "twice what the council had planned. The opposition called the sum a scandal."
)
PAIRS = [
    ("When did the negotiators last meet?", TALKS),
    ("Where did the negotiators meet?", TALKS),
    ("Who won the match?", RAIN),
    ("How many roads were closed?", RAIN),
    ("Was the road near Cardiff open on Tuesday?", RAIN),
    ("How much was Apple valued at on Monday?", APPLE * 4),
    ("How much was Microsoft valued at on Monday?", APPLE),
    ("Who opened the bridge?", BRIDGE),
    ("How much did the bridge cost?", BRIDGE),
    ("When did the mayor resign?", BRIDGE),
    ("The bridge cost more than had been planned.", BRIDGE),
    ("Three roads were closed because of snow.", RAIN),
]
ROWS = [
    Encoded([101, 5, 102, 7, 8, 9, 102], 3, 0, 1.0, [(4, 0), (5, 1)], 3),
    Encoded([101, 9, 102, 7, 8, 102], 3, 1, 1.0, []),
    Encoded([101, 9, 102, 7, 8, 102], 3, 0, 1.0, [], 3, 0),
    Encoded([101, 5, 6, 102, 7, 102], 4, 0, 0.0, [(0, 0), (0, 1)], 4),
]


@pytest.fixture(scope="module")
def said() -> list[tuple[Tensor, Tensor]]:
    """Span and head logits of each pair, as the recovered network has them."""
    net = recover(SHIPPED).eval()
    with torch.no_grad():
        return [net(*(torch.from_numpy(value) for value in feed.values())) for feed in _feeds()]


def test_it_says_what_the_graph_says_without_rounding(said: list[tuple[Tensor, Tensor]]) -> None:
    for (spans, heads), (true_spans, true_heads) in zip(said, _run(_unrounded()), strict=True):
        assert (heads.sigmoid() - true_heads.sigmoid()).abs().max() < 1e-4
        assert (spans - true_spans).abs().max() < 1e-3


def test_it_says_nearly_what_the_file_says(said: list[tuple[Tensor, Tensor]]) -> None:
    # The file rounds its activations, each processor a little differently.
    pairs = list(zip(said, _run(SHIPPED.read_bytes()), strict=True))
    heads = torch.cat([(own[1].sigmoid() - file[1].sigmoid()).abs() for own, file in pairs])
    assert heads.mean() < 0.03
    assert heads.max() < 0.2
    likely = [(own[0].softmax(1) - file[0].softmax(1)).abs().max() for own, file in pairs]
    assert np.mean(likely) < 0.06
    assert max(likely) < 0.2


def test_a_graph_that_lacks_a_weight_is_refused(tmp_path: Path) -> None:
    file = onnx.load(str(SHIPPED))
    kept = [i for i in file.graph.initializer if i.name != "answered.0.bias"]
    del file.graph.initializer[:]
    file.graph.initializer.extend(kept)
    onnx.save(file, str(tmp_path / "damaged.onnx"))
    with pytest.raises(ValueError, match=r"answered\.0\.bias is missing and should be 768"):
        recover(tmp_path / "damaged.onnx")


@pytest.fixture()
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkpoint as `recover` makes them, of two narrow layers."""
    for name, value in (("vocab_size", 64), ("hidden_size", 48), ("intermediate_size", 96)):
        monkeypatch.setitem(model.MPNET, name, value)
    net = new_network(Backbone("mpnet", None, 1, 2))
    path, threads = tmp_path / "small.pt", torch.get_num_threads()
    state = {"total_minutes": 5.5, "total_rows": 9}
    torch.save({"net": net.state_dict(), "state": state}, path)
    yield path
    torch.set_num_threads(threads)


def test_training_goes_on_from_such_a_checkpoint(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("round-100", "round-101", "watch-squad2", "watch-nq", "watch-yes"):
        lines = "".join(json.dumps(asdict(row)) + "\n" for row in ROWS)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    folders = ["--data", str(tmp_path), "--bench", str(tmp_path), "--out", str(tmp_path)]
    given = [*folders, "--threads", "1", "--tokens", "8", "--start", str(small), "--examples"]
    monkeypatch.setattr(sys, "argv", ["train", *given, "4"])
    train.main()
    held = _weights(tmp_path / "checkpoint.pt")
    assert held["state"]["total_rows"] == 9 + 4
    before = _weights(small)["net"]
    assert held["net"].keys() == before.keys()
    table, head = "encoder.embeddings.word_embeddings.weight", "answered.0.weight"
    assert torch.equal(held["net"][table], before[table])
    assert not torch.equal(held["net"][head], before[head])
    monkeypatch.setattr(sys, "argv", ["train", *given, "8", "--resume"])
    train.main()
    assert _weights(tmp_path / "checkpoint.pt")["state"]["total_rows"] == 9 + 8


def test_a_teacher_may_be_such_a_checkpoint(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tmp_path / "rows.npz"
    np.savez(rows, **pack(ROWS))
    monkeypatch.setattr(teach, "look", lambda net, held: {})  # too few rows for an AUROC
    files = ["--rounds", str(rows), "--held", str(rows), "--out", str(tmp_path)]
    times = ["--student-seconds", "1e-9", "--layers", "1"]
    monkeypatch.setattr(sys, "argv", ["teach", *files, "--teacher", str(small), *times])
    teach.main()
    taught, before = (_weights(path)["net"] for path in (tmp_path / "student.pt", small))
    assert choose(weights=taught) == Backbone("mpnet", None, 1, 1)
    assert all(torch.equal(value, before[name]) for name, value in taught.items())


def _feeds() -> Iterator[dict[str, Any]]:
    tokenizer, family = load_tokenizer(), FAMILIES["mpnet"]
    for pair in PAIRS:
        asked, read = (tokenizer.encode(text, add_special_tokens=False).ids for text in pair)
        row = np.array([family.row(asked, read)], dtype=np.int64)
        yield family.feed(row, len(asked) + 1 + family.separators)


def _run(content: bytes) -> Iterator[tuple[Tensor, Tensor]]:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    for feed in _feeds():
        spans, heads = session.run(["spans", "heads"], feed)
        yield torch.from_numpy(spans), torch.from_numpy(heads)


def _unrounded() -> bytes:
    """The shipped graph with the same weights, whose activations are left as they are."""
    file = onnx.load(str(SHIPPED))
    graph, nodes = file.graph, []
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    for node in graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            one = numpy_helper.from_array(np.array(1, np.float32), node.output[1])
            graph.initializer.append(one)
            node = helper.make_node("Identity", node.input[:1], node.output[:1])
        elif node.op_type == "MatMulInteger":
            weight, zero = (values[node.input[i]].astype(np.float32) for i in (1, 3))
            name = f"{node.input[1]}_float"
            graph.initializer.append(numpy_helper.from_array(weight - zero, name))
            node = helper.make_node("MatMul", [node.input[0], name], node.output)
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    content: bytes = file.SerializeToString()
    return content


def _weights(path: Path) -> dict[str, Any]:
    held: dict[str, Any] = torch.load(path, weights_only=True)
    return held
