"""A story, an article or a collection in its few most telling sentences, each cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import analyse
from index.types import Article
from qa.answer.draft import DraftStatement
from qa.answer.matter import Matter
from qa.answer.telling import Told, corrects
from qa.forms.chain import Built, Chain
from qa.forms.comparison import label
from qa.forms.timeline import articles_on, with_story

MOST_WORDS = 240
MOST_SENTENCES = 7
MOST_CORRECTIONS = 2  # are told beside the others: what they correct is wrong
SHORT_WORDS = 60  # where a short one is asked for
_SHORT = re.compile(r"^\W*in short\b|\bin (?:one|a|two) sentences?\b|\bvery short\b", re.I)
_SAME_TERMS = 0.5  # of the shorter sentence's: it adds nothing


def build_summary(chain: Chain) -> Built | None:
    """The summary of what the question names, else of everything; None where nothing is found."""
    matter = chain.matter()
    articles = [
        article
        for article in with_story(articles_on(matter, chain), chain, matter)
        if not chain.outlets or article.publisher in chain.outlets
    ]
    if not articles:
        return None
    if len(articles) == 1 or _is_one(matter, articles[0]):
        told = _of_article(articles[0], chain, matter)
    else:
        told = _of_story(articles, chain, matter)
    short = chain.short or _SHORT.search(chain.query.text)
    most_words = SHORT_WORDS if short else MOST_WORDS
    if most_words == SHORT_WORDS:
        told = sorted(told, key=lambda one: -one.score)[:2]
    drafts: list[DraftStatement] = []
    held: dict[str, Article] = {}
    words = 0
    dated = len({t.article.article_id for t in told}) > 1
    for one in told:
        before = f"{label(one)}: " if dated else ""
        draft = chain.say(one, before=before)
        words += len(draft.text.split())
        if drafts and words > most_words:
            break
        drafts.append(draft)
        held[one.article.article_id] = one.article
    return Built("summary", tuple(drafts), held) if drafts else None


def _is_one(matter: Matter, article: Article) -> bool:
    """Whether the question names this very article by its headline."""
    title = set(analyse(article.title or ""))
    return len(title) > 3 and len(title & set(analyse(matter.text))) >= 0.8 * len(title)


def _of_article(article: Article, chain: Chain, matter: Matter) -> list[Told]:
    """The opening, and the sentences that share most with the rest of the article, in its order."""
    told = chain.told(article, matter)
    everywhere: dict[str, int] = {}
    for one in told:
        for term in set(analyse(one.text)):
            everywhere[term] = everywhere.get(term, 0) + 1

    def central(one: Told) -> float:
        held = set(analyse(one.text))
        return one.score + sum(everywhere[t] > 1 for t in held) / (6 + len(held))

    chosen = _without_repeats(sorted(told, key=lambda one: -central(one)), MOST_SENTENCES - 2)
    return sorted(chosen, key=lambda one: one.start_char)


def _of_story(articles: Sequence[Article], chain: Chain, matter: Matter) -> list[Told]:
    """Of each article its most telling sentence, oldest first; the most telling ones where there
    are too many.
    """
    clusters = chain.catalog.copies.clusters_of(a.article_id for a in articles)
    best: dict[str, Told] = {}
    corrections: list[Told] = []
    for article in articles:
        told = chain.told(article, matter)
        corrections += [t for t in told if corrects(t.text)][:1]
        if told:
            best.setdefault(clusters.get(article.article_id, article.article_id), told[0])
    chosen = _without_repeats(sorted(best.values(), key=lambda t: -t.score), MOST_SENTENCES)
    known = {(t.article.article_id, t.start_char) for t in chosen}
    corrected = [t for t in corrections if (t.article.article_id, t.start_char) not in known]
    chosen += corrected[:MOST_CORRECTIONS]
    return sorted(chosen, key=lambda one: one.article.published_at or "9999")


def _without_repeats(told: Sequence[Told], most: int) -> list[Told]:
    kept: list[Told] = []
    for one in told:
        terms = set(analyse(one.text))
        if len(kept) < most and all(
            len(terms & (held := set(analyse(other.text))))
            < _SAME_TERMS * min(len(terms), len(held))
            for other in kept
        ):
            kept.append(one)
    return kept
