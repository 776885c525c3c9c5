"""What a scorer reads of a passage."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Article, Passage
from qa.context import article_sentences


def window_of(
    passage: Passage, article: Article, all_passages: Sequence[Passage]
) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The text that the scorer reads, its sentences in it, and the same in the article.

    It is the passage, and before it the one sentence that precedes it in the body.
    """
    sentences = list(passage.sentences)
    if passage.kind == "body":
        before = [s for s in article_sentences(all_passages) if s[1] <= sentences[0][0]]
        if before:
            sentences.insert(0, before[-1])
    text, local = "", []
    for start, end in sentences:
        if text:
            text += " "
        local.append((len(text), len(text) + end - start))
        text += article.text[start:end]
    return text, local, sentences
