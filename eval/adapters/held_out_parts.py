"""Which rows of a set may be trained on, which calibrate, and which are kept to score with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any


def part_of(group: str) -> str:
    """`train` (60 %), `calibration` (15 %) or `test` (25 %) of an article, title or passage.

    A hash decides, so that every run and every other check of the same set agrees on what was held
    out.
    """
    share = int(hashlib.sha1(group.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    return "train" if share < 0.6 else "calibration" if share < 0.75 else "test"


def squad2_parts(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Title -> part for `bench/squad2`: by rank of the hash, since sixteen titles are too few for
    chance."""
    titles = sorted({r["title"] for r in rows}, key=lambda t: hashlib.sha1(t.encode()).hexdigest())
    cut = round(len(titles) * 0.6)
    half = cut + (len(titles) - cut) // 2
    return {
        t: "train" if i < cut else "calibration" if i < half else "test"
        for i, t in enumerate(titles)
    }
