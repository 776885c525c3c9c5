"""Seconds of CPU that a test itself takes, whatever else its process holds or runs."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def own_seconds() -> Iterator[Callable[[], float]]:
    """Gives the seconds since it was asked last. Other threads are not counted (a page may be
    served in one), nor is walking what earlier tests left behind, as collecting garbage does.
    """
    was_on = gc.isenabled()
    gc.disable()
    last = time.thread_time()

    def since() -> float:
        nonlocal last
        before, last = last, time.thread_time()
        return last - before

    try:
        yield since
    finally:
        if was_on:
            gc.enable()
