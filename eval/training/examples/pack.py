"""Training rounds as arrays, for a machine that should train and not prepare.

    python -m eval.training.examples.pack --data DIR --bench DIR --news FILE --elsewhere FILE
        --seed 700 --out FILE.npz [--held FILE.npz]

A round holds every row that may be trained on, cut anew for its seed: some 200,000 examples in
MPNet's word pieces, 50 MB before compression. `--held` writes the questions and claims that no
training sees, in groups, which `eval.training.teach` looks at.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.examples.batch import Encoded, encode, for_backbone
from eval.training.examples.data import SupportExample
from eval.training.examples.heldout import held_out_support
from eval.training.examples.mix import Mixer, load_embed
from eval.training.examples.pack_format import END, HELD_GROUPS, START
from eval.training.model import Backbone
from eval.training.watch import held_rows

_BACKBONE = Backbone("mpnet", Path(), 1)


def pack(rows: Sequence[Encoded]) -> dict[str, Any]:
    """Arrays of MiniLM's rows as MPNet reads them.

    `ids` and `marks` hold all tokens one row behind the other, `length` how many are of each row;
    `body` (where an answer may begin), `task`, `label` (-1: not known) and `polarity` have one
    value a row.
    """
    rows = for_backbone(rows, _BACKBONE)
    marks = [np.zeros(len(r.ids), dtype=np.uint8) for r in rows]
    for r, marked in zip(rows, marks, strict=True):
        for at, side in r.gold:
            marked[at] |= (START, END)[side]
    return {
        "ids": np.concatenate([np.array(r.ids, dtype=np.uint16) for r in rows]),
        "marks": np.concatenate(marks),
        "length": np.array([len(r.ids) for r in rows], dtype=np.uint16),
        "body": np.array([r.body or r.second for r in rows], dtype=np.uint16),
        "task": np.array([r.task for r in rows], dtype=np.uint8),
        "label": np.array([r.label for r in rows], dtype=np.int8),
        "polarity": np.array([r.polarity for r in rows], dtype=np.int8),
    }


def held(data: Path, bench: Path) -> dict[str, Any]:
    """What is kept apart, with `group`, an index of HELD_GROUPS."""
    _, tokenizer = load_embed()
    claims = [
        SupportExample(r["claim"], r["passage"], r["label"], r["source"])
        for r in held_out_support(data, bench, "test")
    ]
    groups = held_rows(data, bench) | {
        "support": [row for claim in claims if (row := encode(claim, tokenizer))]
    }
    # Packed one by one: rows that grow too long are dropped, and their group with them.
    packed = [pack(groups[name]) for name in HELD_GROUPS]
    group = [np.full(len(part["length"]), i, dtype=np.uint8) for i, part in enumerate(packed)]
    joined = {key: np.concatenate([part[key] for part in packed]) for key in packed[0]}
    return joined | {"group": np.concatenate(group)}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--data", "--bench", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--news", type=Path, help="passages mined by eval.training.examples.mine")
    parser.add_argument(
        "--elsewhere", type=Path, help="pairs found by eval.training.examples.elsewhere"
    )
    parser.add_argument("--held", type=Path, help="also write what is kept apart")
    parser.add_argument("--seed", type=int, default=700)
    args = parser.parse_args()
    if args.held:
        np.savez(args.held, **held(args.data, args.bench))
    embed, tokenizer = load_embed()
    mixer = Mixer(args.data, args.bench, embed, args.news, args.elsewhere, whole=True)
    packed = pack([row for e in mixer.round(args.seed) if (row := encode(e, tokenizer))])
    np.savez(args.out, **packed)
    print(f"{len(packed['length'])} examples, {len(packed['ids'])} tokens in {args.out}")


if __name__ == "__main__":
    main()
