"""Trains the evidence model for a given number of minutes.

    python -m eval.training.train --data DIR --bench DIR --out DIR --minutes 75
        [--resume] [--start FILE] [--backbone FOLDER --layers 6] [--bf16]

`--start` and `--resume` need no `--backbone`: the checkpoint says which encoder it is of. One that
`eval.training.recover` made of the shipped model will do.

The learning rate follows the clock, not the step count: on a shared laptop nobody knows how many
steps an hour holds, and a schedule that is cut off has not annealed. With `--examples` it follows
the examples; a resumed run may name another number, and goes on as far down as that says.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import torch

from eval.training.examples.batch import Encoded, batches, collate, encode, for_backbone, kept
from eval.training.examples.mix import Mixer, load_embed
from eval.training.model import Backbone, EvidenceNet, choose, losses, new_network, weighed
from eval.training.watch import Watch


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


class Rounds:
    """Batches of each round; nothing is mixed that another run has kept."""

    def __init__(self, args: argparse.Namespace, cache: Path, backbone: Backbone) -> None:
        self._args, self._cache, self._backbone = args, cache, backbone
        self._made: tuple[Mixer, Any] | None = None

    def groups(self, number: int) -> Iterator[list[Encoded]]:
        """The batches of one round, always the same."""
        rows = kept(self._cache / f"round-{number}.jsonl", lambda: self._mix(number))
        rows = for_backbone(rows, self._backbone)
        yield from batches(rows, self._args.tokens, random.Random(number))

    def _mix(self, number: int) -> Iterator[Encoded]:
        args = self._args
        if self._made is None:
            embed, tokenizer = load_embed()
            self._made = Mixer(args.data, args.bench, embed, args.news), tokenizer
        mixer, tokenizer = self._made
        return (r for e in mixer.round(number) if (r := encode(e, tokenizer)))


def _spent(state: dict[str, Any], seconds: float, examples: int | None) -> float:
    """The share of the run that is done, by the clock or by examples."""
    return float(state["rows"] / examples if examples else state["seconds"] / seconds)


def note(log: TextIO, state: dict[str, Any], values: dict[str, float]) -> None:
    """One line of the log."""
    at = {"seconds": round(state["seconds"]), "step": state["step"], "rows": state["rows"]}
    log.write(json.dumps(at | values) + "\n")
    log.flush()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--news", type=Path, help="passages mined by eval.training.examples.mine")
    parser.add_argument("--cache", type=Path, help="rounds that several runs read (default: --out)")
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument(
        "--examples",
        type=int,
        help="end after so many, whatever the clock says: for a machine that is shared",
    )
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
    parser.add_argument(
        "--backbone", type=Path, help="folder of all-mpnet-base-v2; else a checkpoint's, or MiniLM"
    )
    parser.add_argument("--layers", type=int, default=6, help="of MPNet, kept from below")
    parser.add_argument(
        "--bf16", action="store_true", help="bfloat16 products: 2.4 times as fast with AMX"
    )
    parser.add_argument(
        "--watch", type=int, default=3000, help="examples between looks at unseen questions"
    )
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "checkpoint.pt"

    resumed = args.resume and path.exists()
    held: dict[str, Any] = {}
    if resumed or args.start:
        held = torch.load(path if resumed else args.start, map_location=device, weights_only=True)
    backbone = choose(args.backbone, args.layers, held.get("net"))
    cache = args.cache or args.out
    rounds = Rounds(args, cache, backbone)
    watch = Watch(args.data, args.bench, cache, backbone)
    # The plain way of attention is the faster one in bfloat16 on a CPU (39 rows a second of 112
    # word pieces on one thread, 22 by sdpa; 16 in float32).
    net = new_network(backbone, "eager" if args.bf16 else "sdpa").to(device)
    # The embedding table is half of all weights; 60,000 examples can only blur it.
    net.encoder.embeddings.requires_grad_(False)
    for layer in net.layers()[: args.freeze]:
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
        "group": 0,
        "look": args.watch,  # the number of examples at which the next look is due
        "minutes": args.minutes,
        "before": [0.0, 0],
    }
    if held:
        net.load_state_dict(held["net"])
    if resumed:
        optimizer.load_state_dict(held["optimizer"])
        state |= held["state"]
    elif held:
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
    while (spent := _spent(state, budget, args.examples)) < 1:
        groups_left = list(rounds.groups(state["round"]))[state["group"] :]
        if not groups_left:
            state["round"], state["group"] = state["round"] + 1, 0
            continue
        for group in groups_left:
            spent = _spent(state, budget, args.examples)
            if spent >= 1:
                break
            if state["rows"] >= state["look"]:
                note(log, state, watch.look(net, device, args.bf16))
                state["look"] += args.watch
            factor = learning_rate(spent)
            for part in optimizer.param_groups:
                part["lr"] = part["base"] * factor
            step_began = time.monotonic()
            batch = collate(group, device, backbone.pad)
            with torch.autocast(device, torch.bfloat16, enabled=args.bf16):
                span_logits, heads = net(
                    batch["input_ids"], batch["attention_mask"], batch["token_type_ids"]
                )
            parts = losses(span_logits.float(), heads.float(), batch)
            loss = weighed(parts, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            threads.after_step(batch["input_ids"].numel(), time.monotonic() - step_began)
            state["step"] += 1
            state["group"] += 1
            state["seconds"] = time.monotonic() - began
            state["rows"] += len(group)
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + v.item()
                counts[k] = counts.get(k, 0) + 1
            now = time.monotonic()
            if now - last_log > 30:
                means = {k: round(sums[k] / counts[k], 4) for k in sums}
                note(log, state, {"threads": threads.now, **means})
                sums, counts, last_log = {}, {}, now
            if now - last_save > 180:
                save(path, net, optimizer, state)
                last_save = now
    save(path, net, optimizer, state)
    note(log, state, watch.look(net, device, args.bf16))


if __name__ == "__main__":
    main()
