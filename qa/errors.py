"""Errors of asking; the tree continues that of `index.errors`.

DatelineError
├── QuestionError            the question can't be used
└── ReaderUnavailableError   the reader's model or server doesn't answer
"""

from __future__ import annotations

from index.errors import DatelineError


class QuestionError(DatelineError):
    """The question is empty, too long, or its filters make no sense."""


class ReaderUnavailableError(DatelineError):
    """The model that writes the answer can't be reached, loaded or understood."""


__all__ = ["DatelineError", "QuestionError", "ReaderUnavailableError"]
