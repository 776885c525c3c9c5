"""The allocator of a process that runs for days."""

from __future__ import annotations

import platform
import subprocess
import sys


def test_few_arenas_where_the_allocator_has_any() -> None:
    """In a process of its own: it holds for all that follows."""
    command = "from index.memory import use_few_arenas; print(use_few_arenas())"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)
    assert done.stdout.strip() == str(platform.libc_ver()[0] == "glibc")
