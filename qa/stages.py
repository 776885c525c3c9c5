"""How long each stage of an answer took."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.types import Seconds


@dataclass
class StageClock:
    """Seconds by stage; `mark` ends a stage."""

    started: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)
    stages: dict[str, float] = field(default_factory=dict)

    def mark(self, stage: str, of_which: Mapping[str, float] | None = None) -> None:
        """End a stage; `of_which` names the seconds of it that belong to another."""
        now = time.perf_counter()
        self.stages.update(of_which or {})
        self.stages[stage] = now - self.last - sum((of_which or {}).values())
        self.last = now

    def seconds(self) -> Seconds:
        """The stages so far, and the time since the beginning."""
        rounded = {name: round(value, 6) for name, value in self.stages.items()}
        return Seconds(**rounded, total=round(time.perf_counter() - self.started, 6))
