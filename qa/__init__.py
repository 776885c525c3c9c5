"""Ask questions about indexed articles: `query` for an answer, `stream` for its events.

Importing this module reads no environment, opens no file and loads no model; the first call
does, and later calls reuse it. Safe to call from several threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import DatelineError, QuestionError, ReaderUnavailableError
from qa.types import Answer, AnswerReady, Citation, Event, EvidenceFound, Statement, TextDelta

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline, build_pipeline
    from qa.settings import Settings, load_settings

__all__ = [
    "Answer",
    "AnswerReady",
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
    "build_pipeline",
    "load_settings",
    "query",
    "stream",
]

_pipelines: dict[Path | None, QAPipeline] = {}
_lock = threading.Lock()


def query(
    question: str,
    *,
    history: Sequence[Sequence[str]] | None = None,
    after: str | None = None,
    before: str | None = None,
    as_of: str | None = None,
    publishers: Sequence[str] | None = None,
    top_k: int | None = None,
    home: str | Path | None = None,
) -> Answer:
    """Answer a question from the indexed articles.

    history: earlier turns as ("user" or "assistant", text), oldest first.
    after, before: ISO dates, inclusive and exclusive; articles of unknown date are left out.
    publishers: only articles of these publishers or agencies.
    top_k: passages handed to the reader (default: the setting).
    home: folder of the index (default: the setting, see `load_settings`).

    Raises QuestionError for a question that can't be used, StoreNotFoundError when there is no
    index, and other `DatelineError`s, each with the next step in its message.
    """
    return _pipeline(home).ask(
        question,
        history=history,
        after=after,
        before=before,
        as_of=as_of,
        publishers=publishers,
        top_k=top_k,
    )


def stream(
    question: str,
    *,
    history: Sequence[Sequence[str]] | None = None,
    after: str | None = None,
    before: str | None = None,
    as_of: str | None = None,
    publishers: Sequence[str] | None = None,
    top_k: int | None = None,
    home: str | Path | None = None,
) -> Iterator[Event]:
    """As `query`, event by event; the last one is `AnswerReady(answer)`."""
    return _pipeline(home).stream(
        question,
        history=history,
        after=after,
        before=before,
        as_of=as_of,
        publishers=publishers,
        top_k=top_k,
    )


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
    raise AttributeError(f"module 'qa' has no attribute {name!r}")
