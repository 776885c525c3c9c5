"""Coroutines in tests: a browser test has a loop in the main thread, so another one runs them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_aside(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine gives, or raises."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, coroutine).result()
