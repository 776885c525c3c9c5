"""Who holds an office now: the newest holder that is named, and who replaced them.

The article that names a successor seldom names the office as the question does ("His replacement,
Joan Whitlock, came from the finance side"), but it answers "Who replaced …?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.terms import fold
from qa.answer.draft import DraftStatement, without_overlaps
from qa.answer.telling import Told, label
from qa.evidence.blend import odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.standing import left_office, of_successor
from qa.question.at_any_time import without_order
from qa.question.query import words_of

_LEAST_LIKELY, _LEAST_OF_OTHER = 0.5, 0.9
_ODDS_SHARE = 0.2  # of the best one's
_MOST_TRIED = 3  # names of whom it is asked who replaced them
_MOST_HANDOVERS = 2  # one after the other
_NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?:\s(?:(?:de|van|von|der|al|el|bin|of|and|the)\s){0,2}"
    r"[^\W\d_a-z][\w’'.-]*)*"
)


@dataclass(frozen=True)
class _Named:
    """A sentence and the name that is its answer; `left`: it tells that they hold it no longer."""

    sentence: EvidenceSentence
    name: str
    left: bool

    @property
    def words(self) -> frozenset[str]:
        return frozenset(fold(word) for word in words_of(self.name)[-1:])

    @property
    def at(self) -> tuple[str, int]:
        return self.sentence.article.article_id, self.sentence.start_char

    @property
    def day(self) -> str:
        return (self.sentence.article.published_at or "")[:10]


def build_holder(chain: Chain) -> Built | None:
    """The sentence that names who took an office over from the one who is told to hold it, and that
    one behind it; None where no article tells that: then it is looked up.
    """
    asked = without_order(chain.query.text)
    named = sorted(
        _named(chain.ask(asked).evidence.sentences), key=lambda n: (n.left, -n.sentence.score)
    )
    found = _now_and_before(named, chain)
    if found is None:
        return None
    holder, before = found
    told = [_said(holder, "Most recently", chain)]
    if before.day < holder.day:
        told.append(_said(before, "Earlier", chain))
    articles = {n.at[0]: n.sentence.article for n in (holder, before)}
    return Built("lookup", without_overlaps(told), articles, (holder.sentence,))


def _now_and_before(named: Sequence[_Named], chain: Chain) -> tuple[_Named, _Named] | None:
    """Who holds it now, and who is told to have held it before; None where nothing changed."""
    likely = [n for n in named if n.sentence.score >= _LEAST_LIKELY]
    each: dict[frozenset[str], _Named] = {}
    for one in likely:
        each.setdefault(one.words, one)
    for place, first in enumerate(list(each.values())[:_MOST_TRIED]):
        least = _LEAST_OF_OTHER if place else _LEAST_LIKELY
        holder = _after(first, named, chain, least)
        if holder is not first:
            return holder, first
    left = [n for n in likely if n.left and n.words != likely[0].words]
    return (likely[0], left[0]) if left and not likely[0].left else None


def _said(named: _Named, when: str, chain: Chain) -> DraftStatement:
    s = named.sentence
    told = Told(s.article, s.start_char, s.end_char, s.score)
    return chain.say(told, before=f"{when}, {label(told)}: ", score=told.score)


def _after(first: _Named, named: Sequence[_Named], chain: Chain, least: float) -> _Named:
    """Who holds it after the first one; themselves where nobody took it over."""
    since = min(n.day for n in named if n.words == first.words)
    before = {n.words for n in named if n.day < since}
    holder = first
    for _ in range(_MOST_HANDOVERS):
        successor = _successor(holder, before, chain)
        if successor is None or successor.sentence.score < least:
            return holder
        before.add(holder.words)
        holder = successor
    return holder


def _successor(holder: _Named, before: set[frozenset[str]], chain: Chain) -> _Named | None:
    """Who replaced the holder, in a sentence of their own, no older than the one that names the
    holder, and nobody who held the office before.
    """
    asked = chain.ask(f"Who replaced {holder.name}?").evidence.sentences
    found = [n for n in _named(asked) if n.words != holder.words]
    best = max((odds(n.sentence.score) for n in found), default=0.0)
    taken = [
        n
        for n in found
        if n.sentence.score >= _LEAST_LIKELY
        and odds(n.sentence.score) >= _ODDS_SHARE * best
        and n.words not in before
        and n.day >= holder.day
        and n.at != holder.at
    ]
    return max(taken, key=lambda n: (n.day, n.sentence.score), default=None)


def _named(sentences: Sequence[EvidenceSentence]) -> Iterator[_Named]:
    for sentence in map(of_successor, sentences):
        if sentence.span is None or sentence.article.published_at is None:
            continue
        names = _NAME.findall(sentence.article.text[slice(*sentence.span)])
        if names:
            yield _Named(sentence, names[-1], left_office(sentence))
