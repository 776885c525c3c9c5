"""Links to other articles inside a text: "More:…", "►Label:Title", a title glued to its label.

Where a page shows a label in bold and a title behind it, the extracted text has no blank between
them: "GAS PRICES:Why they rose again". A title has no full stop at its end; a label with a
sentence behind it is a list of the article's own, as is a speaker in a transcript, so these stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.marking.boilerplate import LONGEST_LINE, whole_line

_MOST_LABEL_WORDS, _MOST_LABEL_CHARS = 12, 90
_MOST_CHARS = 320
_LEAST_TITLE_WORDS = 3
_MOST_STOPPED_TITLE = 120  # characters of a title that ends with a full stop all the same
_MOST_SPEECHES = 2  # a label that comes back more often is a speaker
_BULLETS = "►▶▸»•*·–—- \u00a0"
_QUOTES = "\"'‘’“”"

_LINK_LABEL = whole_line(
    r"(?:(?:even |read )?more|related|also|previously|previous|opinion|column|analysis|review|"
    r"fact[- ]check|explainer|gallery|photos?|videos?|watch|listen|podcasts?|interactive|quiz|poll|"
    r"live(?: updates| blog)?|full coverage|timeline|recap|newsletter|in case you missed(?: it)?|"
    r"you (?:may|might) (?:also )?like|for subscribers|learn more|go deeper|story|must[- ]read)",
    r"(?:even )?more (?:on|from|about|coverage|news|of|for) .{2,60}|more \w+(?: \w+)?",
    r"read (?:this|it|also|more|the (?:whole|full|rest)(?: story)?(?: here)?|on)|see also|"
    r"(?:just|exclusive|only) for subscribers",
)
# With a blank behind the colon, only labels that say nothing else.
_SPACED = whole_line(
    r"(?:in case you missed it|(?:just |only )?for subscribers|you (?:may|might) (?:also )?like|"
    r"learn more|(?:read|go|dig) deeper|full coverage|read (?:this|more|also|next)|"
    r"more (?:on|from|about|coverage of) .{2,50}|more [a-z]+(?: news)?|"
    r"what[’']s everyone talking about\??)\s*:\s.{3,200}[^.\s]",
)
_ELSEWHERE = whole_line(
    r"(?:more )?AP [\w ]{2,40}: https?://.{5,200}", r".{5,250}\(story continues below\)"
)
_CAPITAL_LABEL = re.compile(
    r"(?:MORE|RELATED|READ|WATCH|SEE|INTERACTIVE|GALLERY|PHOTOS?|VIDEOS?|LISTEN|QUIZ|POLL|TIMELINE|"
    r"LIVE|SUBSCRIBERS?|OPINION|COLUMN|ANALYSIS|FACT CHECK|RECAP|NEWSLETTER|SCHEDULE|RANKINGS?)"
    r"\b[^:]{0,60}:\s[^.]{8,200}"
)
_MONTH_DAY = re.compile(r"(?:[A-Z][a-z]{2,8}\.? )?\d{1,4}(?:, \d{4})?")
_LOST_BLANK = re.compile(r"[^?]{8,90}\?[A-Z][^?]{20,160}[^.?!\s]")
_BULLETED = re.compile(r"[►▶]\s*(?P<title>\S.{8,200})")
_INNER_STOP = re.compile(r"[a-z]{3,}[.?!][\"'”’]?\s+[\"'“‘]?[A-Z]")


def link_lines(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that are links to other articles.

    They are judged together: a label that comes back again and again is somebody speaking, and
    where labels stand before whole paragraphs, a line that looks like those stays too.
    """
    glued = {n: parts for n, line in enumerate(lines) if (parts := _glued(line))}
    labels = Counter(label.casefold() for label, _ in glued.values())
    listed = sum(_is_entry(label, title) for label, title in glued.values()) > _MOST_SPEECHES
    found = set()
    for number, line in enumerate(lines):
        if number in glued:
            label, title = glued[number]
            known = bool(_LINK_LABEL.fullmatch(label))
            repeated = labels[label.casefold()] > _MOST_SPEECHES
            if known or (not repeated and _is_title(label, title, listed=listed)):
                found.add(number)
        elif _is_link(line):
            found.add(number)
    return found


def _glued(line: str) -> tuple[str, str] | None:
    """The label and the title of "Label:Title", or None."""
    if not 8 <= len(line) <= _MOST_CHARS:
        return None
    label, colon, title = line.lstrip(_BULLETS).partition(":")
    first = title.lstrip(_QUOTES + "#$@")[:1]
    if not colon or title[:1].isspace() or not (first.isupper() or first.isdigit()):
        return None
    if len(label) > _MOST_LABEL_CHARS or len(label.split()) > _MOST_LABEL_WORDS or len(label) < 3:
        return None
    if not (label[0].isalnum() or label[0] in _QUOTES + "#") or label[-1].isspace():
        return None
    if (first.isdigit() and label[-1].isdigit()) or _MONTH_DAY.fullmatch(label):
        return None  # a time of day; a day and what happened on it
    return label, title


def _is_entry(label: str, title: str) -> bool:
    """A label before a paragraph, as in a round-up: "Phoenix:The council voted … ."."""
    return (
        not _LINK_LABEL.fullmatch(label)
        and _has_full_stop(title)
        and len(title) > _MOST_STOPPED_TITLE
    )


def _is_title(label: str, title: str, *, listed: bool) -> bool:
    if len(title.split()) < _LEAST_TITLE_WORDS:
        return False
    if not _has_full_stop(title):
        return True
    if listed or len(title) > _MOST_STOPPED_TITLE or title[0].isdigit():
        return False
    words = label.split()
    return label.endswith("?") or (len(words) > 1 and not label[0].isdigit())


def _has_full_stop(title: str) -> bool:
    return title.rstrip(_QUOTES + ") ").endswith((".", "。", "।", "۔"))


def _is_link(line: str) -> bool:
    if len(line) > _MOST_CHARS or len(line) > LONGEST_LINE or _has_full_stop(line):
        return False
    if (
        _ELSEWHERE.fullmatch(line)
        or _SPACED.fullmatch(line.lstrip(_BULLETS))
        or _CAPITAL_LABEL.fullmatch(line)
    ):
        return True
    if _LOST_BLANK.fullmatch(line) and not _INNER_STOP.search(line):
        return True
    bulleted = _BULLETED.fullmatch(line)
    if not bulleted:
        return False
    title = bulleted["title"]
    label, colon, _ = title.partition(": ")
    return "? " in title + " " or bool(colon and 1 < len(label.split()) <= _MOST_LABEL_WORDS)
