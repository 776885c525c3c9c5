"""What stands beside a file and overrides it: `NAME.meta.json`, and `metadata.csv` in its folder.

Both use the names of `fields.py`. A row of the table is for the file, or the article of a file
that holds several, named in its column `file` (also `path`, `filename`), or for the article with
the address in its column `url`. Nothing outside the folder of the file is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from index.errors import ArticleFormatError
from index.readers.build import canonical_url
from index.readers.encoding import decode
from index.readers.fields import folded, read_fields
from index.readers.source import open_source
from index.readers.stated import NOTHING, Stated
from index.readers.tables import read_rows

TABLE = "metadata.csv"
ENDING = ".meta.json"
_MOST_BYTES = 20_000_000
_FILE_COLUMNS = frozenset(map(folded, ("file", "path", "filename", "file_name", "file_path")))


@dataclass(frozen=True)
class Sidecars:
    """What overrides the articles of one file."""

    folder: str
    of_file: Stated
    by_name: Mapping[str, Stated]
    by_url: Mapping[str, Stated]

    def of(self, path: str, url: str | None) -> Stated:
        """For the article at `path` (as `Article.path`) with this address."""
        row = self.by_name.get(path.removeprefix(f"{self.folder}/"), NOTHING)
        address = canonical_url(url) if url and self.by_url else None
        return row.over(self.of_file).over(self.by_url.get(address or "", NOTHING))


NO_SIDECARS = Sidecars("", NOTHING, {}, {})


def sidecar_files(path: Path) -> tuple[Path, ...]:
    """The sidecars that exist for a file: when one changes, its articles have."""
    beside = (path.with_name(path.name + ENDING), path.with_suffix(ENDING), path.parent / TABLE)
    return tuple(file for file in beside if file != path and file.is_file())


def is_sidecar(path: Path) -> bool:
    """True for a file that says something about others and is no article itself."""
    if path.name.lower().endswith(ENDING):
        return True
    if path.name != TABLE:
        return False
    try:
        return bool(_table(path))
    except ArticleFormatError:
        return False


def read_sidecars(path: Path) -> Sidecars:
    """What stands beside the file at the resolved `path`. Raises ArticleFormatError when a
    sidecar can't be read: wrong metadata would be worse.
    """
    stated = NOTHING
    rows: tuple[dict[str, Stated], dict[str, Stated]] = ({}, {})
    for file in sidecar_files(path):
        if file.name == TABLE:
            status = file.stat()
            rows = _rows(file, status.st_mtime_ns, status.st_size)
        else:
            stated = stated.over(_read_json(file))
    return Sidecars(path.parent.as_posix(), stated, *rows)


def _read_json(file: Path) -> Stated:
    with open_source(file, limit_bytes=_MOST_BYTES) as source:
        try:
            record = json.loads(decode(source.read_all(), source.name))
        except (ValueError, RecursionError) as error:
            what = f"{file}: is not JSON ({error}); mend or remove it."
            raise ArticleFormatError(what) from error
    if not isinstance(record, dict):
        raise ArticleFormatError(f"{file}: is no JSON object; mend or remove it.")
    return _named(read_fields(record)[1], file.name)


@lru_cache(maxsize=16)
def _rows(file: Path, modified_ns: int, size: int) -> tuple[dict[str, Stated], dict[str, Stated]]:
    """The rows by file and by address. Read again when the table has changed."""
    by_name: dict[str, Stated] = {}
    by_url: dict[str, Stated] = {}
    for row in _table(file):
        _, stated = read_fields({k: v for k, v in row.items() if folded(k) not in _FILE_COLUMNS})
        stated = _named(stated, TABLE)
        names = [row[k].strip() for k in row if folded(k) in _FILE_COLUMNS and row[k].strip()]
        for name in names:
            by_name[name.replace("\\", "/").removeprefix("./")] = stated
        address = canonical_url(stated.url) if stated.url and not names else None
        if address:
            by_url[address] = stated
    return by_name, by_url


def _table(file: Path) -> list[dict[str, str]]:
    """The rows of a table of metadata; none when it is a table of articles, with their text."""
    with open_source(file, limit_bytes=_MOST_BYTES) as source:
        rows = [row for _, row in read_rows(source) if row]
    if any(read_fields(row)[0] for row in rows[:5]):
        return []
    return rows


def _named(stated: Stated, where: str) -> Stated:
    return replace(stated, origins=tuple((f, f"{where} {name}") for f, name in stated.origins))
