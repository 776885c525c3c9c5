"""Looking a fact up: of the sentences that were read, those that answer."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evidence.credits import credit_lines
from qa.evidence.search import Found
from qa.evidence.sentences import (
    EvidenceSentence,
    choose_sentences,
    in_reading_order,
    sentences_on_topic,
)
from qa.forms.lists import gather
from qa.question.asks_for_list import asks_for_list
from qa.question.query import Query


def choose(
    query: Query, found: Found, *, refuse_below: float, topic: str | None = None
) -> list[EvidenceSentence]:
    """The sentences that answer, in reading order; empty when the articles do not say."""
    credits = credit_lines(query, found.retrieved, found.articles, found.neighbours)
    if credits:
        return credits
    if topic is not None:
        return sentences_on_topic(found.evidence, topic)
    if found.evidence.probability >= refuse_below:
        chosen = choose_sentences(found.evidence)
        listed = asks_for_list(query.text)
        return gather(query.text, found.evidence, chosen) if listed else chosen
    return []


def choose_of_parts(
    parts: Sequence[Query], finds: Sequence[Found], *, refuse_below: float, limit: int = 4
) -> list[EvidenceSentence]:
    """The best sentences of each part that is answered, at most `limit` in all."""
    lists = [
        sorted(choose(part, found, refuse_below=refuse_below), key=lambda s: -s.score)
        for part, found in zip(parts, finds, strict=True)
    ]
    chosen: list[EvidenceSentence] = []
    for rank in range(limit):  # the best of each part before the second best of any
        for sentences in lists:
            if rank < len(sentences) and len(chosen) < limit:
                sentence = sentences[rank]
                if all(
                    (s.article.article_id, s.start_char)
                    != (sentence.article.article_id, sentence.start_char)
                    for s in chosen
                ):
                    chosen.append(sentence)
    return in_reading_order(chosen)
