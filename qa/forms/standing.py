"""How things stand now: of dated sentences that answer alike the newest, what it has replaced, and
who has taken an office over.

"How much will the bridge cost?" was answered in February and again in November. The articles know
no better than the newest of them, and a reader should see that the older figure is no longer so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.text.terms import analyse, fold
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.matter import Matter
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.question.query import words_of
from qa.question.times.days import ANY_DATE, is_verb
from qa.question.times.standing import Kind, standing_kind

# A sentence is on the matter when it, and what both headlines say, has so much of its words.
_ON_MATTER = 0.6
_LOOK_FOR_SUCCESSOR = 3  # sentences behind the one that tells who leaves
_PUT_OFF = re.compile(
    r"\b(?:put (?:off|back)|postponed?|delay(?:ed|s)?|brought forward|moved|rescheduled?|"
    r"instead of|not before|later than|earlier than|at the earliest|push(?:ed)? back|new date)\b",
    re.I,
)
_OPENING_CHARS = 600
_WHERE = re.compile(r"\b(?:in|at|on|from|during|after|by|for|near)\b", re.I)
_PRICE = re.compile(r"\b(?:costs?|price|fare|fee|worth|pay)\b", re.I)
_ANYBODY = ("people", "person", "persons")  # who died is told as workers, residents, soldiers
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOOK_OVER = re.compile(
    r"\b(?:t(?:ook|akes?) over from|succeed(?:s|ed)|replace[sd]|unseat\w*|defeat\w*|beat|oust\w*|"
    r"in place of|after)\b",
    re.I,
)
_NO_LONGER = re.compile(
    r"\b(?:former|ex|late|then|deputy|acting|vice|outgoing|predecessor)[\s-]+$", re.I
)
_LEAVES = re.compile(
    r"\b(?:steps?|stepped|stepping|stands?|stood) (?:down|aside)|\bresign\w*|\bquits?\b|"
    r"\b(?:is|was|be|has been|have been) (?:out|gone|ousted|replaced|succeeded|dismissed|fired|"
    r"sacked|removed|voted out)\b|\bleav(?:es|ing)\b|\bleft\b|\bretir\w+|\bparts? with\b|"
    r"\b(?:defeat|beat|unseat|oust|replac|succeed)\w*|\bdied\b|\blast day\b",
    re.I,
)
_NAME = (
    r"(?-i:[^\W\d_a-z][\w’'-]{1,40}"
    r"(?:\s(?:(?:de|van|von|al|el|bin)\s)?[^\W\d_a-z][\w’'-]{1,40}){1,2})"
)
_BESIDE = r"(?:,\s[^.;]{2,80}?,|,)?\s(?:who\s)?"  # "Henrik Falk, her deputy, "
_WILL = r"(?:(?:will|is to|was to|would|has|have|had|is set to)\s)?"
_MOST_CHARS = 1_000  # of a sentence, or what is taken for one, that are read for a successor
_TAKES_OVER = re.compile(
    rf"(?:succeeded|replaced|followed) by (?:[\w’'-]+\s){{0,4}}?(?P<a>{_NAME})|"
    rf"(?P<b>{_NAME}){_BESIDE}{_WILL}(?:takes?|took|taken) over\b|"
    rf"(?P<c>{_NAME}){_BESIDE}{_WILL}(?:succeed(?:s|ed)?|replace[sd]?)\s|"
    r"\bsuccessor(?:,| is| will be| was)?(?: named| as)?\s(?:[\w’'-]+\s){0,3}?"
    rf"(?P<d>{_NAME})|(?P<e>{_NAME}){_BESIDE}(?:was|is|has been|will be)\s"
    r"(?:named|appointed|elected|chosen|sworn in)\b",
    re.I,
)


@dataclass(frozen=True)
class Standing:
    """How what is asked stands now: the newest sentence that answers, those that it replaced (the
    newest of them first), and the sentence that names who took an office over.
    """

    newest: EvidenceSentence
    replaced: tuple[EvidenceSentence, ...] = ()
    successor: EvidenceSentence | None = None


def standing_of(
    chosen: Sequence[EvidenceSentence], read: Iterable[EvidenceSentence], chain: Chain
) -> Standing | None:
    """How things stand, from the sentences `chosen` for an answer and others that were `read` and
    may answer; None where nothing newer is told, or the question names a time.
    """
    kind = standing_kind(chain.query.text)
    if not kind and chosen:
        kind = _kind_of_answer(max(chosen, key=lambda s: s.score))
    of_a_time = chain.period is not None and chain.period.words.lower() not in ("today", "now")
    if not kind or not chosen or of_a_time or len(chain.outlets) > 1:
        return None
    best = max(chosen, key=lambda s: s.score)
    matter, asked = chain.matter().without(_ANYBODY), frozenset(analyse(chain.query.text))
    known = {(s.article.article_id, s.start_char) for s in chosen}
    pool = [*chosen, *(s for s in read if (s.article.article_id, s.start_char) not in known)]
    if kind == "holder":
        pool = [s if s is best else of_successor(s) for s in pool]
    values = {id(s): _values(kind, s, asked) for s in pool}
    alike = [
        s
        for s in pool
        if s is best
        or (
            _day(s)
            and not of_old(chain.query.text, s)
            and not (kind == "holder" and left_office(s))
            and _on_matter(kind, best, s, matter, chain.query.names, chain.query.text)
            and any(one.may_become(two) for one in values[id(best)] for two in values[id(s)])
        )
    ]
    later = [
        s
        for s in alike
        if _day(s) > _day(best)
        and (not _agree(values, s, best) or (kind == "holder" and _LEAVES.search(s.text)))
    ]
    newest = max(later, key=lambda s: (_day(s), s.score), default=best)
    replaced = [s for s in alike if _day(s) < _day(newest) and not _agree(values, s, newest)]
    successor = successor_of(newest, chain) if kind == "holder" else None
    if newest is best and successor is None and not any(s in chosen for s in replaced):
        return None
    replaced.sort(key=lambda s: (s not in chosen, -s.score))
    told = sorted(replaced[:1] + [s for s in replaced[1:] if s in chosen], key=_day, reverse=True)
    return Standing(newest, tuple(told), successor)


def _kind_of_answer(best: EvidenceSentence) -> Kind:
    figures = [f for f in figures_of(best.text) if not is_step(best.text, f)]
    return "figure" if any(_in_answer(f, best) for f in figures) else ""


@dataclass(frozen=True)
class _Value:
    """A figure, or a day or a surname in words. `is_answer`: the short answer holds it."""

    figure: Figure | None = None
    words: str = ""
    is_answer: bool = False

    def agrees(self, other: _Value) -> bool:
        if self.figure is None or other.figure is None:
            return self.words == other.words
        return self.figure.agrees(other.figure)

    def may_become(self, other: _Value) -> bool:
        """Whether both are of one kind: they count alike, or both are what the question asks."""
        if self.figure is None or other.figure is None:
            return True
        asked = self.is_answer and other.is_answer
        alike = asked or self.figure.counts_like(other.figure)
        return alike and self.figure.may_become(other.figure)


def _values(kind: Kind, sentence: EvidenceSentence, asked: frozenset[str]) -> list[_Value]:
    """What a sentence has of the kind that is asked for: figures, days in words, or a surname."""
    text = sentence.text
    if kind == "holder":
        if sentence.span is None:
            return []
        start, end = sentence.span
        words = words_of(sentence.article.text[start:end])
        before = sentence.article.text[max(0, start - 40) : start]
        named = words and words[-1][:1].isupper() and not _NO_LONGER.search(before)
        return [_Value(words=fold(words[-1]))] if named else []
    if kind == "day":
        found = [m for m in ANY_DATE.finditer(text) if not is_verb(m)]
        return [_Value(words=fold(re.sub(r"^the ", "", match.group()))) for match in found]
    figures = [f for f in figures_of(text) if not is_step(text, f)]
    known = [_Value(f, is_answer=_in_answer(f, sentence)) for f in figures]
    return [v for v in known if v.is_answer or (v.figure and v.figure.nouns & asked)]


def _in_answer(figure: Figure, sentence: EvidenceSentence) -> bool:
    at, span = sentence.start_char + figure.start, sentence.span
    return span is not None and span[0] <= at < span[1]


def of_old(question: str, sentence: EvidenceSentence | Told) -> bool:
    """Whether a sentence tells of a year long before its article: "the quake of 1987"."""
    published = sentence.article.published_at
    if published is None:
        return False
    years = [y for y in _YEAR.findall(sentence.text) if y not in question]
    return bool(years) and all(int(y) < int(published[:4]) - 1 for y in years)


def _agree(values: dict[int, list[_Value]], one: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Whether two sentences have a value in common."""
    return any(a.agrees(b) for a in values[id(one)] for b in values[id(other)])


