"""The style sheets and scripts of the page, in `assets/`."""

from __future__ import annotations

from importlib import resources


def asset(name: str) -> str:
    """The text of a file in `assets/`."""
    return (resources.files("ui") / "page" / "assets" / name).read_text(encoding="utf-8")
