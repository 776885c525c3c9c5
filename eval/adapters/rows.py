"""JSON lines, plain or gzip'd, read row by row with errors that say where."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from index.errors import DatelineError

Row = dict[str, Any]
T = TypeVar("T")


class AdapterError(DatelineError):
    """A published file is missing, or is not of the layout that its adapter reads."""


def open_text(path: Path) -> str:
    """The whole text of a UTF-8 file, unpacked when its name ends in .gz. Raises AdapterError."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise AdapterError(f"{path}: can't be read ({error}); give the published file.") from error


def read_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """(where, row) of each line that isn't blank; `where` names file and line for messages.

    Raises AdapterError for a line that isn't a JSON object.
    """
    for number, line in enumerate(open_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise AdapterError(f"{where}: not JSON ({error}); expected JSON lines.") from error
        if not isinstance(row, dict):
            raise AdapterError(f"{where}: expected an object, found {type(row).__name__}.")
        yield where, row


def read_all(path: Path, build: Callable[[Row], T], expected: str) -> tuple[T, ...]:
    """`build` of each row of JSON lines. `expected` names the fields, for the message of
    AdapterError, which is raised for a row that `build` can't use and for a file without rows.
    """
    return _built(path, read_rows(path), build, expected)


def read_list(path: Path, build: Callable[[Row], T], expected: str) -> tuple[T, ...]:
    """As `read_all`, for a file that is one JSON list."""
    try:
        rows = json.loads(open_text(path))
    except ValueError as error:
        raise AdapterError(f"{path}: not JSON ({error}); expected a list.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise AdapterError(f"{path}: expected a JSON list of objects with {expected}.")
    return _built(path, ((f"{path}, item {n}", row) for n, row in enumerate(rows)), build, expected)


def _built(
    path: Path, rows: Iterable[tuple[str, Row]], build: Callable[[Row], T], expected: str
) -> tuple[T, ...]:
    values = []
    for where, row in rows:
        try:
            values.append(build(row))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise AdapterError(
                f"{where}: {type(error).__name__}: {error}; expected {expected}."
            ) from error
    if not values:
        raise AdapterError(f"{path}: holds no rows; expected {expected}.")
    return tuple(values)


def find(folder: Path, name: str) -> Path:
    """`folder/name.jsonl.gz`, or the same unpacked. Raises AdapterError when neither is there."""
    for suffix in (".jsonl.gz", ".jsonl"):
        path = folder / f"{name}{suffix}"
        if path.is_file():
            return path
    raise AdapterError(
        f"{folder / name}.jsonl.gz: no such file; give with --bench the folder that holds it."
    )


def text(row: Row, key: str) -> str:
    """A field that must be text. Raises KeyError or TypeError."""
    value = row[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} = {value!r:.80} should be text")
    return value


def texts(row: Row, key: str) -> tuple[str, ...]:
    """A field that must be a list of texts. Raises KeyError or TypeError."""
    value = row[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} = {value!r:.80} should be a list of texts")
    return tuple(value)
