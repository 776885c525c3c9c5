"""How `eval.training.examples.pack` writes and `eval.training.teach` reads; needs numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

START, END = 1, 2  # bits of `marks`: an answer may start, or end, at this token
HELD_GROUPS = ("squad2", "nq", "yes", "support")


def unpacked(files: Sequence[Path]) -> dict[str, Any]:
    """The arrays of several files, one behind the other."""
    parts: list[Mapping[str, NDArray[Any]]] = [np.load(file) for file in files]
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
