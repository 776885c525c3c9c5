"""What is read ahead: the next files, and the next articles of a file that holds many."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from index.intake import workers as processes
from index.intake.cutting import CUTS_LIGHTLY, Cut
from index.intake.on_ray import RayWorkers
from index.intake.paths import Found
from index.intake.worker import MOST_ARTICLES
from index.intake.workers import WorkerGoneError, Workers
from index.readers import read_articles
from index.settings import IndexSettings
from index.types import Article, Refusal

Item = tuple[Article | Refusal, Cut | None]

# Starting the workers takes a second of each: fewer files, or articles of one, aren't worth it.
LEAST_AHEAD = 32
_AHEAD_OF_EACH = 4  # files or articles that wait for a worker, or for their turn
# What is read where it is stored: large files, and formats that hold many articles or that need a
# parser's process of their own (`index/readers/guard.py`), of which one is enough.
_MOST_BYTES = 1_000_000
_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown", ".json"})


class Ahead:
    """Reads and cuts ahead in workers, from the moment on when there is enough to do."""

    def __init__(
        self, settings: IndexSettings, *, workers: int | None = None, engine: str = ""
    ) -> None:
        """`workers`: how many; None lets the machine decide, and 0 has all done in this process.
        `engine` "ray" has a cluster decide, which is joined at once. Raises as `RayWorkers`.
        """
        self._settings = settings
        self._count = processes.worker_count() if workers is None else workers
        if settings.embedder not in CUTS_LIGHTLY:
            self._count = 0
        self._workers: Workers | RayWorkers | None = None
        self._on_ray = engine == "ray"
        if self._on_ray and self._count:
            self._workers = RayWorkers(settings)
            self._count = self._workers.count
        self._files: dict[Path, Future[Any]] = {}

    def close(self) -> None:
        """End the workers."""
        if self._workers is not None:
            self._workers.close()
            self._workers, self._count = None, 0

    def over(self, found: Sequence[Found], needed: Callable[[Found], bool]) -> Iterator[Found]:
        """The files in their order; those that are `needed` are begun before their turn."""
        if not self._count:
            yield from found
            return
        left, waiting, asked = iter(found), deque[Found](), deque[Path]()
        while True:
            while len(asked) < max(LEAST_AHEAD, _AHEAD_OF_EACH * self._count):
                item = next(left, None)
                if item is None:
                    break
                waiting.append(item)
                if self._is_light(item) and needed(item):
                    asked.append(item.path)
                    if self._workers is not None or len(asked) == LEAST_AHEAD:
                        for path in [p for p in asked if p not in self._files]:
                            self._files[path] = self._running().ask(path)
            if not waiting:
                return
            item = waiting.popleft()
            yield item
            if asked and asked[0] == item.path:
                asked.popleft()
            future = self._files.pop(item.path, None)
            if future is not None:
                future.cancel()

    def articles(self, path: Path, stamp: tuple[int, int]) -> Iterator[Item]:
        """As `read_articles`, each article with its passages where a worker has cut it. What was
        read ahead counts only if the file has this `stamp` still.
        """
        future = self._files.pop(path, None)
        if future is not None:
            try:
                whole = future.result()
            except WorkerGoneError:
                whole = None
            if whole is not None and whole[0] == stamp:
                yield from whole[1]
                return
        yield from self._cut(self.read(path))

    def read(self, path: Path) -> Iterator[Article | Refusal]:
        """`read_articles`, in this process."""
        return read_articles(path, settings=self._settings)

    def _cut(self, items: Iterable[Article | Refusal]) -> Iterator[Item]:
        """The items in order, each article cut by a worker once there are many."""
        waiting = deque[tuple[Article | Refusal, Future[Any] | None]]()
        for number, item in enumerate(items):
            future = None
            if self._count and number >= MOST_ARTICLES and isinstance(item, Article):
                future = self._running().ask(item)
            waiting.append((item, future))
            while waiting and (len(waiting) > _AHEAD_OF_EACH * self._count or not waiting[0][1]):
                yield _answered(*waiting.popleft())
        while waiting:
            yield _answered(*waiting.popleft())

    def _is_light(self, item: Found) -> bool:
        """Whether a worker may read it. Those of a cluster read every format."""
        if item.refused or not (self._on_ray or item.path.suffix.lower() in _SUFFIXES):
            return False
        try:
            return item.path.stat().st_size <= _MOST_BYTES
        except OSError:
            return False

    def _running(self) -> Workers | RayWorkers:
        if self._workers is None:
            self._workers = Workers(self._settings, self._count)
        return self._workers


def _answered(item: Article | Refusal, future: Future[Any] | None) -> Item:
    try:
        return item, None if future is None else future.result()
    except WorkerGoneError:
        return item, None
