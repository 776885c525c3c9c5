"""Bytes to read an article from: a file, or what was packed inside one. Every read is bounded.

One article is at most `settings.max_file_bytes`. A container (an archive, an export, a crawl) is
read as a stream and may be any size on disk; what comes out of its compression is bounded by
MOST_UNPACKED_BYTES, and by MOST_RATIO times the size of the file, which a bomb exceeds.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from index.errors import ArticleFormatError

MOST_UNPACKED_BYTES = 16 << 30  # a crawl file of CC-NEWS unpacks to about 5 GB
MOST_RATIO = 200  # text packs about 4 to 30 times; deflate can reach 1,032
SLACK_BYTES = 10_000_000  # a small file may have any ratio up to this
HEAD_BYTES = 8_192
LONGEST_READ = 64 << 20  # in one piece: a list of archive members beyond it is a bomb


class Readable(Protocol):
    """What a source needs of a stream. `seek(0)` starts it again."""

    def read(self, size: int, /) -> bytes: ...  # noqa: D102
    def seek(self, offset: int, whence: int = 0, /) -> int: ...  # noqa: D102


@dataclass
class Budget:
    """Bytes that may still be unpacked from the file that was given."""

    left: int

    @staticmethod
    def of(file_bytes: int) -> Budget:
        """For a file of this size on disk."""
        return Budget(min(MOST_UNPACKED_BYTES, file_bytes * MOST_RATIO + SLACK_BYTES))

    def spend(self, count: int) -> None:
        """Raises ArticleFormatError when all is spent."""
        self.left -= count
        if self.left < 0:
            raise ArticleFormatError(
                f"unpacks to more than {MOST_RATIO} times its size, or more than "
                f"{MOST_UNPACKED_BYTES >> 30} GiB: refused as a bomb; unpack it yourself."
            )


@dataclass(frozen=True)
class Source:
    """A stream with what bounds it.

    `name` is the `Article.path` of an article that fills it; `file_name` is the name that its
    suffix and date are read from. `depth` counts the containers around it. `url` is where it
    was fetched from and `charset` what the server said, where a crawl or a download tells.
    """

    name: str
    file_name: str
    stream: IO[bytes]
    budget: Budget
    limit_bytes: int
    depth: int = 0
    url: str = ""
    charset: str = ""

    def head(self) -> bytes:
        """The first HEAD_BYTES, or all if there are fewer; the stream starts again after it."""
        self.stream.seek(0)
        data = read_up_to(self.stream, HEAD_BYTES)
        self.stream.seek(0)
        return data

    def read_all(self) -> bytes:
        """All bytes, for a format that holds one article. Raises ArticleFormatError over the
        limit.
        """
        self.stream.seek(0)
        data = read_up_to(self.stream, self.limit_bytes + 1)
        if len(data) > self.limit_bytes:
            raise ArticleFormatError(
                f"{self.name}: over the limit of {self.limit_bytes:,} bytes for one article; "
                "split it or raise max_file_bytes."
            )
        return data

    def inside(self, name: str, file_name: str, packed: Readable) -> Source:
        """The source of a packed part of this one."""
        stream = io.BufferedReader(_Unpacked(packed, self.budget), 65_536)
        return replace(self, name=name, file_name=file_name, stream=stream, depth=self.depth + 1)

    def part(
        self, name: str, file_name: str, data: bytes, *, url: str = "", charset: str = ""
    ) -> Source:
        """The source of a part that was already unpacked and counted."""
        return replace(
            self, name=name, file_name=file_name, stream=io.BytesIO(data), depth=self.depth + 1,
            url=url, charset=charset,
        )  # fmt: skip


def read_up_to(stream: Readable, count: int) -> bytes:
    """`count` bytes, or all there are: a decompressor may give less at a time."""
    pieces = []
    while count > 0 and (piece := stream.read(min(count, 1 << 20))):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


class _Unpacked(io.RawIOBase):
    """A decompressor as a stream that counts what it gives."""

    def __init__(self, packed: Readable, budget: Budget) -> None:
        self._packed = packed
        self._budget = budget

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._packed.seek(offset, whence)

    def tell(self) -> int:
        return self._packed.seek(0, io.SEEK_CUR)

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = self._packed.read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


class Careful(io.BufferedReader):
    """A file that refuses to be read in one huge piece."""

    def read(self, size: int | None = -1, /) -> bytes:  # noqa: D102
        if size is None or size < 0:
            here = self.tell()
            size = self.seek(0, io.SEEK_END) - self.seek(here)
        if size > LONGEST_READ:
            raise ArticleFormatError(
                f"wants {LONGEST_READ >> 20} MiB in one piece: damaged, or made to exhaust memory."
            )
        return super().read(size)


@contextmanager
def open_source(path: Path, *, limit_bytes: int) -> Iterator[Source]:
    """The file at `path`, open for reading; `Source.name` is its resolved POSIX path.

    Raises ArticleFormatError when it can't be reached, is no regular file, or may not be read.
    Never waits on a pipe or a device.
    """
    resolved, name = resolve(path)
    try:
        _check_regular(os.stat(resolved), path)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(resolved, flags), "rb", buffering=0)
    except OSError as error:
        raise ArticleFormatError(f"{path}: {_reason(error)}.") from error
    with file:
        status = os.fstat(file.fileno())
        _check_regular(status, path)  # again: the name may mean another file by now
        yield Source(
            name, resolved.name, Careful(file, 65_536), Budget.of(status.st_size), limit_bytes
        )


def resolve(path: Path) -> tuple[Path, str]:
    """The resolved path, and as POSIX text. Raises ArticleFormatError when there is none."""
    try:
        resolved = path.resolve()
        name = resolved.as_posix()
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleFormatError(
            f"{os.fsencode(path)!r}: the name of the file isn't valid Unicode; rename it."
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise ArticleFormatError(f"{path}: no such file can be reached ({error}).") from error
    return resolved, name


def _reason(error: OSError) -> str:
    return {
        errno.ENOENT: "no such file (or a broken link)",
        errno.EACCES: "no permission to read it",
        errno.ELOOP: "a link that leads to itself",
    }.get(error.errno or 0, error.strerror or str(error))


def _check_regular(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ArticleFormatError(f"{path}: is a folder, not a file.")
    if not stat.S_ISREG(status.st_mode):
        raise ArticleFormatError(f"{path}: is a pipe, socket or device, not a regular file.")
