"""A follow-up in the light of the conversation: "And who took part?" made self-contained.

Rules of English, no model. What is built on is always what the user asked, turn by turn. What a
rewriting adds in brackets is names and things, never a question's verbs, and is not built on
again, so that nothing nests however long the conversation is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from qa.question.about_corpus import corpus_question
from qa.question.conversation.asked_again import (
    about_the_answer,
    bare_question,
    changed_later,
    other_name,
    other_outlet,
    other_period,
    other_subject,
    somebody_else,
    split_prefix,
)
from qa.question.conversation.mentions import Mentions, in_answer, in_question, noun_phrases
from qa.question.conversation.pronouns import Together, points_back, resolve
from qa.question.period import asked_period, without_period
from qa.question.query import FUNCTION_WORDS, Spelling, name_words, words_of
from qa.types import Turn

REFUSAL = "The articles do not say"  # how the text of a refusal begins

_OPENING = re.compile(
    r"^\s*(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|now|yes|no|thanks?|thank you)\b[\s,:.!]*)*"
    r"(?:(?:what|how) about\b[\s,:]*)?",
    re.I,
)
_ABOUT = re.compile(r"\b(?:what|how) about\b", re.I)
_WH = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|often|far|old))?)"
_AUX = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might)"
_QUESTION_HEAD = re.compile(
    rf"^\s*(?:(?:in|on|at|to|from|by|for|with|of)\s+)?{_WH}?\s*(?:{_AUX}\b)?\s*", re.I
)
_ASKS_WHO = re.compile(r"^\W*(?:(?:by|to|with|from|for)\s+)?(?:who|whom|whose)\b", re.I)
_WHO_IS = re.compile(r"^\W*who(?:[’']s| is| was| are| were)\s+(?!the\b|a\b|an\b)", re.I)
_SAID_THAT = re.compile(
    r"^(?:sa(?:y|ys|id)|claim(?:ed)?|den(?:y|ied)|think|thought|t(?:ell|old)|believed?|argued?)\s+"
    r"(?:that\s+)?",
    re.I,
)
_NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an|his|her|its|their|this|that|these|those)\s+[\w’'-]+", re.I
)
_VERB_IN = re.compile(rf"\b(?:{_WH}|{_AUX}|say|said|happen(?:ed)?)\b", re.I)
_LOOKED_UP = 2  # turns before the question that are checked against the collection: it takes time
_MAX_TOPIC_WORDS, _MOST_NAMED, _MOST_KEPT, _LONG = 16, 3, 6, 5
_ELLIPTIC = re.compile(
    r"^\W*(?:(?:in|on|at|to|from|by|for|with|of|since|until|under)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|how)\b"
    rf"(?!.*\b{_AUX}\b)(?!\s+(?:else|about)\b)(?:\s+(?:many|much|long|far|often|old))?"
    r"(?:\s+(?:[a-z]+))?(?:\s+(?:in (?:all|total|the end)))?\W*$",
    re.I,
)
# "How many were finished?" lacks what is counted.
_LACKS_NOUN = re.compile(rf"^\W*(?:how (?:many|much)|which|whose)\s+{_AUX}\b", re.I)
_ASKS = re.compile(rf"^(?:(?:in|on|at|to|from|by|for|with|of)\s+)?(?:{_WH}|{_AUX})\b", re.I)
_COURTESIES = ("greeting", "thanks", "help")


@dataclass(frozen=True)
class _Question:
    """A self-contained question: the words asked, what it is about where they don't say (`about`),
    names that help to find it (`beside`), and who in it is a "he" or a "she" (`kinds`).
    """

    own: str = ""
    about: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        asked = self.own.rstrip(" ?.!")
        if self.about:
            named = "; ".join(
                [", ".join(self.about), *([", ".join(self.beside)] * bool(self.beside))]
            )
            return f"{asked} ({named})?"
        return f"{asked} (about {', '.join(self.beside)})?" if self.beside else self.own


@dataclass(frozen=True)
class _Talk:
    """What the conversation has come to: the last question; what each question named, and what each
    turn named with its answer, the newest first; `doer` is who the last answer names where the
    question asked who; `kinds` who was called "he" or "she".
    """

    last: _Question = _Question()
    asked: tuple[Mentions, ...] = ()
    named: tuple[Mentions, ...] = ()
    doer: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Collection:
    """What the rewriting asks of the collection."""

    spelling: Spelling
    publishers: tuple[str, ...]
    day: date
    together: Together | None


def make_standalone(
    question: str,
    history: Sequence[Turn],
    spelling: Spelling,
    publishers: Iterable[str] = (),
    reference: date | None = None,
    together: Together | None = None,
) -> str:
    """The question in words that need no history; unchanged when it needs none already.

    `publishers` are those of the collection ("And CNN?"), `reference` the day that "last week" is
    counted from, `together` tells whether one passage has all of some words: what none has beside
    the matter so far is a new one. What was asked before is read turn by turn.
    """
    known = _Collection(spelling, tuple(publishers), reference or date.today(), together)
    talk = _Talk()
    asked = [text for role, text in history if role == "user"]
    for number, (turn, answer) in enumerate(zip(asked, _answers(history), strict=True)):
        near = known if number >= len(asked) - _LOOKED_UP else replace(known, together=None)
        talk = _after(turn, answer, talk, near)
    return _rewrite(question, talk, known).text


def needs_history(question: str, spelling: Spelling) -> bool:
    """True when the question leans on what was said before it: it points back with a pronoun, opens
    with "and" without naming what it is about, or has hardly a word of its own.
    """
    words = words_of(question)
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    if points_back(question, spelling):
        return len(content) <= 8
    opening = _OPENING.match(question)
    if opening and opening.end() and len(content) <= 6:
        own = _NOUN_PHRASE.search(question) or name_words(question[opening.end() :], spelling)
        return len(content) < 2 or not own
    return len(content) <= 1 and len(words) <= 4


def topic_of(asked: str) -> str:
    """What a question was about: itself without its question words, at most 16 words."""
    topic = _QUESTION_HEAD.sub("", _OPENING.sub("", asked), count=1)
    words = [word for part in topic.split() if (word := part.strip(" ?.!,;:()"))]
    return " ".join(words[:_MAX_TOPIC_WORDS])


def _answers(history: Sequence[Turn]) -> list[str]:
    """What was answered to each question of the user, "" where nothing was."""
    answers: list[str] = []
    for role, text in history:
        if role == "user":
            answers.append("")
        elif answers:
            answers[-1] = text
    return answers


def _after(turn: str, answer: str, talk: _Talk, known: _Collection) -> _Talk:
    """The conversation after one more turn of it."""
    if _is_courtesy(turn):
        return talk
    asked = _rewrite(turn, talk, known)
    own = split_prefix(asked.own)[1]
    here = in_question(own, known.spelling)
    held = in_question(f"what of {', '.join(asked.about)}", known.spelling)
    here = replace(here, things=tuple(dict.fromkeys((*here.things, *held.things))))
    if not here.names() and talk.asked:  # what the matter is called may have been said before
        before = talk.asked[0]
        things = [n for n in before.names() if n not in own and n in before.things]
        known_people = [n for n in before.people if n not in own]
        here = replace(
            here,
            things=tuple(dict.fromkeys((*here.things, *things)))[:_MOST_KEPT],
            people=tuple(dict.fromkeys((*here.people, *known_people)))[:_MOST_KEPT],
        )
    by_user = here
    # What lies nearby, as a refusal says, is not what "it" means.
    said = Mentions() if answer.startswith(REFUSAL) else in_answer(answer, known.spelling)
    doer = ""
    if _ASKS_WHO.match(own):
        new = [p for p in said.people if p.split()[-1].lower() not in own.lower()]
        doer = next(iter((*new, *(t for t in said.things if t.lower() not in own.lower()))), "")
        if new and not (_WHO_IS.match(own) and here.people):
            here = replace(here, people=(*new[:1], *here.people))
    told = tuple(dict.fromkeys((*here.people, *said.people[:_MOST_NAMED])))
    places = here.places or said.places
    named = replace(here, people=told, places=places)
    last = talk.last if _is_elliptic(turn) and talk.last.own else replace(asked, own=own)
    kinds = {**talk.kinds, **asked.kinds}
    return _Talk(last, (by_user, *talk.asked), (named, *talk.named), doer, kinds)


def _is_courtesy(turn: str) -> bool:
    about = corpus_question(turn)
    return about is not None and about[0] in _COURTESIES


def _rewrite(question: str, talk: _Talk, known: _Collection) -> _Question:
    """One turn on what was said before it."""
    standing = talk.last.own
    if not standing or _is_courtesy(question):
        return _Question(question)
    opening = _OPENING.match(question)
    rest = question[opening.end() :].strip() if opening else question.strip()
    if not rest:
        return _Question(question)
    topic = topic_of(standing) or ", ".join(talk.last.about)
    for again in (
        bare_question(rest, standing, talk.doer, topic),
        somebody_else(rest, standing, topic),
        changed_later(rest, topic),
        about_the_answer(rest, standing, topic),
        other_period(rest, standing, known.day),
        other_outlet(rest, standing, known.spelling, known.publishers),
        _other_outlet_and_period(rest, standing, known),
    ):
        if again is not None:
            return _Question(again, talk.last.about, talk.last.beside)
    about = _ABOUT.search(question[: opening.end() if opening else 0]) is not None
    rest = rest[:1].upper() + rest[1:] if not about else rest
    if about or _is_phrase(rest, known.spelling):
        return _of_phrase(rest, about, talk, known)
    if _ASKS.match(rest):
        rest = f"{rest.rstrip(' ?.!')}?"
    if _is_elliptic(rest):
        return _about_matter(_Question(rest), talk)
    pointing = resolve(rest, talk.named, known.spelling, known.together, talk.kinds)
    if pointing is not None:
        asked = _Question(pointing.question, kinds=pointing.kinds)
        if pointing.open:
            return _about_matter(asked, talk, clause=pointing.to_what_was_said)
        return _beside(asked, talk, known)
    lacks = _LACKS_NOUN.match(rest) and not name_words(rest, known.spelling)
    if not noun_phrases(rest) and (lacks or needs_history(question, known.spelling)):
        return replace(_about_matter(_Question(rest), talk), beside=())
    return _beside(_Question(rest), talk, known)


def _is_elliptic(turn: str) -> bool:
    """Whether a turn only asks for another part of the last question: "By how many votes?"."""
    opening = _OPENING.match(turn)
    rest = turn[opening.end() :] if opening else turn
    return _ELLIPTIC.match(rest) is not None and len(words_of(rest)) <= _LONG


def _other_outlet_and_period(rest: str, standing: str, known: _Collection) -> str | None:
    """As "And from Reuters in May?"."""
    period = asked_period(rest, known.day)
    if period is None:
        return None
    outlet = without_period(rest, period)
    turned = other_outlet(outlet, standing, known.spelling, known.publishers)
    return None if turned is None else other_period(period.words, turned, known.day)


def _is_phrase(rest: str, spelling: Spelling) -> bool:
    """Whether something is only named, without anything that is asked of it."""
    words = words_of(rest)
    if not words or len(words) > _LONG or _VERB_IN.search(rest):
        return False
    bare = rest.strip(" ?.!")
    phrases = noun_phrases(bare[:1].lower() + bare[1:])
    whole = any(len(words_of(p)) == len(words) for p in phrases)
    named = {w.lower() for w in name_words(rest, spelling)}
    named |= {w.lower() for w in words if w[:1].isupper() and w is not words[0]}
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    return whole or bool(content and all(w.lower() in named for w in content))


def _of_phrase(rest: str, about: bool, talk: _Talk, known: _Collection) -> _Question:
    """As "And the union?", "And Lavrov?", "What about the shares?"."""
    standing = talk.last.own
    phrase = rest.strip(" ?.!")
    if len(words_of(phrase)) > _LONG:
        return _beside(_Question(f"{phrase[:1].upper()}{phrase[1:]}?"), talk, known)
    swapped = other_name(rest, standing, known.spelling)
    lower = phrase[:1].lower() + phrase[1:] if noun_phrases(phrase.lower()) else phrase
    if swapped is None and not about:
        swapped = other_subject(lower, standing)
    if swapped is not None:
        return _Question(swapped, talk.last.about, talk.last.beside)
    return _beside(_Question(f"What is said about {lower}?"), talk, known)


def _about_matter(asked: _Question, talk: _Talk, *, clause: bool = False) -> _Question:
    """With what the last question was about in brackets: its things and people, or what was said
    there.
    """
    topic = topic_of(talk.last.own)
    claim = _SAID_THAT.sub("", topic)
    here = talk.asked[0] if talk.asked else Mentions()
    named = _fewest([*here.things, *here.people])
    if clause and claim != topic:
        about: tuple[str, ...] = (claim,)
    else:
        about = named[:_MOST_NAMED] or talk.last.about or ((topic,) if topic else ())
    shown = f"{asked.own} {' '.join(about)}".lower()
    beside = [n for n in here.names() if n.lower() not in shown][:_MOST_NAMED]
    return replace(asked, about=about, beside=tuple(beside))


def _beside(asked: _Question, talk: _Talk, known: _Collection) -> _Question:
    """With what the user named before, beside a question without a name of its own, where an
    article has it together with what is asked.
    """
    if known.together is None or name_words(asked.own, known.spelling):
        return asked
    asks = [w for w in words_of(asked.own) if w.lower() not in FUNCTION_WORDS]
    if not asks or not noun_phrases(asked.own):
        return asked
    before = [n for m in talk.asked[:1] for n in (*m.things, *m.names()) if n not in asked.own]
    near = _fewest([n for n in before if len(words_of(n)) < _LONG])[:_MOST_NAMED]
    fitting = [n for n in near if known.together([*words_of(n), *asks])]
    return replace(asked, beside=tuple(fitting[:2]))


def _fewest(phrases: Sequence[str]) -> tuple[str, ...]:
    """Without those that stand in another."""
    kept = [
        p
        for p in dict.fromkeys(phrases)
        if not any(p != o and p.lower() in o.lower() for o in phrases)
    ]
    return tuple(kept)
