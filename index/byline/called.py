"""How an article is called where it has no headline: by its first words, never by its file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Article, Span

MOST_WORDS, MOST_CHARS = 10, 90
LOOKED_AT_CHARS = 2_000  # of a text; who lists many articles need read no more
_MARKS = re.compile(r"^[\s#>*_•|–—-]+")


def called(article: Article) -> str:
    """The headline, else how the text begins."""
    return article.title or first_words(article.text, article.spans)


def first_words(text: str, spans: Sequence[Span] = ()) -> str:
    """The first words outside boilerplate, with an ellipsis where they go on; "" for none."""
    pieces, position = [], 0
    for span in (*spans, Span(len(text), len(text), "boilerplate")):
        if span.start_char >= LOOKED_AT_CHARS:
            break
        if span.kind == "boilerplate":
            pieces.append(text[position : span.start_char])
            position = span.end_char
    pieces.append(text[position : position + LOOKED_AT_CHARS])
    words = _MARKS.sub("", " ".join(pieces)).split()
    if not words and spans:
        return first_words(text[: 2 * LOOKED_AT_CHARS])
    shown = " ".join(words[:MOST_WORDS])
    if len(shown) > MOST_CHARS:
        shown = shown[:MOST_CHARS].rsplit(" ", 1)[0]
    return shown if shown == " ".join(words) else f"{shown} …"
