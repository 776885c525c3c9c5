"""The latest on a matter, or the first: statements that answer, chosen by their day."""

from __future__ import annotations

import re
from dataclasses import replace

from index.text.terms import analyse
from qa.answer.draft import without_overlaps
from qa.answer.figures import figures_of
from qa.answer.matter import matter_of
from qa.answer.telling import Told, label
from qa.evidence.blend import odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.over_time.answers import Answered, answers_of, articles_of_story, kind_of, steps_of
from qa.forms.over_time.first_report import build_first_report
from qa.forms.over_time.holders import build_holder
from qa.forms.over_time.values import Kind
from qa.forms.standing import of_old
from qa.forms.timeline import articles_on, with_story
from qa.question.answer_type import lacks_answer_type
from qa.question.at_any_time import without_order
from qa.question.form import subject_of
from qa.question.form_rules import AskedForm
from qa.question.parts import parts_of
from qa.question.period import without_period
from qa.question.times.plainly import plainly
from qa.question.times.standing import standing_kind
from qa.question.wording.same_words import terms_for

# Of the sentences that were read for a question those with this share of the odds of the best, and
# this likely to answer, may take its place by their day.
_ODDS_SHARE = 0.1
_LEAST_SCORE, _LEAST_READ = 0.3, 0.5
_ODDS_SHARE_OF_ARTICLE = 0.04  # for the best sentence of an article that counts the same
_AS_MUCH = 0.6  # of what the best sentence has of the matter
_ASKS_DAY = re.compile(r"\b(?:day|date|deadline)\b", re.I)
MOST_LATEST = 2  # articles that the latest is taken from
# "What is the latest on X?" asks for news; these ask for a fact as it was told last, or first.
_ASKS_FACT = re.compile(
    r"^\W*(?:the )?(?:current|latest|newest|last|final|first|original) (?:number|count|toll|"
    r"figure|estimate|price|cost|date|total)\b|^\W*(?:as of [^,]{3,40},\s*)?(?:and |but |"
    r"so )?(?:how (?:many|much|high|large|big|long|old|far)|when|where|(?:what|which)\s+(?:(?:is|"
    r"are|was|were) the (?:\w+ ){0,2}(?:figures?|numbers?|estimates?|counts?|tolls?|totals?|"
    r"dates?|prices?|costs?|sums?|amounts?|results?|scores?)|(?!is|are|was|were|did|do|does|has|"
    r"have|of\b|outlet|paper|news|agency|article|report)[\w’'-]+(?: [\w’'-]+)? (?:is|was|are|were|"
    r"did|has|had|have)))\b",
    re.I,
)


_IS_DONE = re.compile(
    r"^\W*(?:and |but |so )?(?:has|have) .{2,80}? (?:ever |yet |already |now )?been "
    r"(?P<done>\w+(?:ed|en|d|t|n))"
    r"(?: yet| now| already)?\W*$",
    re.I,
)
_SAYS_NOW = re.compile(
    r"\b(?:now|currently|at present|at the moment|today|these days|current|as (?:it|"
    r"things) stands?|still)\b",
    re.I,
)
_ASKS_VALUE = re.compile(r"^\W*(?:what|which|how)\b", re.I)
_LEAST_SURE_OF_ANY = 2.0  # of the reader, where any figure or day may be meant
# These ask for news, or for who told it, and for no value.
_OF_NEWS = re.compile(
    r"(?<!of the )(?<!to the )(?<!in the )\b(?:latest|newest|most recent|last|first|earliest|"
    r"current|recent) (?:news|updates?|developments?|reports?|information|status|state|situation|"
    r"statements?|word|articles?|stor(?:y|ies)|mentions?)\b|\b(?:latest|newest)(?: news)? (?:on|"
    r"about|with|in|from)\b|\bwhen was it first\b|\b(?:who|which|"
    r"what)\b.{0,40}\bfirst (?:to )?(?:report|tell|told|publish|break|broke|reveal|writ|wrote|"
    r"mention)\w*|\breport\w* first\b|\b(?:how|where) do (?:things|matters) stand\b|"
    r"\bstate of play\b",
    re.I,
)


