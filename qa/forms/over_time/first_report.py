"""Who reported something first: as an article says it, else the oldest article that tells it."""

from __future__ import annotations

import re

from index.text.terms import analyse
from index.types import Article
from qa.answer.matter import Matter, matter_of
from qa.answer.telling import Told, corrects, label
from qa.forms.chain import Built, Chain
from qa.forms.over_time.corrections import correction_of
from qa.forms.timeline import articles_on, with_story
from qa.question.form import subject_of

_ASKS_WHO = re.compile(
    r"^\W*(?:who|which|what|when)\b.{0,60}?\b(?:first (?:to )?(?:report|reveal|break|broke|"
    r"publish|disclos|expos|tell|told|writ|wrote)\w*|(?:report|broke|reveal)\w* (?:it |this |"
    r"that )?first)\b",
    re.I,
)
_SAYS_WHO = re.compile(
    r"\b(?:first|originally) (?:reported|revealed|published|disclosed|exposed|broken|told|made "
    r"public)\b|\b(?:reported|revealed|published|disclosed|exposed|broken) first\b|"
    r"\bbroke the (?:story|news)\b|\bfirst to (?:report|reveal|publish)\b",
    re.I,
)
_HOLDS = re.compile(r"\b(?:hold|true|right|correct|stand|wrong)\b", re.I)
_LEAST_SHARE = 0.4  # of the matter, in the sentence that says who was first or in its neighbours
_SHARE_OF_BEST = 0.7  # of what the best sentence of any article has, for a report of the matter


def build_first_report(chain: Chain) -> Built | None:
    """Who first reported what is asked, or when; None for another question, or where no article
    tells it.
    """
    match = _ASKS_WHO.match(chain.query.text)
    if match is None:
        return None
    rest = re.split(r",? and (?:does|did|is|was|has)\b", chain.query.text[match.end() :])
    matter = matter_of(subject_of(rest[0]), chain.catalog.vocabulary().rarity)
    if not matter:
        return None
    articles = with_story(articles_on(matter, chain), chain, matter)
    dated = sorted((a for a in articles if a.published_at), key=lambda a: a.published_at or "")
    for article in dated:
        if (said := _says_who(article, matter, chain)) is not None:
            return Built("lookup", (chain.say(said),), {article.article_id: article})
    if not dated:
        return None
    best = [
        max(chain.told(a, matter), key=lambda t: (t.share, t.score), default=None) for a in dated
    ]
    told = [t for t in best if t is not None]
    most = max((t.share for t in told), default=0.0)
    first = next((t for t in told if most and t.share >= _SHARE_OF_BEST * most), None)
    if first is None:
        return None
    # Of the first article the sentence that tells it best, as news tells it.
    shown = max(
        (t for t in chain.told(first.article, matter) if t.share >= _SHARE_OF_BEST * most),
        key=lambda t: t.score,
    )
    drafts = [chain.say(shown, before=f"First reported by {label(shown)}: ")]
    held = {shown.article.article_id: shown.article}
    if _HOLDS.search(chain.query.text[match.end() :]):
        for article in dated:
            if (wrong := correction_of(article, matter, chain)) is not None:
                drafts.append(chain.say(wrong))
                held[article.article_id] = article
                break
    return Built("lookup", tuple(drafts), held)


def _says_who(article: Article, matter: Matter, chain: Chain) -> Told | None:
    """The sentence of an article that says who first reported the matter."""
    for told in chain.told(article, matter):
        if _SAYS_WHO.search(told.text) and not corrects(told.text):
            around = article.text[max(0, told.start_char - 400) : told.end_char]
            if matter.share(analyse(told.text)) or matter.share(analyse(around)) >= _LEAST_SHARE:
                return told
    return None
