"""The posts of a live page, and when each was written.

A live page is a text with several lines that are a time and nothing else ("20:10", "8.10pm GMT",
"14 March 2022, 20:10"): each belongs to the post below it. A line without a day is of the
article's own day, as long as the times only rise or only fall: where they turn, a night lies
between.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from index.byline.stated_dates import parse_date
from index.marking.clock_lines import clock_lines
from index.types import Article

_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})\s*(?P<half>[ap])?", re.IGNORECASE)


@dataclass(frozen=True)
class Post:
    """When a post was written: `clock` as "20:10", `day` in ISO or None where nothing says it."""

    start: int
    clock: str
    day: str | None


def post_at(article: Article, position: int) -> Post | None:
    """The post of a live page that holds the character at `position`."""
    day = (article.published_at or "")[:10] if article.published_precision == "day" else ""
    posts = _posts(article.text, day)
    number = bisect_right([post.start for post in posts], position) - 1
    return posts[number] if number >= 0 else None


@lru_cache(maxsize=64)
def _posts(text: str, day: str) -> tuple[Post, ...]:
    found: list[Post] = []
    for start, end in clock_lines(text):
        line = text[start:end]
        stated = parse_date(_with_colon(line), "text")
        own = stated.at[:10] if stated and stated.at and stated.precision == "day" else None
        found.append(Post(start, _clock(line), own))
    undated = [post for post in found if post.day is None]
    clocks = [post.clock for post in undated]
    one_day = len(undated) == len(found) and (
        all(a <= b for a, b in itertools.pairwise(clocks))
        or all(a >= b for a, b in itertools.pairwise(clocks))
    )
    if not undated or not one_day or not day:
        return tuple(found)
    return tuple(Post(post.start, post.clock, day) for post in found)


def _with_colon(line: str) -> str:
    return _CLOCK.sub(
        lambda m: f"{m['hour']}:{m['minute']}{(m['half'] or '').lower()}", line, count=1
    )


def _clock(line: str) -> str:
    """As "20:10"; the zone is left to the page."""
    found = _CLOCK.search(line)
    if found is None:
        return ""
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return f"{hour:02}:{found['minute']}"
