"""Which articles a question is asked of, as SQL."""

from __future__ import annotations

import json
from typing import Any

from index.byline.possible_days import first_day, possible_days
from index.byline.publishers import publisher_key
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
        parts.append(
            "EXISTS (SELECT 1 FROM json_each(publishers) p "
            "WHERE p.value IN (SELECT value FROM json_each(?)))"
        )
        values.append(json.dumps([publisher_key(name) for name in where.publishers]))
    return " AND ".join(parts), values
