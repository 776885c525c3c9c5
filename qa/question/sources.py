"""Which publishers a question names as its source: "according to Reuters", "the CNN story".

A name counts only where the collection has the source and the question uses it as one: in "Which
CNN anchor left?" CNN is part of the matter. Plain demands ("what did Reuters report") are told
from looser mentions ("the Reuters story"). English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.byline.publishers import publisher_key
from qa.question.query import FUNCTION_WORDS, Spelling, words_of

_MAX_NAME_WORDS = 7
_SHORTEST_NAME = 4  # letters of "the Post"
_THE = re.compile(r"\bthe\s+$", re.I)
_WORD = re.compile(r"[^\W_]+(?:[.&-][^\W_]+)*")
_JOINED = re.compile(r"\s*,?\s*(?:and|or|&|,)\s+(?:the\s+)?", re.I)
_REPORT = (
    r"(?:articles?|stor(?:y|ies)|reports?|reporting|pieces?|texts?|dispatch(?:es)?|coverage|"
    r"accounts?|write-?ups?)"
)
_ASKED = r"\b(?:did|does|do|has|had|have)\s+(?:the\s+)?$"
# What stands before and after the name where it is the source that the question asks of.
_DEMANDED = (
    (
        r"\b(?:according to|(?:as )?reported (?:by|in)|published (?:by|in))\s+(?:the\s+)?$",
        r"^(?:\s*[,.?!;:)]|\s*$|\s+(?P<next>[^\W\d_]+))",
    ),
    (
        r"\b(?:in|by|from|per)\s+(?:the|a|an|this|that|its)?\s*(?:[a-z]+\s+)?$",
        rf"^(?:[’']s?)?\s+{_REPORT}\b",
    ),
    (_ASKED, r"^\s+(?:also\s+)?(?:report|publish|write)(?:ed|s|ten)?\b"),
)
_PREFERRED = (
    (r"", rf"^(?:[’']s?)?\s+(?:news\s+)?{_REPORT}\b"),
    (_ASKED, r"^\s+(?:say|said|tell|told|call)\b"),
    (r"", r"^\s+(?:reports?|reported|writes|wrote)\b"),
)


@dataclass(frozen=True)
class AskedSources:
    """Sources as the collection spells them, the question's words for them, and whether the
    question asks of them alone.
    """

    publishers: tuple[str, ...] = ()
    demanded: bool = False
    words: tuple[str, ...] = ()


NO_SOURCES = AskedSources()


def asked_sources(question: str, publishers: Iterable[str], spelling: Spelling) -> AskedSources:
    """The sources that a question names, out of `publishers`, those of the collection."""
    named: dict[str, bool] = {}
    words: list[str] = []
    for chain in _chains(question, _by_key(publishers), spelling):
        how = _how_named(question[: chain[0].start_char], question[chain[-1].end_char :])
        if not how:
            continue
        for mention in chain:
            words.append(question[mention.start_char : mention.end_char])
            for name in mention.publishers:
                named[name] = named.get(name, False) or how == "demanded"
    return AskedSources(tuple(named), bool(named) and all(named.values()), tuple(words))


def named_outlets(question: str, publishers: Iterable[str], spelling: Spelling) -> tuple[str, ...]:
    """All publishers of the collection that a question names, in whatever role."""
    chains = _chains(question, _by_key(publishers), spelling)
    named = [name for chain in chains for mention in chain for name in mention.publishers[:1]]
    return tuple(dict.fromkeys(named))


@dataclass(frozen=True)
class _Mention:
    start_char: int
    end_char: int
    publishers: tuple[str, ...]


def _chains(
    question: str, known: Mapping[str, tuple[str, ...]], spelling: Spelling
) -> list[list[_Mention]]:
    """Mentions of known sources, the longest names first; those joined by "and" together."""
    spots = list(_WORD.finditer(question))
    short, initials = _short_names(known), _initials(known)
    chains: list[list[_Mention]] = []
    position = 0
    while position < len(spots):
        start = spots[position].start()
        for length in range(min(_MAX_NAME_WORDS, len(spots) - position), 0, -1):
            end = spots[position + length - 1].end()
            names = known.get(publisher_key(question[start:end]), ())
            if not names and length == 1 and _THE.search(question[:start]):
                names = short.get(question[start:end], ())
            if not names and length == 1:
                names = initials.get(question[start:end], ())
            if names and _written_as_name(question[start:end], spelling):
                mention = _Mention(start, end, names)
                if chains and _JOINED.fullmatch(question[chains[-1][-1].end_char : start]):
                    chains[-1].append(mention)
                else:
                    chains.append([mention])
                position += length - 1
                break
        position += 1
    return chains


def _short_names(known: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The last word of each name of several ("the Courier"), where no other source has it."""
    found: dict[str, tuple[str, ...]] = {}
    for names in known.values():
        last = names[0].split()[-1]
        if len(names[0].split()) > 1 and len(last) >= _SHORTEST_NAME and last[:1].isupper():
            found[last] = () if last in found else names
    return {word: names for word, names in found.items() if names}


def _initials(known: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The capitals that a name is known by, "NAP" of North Atlantic Press, "ABS" of ABS News, where
    no other source has them.
    """
    found: dict[str, tuple[str, ...]] = {}
    for names in known.values():
        words = [word for word in names[0].split() if word.lower() != "the"]
        if len(words) < 2:
            continue
        made = {"".join(word[0] for word in words), words[0]}
        for capitals in made:
            if len(capitals) > 2 and capitals.isalpha() and capitals.isupper():
                found[capitals] = () if capitals in found else names
    return {word: names for word, names in found.items() if names}


def _by_key(publishers: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The spellings of each source in the collection, by what its names have in common."""
    found: dict[str, list[str]] = {}
    for name in publishers:
        found.setdefault(publisher_key(name), []).append(name)
    return {key: tuple(names) for key, names in found.items() if key}


def _how_named(before: str, after: str) -> str:
    """Return "demanded", "preferred", or "" where the name is only part of the matter."""
    for left, right in _DEMANDED:
        follows = re.search(right, after, re.I)
        if re.search(left, before, re.I) and follows:
            following = follows.groupdict().get("next")
            if following is None or following.lower() in FUNCTION_WORDS:
                return "demanded"
    for left, right in _PREFERRED:
        if re.search(left, before, re.I) and re.search(right, after, re.I):
            return "preferred"
    return ""


def _written_as_name(words: str, spelling: Spelling) -> bool:
    """With a capital, or known to the corpus as a name: "according to people" is no magazine."""
    parts = words_of(words)
    return any(part[0].isupper() for part in parts) or all(map(spelling.is_name, parts))
