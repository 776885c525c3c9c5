"""One writer at a time: a file lock in the index folder.

Chroma allows two processes to write at once and then corrupts its files without an error, so
everything that writes holds this lock. Readers never wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from index.errors import StoreError, StoreLockedError

LOCK_FILE = "write.lock"
WAIT_SECONDS = 10.0  # a question that opens Chroma holds the lock for up to some seconds


@contextmanager
def write_lock(home: Path, *, wait_seconds: float | None = None) -> Iterator[None]:
    """Hold the right to write to the index in `home`.

    Raises StoreLockedError when another process (or thread) still holds it after
    `wait_seconds` (default: WAIT_SECONDS), StoreError when the folder can't be written.
    """
    from filelock import FileLock, Timeout

    wait_seconds = WAIT_SECONDS if wait_seconds is None else wait_seconds
    lock = FileLock(home / LOCK_FILE)
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.05)
    except Timeout:
        raise StoreLockedError(
            f"{home}: another process is writing to this index (waited {wait_seconds:g} s); "
            "let it finish or stop it, then try again."
        ) from None
    except OSError as error:
        raise StoreError(
            f"{home}: the index folder can't be written ({error.strerror or error}); "
            "make it writable or choose another with --home."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def write_lock_if_free(home: Path) -> Iterator[bool]:
    """Like `write_lock`, without waiting: yields whether the lock was free and is now held."""
    with ExitStack() as stack:
        try:
            stack.enter_context(write_lock(home, wait_seconds=0))
            held = True
        except StoreError:
            held = False
        yield held
