"""How far a run is, and how long it still takes: a bar on a terminal, a line a tenth in a log."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, TextIO


class Bar:
    """Shown on `stream` between `with` and its end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rich: Any = None
        self._began = time.monotonic()
        self._first: int | None = None  # done when the first was shown: a resumed run skips some

    def __enter__(self) -> Bar:
        if self._stream.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            self._rich = Progress(
                TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                TextColumn("left"), console=Console(file=self._stream), transient=True,
            )  # fmt: skip
            self._rich.start()
            self._task = self._rich.add_task("", total=None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._rich is not None:
            self._rich.stop()

    def show(self, done: int, total: int) -> None:
        """`done` of `total` questions are asked."""
        if self._rich is not None:
            self._rich.update(self._task, total=total, completed=done)
            return
        if self._first is None:
            self._first, self._began = done, time.monotonic()
        if done == total:
            self._stream.write(f"asked {done} of {total}\n")
        elif done % max(1, total // 10) == 0 and done > self._first:
            each = (time.monotonic() - self._began) / (done - self._first)
            self._stream.write(f"asked {done} of {total}, {each * (total - done):.0f} s left\n")
        self._stream.flush()
