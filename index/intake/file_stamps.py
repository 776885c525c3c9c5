"""Did a file change? By size and time, and by its bytes; its sidecars belong to it."""

from __future__ import annotations

import functools
import hashlib
import time
from pathlib import Path

from index.readers import sidecar_files

# A file changed within this time of being read may change again without a new time stamp.
SETTLED_NS = 2_000_000_000


def raw_stamp(path: Path) -> tuple[int, int]:
    """Size and time of a file, with its sidecars."""
    size = modified = 0
    for file in (path, *sidecar_files(path)):
        status = file.stat()
        size += status.st_size
        modified = max(modified, status.st_mtime_ns)
    return size, modified


def settled(raw: tuple[int, int]) -> tuple[int, int]:
    """The stamp to keep of a file. One changed a moment ago gets time 0, which never matches: it
    may change again within the same tick of the clock.
    """
    size, modified = raw
    return size, modified if time.time_ns() - modified > SETTLED_NS else 0


def hash_file(path: Path) -> str:
    """A hash of a file's bytes, and one of its sidecars' behind "+"; "" for what is no regular
    file (its reader refuses it).
    """
    if not path.is_file():
        return ""
    beside = [_digest(file, *settled(raw_stamp(file))) for file in sidecar_files(path)]
    return "+".join([_digest(path, 0, 0), *beside])


def same_file(one: str, other: str) -> bool:
    """Whether two hashes of `hash_file` are of the same bytes, sidecars aside."""
    return bool(one) and one.partition("+")[0] == other.partition("+")[0]


def _digest(path: Path, size: int, modified: int) -> str:
    # A table of metadata is beside every file of a folder: it is hashed once while it's the same.
    return _digest_of_unchanged(path, size, modified) if modified else _digest_now(path)


@functools.lru_cache(maxsize=64)
def _digest_of_unchanged(path: Path, size: int, modified: int) -> str:
    return _digest_now(path)


def _digest_now(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]
