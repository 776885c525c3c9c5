"""What indexing says of itself: while it runs, and at its end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far indexing is: files looked at of all, the file just finished, seconds so far."""

    done: int
    total: int
    path: str
    passages: int
    seconds: float

    @property
    def files_per_second(self) -> float:
        """The rate so far; 0.0 at the start."""
        return self.done / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True)
class IndexReport:
    """What a run did, by path; `refused` with the reason. `passages` counts new ones."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    skipped: tuple[str, ...]
    removed: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    passages: int
    seconds: float
