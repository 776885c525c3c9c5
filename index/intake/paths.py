"""Which files are meant by the paths that a person gives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleFormatError
from index.readers import SUPPORTED_SUFFIXES, has_known_form
from index.readers.sidecars import is_sidecar

# What browsers call the folder with the pictures and scripts of a page, in several languages.
_PAGE_FOLDERS = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_file")


@dataclass(frozen=True)
class Found:
    """A file, by its resolved path, or one that won't be read and why."""

    path: Path
    refused: str | None = None

    @property
    def name(self) -> str:
        """The path fit to show and to store, whatever bytes the file system holds."""
        return str(self.path).encode("utf-8", "backslashreplace").decode("utf-8")


def find_files(paths: Sequence[Path], *, allow_missing: bool = False) -> list[Found]:
    """The files of `paths`, each once: a file as it is given, a folder with all below it, sorted.

    In a folder, hidden files and folders are passed over, and so are sidecars and the folders
    that browsers put beside a saved page. Links are not followed (one that leads out of the
    folder is refused), and files of other formats are refused. Raises ArticleFormatError for a
    path that doesn't exist, unless `allow_missing`.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        try:
            resolved = path.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            if allow_missing:
                continue
            raise ArticleFormatError(
                f"{path}: no such file or folder; check the path (relative ones start at "
                f"{Path.cwd()})."
            ) from error
        for item in _below(resolved) if resolved.is_dir() else [Found(resolved)]:
            found.setdefault(item.path, item)
    return list(found.values())


def _below(root: Path) -> Iterator[Found]:
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unreadable.append):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _belongs_to_a_page(name, names)
        )
        for name in sorted([*names, *links]):
            if not name.startswith("."):
                yield from _one(root, here / name)
    for error in unreadable:
        yield Found(Path(error.filename or root), f"can't be listed ({error.strerror})")


def _one(root: Path, path: Path) -> Iterator[Found]:
    if path.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            yield Found(path, "a link that leads nowhere")
            return
        # A target inside is met by itself.
        if not target.is_relative_to(root):
            yield Found(path, f"a link that leads out of {root}; give its target as a path")
    elif is_sidecar(path):
        return
    elif path.suffix.lower() in SUPPORTED_SUFFIXES or has_known_form(path):
        yield Found(path)
    else:
        kind = f"{path.suffix} files are" if path.suffix else "files without a suffix are"
        yield Found(path, f"{kind} not read; give it by name if it is plain text")


def _belongs_to_a_page(folder: str, names: Sequence[str]) -> bool:
    """Is it "Talks go on_files", beside "Talks go on.html"?"""
    stem = next((folder[: -len(end)] for end in _PAGE_FOLDERS if folder.endswith(end)), None)
    return stem is not None and any(f"{stem}{end}" in names for end in (".html", ".htm", ".xhtml"))
