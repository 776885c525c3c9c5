"""Articles of one story that don't say the same words: they share rare names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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
    mine, least = _rare_names(article, chain), _LEAST_SHARED * (2 if closely else 1)
    return bool(mine) and any(
        sum(mine[name] for name in mine.keys() & _rare_names(other, chain).keys()) >= least
        for other in others
        if other.article_id != article.article_id
    )


def kin_among(others: Sequence[Article], chain: Chain) -> Callable[[Article], bool]:
    """Whether an article shares many rare names with one of these, whose names are read once."""
    known = [(other.article_id, _rare_names(other, chain)) for other in others]

    def is_close(article: Article) -> bool:
        mine = _rare_names(article, chain)
        return any(
            sum(mine[name] for name in mine.keys() & names.keys()) >= 2 * _LEAST_SHARED
            for other_id, names in known
            if other_id != article.article_id
        )

    return is_close


def _rare_names(article: Article, chain: Chain) -> dict[str, float]:
    rarity = chain.catalog.vocabulary().rarity
    found = dict.fromkeys(_NAME.findall(article.text[:_MOST_CHARS]))
    return {name: over for name in found if (over := rarity(name) - _COMMON) > 0}
