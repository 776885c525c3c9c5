"""What "he", "it", "there" and "that" point to in a follow-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from qa.question.conversation.mentions import Mentions
from qa.question.query import FUNCTION_WORDS, Spelling, name_words, words_of

Together = Callable[[Sequence[str]], bool]  # whether the collection has all of these words together

_PERSONAL = re.compile(
    r"\b(he|she|him|his|her|hers|they|them|their|theirs|it|its|this|that|these|those|there|then)\b",
    re.I,
)
_AUX = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might)"
_OF_PEOPLE = ("he", "she", "him", "his", "her", "hers")
_MALE, _FEMALE = ("he", "him", "his"), ("she", "her", "hers")
_OF_MANY = ("they", "them", "their", "theirs")
_OWNS = ("his", "hers", "its", "their", "theirs")
_POINTS = ("that", "this", "these", "those")
# "that figure", "this report": what was said before, called anew.
_THAT_THING = re.compile(
    rf"^\W*(?:(?:{_AUX})\s+|(?:who|what|when|where|why|how)\s+\w+\s+)?(?:that|this|these|those)\s+"
    r"(?:figure|number|claim|report|statement|plan|decision|estimate|accusation|allegation|remark|"
    r"offer|proposal|count|toll|sum|quote|news)s?\b",
    re.I,
)
_IS_HE = re.compile(
    r"\b(?:man|boy|father|king|husband|brother|son|spokesman|chairman|prince|actor)$", re.I
)
_IS_SHE = re.compile(
    r"\b(?:woman|girl|mother|queen|wife|sister|daughter|spokeswoman|chairwoman|princess|"
    r"actress|nun)$",
    re.I,
)
# "Did the company deny it?": what was said, not a thing.
_OF_WHAT_WAS_SAID = re.compile(
    r"\b(?:deny|denied|confirm|confirmed|dispute|disputed|say|said|admit|admitted|believe|prove|"
    r"claim|report|reported|know|explain|call|called)\s+$",
    re.I,
)
_MOST_ABLE, _MOST_TURNS = 3, 4
_GROUP = re.compile(
    r"(?<!s)s$|\b(?:police|people|union|government|council|company|firm|board|ministry|team|party|"
    r"parliament|commission|committee|court|crew|family|group|men|women|children)$",
    re.I,
)


@dataclass(frozen=True)
class Pointing:
    """A question with names in place of its pronouns. `open`: one of them points to nothing that
    was named; `to_what_was_said`: it points to what was said rather than to a thing.
    """

    question: str
    open: bool = False
    to_what_was_said: bool = False
    kinds: Mapping[str, str] = field(default_factory=dict)  # who is a "he", who a "she"


# "Did it work?": what somebody tried, rather than who.
_OF_WHAT_WAS_DONE = re.compile(
    r"\s+(?:work(?:s|ed)?|succeed(?:s|ed)?|fail(?:s|ed)?|help(?:s|ed)?|pay off|paid off|come off|"
    r"go (?:well|through|ahead|wrong|as planned)|went (?:well|through|ahead|wrong))\b",
    re.I,
)


def points_back(question: str, spelling: Spelling) -> bool:
    """Whether a pronoun points to what was said before the question."""
    return any(
        not _explained(question, found, spelling) for found in _PERSONAL.finditer(question)
    ) or bool(_THAT_THING.match(question))


def resolve(
    question: str,
    named: Sequence[Mentions],
    spelling: Spelling,
    fits: Together | None = None,
    known: Mapping[str, str] = {},  # only read
) -> Pointing | None:
    """The question with what its pronouns point to; None where none points back. `named` holds what
    each turn named, the newest first; `fits` tells whether the collection has words together;
    `known` whether somebody was called "he" or "she" before.
    """
    found = [m for m in _PERSONAL.finditer(question) if not _explained(question, m, spelling)]
    if not found:
        return Pointing(question, open=True) if _THAT_THING.match(question) else None
    pieces: list[str] = []
    done = 0
    meant: dict[str, str] = {}
    fits = fits or (lambda words: False)
    is_open = said = False
    for match in found:
        word = match.group().lower()
        after = question[match.end() :]
        asks = [w for w in words_of(question) if w.lower() not in FUNCTION_WORDS]
        able = _candidates(word, named, tuple(meant.values()), known)
        able = [n for n in able if not _is_named(n, question)]
        if word == "it" and _OF_WHAT_WAS_SAID.search(question[: match.start()]):
            able = []
        if word == "it" and _OF_WHAT_WAS_DONE.match(after):  # no firm and no town
            able = [n for n in able if n.startswith("the ")]
        name = meant.get(_kind(word), "") or next(
            (n for n in able[:_MOST_ABLE] if fits([*words_of(n), *asks])), (able or [""])[0]
        )
        if word == "it" and "it" in meant:  # "Does the state want it back?"
            continue
        if not name:
            is_open = True
            said = said or word in _POINTS or word == "it"
            continue
        meant[_kind(word)] = name
        owns = word in _OWNS or (word == "her" and _is_owned(after))
        if match.start() == 0:
            name = name[:1].upper() + name[1:]
        shown = f"{name}’s" if owns else name
        if word == "there":
            is_place = any(name in m.places for m in named)
            shown = f"{'in' if is_place else 'at'} {name}"
        pieces += [question[done : match.start()], shown]
        done = match.end()
    kinds = {name: kind for kind, name in meant.items() if kind in ("he", "she")}
    return Pointing("".join([*pieces, question[done:]]), is_open, said, kinds)


def _is_named(name: str, question: str) -> bool:
    """Whether the question itself names somebody or something: no pronoun of it means that."""
    return re.search(rf"\b{re.escape(name.split()[-1])}\b", question, re.I) is not None


def _kind(word: str) -> str:
    for kind, words in (("he", _MALE), ("she", _FEMALE), ("they", _OF_MANY), ("it", ("it", "its"))):
        if word in words:
            return kind
    return word


def _candidates(
    word: str, named: Sequence[Mentions], taken: Sequence[str], known: Mapping[str, str]
) -> list[str]:
    """Who or what a pronoun may point to, the newest first; those of one turn as it names them."""
    found: list[str] = []
    for turn in named[:_MOST_TURNS]:
        if word in _OF_PEOPLE:
            is_it, is_not = (_IS_HE, _IS_SHE) if word in _MALE else (_IS_SHE, _IS_HE)
            people = [p for p in turn.people if not is_not.search(p)]
            people = [p for p in people if known.get(p, _kind(word)) == _kind(word)]
            found += sorted(people, key=lambda p: is_it.search(p) is None)
        elif word in ("it", "its"):
            found += [t for t in turn.things if t[:1].isupper() or t.startswith("the ")]
        elif word in _OF_MANY:
            things = [t for t in turn.things if t not in turn.people]
            roles = [p for p in turn.people if p.startswith("the ")]
            many = [t for t in (*things, *roles) if _GROUP.search(t)]
            found += many or [t for t in things if t[:1].isupper()]
        elif word == "there":
            found += turn.places or [t for t in turn.things if t[:1].isupper()]
    free = [n for n in found if not any(n.split()[-1] == o.split()[-1] for o in taken)]
    return list(dict.fromkeys(free))


def _is_owned(after: str) -> bool:
    """Whether "her" owns what follows: a word of content does."""
    follows = re.match(r"\s+([^\W\d_][\w’'-]*)", after)
    return follows is not None and follows[1].lower() not in FUNCTION_WORDS


def _explained(question: str, pronoun: re.Match[str], spelling: Spelling) -> bool:
    """A name before the pronoun in the same question explains it; "that" as a conjunction
    ("did he say that Russia …") or "there is" points nowhere.
    """
    word = pronoun.group().lower()
    after = question[pronoun.end() :].strip()
    before = question[: pronoun.start()]
    if name_words(before, spelling) and word != "there":
        return True
    if word in _POINTS:
        return bool(re.match(r"[^\W\d_]+", after)) and len(after.split()) > 1
    if word in ("there", "then"):
        return bool(re.match(r"(is|was|are|were|been|be|to|any|a|an|no)\b", after, re.I)) or bool(
            re.search(r"\b(is|was|are|were)\s*$", before, re.I)
        )
    if word == "it" and re.search(r"\bhow (?:cold|hot|warm|late|dark|far)\s+\w+\s*$", before, re.I):
        return True
    if word == "it":  # "Is it true that …", "it is said": nothing is meant
        return bool(re.match(r"(?:true|possible|known|clear|said|correct|right)\b", after, re.I))
    return False
