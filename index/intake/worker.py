"""A process that reads files and cuts articles for the one that writes: `workers.py` starts it.

`python -m index.intake.worker`, with requests on the standard input until that ends. What it knows
comes from the process that started it, so both sides speak pickle.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from pathlib import Path
from typing import Any

from index.errors import DatelineError
from index.intake.cutting import Cut, Cutter, light_cutter
from index.intake.file_stamps import raw_stamp
from index.readers import read_articles
from index.readers.guard import read_frame, write_frame
from index.settings import IndexSettings
from index.types import Article, Refusal

# A file that holds more is read where it is stored, one article at a time.
MOST_ARTICLES = 64
MOST_MESSAGE_BYTES = 256 << 20

Items = list[tuple[Article | Refusal, Cut | None]]


def read_whole(
    path: Path, settings: IndexSettings, cutter: Cutter
) -> tuple[tuple[int, int], Items] | None:
    """The stamp of a file before it was read, and what is in it, cut; None when that is more than
    MOST_ARTICLES. Raises as `read_articles`.
    """
    stamp, items = raw_stamp(path), Items()
    for item in read_articles(path, settings=settings):
        if len(items) == MOST_ARTICLES:
            return None
        items.append((item, try_cut(item, cutter) if isinstance(item, Article) else None))
    return stamp, items


def try_cut(article: Article, cutter: Cutter) -> Cut | None:
    """None when it fails: who stores it tries again and says so."""
    try:
        return cutter.cut(article)
    except Exception:
        return None


def answer(request: Path | Article, settings: IndexSettings, cutter: Cutter) -> Any:
    """What `read_whole` gives for a path, and `try_cut` for an article; or the error."""
    try:
        if isinstance(request, Article):
            return try_cut(request, cutter)
        return read_whole(request, settings, cutter)
    except (DatelineError, OSError) as error:
        return error


def _ready(settings: IndexSettings) -> Any:
    """True once the models are loaded; or the error."""
    try:
        light_cutter(settings)
    except (DatelineError, OSError) as error:
        return error
    return True


def main() -> None:
    """Answer requests until the input ends: a path, or an article; each answer is a value or an
    error.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    settings: IndexSettings | None = None
    while (frame := read_frame(requests, MOST_MESSAGE_BYTES)) is not None:
        request: Any = pickle.loads(frame)
        found: Any
        if isinstance(request, IndexSettings):
            settings, found = request, _ready(request)
        else:
            assert settings is not None
            found = answer(request, settings, light_cutter(settings))
        try:
            write_frame(answers, [pickle.dumps(found, protocol=5)])
            answers.flush()
        except BrokenPipeError:  # who asked is gone
            os._exit(1)


if __name__ == "__main__":
    main()
