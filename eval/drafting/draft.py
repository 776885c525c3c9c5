"""Questions drafted from articles by rules, without a language model, for a person to judge.

A rule turns one whole English sentence around: what it says of a number, a day, a place or a person
is asked for in the sentence's own words. So each draft has its answer and its quote; it is as easy
as a question can be, and no substitute for questions that readers ask.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from eval.drafting.rules import draft_sentence
from eval.metrics.estimate import contains
from eval.questions.question_set import GoldQuote, Question
from index.types import Article, Passage

LONGEST_QUESTION, LONGEST_QUOTE, SHORTEST_QUOTE = 180, 320, 35
FEWEST_WORDS = 5  # of a question: "Who was elected?" could be about anything

# A question with one of these in it can't be understood without the article.
_LEANING = re.compile(
    r"\b(?:he|she|it(?! that)|they|them|him|this|these|those|we|our|us|i|my|you|your|here|there|"
    r"also|however|such|latter|former|that day|the same)\b",
    re.I,
)
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+")


@dataclass(frozen=True)
class Draft:
    """A drafted question: `answer` stands in `quote`, a sentence of the article."""

    kind: str
    question: str
    answer: str
    quote: str
    article: str

    def as_question(self, identity: str) -> Question:
        """The draft as a question of a set."""
        return Question(
            identity, self.kind, self.question, "answered", accepted_answers=(self.answer,),
            short_answers=(self.answer,), tags=("drafted",),
            gold_evidence=((GoldQuote(self.article, self.quote),),),
        )  # fmt: skip


def draft_article(article: Article, passages: Sequence[Passage]) -> list[Draft]:
    """The drafts of the article's own sentences, in their order. English only."""
    name = PurePath(article.path).name
    names = set(_CAPITAL.findall(" ".join(article.text.split())))
    found = []
    for passage in (p for p in passages if p.kind == "body"):
        for start, end in passage.sentences:
            quote = article.text[start:end]
            sentence = " ".join(quote.split())
            if SHORTEST_QUOTE <= len(sentence) <= LONGEST_QUOTE:
                found += [
                    Draft(kind, asked, answer, quote, name)
                    for kind, asked, answer in draft_sentence(sentence, names)
                    if _stands_alone(asked) and not contains(asked, answer)
                ][:1]
    return found


def spread(drafts: Iterable[Sequence[Draft]], limit: int) -> list[Draft]:
    """Up to `limit` drafts, taken in turn from each article and in it from each kind, so that no
    long article and no frequent kind fills the set. No question twice.
    """
    queues = [_by_turns(list(of_one)) for of_one in drafts]
    turns = itertools.chain.from_iterable(itertools.zip_longest(*queues))
    chosen = {draft.question.casefold(): draft for draft in reversed([d for d in turns if d])}
    return list(reversed(chosen.values()))[:limit]


def _by_turns(drafts: Sequence[Draft]) -> list[Draft]:
    kinds: dict[str, list[Draft]] = {}
    for draft in drafts:
        kinds.setdefault(draft.kind, []).append(draft)
    rounds: Iterator[Draft | None] = itertools.chain.from_iterable(
        itertools.zip_longest(*kinds.values())
    )
    return [draft for draft in rounds if draft is not None]


def _stands_alone(question: str) -> bool:
    """Whether the question can be understood without the article, as far as words tell: a pronoun
    needs a name before it, unless somebody's words are quoted.
    """
    words = question.split()
    if not len(words) >= FEWEST_WORDS or len(question) > LONGEST_QUESTION:
        return False
    if question.startswith("Who said “"):
        return True
    named = re.search(r"\s[A-Z]", question)
    leaning = _LEANING.search(question)
    possessive = _POSSESSIVE.search(question)
    return not leaning and (not possessive or bool(named and named.start() < possessive.start()))
