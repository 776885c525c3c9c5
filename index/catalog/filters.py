"""Which articles a question is asked of: as SQL, and for the keyword index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from index.byline.possible_days import first_day, possible_days
from index.byline.publishers import publisher_key
from index.database.session import TEXTS
from index.keywords.engine import Narrowing
from index.types import ArticleFilter


def condition(where: ArticleFilter) -> tuple[str, list[Any]]:
    """SQL for the filter. An article passes a date when any day that its date may mean does:
    one of "September 2022" passes after 2022-09-15. Times of day are not compared.
    """
    parts, values = ["state = 'done'"], list[Any]()
    if where.after:
        parts.append("last_day >= ?")
        values.append(first_day(where.after))
    if where.before:
        parts.append("first_day < ?")
        values.append(first_day(where.before))
    if where.until:
        parts.append("coalesce(first_day, '') <= ?")
        values.append(possible_days(where.until)[1])
    if where.publishers:
        parts.append(f"EXISTS (SELECT 1 FROM json_each(publishers) p WHERE p.value IN {TEXTS})")
        values.append(json.dumps([publisher_key(name) for name in where.publishers]))
    return " AND ".join(parts), values


def narrowing(where: ArticleFilter) -> Narrowing:
    """The same filter for the keyword index."""
    keys = [publisher_key(name) for name in where.publishers]
    return Narrowing(
        after=first_day(where.after) if where.after else None,
        before=first_day(where.before) if where.before else None,
        until=possible_days(where.until)[1] if where.until else None,
        publishers=keys if where.publishers else None,
    )


class Filtered(set[str]):
    """The ids of the articles that pass a filter. They carry the filter along, which the keyword
    index applies more quickly than a list of thousands of ids; what is made of them by set
    operations is a plain set again.
    """

    def __init__(self, ids: Iterable[str], narrowing: Narrowing) -> None:
        """`ids` are all that pass; they aren't changed afterwards."""
        super().__init__(ids)
        self.narrowing = narrowing
