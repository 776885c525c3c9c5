"""Who wrote, edited, supplied, photographed or headed an article: answered by its own lines.

Such a question is about an article, not about its news: the article is found by the topic that
the question names, and the answer is its byline, credit or headline, quoted like any sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Article, Passage
from qa.evidence.missing import names_missing
from qa.evidence.sentences import EvidenceSentence
from qa.question.query import Query

_ARTICLE = (
    r"(?:article|story|stories|piece|report|text|dispatch|news item|write-?up|coverage|"
    r"post|column|page)s?"
)
_NEAR = r"(?:[\w’'\"“”\-,:]+\s+){0,4}?"
_CREDIT_WORDS = r"report|edit|writ|by\b|input|compil|contribut|agenc|source|photo|credit"


@dataclass(frozen=True)
class _Intent:
    """What is asked (`asks`), and which marked lines tell it (`kinds`, `line`)."""

    asks: re.Pattern[str]
    kinds: tuple[str, ...]
    line: re.Pattern[str]


def _intent(asks: str, kinds: Sequence[str], line: str) -> _Intent:
    return _Intent(re.compile(asks, re.I), tuple(kinds), re.compile(line, re.I))


# In order: the first intent that the question has and the article can meet is answered.
_INTENTS = (
    _intent(
        rf"\b(?:headline|headlined|titled|title of|what title|called the)\b.*\b{_ARTICLE}\b|"
        rf"\b{_ARTICLE}\b.*\b(?:headline|headlined|title|titled)\b|"
        r"\bwhat (?:is|was) the headline\b|"
        r"\b(?:under|with) (?:what|which) (?:headline|title)\b",
        ["headline"],
        r".",
    ),
    _intent(
        r"\b(?:photo|photograph|picture|image)s?\b.*\b(?:from|by|credit\w*|took|taken|source|agency"
        r"|show)\b|\bwho (?:took|made|shot) the (?:photo|picture|image)\b|\bphotographer\b",
        ["credit"],
        r"photo|image|picture|getty",
    ),
    _intent(r"\bedit(?:ed|or|ors)\b", ["credit", "byline"], r"\bedit"),
    _intent(
        rf"\b(?:agency|agencies|wire|inputs?|contribut\w+)\b.*\b{_ARTICLE}\b|"
        rf"\b{_ARTICLE}\b.*\b(?:agency|agencies|wire|inputs?|contribut\w+)\b|"
        r"\b(?:which|what) (?:news )?agency (?:contributed|supplied|provided|gave|helped)\b|"
        r"\binputs? from\b",
        ["credit", "byline"],
        r"input|agenc|source|with|contribut|compil|author|by\b|report",
    ),
    _intent(
        rf"\b(?:wrote|written|authored|author|reported|reporter|reporters|journalist|penned|byline|"
        rf"credited|credits?|behind|filed)\b\s*{_NEAR}\b{_ARTICLE}\b|"
        rf"\b{_ARTICLE}\b.*\b(?:wrote|written by|author|authored|reporter|journalist|byline|"
        rf"credited|credits?|reported by)\b|"
        r"\bwho (?:is|was) the (?:author|reporter|journalist|writer)\b|\bbylines?\b|"
        r"\bwhose byline\b",
        ["byline", "credit"],
        _CREDIT_WORDS + r"|author",
    ),
    _intent(
        rf"\b(?:who|which|what)\b.*\bpublish(?:ed|er|es)\b.*\b{_ARTICLE}\b|"
        rf"\bpublisher of\b.*\b{_ARTICLE}\b",
        ["byline", "credit"],
        r"author|reuters|agenc|publish|source|©|copyright|\bap\b|\bafp\b|press|news",
    ),
)


_ACCORDING_TO = re.compile(
    r"^\W*(?:according to|in|per|as (?:reported|written) (?:in|by))\b[^,?]*,", re.I
)
_SOME_ARTICLE = re.compile(rf"\b{_ARTICLE}\b", re.I)
_PUBLISHED_WHEN = re.compile(
    rf"\b(?:when|what (?:date|day|year|month)|which (?:date|day|year|month)|how old|date of)\b.*"
    rf"(?:\b{_ARTICLE}\b.*\b(?:publish\w*|written|posted|appear\w*|come out|came out|dated|issued)"
    rf"|\bpublish\w*\b.*\b{_ARTICLE}\b|\bpublication\b)|\bpublication date\b",
    re.I,
)


def asks_when_published(question: str) -> bool:
    """True when a question is about the date of an article, not of what it reports."""
    return bool(_PUBLISHED_WHEN.search(question))


def asks_for_credits(question: str) -> bool:
    """True when a question is about who made an article, or what it is called."""
    asked = _ACCORDING_TO.sub("", question)
    return any(intent.asks.search(asked) for intent in _INTENTS)


def credit_lines(
    query: Query,
    passages: Sequence[Passage],
    articles: Mapping[str, Article],
    neighbours: Mapping[str, Sequence[Passage]],
) -> list[EvidenceSentence]:
    """The lines of the most fitting article that answer a question about its making.

    `passages` are in the order of retrieval: the first article that has every name and number
    of the question is meant. Empty when the question is another, no article fits, or the
    article has no such line.
    """
    asked = _ACCORDING_TO.sub("", query.text)
    intents = [intent for intent in _INTENTS if intent.asks.search(asked)]
    if not intents or not (query.names or _SOME_ARTICLE.search(query.text)):
        return []
    article = meant_article(query, passages, articles)
    if article is None:
        return []
    for intent in intents:
        lines = [
            p
            for p in neighbours[article.article_id]
            if p.kind in intent.kinds and intent.line.search(p.text)
        ]
        if intent.kinds == ("headline",):
            lines = lines[:1]
        if lines:
            return [EvidenceSentence(article, p, p.start_char, p.end_char, 1.0) for p in lines]
    return []


def meant_article(
    query: Query, passages: Sequence[Passage], articles: Mapping[str, Article]
) -> Article | None:
    """The first retrieved article that has every name of the question."""
    for article_id in dict.fromkeys(p.article_id for p in passages):
        if not names_missing(query, articles[article_id]):
            return articles[article_id]
    return None
