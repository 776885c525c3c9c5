"""The keyword index kept in step with the catalog. The caller holds the write lock.

Order is everything here: passages are in the index before the catalog shows them, and go from it
after the catalog has let go of them. So the index always holds at least what readers may find, and
whatever else it holds is left out when its rows are looked up. A kill between any two steps leaves
an index that is finished by the next writer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from index.errors import StoreDamagedError
from index.keywords.engine import Engine
from index.keywords.source import (
    Rows,
    State,
    finished_after,
    gone_since,
    known_of,
    passages_of,
    read_entries,
    read_state,
)
from index.keywords.stamps import (
    RULES,
    Stamp,
    drop_others,
    folders,
    new_folder,
    read_stamp,
    write_stamp,
)

logger = logging.getLogger(__name__)


class KeywordWriter:
    """The writing side of the keyword index of one home."""

    def __init__(self, home: Path, rows: Rows) -> None:
        """`rows` reads the catalog, with what its writer has not committed yet. Nothing is opened
        before it is needed.
        """
        self._home = home
        self._rows = rows
        self._engine: Engine | None = None
        self._stamp: Stamp | None = None
        self._added: set[int] = set()  # since the last sweep

    def close(self) -> None:
        """Take out what went away, and let go of the files."""
        if self._engine is not None:
            try:
                self.sweep()
            finally:
                self._let_go()

    def add(self, versions: Sequence[int]) -> None:
        """Have these versions in the index; the catalog shows them next."""
        if not versions:
            return
        state = read_state(self._rows)

        def put_in(engine: Engine, stamp: Stamp) -> None:
            # A version may be in: from a run that was killed, or a transaction that was taken back.
            engine.delete({*gone_since(self._rows, stamp.generation), *versions})
            engine.add(read_entries(self._rows, versions))
            self._added.update(versions)
            self._commit(state, max(stamp.version, *versions))

        self._change(state, put_in)

    def sweep(self) -> None:
        """Take out the versions that the catalog no longer has, and put in what it has more."""
        state = read_state(self._rows)
        if not state.newest and not folders(self._home):
            return
        taken_back = self._taken_back()

        def bring_in_step(engine: Engine, stamp: Stamp) -> None:
            gone = {*gone_since(self._rows, stamp.generation), *taken_back}
            new = finished_after(self._rows, stamp.version)
            if gone or new:
                engine.delete([*gone, *new])
                engine.add(read_entries(self._rows, new))
                self._commit(state, max(stamp.version, *new, 0))

        self._change(state, bring_in_step)

    def rebuild(self) -> None:
        """Build it anew from the catalog, whatever is there."""
        self._let_go()
        self._build(read_state(self._rows))
        drop_others(self._home, self._engine.folder if self._engine else None)

    def forget(self) -> None:
        """Delete what is there, as after the catalog was lost."""
        self._let_go()
        drop_others(self._home, None)

    def drop_others(self) -> None:
        """Delete what an earlier build left, once the catalog points at this one."""
        if self._engine is not None:
            drop_others(self._home, self._engine.folder)

    def is_damaged(self) -> bool:
        """Whether it is broken in itself, or lacks passages, or has some that the catalog doesn't
        know of.
        """
        state = read_state(self._rows)
        folder = find(self._home, state)
        if folder is None:
            return bool(state.newest)
        stamp = read_stamp(folder)
        try:
            engine = Engine.open(folder)
            if stamp is None or not engine.is_intact():
                return True
            there = engine.passages()
        except StoreDamagedError:
            return True
        done = passages_of(self._rows, pending=False)
        known = done | passages_of(self._rows, pending=True)
        gone = set(gone_since(self._rows, stamp.generation))
        new = set(finished_after(self._rows, stamp.version))
        return any(version not in new for version, _ in done - there) or any(
            version not in gone for version, _ in there - known
        )

    def _taken_back(self) -> set[int]:
        """What was added for a transaction that failed; no catalog will ever name it again."""
        added, self._added = self._added, set()
        return added - known_of(self._rows, added) if added else added

    # --- opening ------------------------------------------------------------------------------

    def _change(self, state: State, change: Callable[[Engine, Stamp], None]) -> None:
        """Change the index; one that turns out to be damaged is built anew, and changed then."""
        try:
            change(*self._current(state))
        except StoreDamagedError as error:
            logger.warning("%s; building it anew", error)
            with suppress(StoreDamagedError):
                self._let_go()
            self._build(state)
            change(*self._current(state))

    def _current(self, state: State) -> tuple[Engine, Stamp]:
        """The index of the catalog's collection; one that is missing or damaged is built anew."""
        if self._engine is None or not _fits(self._stamp, state):
            self._let_go()
            folder = find(self._home, state)
            try:
                if folder is not None:
                    self._stamp = read_stamp(folder)
                    self._engine = Engine.open(folder)
            except StoreDamagedError as error:
                logger.warning("%s; building it anew", error)
            if self._engine is None:
                self._build(state)
        assert self._engine is not None and self._stamp is not None
        return self._engine, self._stamp

    def _build(self, state: State) -> None:
        self._engine = Engine.create(new_folder(self._home))
        versions = finished_after(self._rows, 0)
        if versions:
            logger.info("%s: building the keyword index from the catalog", self._home)
        self._engine.add(read_entries(self._rows, versions))
        self._commit(state, max(versions, default=0))

    def _commit(self, state: State, version: int) -> None:
        assert self._engine is not None and self._engine.folder is not None
        self._engine.commit()
        self._stamp = Stamp(state.collection, state.generation, version)
        write_stamp(self._engine.folder, self._stamp)

    def _let_go(self) -> None:
        engine, self._engine, self._stamp = self._engine, None, None
        if engine is not None:
            engine.close()


def find(home: Path, state: State) -> Path | None:
    """The folder of the index that belongs to the catalog as it stands; None: there is none."""
    return next((f for f in folders(home) if _fits(read_stamp(f), state)), None)


def _fits(stamp: Stamp | None, state: State) -> bool:
    """A stamp of a later generation is of a catalog that was set back since."""
    return (
        stamp is not None
        and (stamp.rules, stamp.collection) == (RULES, state.collection)
        and stamp.generation <= state.generation
    )
