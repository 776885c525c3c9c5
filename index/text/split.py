"""Article -> passages: runs of adjacent sentences that the embedder can read whole.

No overlap: the question side fetches neighbours when it needs them. A passage never enters a
marked span, so a heading is never glued to the sentence below it; each headline, byline and credit
is a passage of its own, and these come first.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal

from index.text.lines import trim, unmarked
from index.text.sentences import paragraph_spans, sentence_spans, split_paragraph
from index.types import Article, Passage

__all__ = ["sentence_spans", "split_article"]

_Kind = Literal["body", "headline", "byline", "credit"]
CountTokens = Callable[[str], int]
CountSpan = Callable[[int, int], int]
_Sentence = tuple[int, int, int]  # start, end, tokens
_CLAUSE = re.compile(r"[;:,—–،、，；]\s+|[、，；]|\s[—–-]\s")


def split_article(
    article: Article,
    count_tokens: CountTokens,
    *,
    chunk_tokens: int,
    max_tokens: int,
    language: str = "en",
    count_span: CountSpan | None = None,
) -> list[Passage]:
    """The passages of `article`: metadata lines first, then the body in order.

    Sentences are packed up to `chunk_tokens` (tokens of `count_tokens`, special ones not counted);
    a longer sentence is a passage by itself, and one over `max_tokens` is cut at a clause, a word
    or, at last, a character, so that no passage exceeds `max_tokens` and nothing is dropped.
    `language` serves articles that don't state theirs. `count_span` counts as `count_tokens` does,
    by where a part begins and ends in the text, for who knows that more quickly. Raises ValueError
    when a limit is below 1.
    """
    if chunk_tokens < 1 or max_tokens < 1:
        raise ValueError(f"chunk_tokens = {chunk_tokens}, max_tokens = {max_tokens}: use 1 or more")
    text = article.text
    chunk_tokens = min(chunk_tokens, max_tokens)
    language = article.language or language
    count = count_span or (lambda start, end: count_tokens(text[start:end]))
    passages: list[Passage] = []

    def add(sentences: list[_Sentence], kind: _Kind) -> None:
        start, end = sentences[0][0], sentences[-1][1]
        words = text[start:end]
        digest = hashlib.blake2b(words.encode("utf-8"), digest_size=4).hexdigest()
        passages.append(
            Passage(
                passage_id=f"{article.article_id}:{len(passages)}:{digest}",
                article_id=article.article_id,
                ordinal=len(passages),
                start_char=start,
                end_char=end,
                text=words,
                sentences=tuple((left, right) for left, right, _ in sentences),
                kind=kind,
            )
        )

    for span in article.spans:
        left, right = trim(text, span.start_char, span.end_char)
        if span.kind != "boilerplate" and left < right:
            for piece in _cut(text, left, right, count, max_tokens):
                add([piece], span.kind)
    for start, end in unmarked(0, len(text), article.spans):
        paragraphs = [
            [
                piece
                for sentence in split_paragraph(text, *paragraph, language)
                for piece in _cut(text, *sentence, count, max_tokens)
            ]
            for paragraph in paragraph_spans(text, start, end)
        ]
        for run in _pack(paragraphs, chunk_tokens):
            for part in _fitting(run, count, max_tokens):
                add(part, "body")
    return passages


def _pack(paragraphs: list[list[_Sentence]], chunk_tokens: int) -> Iterator[list[_Sentence]]:
    """Runs of sentences up to `chunk_tokens`, whole paragraphs where they fit.

    A paragraph that doesn't fit any more begins a new run when the present one is half full.
    """
    run: list[_Sentence] = []
    used = 0
    for paragraph in paragraphs:
        size = sum(tokens for _, _, tokens in paragraph)
        if (
            run
            and used + size > chunk_tokens
            and (used * 2 >= chunk_tokens or size <= chunk_tokens)
        ):
            yield run
            run, used = [], 0
        for sentence in paragraph:
            if run and used + sentence[2] > chunk_tokens:
                yield run
                run, used = [], 0
            run.append(sentence)
            used += sentence[2]
    if run:
        yield run


def _fitting(run: list[_Sentence], count: CountSpan, max_tokens: int) -> Iterator[list[_Sentence]]:
    """`run`, halved while its text is too long.

    A whole may have more tokens than its sentences together, by one at each seam: only a run that
    comes so close to `max_tokens` is counted again.
    """
    seams = len(run) - 1
    near = sum(tokens for _, _, tokens in run) + seams > max_tokens
    if seams and near and count(run[0][0], run[-1][1]) > max_tokens:
        middle = len(run) // 2
        yield from _fitting(run[:middle], count, max_tokens)
        yield from _fitting(run[middle:], count, max_tokens)
    else:
        yield run


def _cut(text: str, start: int, end: int, count: CountSpan, max_tokens: int) -> Iterator[_Sentence]:
    """The sentence, or its parts when it exceeds `max_tokens`, without blank ends."""
    tokens = count(start, end)
    if tokens <= max_tokens or end - start < 2:
        yield start, end, tokens
        return
    middle = _cutting_point(text, start, end)
    for left, right in ((start, middle), (middle, end)):
        left, right = trim(text, left, right)
        if left < right:
            yield from _cut(text, left, right, count, max_tokens)


def _cutting_point(text: str, start: int, end: int) -> int:
    """The clause end nearest the middle, else the blank, else the middle itself."""
    length = end - start
    low, high = start + length // 4, end - length // 4
    middle = start + length // 2
    for pattern in (_CLAUSE, re.compile(r"\s+")):
        points = [match.end() for match in pattern.finditer(text, low, high)]
        if points:
            return min(points, key=lambda point: abs(point - middle))
    while middle < end - 1 and (
        unicodedata.combining(text[middle])
        or text[middle] in "\u200d\ufe0f"
        or text[middle - 1] == "\u200d"
    ):
        middle += 1
    return middle
