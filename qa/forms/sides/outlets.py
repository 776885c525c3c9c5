"""What outlets that are named say to one thing: each is asked by itself, in its own articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from index.text.terms import analyse
from index.types import Article
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.matter import Matter
from qa.answer.same_figure import alike
from qa.answer.telling import Told, label
from qa.answer.wording import plain
from qa.evidence.blend import odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain, DraftDisagreement
from qa.forms.lookup import choose
from qa.forms.sides.differences import Counted, Difference, about_of, sides_of
from qa.forms.sides.figure_questions import differ_by_question
from qa.forms.sides.rival_words import rival_claim
from qa.forms.sides.rivals import rival_figure, rival_voice
from qa.question.query import prepare

_LEAST_READ = 0.35  # what the model says of a sentence that stands for an outlet
_MOST_OF_OUTLET, _MOST_LOOKED_AT = 3, 12  # sentences that may; whose articles are its reports
_ODDS_SHARE = 0.1  # of the odds of an outlet's best sentence
_AS_SURE = 0.9  # of the pair's best probability: among such the nearest in time are meant
_MOST_REPORTS = 2  # of an outlet, whose figures the other is asked for
# What is asked for has one answer; of a fire or a march there is much to ask.
_MEASURE = re.compile(
    r"^\W*(?:how|when|where|who|which|why|whether|by how)\b|\b(?:turnout|costs?|prices?|numbers?|"
    r"amount|size|strength|magnitude|margin|majority|lead|toll|total|sum|value|worth|area|length|"
    r"height|speed|age|date|day|time|duration|distance|depth|weight|rate|share|fines?|salary|wages?|"
    r"fares?|fees?|budget|profits?|loss(?:es)?|damage|debts?|offers?|raise|rewards?|ransom|names?|"
    r"causes?|reasons?|results?|scores?|temperature|population|capacity|quota|places?|location|"
    r"deaths?|dead|missing|injured|homeless|evacuated|marchers|participants)\b",
    re.I,
)
# "What job did he have?" has one answer too, unlike "What is said about the fire?".
_PLAIN = re.compile(r"^what (?!(?:is|was|are|were|do|does|did|has|have|happened|else)\b)", re.I)
_MOST_ABOUT = 80  # characters that say what a difference is about
_TELLING = 5  # a smaller number may well be of something else
_MARGIN = re.compile(r"\b(?:margin|majority|lead)\b", re.I)
_DEAD = re.compile(r"\b(?:deaths?|dead|death toll|fatalit\w+|killed)\b", re.I)


@dataclass(frozen=True)
class _Answer:
    """A sentence that answers for an outlet, with its figures."""

    sentence: EvidenceSentence
    counted: tuple[Counted, ...]


def build_outlets(about: str | None, articles: Sequence[Article], matter: Matter,
                  chain: Chain) -> Built | None:  # fmt: skip
    """Of each outlet that is named what it says to the question, and where their figures differ;
    without a question that both answer with a figure, where their reports differ in one. None where
    neither is found.
    """
    if len(chain.outlets) < 2:
        return None
    told = None
    ways = _ways_to_ask(about) if about else []
    is_vague = not about or not (_MEASURE.search(about) or _PLAIN.match(about))
    if is_vague and (built := _by_questions(articles, matter, chain)) is not None:
        return built
    for question in ways:
        answers = [_answers(question, outlet, chain) for outlet in chain.outlets]
        pair = _pair(answers[0], answers[1]) if all(answers[:2]) else None
        if pair is None:
            continue
        others = [each[0] for each in answers[2:] if each]
        told = told or _side_by_side([*pair, *others], chain)
        if told is not None and _figures_alike(*pair):
            return _side_by_side([*pair, *others], chain, question)
    return told or (_by_questions(articles, matter, chain) if is_vague else None)


def _by_questions(articles: Sequence[Article], matter: Matter, chain: Chain) -> Built | None:
    """Where a report of one outlet has another figure than one of the other for what it says in
    its own words.
    """
    reports = [_reports(outlet, articles, matter, chain) for outlet in chain.outlets[:2]]
    if not all(reports):
        return None
    found = differ_by_question(*_of_one_time(*reports), chain, matter)
    return _differing(found[0], chain) if found else None


def build_rival(about: str, chain: Chain, *, alone: bool = False) -> Built | None:
    """Where nobody is named: what the articles answer to what reports are said to differ on, and
    who says otherwise, or the same; None where they don't answer. `alone`: the answer will do where
    nobody else says anything.
    """
    query = prepare(about, chain.spelling)
    least = min(chain.settings.refuse_below, _LEAST_READ)  # that there is an answer is said
    found = chain.ask(about, chain.where())
    chosen = choose(query, found, refuse_below=least)
    if not chosen and chain.where() != chain.asked.where:
        found = chain.ask(about)
        chosen = choose(query, found, refuse_below=least)
    if not chosen:
        return None
    read, asked = found.evidence.sentences, replace(chain, query=query)
    differs = None
    if _MEASURE.search(about) or _PLAIN.match(about):  # else no figure answers
        differs = rival_figure(chosen, read, asked, asked=True)
        differs = differs or rival_voice(chosen, read, asked)
    differs = differs or rival_claim(chosen, asked)
    if differs is not None:
        return _differing(differs, chain)
    best = max(chosen, key=lambda s: s.score)
    answers = [_Answer(s, _counted(s)) for s in (best, *read) if s.score >= _LEAST_READ]
    same = [
        a
        for a in answers[1:]
        if a.sentence.article.publisher != best.article.publisher and _agree(answers[0], a)
    ]
    return _side_by_side([answers[0], *same[:1]], chain) if same or alone else None


def _ways_to_ask(about: str) -> list[str]:
    """The question, and how news would answer it: who died is told, how many deaths is not."""
    ways = [about]
    if _DEAD.search(about):
        ways.insert(0, "How many people died?")
    if _MARGIN.search(about):
        ways.insert(0, "By how many votes?")
    return ways


def _answers(question: str, outlet: str, chain: Chain) -> list[_Answer]:
    """The sentences of an outlet's articles that answer nearly as surely as the best of them."""
    read = chain.ask(question, chain.where(publishers=(outlet,))).evidence.sentences
    if not read or read[0].score < _LEAST_READ:
        return []
    least = _ODDS_SHARE * odds(read[0].score)
    return [_Answer(s, _counted(s)) for s in read[:_MOST_OF_OUTLET] if odds(s.score) >= least]


