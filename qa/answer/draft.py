"""Statements that stand on quotes, before their markers are numbered; and the sentences that were
chosen, made into such statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.text.terms import fold
from index.types import Article, Passage
from qa.answer.asserted import asserted_by
from qa.answer.wording import plain, without_dateline
from qa.evidence.context import Widened, article_sentences, widen
from qa.evidence.said_as import say
from qa.evidence.sentences import EvidenceSentence
from qa.types import AssertedBy

_ACCORDING = re.compile(r"^According to ", re.I)
_ACCORDING_TO_HIM = re.compile(r"^According to (?:him|her|them),?\s+", re.I)


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


def without_overlaps(drafts: Iterable[DraftStatement]) -> tuple[DraftStatement, ...]:
    """The statements without those whose own quote lies in, or across, the quote of one before."""
    kept: list[DraftStatement] = []
    for draft in drafts:
        first = draft.quotes[0]
        if not any(
            first.article_id == known.article_id
            and first.start_char < known.end_char
            and known.start_char < first.end_char
            for other in kept
            for known in other.quotes[:1]
        ):
            kept.append(draft)
    return tuple(kept)


def speaker_of(
    wide: Widened, by: AssertedBy | None, article: Article, sentences: Sequence[tuple[int, int]]
) -> tuple[str, tuple[int, int]] | None:
    """Whose words a quote is that doesn't say so itself, and the sentence that names them: who
    asserts it where that is known, rather than who was named last; None where it says so.
    """
    if wide.speaker is None or wide.named_at is None:
        return None
    known = plain(wide.speaker), wide.named_at
    last = fold(by.name.split()[-1]) if by is not None else ""
    if by is None or not by.name[:1].isupper() or last in fold(wide.speaker):
        return known
    before = [s for s in sentences if s[0] < wide.start_char]
    behind = [s for s in sentences if s[0] >= wide.end_char]
    for span in (*reversed(before), *behind):
        if last in fold(article.text[slice(*span)]):
            return by.name, span
    return known


def _said_by(speaker: str, text: str) -> str:
    """The words with who says them; "According to him" is put in the name's own words."""
    of_whom = _ACCORDING_TO_HIM.match(text)
    if of_whom is None:
        return f"{speaker}: {text}"
    name = _ACCORDING.sub("", speaker)
    return f"According to {name}, {text[of_whom.end() :]}"


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
        head = len(text) - len(without_dateline(text))
        if sentence.span is None or not start <= sentence.span[0] < start + head:
            text = text[head:]  # a place is kept where it is the answer
        if any(said.beside):
            quotes.append(Quote(article.article_id, *said.beside, sentence.score))
        by = asserted_by(article, spans, span)
        speaker = speaker_of(wide, by, article, spans)
        if speaker is not None and start == wide.start_char:
            text = _said_by(speaker[0], text)
            quotes.append(Quote(article.article_id, *speaker[1], sentence.score))
        drafts.append(DraftStatement(text, tuple(quotes), 1.0, by))
        taken.append((article.article_id, start, wide.end_char))
    return drafts
