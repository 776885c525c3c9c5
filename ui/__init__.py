"""What people touch: the command line (`cli`), the page (`app`) and how answers look (`render`).

`mount` puts the page into a FastAPI application; it is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.server import mount

__all__ = ["mount"]


def __getattr__(name: str) -> Any:
    if name == "mount":
        from ui.server import mount

        return mount
    raise AttributeError(f"module 'ui' has no attribute {name!r}")
