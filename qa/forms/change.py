"""How something changed: the same thing said of several days, oldest first, each figure once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.text.terms import analyse, fold
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.matter import Matter, matter_of
from qa.answer.telling import Told, corrects
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.over_time.answers import Answered, answers_of, articles_of_story, steps_of
from qa.forms.over_time.corrections import (
    asks_for_correction,
    build_corrections,
    correction_of,
    with_what_is_so,
)
from qa.forms.over_time.kin import is_kin
from qa.forms.sides.differences import ANYBODY, sentence_terms
from qa.forms.sides.voices import key_of
from qa.forms.standing import of_old
from qa.forms.timeline import articles_on, as_timeline, day_of, with_story
from qa.question.at_any_time import at_any_time
from qa.question.form import subject_of
from qa.question.times.plainly import plainly
from qa.question.times.two_times import asks_position, asks_two_times

MOST_STEPS = 10
# A sentence is of the matter when it has so much of its terms.
_LEAST_TOLD = 0.45
# A sentence gains so much where it has what is asked of the names: "the insurance" of a painting.
_GAINED_BY_HEAD = 0.3
# Of the nearest step: others are of another matter. A figure that counts alike needs less.
_BEHIND_SUREST = 3.0  # log odds of the reader, of what somebody said at another time
_LIKELY = 0.7  # or this likely to answer, among the sentences of its article
_SHARE_OF_BEST, _SHARE_OF_BEST_FIGURE = 0.5, 0.38
_SHARE_OF_NEW = 0.6  # of the nearest step of an article with a figure, for one with a new figure
_SHARE_OF_FIGURED = 0.75  # as near, two figures tell a change better than words
# What the model says weighs as much as the words: a sentence that surely answers is a step
# whatever its words are. How telling a sentence is counts too: one that points back less.
_OF_MODEL, _OF_TELLING = 0.8, 0.4
# A sentence that tells what was so before is background: the report of that time tells it better.
_LOST_BY_LOOKING_BACK = 0.25
_LOOKS_BACK = re.compile(
    r"\b(?:earlier|previously|had (?:been |already )?\w+(?:ed|en|t)|last (?:month|year|week)|"
    r"until then|at the time)\b|^In (?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b",
    re.I,
)
_MONEY = re.compile(
    r"\b(?:costs?|prices?|insur\w+|invest\w+|budgets?|fines?|debts?|damages?|wages?|salar(?:y|ies)|"
    r"rents?|funding|loans?|losses|profits?|revenues?|worth|values?|valuation|fares?|taxes|aid|"
    r"fees?|bills?|offers?|bids?)\b",
    re.I,
)
_COUNTS = re.compile(
    r"\b(?:numbers?|figures?|amount|total|count|toll|estimates?|how (?:many|much|high|large)|"
    r"price|cost)\b",
    re.I,
)


_ANYTHING = re.compile(r"^\W*(?:was|were|has|have|is|are) (?:anything|something)\b", re.I)
_OF_REPORT = "story report article piece correct corrected correction anything something".split()
_WHO_SAID = re.compile(r"^What did (?P<who>.{2,100}?) say\b")


@dataclass(frozen=True)
class _Step:
    """A sentence that may be a step, how near it is to what is asked, and the day it speaks of."""

    told: Told
    near: float
    day: tuple[str, bool]

    @property
    def figures(self) -> list[Figure]:
        text = self.told.text
        return [figure for figure in figures_of(text) if not is_step(text, figure)]

    @property
    def values(self) -> frozenset[float]:
        return frozenset(f.value for f in self.figures)


def build_change(chain: Chain) -> Built | None:
    """The steps of a change; None where there are not two."""
    chain = chain_of_all_days(chain)
    question = plainly(chain.query.text)
    if asks_position(chain.query.text):
        return _of_positions(question, chain)
    steps = steps_of(answers_of(question, chain))
    told = [with_what_is_so(step.told, chain) for step in steps[:MOST_STEPS]]
    if asks_for_correction(chain.query.text) and not any(corrects(t.text) for t in told):
        articles, matter = articles_of_story(question, chain)
        corrected = build_corrections(articles, matter, chain)
        if corrected is not None:
            return corrected
        # "Was the Post's report on the fire corrected?" names a report, and what it was on.
        articles, _ = articles_of_story(chain.query.text, chain)
        of_outlet = [a for a in articles if not chain.outlets or a.publisher in chain.outlets]
        whole = _ANYTHING.match(chain.query.text) is not None
        matter = chain.matter().without(_OF_REPORT)
        corrected = build_corrections(of_outlet, matter, chain, of_article=whole)
        if corrected is not None:
            return corrected
    if len(steps) > 1:
        return as_timeline([(day_of(t, chain), t) for t in told], chain)
    return _by_words(chain)


def _of_positions(question: str, chain: Chain) -> Built | None:
    """What somebody said first and last of a matter; None where there are not two sayings."""
    said = [a for a in answers_of(question, chain, "text") if a.read is not None]
    who = _WHO_SAID.match(question)
    key = key_of(who["who"]) if who else ""
    own = [a for a in said if key and _is_of(a, key, chain)]
    is_own = len({a.article.article_id for a in own}) > 1
    said = own if is_own else said
    surest = max((a.sure for a in said), default=0.0)
    said = [
        a
        for a in said
        if a.sure >= surest - _BEHIND_SUREST or (a.read is not None and a.read.score >= _LIKELY)
    ]
    if len(said) < 2:
        return None
    ends = [said[0], said[-1]]
    first, last = (a.article for a in ends)
    speakers = {key_of(by.name) for a in ends if (by := chain.say(a.told).asserted_by)}
    if first.article_id == last.article_id or not is_kin(last, [first], chain):
        return None
    if len(speakers) > 1 and not is_own:
        return None
    return as_timeline([(day_of(a.told, chain), a.told) for a in ends], chain)


def _is_of(answered: Answered, key: str, chain: Chain) -> bool:
    """Whether a sentence names somebody, or is said by them."""
    by = chain.say(answered.told).asserted_by
    return key in fold(answered.text) or (by is not None and key_of(by.name) == key)


def chain_of_all_days(chain: Chain) -> Chain:
    """The chain without the period that another is compared with: "more than in January", "in June,
    and then in the final deal"; of two periods the days from the one to the other.
    """
    period, question = chain.period, chain.query.text
    if len(chain.periods) > 1:
        return chain.all_periods()
    compared = period is not None and (
        asks_two_times(question)
        or re.search(rf"\bthan\b.{{0,12}}{re.escape(period.words)}", question)
    )
    return replace(chain, period=None, periods=()) if compared else chain


def _by_words(chain: Chain) -> Built | None:
    asked = at_any_time(chain.query.text)
    matter = matter_of(subject_of(asked), chain.catalog.vocabulary().rarity)
    if not matter:
        return None
    articles = with_story(articles_on(matter, chain), chain, matter)
    close = matter.among(sentence_terms(articles, chain), chain.query.names)
    head = close.head(chain.query.names)
    dated = [a for a in articles if a.published_at is not None]
    read = chain.read(asked, dated, close)
    by_article: list[list[_Step]] = []
    for article in dated:
        answers = {s.start_char: s for s in read.get(article.article_id, ())}
        told = [
            _Step(t, _near(t, head, answers.get(t.start_char)), day_of(t, chain))
            for t in chain.told(article, close)
            if not of_old(chain.query.text, t)
        ]
        told = [step for step in told if step.near >= _LEAST_TOLD]
        by_article.append(sorted(told, key=lambda step: (-round(step.near, 1), -step.told.score)))
    corrections = {a.article_id: c for a in dated if (c := correction_of(a, close, chain))}
    by_article = [_of_correction(s, corrections, chain) for s in by_article if s]
    figured = _of_one_figure(by_article, chain.query.text, _asked_of(close, chain))
    steps = figured or [s[0] for s in by_article if s]
    share = _SHARE_OF_BEST_FIGURE if figured else _SHARE_OF_BEST
    nearest = max((step.near for step in steps), default=0.0)
    steps = [step for step in steps if step.near >= share * nearest]
    steps.sort(key=lambda step: (step.told.published or "", step.day[0]))
    steps = _each_once(steps)
    if len(steps) < 2:
        return None
    return as_timeline([(step.day, step.told) for step in steps[:MOST_STEPS]], chain)


def _of_correction(
    steps: list[_Step], corrections: Mapping[str, Told], chain: Chain
) -> list[_Step]:
    """The steps of an article with its correction first, or, where a later one of its outlet
    corrects it, with the sentence that was corrected.
    """
    article = steps[0].told.article
    if (own := corrections.get(article.article_id)) is not None:
        return [_Step(own, steps[0].near, day_of(own, chain)), *steps]
    later = [
        c
        for c in corrections.values()
        if c.article.publisher == article.publisher
        and (c.published or "") > (article.published_at or "")
    ]
    if not later:
        return steps
    said = set(analyse(later[0].text))
    near = [s for s in steps if s.near >= _SHARE_OF_BEST * steps[0].near]
    best = max(
        near, key=lambda s: len(said & set(analyse(s.told.text))) / len(analyse(s.told.text))
    )
    return [best, *(s for s in steps if s is not best)]


def _asked_of(matter: Matter, chain: Chain) -> frozenset[str]:
    """The terms of what is asked of whom: no names, nor words for anybody, as in "people on
    board".
    """
    named = {name.lower() for name in chain.query.names}
    pairs = zip(matter.words, matter.terms, strict=True)
    kept = [terms for word, terms in pairs if word.lower() not in named and not terms & ANYBODY]
    return frozenset[str]().union(*kept)


def _of_one_figure(
    by_article: Sequence[Sequence[_Step]], question: str, asked: frozenset[str]
) -> list[_Step]:
    """Of each article the nearest step with a figure that counts what the nearest of all counts;
    nothing where no figure is asked for or fewer than two articles have one. Where people are
    counted, it must be of the same people: with a word of what is `asked` of them.
    """
    every = [step for steps in by_article for step in steps]
    if not every:
        return []
    counts, money = _COUNTS.search(question) is not None, _MONEY.search(question) is not None
    least = 0.0 if counts or money else _SHARE_OF_FIGURED * max(step.near for step in every)
    figured = [s for s in every if s.figures and s.near >= least]
    paid = [s for s in figured if money and any(f.unit not in ("", "%") for f in s.figures)]
    anchor = max(paid or figured, key=lambda step: step.near, default=None)
    if anchor is None:
        return []
    shared = asked & set(analyse(anchor.told.text))
    anybody = all(f.nouns <= ANYBODY for f in anchor.figures if f.nouns)
    chosen: list[_Step] = []
    for steps in sorted(by_article, key=_first_day):
        like = [
            s
            for s in steps
            if any(f.counts_like(g) and f.may_become(g) for f in s.figures for g in anchor.figures)
        ]
        if anybody and shared:
            like = [s for s in like if shared & set(analyse(s.told.text))]
        near = max((step.near for step in steps), default=0.0)
        other = [] if money or (anybody and shared) else [s for s in steps if s.figures]
        fitting = like or [s for s in other if s.near >= _SHARE_OF_FIGURED * near]
        # What was told before is background here: a figure that is new is the article's own.
        known = frozenset[float]().union(*(step.values for step in chosen))
        new = [s for s in fitting if s.near >= _SHARE_OF_NEW * fitting[0].near and s.values - known]
        chosen += (new or fitting)[:1]
    return chosen if len(chosen) > 1 else []


def _first_day(steps: Sequence[_Step]) -> str:
    return steps[0].told.published or "" if steps else ""


def _near(told: Told, head: frozenset[str], read: EvidenceSentence | None) -> float:
    """How near a sentence is to what is asked, 0 and more."""
    words = told.share + _GAINED_BY_HEAD * bool(head & set(analyse(told.text)))
    if _LOOKS_BACK.search(told.text):
        words -= _LOST_BY_LOOKING_BACK
    telling = _OF_TELLING * (told.score - told.share)
    return words + telling + _OF_MODEL * (read.score if read is not None else 0.0)


def _each_once(steps: list[_Step]) -> list[_Step]:
    """Without steps that say what one before said already; a correction always stays."""
    kept: list[_Step] = []
    for step in steps:
        words = set(analyse(step.told.text))
        repeats = any(
            (step.values and step.values <= other.values)
            or len(words & set(analyse(other.told.text))) >= 0.8 * len(words)
            for other in kept
        )
        if corrects(step.told.text) or not repeats:
            kept.append(step)
    return kept
