"""What a scorer reads of a passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Article, Passage
from qa.evidence.context import article_sentences
from qa.evidence.said_as import read_as

MOST_TITLE_CHARS = 160
_OUTLET = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,30}$")


def window_of(
    passage: Passage, article: Article, all_passages: Sequence[Passage]
) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The text that the scorer reads, its sentences in it, and the same in the article.

    It is the passage, before it the one sentence that precedes it in the body, and before that the
    headline, which is no sentence of the window: it says what the passage is about. A row of a
    table and a turn of a transcript are read with what explains them (`read_as`): their words in
    the window are not those of the article.
    """
    sentences = list(passage.sentences)
    if passage.kind == "body":
        before = [s for s in article_sentences(all_passages) if s[1] <= sentences[0][0]]
        if before:
            sentences.insert(0, before[-1])
    text, local = "", list[tuple[int, int]]()
    if passage.kind == "body" and article.title:
        text = with_title(plain_title(article.title), "")
    for start, end in sentences:
        if local:
            text += " "
        words = read_as(article, start, end) or article.text[start:end]
        local.append((len(text), len(text) + len(words)))
        text += words
    return text, local, sentences


def with_title(title: str, text: str) -> str:
    """A passage behind the headline of its article, as the evidence model was trained to read."""
    return f"{title.rstrip(' .')}. {text}" if title else text


def plain_title(title: str) -> str:
    """A headline without the outlet behind it ("… - CNN"), bounded."""
    return _OUTLET.sub("", " ".join(title.split()))[:MOST_TITLE_CHARS]
