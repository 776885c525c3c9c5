"""Ask questions about indexed articles: `query` for an answer, `stream` for its events.

Importing this module reads no environment, opens no file and loads no model; the first call
does, and later calls reuse it. Safe to call from several threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from qa.errors import DatelineError, QuestionError, ReaderUnavailableError
from qa.types import (
    Answer,
    AnswerReady,
    AskOptions,
    Citation,
    Event,
    EvidenceFound,
    Statement,
    TextDelta,
)

if TYPE_CHECKING:
    from qa.frame import answers_to_frame
    from qa.pipeline import QAPipeline, build_pipeline
    from qa.settings import Settings, load_settings

__all__ = [
    "Answer",
    "AnswerReady",
    "AskOptions",
    "Citation",
    "DatelineError",
    "Event",
    "EvidenceFound",
    "QAPipeline",
    "QuestionError",
    "ReaderUnavailableError",
    "Settings",
    "Statement",
    "TextDelta",
    "answers_to_frame",
    "build_pipeline",
    "load_settings",
    "query",
    "stream",
]

_pipelines: dict[Path | None, QAPipeline] = {}
_lock = threading.Lock()


def query(
    question: str, *, home: str | Path | None = None, **options: Unpack[AskOptions]
) -> Answer:
    """Answer a question from the indexed articles.

    home: folder of the index (default: the setting, see `load_settings`).
    options: history, after, before, as_of, publishers, top_k; see `qa.types.AskOptions`.

    Raises QuestionError for a question that can't be used, StoreNotFoundError when there is no
    index, and other `DatelineError`s, each with the next step in its message.
    """
    return _pipeline(home).ask(question, **options)


def stream(
    question: str, *, home: str | Path | None = None, **options: Unpack[AskOptions]
) -> Iterator[Event]:
    """As `query`, event by event; the last one is `AnswerReady(answer)`."""
    return _pipeline(home).stream(question, **options)


def _pipeline(home: str | Path | None) -> QAPipeline:
    """The pipeline of a home, built once. A failed build is tried again at the next call."""
    from qa.pipeline import build_pipeline
    from qa.settings import load_settings

    key = None if home is None else Path(home).expanduser().absolute()
    with _lock:
        if key not in _pipelines:
            _pipelines[key] = build_pipeline(load_settings({"home": key}))
        return _pipelines[key]


def __getattr__(name: str) -> Any:
    """The heavier names, loaded when they are first used."""
    if name in ("QAPipeline", "build_pipeline"):
        import qa.pipeline

        return getattr(qa.pipeline, name)
    if name in ("Settings", "load_settings"):
        import qa.settings

        return getattr(qa.settings, name)
    if name == "answers_to_frame":
        from qa.frame import answers_to_frame

        return answers_to_frame
    raise AttributeError(f"module 'qa' has no attribute {name!r}")
