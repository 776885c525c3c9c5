"""The keyword index for readers: always as new as the catalog that they read."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from index.errors import StoreDamagedError, StoreError
from index.keywords.engine import Engine, Hit, Narrowing
from index.keywords.source import Rows, State, finished_after, read_entries, read_state
from index.keywords.stamps import read_stamp
from index.keywords.writer import KeywordWriter, find
from index.lock import write_lock_if_free

# How long a process waits for another on this machine that brings the index up to date.
CATCH_UP_SECONDS = 0.5

logger = logging.getLogger(__name__)

T = TypeVar("T")


class KeywordSearch:
    """Searches the keyword index of one home; safe from any thread.

    What it finds may be pending, or gone since: the catalog decides. An index that is missing, old
    or damaged is built from the catalog: in its place, or, while another process writes or where
    nothing may be written, in memory.
    """

    def __init__(self, home: Path, rows: Rows) -> None:
        """`rows` reads the catalog. Nothing is opened yet."""
        self._home = home
        self._rows = rows
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._generation = -1

    def search(
        self, generation: int, terms: Sequence[str], limit: int, narrowing: Narrowing | None
    ) -> list[Hit]:
        """As `Engine.search`, in an index that has all that the catalog shows at `generation`."""
        return self._with(generation, lambda engine: engine.search(terms, limit, narrowing))

    def versions_with(self, generation: int, terms: Sequence[str]) -> set[int]:
        """As `Engine.versions_with`."""
        return self._with(generation, lambda engine: engine.versions_with(terms))

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._engine, self._generation = None, -1

    def _with(self, generation: int, ask: Callable[[Engine], T]) -> T:
        try:
            return ask(self._current(generation))
        except StoreDamagedError as error:
            logger.warning("%s; building it anew", error)
            with self._lock:
                self._engine = self._build(read_state(self._rows), damaged=True)
                self._generation = generation
                return ask(self._engine)

    def _current(self, generation: int) -> Engine:
        with self._lock:
            if self._engine is None or self._generation != generation:
                state = read_state(self._rows)
                self._engine = self._open(state) or self._build(state)
                self._generation = generation
            return self._engine

    def _open(self, state: State) -> Engine | None:
        """The index on the disk; None when it doesn't have all that the catalog shows."""
        folder = find(self._home, state)
        stamp = None if folder is None else read_stamp(folder)
        if folder is None or stamp is None or stamp.version < state.newest:
            return None
        try:
            if self._engine is not None and self._engine.folder == folder:
                self._engine.reload()
                return self._engine
            return Engine.open(folder)
        except StoreDamagedError as error:
            logger.warning("%s", error)
            return None

    def _build(self, state: State, *, damaged: bool = False) -> Engine:
        if state.newest:
            with write_lock_if_free(self._home) as held:
                if held:
                    try:
                        return self._mend(damaged)
                    except StoreError as error:
                        logger.warning("%s", error)
            if not held and (made := self._made_by_another()):
                return made
        engine = Engine.create(None)
        engine.add(read_entries(self._rows, finished_after(self._rows, 0)))
        engine.commit()
        engine.close()
        return engine

    def _made_by_another(self) -> Engine | None:
        """The index when whoever holds the lock has caught up, which takes a moment; None when it
        is up to something longer.
        """
        end = time.monotonic() + CATCH_UP_SECONDS
        while time.monotonic() < end:
            time.sleep(0.02)
            if (engine := self._open(read_state(self._rows))) is not None:
                return engine
        return None

    def _mend(self, damaged: bool) -> Engine:
        """In its place; the write lock is held."""
        writer = KeywordWriter(self._home, self._rows)
        try:
            if damaged:
                writer.rebuild()
            else:
                writer.sweep()
        finally:
            writer.close()
        engine = self._open(read_state(self._rows))
        if engine is None:
            raise StoreDamagedError(f"{self._home}: the keyword index can't be mended")
        return engine
