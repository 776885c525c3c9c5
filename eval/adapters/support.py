"""Claims with passages: does the passage support the claim?

Rows of (set, passage, claim, supported), drawn from SummEdits (Laban and others 2023,
arXiv:2305.14540), WiCE (Kamoi and others 2023, arXiv:2303.01432) and SciFact (Wadden and others
2020, arXiv:2004.14974).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.adapters.rows import Row, find, read_all, text


@dataclass(frozen=True)
class SupportPair:
    """A claim, a passage, and whether a person found the claim supported by it."""

    source: str
    passage: str
    claim: str
    supported: bool


def read_support(path: Path) -> tuple[SupportPair, ...]:
    """The pairs of a file, or of `support/pairs.jsonl.gz` in a folder. Raises AdapterError."""
    file = find(path / "support", "pairs") if path.is_dir() else path
    return read_all(file, _pair, "set, passage, claim and supported (0 or 1)")


def _pair(row: Row) -> SupportPair:
    if row["supported"] not in (0, 1):
        raise ValueError(f"supported = {row['supported']!r}")
    return SupportPair(
        text(row, "set"), text(row, "passage"), text(row, "claim"), bool(row["supported"])
    )
