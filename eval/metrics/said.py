"""What a text says: words and numbers of their own, markers and added days apart."""

from __future__ import annotations

import re

from eval.metrics.estimate import contains, unmarked
from qa.types import Answer

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_FIRST_NUMBER = re.compile(
    rf"(?<![\w.,])(\d{{1,3}}(?:,\d{{3}})+|\d+)(?![\w.,]*\d)|\b(no|none|{'|'.join(_NUMBER_WORDS)})\b",
    re.IGNORECASE,
)
_DAY_ADDED = re.compile(r" \([^()]*\d{4}\)")  # "on Tuesday (February 7, 2023)"


def says(text: str, words: str) -> bool:
    """Whether the words stand in the text as words and numbers of their own: "4" is not in "14",
    "6.1" not in "61". Days that Dateline adds in brackets don't part words.
    """
    if not re.search(r"\d", words):
        return contains(text, words) or contains(_DAY_ADDED.sub("", text), words)
    pattern = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(_even(words))}(?!\w)(?![.,]\d)", re.I)
    return any(pattern.search(_even(t)) for t in (text, _DAY_ADDED.sub("", text)))


def numbers_of(text: str) -> list[int]:
    """The whole numbers that a text says, in figures or words up to twenty, in order."""
    found = []
    for match in _FIRST_NUMBER.finditer(text):
        if match[1]:
            found.append(int(match[1].replace(",", "")))
        else:
            word = match[2].lower()
            found.append(0 if word in ("no", "none") else _NUMBER_WORDS.index(word))
    return found


def words_of(answer: Answer) -> int:
    """How many words the text has, markers apart."""
    return len(unmarked(answer.text).split())


def _even(text: str) -> str:
    """With straight quotation marks and single blanks, without markers."""
    text = unmarked(text).translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return " ".join(text.split())
