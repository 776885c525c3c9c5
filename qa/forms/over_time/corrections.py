"""Sentences by which an outlet corrects itself, with what they put in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import analyse
from index.types import Article
from qa.answer.matter import Matter
from qa.answer.telling import Told, corrects, label
from qa.evidence.context import article_sentences
from qa.forms.chain import Built, Chain

_ASKS = re.compile(
    r"\b(?:g[eo]t(?:ten)?|had|have|has|put|said|say|stated?|report\w*)\b.{0,40}\b(?:wrong|"
    r"mistaken\w*|in error)\b|\b(?:correct(?:ed|ions?)?|retract(?:ed|ions?)?|put right|mistakes?|"
    r"errors?)\b",
    re.I,
)
_LEAST_SHARE = 0.4  # of the matter, in the correction or in its article's headline
_MOST_MORE = 160  # characters of a sentence that follows a correction, with what is right
_WHAT_IS_SO = re.compile(
    r"^\W*(?:it|he|she|they|the (?:right|correct|actual|true|real)|in fact|that report|this|"
    r"there|the (?:figure|number|amount|sum|date|name) (?:is|was|should))\b",
    re.I,
)


def asks_for_correction(question: str) -> bool:
    """Whether a question asks what was corrected."""
    return _ASKS.search(question) is not None


def correction_of(article: Article, matter: Matter, chain: Chain) -> Told | None:
    """The correction in an article that has most of the matter, with what follows it; None without
    any.
    """
    found = corrections_in(article, matter, chain)
    return max(found, key=lambda t: t.share, default=None)


def corrections_in(
    article: Article, matter: Matter, chain: Chain, *, of_article: bool = False
) -> list[Told]:
    """The corrections in an article that are of the matter, each with what follows it.
    `of_article`: all of them, where the article is of the matter.
    """
    spans = article_sentences(chain.passages_of(article.article_id))
    title = set(analyse(article.title or ""))
    found, covered = [], 0
    for at, (start, end) in enumerate(spans):
        if start < covered or not corrects(article.text[start:end]):
            continue
        covered = _whole(article, spans, at)
        text = article.text[start:covered]
        share = matter.share(set(analyse(text)) | title)
        if of_article:
            share = matter.share({*analyse(article.text), *title})
        if (of_article or matter.share(analyse(text))) and share >= _LEAST_SHARE:
            found.append(Told(article, start, covered, 1.0, share))
    return found


def with_what_is_so(told: Told, chain: Chain) -> Told:
    """A correction together with the sentence behind it that says what is right."""
    spans = article_sentences(chain.passages_of(told.article.article_id))
    at = next((n for n, span in enumerate(spans) if span[0] == told.start_char), None)
    if at is None or not corrects(told.text):
        return told
    end = _whole(told.article, spans, at)
    return Told(told.article, told.start_char, end, told.score, told.share)


def _whole(article: Article, spans: Sequence[tuple[int, int]], at: int) -> int:
    """Where a correction ends: behind at most two short sentences that say what is so."""
    end = spans[at][1]
    for start, to in spans[at + 1 : at + 3]:
        text = article.text[start:to]
        if to - start > _MOST_MORE or "\n\n" in article.text[end:start]:
            break
        if not (_WHAT_IS_SO.match(text) or corrects(text)):
            break
        end = to
    return end


def build_corrections(
    articles: Sequence[Article], matter: Matter, chain: Chain, *, of_article: bool = False
) -> Built | None:
    """The corrections of a matter, oldest first; None without any."""
    found = [t for a in articles for t in corrections_in(a, matter, chain, of_article=of_article)]
    if not found:
        return None
    found.sort(key=lambda t: (t.published or "", t.start_char))
    most = max(t.share for t in found)
    found = [t for t in found if t.share >= 0.7 * most]
    drafts = tuple(chain.say(t, before=f"{label(t)}: ") for t in found)
    return Built("lookup", drafts, {t.article.article_id: t.article for t in found})
