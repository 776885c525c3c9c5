"""Times that only the date of an article makes clear, said after its words: "on Tuesday (October
4, 2022)".

A sentence that is read alone must not leave "yesterday" hanging. What is added stands in round
brackets in the text of a statement, never in its quote, which stays verbatim; square ones are for
markers. It says "about" where the article's own date was inferred.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.byline.posts import post_at
from index.byline.relative_dates import ResolvedDate, resolve_relative_dates
from index.types import Article

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What `dated_text` adds, so that a page can show it as not of the article.
ADDED = re.compile(
    rf" \((?:about )?(?:the week of )?(?:(?:{_MONTHS}) (?:\d{{1,2}}, )?)?(?:19|20)\d\d\)"
    rf"| \(posted at \d\d:\d\d(?: on (?:{_MONTHS}) \d{{1,2}}, (?:19|20)\d\d)?\)"
)
_HAS_MONTH = re.compile(rf"\b(?:{_MONTHS}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)")
_HOUR = re.compile(r"\s+(?:morning|afternoon|evening|night)\b")
_GOES_ON = re.compile(r"[’'\w-]")  # "this year's": a bracket would tear the word apart


def dated_text(article: Article, start_char: int, end_char: int) -> str:
    """`article.text[start_char:end_char]` with the date that each relative time of it means in
    round brackets behind it; unchanged where the article's date is unknown. A date is added once.
    """
    text, whole = article.text, article.text[start_char:end_char]
    at, precision = article.published_at, article.published_precision
    post = post_at(article, start_char)
    if post is not None and post.day:
        at, precision = post.day, "day"
    pieces, done, said = list[str](), start_char, set[str]()
    for found in resolve_relative_dates(text, start_char, end_char, at, precision):
        label = _label(found)
        known = found.iso in said or (not label.isdigit() and label in whole)
        hour = _HOUR.match(text, found.end_char, end_char)  # "on Monday afternoon"
        end = hour.end() if hour else found.end_char
        if found.start_char < done or known or _GOES_ON.match(text, end, end_char):
            continue
        said.add(found.iso)
        about = "about " if article.published_source == "inferred" else ""
        pieces += [text[done:end], f" ({about}{label})"]
        done = end
    return "".join([*pieces, text[done:end_char]])


def post_words(article: Article, position: int) -> str:
    """When the post of a live page was written: " (posted at 11:20 on March 14, 2022)"; "" for
    what is in no post.
    """
    post = post_at(article, position)
    if post is None or not post.clock:
        return ""
    if not post.day:
        return f" (posted at {post.clock})"
    day = date.fromisoformat(post.day)
    return f" (posted at {post.clock} on {day:%B} {day.day}, {day.year})"


def _label(found: ResolvedDate) -> str:
    """As "October 4, 2022", "the week of October 3, 2022", "October 2022"; the year alone where the
    words have the rest ("on March 29").
    """
    if found.precision == "year" or _HAS_MONTH.search(found.words):
        return found.iso[:4]
    if found.precision == "month":
        return f"{date.fromisoformat(found.iso + '-01'):%B %Y}"
    day = date.fromisoformat(found.iso)
    monday = day - timedelta(days=day.weekday()) if found.precision == "week" else day
    week = "the week of " if found.precision == "week" else ""
    return f"{week}{monday:%B} {monday.day}, {monday.year}"
