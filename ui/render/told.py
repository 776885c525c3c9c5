"""What an answer's text is made of: sentences, each with who vouches for it. Pure.

A sentence that stands in the timeline, or as a side of a disagreement that was asked for, isn't
told a second time in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from qa.evidence.dated_text import ADDED
from qa.types import Answer, Side, Statement, TimelineEntry
from ui.render.wording import asserted_words, one_line

_IN_FEW_WORDS = ("lookup", "list", "count")
_SHORT_CHARS = 80  # a longer short answer is no headline; the text below says it anyway
_DATED = re.compile(rf"(?:\s+(?:morning|afternoon|evening|night|noon|midnight))?({ADDED.pattern})")
_Told = TypeVar("_Told")  # a part of an answer, as HTML or as lines


@dataclass(frozen=True)
class Piece:
    """A piece of the text, markers included, and what is said before it ("alleged by police:")."""

    label: str
    text: str


@dataclass(frozen=True)
class InFewWords:
    """The short answer as a headline: what is said before it, its words, the date that is added to
    them (" (October 4, 2022)", or ""), and the marker of its quote.
    """

    label: str
    words: str
    added: str
    marker: int


def in_few_words(answer: Answer) -> InFewWords | None:
    """The headline of an answer. What happened, how reports differ and what they come to is told in
    sentences: a few words of one would be a fragment.
    """
    short = answer.short_answer
    words = one_line(short.text) if short else ""
    if not short or answer.form not in _IN_FEW_WORDS or not 0 < len(words) <= _SHORT_CHARS:
        return None
    label = label_of(answer, words, (short.marker,))
    return InFewWords(label, words, _date_added(answer, words, short.marker), short.marker)


def pieces(answer: Answer) -> tuple[Piece, ...]:
    """The text of the answer in pieces; joined, with their labels left out, they are the text, or
    what of it no timeline and no comparison tells.
    """
    shown = _shown_apart(answer)
    if shown:
        return _of_statements([s for s in answer.statements if not _is_among(s, shown)])
    whole = (Piece("", answer.text),)
    labels = [asserted_words(s.asserted_by, s.text) for s in answer.statements]
    if not any(labels):
        return whole
    found, at = [], 0
    for statement, label in zip(answer.statements, labels, strict=True):
        start = answer.text.find(statement.text, at)
        if start < 0:  # the text is worded otherwise: an allegation must not lose its label
            return _of_statements(answer.statements)
        found.append((start, label))
        at = start + len(statement.text)
    ends = [start for start, _ in found[1:]] + [len(answer.text)]
    cut = [
        Piece(label, answer.text[start:end])
        for (start, label), end in zip(found, ends, strict=True)
    ]
    return (Piece("", answer.text[: found[0][0]]), *cut) if found[0][0] else tuple(cut)


def text_of(answer: Answer) -> str:
    """The text of the answer with who vouches for what, for places without style."""
    return "".join(labelled(piece.label, piece.text) for piece in pieces(answer)).strip()


def sentence_of(answer: Answer, text: str, markers: Sequence[int]) -> str:
    """A sentence of a timeline or of a side: with who vouches for it, and with its markers."""
    return labelled(label_of(answer, text, markers), with_markers(text, markers))


def labelled(label: str, text: str) -> str:
    """`text` with who vouches for it before it, as a sentence of plain text begins."""
    return f"{label[:1].upper()}{label[1:]} {text}" if label else text


def label_of(answer: Answer, text: str, markers: Sequence[int]) -> str:
    """What is said before a sentence that stands in a timeline, a side or a short answer: as before
    the statement that says the same, or that stands on the same quotes.
    """
    same = [s for s in answer.statements if s.text.strip() and (s.text in text or text in s.text)]
    found = [s for s in same if set(s.markers) & set(markers)] or same
    found = found or [s for s in answer.statements if set(s.markers) & set(markers)]
    labels = [asserted_words(s.asserted_by, s.text) for s in found]
    return next(filter(None, labels), "")


def _date_added(answer: Answer, words: str, marker: int) -> str:
    """The date that the statement says behind these words: " (October 4, 2022)" for "Tuesday"."""
    for statement in answer.statements:
        at = statement.text.find(words) if marker in statement.markers else -1
        if at >= 0:
            found = _DATED.match(statement.text, at + len(words))
            return found[1] if found else ""
    return ""


def in_order(answer: Answer, text: _Told, timeline: _Told, differ: _Told) -> tuple[_Told, ...]:
    """The parts of an answer in the order in which they are shown: what was asked for comes first,
    what the text says beside it, or what was found without being asked for, below.
    """
    if answer.timeline:
        return timeline, text, differ
    return (differ, text, timeline) if _shown_apart(answer) else (text, timeline, differ)


def _shown_apart(answer: Answer) -> tuple[TimelineEntry | Side, ...]:
    if answer.timeline:
        return answer.timeline
    if answer.form == "comparison":
        return tuple(side for item in answer.disagreements for side in item.sides)
    return ()


def _is_among(statement: Statement, shown: Sequence[TimelineEntry | Side]) -> bool:
    text = statement.text.strip()
    return any(
        text in item.text or item.text in text or set(statement.markers) <= set(item.markers)
        for item in shown
    )


def _of_statements(statements: Sequence[Statement]) -> tuple[Piece, ...]:
    return tuple(
        Piece(asserted_words(s.asserted_by, s.text), f"{with_markers(s.text, s.markers)} ")
        for s in statements
    )


def with_markers(text: str, markers: Sequence[int]) -> str:
    """`text` with those of its markers behind it that don't stand in it."""
    missing = "".join(f"[{m}]" for m in markers if f"[{m}]" not in text)
    return f"{text} {missing}" if missing else text
