"""What those who speak of a matter say of it, side by side: "What do the two sides say?".

The model tells which sentences answer the question itself; who speaks there, and who says otherwise
beside it, are the sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from index.text.terms import analyse
from index.types import Article
from qa.answer.matter import Matter, matter_of
from qa.answer.same_figure import figures_apart
from qa.answer.telling import label_of
from qa.answer.wording import plain
from qa.evidence.context import MAX_QUOTE_SENTENCES
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain, DraftDisagreement, DraftSide
from qa.forms.over_time.values import of_other_fate
from qa.forms.sides.side_value import value_of
from qa.forms.sides.voices import (
    Voice,
    has_terms,
    is_settled,
    same_paragraph,
    says_otherwise,
    statement_of_voice,
    unquoted,
    voices_of,
)
from qa.question.form import subject_of
from qa.question.period import without_period
from qa.question.sides.asked import AskedSides

MOST_ARTICLES = 4
_MOST_VOICES = 24  # compared with one another
_FAR = 4  # sentences of one article between two who answer one another
# What the model says of a sentence counts whole, the matter's words in it less, and what stands
# beside it half. Set by hand on the year of Caldria and a second invented set, November 2026.
_OF_MATTER, _OF_NEIGHBOUR, _OF_NEXT = 0.35, 0.6, 0.3
_OF_NAME, _OF_OTHERWISE, _OF_ARTICLE, _BESIDE = 1.2, 0.8, 0.3, 0.2
_LEAST_RELEVANT, _OF_SUREST = 0.15, 0.7
_LEAST_THIRD, _THIRD_OF_SUREST = 0.5, 0.5
_SURELY_NAMED = 0.8
_BY_DESCRIPTION, _BY_WORDS = 0.8, 0.6
_OF_CONTRARY = 0.5
_ASKS_FIGURE = re.compile(r"^\W*how (?:many|much|large|big|long|high|far|old)\b", re.I)
_NEAR_NAME, _MOST_NAMED = 80, 12  # characters around a name; how often it is looked at
_BEFORE_NAME = re.compile(r"(?P<words>[^.;:“”\"\n]*)(?<!\w)[^\W\d_a-z][\w’'-]+ $")
_BEHIND_NAME = re.compile(r",[^,.;:“”\"\n]{2,70}[,.]")
_LEAST_NAMED = 0.3
_LEAST_SAME = 0.25  # what the model says of a sentence in which a side says it again elsewhere


@dataclass(frozen=True)
class Heard:
    """A voice, and how surely it, or what it stands beside, speaks of what is asked."""

    voice: Voice
    own: float
    near: float


def build_speakers(chain: Chain, asked: AskedSides) -> Built | None:
    """Of each side what it says; None where there are not two."""
    core = asked.core or chain.query.text
    matter = matter_of(subject_of(core), chain.catalog.vocabulary().rarity)
    found = _found(core, chain)
    if not found:
        return None
    scores = {(s.article.article_id, s.start_char): s for s in found}
    articles = list(dict.fromkeys(s.article.article_id for s in found))[:MOST_ARTICLES]
    by_id = {s.article.article_id: s.article for s in found}
    heard = [h for i in articles for h in _heard(by_id[i], scores, matter, chain)]
    pair = _named_pair(heard, asked.sides) if asked.sides else _contrary_pair(heard, core)
    if pair and asked.sides and asks_figure(core):
        # "The union" is mostly called by its name: two who both answer and are at odds are meant.
        contrary = _contrary_pair(heard, core)
        if contrary and _weakest(pair) < _OF_CONTRARY * _weakest(contrary):
            pair = contrary
    if pair is None:
        return None
    return _built(pair, asked, core, scores, heard, chain)


def asks_figure(question: str) -> bool:
    """Whether a question asks for how many, how much, or how large something is."""
    return _ASKS_FIGURE.match(question) is not None


def _weakest(pair: Sequence[Heard]) -> float:
    return min(one.own for one in pair[:2])


def _found(core: str, chain: Chain) -> Sequence[EvidenceSentence]:
    """The sentences that answer, of the question's time where articles of it do."""
    where = chain.where(reported=True)
    if where != chain.asked.where:
        text = without_period(core, chain.period)
        found = chain.ask(text, where).evidence
        if found.probability >= _LEAST_RELEVANT:
            return found.sentences
    return chain.ask(core, chain.asked.where).evidence.sentences


