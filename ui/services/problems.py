"""What went wrong with a call, as a status and words that may be shown to whoever called.

Each service says it in the form of its protocol. What nobody foresaw is logged and not shown.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from qa.errors import DatelineError, QuestionError, ReaderUnavailableError
from ui.errors import ArgumentError, BadInputError, BusyError, UnknownIdError
from ui.render.texts import ANSWER
from ui.render.wording import one_line

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """`status` is HTTP's; `code` a short name of the kind; `argument` the one that is wrong."""

    status: int
    code: str
    message: str
    argument: str | None = None


def problem_of(error: BaseException) -> Problem:
    """What to say of an error."""
    message = one_line(str(error))
    if isinstance(error, ArgumentError):
        return Problem(400, "invalid_argument", message, error.argument or None)
    if isinstance(error, (QuestionError, BadInputError)):
        return Problem(400, "invalid_argument", message)
    if isinstance(error, UnknownIdError):
        return Problem(404, error.code, message)
    if isinstance(error, BusyError):
        return Problem(429, "busy", message)
    if isinstance(error, ReaderUnavailableError):
        return Problem(503, "model_unavailable", message)
    if isinstance(error, DatelineError):
        return Problem(503, "index_unavailable", message)
    log.error("a call to a service failed", exc_info=error)
    return Problem(500, "internal_error", ANSWER.failed)
