"""Trains the evidence model for a given number of minutes.

    python -m eval.training.train --data DIR --bench DIR --out DIR --minutes 75
        [--resume] [--start FILE]

The learning rate follows the clock, not the step count: on a shared laptop nobody knows how many
steps an hour holds, and a schedule that is cut off has not annealed.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from eval.training.data import Example, QAExample
from eval.training.mix import Mixer, load_embed
from eval.training.model import EvidenceNet, losses, new_network
from index.vectors.minilm import model_folder
from qa.evidence.windows import with_title

LONGEST = 224  # word pieces in training; longer rows are dropped, not cut
QUESTION_LONGEST = 64
SUPPORT_WEIGHT = 1.0


@dataclass(frozen=True)
class Encoded:
    """An example as numbers. `gold` are (token, 0 for start or 1 for end)."""

    ids: list[int]
    second: int  # where the passage begins
    task: int
    label: float
    gold: list[tuple[int, int]]
    body: int = 0  # where a span may begin: behind the title


def encode(example: Example, tokenizer: Any, cls: int, sep: int) -> Encoded | None:
    """The example in word pieces, or None if it does not fit."""
    asked = example.question if isinstance(example, QAExample) else example.claim
    title = with_title(example.title, "") if isinstance(example, QAExample) else ""
    first = tokenizer.encode(asked, add_special_tokens=False).ids
    passage = tokenizer.encode(title + example.passage, add_special_tokens=False)
    if isinstance(example, QAExample):
        first = first[:QUESTION_LONGEST]
    if len(first) + len(passage.ids) + 3 > LONGEST or not passage.ids:
        return None
    ids = [cls, *first, sep, *passage.ids, sep]
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
    return Encoded(ids, second, 0, float(bool(gold)), gold or [(0, 0), (0, 1)], body)


def collate(rows: list[Encoded], device: str) -> dict[str, torch.Tensor]:
    """Rows padded to the longest of them."""
    width = max(len(r.ids) for r in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
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


class ThreadChoice:
    """One thread or several, whichever is faster just now.

    With other work on the machine two threads wait for each other at every product and are several
    times slower than one; on a quiet machine they are nearly twice as fast. So both are tried
    again and again.
    """

    def __init__(self, most: int) -> None:
        self._counts = sorted({1, most})
        self._speeds: dict[int, list[float]] = {n: [] for n in self._counts}
        self._left = 4
        self._probing = False
        self.now = most

    def after_step(self, tokens: int, seconds: float) -> None:
        """Notes the speed of a step and sets the threads of the next one."""
        self._speeds[self.now].append(tokens / seconds)
        self._left -= 1
        if len(self._counts) == 1 or self._left > 0:
            return
        if not self._probing:  # now the other count, for a few steps
            self._probing, self._left = True, 3
            self.now = next(n for n in self._counts if n != self.now)
        else:
            middle = {n: sorted(v[-4:])[len(v[-4:]) // 2] for n, v in self._speeds.items()}
            self._probing, self._left = False, 25
            self.now = max(self._counts, key=lambda n: middle[n])
        torch.set_num_threads(self.now)


def learning_rate(share: float, warm: float = 0.06) -> float:
    """Linear warm-up, then linear decay to zero, over the share of the minutes that is spent."""
    return min(share / warm, max(0.0, (1 - share) / (1 - warm)))


def save(
    path: Path, net: EvidenceNet, optimizer: torch.optim.Optimizer, state: dict[str, Any]
) -> None:
    """Writes a checkpoint whole or not at all."""
    minutes, rows = state["before"]
    state |= {"total_minutes": minutes + state["seconds"] / 60, "total_rows": rows + state["rows"]}
    part = path.with_suffix(".part")
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "state": state}, part)
    part.replace(path)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--news", type=Path, help="passages mined by eval.training.mine")
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument(
        "--start", type=Path, help="begin with the weights of this checkpoint, with a new schedule"
    )
    parser.add_argument("--resume", action="store_true", help="continue the run in --out")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument(
        "--freeze", type=int, default=0, help="encoder layers left as they are, from below"
    )
    parser.add_argument("--tokens", type=int, default=1800, help="word pieces a batch")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "checkpoint.pt"

    embed, tokenizer = load_embed()
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    mixer = Mixer(args.data, args.bench, embed, args.news)
    net = new_network(model_folder()).to(device)
    # The embedding table is half of all weights; 60,000 examples can only blur it.
    net.encoder.embeddings.requires_grad_(False)
    for layer in net.encoder.encoder.layer[: args.freeze]:
        layer.requires_grad_(False)
    groups = [
        {
            "params": [p for p in net.encoder.parameters() if p.requires_grad],
            "lr": args.rate,
            "base": args.rate,
        },
        {
            "params": [p for n, p in net.named_parameters() if not n.startswith("encoder.")],
            "lr": args.rate * 4,
            "base": args.rate * 4,
        },
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    state: dict[str, Any] = {
        "seconds": 0.0,
        "step": 0,
        "rows": 0,
        "round": args.seed * 100,
        "minutes": args.minutes,
        "before": [0.0, 0],
    }
    if args.resume and path.exists():
        held = torch.load(path, map_location=device, weights_only=True)
        net.load_state_dict(held["net"])
        optimizer.load_state_dict(held["optimizer"])
        state = held["state"]
    elif args.start:
        held = torch.load(args.start, map_location=device, weights_only=True)
        net.load_state_dict(held["net"])
        # The record of the model counts all runs; the schedule counts this one.
        state["before"] = [held["state"]["total_minutes"], held["state"]["total_rows"]]

    net.train()
    began = time.monotonic() - state["seconds"]
    budget = args.minutes * 60
    log = (args.out / "log.jsonl").open("a", encoding="utf-8")
    sums: dict[str, float] = {}
    counts: dict[str, int] = {}
    last_save = last_log = time.monotonic()
    threads = ThreadChoice(args.threads)
    while state["seconds"] < budget:
        state["round"] += 1
        rng = random.Random(state["round"])
        rows = [r for e in mixer.round(state["round"]) if (r := encode(e, tokenizer, cls, sep))]
        for group in batches(rows, args.tokens, rng):
            state["seconds"] = time.monotonic() - began
            if state["seconds"] >= budget:
                break
            factor = learning_rate(state["seconds"] / budget)
            for part in optimizer.param_groups:
                part["lr"] = part["base"] * factor
            step_began = time.monotonic()
            batch = collate(group, device)
            span_logits, heads = net(
                batch["input_ids"], batch["attention_mask"], batch["token_type_ids"]
            )
            parts = losses(span_logits, heads, batch)
            share = {
                "span": (batch["task"] == 0).float().mean(),
                "supported": (batch["task"] == 1).float().mean(),
            }
            share["answered"] = share["span"]
            # Weighted by the rows of each task, so that a batch of one task is not
            # a full step for one row.
            loss = sum(
                parts[k] * share[k] * (SUPPORT_WEIGHT if k == "supported" else 1.0) for k in parts
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            threads.after_step(batch["input_ids"].numel(), time.monotonic() - step_began)
            state["step"] += 1
            state["rows"] += len(group)
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + v.item()
                counts[k] = counts.get(k, 0) + 1
            now = time.monotonic()
            if now - last_log > 30:
                line = {
                    "seconds": round(state["seconds"]),
                    "step": state["step"],
                    "rows": state["rows"],
                    "threads": threads.now,
                    **{k: round(sums[k] / counts[k], 4) for k in sums},
                }
                log.write(json.dumps(line) + "\n")
                log.flush()
                sums, counts, last_log = {}, {}, now
            if now - last_save > 180:
                save(path, net, optimizer, state)
                last_save = now
    save(path, net, optimizer, state)


if __name__ == "__main__":
    main()
