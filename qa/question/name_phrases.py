"""Names of several words, matched as one name: "Russian Security Council".

Word by word, a text about another council of another country has each of them somewhere. Here a
name stands in a text when its words stand together, in any order and inflection ("the Security
Council of Russia"), and a rival stands there when its last words are part of another name
("National Security Council"). Offices are told apart in the same way: a text about a prime
minister does not say who the foreign minister is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.text.terms import fold, name_key
from qa.question.query import FUNCTION_WORDS, Query

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_ENDS = re.compile(r"[!?;:\n“”\"()]|(?<=[^\W\d_]{3})\.\s")
_JOINS = frozenset("of the for and".split())
_TITLES = frozenset(
    "president minister secretary general chancellor king queen prince princess pope senator "
    "governor mayor mr mrs ms dr sir lord lady judge justice chief chairman chairwoman director "
    "deputy vice professor ambassador".split()
)
_BEFORE_TITLES = frozenset("prime foreign defence defense former acting vice".split())
_MODIFIERS = (
    r"(?i:prime|foreign|defen[cs]e|finance|interior|justice|health|education|energy|trade|economy|"
    r"transport|culture|environment|agriculture|labou?r|home|vice|deputy|attorney|surgeon|press)"
)
_ANY_OFFICE = re.compile(
    rf"\b(?P<modifier>{_MODIFIERS})[\s-]+"
    r"(?P<office>(?i:ministers?|secretar(?:y|ies)|presidents?|generals?))\b"
)
# An office whose holder is named is only a title: "What did Prime Minister Orban say?"
_OFFICE = re.compile(_ANY_OFFICE.pattern + r"(?!\s+[A-Z])")
TOGETHER, SILENT, RIVAL = 1.0, 0.5, 0.0


def phrase_support(query: Query, text: str) -> float:
    """How well a text has the names of several words that a question asks about, 0 to 1.

    For each such name, and each office that goes by two words, 1 when its words stand together,
    0 when the text has its last word in another name only, 0.5 when it has neither; the mean of
    them. 1 when the question has no such name.
    """
    names, offices = name_phrases(query), [m.groupdict() for m in _OFFICE.finditer(query.text)]
    if not names and not offices:
        return TOGETHER
    stretches = _stretches(text)
    supports = [_support(name, stretches) for name in names]
    supports += [_office_support(o["modifier"], o["office"], text) for o in offices]
    return sum(supports) / len(supports)


@lru_cache(maxsize=64)
def _stretches(text: str) -> list[list[str]]:
    return [_WORD.findall(part) for part in _ENDS.split(text)]


def _office_support(modifier: str, office: str, text: str) -> float:
    wanted = (modifier[:4].lower(), office[:6].lower())
    held = {
        (m["modifier"][:4].lower(), m["office"][:6].lower()) for m in _ANY_OFFICE.finditer(text)
    }
    if wanted in held:
        return TOGETHER
    return RIVAL if any(other[1] == wanted[1] for other in held) else SILENT


@lru_cache(maxsize=64)
def name_phrases(query: Query) -> tuple[tuple[str, ...], ...]:
    """The names of two words or more in a question, titles before them left out: runs of its name
    words, joined by "of" where the question joins them so.
    """
    known = set(query.names)
    phrases: list[tuple[str, ...]] = []
    run: list[str] = []
    joins = end = 0

    def close() -> None:
        while len(run) > 1 and run[0].lower() in _TITLES | _BEFORE_TITLES:
            del run[0]
        if len(run) > 1:
            phrases.append(tuple(run))
        run.clear()

    for match in _WORD.finditer(query.text):
        word = re.sub(r"[’']s?$", "", match.group())
        if query.text[end : match.start()].strip():  # a comma or a bracket
            close()
        end = match.end()
        if word in known:
            run.append(word)
            joins = 0
        elif run and word.lower() in ("of", "the") and joins < 2:
            joins += 1
        else:
            close()
        if word != match.group() and len(run) > 1:
            close()  # "Russia's Security Council" is one name, "Vladimir Putin's army" ends one
    close()
    return tuple(phrases)


def _support(name: Sequence[str], stretches: Sequence[Sequence[str]]) -> float:
    rival = False
    for words in stretches:
        ends = {word for word in set(words) if _same(name[-1], word)}
        for position, word in enumerate(words if ends else ()):
            if word not in ends:
                continue
            if set(name) <= _together(name, words, position):
                return TOGETHER
            rival = rival or _is_named_otherwise(name, words, position)
    return RIVAL if rival else SILENT


def _together(name: Sequence[str], words: Sequence[str], position: int) -> set[str]:
    """The words of `name` that stand around its last one: before it with at most one other word
    of lower case among them ("Russia's powerful Security Council"), after it behind "of".
    """
    found = {name[-1]}
    spare = 1
    for word in reversed(words[:position]):
        part = next((p for p in name if _same(p, word)), None)
        if part is not None:
            found.add(part)
        elif word.lower() not in _JOINS:
            if word[0].isupper() or not spare:
                break
            spare -= 1
    for word in words[position + 1 :]:
        part = next((p for p in name if _same(p, word)), None)
        if part is not None:
            found.add(part)
        elif word.lower() not in ("of", "the"):
            break
    return found


def _is_named_otherwise(name: Sequence[str], words: Sequence[str], position: int) -> bool:
    """The word here has a name before it that is no part of `name`: "Mariya Lavrov". A title
    before it is none, and neither is the first word of a sentence.
    """
    if not words[position][0].isupper():
        return False
    before = position - 1
    while before > 0 and (
        words[before].lower() in _JOINS or any(_same(part, words[before]) for part in name)
    ):
        before -= 1
    return (
        before > 0
        and words[before][0].isupper()
        and words[before].lower() not in FUNCTION_WORDS | _TITLES
    )


@lru_cache(maxsize=50_000)
def _same(part: str, word: str) -> bool:
    """The same name in another spelling or inflection: Russia and Russian, Kyiv and Kiev."""
    one, other = fold(part), fold(word.removesuffix("'s").removesuffix("’s"))
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short[: max(4, len(short) - 2)]):
        return len(long) - len(short) <= 3
    return word[:1].isupper() and len(one) > 3 and name_key(part) == name_key(word) != ""
