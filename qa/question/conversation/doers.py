"""Who the answer to "Who did it?" names as the one that did it: who a follow-up then speaks of."""

from __future__ import annotations

import re

from index.text.terms import analyse
from qa.question.conversation.mentions import Mentions, in_answer
from qa.question.query import FUNCTION_WORDS, Spelling, words_of

_WHO = re.compile(
    r"^\W*(?:(?:by|to|with|from|for)\s+)?(?:who|whom|whose)\b(?P<rest>.*)$", re.I | re.S
)
_STATEMENT = re.compile(r"(?:\s*\[\d+\])+\s*|\n+")
_FEWEST_WORDS = 2


def doer_of(question: str, answer: str, spelling: Spelling) -> str:
    """Who did what a question beginning with "who" asks, as its answer says it; "" where nobody
    new is named.

    Of the statements the one with most of the question's words is read, and in it the name behind
    "signed by", else the nearest one before "signed", else the first.
    """
    asks = _WHO.match(question)
    if asks is None:
        return ""
    asked = set(analyse(asks["rest"]))
    statements = [s for s in _STATEMENT.split(answer) if len(s.split()) >= _FEWEST_WORDS]
    statements.sort(key=lambda s: -len(asked & set(analyse(s))))
    for only_people in (True, False):
        for statement in statements:
            named = _new(in_answer(statement, spelling), question, only_people)
            if named:
                return _beside_verb(asks["rest"], statement, named) or named[0]
    return ""


def _new(said: Mentions, question: str, only_people: bool) -> list[str]:
    """The people, or the things, that a statement names and the question doesn't."""
    known = {word.lower() for word in words_of(question)}
    names = said.people if only_people else said.things
    return [n for n in names if n.split()[-1].lower() not in known]


def _beside_verb(rest: str, statement: str, named: list[str]) -> str:
    """The name that stands where the doer of the question's first verb stands."""
    verbs = [w for w in words_of(rest) if w.lower() not in FUNCTION_WORDS][:1]
    wanted = {term for verb in verbs for term in analyse(verb)}
    places = [
        match
        for match in re.finditer(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", statement)
        if wanted & set(analyse(match.group()))
    ]
    for verb in places:
        behind = re.match(r"(?:\s+[\w’'-]+){0,2}?\s+by\s", statement[verb.end() :])
        if behind:
            start = verb.end() + behind.end()
            after = [(statement.find(n, start), n) for n in named if n in statement[start:]]
            if after:
                return min(after)[1]
    before = [
        (statement.rfind(n, 0, verb.start()), n) for verb in places for n in named
        if n in statement[: verb.start()]
    ]  # fmt: skip
    return max(before)[1] if before else ""
