"""Keeping an index up with folders and feeds: `dateline index PATH --watch`.

The system says when something happened in a folder (`watchfiles`); what it was is found by
looking, so that moved folders and lost events need no care. A file is taken once it has been left
alone for a while: one that is being written isn't.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import StoreLockedError
from index.ingest import index_found
from index.intake.file_stamps import raw_stamp
from index.intake.paths import Found, find_files
from index.progress import IndexReport, Progress
from index.settings import IndexSettings
from index.vectors.embed import load_embedder
from index.vectors.embedder import Embedder

SETTLE_SECONDS = 2.0
LOOK_SECONDS = 1.0  # how often files that are being written are looked at
FEED_SECONDS = 900
IDLE_SECONDS = 30.0  # without a sign from the system; feeds are asked then too
_RETRY_SECONDS = 15.0


@dataclass(frozen=True)
class Look:
    """What a look at the folders found: files to index now; whether known ones are gone; whether
    all is at rest; and the names of all files. Until all is at rest nothing is pruned: a file that
    is gone may be one that was renamed and is still to be taken.
    """

    ready: tuple[Found, ...]
    gone: bool
    is_calm: bool
    there: frozenset[str] = frozenset()


@dataclass
class FolderState:
    """Which files changed since they were indexed, and have come to rest."""

    roots: Sequence[Path]
    settle_seconds: float = SETTLE_SECONDS
    _taken: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _waiting: dict[Path, tuple[tuple[int, int], float]] = field(default_factory=dict)
    _gone_since: float | None = None
    _first: bool = True

    def look(self) -> Look:
        """Look at every file."""
        now, ready, there = time.monotonic(), list[Found](), set[Path]()
        for item in find_files(self.roots, allow_missing=True):
            try:
                present = raw_stamp(item.path)
            except OSError:  # gone since, or a link that leads nowhere
                continue
            there.add(item.path)
            if self._taken.get(item.path) == present:
                continue
            before, since = self._waiting.get(item.path, ((-1, -1), now))
            if before != present:
                since = now
                self._waiting[item.path] = present, now
            old = self._first and time.time() - present[1] / 1e9 > self.settle_seconds
            if old or now - since >= self.settle_seconds:
                ready.append(item)
        self._first = False
        self._waiting = {path: seen for path, seen in self._waiting.items() if path in there}
        gone = not set(self._taken) <= there
        self._gone_since = (self._gone_since or now) if gone else None
        is_calm = len(ready) == len(self._waiting) and (
            self._gone_since is None or now - self._gone_since >= self.settle_seconds
        )
        return Look(tuple(ready), gone, is_calm, frozenset(Found(path).name for path in there))

    def take(self, look: Look) -> None:
        """This was dealt with."""
        for item in look.ready:
            self._taken[item.path] = self._waiting.pop(item.path)[0]
        if look.is_calm:
            self._taken = {path: at for path, at in self._taken.items() if path.exists()}
            self._gone_since = None

    @property
    def is_settled(self) -> bool:
        """False while something is going on."""
        return not self._waiting and self._gone_since is None


def watch_articles(
    paths: Sequence[Path],
    settings: IndexSettings,
    *,
    stop: threading.Event,
    tell: Callable[[IndexReport], None],
    complain: Callable[[str], None],
    feeds: Sequence[str] = (),
    feed_seconds: float = FEED_SECONDS,
    prune: bool = False,
    embedder: Embedder | None = None,
    progress: Callable[[Progress], None] | None = None,
    settle_seconds: float = SETTLE_SECONDS,
) -> None:
    """Index what is there, then whatever changes, until `stop` is set. `tell` gets the report of
    each round that did something; `complain` why a round has to wait (another process writes).

    The write lock is held during a round only. Raises as `index_articles`.
    """
    find_files(paths)  # a path that doesn't exist is a mistake
    state = FolderState(paths, settle_seconds)
    roots = [path.absolute().resolve() for path in paths]
    load = functools.cache(lambda: embedder or load_embedder(settings.embedder))
    feeds_due = time.monotonic()
    for _ in _occasions(roots, state, stop):
        look = state.look()
        now = time.monotonic()
        due = feeds if now >= feeds_due else ()
        pruned = roots if prune and look.is_calm else ()
        if not look.ready and not due and not (look.gone and pruned):
            state.take(look)
            continue
        try:
            report = index_found(
                look.ready,
                settings,
                embedder=embedder,
                load=load,
                feeds=due,
                pruned=pruned,
                there=look.there,
                progress=progress,
            )
        except StoreLockedError as error:
            complain(str(error))
            stop.wait(_RETRY_SECONDS)
            continue
        state.take(look)
        if due:
            feeds_due = now + feed_seconds
        changed = report.added or report.replaced or report.removed or report.moved
        if changed or report.refused or report.merged:
            tell(report)


def _occasions(roots: Sequence[Path], state: FolderState, stop: threading.Event) -> Iterator[None]:
    """One at once, then one whenever something may have changed, and now and then."""
    yield None
    folders = [root for root in roots if root.is_dir()]
    if not folders:
        while not stop.wait(LOOK_SECONDS):
            yield None
        return
    import watchfiles

    single_files = len(folders) < len(roots)  # the system is not asked about these
    looked = time.monotonic()
    for changes in watchfiles.watch(
        *folders,
        watch_filter=None,
        stop_event=stop,
        debounce=500,
        rust_timeout=int(LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        idle = time.monotonic() - looked
        if changes or single_files or not state.is_settled or idle > IDLE_SECONDS:
            yield None
            looked = time.monotonic()