def _counted(sentence: EvidenceSentence) -> tuple[Counted, ...]:
    """The figures of a sentence, that of its short answer first."""
    told = Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
    terms, span = frozenset(analyse(told.text)), sentence.span

    def answers(figure: Figure) -> bool:
        return bool(span and span[0] <= told.start_char + figure.start < span[1])

    every = figures_of(told.text, bare=True)
    figures = [f for f in every if answers(f) or not is_step(told.text, f)]
    figures.sort(key=lambda f: not answers(f))
    return tuple(Counted(told, figure, terms) for figure in figures)


def _pair(one: Sequence[_Answer], other: Sequence[_Answer]) -> tuple[_Answer, _Answer] | None:
    """The answers of two outlets that belong together: those that agree, else of the surest pairs
    the nearest in time.
    """
    pairs = list(product(one, other))
    for mine, theirs in pairs:
        if (mine is one[0] or theirs is other[0]) and _agree(mine, theirs):
            return mine, theirs
    sure = max(min(a.sentence.score, b.sentence.score) for a, b in pairs)
    likely = [
        (a, b) for a, b in pairs
        if min(a.sentence.score, b.sentence.score) >= _AS_SURE * sure
    ]  # fmt: skip
    alike_ones = [pair for pair in likely if _figures_alike(*pair)]
    return min(alike_ones or likely, key=lambda pair: (_days_apart(*pair), likely.index(pair)))


