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
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.standing import left_office, of_successor
from qa.question.at_any_time import without_order
from qa.question.query import words_of

_LEAST_LIKELY, _LEAST_OF_OTHER = 0.5, 0.9
_ODDS_SHARE = 0.2  # of the best one's
_TAKES_OVER = re.compile(
    r"\b(?:replac\w*|succe(?:ss|ed)\w*|t(?:akes?|ook|aken) (?:over|charge|the (?:job|post|office|"
    r"helm)|(?:his|her|their) (?:place|post|job))|tak(?:es?|ing) over|named|appoint\w*|elect\w*|"
    r"chosen|picked|promoted|sworn|hir(?:ed|es)|new|interim|acting|instead|"
    r"in (?:his|her|their|its) (?:stead|place)|fill(?:s|ed)|won|beat|unseat\w*|defeat\w*|"
    r"oust\w*|bec(?:omes?|ame)|"
    r"step(?:s|ped) in|predecessor|handed|in charge|inherit\w*|bought|acquired|since)\b",
    re.I,
)
_BEFORE = 2  # sentences in which the one who is replaced may be named
_PERSON = re.compile(
    r"[^\W\d_a-z][\w’'-]+\s(?:[a-z]{2,3}\s)?[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+)?"
)
_MOST_TRIED = 2  # names of whom it is asked who replaced them
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
    def at_chars(self) -> tuple[int, int]:
        return self.sentence.start_char, self.sentence.end_char

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
        and _is_of(n, holder, chain)
    ]
    return max(taken, key=lambda n: (n.day, n.sentence.score), default=None)


def _is_of(taken: _Named, holder: _Named, chain: Chain) -> bool:
    """Whether a sentence tells of the holder that somebody takes over: it names them, or it names
    nobody else and one of the two before it does. "The head of finance, Rupert Lisle, is succeeded
    by Miriam Castellane" says nothing of the mayor.
    """
    text, (start, end) = taken.sentence.article.text, taken.at_chars
    if _TAKES_OVER.search(text[start:end]) is None:
        return False
    if _has(holder, text[start:end]):
        return True
    others = [m.group() for m in _PERSON.finditer(text[start:end])]
    if any(fold(words_of(name)[-1]) not in taken.words for name in others):
        return False
    spans = article_sentences(chain.passages_of(taken.at[0]))
    at = next((n for n, span in enumerate(spans) if span[0] == start), 0)
    return any(_has(holder, text[slice(*span)]) for span in spans[max(0, at - _BEFORE) : at])


def _has(holder: _Named, text: str) -> bool:
    return bool(holder.words & {fold(word) for word in words_of(text)})


def _named(sentences: Sequence[EvidenceSentence]) -> Iterator[_Named]:
    for sentence in map(of_successor, sentences):
        if sentence.span is None or sentence.article.published_at is None:
            continue
        names = _NAME.findall(sentence.article.text[slice(*sentence.span)])
        if names:
            yield _Named(sentence, names[-1], left_office(sentence))
