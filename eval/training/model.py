"""The network: one encoder, a span head, and heads for "answered here", "supported" and "yes"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from index.vectors.minilm import model_folder

# The settings of all-mpnet-base-v2 that are not those of MPNetConfig.
MPNET: dict[str, Any] = {"max_position_embeddings": 514, "layer_norm_eps": 1e-5}
_FIRST_OF_A_LAYER = ".attention.attn.q.weight"  # MPNet's name for it


@dataclass(frozen=True)
class Backbone:
    """An encoder to start from; `pad` fills its rows, `layers` are kept from below, 0 for all.

    Without a folder it is an MPNet of `layers` layers, whose weights a checkpoint gives.
    """

    family: str
    folder: Path | None
    pad: int
    layers: int = 0


def choose(
    folder: Path | None = None, layers: int = 0, weights: Mapping[str, Any] | None = None
) -> Backbone:
    """MPNet, its lowest `layers`, where its folder is named; else the encoder that the weights of a
    checkpoint are of; else the six layers of MiniLM."""
    if folder:
        return Backbone("mpnet", folder, 1, layers)
    held = sum(name.endswith(_FIRST_OF_A_LAYER) for name in weights or ())
    return Backbone("mpnet", None, 1, held) if held else Backbone("minilm", model_folder(), 0)


class EvidenceNet(nn.Module):
    """Encoder over `[CLS] question or claim [SEP] passage [SEP]`.

    All tasks share every encoder layer; each has its own small head, so that the opposite notions
    of a "match" (a question matches what answers it, a claim what entails it) do not collide.
    """

    def __init__(self, encoder: Any, width: int, family: str = "minilm") -> None:
        super().__init__()
        self.encoder = encoder
        self.family = family
        self.span = nn.Linear(width, 2)
        self.answered = _head(width)
        self.supported = _head(width)
        # Does the passage say yes? MiniLM's shipped file has no such head.
        self.polarity = _head(width) if family == "mpnet" else None

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Span logits (batch, tokens, start/end) and head logits (batch, answered/supported, and
        yes where there is such a head)."""
        given = {"input_ids": input_ids, "attention_mask": attention_mask}
        if self.family == "minilm":
            given["token_type_ids"] = token_type_ids
        else:
            # As the encoder counts them: from behind the id of padding, which lies at the end only.
            given["position_ids"] = (
                torch.arange(input_ids.shape[1], device=input_ids.device)
                .unsqueeze(0)
                .expand_as(input_ids)
                + 2
            )
        hidden = self.encoder(**given).last_hidden_state
        first = hidden[:, 0]
        heads = [self.answered(first), self.supported(first)]
        if self.polarity is not None:
            heads.append(self.polarity(first))
        return self.span(hidden), torch.cat(heads, dim=1)

    def layers(self) -> nn.ModuleList:
        """The encoder's layers from below."""
        layers: nn.ModuleList = self.encoder.encoder.layer
        return layers


def _head(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Dropout(0.1), nn.Linear(width, 1))


def new_network(
    backbone: Backbone, attention: str = "sdpa", *, dropout: float = 0.0
) -> EvidenceNet:
    """A network that starts from a sentence encoder, or at random where that has no folder."""
    from transformers import AutoModel, MPNetConfig

    # One or two passes over the data: dropout inside the encoder costs a tenth of the time and
    # gains nothing.
    drops = {"hidden_dropout_prob": dropout, "attention_probs_dropout_prob": dropout}
    given = {
        # transformers has no other way for MPNet.
        "attn_implementation": "eager" if backbone.family == "mpnet" else attention,
        "add_pooling_layer": False,
    }
    if backbone.folder is None:
        config = MPNetConfig(num_hidden_layers=backbone.layers, **MPNET, **drops)
        encoder = AutoModel.from_config(config, **given)
    else:
        encoder = AutoModel.from_pretrained(str(backbone.folder), **given, **drops).float()
    if backbone.layers:
        encoder.encoder.layer = encoder.encoder.layer[: backbone.layers]
        encoder.config.num_hidden_layers = backbone.layers
    return EvidenceNet(encoder, encoder.config.hidden_size, backbone.family)


def losses(span_logits: Tensor, heads: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The three losses of a batch, each averaged over the rows it concerns.

    The span loss is the marginal likelihood of all gold starts (ends): an answer that stands twice
    in the passage, or that may be any part of a sentence, costs nothing wherever it is found.
    The null answer is the CLS position, as in SQuAD 2.0.
    """
    qa = batch["task"] == 0
    out: dict[str, Tensor] = {}
    # Answered, but nobody says in which words: only the head learns from it.
    told = qa & batch["gold"].any(dim=(1, 2))
    if told.any():
        logits = span_logits[told].masked_fill(~batch["allowed"][told].unsqueeze(-1), -1e4)
        logp = logits.log_softmax(dim=1)
        gold = batch["gold"][told]
        out["span"] = -(logp.masked_fill(~gold, -1e4).logsumexp(dim=1)).mean()
    if qa.any():
        out["answered"] = nn.functional.binary_cross_entropy_with_logits(
            heads[qa, 0], batch["label"][qa]
        )
    if (~qa).any():
        out["supported"] = nn.functional.binary_cross_entropy_with_logits(
            heads[~qa, 1], batch["label"][~qa]
        )
    polar = batch["polarity"] >= 0
    if heads.shape[1] > 2 and polar.any():
        out["polarity"] = nn.functional.binary_cross_entropy_with_logits(
            heads[polar, 2], batch["polarity"][polar].float()
        )
    return out


def weighed(parts: dict[str, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """The losses of a batch as one, each by the share of rows that it concerns, so that a batch of
    one task is not a full step for one row.
    """
    asked = batch["task"] == 0
    share = {
        "span": asked & batch["gold"].any(dim=(1, 2)),
        "answered": asked,
        "supported": ~asked,
        "polarity": batch["polarity"] >= 0,
    }
    weighted = [value * share[name].float().mean() for name, value in parts.items()]
    return torch.stack(weighted).sum()
