"""What is wrong with what was typed or sent, as far as only a command or a service can tell.

DatelineError
├── BadInputError        a path, an id or a file named on the command line can't be used
│   └── ArgumentError    an argument of a call to a service can't be used
├── UnknownIdError       a service was asked for what there is not
└── BusyError            too many questions wait at a service
"""

from __future__ import annotations

from index.errors import DatelineError


class BadInputError(DatelineError):
    """The command can't do this with what it was given; exit status 2."""


class ArgumentError(BadInputError):
    """An argument of a call can't be used; `argument` is its name, "" where it is no single one."""

    def __init__(self, message: str, argument: str = "") -> None:
        super().__init__(message)
        self.argument = argument


class UnknownIdError(DatelineError):
    """There is no such article, model or address; `code` is a short name of what."""

    def __init__(self, message: str, code: str = "not_found") -> None:
        super().__init__(message)
        self.code = code


class BusyError(DatelineError):
    """Too many questions wait: the same call may do later."""
