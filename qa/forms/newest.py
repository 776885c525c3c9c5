"""The latest on a matter, or the first: statements that answer, chosen by their day."""

from __future__ import annotations

import re

from index.text.terms import analyse
from qa.answer.draft import without_overlaps
from qa.answer.figures import figures_of
from qa.answer.matter import matter_of
from qa.answer.telling import Told, label
from qa.evidence.blend import odds
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.standing import of_old
from qa.forms.timeline import articles_on, with_story
from qa.question.answer_type import lacks_answer_type
from qa.question.at_any_time import without_order
from qa.question.form import AskedForm, subject_of
from qa.question.times.standing import standing_kind

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
    r"^\W*(?:the )?(?:current|latest|newest|last|final|first|original) (?:number|count|toll|figure|"
    r"estimate|price|cost|date|total)\b|"
    r"^\W*(?:as of [^,]{3,40},\s*)?(?:and |but |so )?(?:how (?:many|much|high|large|big|long|old|"
    r"far)|when|where|(?:what|which)\s+(?:(?:is|are|was|were) the (?:\w+ ){0,2}(?:figures?|"
    r"numbers?|"
    r"estimates?|counts?|tolls?|totals?|dates?|prices?|costs?|sums?|amounts?|results?|scores?)|"
    r"(?!is|are|was|were|did|do|does|has|have|of\b|outlet|paper|news|agency|article|report)"
    r"[\w’'-]+(?: [\w’'-]+)? (?:is|was|are|were|did|has|had|have)))\b",
    re.I,
)


def build_ordered(asked: AskedForm, chain: Chain) -> Built | None:
    """The newest or the oldest statement on the matter; None where nothing dated is found."""
    if asked.order == "now":  # values and offices are looked up, and the newest stands first
        return None if standing_kind(chain.query.text) else _now(chain)
    if _ASKS_FACT.search(chain.query.text):
        fact = _fact(asked, chain)
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
    drafts = (chain.say(told, score=told.score),)
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
