"""Who says otherwise than the answer of a lookup though nobody asked: another outlet's report of
the same days, or the next voice of the same article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index.text.terms import analyse
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.same_figure import PERSONS, alike, is_of_other
from qa.answer.telling import Told, corrects, demands
from qa.answer.wording import plain
from qa.evidence.blend import odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.forms.over_time.values import of_other_fate
from qa.forms.sides.differences import (
    ANYBODY,
    Counted,
    Difference,
    is_update,
    same_report,
    same_time,
)
from qa.forms.sides.voices import Voice, same_paragraph, voices_of
from qa.forms.standing import of_old
from qa.question.query import words_of

# What the model says of a sentence that stands against the answer, and its share of the answer's
# odds. In the year of Caldria and a second invented set, November 2026, rivals had .69 to .96, the
# figures of other things at most .64, but for those whose nouns tell them apart.
_LEAST_SURE, _ODDS_SHARE = 0.5, 0.02
_LEAST_ASKED = 0.35  # where the question itself says that reports differ
_SAYS_AS_MUCH = 0.5  # of the question's words that the answer has, in the other report
_LEAST_READ = 0.2  # of a sentence whose neighbour is looked at, and of the neighbour nothing
# What does not move with time once it has happened: later reports that differ bring no news.
_LASTS = re.compile(
    r"^\W*(?:and |but |so )?how (?:many|much|far|long|tall|high|fast|strong|old|big|large|heavy)"
    r"\b.*\b(?:on board|aboard|crew|attend\w*|march\w*|demonstrat\w*|vot(?:ed|es)|born|births?|"
    r"took part|walk\w*|ran|jump\w*|weigh\w*|wide|tall|gusts?|magnitude|turnout|guests?|"
    r"passengers?|rain\w*|snow\w*|precipitation|came down|crest\w*|peak\w*|temperatures?|"
    r"degrees)\b",
    re.I,
)
_WHEN = re.compile(
    r"^\W*(?:and |but |so )?(?:since when|when (?:was|were|did|had)|(?:in |since )?(?:what|"
    r"which) year)\b",
    re.I,
)
_YEAR = re.compile(r"(?<![\d,.-])(?:1[5-9]|20)\d\d(?![\d,.-]?\d)")
_SOON_DAYS = 31
_MOST_ABOUT = 80  # characters that say what a difference is about
_STEM = 5  # letters by which a word of the question is known again: "marched", "marchers"


def rival_figure(
    chosen: Sequence[EvidenceSentence],
    read: Sequence[EvidenceSentence],
    chain: Chain,
    *,
    asked: bool = False,
) -> Difference | None:
    """Another outlet's figure of the same days that the model takes for an answer too and that does
    not agree with the short answer; None where all do. Where a difference is `asked` for, any other
    report will do, of any day.
    """
    best = max(chosen, key=lambda s: s.score)
    mine = _answer_of(best)
    if mine is None or corrects(best.text) or demands(best.text) != demands(chain.query.text):
        return None
    lasts = _LASTS.search(chain.query.text) is not None and chain.period is None
    least = _LEAST_ASKED if asked else _LEAST_SURE
    clusters = chain.catalog.copies.clusters_of(s.article.article_id for s in (best, *read))
    for sentence in read:
        if sentence.score < least or odds(sentence.score) < _ODDS_SHARE * odds(best.score):
            break
        theirs = _answer_of(sentence, mine.figure)
        if (
            theirs is None
            or same_report(mine, theirs, clusters, same_outlet=asked)
            or _says_less(sentence, best, chain)
        ):
            continue
        if not (asked or same_time(mine, theirs) or (lasts and _soon(best, sentence))):
            continue
        if demands(sentence.text) != demands(best.text):
            continue
        if of_old(chain.query.text, sentence) and not of_old(chain.query.text, best):
            continue  # the spill of 1989 beside this one
        if is_of_other(theirs.told.text, theirs.figure.start) or _agrees_somewhere(
            mine.figure, sentence.text
        ):
            continue
        if is_update(mine, theirs):
            continue
        if of_other_fate(chain.query.text, theirs.told.text, theirs.figure):
            continue
        if _one_kind(mine.figure, theirs.figure, chain.query.text):
            return Difference(about_asked(chain), (mine, theirs))
    return None


def _says_less(sentence: EvidenceSentence, best: EvidenceSentence, chain: Chain) -> bool:
    """Whether a sentence, its passage and its headline have few of the question's words that the
    answer has: who is in intensive care is not everybody who was treated.
    """
    wanted = {word[:_STEM] for word in map(str.lower, chain.query.content_words)}
    mine = wanted & _stems(best.text)
    start, end = sentence.passage.start_char, sentence.passage.end_char
    theirs = _stems(f"{sentence.article.title or ''} {sentence.article.text[start:end]}")
    return len(mine & theirs) < _SAYS_AS_MUCH * len(mine)


def _stems(text: str) -> set[str]:
    return {word[:_STEM].lower() for word in words_of(text)}


def about_asked(chain: Chain) -> str:
    """What a difference is about, in the words of the question."""
    return plain(chain.query.text.rstrip(" ?"))[:_MOST_ABOUT]


def _soon(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    days = [(s.article.published_at or "")[:10] for s in (one, other)]
    if not all(len(day) == 10 for day in days):
        return False
    first, last = map(date.fromisoformat, days)
    return abs((first - last).days) <= _SOON_DAYS


def _answer_of(sentence: EvidenceSentence, like: Figure | None = None) -> Counted | None:
    """The figure that the short answer of a sentence has, or the one beside it that counts as
    another does: "3.9 billion crowns ($358 million)".
    """
    span, text = sentence.span, sentence.text
    if span is None:
        return None
    figures = [f for f in figures_of(text, bare=True) if not is_step(text, f)]
    inside = [f for f in figures if span[0] <= sentence.start_char + f.start < span[1]]
    if inside and like is not None and not alike(inside[0], like):
        inside = [f for f in figures if f.unit and f.unit == like.unit] or inside
    if not inside:
        return None
    told = Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
    return Counted(told, inside[0], frozenset(analyse(text)))


def _agrees_somewhere(figure: Figure, text: str) -> bool:
    return any(alike(figure, f) and figure.agrees(f) for f in figures_of(text, bare=True))


def _one_kind(one: Figure, other: Figure, question: str) -> bool:
    """Whether two figures that both answer may be of one thing: what they count is the same, or in
    one of them nobody in particular, or named in the question.
    """
    if one.unit or other.unit:
        return alike(one, other) and one.may_become(other)
    small, large = sorted((abs(one.value), abs(other.value)))
    if large > 20 * small:
        return False
    if not one.nouns or not other.nouns or one.nouns & other.nouns:
        return True
    return _vague(one, question) and _vague(other, question)


def _vague(figure: Figure, question: str) -> bool:
    words = set(analyse(question))
    asked = {word[:_STEM] for word in words}
    who = PERSONS if words & PERSONS else ANYBODY
    return bool(figure.nouns & who) or any(noun[:_STEM] in asked for noun in figure.nouns)


def rival_year(
    chosen: Sequence[EvidenceSentence], read: Sequence[EvidenceSentence], chain: Chain
) -> Difference | None:
    """Another article's year for what happened once; None where all have the same."""
    if not _WHEN.match(chain.query.text) or chain.period is not None:
        return None
    best = max(chosen, key=lambda s: s.score)
    mine = _year_of(best)
    for sentence in read if mine is not None and not corrects(best.text) else ():
        if sentence.score < _LEAST_SURE or odds(sentence.score) < _ODDS_SHARE * odds(best.score):
            break
        theirs = _year_of(sentence)
        if theirs is None or sentence.article.article_id == best.article.article_id:
            continue
        assert mine is not None
        differs = theirs.figure.value != mine.figure.value and not corrects(sentence.text)
        if differs and not _says_less(sentence, best, chain):
            return Difference(about_asked(chain), (mine, theirs))
    return None


