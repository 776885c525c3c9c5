"""The network: one MiniLM encoder, a span head, an "answered here" head and a "supported" head."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn


class EvidenceNet(nn.Module):
    """BERT encoder over `[CLS] question or claim [SEP] passage [SEP]`.

    Both tasks share every encoder layer; each has its own small head, so that the opposite notions
    of a "match" (a question matches what answers it, a claim what entails it) do not collide.
    """

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.span = nn.Linear(width, 2)
        self.answered = nn.Sequential(
            nn.Linear(width, width), nn.Tanh(), nn.Dropout(0.1), nn.Linear(width, 1)
        )
        self.supported = nn.Sequential(
            nn.Linear(width, width), nn.Tanh(), nn.Dropout(0.1), nn.Linear(width, 1)
        )

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Span logits (batch, tokens, start/end) and head logits (batch, answered/supported)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        first = hidden[:, 0]
        return self.span(hidden), torch.cat([self.answered(first), self.supported(first)], dim=1)


def new_network(folder: Path, attention: str = "sdpa") -> EvidenceNet:
    """A network that starts from the bundled sentence encoder in `folder`."""
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(
        str(folder),
        attn_implementation=attention,
        add_pooling_layer=False,
        # One or two passes over the data: dropout inside the encoder costs a tenth of
        # the time and gains nothing.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    ).float()
    return EvidenceNet(encoder, encoder.config.hidden_size)


def losses(span_logits: Tensor, heads: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The three losses of a batch, each averaged over the rows it concerns.

    The span loss is the marginal likelihood of all gold starts (ends): an answer that stands twice
    in the passage, or that may be any part of a sentence, costs nothing wherever it is found.
    The null answer is the CLS position, as in SQuAD 2.0.
    """
    qa = batch["task"] == 0
    out: dict[str, Tensor] = {}
    if qa.any():
        logits = span_logits[qa].masked_fill(~batch["allowed"][qa].unsqueeze(-1), -1e4)
        logp = logits.log_softmax(dim=1)
        gold = batch["gold"][qa]
        out["span"] = -(logp.masked_fill(~gold, -1e4).logsumexp(dim=1)).mean()
        out["answered"] = nn.functional.binary_cross_entropy_with_logits(
            heads[qa, 0], batch["label"][qa]
        )
    if (~qa).any():
        out["supported"] = nn.functional.binary_cross_entropy_with_logits(
            heads[~qa, 1], batch["label"][~qa]
        )
    return out
