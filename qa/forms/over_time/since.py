"""What came of what a question says first: the report that says it too, and what later reports of
the story say nearest to it, oldest first.

No question is asked in it that the model could read, so nearness of meaning decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from index.types import Article
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.forms.chain import Built, Chain
from qa.forms.over_time.answers import articles_of_story
from qa.forms.timeline import as_timeline, day_of
from qa.question.times.premise import premise_of

# Cosine with what is said, of the sentence that says it and of a later one. Set by hand on twelve
# questions of nine sets, 2026-11: the right ones had .40 to .82 and .38 to .67.
_LEAST_OF_FIRST, _LEAST_OF_LATER, _SHARE_OF_FIRST = 0.45, 0.35, 0.4
_AS_NEAR = 0.05  # of the nearest: then the oldest says it first
_MOST_LATER = 3
_MOST_SENTENCES, _MOST_CHARS = 60, 600  # of an article, and of a sentence, that are compared


@dataclass(frozen=True)
class _Near:
    told: Told
    cosine: float

    @property
    def day(self) -> str:
        return (self.told.published or "")[:10]


def build_since(chain: Chain) -> Built | None:
    """The report of what the question says, and what followed; None where it says nothing, or no
    report says it, or none is later.
    """
    premise = premise_of(chain.query.text)
    if not premise:
        return None
    chain = replace(chain, period=None, periods=())  # it is of the premise, not of what followed
    articles, _ = articles_of_story(premise, chain)
    nearest = _nearest(premise, articles, chain)
    if not nearest:
        return None
    best = max(near.cosine for near in nearest)
    first = min((n for n in nearest if n.cosine >= best - _AS_NEAR), key=lambda n: n.day)
    later = [
        n
        for n in nearest
        if n.day > first.day and n.cosine >= max(_LEAST_OF_LATER, _SHARE_OF_FIRST * best)
    ]
    if best < _LEAST_OF_FIRST or not later:
        return None
    later = sorted(later, key=lambda n: -n.cosine)[:_MOST_LATER]
    told = [n.told for n in sorted((first, *later), key=lambda n: n.day)]
    return as_timeline([(day_of(t, chain), t) for t in told], chain)


def _nearest(premise: str, articles: list[Article], chain: Chain) -> list[_Near]:
    """Of each article the sentence that is nearest in meaning."""
    held = [
        Told(article, start, end, 0.0)
        for article in articles
        for start, end in article_sentences(chain.passages_of(article.article_id))[:_MOST_SENTENCES]
    ]
    if not held:
        return []
    asked, *vectors = chain.library.embedder.encode(
        [premise, *(told.text[:_MOST_CHARS] for told in held)]
    )
    best: dict[str, _Near] = {}
    for told, vector in zip(held, vectors, strict=True):
        near = _Near(told, float(np.asarray(vector) @ np.asarray(asked)))
        known = best.get(told.article.article_id)
        if known is None or near.cosine > known.cosine:
            best[told.article.article_id] = near
    return list(best.values())
