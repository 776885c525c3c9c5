"""What each keyword index on the disk is of: its folder, and a stamp in it.

An index lies in a folder of its own below `keywords/` in the home. One that is built anew takes a
new folder, so that the old one answers until it is finished. The stamp is written after each commit
of the engine, so it never says more than the index holds.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import StoreError

KEYWORDS_FOLDER = "keywords"
_STAMP_FILE = "stamp.json"

# What an index must have been built by to be used: fields, tokens, and the terms that are stored
# (`index/text/terms.py`). Raise it when one of them changes.
RULES = "1"


@dataclass(frozen=True)
class Stamp:
    """`collection` names the catalog, and changes with a rebuild; `generation` is that of the
    catalog at the last commit: of versions that went away up to then nothing is left. Every
    finished version up to `version` is in.
    """

    collection: str
    generation: int
    version: int
    rules: str = RULES


def folders(home: Path) -> list[Path]:
    """Where an index may lie, the newest first."""
    try:
        found = [path for path in (home / KEYWORDS_FOLDER).iterdir() if path.is_dir()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name, reverse=True)


def new_folder(home: Path) -> Path:
    """A path for one that is built anew; it sorts behind all others."""
    last = max((int(f.name.partition("-")[0]) for f in folders(home) if _is_ours(f)), default=0)
    return home / KEYWORDS_FOLDER / f"{last + 1:06}-{uuid.uuid4().hex[:8]}"


def read_stamp(folder: Path) -> Stamp | None:
    """The stamp of an index; None where there is none that can be read."""
    try:
        return Stamp(**json.loads((folder / _STAMP_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Put the stamp in place at one stroke. Raises StoreError when that fails."""
    new = folder / f"{_STAMP_FILE}.new"
    try:
        new.write_text(json.dumps(asdict(stamp)), encoding="utf-8")
        os.replace(new, folder / _STAMP_FILE)
    except OSError as error:
        raise StoreError(
            f"{new}: writing failed ({error.strerror or error}); free some space and run the "
            "command again. Everything reported done is kept."
        ) from error


def drop_others(home: Path, kept: Path | None) -> None:
    """Delete every index but the one in `kept`."""
    for folder in folders(home):
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return folder.name.partition("-")[0].isdigit()
