"""Words of articles inside running text: on one line, harmless, and never taken for a marker."""

from __future__ import annotations

import re

from index.byline.called import called
from index.types import Article

# Control and direction characters: invisible, and able to reorder what stands around them.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """Article words on one line; "[1]" becomes "(1)" so that it can't pass for a marker."""
    seen = " ".join(_UNSEEN.sub("", text).split())
    return re.sub(r"\[\s*(\d+)\s*\]", r"(\1)", seen)


def article_label(article: Article) -> str:
    """How an article is called in running text: its headline, or how it begins."""
    return f"“{plain(called(article))}”"