def _on_matter(
    kind: Kind,
    one: EvidenceSentence,
    other: EvidenceSentence,
    matter: Matter,
    names: Sequence[str],
    question: str,
) -> bool:
    """Whether the other sentence is on the matter too, with every word of it that the one has: who
    was on board is not who was hurt. What both headlines say need not be said again, nor a name
    that its article opens with.
    """
    headlines = [set(analyse(s.article.title or "")) for s in (one, other)]
    opening = analyse(f"{other.article.title or ''} {other.article.text[:_OPENING_CHARS]}")
    named = set(analyse(" ".join(names))) & set(opening)
    if kind == "figure":  # the place and the story may stand before, what is counted may not
        named |= _story_terms(question) & set(opening)
    theirs = set(analyse(other.text)) | (headlines[0] & headlines[1]) | named
    if kind == "day" and _PUT_OFF.search(other.text):
        return matter.share(theirs) > 0
    if kind == "holder" and one.span is not None and _TOOK_OVER.search(other.text):
        return surname(one.article.text[slice(*one.span)]) <= {
            fold(w) for w in words_of(other.text)
        }
    if matter.share(theirs) < _ON_MATTER:
        return False
    mine = set(analyse(one.text))
    return all(terms & theirs for terms in matter.terms if terms & mine)


