"""Who and what a question or an answer names: what "he", "it" and "there" may point to later.

Rules of English, no model: capitals, titles, words beside a name. A person is a guess, and a name
that could be either is taken as a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.question.query import FUNCTION_WORDS, Spelling, name_runs, without_shouting

_ROLE = (
    r"(?:mayor|minister|premier|president|governor|captain|director|executive|chair(?:man|woman|"
    r"person)?|leader|spokes(?:man|woman|person)|lawyer|guard|judge|coach|owner|officer|inspector|"
    r"commander|king|queen|prince|princess|pope|man|woman|boy|girl|mother|father|author|historian|"
    r"columnist|teacher|doctor|engineer|head|boss|widow|victim|suspect|singer|actor|actress|"
    r"player|auditor|commissioner|skipper|editor|manager|trainer|rescuer|survivor|coordinator|mediator|senator|secretary|candidate|opponent|"
    r"predecessor|successor|firefighter|councillor|chancellor|prosecutor|general|pilot|driver|"
    r"nurse|farmer|professor|researcher|analyst|economist|ambassador|chief|founder|artist|writer|"
    r"reporter|journalist|witness|defendant|champion|speaker|lawmaker|deputy|person)"
)
_IS_ROLE = re.compile(rf"\b{_ROLE}$", re.I)
_TITLES = re.compile(
    rf"^(?:(?-i:[^\W\d_a-z])[\w’'-]+\s+){{0,2}}?"  # "Ukrainian President", "New York Mayor"
    rf"(?:(?:{_ROLE}|the|former|acting|prime|foreign|finance|vice|deputy|chief|mr|mrs|ms|dr|sir|"
    r"col|gen|lt|capt|sgt|sen|rep|gov|prof|inspector|opposition)\.?\s+)+(?-i:(?=[^\W\d_a-z]))",
    re.I,
)
_BODY = re.compile(
    r"\b(?:Lines?|Ledger|Courier|Times|Post|News|Agency|Ministry|Company|Museum|Union|Party|Office|"
    r"Council|Court|Bank|University|Board|Committee|Commission|Institute|Group|Inc|Corp|Ltd|"
    r"Association|Federation|Service|Department|Authority|Club|Hospital|School|Airlines?|Airport|"
    r"Station|Bridge|River|Island|Street|Port|City|County|Province|District|Region|States|"
    r"Kingdom|Republics?|Peoples?|Forces?|Nations?|Treaty|Act|Summit|League|Cup|Games|Parliament|Senate|Congress|House|Church|Army|Navy|Police|Hands)\b"
)
_COMPASS = re.compile(r"^(?:North|South|East|West|Northern|Southern|Eastern|Western|New)\s")
_MONTH_OR_DAY = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\.?$"
)
_AT_PLACE = re.compile(
    r"\b(?:in|at|near|from|off|to|outside|around|into|across|over)\s+(?:the\s+)?$", re.I
)
_SPEAKS = re.compile(
    r"^(?:,\s\d{1,3}\b|,\s(?:who|an?|the)\b|\s(?:said|says|told|called|denied|rejected|promised|"
    r"resigned|warned|accused|added|argued|announced|insisted|asked|wrote|believes?)\b)"
)
# What stands before the words of an article in an answer: whose report, of when, from where.
_LABEL = re.compile(
    r"(?:^|(?<=\s))(?:First reported by |Reported on )?(?:[^\n:;“”\".]{2,60}, )?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (?:\d{1,2}, )?(?:19|20)\d\d: "
)
_FROM_WHERE = re.compile(
    r"(?:^|(?<=[.!?”\"] )|(?<=: ))[^\W\d_a-z][\w .,’'-]{1,40}?(?: \([A-Z]\w+\))?\s*[—–-]+\s(?=\S)"
)
_ADDED = re.compile(r"\s?\((?:[^()]*\b(?:19|20)\d\d[^()]*|posted [^()]*)\)|\[\d+\]")
_CAPITALS = re.compile(
    r"[^\W\d_a-z][\w’'.-]*\w(?:\s+(?:(?:de|van|von|bin|al|el|da|der)\s+)?[^\W\d_a-z][\w’'-]*\w)*"
)
_SENTENCE = re.compile(r"[^.!?:]+")
_TOKEN = re.compile(r"[^\W_][\w’'-]*")
_DETERMINER = re.compile(r"^(?:the|a|an)$", re.I)
_WHICH = re.compile(r"^\W*which\s+(?P<what>[a-z]{3,}[^s\W])\s", re.I)
_COUNTED = re.compile(r"\bhow many\s+(?P<what>(?!people\b)(?:[a-z]+\s+)?[a-z]{3,}s)\b", re.I)
_ENDS_PHRASE = frozenset(
    "now then today yesterday tomorrow later ago currently worth according because due sleep "
    "exactly first last again instead alone together".split()
)
_PREPOSITION = re.compile(
    r"^(?:about|of|on|to|for|with|by|in|at|from|before|after|during|against|over|since)$", re.I
)
_SAYS_NOTHING = re.compile(
    r"(?:people|things?|articles?|reports?|news|latest|number|way|time|\b(?:end|outset|moment))$",
    re.I,
)
# The bare verbs of questions ("How much will the tram cost?"), where a noun ends.
_VERBS = frozenset(
    """
    accept accuse agree aim allow announce appear argue arrive ask attack attend back ban become
    begin believe belong blame break bring build burn buy call capsize carry cause change charge
    choose claim close collapse come complain condemn confirm consider contain continue cost
    cover criticise criticize cut deal decide decline defend delay demand deny destroy die
    differ disappear discover dispute drop earn employ end enter escape expect explain face fail
    fall fight find fire flee follow force found get give go grow happen hit hold hope hurt
    include increase insist involve join kill know land last launch lead learn leave live look
    lose make mean meet move need occur offer open oppose order own pay play predict prevent
    produce promise propose protest prove pull push put raise reach react read receive reject
    release remain replace reply report rescue resign resume return rise rule run save say see
    seem sell send serve show shut sign sink spend stand start stay steal stop strike succeed
    suffer suggest suspend take talk tell think threaten travel try turn use vote vow want warn
    win withdraw work worry write won lost said told took gave got went came left met held led
    fell rose saw became bought sold sank hit stole rejected stolen found taken given known seen
    shot born hurt sent paid chosen broken written hidden driven struck done made set built held
    """.split()
)


@dataclass(frozen=True)
class Mentions:
    """People, things and places, in the order in which they are named; a role ("the mayor") stands
    behind the names.
    """

    people: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """All that has a capital, without repeats."""
        every = (*self.things, *self.people, *self.places)
        return tuple(dict.fromkeys(n for n in every if _without_the(n)[:1].isupper()))


def in_question(question: str, spelling: Spelling) -> Mentions:
    """What a self-contained question names."""
    own = question.partition(" (")[0]
    spans = name_runs(own, spelling)
    named = _sorted_out([(own[s:e], own[:s], own[e:]) for s, e in spans], weak=True)
    phrases = noun_phrases(own)
    roles = [p for p in phrases if _is_person(p)]
    # "the mayor of Grantham" is who is meant, rather than Grantham.
    people = [p for p in named.people if not any(p in role for role in roles)]
    others = [p for p in phrases if p not in roles]
    bare = [n for n in named.things if not any(n in phrase for phrase in (*others, *roles))]
    whole = [n for n in named.things if any(n in r for r in roles) and n not in named.places]
    which = _WHICH.match(own)
    if which:
        others = [f"the {which['what']}", *others]
    counted = [match["what"] for match in _COUNTED.finditer(own)]
    return Mentions((*people, *roles), (*others, *counted, *bare, *whole), named.places)


def in_answer(answer: str, spelling: Spelling) -> Mentions:
    """What an answer names, without the labels and dates that we have put there."""
    text = _FROM_WHERE.sub("", _LABEL.sub("", " ".join(_ADDED.sub("", answer).split())))
    text = _SENTENCE.sub(lambda match: without_shouting(match.group()), text)
    found = []
    for match in _CAPITALS.finditer(text):
        words = match.group().split()
        at_start = re.search(r"(?:^|[.!?:”\"“]\s*)$", text[: match.start()]) is not None
        while words and (
            words[0].lower() in FUNCTION_WORDS or (at_start and not _could_name(words, spelling))
        ):
            words, at_start = words[1:], False
        name = re.sub(r"[’']s?$", "", " ".join(words))
        if name:
            start = match.end() - len(" ".join(words))
            found.append((name, text[:start], text[start + len(name) :]))
    return _sorted_out(found, weak=False)


def noun_phrases(question: str) -> list[str]:
    """The things of a question in its own words, "the" before each: "the Tesmer dam"."""
    tokens = list(_TOKEN.finditer(question))
    found: list[str] = []
    place = 0
    while place < len(tokens):
        if _DETERMINER.match(tokens[place].group()):
            behind = place > 0 and _PREPOSITION.match(tokens[place - 1].group()) is not None
            end = _end_of_phrase(question, tokens, place + 1, behind)
            if end > place + 1 and not _SAYS_NOTHING.match(tokens[place + 1].group()):
                found.append(_phrase(question, tokens, place + 1, end))
                place = end
                continue
        place += 1
    return list(dict.fromkeys(found))


def _phrase(question: str, tokens: list[re.Match[str]], first: int, end: int) -> str:
    words = question[tokens[first].start() : tokens[end - 1].end()]
    return "the " + re.sub(r"[’']s?$", "", words)


def _end_of_phrase(
    question: str, tokens: list[re.Match[str]], place: int, is_object: bool = False
) -> int:
    """Behind the last word of the noun phrase whose first word stands at `place`. `is_object`: it
    stands behind a preposition, where no verb follows: "about the ferry strike".
    """
    first = place
    while place < len(tokens) and place - first < 5:
        word = tokens[place].group()
        before = question[tokens[place - 1].end() : tokens[place].start()]
        if word.lower() in _ENDS_PHRASE:
            break
        if before.strip() or (word.lower() in FUNCTION_WORDS and word.lower() != "of"):
            break
        if word.lower() == "of":
            inner = place + 1
            if inner < len(tokens) and _DETERMINER.match(tokens[inner].group()):
                inner += 1
            end = _end_of_phrase(question, tokens, inner) if inner < len(tokens) else inner
            return end if end > inner and place > first else place
        is_verb = (word.lower() in _VERBS and not is_object) or (
            word.endswith("ed") and len(word) > 4
        )
        if is_verb and place > first and word[:1].islower():
            break
        place += 1
        if re.search(r"[’']s?$", word) and place < len(tokens):
            continue
    return place


def _sorted_out(found: Iterable[tuple[str, str, str]], *, weak: bool) -> Mentions:
    """Names with the text before and behind each, told apart. `weak`: a single word may be a
    person.
    """
    people: list[str] = []
    things: list[str] = []
    places: list[str] = []
    for whole, before, after in found:
        titled = _TITLES.match(whole)
        name = whole[titled.end() :] if titled else whole
        if not name or _MONTH_OR_DAY.match(name):
            continue
        score = 1 if 2 <= len(name.split()) <= 3 else 0
        score += 2 if titled or _role_before(before) else 0
        score += 1 if _SPEAKS.match(after) else 0
        score -= 3 if re.search(r"\bthe\s+$", before, re.I) and not titled else 0
        score -= 2 if _AT_PLACE.search(before) else 0
        score -= 1 if re.search(r"\bof\s+$", before, re.I) and not titled else 0
        score -= 4 if _BODY.search(name) or (name.isupper() and len(name) < 6) else 0
        score -= 4 if _COMPASS.match(name) else 0
        known = next((p for p in people if p.split()[-1] == name.split()[-1]), None)
        if known is not None:
            continue
        if score >= 1 or (weak and score == 0):
            people.append(name)
        if score < 1:
            things.append(name)
        if _AT_PLACE.search(before) or (not weak and re.search(r"\bof\s+$", before, re.I)):
            places.append(name)
    return Mentions(
        *(tuple(dict.fromkeys(names)) for names in (people, things, places)),
    )


def _role_before(before: str) -> bool:
    return re.search(rf"\b{_ROLE},?\s+$", before, re.I) is not None


def _could_name(words: list[str], spelling: Spelling) -> bool:
    """Whether the first word of a sentence may begin a name: another follows, or it is known."""
    return len(words) > 1 or spelling.is_name(words[0])


def _is_person(phrase: str) -> bool:
    return _IS_ROLE.search(phrase.split(" of ")[0]) is not None


def _without_the(phrase: str) -> str:
    return re.sub(r"^the\s+", "", phrase)
