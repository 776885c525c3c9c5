"""Markdown in which nothing of an article acts, and prose stays readable. Pure."""

from __future__ import annotations

import re

from ui.render.wording import one_line, printable

# What Markdown, HTML or LaTeX would act on; a backslash takes its power.
_ACTIVE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|<(?=[A-Za-z/!?])|(?<=!)\[|\[(?=\^)|(?<=\])[(:]|`|~(?=~)"
    r"|\$(?=\$)|(?<=\$)\$"
)
_IN_TITLE = re.compile(r"[\\\[\]`<>~$]")


def calm(text: str) -> str:
    """`text` with nothing in it that loads, links or runs where Markdown is rendered; ordinary
    prose stays as it is. Markers stay too.
    """
    return _ACTIVE.sub(lambda found: "\\" + found.group(), printable(text))


def calm_title(text: str) -> str:
    """`text` on one line, to stand inside the brackets of a link."""
    return _IN_TITLE.sub(lambda found: "\\" + found.group(), one_line(text))