def _story_terms(question: str) -> set[str]:
    """The terms behind a preposition, "in the tunnel collapse", and the word for a price."""
    behind = _WHERE.split(question, maxsplit=1)[1:]
    return set(analyse(f"{' '.join(behind)} {' '.join(_PRICE.findall(question))}"))


def _day(sentence: EvidenceSentence) -> str:
    return (sentence.article.published_at or "")[:10]


def successor_of(sentence: EvidenceSentence, chain: Chain) -> EvidenceSentence | None:
    """Where the sentence tells that who held an office leaves it, the one at or behind it that
    names who takes it over.
    """
    if not _LEAVES.search(sentence.text):
        return None
    article = sentence.article
    spans = article_sentences(chain.passages_of(article.article_id))
    at = next((n for n, span in enumerate(spans) if span[0] == sentence.start_char), None)
    if at is None:
        return None
    leaving = set() if sentence.span is None else surname(article.text[slice(*sentence.span)])
    for start, end in spans[at : at + 1 + _LOOK_FOR_SUCCESSOR]:
        for match in _TAKES_OVER.finditer(article.text[start : min(end, start + _MOST_CHARS)]):
            group = next(name for name, words in match.groupdict().items() if words)
            if surname(match[group]) == leaving:
                continue
            named = (start + match.start(group), start + match.end(group))
            return EvidenceSentence(
                article, sentence.passage, start, end, sentence.score, named, 1.0
            )
    return None


def of_successor(sentence: EvidenceSentence) -> EvidenceSentence:
    """The sentence with who took over for its answer where its answer is who was replaced: "Roe,
    who replaced Olin as fire chief".
    """
    if sentence.span is None:
        return sentence
    replaced = surname(sentence.article.text[slice(*sentence.span)])
    for match in _TAKES_OVER.finditer(sentence.text[:_MOST_CHARS]):
        group = next(name for name, words in match.groupdict().items() if words)
        rest = {fold(w) for w in words_of(sentence.text[match.end() :][:80])}
        if surname(match[group]) != replaced and replaced <= rest:
            start = sentence.start_char
            span = (start + match.start(group), start + match.end(group))
            return replace(sentence, span=span)
    return sentence


_LEFT = re.compile(
    r"^[^.;]{0,60}?\b(?:(?:steps?|stepped|stepping|stands?|stood) (?:down|aside)|resign\w*|quits?|"
    r"(?:is|was|be|been) (?:out|gone|ousted|replaced|succeeded|dismissed|fired|sacked|removed|"
    r"voted out)|leav(?:es|ing)|left|retir\w+|parts? with|died|moved? to|predecessor)\b",
    re.I,
)
_SENT_AWAY = re.compile(
    r"\b(?:ousted|dismissed|fired|sacked|removed|replac(?:ed|es|ing)|succeed(?:ed|s|ing)|unseat\w*|"
    r"took over from|resignation of|death of|departure of)\b[^.;]{0,60}$",
    re.I,
)
_NEAR = 80  # characters before and behind a name


def left_office(sentence: EvidenceSentence) -> bool:
    """Whether a sentence tells that the one who is its answer holds an office no longer."""
    if sentence.span is None:
        return False
    text, (start, end) = sentence.article.text, sentence.span
    before = text[max(sentence.start_char, start - _NEAR) : start]
    behind = text[end : min(sentence.end_char, end + _NEAR)]
    return any((_NO_LONGER.search(before), _SENT_AWAY.search(before), _LEFT.match(behind)))


def surname(name: str) -> set[str]:
    """The last word of a name, folded."""
    return {fold(word) for word in words_of(name)[-1:]}
