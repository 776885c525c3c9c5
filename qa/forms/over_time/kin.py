"""Articles of one story that don't say the same words: they share rare names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from index.types import Article
from qa.forms.chain import Chain

# Names count by how far their rarity lies above the first; so much must be shared. Of the two
# invented collections, people of public life have .71 to .75, those of one story .78 to .88.
_COMMON, _LEAST_SHARED = 0.65, 0.35
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’-]{2,}")
_MOST_CHARS = 20_000  # of an article are read for names


def is_kin(
    article: Article, others: Sequence[Article], chain: Chain, *, closely: bool = False
) -> bool:
    """Whether an article shares rare names with one of the others, many of them if `closely`."""
    least = _LEAST_SHARED * (2 if closely else 1)
    return _shares(article, _names_of(others, chain), least, chain)


def kin_among(others: Sequence[Article], chain: Chain) -> Callable[[Article], bool]:
    """Whether an article shares many rare names with one of these, whose names are read once."""
    known = _names_of(others, chain)
    return lambda article: _shares(article, known, 2 * _LEAST_SHARED, chain)


def _names_of(articles: Sequence[Article], chain: Chain) -> dict[str, dict[str, float]]:
    return {article.article_id: _rare_names(article, chain) for article in articles}


def _shares(
    article: Article, known: Mapping[str, Mapping[str, float]], least: float, chain: Chain
) -> bool:
    mine = _rare_names(article, chain)
    return any(
        sum(mine[name] for name in mine.keys() & names.keys()) >= least
        for article_id, names in known.items()
        if article_id != article.article_id
    )


def _rare_names(article: Article, chain: Chain) -> dict[str, float]:
    rarity = chain.catalog.vocabulary().rarity
    found = dict.fromkeys(_NAME.findall(article.text[:_MOST_CHARS]))
    return {name: over for name in found if (over := rarity(name) - _COMMON) > 0}
