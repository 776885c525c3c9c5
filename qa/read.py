"""Readers turn passages into statements that stand on quotes.

The extractive reader (here) answers with article sentences; the LLM reader is in `read_llm.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.types import Article, Passage
from qa.context import article_sentences, widen
from qa.dated import dated_text
from qa.evidence import EvidenceSentence
from qa.types import Turn

# Control and direction characters: invisible, and able to reorder what stands around them.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Quote:
    """Verbatim words of an article: `article.text[start_char:end_char]`; `score` in 0..1."""

    article_id: str
    start_char: int
    end_char: int
    score: float


@dataclass(frozen=True)
class DraftStatement:
    """A statement before markers are numbered: its text without markers, and its quotes."""

    text: str
    quotes: tuple[Quote, ...]
    support: float


@dataclass(frozen=True)
class NumberedPassage:
    """A passage as a reader sees it: `number` from 1 in the order of the evidence."""

    number: int
    article: Article
    passage: Passage


class Reader(Protocol):
    """Writes an answer from passages. `name` is what `Answer.reader` says."""

    name: str

    def read(
        self,
        question: str,
        passages: Sequence[NumberedPassage],
        extractive: Sequence[DraftStatement],
        history: Sequence[Turn],
    ) -> Iterator[DraftStatement]:
        """Yield statements in the order of reading. `extractive` is the sentence-level answer
        that stands in where a model's sentence is not supported.
        """
        ...


class ExtractiveReader:
    """Answers with article sentences alone: no model, no key, no network."""

    name = "extractive"

    def read(
        self,
        question: str,
        passages: Sequence[NumberedPassage],
        extractive: Sequence[DraftStatement],
        history: Sequence[Turn],
    ) -> Iterator[DraftStatement]:
        """The sentence-level answer as it is."""
        yield from extractive


def draft_statements(
    chosen: Sequence[EvidenceSentence], neighbours: Mapping[str, Sequence[Passage]]
) -> list[DraftStatement]:
    """Each chosen sentence as a statement that can be read alone, in the order given.

    Quotations are completed and pronouns explained (`qa.context`), relative times are dated
    (`qa.dated`); sentences that fall into
    one quote become one statement. Verbatim words are fully supported: support is 1.0.
    """
    drafts: list[DraftStatement] = []
    taken: list[tuple[str, int, int]] = []
    for sentence in chosen:
        article = sentence.article
        if any(
            article.article_id == a and s <= sentence.start_char and sentence.end_char <= e
            for a, s, e in taken
        ):
            continue
        span = (sentence.start_char, sentence.end_char)
        wide = widen(article, article_sentences(neighbours[article.article_id]), span)
        start = wide.start_char
        for taken_id, taken_start, taken_end in taken:
            # Two quotes never overlap: the later one begins where its own sentence does.
            if taken_id == article.article_id and taken_start <= start < taken_end:
                start = sentence.start_char
        quotes = [Quote(article.article_id, start, wide.end_char, sentence.score)]
        text = plain(dated_text(article, start, wide.end_char))
        if wide.speaker is not None and wide.named_at is not None and start == wide.start_char:
            text = f"{plain(wide.speaker)}: {text}"
            quotes.append(Quote(article.article_id, *wide.named_at, sentence.score))
        drafts.append(DraftStatement(text, tuple(quotes), 1.0))
        taken.append((article.article_id, start, wide.end_char))
    return drafts


def plain(text: str) -> str:
    """Article words on one line; "[1]" becomes "(1)" so that it can't pass for a marker."""
    text = re.sub(r"\[(\d+)\]", r"(\1)", text)
    return " ".join(_UNSEEN.sub("", text).split())
