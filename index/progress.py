"""What indexing says of itself: while it runs, and at its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# Opening a file and storing its article costs as much as reading so many bytes of it.
_FILE_BYTES = 4_000


@dataclass(frozen=True)
class Progress:
    """How far indexing is: articles looked at so far, files finished of all, the article just
    finished, new passages, seconds so far. `share` (0 to 1) is of the bytes to read; inside a
    file of many articles it is an estimate. When all is askable, `filled` of `to_fill` passages
    have been read by MiniLM too.
    """

    articles: int
    files: int
    all_files: int
    share: float
    path: str
    passages: int
    seconds: float
    filled: int = 0
    to_fill: int = 0

    @property
    def articles_per_second(self) -> float:
        """The rate so far; 0.0 at the start."""
        return self.articles / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True)
class IndexReport:
    """What a run did, by the path of each article; `refused` with the reason. `moved` are
    articles whose file was renamed, `merged` those that another file has in a newer or the same
    version. `passages` counts new ones. `askable_seconds`: until all could be asked
    about; `unread_passages` of the index have only fast vectors at the end. `unnamed` and
    `undated` count what was added or replaced without a known publisher and without a known date.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    skipped: tuple[str, ...]
    removed: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    passages: int
    seconds: float
    moved: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    askable_seconds: float = 0.0
    unread_passages: int = 0
    unnamed: int = 0
    undated: int = 0


@dataclass
class Tally:
    """Counts what a run does, and says so to `listener` after each article."""

    listener: Callable[[Progress], None] | None
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0
    unnamed: int = 0
    undated: int = 0
    _began: float = field(default_factory=time.monotonic)
    _articles: int = 0
    _files: int = 0
    _all_files: int = 0
    _all_bytes: int = 0
    _done_bytes: int = 0
    _file_bytes: int = 0
    _text_bytes: int = 0
    _askable: float | None = None
    _filled: int = 0
    _to_fill: int = 0

    def expect(self, sizes: list[int]) -> None:
        """Files of so many bytes are going to be read."""
        self._all_files += len(sizes)
        self._all_bytes += sum(size + _FILE_BYTES for size in sizes)

    def begin_file(self, size: int) -> None:
        """A file of so many bytes (see `content_bytes`) is being read."""
        self._file_bytes, self._text_bytes = size + _FILE_BYTES, 0

    def take_text(self, characters: int) -> None:
        """So many characters of the present file have become an article."""
        self._text_bytes += characters

    def end_file(self) -> None:
        """The present file is read."""
        self._files += 1
        self._done_bytes += self._file_bytes
        self._file_bytes = 0

    def askable(self) -> None:
        """Everything that was read is stored and can be asked about."""
        self._askable = time.monotonic() - self._began

    def filled(self, done: int, of_all: int) -> None:
        """MiniLM has read so many passages, of those that had only fast vectors."""
        self._filled, self._to_fill = done, of_all
        self._say("")

    def step(self, path: str, kind: list[str] | None = None) -> None:
        """One more article is dealt with, and belongs to `kind`, one of the lists here."""
        self._articles += 1
        if kind is not None:
            kind.append(path)
        self._say(path)

    def _say(self, path: str) -> None:
        if self.listener is not None:
            inside = min(self._text_bytes, self._file_bytes)
            self.listener(
                Progress(
                    articles=self._articles,
                    files=self._files,
                    all_files=self._all_files,
                    share=min(1.0, (self._done_bytes + inside) / max(1, self._all_bytes)),
                    path=path,
                    passages=self.passages,
                    seconds=time.monotonic() - self._began,
                    filled=self._filled,
                    to_fill=self._to_fill,
                )
            )

    def refuse(self, path: str, reason: str) -> None:
        """An article, or a whole file, can't be taken."""
        self.refused.append((path, reason))
        self.step(path)

    def report(self, unread_passages: int = 0) -> IndexReport:
        """All of it."""
        seconds = time.monotonic() - self._began
        return IndexReport(
            added=tuple(self.added),
            replaced=tuple(self.replaced),
            skipped=tuple(self.skipped),
            removed=tuple(self.removed),
            refused=tuple(self.refused),
            passages=self.passages,
            seconds=seconds,
            moved=tuple(self.moved),
            merged=tuple(self.merged),
            askable_seconds=seconds if self._askable is None else self._askable,
            unread_passages=unread_passages,
            unnamed=self.unnamed,
            undated=self.undated,
        )


def content_bytes(path: Path) -> int:
    """How much there is to read in a file; for gzip what it says of its unpacked size (which may
    be wrong: it is for a progress bar). 0 for a file that can't be read.
    """
    try:
        size = path.stat().st_size
        if path.suffix.lower() == ".gz" and size > 18:
            with open(path, "rb") as file:
                file.seek(-4, 2)
                return max(size, int.from_bytes(file.read(4), "little"))
    except OSError:
        return 0
    return size
