"""Numbered passages for what a reader is told and shown."""

from __future__ import annotations

from index.types import Article, Passage
from qa.readers.extractive import NumberedPassage

FERRIES = (
    "The Norwegian ferry company Norlys rejected an offer of $40 million on Monday. "
    "Its director, Kari Lind, called the offer too low. "
    "She said 300 people work on the ships."
)


def numbered(*texts: str) -> list[NumberedPassage]:
    """Each text as an article with a headline and one passage, the text itself."""
    items = []
    for number, text in enumerate(texts, start=1):
        whole = f"News of the day\n\n{text}"
        article = Article(
            article_id=f"a{number}",
            path=f"/a{number}.txt",
            text=whole,
            content_hash="",
            publisher="Reuters",
            published_at="2022-08-07",
            published_precision="day",
        )
        start, spans, position = len(whole) - len(text), [], len(whole) - len(text)
        for sentence in text.split(". "):
            length = len(sentence) + (1 if position + len(sentence) < len(whole) else 0)
            spans.append((position, position + length))
            position += length + 1
        passage = Passage(f"a{number}:0", f"a{number}", 0, start, len(whole), text, tuple(spans))
        items.append(NumberedPassage(number, article, passage))
    return items
