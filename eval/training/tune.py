"""Goes on training the evidence model on written questions about news, an hour on two cores.

    python -m eval.training.recover --out START
    python -m eval.training.tune --start START --written FILE --data DIR --bench DIR --out FILE

`--written` comes from `eval.training.examples.written`. Of a question that is answered the windows
that answer and one of those found besides are read, of a near miss the window that tempts, and of
both the sentence alone, as the product looks at it again; a part of all rows is of an ordinary
round (`eval.training.examples.mix`), so that nothing is forgotten. A checkpoint is written every
few minutes; `--resume` goes on from it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from eval.training.examples.augment import vary_surface
from eval.training.examples.batch import Encoded, batches, collate, encode, for_backbone
from eval.training.examples.data import QAExample
from eval.training.examples.mix import Mixer, load_embed
from eval.training.examples.written import WrittenWindow, read_written
from eval.training.model import EvidenceNet, choose, losses, new_network, weighed
from eval.training.train import learning_rate, save

RATE, HEADS = 4e-5, 3.0  # of the encoder; how many times that the heads
TITLED = 0.85  # windows read with their headline, as the product does
NEAREST = 4  # of the windows found besides, the likeliest; one of them is read
BESIDE_A_NEAR_MISS = 0.25
TOKENS = 2400  # word pieces a batch, some sixteen windows
SAVED = 400  # seconds between checkpoints


def chosen(
    windows: Sequence[WrittenWindow], rng: random.Random, share: float = 1.0
) -> list[WrittenWindow]:
    """Those windows of the training part that are read; of those found besides this `share`."""
    asked: dict[str, list[WrittenWindow]] = {}
    for window in windows:
        if window.part == "train":
            asked.setdefault(window.question_id, []).append(window)
    out: list[WrittenWindow] = []
    for group in asked.values():
        gold = [w for w in group if w.spans]
        besides = [w for w in group if w.source == "found" and not w.spans][:NEAREST]
        out += gold[:2] or [w for w in group if w.source == "tempting"][:1]
        if besides and rng.random() < share * (1.0 if gold else BESIDE_A_NEAR_MISS):
            out.append(rng.choice(besides))
    return out


def example_of(window: WrittenWindow, rng: random.Random) -> QAExample:
    """The window as training reads it, its question as people also type it."""
    return QAExample(
        vary_surface(window.question, rng),
        window.passage,
        window.spans,
        window.whole,
        "written",
        window.title if rng.random() < TITLED else "",
    )


def alone(window: WrittenWindow, rng: random.Random) -> QAExample | None:
    """The sentence of a window that answers, or that tempts, read alone; None without any."""
    if not window.marked or not (window.spans or window.source == "tempting"):
        return None
    at = next((m for m in window.marked if _within(window.spans, m)), window.marked[0])
    spans = tuple((s - at[0], e - at[0]) for s, e in _within(window.spans, at))
    question = vary_surface(window.question, rng)
    text = window.passage[at[0] : at[1]]
    return QAExample(question, text, spans, window.whole, "written-alone")


def _within(spans: Sequence[tuple[int, int]], sentence: tuple[int, int]) -> list[tuple[int, int]]:
    return [(s, e) for s, e in spans if sentence[0] <= s and e <= sentence[1]]


def step(net: EvidenceNet, optimizer: torch.optim.Optimizer, batch: dict[str, Any]) -> float:
    """One step of training; returns the loss."""
    spans, heads = net(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
    loss = weighed(losses(spans, heads, batch), batch)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    return float(loss.item())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--start", "--written", "--data", "--bench", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--replay", type=int, default=2000, help="rows of an ordinary round")
    for name, what in (("--besides", "windows found besides"), ("--alone", "sentences alone")):
        parser.add_argument(name, type=float, default=1.0, help=f"share of the {what} that is read")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    resumed = args.resume and args.out.exists()
    held = torch.load(args.out if resumed else args.start, map_location="cpu", weights_only=True)
    backbone = choose(weights=held["net"])
    net = new_network(backbone, "eager")
    net.load_state_dict(held["net"])
    net.encoder.embeddings.requires_grad_(False)
    rows = for_backbone(_mixed(args, rng), backbone)
    groups = list(batches(rows, TOKENS, rng))
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    others = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "base": args.rate}, {"params": others, "base": HEADS * args.rate}],
        lr=args.rate,
        weight_decay=0.01,
    )
    state: dict[str, Any] = {"group": 0, "rows": 0, "seconds": 0.0}
    if resumed:
        optimizer.load_state_dict(held["optimizer"])
        state = held["state"]
    else:  # the record of the model counts all runs; the schedule counts this one
        state["before"] = [held["state"]["total_minutes"], held["state"]["total_rows"]]
    saved = time.monotonic()
    began = saved - state["seconds"]
    net.train()
    for number, group in enumerate(groups[state["group"] :], state["group"]):
        for part in optimizer.param_groups:
            part["lr"] = part["base"] * learning_rate(state["rows"] / len(rows))
        loss = step(net, optimizer, collate(group, "cpu", backbone.pad))
        now = time.monotonic()
        state |= {
            "group": number + 1,
            "rows": state["rows"] + len(group),
            "seconds": now - began,
        }
        last = number + 1 == len(groups)
        if number % 20 == 0 or last:
            said = {"rows": state["rows"], "of": len(rows), "loss": round(loss, 3)}
            print(json.dumps(said), flush=True)
        if now - saved > SAVED or last:
            save(args.out, net, optimizer, state)
            saved = now


def _mixed(args: argparse.Namespace, rng: random.Random) -> list[Encoded]:
    """Written and ordinary rows, shuffled; the same for one seed."""
    embed, tokenizer = load_embed()
    windows = chosen(read_written(args.written), rng, args.besides)
    written = [example_of(w, rng) for w in windows]
    lone = [w for w in windows if rng.random() < args.alone]
    written += [e for w in lone if (e := alone(w, rng)) is not None]
    ordinary = Mixer(args.data, args.bench, embed).round(args.seed)[: args.replay]
    mixed = [row for e in [*written, *ordinary] if (row := encode(e, tokenizer))]
    rng.shuffle(mixed)
    return mixed


if __name__ == "__main__":
    main()
