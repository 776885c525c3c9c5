"""Words of articles inside running text: on one line, harmless, and never taken for a marker."""

from __future__ import annotations

import re

from index.byline.called import called
from index.byline.publishers import is_listed
from index.types import Article

# Control and direction characters: invisible, and able to reorder what stands around them.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")

_PLACE = r"[^\W\d_a-z][\w.’'/-]*(?:,? (?:[^\W\d_a-z][\w.’'/-]*|\d{1,2}|de|of|the)){0,8}"
_SENTENCE = r"(?=[^\W\d_a-z]|\d|[“\"‘'])"
_AGENCY_LINE = re.compile(
    rf"(?:{_PLACE},? )?\((?P<agency>[^\W\d_a-z][\w .&/-]{{1,40}})\)\s*[—–-]+\s*{_SENTENCE}"
)
# Of an agency that nobody has listed too: "NORREY, July 2 (NAP) - ".
_CAPITALS = re.compile(r"[^\W\d_a-z]{3,40}\b[^()\n]{0,60}\([^\W\d_a-z]{2,6}\)")
_PLACE_LINE = re.compile(
    r"[^\W\d_a-z]{3,40}(?:[’'.-][^\W\d_a-z]{0,40})?"
    r"(?:,? (?:[^\W\d_a-z][\w.’'/-]{0,40}|\d{1,4})){0,7}"
    rf"\s*(?:[—–]+|\s-{{1,2}}\s)\s*{_SENTENCE}"
)


def plain(text: str) -> str:
    """Article words on one line; "[1]" becomes "(1)" so that it can't pass for a marker."""
    seen = " ".join(_UNSEEN.sub("", text).split())
    return re.sub(r"\[\s*(\d+)\s*\]", r"(\1)", seen)


def without_dateline(text: str) -> str:
    """A first sentence without the place and the agency before it ("OSLO, April 4 (Reuters) - ");
    the quote beside it keeps them.
    """
    found = _AGENCY_LINE.match(text)
    if found is None or not (is_listed(found["agency"]) or _CAPITALS.match(text)):
        found = _PLACE_LINE.match(text)
    return text[found.end() :] if found else text


def article_label(article: Article) -> str:
    """How an article is called in running text: its headline, or how it begins."""
    return f"“{plain(called(article))}”"
