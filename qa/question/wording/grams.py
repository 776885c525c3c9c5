"""A question as the words, phrases and parts of words that show its form, names and numbers left
blank: "How many N articles mention N in D" is asked of whatever is named.
"""

from __future__ import annotations

import re

from index.text.terms import fold

_MOST_TOKENS = 60
_LONGEST = 3  # words of a phrase
_PARTS = (4, 5)  # characters of a part: "contradicts" is like "contradiction"
_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?|[?!.,;:—–-]")
_DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|"
    r"september|october|november|december|(?-i:March|May)",
    re.I,
)
_NAME, _NUMBER, _DATE = "N", "0", "D"


def grams(question: str) -> list[str]:
    """The words, the phrases of up to three words and, marked with "#", the parts of the whole,
    without repeats; runs of names are one.
    """
    tokens = ["^"]
    begins = True
    for match in _TOKEN.finditer(question):
        word = match.group()
        if _DAY.fullmatch(word):
            token = _DATE
        elif any(map(str.isdigit, word)):
            token = _NUMBER
        elif (
            word[:1].isupper() and not begins and word != "I" and not word.startswith(("I'", "I’"))
        ):
            token = _NAME
        else:
            token = fold(word).replace("’", "'")
        begins = word in "?!.:"
        if token in (_NAME, _NUMBER, _DATE) and tokens[-1] == token:
            continue
        tokens.append(token)
    tokens = [*tokens[:_MOST_TOKENS], "$"]
    found: dict[str, None] = {}
    for length in range(1, _LONGEST + 1):
        for at in range(len(tokens) - length + 1):
            found[" ".join(tokens[at : at + length])] = None
    whole = " ".join(tokens)
    for length in _PARTS:
        for at in range(len(whole) - length + 1):
            found[f"#{whole[at : at + length]}"] = None
    return list(found)
