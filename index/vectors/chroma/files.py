"""Have files shrunk or gone since they were written, and are they the ones that were written last?

Chroma's native code crashes the process on a truncated index (chroma#7238), so sizes are
compared before it is let near one. Files only ever grow while an index is in use.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path

_PLACE_FILE = "place"


def record_sizes(folder: Path) -> str:
    """The sizes of the files one level below `folder`, as JSON."""
    return json.dumps(_sizes(folder))


def shrunk_file(folder: Path, recorded: str) -> str | None:
    """The first file that is missing or smaller than `recorded`, in words; None if all is well."""
    now = _sizes(folder)
    for name, size in json.loads(recorded).items():
        if now.get(name, -1) < size:
            return f"{name} has {now.get(name, 0)} bytes of {size}"
    return None


def place_of(home: Path, *, create: bool = False) -> str:
    """The name of this machine's home among all that share a catalog; "" where it has none yet."""
    path = home / _PLACE_FILE
    if create and not path.is_file():
        path.write_text(uuid.uuid4().hex, encoding="ascii")
    return path.read_text(encoding="ascii") if path.is_file() else ""


def _sizes(folder: Path) -> dict[str, int]:
    return {
        file.relative_to(folder).as_posix(): file.stat().st_size
        for file in sorted(folder.glob("*/*"))
        if file.is_file()
    }
