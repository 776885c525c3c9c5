"""Several questions in one: each part is answered as if it were asked alone, in its own form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.types import Article
from qa.answer.draft import DraftStatement, draft_statements, without_overlaps
from qa.evidence.search import Found, merge
from qa.evidence.sentences import Evidence, EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.conversation import last_answer
from qa.forms.conversation.story import found_in_story, likelier, story_with
from qa.forms.in_period import found_in_period
from qa.forms.lookup import choose
from qa.forms.said import build_said, of_speaker
from qa.forms.sides.beside import NOTHING_BESIDE, Beside, beside_of
from qa.question.conversation.mentions import noun_phrases
from qa.question.form import read_form
from qa.question.form_rules import AskedForm
from qa.question.period import asked_period
from qa.question.query import Query, prepare
from qa.question.sources import named_outlets
from qa.question.wording.plain_words import in_words_of_news

Build = Callable[[AskedForm, Chain], Built | None]

_PERSON = re.compile(r"\b(?:he|she|him|his)\b", re.I)
_NAME = re.compile(r"[^\W\d_a-z][\w’'.-]*(?:\s(?:[a-z]{2,3}\s)?[^\W\d_a-z][\w’'.-]*){0,3}")
MOST_OF_PART = 2  # statements
# A part of a compound question lacks words that the other has, so that its answer seems less sure:
# of 106 parts in nine sets of questions (2026-11-28) the likeliest sentence was right for 16 of the
# 22 below .5, and for 35 of the 50 from there to .9.
PART_REFUSED_BELOW = 0.3  # of what a whole question is refused below
MOST_OF_FORM = 4  # statements of a part that is answered in a form of its own: a short timeline


def find_parts(
    parts: Sequence[Query], chain: Chain, search: Callable[[Query], Found]
) -> list[Found]:
    """What is found for each part of a question, or for the question itself, `search` finding what
    any article says.

    The parts are about one story, so that one that is answered nowhere is asked again of the
    articles that answer another.
    """
    if whole := found_in_period(parts, chain) or found_in_story(parts, chain):
        return whole
    if len(parts) == 1:
        return [last_answer.after_it(_searched(parts[0], chain, search), chain)]
    finds: list[Found] = []
    for part in parts:
        named = _named(part, finds[0], chain) if finds else part
        found = _of_own_period(named, chain) or _searched(named, chain, search)
        found = _of_first(named, found, finds[0], chain) if finds else found
        finds.append(last_answer.after_it(found, chain))
    return _with_others(_of_one_story(parts, finds, chain), chain)


def _named(part: Query, first: Found, chain: Chain) -> Query:
    """The part with the name that answers the first part in place of its pronoun: "Who was found
    last, and how old was he?".
    """
    best = next(iter(first.evidence.sentences), None)
    if best is None or best.span is None or best.score < chain.settings.refuse_below:
        return part
    name = best.article.text[slice(*best.span)]
    if not _NAME.fullmatch(name) or not _PERSON.search(part.text):
        return part
    text = _PERSON.sub(lambda m: f"{name}’s" if m[0].lower() == "his" else name, part.text, count=1)
    return prepare(text, chain.spelling)


def _of_first(part: Query, found: Found, first: Found, chain: Chain) -> Found:
    """What was found for a later part; where the articles of the first part's story answer as
    well, what they say: "… and who gets the reward?" needs to name no painting among them.
    """
    best = next(iter(first.evidence.sentences), None)
    if best is None or best.score < chain.settings.refuse_below:
        return found
    story = frozenset(a.article_id for a in story_with([best.article], chain))
    within = replace(chain, story=story)
    texts, bare = [part.text], part.text.partition(" (about ")[0]
    if bare != part.text and noun_phrases(bare):
        texts.append(f"{bare}?")
    near = merge([within.of_story(text) for text in texts])
    as_sure = near.evidence.probability >= found.evidence.probability
    return near if as_sure and near.evidence.probability >= chain.settings.refuse_below else found


def _with_others(finds: Sequence[Found], chain: Chain) -> list[Found]:
    """The finds; where one sentence is the best for two parts, it stays with the part that it
    answers better, if the other part has another that answers.
    """
    bests = [next(iter(found.evidence.sentences), None) for found in finds]
    kept = list(finds)
    for place, best in enumerate(bests):
        rivals = [b for n, b in enumerate(bests) if n != place and b is not None]
        if best is None or not any(_is_same(best, b) and b.score > best.score for b in rivals):
            continue
        others = [s for s in finds[place].evidence.sentences if not _is_same(s, best)]
        if others and others[0].score >= chain.settings.refuse_below:
            kept[place] = replace(finds[place], evidence=Evidence(tuple(others), others[0].score))
    return kept


def _is_same(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    return (one.article.article_id, one.start_char) == (other.article.article_id, other.start_char)


def _searched(part: Query, chain: Chain, search: Callable[[Query], Found]) -> Found:
    """What is found, in the words of news where the words of the question find nothing."""
    found = search(part)
    written = in_words_of_news(part.text)
    if found.evidence.probability >= chain.settings.refuse_below or written == part.text:
        return found
    again = search(prepare(written, chain.spelling))
    return again if again.evidence.probability > found.evidence.probability else found


def _of_own_period(part: Query, chain: Chain) -> Found | None:
    period = asked_period(part.text, chain.reference)
    if period is None:
        return None
    own = replace(chain, query=part, period=period, periods=())
    return next(iter(found_in_period([part], own)), None)


def _of_one_story(parts: Sequence[Query], finds: Sequence[Found], chain: Chain) -> list[Found]:
    """The finds; of a part that nothing answers what the articles of the others' story say."""
    least = chain.settings.refuse_below
    chosen = [choose(p, found, refuse_below=least) for p, found in zip(parts, finds, strict=True)]
    told = {s.article.article_id: s.article for sentences in chosen for s in sentences}
    if not told or all(chosen):
        return list(finds)
    story = story_with(list(told.values()), chain)
    within = replace(chain, story=frozenset(article.article_id for article in story))
    return [
        found if answers else likelier(within.of_story(part.text), within.story)
        for part, found, answers in zip(parts, finds, chosen, strict=True)
    ]


