"""How something changed: the same thing said of several days, oldest first, each figure once."""

from __future__ import annotations

import re

from index.text.terms import analyse
from qa.answer.figures import figures_of
from qa.answer.telling import Told, corrects
from qa.forms.chain import Built, Chain
from qa.forms.differences import sentence_terms
from qa.forms.timeline import articles_on, as_timeline, day_of

MOST_STEPS = 10
# A sentence is of the matter when it has so much of its terms.
_LEAST_TOLD = 0.45
# A sentence gains so much where it has what is asked of the names: "the insurance" of a painting.
_GAINED_BY_HEAD = 0.3
_SHARE_OF_BEST = 0.5  # of the nearest step: others are of another matter
_COUNTS = re.compile(
    r"\b(?:numbers?|figures?|amount|total|count|toll|estimates?|how (?:many|much|high|large)|"
    r"price|cost)\b",
    re.I,
)


def build_change(chain: Chain) -> Built | None:
    """The steps of a change; None where there are not two."""
    matter = chain.matter()
    if not matter:
        return None
    counts = _COUNTS.search(chain.query.text) is not None
    articles = articles_on(matter, chain)
    close = matter.among(sentence_terms(articles, chain), chain.query.names)
    head = close.head(chain.query.names)
    steps: list[tuple[tuple[str, bool], Told]] = []
    for article in sorted(articles, key=lambda a: a.published_at or ""):
        if article.published_at is None:
            continue
        told = [t for t in chain.told(article, close) if _near(t, head) >= _LEAST_TOLD]
        told.sort(key=lambda t: (-round(_near(t, head), 1), -t.score))
        numbered = [t for t in told if _figures(t)]
        for best in (numbered if counts or numbered else told)[:1]:
            steps.append((day_of(best, chain), best))
    figured = [step for step in steps if _figures(step[1])]
    steps = figured if len(figured) > 1 else steps
    nearest = max((_near(told, head) for _, told in steps), default=0.0)
    steps = _each_once([s for s in steps if _near(s[1], head) >= _SHARE_OF_BEST * nearest])
    steps.sort(key=lambda step: (step[1].article.published_at or "", step[0][0]))
    if len(steps) < 2:
        return None
    return as_timeline(steps[:MOST_STEPS], chain)


def _near(told: Told, head: frozenset[str]) -> float:
    """How near a sentence is to what is asked, 0 and more."""
    return told.share + _GAINED_BY_HEAD * bool(head & set(analyse(told.text)))


def _figures(told: Told) -> frozenset[float]:
    return frozenset(f.value for f in figures_of(told.text))


def _each_once(steps: list[tuple[tuple[str, bool], Told]]) -> list[tuple[tuple[str, bool], Told]]:
    """Without steps that say what one before said already; a correction always stays."""
    kept: list[tuple[tuple[str, bool], Told]] = []
    for day, told in steps:
        figures, words = _figures(told), set(analyse(told.text))
        repeats = any(
            (figures and figures <= _figures(other))
            or len(words & set(analyse(other.text))) >= 0.8 * len(words)
            for _, other in kept
        )
        if corrects(told.text) or not repeats:
            kept.append((day, told))
    return kept
