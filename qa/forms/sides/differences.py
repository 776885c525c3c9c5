"""Where reports differ: figures of the same thing on the same days, outlet against outlet.

A later figure that takes the place of an earlier one is no difference but a change
(`qa.forms.change`); a copy is no second report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from index.text.terms import analyse
from index.types import Article
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.matter import Matter
from qa.answer.same_figure import PERSONS, has_moved
from qa.answer.telling import Told, corrects, demands
from qa.answer.wording import plain
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain, DraftDisagreement, DraftSide

SAME_TIME_DAYS = 1  # reports further apart are of different days' news
ANYBODY = frozenset(analyse("people person persons men women children residents others"))
# What is counted anew from hour to hour.
_MOVES = PERSONS | frozenset(analyse("homes houses households customers cases arrests"))
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
MOST_ARTICLES = 40  # compared with one another
# Two sentences speak of one thing when, besides what is counted, they share so many terms.
_SHARED_TERMS = 2
# A figure is of the matter that is asked about when its sentence has so much of the words; with the
# second share in both sentences, two figures that count alike are surely of one thing.
_ON_MATTER, _SURELY_ON_MATTER = 0.4, 0.6


@dataclass(frozen=True)
class Counted:
    """A figure in a sentence of an article."""

    told: Told
    figure: Figure
    terms: frozenset[str]


@dataclass(frozen=True)
class Difference:
    """Figures that can't both be true, of one thing."""

    about: str
    sides: tuple[Counted, ...]


def counted_in(articles: Iterable[Article], chain: Chain, matter: Matter) -> list[Counted]:
    """Every figure in the body of the articles, in sentences that are on the matter."""
    found = []
    for article in articles:
        for start, end in article_sentences(chain.passages_of(article.article_id)):
            told = Told(article, start, end, 0.0)
            if not any(map(str.isdigit, told.text)) and not matter:
                continue  # numbers in words are looked for where a matter narrows it down
            terms = frozenset(analyse(told.text))
            if not matter or matter.share(terms) >= _ON_MATTER:
                figures = figures_of(told.text)
                found += [Counted(told, figure, terms) for figure in figures]
    return found


def sentence_terms(articles: Iterable[Article], chain: Chain) -> list[frozenset[str]]:
    """The terms of every body sentence of the articles."""
    return [
        frozenset(analyse(article.text[start:end]))
        for article in articles
        for start, end in article_sentences(chain.passages_of(article.article_id))
    ]


def differences(
    articles: Sequence[Article], chain: Chain, matter: Matter, *, at_any_time: bool = False
) -> list[Difference]:
    """Where the articles differ on a matter (an empty one: on anything), the nearest to it first.
    `at_any_time`: figures of different days too, as two outlets that are named had them.
    """
    articles = articles[:MOST_ARTICLES]
    clusters = chain.catalog.copies.clusters_of(a.article_id for a in articles)
    titles = {a.article_id: frozenset(analyse(a.title or "")) for a in articles}
    counted = counted_in(articles, chain, matter)
    found: list[tuple[float, Difference]] = []
    for one, other in combinations(counted, 2):
        if same_report(one, other, clusters) or not (at_any_time or same_time(one, other)):
            continue
        near = min(matter.share(one.terms), matter.share(other.terms)) if matter else 0.0
        same = _same_thing(one, other, titles, anywhere=not matter and not at_any_time) or (
            near >= _SURELY_ON_MATTER and one.figure.counts_like(other.figure)
        )
        if at_any_time and one.figure.nouns & other.figure.nouns:
            same = same or bool(one.terms & other.terms - one.figure.nouns - other.figure.nouns)
        if same and _may_both_be_said(one, other, chain):
            shared = 0.02 * len(one.terms & other.terms)
            found.append((near + shared, Difference(about_of(one, other), (one, other))))
    found.sort(key=lambda pair: -pair[0])
    return _joined(difference for _, difference in found)


def other_report(
    chosen: Sequence[EvidenceSentence], read: Sequence[EvidenceSentence], chain: Chain
) -> Difference | None:
    """A report among the sentences that were read that has another figure than the chosen one for
    the same thing at the same time; None where none differs.
    """
    asked = frozenset(analyse(chain.query.text))
    matter = chain.matter()
    mine = [c for s in chosen for c in _counted(s) if _is_asked(c, s, asked)]
    articles = [s.article for s in (*chosen, *read)]
    clusters = chain.catalog.copies.clusters_of(a.article_id for a in articles)
    titles = {a.article_id: frozenset(analyse(a.title or "")) for a in articles}
    for one in mine:
        others = [
            c
            for s in read
            for c in _counted(s)
            if not same_report(one, c, clusters)
            and same_time(one, c)
            and (_same_thing(one, c, titles) or _is_same_asked(one, c, asked))
            and (not _counts_anybody(one, c) or _of_one_matter(one, c, matter))
            and _may_both_be_said(one, c, chain)
        ]
        if others:
            return Difference(about_of(one, others[0]), (one, others[0]))
    return None


