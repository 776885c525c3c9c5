"""Whether a page says that its article is for subscribers, and so shows the beginning alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from index.readers.stated import Stated

TEASER = ("text", "teaser")  # among the origins of an article of which only the beginning is there
_MOST_WORDS = 150  # a locked page that shows more was saved by a subscriber
_LOCKED = re.compile(r"\"isAccessibleForFree\"\s*:\s*\"?(?:false|no)\b", re.IGNORECASE)
_TIERS = frozenset(("locked", "metered", "premium", "paid", "subscriber", "subscription"))


def is_locked(tree: Any) -> bool:
    """By schema.org's `isAccessibleForFree`, or the tier that Facebook and Google read."""
    tiers = tree.xpath(
        "//meta[@property='article:content_tier' or @name='article:content_tier']/@content"
    )
    if any(str(tier).strip().lower() in _TIERS for tier in tiers[:5]):
        return True
    blocks = tree.xpath("//script[@type='application/ld+json']")[:20]
    return any(_LOCKED.search((block.text or "")[:1_000_000]) for block in blocks)


def marked_teaser(stated: Stated, text: str, *, locked: bool) -> Stated:
    """`stated` with the mark of a teaser, where a locked page shows no more than one."""
    if not locked or len(text.split()) > _MOST_WORDS:
        return stated
    return replace(stated, origins=(*stated.origins, TEASER))
