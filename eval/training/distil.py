"""Distils the static model from MiniLM: `python -m eval.training.distil --data DIR` writes it.

The recipe of model2vec (Tulkens and van Dongen, 2024, github.com/MinishLab/model2vec): MiniLM reads
each word piece alone; its vector is weighted by how rare the piece is (smooth inverse frequency:
Arora, Liang and Ma, 2017) and turned onto the 256 directions in which the pieces differ most.
Nothing is trained: the texts in DIR (the sets of `TEXTS`, as `eval.training.examples.data` reads
them) are only counted. A minute on one core.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.vectors.minilm import BundledEmbedder, load_tokenizer, model_folder
from index.vectors.static_model import DIMENSION, MODEL_FILE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TEXTS = ("nq_qed", "squad_train_sample", "squad2_train_10titles", "clapnq_dev", "timeqa_human")
WORD_PIECES = 30_522
CLS, SEP = 101, 102
RARITY = 1e-4  # the a of a / (a + frequency); see the table in index/vectors/models/README.md


def count_pieces(data: Path) -> NDArray[np.float64]:
    """How often each word piece occurs in the texts, (30522,), each text counted once."""
    import numpy as np

    tokenizer = load_tokenizer(model_folder() / "tokenizer.json")
    counts = np.zeros(WORD_PIECES)
    texts: set[str] = set()
    for name in TEXTS:
        with gzip.open(data / "qa" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts |= {json.loads(line)["context"] for line in lines}
    for encoded in tokenizer.encode_batch(sorted(texts), add_special_tokens=False):
        counts += np.bincount(encoded.ids, minlength=WORD_PIECES)
    return counts


def distil(counts: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The table of word vectors, (30522, 256), and the scale of each row, (30522,)."""
    import numpy as np

    alone = BundledEmbedder().encode_ids([[CLS, piece, SEP] for piece in range(WORD_PIECES)])
    frequency = (counts + 0.5) / (counts.sum() + 0.5 * WORD_PIECES)
    weighted = alone * (RARITY / (RARITY + frequency))[:, np.newaxis]
    _, directions = np.linalg.eigh(np.cov(weighted.T))
    table = weighted @ directions[:, ::-1][:, :DIMENSION]
    scales = np.maximum(np.abs(table).max(axis=1), 1e-9) / 127
    words = np.rint(table / scales[:, np.newaxis]).astype(np.int8)
    return words, scales.astype(np.float32)


def main(argv: Sequence[str] | None = None) -> None:
    """Write the file and print its digest, which belongs into `static_model.SHA256`."""
    import numpy as np

    parser = argparse.ArgumentParser(prog="python -m eval.training.distil", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with qa/*.jsonl.gz")
    parser.add_argument("--out", type=Path, default=MODEL_FILE, help="default: the package's file")
    chosen = parser.parse_args(argv)
    words, scales = distil(count_pieces(chosen.data))
    chosen.out.parent.mkdir(exist_ok=True)
    np.savez(chosen.out, words=words, scales=scales)
    digest = hashlib.sha256(chosen.out.read_bytes()).hexdigest()
    print(f"{chosen.out}: {chosen.out.stat().st_size} bytes, SHA-256 {digest}")


if __name__ == "__main__":
    main()
