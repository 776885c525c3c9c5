"""What is wrong with what was typed, as far as only the command line can tell.

DatelineError
└── BadInputError    a path, an id or a file named on the command line can't be used
"""

from __future__ import annotations

from index.errors import DatelineError


class BadInputError(DatelineError):
    """The command can't do this with what it was given; exit status 2."""
