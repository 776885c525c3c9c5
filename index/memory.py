"""Memory of a process that writes and answers for days.

Chroma and tantivy start threads for every run of writing. glibc's allocator gives threads arenas of
their own, eight for each core, and what is freed in one serves no other: a process that had added,
changed and removed 12 articles 50 times held 603 MB, with two arenas 404 MB (2 cores, 2026-11).
"""

from __future__ import annotations

import ctypes
import sys

_M_ARENA_MAX = -8  # of malloc.h
_ARENAS = 2


def use_few_arenas() -> bool:
    """Have the allocator keep to two arenas, before threads start; False where it isn't glibc."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS))
    except (AttributeError, OSError):  # another C library
        return False
