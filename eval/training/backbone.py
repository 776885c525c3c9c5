"""The encoders that training may begin with.

MiniLM comes with the product. MPNet (all-mpnet-base-v2, Apache 2.0) is named by its folder. How
their rows look is in `qa.evidence_family`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.minilm import model_folder


@dataclass(frozen=True)
class Backbone:
    """An encoder to start from; `pad` fills its rows, `layers` are kept from below, 0 for all."""

    family: str
    folder: Path
    pad: int
    layers: int = 0


def choose(folder: Path | None = None, layers: int = 0) -> Backbone:
    """MPNet, its lowest `layers`, where its folder is named; else the six layers of MiniLM."""
    return Backbone("mpnet", folder, 1, layers) if folder else Backbone("minilm", model_folder(), 0)
