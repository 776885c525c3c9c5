"""Articles made ready for a catalog."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from index.catalog.catalog import Catalog
from index.catalog.writer import Prepared
from index.types import Article, Passage

Put = Callable[..., Catalog]


def article(article_id: str, *sentences: str, **values: object) -> Prepared:
    """An article with one passage a sentence, and vectors that nobody looks at."""
    text = " ".join(sentences)
    passages, at = [], 0
    for ordinal, sentence in enumerate(sentences):
        span = (at, at + len(sentence))
        passages.append(
            Passage(
                f"{article_id}:{ordinal}:{len(text)}", article_id, ordinal, *span, sentence, (span,)
            )
        )
        at += len(sentence) + 1
    made = Article(article_id, f"/news/{article_id}.txt", text, f"hash of {text}", **values)  # type: ignore[arg-type]
    vector = np.ones(4, dtype="<f4").tobytes()
    return Prepared(made, tuple(passages), (vector,) * len(passages))


DATED = [
    article("day", "A.", published_at="2022-09-30", published_precision="day", publisher="Reuters"),
    article("month", "B.", published_at="2022-09", published_precision="month", publisher="BBC"),
    article("year", "C.", published_at="2021", published_precision="year", credits=("Reuters",)),
    article("time", "D.", published_at="2022-10-01T23:30:00-05:00", published_precision="day"),
    article("none", "E.", publisher="Reuters"),
]
