"""What one outlet says beside another, and where reports differ."""

from __future__ import annotations

from collections.abc import Sequence

from index.text.terms import analyse
from index.types import Article
from qa.answer.telling import Told, day_words, statement_of, told_by
from qa.answer.wording import plain
from qa.forms.chain import Built, Chain, DraftDisagreement
from qa.forms.differences import Difference, differences, sides_of
from qa.forms.timeline import articles_on, without_outlets
from qa.question.form import subject_of
from qa.question.period import without_period

MOST_DIFFERENCES = 3
MOST_OUTLETS = 4
_LEAST_TOLD = 0.5  # of the matter's words, in the sentence that stands for an outlet


def build_comparison(chain: Chain) -> Built | None:
    """The sides of what is compared, each cited; None where there are not two."""
    subject = without_outlets(subject_of(without_period(chain.query.text, chain.period)), chain)
    terms = set(analyse(subject))
    articles = [
        article
        for article in articles_on(subject, chain)
        if not chain.outlets or _is_of(article, chain.outlets)
    ]
    found = [d for d in differences(articles, chain, terms) if _is_about(d, terms)]
    if found:
        return _with_differences(found[:MOST_DIFFERENCES], chain)
    return _side_by_side(articles, terms, chain)


def _with_differences(found: Sequence[Difference], chain: Chain) -> Built:
    told: dict[tuple[str, int], Told] = {}
    for difference in found:
        for side in difference.sides:
            told.setdefault((side.told.article.article_id, side.told.start_char), side.told)
    places = {key: place for place, key in enumerate(told)}
    drafts = tuple(
        statement_of(t, chain.passages_of(t.article.article_id), before=f"{label(t)}: ")
        for t in told.values()
    )
    disagreements: list[DraftDisagreement] = [sides_of(d, places) for d in found]
    articles = {t.article.article_id: t.article for t in told.values()}
    return Built("comparison", drafts, articles, disagreements=tuple(disagreements))


def _side_by_side(articles: Sequence[Article], terms: set[str], chain: Chain) -> Built | None:
    """Of each outlet the sentence that tells most of the matter."""
    best: dict[str, Told] = {}
    for article in articles:
        outlet = article.publisher
        if outlet is None:
            continue
        told = told_by(article, chain.passages_of(article.article_id), terms)
        if told and (outlet not in best or told[0].score > best[outlet].score):
            best[outlet] = told[0]
    chosen = [
        told
        for told in best.values()
        if not terms or len(set(analyse(told.text)) & terms) >= _LEAST_TOLD * len(terms)
    ]
    wanted = max(2, len(chain.outlets)) if chain.outlets else 2
    if len(chosen) < min(2, wanted):
        return None
    chosen = sorted(chosen, key=lambda told: -told.score)[:MOST_OUTLETS]
    chosen.sort(key=lambda told: told.article.published_at or "")
    drafts = tuple(
        statement_of(t, chain.passages_of(t.article.article_id), before=f"{label(t)}: ")
        for t in chosen
    )
    return Built("comparison", drafts, {t.article.article_id: t.article for t in chosen})


def label(told: Told) -> str:
    """Whose report it is, and of when: "Reuters, March 14, 2022"."""
    facts = [plain(told.article.publisher or "An article"), day_words(told.published or "")]
    return ", ".join(fact for fact in facts if fact)


def _is_of(article: Article, outlets: Sequence[str]) -> bool:
    return article.publisher in outlets or bool(set(article.credits) & set(outlets))


def _is_about(difference: Difference, terms: set[str]) -> bool:
    """Whether the figures are those that the question asks about, as far as it says which."""
    if not terms:
        return True
    counted = difference.sides[0].figure.nouns | difference.sides[1].figure.nouns
    shared = difference.sides[0].terms & difference.sides[1].terms
    return bool(terms & (counted | shared))