def _agree(one: _Answer, other: _Answer) -> bool:
    """Whether the first figure of one is said by the other too."""
    return any(
        _is_said_too(mine, theirs)
        for mine, theirs in [
            *((c, o) for c in one.counted[:1] for o in other.counted),
            *((c, o) for c in other.counted[:1] for o in one.counted),
        ]
    )


def _is_said_too(mine: Counted, theirs: Counted) -> bool:
    """Whether two figures say the same: alike they may be rounded, else they are equal."""
    one, other = mine.figure, theirs.figure
    if alike(one, other):
        return one.agrees(other)
    return one.value == other.value and one.unit == other.unit and one.value >= _TELLING


def _figures_alike(one: _Answer, other: _Answer) -> tuple[Counted, Counted] | None:
    """Two figures of them that count the same kind of thing, short answers first."""
    for mine, theirs in product(one.counted, other.counted):
        if alike(mine.figure, theirs.figure) and mine.figure.may_become(theirs.figure):
            return mine, theirs
    return None


def _days_apart(one: _Answer, other: _Answer) -> int:
    days = [(a.sentence.article.published_at or "")[:10] for a in (one, other)]
    if not all(len(day) == 10 for day in days):
        return 10_000
    first, last = map(date.fromisoformat, days)
    return abs((first - last).days)


def _side_by_side(answers: Sequence[_Answer], chain: Chain, about: str = "") -> Built:
    """Of each outlet its sentence, and the difference of the first two."""
    told = [_told(answer.sentence) for answer in answers]
    told.sort(key=lambda t: t.article.published_at or "")
    places = {(t.article.article_id, t.start_char): n for n, t in enumerate(told)}
    differ: tuple[DraftDisagreement, ...] = ()
    apart = _figures_alike(*answers[:2]) if len(answers) > 1 else None
    if apart is not None and not _agree(answers[0], answers[1]):
        of_what = plain(about.rstrip(" ?"))[:_MOST_ABOUT] or about_of(*apart)
        differ = (sides_of(Difference(of_what, apart), places),)
    drafts = tuple(chain.say(t, before=f"{label(t)}: ") for t in told)
    held = {t.article.article_id: t.article for t in told}
    return Built("comparison", drafts, held, disagreements=differ)


def _differing(difference: Difference, chain: Chain) -> Built:
    told = sorted((s.told for s in difference.sides), key=lambda t: t.article.published_at or "")
    places = {(t.article.article_id, t.start_char): n for n, t in enumerate(told)}
    drafts = tuple(chain.say(t, before=f"{label(t)}: ") for t in told)
    held = {t.article.article_id: t.article for t in told}
    return Built("comparison", drafts, held, disagreements=(sides_of(difference, places),))


def _told(sentence: EvidenceSentence) -> Told:
    return Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)


def _reports(
    outlet: str, articles: Sequence[Article], matter: Matter, chain: Chain
) -> list[Article]:
    """The reports of an outlet on the matter, the nearest to it first."""
    own = [a for a in articles if a.publisher == outlet or outlet in a.credits]
    if not own and matter:
        read = chain.ask(f"{matter.text}?", chain.where(publishers=(outlet,))).evidence.sentences
        own = list({s.article.article_id: s.article for s in read[:_MOST_LOOKED_AT]}.values())
    return own[: 2 * _MOST_REPORTS]


def _of_one_time(
    one: Sequence[Article], other: Sequence[Article]
) -> tuple[Sequence[Article], Sequence[Article]]:
    """The reports of two outlets of the same days where there are any."""
    days = {(a.published_at or "")[:10] for a in one} & {(a.published_at or "")[:10] for a in other}
    if not days:
        return one[:_MOST_REPORTS], other[:_MOST_REPORTS]
    same = [[a for a in each if (a.published_at or "")[:10] in days] for each in (one, other)]
    return same[0][:_MOST_REPORTS], same[1][:_MOST_REPORTS]