def build_ordered(asked: AskedForm, chain: Chain) -> Built | None:
    """The newest or the oldest statement on the matter; None where nothing dated is found."""
    chain = _of_any_day(chain)
    if asked.order != "first" and chain.period and chain.period.words.lower().startswith("of "):
        chain = replace(chain, period=None, periods=())  # "the accident of January" is told later
    if asked.order == "first" and (reported := build_first_report(chain)) is not None:
        return reported
    if asked.order == "now" and _IS_DONE.match(chain.query.text):
        return _status(chain)
    if asked.order == "now" and _asks_holder(chain.query.text):
        held = build_holder(chain)
        if held is not None or standing_kind(chain.query.text) == "holder":
            return held
    if asked.order == "now" and len(parts_of(chain.query, chain.spelling)) > 1:
        return None  # each part is looked up
    if asked.order == "now" and not _SAYS_NOW.search(chain.query.text):
        return None if standing_kind(chain.query.text) else _now(chain)
    of_news = _OF_NEWS.search(chain.query.text.replace("very ", "")) is not None
    if not of_news and (value := _value(asked, chain)) is not None:
        return value
    if asked.order == "now":  # values and offices are looked up, and the newest stands first
        if standing_kind(chain.query.text):
            return None
        return _now(chain) or _value(asked, chain, "text")
    if not of_news:
        fact = _fact(asked, chain) if _ASKS_FACT.search(chain.query.text) else None
        fact = fact or _value(asked, chain, "text")
        if fact is not None:
            return fact
    matter = chain.matter()
    found = articles_on(matter, chain)
    dated = [a for a in with_story(found, chain, matter) if a.published_at]
    if not dated:
        return None
    dated.sort(key=lambda a: a.published_at or "", reverse=asked.order == "latest")
    chosen: list[Told] = []
    for article in dated[: MOST_LATEST if asked.order == "latest" else 1]:
        told = chain.told(article, matter)
        chosen += told[: 2 if not chosen and asked.order == "latest" else 1]
    first = "First reported by " if asked.order == "first" else ""
    drafts = without_overlaps(chain.say(t, before=f"{first}{label(t)}: ") for t in chosen)
    return Built("lookup", drafts, {t.article.article_id: t.article for t in chosen})


def _status(chain: Chain) -> Built | None:
    """Of the sentences that answer whether something has been done, with the word for it, the one
    of the newest article; None without any.
    """
    match = _IS_DONE.match(chain.query.text)
    assert match is not None
    done = terms_for(match["done"])
    articles, matter = articles_of_story(chain.query.text, chain, newest=True)
    read = chain.read(chain.query.text, articles, matter)
    found = [
        s
        for sentences in read.values()
        for s in sentences
        if s.score >= _LEAST_READ and done & set(analyse(s.text))
    ]
    if not found:
        return None
    newest = max(found, key=lambda s: (_published(s)[:10], s.score))
    told = Told(newest.article, newest.start_char, newest.end_char, newest.score)
    draft = chain.say(told, before=f"{label(told)}: ", score=told.score)
    return Built("lookup", (draft,), {told.article.article_id: told.article}, (newest,))


def _asks_holder(question: str) -> bool:
    """Whether a question asks who has an office, or does something, now."""
    asks_who = re.match(r"^\W*(?:and |but |so )?who(?:[’']s)?\b", question, re.I) is not None
    return standing_kind(question) == "holder" or (
        asks_who and _SAYS_NOW.search(question) is not None
    )


def _of_any_day(chain: Chain) -> Chain:
    """The chain without the period that "today" is: how things stand was told before."""
    if chain.period is None or chain.period.words.lower() not in ("today", "this day"):
        return chain
    return replace(chain, period=None, periods=())


def _value(asked: AskedForm, chain: Chain, kind: Kind | None = None) -> Built | None:
    """The newest or the oldest figure, day or holder that an article of the story gives; with
    `kind` "text" whatever it says. None where no such thing is asked for.
    """
    question = plainly(without_period(chain.query.text, chain.period))
    kind = kind or kind_of(question)
    if not kind and not _ASKS_VALUE.match(question):
        return None
    answers = answers_of(question, chain, kind, newest=asked.order != "first")
    if not answers or (not kind and max(a.sure for a in answers) < _LEAST_SURE_OF_ANY):
        return None
    if asked.order == "now" and len(steps_of(answers)) < 2:
        return None  # nothing has changed: what is told once is looked up
    surest = max(answers, key=lambda a: a.sure)
    if not _is_score(surest):
        answers = [a for a in answers if not _is_score(a)]
    days = [answered.published[:10] for answered in answers]
    day = min(days) if asked.order == "first" else max(days)
    best = max((a for a in answers if a.published[:10] == day), key=lambda a: a.sure)
    draft = chain.say(best.told, before=f"{label(best.told)}: ")
    chosen = (best.read,) if best.read is not None else ()
    return Built("lookup", (draft,), {best.article.article_id: best.article}, chosen)