def _heard(
    article: Article,
    scores: Mapping[tuple[str, int], EvidenceSentence],
    matter: Matter,
    chain: Chain,
) -> list[Heard]:
    voices = voices_of(article, chain)
    own = [_relevance(voice, scores, matter) for voice in voices]
    heard: list[Heard] = []
    for place, voice in enumerate(voices):
        near, mine = own[place], own[place]
        for step, share in ((-2, _OF_NEXT), (-1, _OF_NEIGHBOUR), (1, _OF_NEIGHBOUR), (2, _OF_NEXT)):
            if 0 <= place + step < len(voices):
                apart = not same_paragraph(voice, voices[place + step])
                near = max(near, (_OF_NEXT if apart else share) * own[place + step])
        after = voices[place + 1] if place + 1 < len(voices) else None
        if after is not None and _explains(voice, after, mine, own[place + 1]):
            voice, mine = replace(voice, last=after.last), own[place + 1]
        heard.append(Heard(voice, mine, max(near, mine)))
    return heard


def _explains(voice: Voice, after: Voice, mine: float, theirs: float) -> bool:
    """Whether what the article says right behind a voice is what it speaks of, and answers more
    surely: "Villagers showed their phones. The message is timed at 3.11."
    """
    few = after.last - voice.first + 1 <= MAX_QUOTE_SENTENCES
    return bool(
        voice.name and not after.name and few and same_paragraph(voice, after) and theirs > 2 * mine
    )


def _relevance(
    voice: Voice, scores: Mapping[tuple[str, int], EvidenceSentence], matter: Matter
) -> float:
    read = [
        scores[voice.article.article_id, start].score
        for start, _ in voice.spans[voice.first : voice.last + 1]
        if (voice.article.article_id, start) in scores
    ]
    return max(read, default=0.0) + _OF_MATTER * matter.share(analyse(voice.text))


def _contrary_pair(heard: Sequence[Heard], core: str) -> tuple[Heard, ...] | None:
    """Two voices of one article, near to one another, that are at odds over what is asked: one of
    them answers it nearly as surely as any. A third that answers it as well stands beside them.
    """
    best: tuple[float, Heard, Heard] | None = None
    named = [h for h in heard if h.voice.name]
    surest = max((h.own for h in named), default=0.0)
    for n, one in enumerate(named):
        for other in named[n + 1 : n + 1 + _FAR]:
            if one.voice.article is not other.voice.article:
                break
            if other.voice.first - one.voice.last > _FAR or one.voice.key == other.voice.key:
                continue
            if max(one.own, other.own) < max(_LEAST_RELEVANT, _OF_SUREST * surest):
                continue
            otherwise = says_otherwise(one.voice, other.voice)
            if _count_others(one, other, core):
                continue
            otherwise += _BESIDE * same_paragraph(one.voice, other.voice)
            score = one.near + other.near + _OF_OTHERWISE * otherwise
            if otherwise and (best is None or score > best[0]):
                best = score, one, other
    if best is None:
        return None
    pair = best[1:]
    known = {one.voice.key for one in pair}
    third = [
        h
        for h in named
        if h.voice.key not in known
        and h.own >= max(_LEAST_THIRD, _THIRD_OF_SUREST * surest)
        and h.voice.article is not best[1].voice.article
        and _answers_alike(h, *pair, core)
    ]
    return (*pair, *sorted(third, key=lambda h: -h.own)[:1])


def _answers_alike(third: Heard, one: Heard, other: Heard, core: str) -> bool:
    """Whether a third voice, of another article, gives a figure of the same kind where the two that
    are at odds give figures.
    """
    if figures_apart(one.voice.text, other.voice.text) is None:
        return True
    pairs = [figures_apart(third.voice.text, h.voice.text) for h in (one, other)]
    return any(p and not of_other_fate(core, third.voice.text, p[0]) for p in pairs)


def _count_others(one: Heard, other: Heard, core: str) -> bool:
    """Whether the figures of two voices are of others than those who are asked for: the dead where
    the missing are.
    """
    apart = figures_apart(one.voice.text, other.voice.text)
    if apart is None:
        return False
    texts = (one.voice.text, other.voice.text)
    return any(of_other_fate(core, t, f) for t, f in zip(texts, apart, strict=True))


