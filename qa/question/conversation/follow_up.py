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
    at_last,
    bare_question,
    changed_later,
    other_name,
    other_outlet,
    other_period,
    other_subject,
    somebody_else,
    split_prefix,
    what_next,
    which_ones,
)
from qa.question.conversation.doers import doer_of
from qa.question.conversation.matter import other_matter
from qa.question.conversation.mentions import Mentions, in_answer, in_question, noun_phrases
from qa.question.conversation.pronouns import Together, resolve
from qa.question.conversation.shape import (
    AUX,
    MOST_OF_PHRASE,
    OPENING,
    WH,
    is_elliptic,
    is_phrase,
    needs_history,
    topic_of,
)
from qa.question.conversation.turns import (
    before_that,
    new_topic,
    told_as_statement,
    which_is_right,
)
from qa.question.period import asked_period, without_period
from qa.question.query import (
    FUNCTION_WORDS,
    Spelling,
    name_words,
    without_shouting,
    words_of,
)
from qa.types import Turn

REFUSAL = "The articles do not say"  # how the text of a refusal begins

_ABOUT = re.compile(r"\b(?:what|how) about\b", re.I)
_WHO_IS = re.compile(r"^\W*who(?:[’']s| is| was| are| were)\s+(?!the\b|a\b|an\b)", re.I)
_SAID_THAT = re.compile(
    r"^(?:sa(?:y|ys|id)|claim(?:ed)?|den(?:y|ied)|think|thought|t(?:ell|old)|believed?|argued?)\s+"
    r"(?:that\s+)?",
    re.I,
)
_LOOKED_UP = 2  # turns before the question that are checked against the collection: it takes time
_MOST_NAMED, _MOST_KEPT = 3, 6
# "How many were finished?" lacks what is counted.
_LACKS_NOUN = re.compile(rf"^\W*(?:how (?:many|much)|which|whose)\s+{AUX}\b", re.I)
_ASKS = re.compile(rf"^(?:(?:in|on|at|to|from|by|for|with|of)\s+)?(?:{WH}|{AUX})\b", re.I)
_NAMED_BEFORE = re.compile(
    rf"^(?P<who>the(?:\s+[\w’'-]+){{1,2}}),\s+(?P<asked>{WH}\s.+)$", re.I | re.S
)
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
    doer = "" if answer.startswith(REFUSAL) else doer_of(own, answer, known.spelling)
    if doer in said.people and not (_WHO_IS.match(own) and here.people):
        here = replace(here, people=(doer, *here.people))
    told = tuple(dict.fromkeys((*here.people, *said.people[:_MOST_NAMED])))
    places = here.places or said.places
    named = replace(here, people=told, places=places)
    last = talk.last if is_elliptic(turn) and talk.last.own else replace(asked, own=own)
    kinds = {**talk.kinds, **asked.kinds}
    return _Talk(last, (by_user, *talk.asked), (named, *talk.named), doer, kinds)


def _is_courtesy(turn: str) -> bool:
    about = corpus_question(turn)
    return about is not None and about[0] in _COURTESIES


def _rewrite(question: str, talk: _Talk, known: _Collection) -> _Question:
    """One turn on what was said before it."""
    standing, question = talk.last.own, without_shouting(question)
    if other := new_topic(question):
        pointing = resolve(other, talk.named, known.spelling, known.together, talk.kinds)
        return _Question(pointing.question if pointing else other)
    if not standing or _is_courtesy(question):
        return _Question(question)
    if (onward := what_next(question, standing)) is not None:
        return _Question(onward, talk.last.about, talk.last.beside)
    opening = OPENING.match(question)
    rest = question[opening.end() :].strip() if opening else question.strip()
    if not rest:
        return _Question(question)
    topic = topic_of(standing) or ", ".join(talk.last.about)
    for again in (
        bare_question(rest, standing, talk.doer, topic),
        somebody_else(rest, standing, topic),
        changed_later(rest, topic),
        which_is_right(rest, standing),
        before_that(rest, standing, talk.doer),
        told_as_statement(rest, standing) if opening and opening.end() else None,
        at_last(rest, standing, known.day),
        which_ones(rest, standing),
        about_the_answer(rest, standing, topic),
        other_period(rest, standing, known.day),
        other_outlet(rest, standing, known.spelling, known.publishers),
        other_matter(rest, standing, known.day),
        _other_outlet_and_period(rest, standing, known),
    ):
        if again is not None:
            return _Question(again, talk.last.about, talk.last.beside)
    about = _ABOUT.search(question[: opening.end() if opening else 0]) is not None
    rest = rest[:1].upper() + rest[1:] if not about else rest
    if about or is_phrase(rest, known.spelling):
        return _of_phrase(rest, about, talk, known)
    if _ASKS.match(rest):
        rest = f"{rest.rstrip(' ?.!')}?"
    if is_elliptic(rest):
        return _about_matter(_Question(rest), talk)
    if before := _NAMED_BEFORE.match(rest):  # "The Russians, what do they ask for?"
        who = before["who"][:1].lower() + before["who"][1:]
        rest = f"{before['asked'][:1].upper()}{before['asked'][1:]}"
        here = Mentions((who,), (who,))
        pointing = resolve(rest, (here, *talk.named), known.spelling, None, talk.kinds)
    else:
        pointing = resolve(rest, talk.named, known.spelling, known.together, talk.kinds)
    if pointing is not None:
        asked = _Question(pointing.question, kinds=pointing.kinds)
        if pointing.open:
            return _about_matter(asked, talk, clause=pointing.to_what_was_said)
        return _with_things(asked, talk, known) or _beside(asked, talk, known)
    lacks = _LACKS_NOUN.match(rest) and not name_words(rest, known.spelling)
    if not noun_phrases(rest) and (lacks or needs_history(question, known.spelling)):
        return replace(_about_matter(_Question(rest), talk), beside=())
    return _with_things(_Question(rest), talk, known) or _beside(_Question(rest), talk, known)


def _with_things(asked: _Question, talk: _Talk, known: _Collection) -> _Question | None:
    """A question that has hardly a word of its own ("And what did he get?") with the things that
    were asked about last; None for any other.
    """
    named = {name.lower() for name in name_words(asked.own, known.spelling)}
    own = [w.lower() for w in words_of(asked.own) if w.lower() not in FUNCTION_WORDS]
    if len([word for word in own if word not in named]) > 1 or noun_phrases(asked.own):
        return None
    things = next((m.things for m in talk.asked if m.things), ())
    about = [t for t in _fewest(things) if t.lower() not in asked.own.lower()][:_MOST_NAMED]
    return replace(asked, about=tuple(about)) if about else None


def _other_outlet_and_period(rest: str, standing: str, known: _Collection) -> str | None:
    """As "And from Reuters in May?"."""
    period = asked_period(rest, known.day)
    if period is None:
        return None
    outlet = without_period(rest, period)
    turned = other_outlet(outlet, standing, known.spelling, known.publishers)
    return None if turned is None else other_period(period.words, turned, known.day)


def _of_phrase(rest: str, about: bool, talk: _Talk, known: _Collection) -> _Question:
    """As "And the union?", "And Lavrov?", "What about the shares?"."""
    standing = talk.last.own
    phrase = rest.strip(" ?.!")
    if len(words_of(phrase)) > MOST_OF_PHRASE:
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
    near = _fewest([n for n in before if len(words_of(n)) < MOST_OF_PHRASE])[:_MOST_NAMED]
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