def _may_both_be_said(one: Counted, other: Counted, chain: Chain) -> bool:
    """Whether two reports can differ by these figures: they are of one magnitude, don't agree, and
    one is not a demand where the other is what came of it, unless a demand is asked for.
    """
    same_kind = demands(one.told.text) == demands(other.told.text) or demands(chain.query.text)
    steps = (is_step(one.told.text, one.figure), is_step(other.told.text, other.figure))
    may = one.figure.may_become(other.figure) and not any(steps) and not is_update(one, other)
    return may and same_kind and not one.figure.agrees(other.figure)


def _counts_anybody(one: Counted, other: Counted) -> bool:
    """Whether what both count says nothing of who is meant: "118 people", "nine people"."""
    return one.figure.nouns & other.figure.nouns <= ANYBODY


def _of_one_matter(one: Counted, other: Counted, matter: Matter) -> bool:
    """Whether the other sentence has most of what the one has of the matter."""
    mine = matter.share(one.terms)
    return mine > 0 and matter.share(one.terms & other.terms) >= _SURELY_ON_MATTER * mine


def correction_of(
    chosen: Sequence[EvidenceSentence], read: Sequence[EvidenceSentence], chain: Chain
) -> EvidenceSentence | None:
    """A later sentence on the matter that says the figure asked for was another; None where none
    does.
    """
    matter = chain.matter()
    asked = frozenset(analyse(chain.query.text))
    for sentence in chosen:
        if corrects(sentence.text):
            continue
        mine = [one for one in _counted(sentence) if _is_asked(one, sentence, asked)]
        for later in read:
            if not corrects(later.text) or _day(later) < _day(sentence):
                continue
            if not _says_as_much(sentence, later, matter):
                continue
            if (taken_back := _taken_back(sentence, later)) is not None:
                return taken_back
            if later not in chosen and any(
                one.figure.counts_like(two.figure) and not one.figure.agrees(two.figure)
                for one in mine
                for two in _counted(later)
            ):
                return later
    return None


def _taken_back(sentence: EvidenceSentence, later: EvidenceSentence) -> EvidenceSentence | None:
    """A correction with the year that it puts in place of a sentence's short answer: "We wrote that
    it was built in 1987; it was built in 1978."; None where it is of another year, or of none.
    """
    if sentence.span is None:
        return None
    answer = sentence.article.text[slice(*sentence.span)]
    years = list(_YEAR.finditer(later.text))
    others = [m for m in years if m[0] != answer]
    if len(others) == len(years) or not others:
        return None
    at = later.start_char + others[-1].start()
    return replace(later, span=(at, at + len(others[-1][0])))


def _says_as_much(one: EvidenceSentence, other: EvidenceSentence, matter: Matter) -> bool:
    """Whether the other sentence is on the matter too, with every word of it that the one has: who
    was on board is not who was hurt.
    """
    mine, theirs = set(analyse(one.text)), set(analyse(other.text))
    if matter.share(theirs) < _SURELY_ON_MATTER:
        return False
    return all(terms & theirs for terms in matter.terms if terms & mine)


def _day(sentence: EvidenceSentence) -> str:
    return (sentence.article.published_at or "")[:10]


def _counted(sentence: EvidenceSentence) -> list[Counted]:
    told = Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
    terms = frozenset(analyse(told.text))
    return [Counted(told, figure, terms) for figure in figures_of(told.text)]


def _is_asked(counted: Counted, sentence: EvidenceSentence, asked: frozenset[str]) -> bool:
    """Whether a figure is the one that the question asks for: what it counts is named there, or the
    short answer holds it.
    """
    if counted.figure.nouns & asked:
        return True
    at = sentence.start_char + counted.figure.start
    return sentence.span is not None and sentence.span[0] <= at < sentence.span[1]


def _is_same_asked(one: Counted, other: Counted, asked: frozenset[str]) -> bool:
    """Whether two figures count alike in sentences that share more words of the question."""
    return one.figure.counts_like(other.figure) and bool(
        (one.terms & other.terms & asked) - (one.figure.nouns & other.figure.nouns)
    )


