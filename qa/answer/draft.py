"""Statements that stand on quotes, before their markers are numbered; and the sentences that were
chosen, made into such statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Passage
from qa.answer.asserted import asserted_by
from qa.answer.wording import plain
from qa.evidence.context import article_sentences, widen
from qa.evidence.said_as import say
from qa.evidence.sentences import EvidenceSentence
from qa.types import AssertedBy


@dataclass(frozen=True)
class Quote:
    """Verbatim words of an article: `article.text[start_char:end_char]`; `score` in 0..1."""

    article_id: str
    start_char: int
    end_char: int
    score: float


@dataclass(frozen=True)
class DraftStatement:
    """A statement before markers are numbered: its text without markers, its quotes, and who
    vouches for it.
    """

    text: str
    quotes: tuple[Quote, ...]
    support: float
    asserted_by: AssertedBy | None = None


def draft_statements(
    chosen: Sequence[EvidenceSentence], neighbours: Mapping[str, Sequence[Passage]]
) -> list[DraftStatement]:
    """Each chosen sentence as a statement that can be read alone, in the order given.

    Quotations are completed and pronouns explained (`qa.evidence.context`), relative times are
    dated and rows of tables get their headings (`qa.evidence.said_as`); sentences that fall into
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
        spans = article_sentences(neighbours[article.article_id])
        wide = widen(article, spans, span)
        start = wide.start_char
        for taken_id, taken_start, taken_end in taken:
            # Two quotes never overlap: the later one begins where its own sentence does.
            if taken_id == article.article_id and taken_start <= start < taken_end:
                start = sentence.start_char
        quotes = [Quote(article.article_id, start, wide.end_char, sentence.score)]
        said = say(article, start, wide.end_char)
        text = plain(said.text)
        if any(said.beside):
            quotes.append(Quote(article.article_id, *said.beside, sentence.score))
        if wide.speaker is not None and wide.named_at is not None and start == wide.start_char:
            text = f"{plain(wide.speaker)}: {text}"
            quotes.append(Quote(article.article_id, *wide.named_at, sentence.score))
        drafts.append(DraftStatement(text, tuple(quotes), 1.0, asserted_by(article, spans, span)))
        taken.append((article.article_id, start, wide.end_char))
    return drafts
