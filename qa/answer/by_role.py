"""Who "the coach" is that an article lets speak: its own words for it, "head coach Vanessa Nygaard"
or "Vanessa Nygaard, the coach of …". English.
"""

from __future__ import annotations

import re

FULL_NAME = (
    r"[A-Z][\w’'-]{1,40}(?:\s(?:(?:de|van|von|al|el|bin)\s|[A-Z]\.\s)?[A-Z][\w’'-]{1,40}){1,2}"
)
_ROLE = re.compile(
    r"^(?:the|a|an|its|their|his|her)\s+(?:[\w’'.-]+\s+){0,4}?(?P<head>[a-z][\w-]{3,30})$"
)
# A name that stands beside one of these is seldom who speaks for it.
_NOBODY = frozenset(
    "company group government party police team firm statement report court ministry army council "
    "agency people officials experts residents authorities union university club bank".split()
)


def name_of_role(role: str, text: str, at: int) -> tuple[int, int] | None:
    """Where a text names who has a role that is named at `at`: the nearest place before it, else
    the first one behind; None where it names nobody so.
    """
    match = _ROLE.match(role)
    if match is None or match["head"] in _NOBODY:
        return None
    head = re.escape(match["head"])
    beside = re.compile(
        rf"\b{head},?\s+(?P<a>{FULL_NAME})|"
        rf"(?P<b>{FULL_NAME}),\s+(?:\d+,\s+)?(?:[\w’'-]+\s+){{0,6}}?{head}\b"
    )
    found = [m.span("a" if m["a"] else "b") for m in beside.finditer(text)]
    before = [span for span in found if span[0] < at]
    return before[-1] if before else found[0] if found else None