def about_of(one: Counted, other: Counted) -> str:
    """What two figures count, in the words of the first."""
    words = one.figure.words.split()
    shared = one.figure.nouns & other.figure.nouns
    said = [w for w in words if set(analyse(w)) & shared and not w[:1].isdigit()]
    if said:
        return plain(" ".join(said))
    common = [w for w in one.told.text.split() if set(analyse(w)) & (one.terms & other.terms)]
    return plain(" ".join(dict.fromkeys(w.strip(' ,.;:“”"') for w in common)))[:80] or "the figure"


def sides_of(difference: Difference, places: Mapping[tuple[str, int], int]) -> DraftDisagreement:
    """The difference with its sides in order of time; `places` gives the statement of a sentence by
    article id and start.
    """
    sides: dict[float, DraftSide] = {}
    ordered = sorted(difference.sides, key=lambda c: c.told.article.published_at or "")
    for side in ordered:
        article = side.told.article
        known = sides.get(side.figure.value)
        publishers = (*(known.publishers if known else ()), *filter(None, (article.publisher,)))
        sides[side.figure.value] = DraftSide(
            known.value if known else plain(side.figure.words),
            known.statement if known else places[(article.article_id, side.told.start_char)],
            tuple(dict.fromkeys(publishers)),
            known.published_at if known else side.told.published,
        )
    return DraftDisagreement(difference.about, tuple(sides.values()))


def is_update(one: Counted, other: Counted) -> bool:
    """Whether one figure is what the other has become: it is told so, or people are counted hours
    later and more of them.
    """
    if any(has_moved(c.told.text, c.figure) for c in (one, other)):
        return True
    times = [(c.told.article.published_at or "", c) for c in (one, other)]
    if not all("T" in when for when, _ in times):
        return False
    (_, first), (_, later) = sorted(times, key=lambda pair: pair[0])
    moves = bool(later.figure.nouns & _MOVES) or bool(first.figure.nouns & _MOVES)
    return moves and later.figure.value > first.figure.value


def same_report(
    one: Counted, other: Counted, clusters: Mapping[str, str], *, same_outlet: bool = False
) -> bool:
    """Whether two figures come from one text, or from one outlet (two reports of the `same_outlet`
    may differ where that is asked for), or one of them corrects the other.
    """
    first, second = one.told.article, other.told.article
    if first.article_id == second.article_id or corrects(one.told.text + other.told.text):
        return True
    cluster = clusters.get(first.article_id)
    if not same_outlet and first.publisher is not None and first.publisher == second.publisher:
        return True
    return cluster is not None and cluster == clusters.get(second.article_id)


def same_time(one: Counted, other: Counted) -> bool:
    """Whether two reports are of the same days' news."""
    first, second = one.told.published, other.told.published
    if first is None or second is None or len(first) < 10 or len(second) < 10:
        return first == second
    apart = abs((date.fromisoformat(first) - date.fromisoformat(second)).days)
    return apart <= SAME_TIME_DAYS


def _same_thing(
    one: Counted, other: Counted, titles: Mapping[str, frozenset[str]], *, anywhere: bool = False
) -> bool:
    if not one.figure.counts_like(other.figure):
        return False
    counted = one.figure.nouns & other.figure.nouns
    if one.figure.unit and counted:
        return True  # a share or a sum of what is named before it: "turnout was 61 percent"
    shared = (one.terms & other.terms) - counted
    needed = _SHARED_TERMS + (not one.figure.nouns) + anywhere
    nothing = frozenset[str]()
    story = titles.get(one.told.article.article_id, nothing) & titles.get(
        other.told.article.article_id, nothing
    )
    return len(shared) >= needed or (len(shared) >= needed - 1 and len(story - shared) >= 2)


def _joined(found: Iterable[Difference]) -> list[Difference]:
    """Differences about one thing put together; each figure once."""
    joined: list[Difference] = []
    for difference in found:
        for place, known in enumerate(joined):
            mine = {(s.told.article.article_id, s.figure.start) for s in difference.sides}
            theirs = {(s.told.article.article_id, s.figure.start) for s in known.sides}
            if mine & theirs:
                new = tuple(
                    s
                    for s in difference.sides
                    if (s.told.article.article_id, s.figure.start) not in theirs
                    and s.told.article.publisher
                    not in {k.told.article.publisher for k in known.sides}
                )
                joined[place] = Difference(known.about, (*known.sides, *new))
                break
        else:
            joined.append(difference)
    return joined