def _named_pair(heard: Sequence[Heard], sides: Sequence[str]) -> tuple[Heard, ...] | None:
    """The voices of the two who are named; where one's name fits nobody, who answers the other."""
    known = _described([h.voice for h in heard])
    meant = [(h, [_is_meant(side, h.voice, known) for side in sides]) for h in heard]
    meant.sort(key=lambda pair: -(max(pair[1]) + pair[0].near))
    best: tuple[float, Heard, Heard] | None = None
    for (one, first), (other, second) in permutations(meant[:_MOST_VOICES], 2):
        of_one, of_other = first[0], second[1] if len(sides) > 1 else 0.0
        if of_one < _LEAST_NAMED and of_other < _LEAST_NAMED:
            continue
        if one.voice.overlaps(other.voice) or one.voice.key == other.voice.key:
            continue
        otherwise = says_otherwise(one.voice, other.voice, unnamed=True)
        both = min(of_one, of_other) >= _LEAST_NAMED
        sure = both and min(one.near, other.near) >= _LEAST_RELEVANT
        beside = otherwise + _BESIDE * same_paragraph(one.voice, other.voice)
        if not both and not (beside and one.voice.article is other.voice.article):
            continue
        score = _OF_NAME * (of_one + of_other + sure) + one.near + other.near
        score += _OF_OTHERWISE * beside + _OF_ARTICLE * (one.voice.article is other.voice.article)
        if best is None or score > best[0]:
            best = score, one, other
    return best[1:] if best else None


def _is_meant(side: str, voice: Voice, descriptions: Mapping[str, str]) -> float:
    """How surely a voice is the side that the question names, 0 to 1: by its name, by what the
    articles call who bears it, or, where nobody is named, by its words.
    """
    if not voice.name:
        return _BY_WORDS * (has_terms(side, unquoted(voice.text)) == 1.0)
    by_name = has_terms(side, f"{voice.name} {voice.called}")
    if by_name == 1.0:
        return 1.0
    return max(by_name, _BY_DESCRIPTION * has_terms(side, descriptions.get(voice.key, "")))


def _described(voices: Sequence[Voice]) -> dict[str, str]:
    """By each person's key the words around the name in the articles: "the mayor, Gunnar Feld"."""
    articles = list({v.article.article_id: v.article for v in voices}.values())
    names = {v.key: v.name.split()[-1] for v in voices if v.name and v.key}
    return {
        key: " ".join(said for a in articles for said in _said_beside(name, a.text))
        for key, name in names.items()
    }


def _said_beside(name: str, text: str) -> Iterator[str]:
    """What stands before a first name and the name, and in commas behind it; nothing for a place or
    a body, which have no first name.
    """
    at = text.find(name)
    for _ in range(_MOST_NAMED):
        if at < 0:
            return
        before = _BEFORE_NAME.search(text[max(0, at - _NEAR_NAME) : at])
        if before is not None:
            after = _BEHIND_NAME.match(text[at + len(name) : at + len(name) + _NEAR_NAME])
            yield f"{before['words']} {after[0] if after else ''}"
        at = text.find(name, at + len(name))


def _built(
    pair: Sequence[Heard],
    asked: AskedSides,
    core: str,
    scores: Mapping[tuple[str, int], EvidenceSentence],
    heard: Sequence[Heard],
    chain: Chain,
) -> Built:
    sides = [one.voice for one in pair]
    told: list[Voice] = list(sides)
    again: list[list[Voice]] = [[] for _ in sides]
    known = _described([h.voice for h in heard])
    for n, side in enumerate(asked.sides[: len(sides)]):
        others = [
            h
            for h in heard
            if h.own >= _LEAST_SAME
            and _is_meant(side, h.voice, known) >= _SURELY_NAMED
            and h.voice.article.publisher != sides[n].article.publisher
            and all(h.voice is not voice for voice in told)
        ]
        again[n] = [h.voice for h in sorted(others, key=lambda h: -h.own)[:1]]
        told += again[n]
    ordered = sorted(told, key=lambda v: (v.article.published_at or "", v.start_char))
    drafts = tuple(statement_of_voice(v, chain, before=f"{label_of(v.article)}: ") for v in ordered)
    other = [sides[1], *(sides[0] for _ in sides[1:])]
    shown = [
        DraftSide(
            value_of(voice, other[n], scores),
            ordered.index(voice),
            _publishers([voice, *again[n]]),
            (voice.article.published_at or "")[:10] or None,
        )
        for n, voice in enumerate(sides)
    ]
    shown.sort(key=lambda side: side.statement)
    differ: tuple[DraftDisagreement, ...] = (
        DraftDisagreement(plain(core.rstrip("?"))[:80], tuple(shown)),
    )
    if any(is_settled(voice) for voice in sides):
        differ = ()
    held = {v.article.article_id: v.article for v in told}
    return Built("comparison", drafts, held, disagreements=differ)


def _publishers(voices: Sequence[Voice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.article.publisher for v in voices if v.article.publisher))
