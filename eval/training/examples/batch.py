"""Training examples as numbers, batches of them, and rounds of them kept on disk.

To mix and tokenise a round takes two minutes of one core, more than a stop should cost on a shared
machine: a resumed run reads the round that it was in, and both backbones read the same ones, since
MPNet's word pieces are MiniLM's shifted.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from eval.training.examples.data import Example, QAExample
from eval.training.model import Backbone
from qa.evidence.family import FAMILIES
from qa.evidence.windows import with_title

LONGEST = 224  # word pieces in training; longer rows are dropped, not cut
QUESTION_LONGEST = 64


@dataclass(frozen=True)
class Encoded:
    """An example as numbers. `gold` are (token, 0 for start or 1 for end)."""

    ids: list[int]
    second: int  # where the passage begins
    task: int
    label: float  # -1 where it is not known
    gold: list[tuple[int, int]]
    body: int = 0  # where a span may begin: behind the title
    polarity: int = -1


def encode(example: Example, tokenizer: Any) -> Encoded | None:
    """The example in MiniLM's word pieces, or None if it does not fit."""
    asked = example.question if isinstance(example, QAExample) else example.claim
    title = with_title(example.title, "") if isinstance(example, QAExample) else ""
    first = tokenizer.encode(asked, add_special_tokens=False).ids
    passage = tokenizer.encode(title + example.passage, add_special_tokens=False)
    if isinstance(example, QAExample):
        first = first[:QUESTION_LONGEST]
    if len(first) + len(passage.ids) + 3 > LONGEST or not passage.ids:
        return None
    ids = FAMILIES["minilm"].row(first, passage.ids)
    second = len(first) + 2
    if not isinstance(example, QAExample):
        return Encoded(ids, second, 1, float(example.label), [])
    gold: list[tuple[int, int]] = []
    for start, end in example.spans:
        start, end = start + len(title), end + len(title)
        inside = [i for i, (s, e) in enumerate(passage.offsets) if s < end and e > start]
        if not inside:
            continue
        if example.whole_sentence:
            gold += [(second + i, side) for i in inside for side in (0, 1)]
        else:
            gold += [(second + inside[0], 0), (second + inside[-1], 1)]
    if example.spans and not gold:
        return None
    body = second + sum(start < len(title) for start, _ in passage.offsets)
    if not example.known:
        return Encoded(ids, second, 0, -1.0, [], body)
    if example.no_span:
        return Encoded(ids, second, 0, 1.0, [], body, example.polarity)
    return Encoded(ids, second, 0, float(bool(gold)), gold or [(0, 0), (0, 1)], body)


def collate(rows: Sequence[Encoded], device: str, pad: int = 0) -> dict[str, torch.Tensor]:
    """Rows padded to the longest of them."""
    width = max(len(r.ids) for r in rows)
    ids = torch.full((len(rows), width), pad, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    allowed = torch.zeros(len(rows), width, dtype=torch.bool)
    gold = torch.zeros(len(rows), width, 2, dtype=torch.bool)
    for i, r in enumerate(rows):
        n = len(r.ids)
        ids[i, :n] = torch.tensor(r.ids)
        mask[i, :n] = 1
        types[i, r.second : n] = 1
        allowed[i, 0] = True
        allowed[i, (r.body or r.second) : n - 1] = True
        for at, side in r.gold:
            gold[i, at, side] = True
    batch = {
        "input_ids": ids,
        "attention_mask": mask,
        "token_type_ids": types,
        "allowed": allowed,
        "gold": gold,
        "task": torch.tensor([r.task for r in rows]),
        "label": torch.tensor([r.label for r in rows]),
        "polarity": torch.tensor([r.polarity for r in rows]),
    }
    return {k: v.to(device) for k, v in batch.items()}


def batches(rows: list[Encoded], tokens: int, rng: random.Random) -> Iterator[list[Encoded]]:
    """Batches of about `tokens` word pieces, each of rows of like length, in random order."""
    for at in range(0, len(rows), 2000):
        pool = sorted(rows[at : at + 2000], key=lambda r: len(r.ids) + rng.random() * 6)
        groups: list[list[Encoded]] = [[]]
        for row in pool:
            if groups[-1] and len(row.ids) * (len(groups[-1]) + 1) > tokens:
                groups.append([])
            groups[-1].append(row)
        rng.shuffle(groups)
        yield from groups


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
