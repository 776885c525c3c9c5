"""Have files shrunk or gone since they were written?

Chroma's native code crashes the process on a truncated index (chroma#7238), so sizes are
compared before it is let near one. Files only ever grow while an index is in use.
"""

from __future__ import annotations

import json
from pathlib import Path


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


def _sizes(folder: Path) -> dict[str, int]:
    return {
        file.relative_to(folder).as_posix(): file.stat().st_size
        for file in sorted(folder.glob("*/*"))
        if file.is_file()
    }
