"""What the terminal that stdout goes to can show."""

from __future__ import annotations

import os
import sys


def has_colour() -> bool:
    """Whether stdout is a terminal that wants colour (https://no-color.org)."""
    return (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM", "") != "dumb"
    )
