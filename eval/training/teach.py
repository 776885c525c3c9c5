"""Trains a teacher of twelve layers and from it a student of six, on one GPU, in ten minutes.

    python -m eval.training.teach --backbone FOLDER --rounds a.npz b.npz --held held.npz --out DIR
        [--teacher-seconds 240] [--student-seconds 240] [--teacher FILE]

The rounds come from `eval.training.examples.pack`. The learning rate follows the clock: nobody
knows how fast a lent machine is. The student learns from the answers and from what the teacher
thinks of them (Hinton, Vinyals and Dean, 2015, arXiv 1503.02531), and, where nobody knows the
answer, from the teacher alone. Writes `teacher.pt` and `student.pt`, which `eval.training.export`
reads.

`--teacher` needs no `--backbone`: the student has its weights from the teacher. A checkpoint that
`eval.training.recover` made of the shipped model will do; the student then begins as that model,
and learns the answers while it minds what it said before.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from eval.training.examples.pack_format import END, HELD_GROUPS, START, unpacked
from eval.training.model import Backbone, EvidenceNet, choose, new_network

PAD = 1
POOL = 20_000  # rows among which those of like length are put into one batch
HARD = 0.5  # the weight of the answers beside the teacher's word
NEVER = -1e4
LONGEST_SPAN = 30


class Packed:
    """Packed rows in the device's memory; a batch is gathered there."""

    def __init__(self, files: Sequence[Path], device: str) -> None:
        arrays = unpacked(files)
        self.group = arrays.get("group")
        self.lengths = arrays["length"].astype(np.int64)
        self.labels = arrays["label"]
        starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        self._on_device = {
            key: torch.from_numpy(value.astype(kind)).to(device)
            for key, value, kind in (
                ("ids", arrays["ids"], np.int32),
                ("marks", arrays["marks"], np.uint8),
                ("start", starts, np.int64),
                ("length", self.lengths, np.int64),
                ("body", arrays["body"], np.int64),
                ("task", arrays["task"], np.int64),
                ("label", arrays["label"], np.float32),
                ("polarity", arrays["polarity"], np.float32),
            )
        }

    def __len__(self) -> int:
        return len(self.lengths)

    def batch(self, rows: np.ndarray) -> dict[str, Tensor]:
        """The rows with these numbers, padded to the longest of them."""
        held = self._on_device
        picked = torch.from_numpy(rows).to(held["start"].device)
        width = 8 * math.ceil(int(self.lengths[rows].max()) / 8)
        at = torch.arange(width, device=picked.device)[None, :]
        length = held["length"][picked][:, None]
        inside = at < length
        where = torch.where(inside, held["start"][picked][:, None] + at, 0)
        marks = torch.where(inside, held["marks"][where], 0)
        allowed = (at >= held["body"][picked][:, None]) & (at < length - 1)
        allowed[:, 0] = True
        return {
            "input_ids": torch.where(inside, held["ids"][where], PAD).long(),
            "attention_mask": inside.long(),
            "allowed": allowed,
            "gold": torch.stack([(marks & START) > 0, (marks & END) > 0], dim=2),
            "task": held["task"][picked],
            "label": held["label"][picked],
            "polarity": held["polarity"][picked],
        }

    def batches(self, tokens: int, seed: int, *, known: bool) -> Iterator[np.ndarray]:
        """Row numbers of batches of about `tokens` word pieces, in random order; with `known` only
        rows whose answer somebody knows."""
        rng = np.random.default_rng(seed)
        order = rng.permutation(np.flatnonzero(self.labels >= 0) if known else len(self))
        for begin in range(0, len(order), POOL):
            pool = order[begin : begin + POOL]
            pool = pool[np.argsort(self.lengths[pool] + rng.random(len(pool)) * 6)]
            groups: list[np.ndarray] = []
            end = len(pool)
            while end:
                count = max(1, tokens // int(self.lengths[pool[end - 1]]))
                groups.append(pool[max(0, end - count) : end])
                end = max(0, end - count)
            for i in rng.permutation(len(groups)):
                yield groups[i]


def row_losses(spans: Tensor, heads: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """What each row costs, (rows,): the losses of `eval.training.model.losses` without choosing
    rows, which would make the processor wait for the device."""
    asked = (batch["task"] == 0).float()
    known = (batch["label"] >= 0).float()
    label = batch["label"].clamp(min=0)
    logp = spans.masked_fill(~batch["allowed"].unsqueeze(-1), NEVER).log_softmax(dim=1)
    gold = batch["gold"]
    span = -logp.masked_fill(~gold, NEVER).logsumexp(dim=1).mean(dim=1)
    cost = torch.where(gold.any(dim=2).any(dim=1), span, 0.0) * asked
    cost = cost + _cross(heads[:, 0], label) * asked * known
    cost = cost + _cross(heads[:, 1], label) * (1 - asked)
    polar = (batch["polarity"] >= 0).float()
    cost = cost + _cross(heads[:, 2], batch["polarity"].clamp(min=0)) * polar
    return cost


def taught_losses(
    spans: Tensor, heads: Tensor, thought: tuple[Tensor, Tensor], batch: dict[str, Tensor]
) -> Tensor:
    """What each row costs beside the teacher's span and head logits, (rows,)."""
    asked = (batch["task"] == 0).float()
    barred = ~batch["allowed"].unsqueeze(-1)
    logp = spans.masked_fill(barred, NEVER).log_softmax(dim=1)
    wanted = thought[0].float().masked_fill(barred, NEVER).softmax(dim=1)
    said = thought[1].float().sigmoid()
    cost = -(wanted * logp).sum(dim=1).mean(dim=1) * asked
    cost = cost + _cross(heads[:, 0], said[:, 0]) * asked
    cost = cost + _cross(heads[:, 1], said[:, 1]) * (1 - asked)
    polar = (batch["polarity"] >= 0).float()
    return cost + _cross(heads[:, 2], said[:, 2]) * polar


def _cross(logits: Tensor, target: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, target, reduction="none")


def train(
    net: EvidenceNet,
    rows: Packed,
    *,
    seconds: float,
    rate: float,
    tokens: int,
    teacher: EvidenceNet | None = None,
    name: str,
) -> dict[str, float]:
    """Trains for so many seconds; returns minutes and examples."""
    device = next(net.parameters()).device.type
    net.encoder.embeddings.requires_grad_(False)
    groups = [
        {"params": [p for p in net.encoder.parameters() if p.requires_grad], "base": rate},
        {
            "params": [p for n, p in net.named_parameters() if not n.startswith("encoder.")],
            "base": rate * 4,
        },
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)
    net.train()
    began = noted = time.monotonic()
    done = step = passes = 0
    while True:
        for numbers in rows.batches(tokens, passes + 1, known=teacher is None):
            now = time.monotonic()
            spent = (now - began) / seconds
            if spent >= 1:
                return {"total_minutes": (now - began) / 60, "total_rows": done}
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * min(spent / 0.06, (1 - spent) / 0.94)
            batch = rows.batch(numbers)
            inputs = batch["input_ids"], batch["attention_mask"]
            with torch.autocast(device, torch.bfloat16):
                spans, heads = net(*inputs)
            cost = row_losses(spans.float(), heads.float(), batch)
            if teacher is not None:
                with torch.no_grad(), torch.autocast(device, torch.bfloat16):
                    thought = teacher(*inputs)
                taught = taught_losses(spans.float(), heads.float(), thought, batch)
                cost = HARD * cost + (1 - HARD) * taught
            loss = cost.mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            done += len(numbers)
            if step % 200 == 0 or now - noted > 30:
                noted = now
                at = {"name": name, "seconds": round(now - began), "step": step, "rows": done}
                print(json.dumps(at | {"pass": passes, "loss": round(loss.item(), 4)}), flush=True)
        passes += 1


def look(net: EvidenceNet, held: Packed) -> dict[str, float]:
    """AUROC of each group that is kept apart, and the share of exact spans."""
    from sklearn.metrics import roc_auc_score

    device = next(net.parameters()).device.type
    net.eval()
    column = {"squad2": 0, "nq": 0, "yes": 2, "support": 1}
    out: dict[str, float] = {}
    assert held.group is not None
    for number, name in enumerate(HELD_GROUPS):
        rows = np.flatnonzero(held.group == number)
        scores, truth, exact = [], [], []
        for begin in range(0, len(rows), 64):
            batch = held.batch(rows[begin : begin + 64])
            with torch.no_grad(), torch.autocast(device, torch.bfloat16):
                spans, heads = net(batch["input_ids"], batch["attention_mask"])
            scores += heads[:, column[name]].float().tolist()
            wanted = batch["polarity"] if name == "yes" else batch["label"]
            truth += wanted.tolist()
            exact += _exact(spans.float(), batch)
        out[f"auroc_{name}"] = round(float(roc_auc_score(np.array(truth) > 0.5, scores)), 4)
        if exact:
            out[f"exact_{name}"] = round(float(np.mean(exact)), 4)
    net.train()
    return out


def _exact(spans: Tensor, batch: dict[str, Tensor]) -> list[bool]:
    """Is the likeliest span one of the gold ones? Of the rows that have one."""
    spans = spans.masked_fill(~batch["allowed"].unsqueeze(-1), NEVER)[:, 1:]
    pairs = spans[:, :, 0][:, :, None] + spans[:, :, 1][:, None, :]
    width = pairs.shape[1]
    gap = torch.arange(width, device=pairs.device)
    gap = gap[None, :] - gap[:, None]
    pairs = pairs.masked_fill((gap < 0) | (gap >= LONGEST_SPAN), -torch.inf)
    best = pairs.flatten(1).argmax(dim=1)
    found = []
    for row, place in enumerate(best.tolist()):
        first, last = divmod(place, width)
        gold = batch["gold"][row, 1:]
        if batch["label"][row] > 0 and bool(gold.any()):
            found.append(bool(gold[first, 0] and gold[last, 1]))
    return found


def student_of(teacher: EvidenceNet, backbone: Backbone) -> EvidenceNet:
    """A network that begins with the teacher's lowest layers and its heads."""
    student = new_network(backbone, "eager")
    own = student.state_dict()
    student.load_state_dict({k: v for k, v in teacher.state_dict().items() if k in own})
    return student


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--backbone", type=Path, help="folder of all-mpnet-base-v2")
    parser.add_argument("--rounds", type=Path, nargs="+", required=True)
    parser.add_argument("--held", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, help="a teacher trained before")
    parser.add_argument("--teacher-seconds", type=float, default=240)
    parser.add_argument("--student-seconds", type=float, default=240)
    parser.add_argument("--teacher-rate", type=float, default=4e-5)
    parser.add_argument("--student-rate", type=float, default=8e-5)
    parser.add_argument("--tokens", type=int, default=16_000, help="word pieces a batch")
    parser.add_argument("--teacher-layers", type=int, default=12)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    if not (args.backbone or args.teacher):
        parser.error("one of --backbone and --teacher is needed")
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    args.out.mkdir(parents=True, exist_ok=True)
    rows, held = Packed(args.rounds, device), Packed([args.held], device)
    print(json.dumps({"device": device, "examples": len(rows)}), flush=True)

    kept: dict[str, Any] = {}
    if args.teacher:
        kept = torch.load(args.teacher, map_location=device, weights_only=True)
    whole = choose(args.backbone, args.teacher_layers, kept.get("net"))
    teacher = new_network(whole, "eager", dropout=0.1).to(device)
    settings: dict[str, Any] = {"rows": rows, "tokens": args.tokens}
    if kept:
        teacher.load_state_dict(kept["net"])
    else:
        state = train(
            teacher,
            seconds=args.teacher_seconds,
            rate=args.teacher_rate,
            name="teacher",
            **settings,
        )
        torch.save({"net": teacher.state_dict(), "state": state}, args.out / "teacher.pt")
        print(json.dumps({"name": "teacher", **state, **look(teacher, held)}), flush=True)
    teacher.eval().requires_grad_(False)

    part = Backbone("mpnet", args.backbone, PAD, args.layers)
    student = student_of(teacher, part).to(device)
    state = train(
        student,
        seconds=args.student_seconds,
        rate=args.student_rate,
        teacher=teacher,
        name="student",
        **settings,
    )
    torch.save({"net": student.state_dict(), "state": state}, args.out / "student.pt")
    print(json.dumps({"name": "student", **state, **look(student, held)}), flush=True)


if __name__ == "__main__":
    main()
