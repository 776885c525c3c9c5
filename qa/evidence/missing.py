"""What an article lacks of a question: names, numbers, offices, any of its words.

A name or a number of the question that an article doesn't have counts against its sentences,
because the nearest miss (the right topic with another person, place or figure) is the error that
readers forgive least.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from index.text.terms import analyse, name_key
from index.types import Article, Passage
from qa.evidence.dated_text import dated_text
from qa.question.name_phrases import name_phrases, phrase_support
from qa.question.query import Query
from qa.question.times.days import MONTHS
from qa.question.wording.same_words import terms_for

# What a sentence loses, in log odds, for each thing of the question that is not there. Set by
# hand and checked on the tune half of eval/questions/seeds.jsonl, 2026-11: together they raise the
# area under the ROC curve of "is it answered?" from 0.80 to 0.83 (six-fold cross-validation).
LOST_BY_NAME = 3.0  # a name that the article doesn't have in any spelling
# A name that the article has, but not near the sentence. Look-ups and near misses of five sets (438
# questions, 2026-11): 300 right with .5 and with 0, which refuses two near misses less, 297 with 1.
LOST_BY_FAR_NAME = 0.5
# "Ukraine's Security Council" where the Russian one is asked for; near the sentence, and again
# when it is all that the article has. In SQuAD 2.0 (half of dev, 2026-11) the paragraph has a rival
# for 102 of 761 unanswerable questions with such a name and for 17 of 677 answerable: 1.7 in all.
LOST_BY_RIVAL = 1.0
LOST_BY_NUMBER = 2.0  # a number that the article doesn't have
# A number that the article has, but not near the sentence: "Who led the board in 2008?". By hand;
# with LOST_BY_COUNT (qa/answer/other_kind.py) 2 of 25 near misses more are refused in a set of 208
# questions that is not in the repository, and no look-up of it or of the year of Caldria (2026-11).
LOST_BY_FAR_NUMBER = 1.0
LOST_BY_STRANGER = 3.0  # not one content word of the question is near the sentence
LOST_BY_LINE = 2.2  # headlines, bylines and credits repeat what the body says better
# A question with yes or no for an answer is written in the words of no answer, and so every
# signal is low.
GAINED_BY_YES_NO = 1.0

_SMALL_NUMBERS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_SMALL_NUMBERS.split(), start=1)}
_NUMBER_WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(_NUMBER_WORDS)})(?![^\W_])", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d,.]*")
_SHORT_NAME, _LIKE_SPELLING = 6, 0.75  # letters; Kiev and Kyiv .75, Younes and Jones .73
_EXACT_NAMES = frozenset(
    ["north", "south", "east", "west", "central", "new", "northern", "southern"]
)
# Countries and unions that go by letters; found where the text writes them with a capital.
_SAME_NAMES = (
    frozenset("us usa america american americans".split()),
    frozenset("uk britain british britons".split()),
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_CAPITAL_WORD = re.compile(r"\b[^\W\d_a-z][^\W\d_]+")
_CAPITAL_LETTERS = re.compile(r"(?<![^\W_])[A-Z][^\W_]*(?:\.[^\W_]+)*")


@dataclass(frozen=True)
class _Article:
    """What one article as a whole lacks."""

    names: tuple[str, ...]
    rival: float  # 1 when it has the last words of the question's names in other names only
    numbers: tuple[str, ...]


class Lacks:
    """What articles and windows lack of one question; of each it is found out once."""

    def __init__(self, query: Query) -> None:
        self._query = query
        # News says "Depp" where it said "Johnny Depp" before: of a name its last word is enough.
        runs = name_phrases(query)
        within = {word for run in runs for word in run[:-1]}
        self._near = tuple(name for name in query.names if name not in within)
        self._wanted = frozenset[str]().union(*map(terms_for, query.content_words))
        self._articles: dict[str, _Article] = {}
        self._shifts: dict[tuple[str, str], float] = {}

    def shift(self, article: Article, passage: Passage, window: str) -> float:
        """What the missing takes from every sentence of a window, and what the question's kind
        gives or takes; in log odds.
        """
        key = (passage.passage_id, window)
        if key not in self._shifts:
            self._shifts[key] = self._shift(article, passage, window)
        return self._shifts[key]

    def _shift(self, article: Article, passage: Passage, window: str) -> float:
        query, whole = self._query, self._of(article)
        shift = GAINED_BY_YES_NO if query.is_yes_no else 0.0
        if passage.kind != "body":
            shift -= LOST_BY_LINE
        shift -= LOST_BY_NAME * len(whole.names)
        shift -= LOST_BY_FAR_NAME * sum(
            name not in whole.names and not has_name(name, window) and not is_of_date(name, article)
            for name in self._near
        )
        shift -= LOST_BY_RIVAL * (_rival(query, window) + whole.rival)
        if query.numbers:
            dated = dated_text(article, passage.start_char, passage.end_char)
            dated = f"{(article.published_at or '')[:4]} {dated} {window}"  # its year, "Tuesday"
            for number in query.numbers:
                if not has_number(number, dated):
                    far = number not in whole.numbers
                    shift -= LOST_BY_FAR_NUMBER if far else LOST_BY_NUMBER
        if self._wanted.isdisjoint(analyse(window)):
            shift -= LOST_BY_STRANGER
        return shift

    def _of(self, article: Article) -> _Article:
        if article.article_id not in self._articles:
            self._articles[article.article_id] = _Article(
                tuple(n for n in names_missing(self._query, article) if not is_of_date(n, article)),
                _rival(self._query, article.text),
                tuple(n for n in self._query.numbers if not has_number(n, article.text)),
            )
        return self._articles[article.article_id]


def _rival(query: Query, text: str) -> float:
    return 1.0 - min(1.0, 2.0 * phrase_support(query, text))


def is_of_date(name: str, article: Article) -> bool:
    """Whether a name is a weekday, or a month in which a dated article was published or the one
    before: an article doesn't say its own.
    """
    word = name.lower()
    if article.published_at is None or word in _WEEKDAYS:
        return word in _WEEKDAYS
    if word not in MONTHS:
        return False
    published = int(article.published_at[5:7] or 0)
    return bool(published) and (published - MONTHS[word]) % 12 < 2


def names_missing(query: Query, article: Article) -> list[str]:
    """The names of the question that neither text nor metadata of an article has."""
    parts = (article.title, article.publisher, article.author, article.text)
    whole = " ".join(part for part in parts if part)
    return [name for name in query.names if not has_name(name, whole)]


def has_name(name: str, text: str) -> bool:
    """True when the text has the name in any spelling, or a word of its family
    ("Russian" for "Russia").

    Compass words are exact: North Korea is not South Korea.
    """
    lower, low_text = name.lower(), text.lower()
    for same in _SAME_NAMES:
        if lower.replace(".", "") in same:
            found = {w.replace(".", "").lower() for w in _CAPITAL_LETTERS.findall(text)}
            return bool(found & same)
    if lower in _EXACT_NAMES:
        return re.search(rf"\b{re.escape(lower)}\b", low_text) is not None
    stem = lower[: max(4, len(lower) - 3)]
    if re.search(rf"\b{re.escape(stem)}", low_text):
        return True
    key = name_key(name)
    words = set(_CAPITAL_WORD.findall(text))
    return bool(key) and any(_key(word) == key and _is_spelling(lower, word) for word in words)


def _is_spelling(name: str, word: str) -> bool:
    """Whether a word that sounds like a short name is spelled like it too: Kiev is Kyiv, "Younes"
    is no "Jones".
    """
    if len(name) > _SHORT_NAME or name[:1] == word[:1].lower():
        return True
    return SequenceMatcher(None, name, word.lower()).ratio() >= _LIKE_SPELLING


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return name_key(word)


def has_number(number: str, text: str) -> bool:
    """True when the text has the number as a figure ("11,000" for "11000") or a small word."""
    digits = re.sub(r"[^\d]", "", number)
    figures = (re.sub(r"[^\d]", "", figure) for figure in _FIGURE.findall(text))
    words = (_NUMBER_WORDS[word.lower()] for word in _NUMBER_WORD.findall(text))
    return digits in figures or digits in words
