"""Rounds of training examples as numbers, kept on disk.

To mix and tokenise a round takes two minutes of one core, more than a stop should cost on a shared
machine: a resumed run reads the round that it was in, and both backbones read the same ones, since
MPNet's word pieces are MiniLM's shifted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path

from eval.training.backbone import Backbone
from eval.training.batch import LONGEST, Encoded
from qa.evidence_family import FAMILIES


def kept(path: Path, make: Callable[[], Iterable[Encoded]]) -> list[Encoded]:
    """The rows of a file, made and written when there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(asdict(row)) + "\n" for row in make())
        part.replace(path)
    with path.open(encoding="utf-8") as lines:
        rows = [Encoded(**json.loads(line)) for line in lines]
    return rows


def for_backbone(rows: Iterable[Encoded], backbone: Backbone) -> list[Encoded]:
    """Rows of MiniLM's numbers as `backbone` reads them; those that grow too long are dropped."""
    if backbone.family == "minilm":
        return list(rows)
    family = FAMILIES[backbone.family]
    more = family.separators - 1
    out = []
    for row in rows:
        ids = family.row(row.ids[1 : row.second - 1], row.ids[row.second : -1])
        if len(ids) > LONGEST:
            continue
        gold = [(at + more if at else 0, side) for at, side in row.gold]
        body = row.body + more if row.body else 0
        out.append(replace(row, ids=ids, second=row.second + more, gold=gold, body=body))
    return out
