"""How a run goes: figures on questions that no training saw, a few times an hour.

Near misses by people (SQuAD 2.0, its test titles) say whether it learns; answered windows of
Natural Questions beside windows without the answering sentence say whether it forgets.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import torch

from eval.training.examples.batch import Encoded, collate, encode, for_backbone, kept
from eval.training.examples.data import QAExample, qa_rows
from eval.training.examples.heldout import held_out
from eval.training.examples.mix import load_embed
from eval.training.export import swapper_for
from eval.training.model import Backbone, EvidenceNet

SQUAD, OTHERS = 580, 160
LONGEST_SPAN = 30


class Watch:
    """Held-out questions as numbers, kept in memory."""

    def __init__(self, data: Path, bench: Path, folder: Path, backbone: Backbone) -> None:
        self._pad = backbone.pad
        made: dict[str, list[Encoded]] = {}

        def group(name: str) -> list[Encoded]:
            made.update(made or held_rows(data, bench))
            return made[name]

        self._groups = {
            name: for_backbone(kept(folder / f"watch-{name}.jsonl", partial(group, name)), backbone)
            for name in ("squad2", "nq", "yes")
        }

    def look(self, net: EvidenceNet, device: str, bf16: bool) -> dict[str, float]:
        """AUROC of "is it answered" of each group, and the share of exact spans on SQuAD 2.0."""
        from eval.training.score import auroc

        net.eval()
        out: dict[str, float] = {}
        for name, rows in self._groups.items():
            if name == "yes" and net.polarity is None:
                continue
            scores, exact, truth = [], [], []
            for at in range(0, len(rows), 8):
                some = rows[at : at + 8]
                batch = collate(some, device, self._pad)
                with torch.no_grad(), torch.autocast(device, torch.bfloat16, enabled=bf16):
                    spans, heads = net(
                        batch["input_ids"], batch["attention_mask"], batch["token_type_ids"]
                    )
                spans = spans.float().masked_fill(~batch["allowed"].unsqueeze(-1), -1e4)
                scores += heads.float()[:, 2 if name == "yes" else 0].tolist()
                for row, logits in zip(some, spans.cpu().numpy(), strict=True):
                    truth.append(row.polarity if name == "yes" else row.label)
                    if row.label and row.gold:
                        exact.append(_best_span(logits[1:]) in _gold_spans(row))
            out[f"auroc_{name}"] = round(auroc(np.array(scores), np.array(truth) > 0.5), 4)
            if exact:
                out[f"exact_{name}"] = round(float(np.mean(exact)), 4)
        net.train()
        return out


def held_rows(data: Path, bench: Path) -> dict[str, list[Encoded]]:
    """The groups of held-out questions: squad2, nq and yes."""
    embed, tokenizer = load_embed()
    items = held_out(data, bench, "test", swapper_for(data, bench, embed))
    groups = {}
    for name, kinds, most in (
        ("squad2", ("squad2",), SQUAD),
        ("nq", ("nq", "nq-deleted", "nq-swapped"), OTHERS),
    ):
        examples = [QAExample(i.question, i.passage, i.spans) for i in items if i.kind in kinds]
        rows = [r for e in examples if (r := encode(e, tokenizer))]
        groups[name] = rows[:: max(1, len(rows) // most)][:most]
    yes_no = [
        QAExample(r["question"], r["context"], (), no_span=True, polarity=r["yes_no"] == "yes")
        for r in qa_rows(data, bench)
        if r["part"] == "test" and r.get("yes_no") in ("yes", "no")
    ]
    rows = [r for e in yes_no if (r := encode(e, tokenizer))]
    groups["yes"] = rows[:: max(1, len(rows) // OTHERS)][:OTHERS]
    return groups


def _best_span(logits: np.ndarray) -> tuple[int, int]:
    """First and last token of the likeliest span; the null answer is not among them."""
    pairs = logits[:, 0][:, None] + logits[:, 1][None, :]
    gap = np.arange(len(logits))[None, :] - np.arange(len(logits))[:, None]
    best = int(np.where((gap >= 0) & (gap < LONGEST_SPAN), pairs, -np.inf).argmax())
    first, last = divmod(best, len(logits))
    return first + 1, last + 1


def _gold_spans(row: Encoded) -> set[tuple[int, int]]:
    starts = [at for at, side in row.gold if side == 0]
    ends = [at for at, side in row.gold if side == 1]
    return set(zip(starts, ends, strict=True))
