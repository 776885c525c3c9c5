"""How something changed: the same thing said of several days, oldest first, each figure once."""

from __future__ import annotations

from index.text.terms import analyse
from qa.answer.figures import figures_of
from qa.answer.telling import Told, corrects, told_by
from qa.forms.chain import Built, Chain
from qa.forms.timeline import articles_on, as_timeline, day_of, without_outlets
from qa.question.form import subject_of
from qa.question.period import without_period

MOST_STEPS = 10
# A sentence is of the matter when it has so much of its terms.
_LEAST_TOLD = 0.5
_NUMBERS = frozenset(analyse("number numbers figure figures amount total count sum"))


def build_change(chain: Chain) -> Built | None:
    """The steps of a change; None where there are not two."""
    subject = without_outlets(subject_of(without_period(chain.query.text, chain.period)), chain)
    asked = set(analyse(subject))
    terms = asked - _NUMBERS
    if not terms:
        return None
    counts = bool(asked & _NUMBERS)
    articles = articles_on(" ".join(w for w in subject.split() if set(analyse(w)) & terms), chain)
    steps: list[tuple[tuple[str, bool], Told]] = []
    for article in sorted(articles, key=lambda a: a.published_at or ""):
        if article.published_at is None:
            continue
        told = [
            t
            for t in told_by(article, chain.passages_of(article.article_id), terms)
            if len(set(analyse(t.text)) & terms) >= _LEAST_TOLD * len(terms)
        ]
        numbered = [t for t in told if _figures(t, terms)]
        for best in (numbered if counts or numbered else told)[:1]:
            steps.append((day_of(best, chain), best))
    steps = _each_once(steps, terms)
    steps.sort(key=lambda step: (step[1].article.published_at or "", step[0][0]))
    if len(steps) < 2:
        return None
    return as_timeline(steps[:MOST_STEPS], chain)


def _figures(told: Told, terms: set[str]) -> frozenset[float]:
    """The figures of a sentence that count what is asked for, else all of them."""
    figures = figures_of(told.text)
    counting = [f for f in figures if f.nouns & terms]
    return frozenset(f.value for f in counting or figures)


def _each_once(
    steps: list[tuple[tuple[str, bool], Told]], terms: set[str]
) -> list[tuple[tuple[str, bool], Told]]:
    """Without steps that say what one before said already; a correction always stays."""
    kept: list[tuple[tuple[str, bool], Told]] = []
    for day, told in steps:
        figures, words = _figures(told, terms), set(analyse(told.text))
        repeats = any(
            (figures and figures == _figures(other, terms))
            or len(words & set(analyse(other.text))) >= 0.8 * len(words)
            for _, other in kept
        )
        if corrects(told.text) or not repeats:
            kept.append((day, told))
    return kept
