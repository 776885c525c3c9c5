"""Training examples as numbers, and batches of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from eval.training.data import Example, QAExample
from qa.evidence_family import FAMILIES
from qa.windows import with_title

LONGEST = 224  # word pieces in training; longer rows are dropped, not cut
QUESTION_LONGEST = 64


@dataclass(frozen=True)
class Encoded:
    """An example as numbers. `gold` are (token, 0 for start or 1 for end)."""

    ids: list[int]
    second: int  # where the passage begins
    task: int
    label: float
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