@dataclass(frozen=True)
class PartAnswer:
    """What answers one part: nothing where the articles don't say. `own_form`: it is more than
    sentences that were looked up: what somebody said, the newest figure, a count.
    """

    drafts: tuple[DraftStatement, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    chosen: tuple[EvidenceSentence, ...] = ()
    own_form: bool = False


def answer_part(part: Query, found: Found, chain: Chain, share: float = 1.0) -> PartAnswer:
    """The best sentences for one part, or what somebody said where it asks that; what a newer
    sentence has replaced stands behind it. It is refused below this `share` of what a question is.
    """
    own = replace(chain, query=part)
    chosen = choose(part, found, refuse_below=share * chain.settings.refuse_below)
    said = build_said(own, chosen)
    if said is not None:
        return PartAnswer(said.drafts[:MOST_OF_PART], said.articles, own_form=True)
    chosen = of_speaker(own, chosen)
    best = sorted(chosen, key=lambda s: -s.score)[:MOST_OF_PART]
    kept = [s for s in chosen if s in best]
    beside = beside_of(kept, found, own)
    beside = beside if beside.before else NOTHING_BESIDE
    return _placed(kept, beside, found)


def _placed(kept: Sequence[EvidenceSentence], beside: Beside, found: Found) -> PartAnswer:
    """The sentences as statements, behind what is newer than they are."""
    drafts = draft_statements(beside.kept(kept), found.neighbours)
    placed = [*beside.before, *map(beside.placed, drafts)][:MOST_OF_PART]
    articles = {s.article.article_id: s.article for s in (*kept, *beside.answers)}
    articles |= {q.article_id: found.articles[q.article_id] for d in placed for q in d.quotes}
    chosen = beside.answers or tuple(kept)
    return PartAnswer(tuple(placed), articles, chosen, own_form=bool(beside.before))


def build_parts(
    parts: Sequence[Query], finds: Sequence[Found], chain: Chain, build: Build
) -> Built | None:
    """The parts of a compound question in order, where one is answered in a form of its own; None
    elsewhere: the reader writes from all of the evidence. `build` builds a form.
    """
    answers = [
        _in_form(part, chain, build) or answer_part(part, found, chain, PART_REFUSED_BELOW)
        for part, found in zip(parts, finds, strict=True)
    ]
    if not any(answer.own_form for answer in answers):
        return None
    built = _joined(answers)
    # Where one sentence answers two parts, each is better told from all of the evidence.
    alike = len(built.drafts) < sum(bool(answer.drafts) for answer in answers)
    return None if alike else built


def _in_form(part: Query, chain: Chain, build: Build) -> PartAnswer | None:
    """A part that asks for more than a fact, in its form; None for a fact, and where there is none.

    It is asked of its own time and outlets where it names them.
    """
    period = asked_period(part.text, chain.reference) or chain.period
    outlets = named_outlets(part.text, chain.catalog.sources(), chain.spelling)
    form = read_form(part.text, has_period=period is not None, outlets=len(outlets))
    if form.form == "lookup" and not form.order:
        return None
    built = build(form, replace(chain, query=part, period=period, periods=(), outlets=outlets))
    if built is None or not built.drafts:
        return None
    drafts = built.drafts[:MOST_OF_FORM]
    return PartAnswer(drafts, built.articles, built.chosen, own_form=True)


def build_sides(texts: Sequence[str], chain: Chain) -> list[PartAnswer]:
    """Of each side of a comparison, asked as a question, what answers best."""
    return [
        answer_part(prepare(t, chain.spelling), chain.ask(t, chain.where()), chain) for t in texts
    ]


def _joined(answers: Sequence[PartAnswer]) -> Built:
    drafts = without_overlaps(draft for answer in answers for draft in answer.drafts)
    articles = {key: article for answer in answers for key, article in answer.articles.items()}
    chosen = tuple(s for answer in answers for s in answer.chosen)
    return Built("lookup", drafts, articles, chosen)