def _is_score(answered: Answered) -> bool:
    """Whether a sentence gives its figure as a score: a court refused "5 to 2"."""
    words = answered.values[0].words
    return re.search(rf"\b{re.escape(words)}[ -](?:to[ -])?\d+\b", answered.text) is not None


def _fact(asked: AskedForm, chain: Chain) -> Built | None:
    """Of what each article answers to the question as of any day, the last or the first."""
    question = without_order(chain.query.text)
    matter = matter_of(subject_of(question), chain.catalog.vocabulary().rarity)
    if not matter:
        return None
    articles = with_story(articles_on(matter, chain), chain, matter)
    read = chain.read(question, [a for a in articles if a.published_at], matter)
    fitting = ([s for s in sentences if _fits(question, s)] for sentences in read.values())
    best = [sentences[0] for sentences in fitting if sentences]
    best = [s for s in best if s.score >= _LEAST_READ]
    if not best:
        return None
    highest = max(odds(s.score) for s in best)
    best = [s for s in best if odds(s.score) >= _ODDS_SHARE_OF_ARTICLE * highest]
    held = [matter.share(analyse(s.text)) for s in best]
    best = [s for s, h in zip(best, held, strict=True) if h >= _AS_MUCH * max(held)]
    best = _alike(best, max(best, key=lambda s: s.score))
    turned = -1 if asked.order == "latest" else 1
    days = sorted({_published(s)[:10] for s in best})[::turned]
    chosen = max((s for s in best if _published(s)[:10] == days[0]), key=lambda s: s.score)
    told = Told(chosen.article, chosen.start_char, chosen.end_char, chosen.score)
    draft = chain.say(told, before=f"{label(told)}: ", score=told.score)
    return Built("lookup", (draft,), {told.article.article_id: told.article}, (chosen,))


def _now(chain: Chain) -> Built | None:
    found = chain.ask(chain.query.text)
    sentences = [
        s
        for s in found.evidence.sentences
        if s.score >= _LEAST_SCORE and not of_old(chain.query.text, s)
    ]
    if not sentences or found.evidence.probability < chain.settings.refuse_below:
        return None
    best = sentences[0]
    near = [s for s in sentences if odds(s.score) >= _ODDS_SHARE * odds(best.score)]
    matter = chain.matter()
    held = matter.share(analyse(best.text))
    near = [s for s in near if matter.share(analyse(s.text)) >= _AS_MUCH * held]
    as_much = [s for s in near if matter.share(analyse(s.text)) >= held]
    newest = max([*_alike(near, best), *as_much], key=lambda s: (_published(s)[:10], s.score))
    told = Told(newest.article, newest.start_char, newest.end_char, newest.score)
    # Of how things stand "now" the day says as much as the sentence.
    said_now = _SAYS_NOW.search(chain.query.text) and newest.article.published_at
    before = f"Most recently, {label(told)}: " if said_now else ""
    drafts = (chain.say(told, before=before, score=told.score),)
    return Built("lookup", drafts, {told.article.article_id: told.article}, (newest,))


def _alike(sentences: list[EvidenceSentence], best: EvidenceSentence) -> list[EvidenceSentence]:
    """Those with a figure that counts like one of the best sentence's; all where it has none."""
    mine = figures_of(best.text)
    if not mine:
        return sentences
    return [
        s
        for s in sentences
        if s is best or any(one.counts_like(two) for one in mine for two in figures_of(s.text))
    ]


def _fits(question: str, sentence: EvidenceSentence) -> bool:
    """Whether a sentence has what is asked for, of its own time."""
    if lacks_answer_type(question, sentence.text):
        return False
    if _ASKS_DAY.search(question) and lacks_answer_type("When?", sentence.text):
        return False
    return not of_old(question, sentence)


def _published(sentence: EvidenceSentence) -> str:
    return sentence.article.published_at or ""
