"""Sentences whose short answer can't be what is asked: a percentage for a number of votes, "since
1974" for the day of something new, words of the question for their own answer, no name where one
is asked for, a figure of another year, the margin of a winner where the loser is taken for one,
the day of the last meeting for that of the next.

English first. Each rule takes log odds from a sentence and never gives any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.text.terms import analyse
from qa.evidence.sentences import EvidenceSentence
from qa.question.query import FUNCTION_WORDS, words_of

# What a sentence loses, in log odds. By hand, November 2026, on the sentences that stand first for
# 438 questions of five sets (Caldria, harbour, half of mesa, seeds, courier): of those that are
# likelier than .3 the rules meet 12 of 60 near misses and 1 of 180 right ones.
LOST_BY_UNIT, LOST_BY_SINCE, LOST_BY_ECHO, LOST_BY_NO_NAME = 2.0, 2.5, 2.5, 2.5
LOST_BY_YEAR, LOST_BY_LOSER, LOST_BY_PAST = 3.5, 4.0, 4.0

Rule = Callable[[EvidenceSentence], float]

_HOW_MANY = re.compile(
    r"^\W*(?:and |but |so )?how many (?!per ?cent|percentage|points|dollars|euros|pounds|crowns)",
    re.I,
)
_SHARE_OR_MONEY = re.compile(r"%|\bper ?cent\b|^[$£€¥]", re.I)
_WHEN_DONE = re.compile(
    r"^\W*(?:and |but |so )?(?:when|(?:in |on )?(?:what|which) (?:year|month|day))\s+(?:did|was|"
    r"were|will|does|is)\b|\bhow many\b.*\bin (?:1[6-9]|20)\d\d\b",
    re.I,
)
_ONGOING = re.compile(r"\b(?:since|last|first|start\w*|beg[aiu]n\w*)\b", re.I)
_SINCE = re.compile(r"\bsince\s+(?:\w+\s+)?$", re.I)
_WH = re.compile(
    r"^\W*(?:and |but |so )?(?:(?:in|on|at|by|to|from|for|with|of) )?(?:who|whom|what|which|where|"
    r"how (?:many|much))\b",
    re.I,
)
_ASKS_NAME = re.compile(
    r"^\W*(?:and |but |so )?(?:what(?:[’']s| is| was| are| were) (?:the )?(?:(?:first|last|full) )?"
    r"names? of\b|(?:which|what) names? (?:is|are|was|were|stands?)\b|"
    r"what (?:is|was) [^?]{2,60} (?:called|named)\b|"
    r"who(?:[’']s| is| was) (?:the\b|[\w’' -]{2,40}[’']s? ))",
    re.I,
)
_NAMES = r"[A-Z][\w’'-]{0,40}"
_SAYS_NAME = re.compile(  # "Who is the fire chief Ada Lind?"
    rf"\s[a-z][\w’'-]{{0,40}}(?:\s{_NAMES}){{2,4}}\W{{0,3}}$"
)
_BEHIND_PLACE = re.compile(
    rf"\b(?:of|in|at|for|from)\s(?:the\s)?{_NAMES}(?:\s{_NAMES}){{0,4}}\W{{0,3}}$"
)
_CAPITAL = re.compile(r"[^\W\d_a-z][\w’'-]+")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_BEFORE = 200  # characters before a sentence in which its year may be told
_AHEAD = re.compile(
    r"^\W*(?:and |but |so )?(?:when|where|what (?:day|date|time)|on which day) will\b|"
    r"\b(?:when|where) (?:is|are) the next\b",
    re.I,
)
_IS_PAST = re.compile(
    r"\b(?:took place|(?:was|were) held|(?:most recent|previous|last) (?:[\w-]+ ){1,8}?"
    r"(?:was|were|took|met|came|ended))\b",
    re.I,
)
_WINNER = re.compile(
    r"\b(?:how many (?:votes|points|seats|goals)|what margin|how much)\b.{0,20}?\bdid "
    r"(?P<who>.{2,60}?) (?:win|beat|defeat|take|get elected)\b|"
    r"\b(?:when|how|why) did (?P<who2>.{2,60}?) "
    r"(?:win|beat|defeat)\b",
    re.I,
)


def misfits(question: str, sentences: Sequence[EvidenceSentence]) -> list[Rule]:
    """The rules that the question calls for; `sentences` are all that were read for it."""
    kinds = (_of_other_unit, _since, _echo, _without_name, _of_other_year, _past)
    found = [rule for kind in kinds if (rule := kind(question)) is not None]
    if _lost(question, sentences):
        found.append(lambda s: LOST_BY_LOSER)
    return found


def _words(sentence: EvidenceSentence) -> str:
    """The short answer of a sentence; empty without one."""
    return "" if sentence.span is None else sentence.article.text[slice(*sentence.span)]


def _of_other_unit(question: str) -> Rule | None:
    """For "How many votes?": a share or a sum of money."""
    if not _HOW_MANY.match(question):
        return None
    return lambda s: LOST_BY_UNIT if _SHARE_OR_MONEY.search(_words(s)) else 0.0


def _since(question: str) -> Rule | None:
    """For "When did she reopen it?": since when something has been so."""
    if not _WHEN_DONE.search(question) or _ONGOING.search(question):
        return None

    def rule(sentence: EvidenceSentence) -> float:
        if sentence.span is None:
            return 0.0
        before = sentence.article.text[sentence.start_char : sentence.span[0]]
        ago = _YEAR.findall(question)
        told = any(re.search(rf"\bsince {year}\b", sentence.text) for year in ago)
        return LOST_BY_SINCE if told or (not ago and _SINCE.search(before)) else 0.0

    return rule


def _past(question: str) -> Rule | None:
    """For "When will they meet?", "When is the next round?": what is told of the last one."""
    if not _AHEAD.search(question):
        return None
    return lambda s: LOST_BY_PAST if _IS_PAST.search(s.text) else 0.0


def _echo(question: str) -> Rule | None:
    """For "What is called impossible?": "impossible"."""
    if not _WH.match(question):
        return None
    asked = set(analyse(question))

    def rule(sentence: EvidenceSentence) -> float:
        said = [w for w in words_of(_words(sentence)) if w.lower() not in FUNCTION_WORDS]
        terms = set(analyse(" ".join(said)))
        named = any(w[:1].isupper() for w in said)  # one of those between whom is asked to choose
        return LOST_BY_ECHO if terms and terms <= asked and not named else 0.0

    return rule


def _without_name(question: str) -> Rule | None:
    """For "What is the name of the hospital?", "Who is the governor?": no name."""
    if not _ASKS_NAME.match(question):
        return None
    if _SAYS_NAME.search(question) and not _BEHIND_PLACE.search(question):
        return None  # asks for what she is
    asked = set(analyse(question))

    def rule(sentence: EvidenceSentence) -> float:
        names = (w for w in _CAPITAL.findall(_words(sentence)) if w.lower() not in FUNCTION_WORDS)
        return 0.0 if any(not set(analyse(name)) <= asked for name in names) else LOST_BY_NO_NAME

    return rule


def _of_other_year(question: str) -> Rule | None:
    """For "the election of 2016": a sentence of an article of another year that doesn't say 2016,
    as that before it doesn't.
    """
    years = _YEAR.findall(question)
    if not years:
        return None

    def rule(sentence: EvidenceSentence) -> float:
        article = sentence.article
        if article.published_at is None or article.published_at[:4] in years:
            return 0.0
        near = article.text[max(0, sentence.start_char - _BEFORE) : sentence.end_char]
        near = re.sub(r"\bsince (?:1[6-9]|20)\d\d\b", " ", near)
        return 0.0 if any(year in near for year in years) else LOST_BY_YEAR

    return rule


def _lost(question: str, sentences: Sequence[EvidenceSentence]) -> bool:
    """Whether the one that the question takes for a winner has lost, as a sentence tells."""
    asked = _WINNER.search(question)
    if asked is None:
        return False
    last = re.escape(words_of(asked["who"] or asked["who2"])[-1])
    lost = re.compile(
        rf"\b(?:beat|defeat(?:s|ed|ing)|unseat(?:s|ed|ing)|oust(?:s|ed|ing)|overt(?:ook|aking))\s"
        rf"[^.;“”\"]{{0,60}}?\b{last}\b|"
        rf"\b{last}(?:[’']s)?\s(?:\w+\s)?(?:conced\w+|lost|was (?:beaten|defeated|voted out))\b|"
        rf"\b(?:wins?|won)\b[^.;“”\"]{{0,60}}?\bover\s[^.;“”\"]{{0,30}}?\b{last}\b"
    )
    won = re.compile(rf"\b{last}\s(?:\w+\s)?(?:wins?|won|beat|defeat(?:s|ed))\b")
    told = [s.text for s in sentences]
    return any(lost.search(text) for text in told) and not any(won.search(text) for text in told)
