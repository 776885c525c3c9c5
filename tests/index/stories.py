"""Short articles in files, for tests of indexing."""

from __future__ import annotations

import os
import time
from pathlib import Path

STORY = "The {} council met on Tuesday. It agreed on a budget of {} million. Nobody objected."


def write(path: Path, text: str | bytes, *, age_seconds: float = 100) -> Path:
    """A file made so long ago: a fresh one's time stamp does not count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    then = time.time() - age_seconds
    os.utime(path, (then, then))
    return path


def three_stories(folder: Path) -> Path:
    """A new folder with three articles."""
    folder.mkdir()
    for number, name in enumerate(["Bergen", "Narvik", "Tromso"]):
        write(folder / f"{name}.txt", STORY.format(name, number))
    return folder