def _year_of(sentence: EvidenceSentence) -> Counted | None:
    """The one year in the short answer of a sentence, as a figure."""
    if sentence.span is None:
        return None
    years = list(_YEAR.finditer(sentence.article.text, *sentence.span))
    if len(years) != 1:
        return None
    year = years[0]
    told = Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
    at = year.start() - sentence.start_char
    words = Figure(float(year.group()), "", frozenset(), "", year.group(), at)
    return Counted(told, words, frozenset(analyse(told.text)))


def rival_voice(
    chosen: Sequence[EvidenceSentence], read: Sequence[EvidenceSentence], chain: Chain
) -> Difference | None:
    """The figure of another voice that stands right beside a likely sentence and takes the place of
    its short answer: "The board counted 38 births. The midwives come to 51."; None where none does.
    """
    best = max(chosen, key=lambda s: s.score)
    answer = _answer_of(best)
    for sentence in (best, *(s for s in read if s.score >= _LEAST_READ)):
        mine = _answer_of(sentence)
        if mine is None or answer is None or not mine.figure.agrees(answer.figure):
            continue
        for voice, beside in _neighbours(sentence, chain):
            theirs = _figure_apart(mine, voice, beside)
            if theirs is not None:
                return Difference(about_asked(chain), (mine, theirs))
    return None


def _neighbours(sentence: EvidenceSentence, chain: Chain) -> Iterator[tuple[Voice, Voice]]:
    """The voice of a sentence with each named voice at most two places from it in its paragraph."""
    voices = voices_of(sentence.article, chain)
    at = next(
        (n for n, v in enumerate(voices) if v.start_char <= sentence.start_char < v.end_char), None
    )
    if at is None or not voices[at].name:
        return
    for place in (at + 1, at - 1, at + 2, at - 2):
        if 0 <= place < len(voices) and voices[place].name:
            beside = voices[place]
            if beside.key != voices[at].key and same_paragraph(voices[at], beside):
                yield voices[at], beside


def _figure_apart(mine: Counted, voice: Voice, beside: Voice) -> Counted | None:
    """The first figure of the other voice, where it counts the same and does not agree."""
    for start, end in beside.spans[beside.first : beside.last + 1]:
        told = Told(beside.article, start, end, 0.0)
        figures = [f for f in figures_of(told.text, bare=True) if not is_step(told.text, f)]
        if any(alike(mine.figure, f) and f.agrees(mine.figure) for f in figures):
            return None
        for figure in figures:
            if alike(mine.figure, figure):
                return Counted(told, figure, frozenset(analyse(told.text)))
    return None
