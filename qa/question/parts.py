"""The questions that one question asks: its parts, and the sides of a comparison. English only."""

from __future__ import annotations

import re
from dataclasses import replace

from index.text.terms import analyse
from qa.question.conversation.mentions import Mentions, in_question, noun_phrases
from qa.question.conversation.pronouns import resolve
from qa.question.query import (
    FORM_WORDS,
    FUNCTION_WORDS,
    Query,
    Spelling,
    name_runs,
    prepare,
    words_of,
)
from qa.question.wording.ellipsis import completed, stands_for_more

MOST_PARTS = 3
_FEWEST_WORDS = 3
_AUX = r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might)"
_WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_FROM = r"(?:in|on|at|to|from|by|for|with|of|since|until)"
_JOINT = re.compile(
    rf"(?:[,;:]\s*|\s+)(?:and|but)\s+(?=(?:{_FROM}\s+)?(?:{_WH}|{_AUX})\b)|"
    rf"\?\s+(?:and\s+)?(?=\w)|:\s+(?=(?:who|what|when|how|why)\b)|"
    rf",\s+(?=(?:{_FROM}\s+)?(?:(?:who|what|when|where|how|why)|how (?:many|much|long|old|far|big|"
    rf"high|often)(?:\s[a-z]+)?|(?:which|what)\s[a-z]+)\s+{_AUX}\b)|"
    rf",\s+(?=who\s+[a-z]+(?:s|ed)\b[^,?]{{1,80}},\s+and\s+(?:{_FROM}\s+)?{_WH}\b)",
    re.I,
)
_AND_ASKS = re.compile(rf",?\s+and\s+(?=(?:{_FROM}\s+)?{_WH}\b)", re.I)
_NEW_WORDS = 2  # of content, that a later part needs to ask for something else
_LATER = re.compile(
    r"\b(?:later|afterwards?|now|then|today|finally|eventually|really|in the end|in fact|"
    r"end(?:ed)? up|since|again|(?:chang|shift|slip|mov|correct|evolv|develop)\w*)\b",
    re.I,
)
# "When the ship sank, how many were on board?" asks one thing.
_CLAUSE = re.compile(rf"^\W*(?:when|where|after|before|since|while)\s+(?!{_AUX}\b)", re.I)
_ASKS = re.compile(rf"\W*(?:and\s+|but\s+)?(?:{_FROM}\s+)?(?:{_WH}|{_AUX})\b", re.I)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|this|these|those)\b", re.I)
# "… and by how many votes": what is asked of the first part's own words.
_ELLIPTIC = re.compile(rf"^\W*(?:{_FROM}\s+)?{_WH}\b", re.I)
_HEAD = re.compile(
    rf"^\W*(?:{_FROM}\s+)?(?:{_WH})\b(?:\s+[\w’'-]+){{0,6}}?\s+(?:(?:to|in|on|for|with|of|at|by)\s+)?"
    rf"{_AUX}\s+",
    re.I,
)
# "How many was the plane to seat when it was unveiled?"
_EXPLAINED = re.compile(
    r"\bthe [a-z]{3,}\b.{1,80}\b(?:when|before|after|since|until|because|if|once)\s+(?:it|they)\b",
    re.I,
)
_HAS_AUX = re.compile(
    rf"\b{_AUX}\b|\bwho\s+[a-z]+s\b|\b(?:\w+ed|won|led|said|took|owns?|leads?|runs?)\b", re.I
)
# What two do together is one question: "When did Lavrov and Kuleba meet?"
_TOGETHER = re.compile(
    r"\b(?:between|meet|met|agree\w*|disagree\w*|differ\w*|talks?|talked|speak|spoke|discuss\w*|"
    r"negotiat\w+|sign(?:ed)?|marr(?:y|ied)|merge\w*|play(?:ed)?|compet\w+|share\w*|together|"
    r"in common|each other|fight|fought|border|war|deal|relations?|divorced?|same|join\w*|"
    r"cooperat\w+|unite\w*|related?|connect\w*)\b",
    re.I,
)
_NAME = r"[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*)*"
_PHRASE = rf"(?:(?:the|a|an)\s+(?:[\w’'-]+\s+){{0,2}}?[\w’'-]+|{_NAME})"
_TWO_SUBJECTS = re.compile(
    rf"^(?P<head>\W*(?:(?i:{_FROM})\s+)?(?i:{_WH})\b[^?,]*?\b{_AUX}\s+)(?:both\s+)?(?P<one>{_PHRASE})\s+and\s+"
    rf"(?P<two>{_PHRASE})\s+(?P<rest>(?:each\s+|both\s+)?[a-z][^?]*)\W*$",
)
_TWO_OBJECTS = re.compile(
    rf"^(?P<head>\W*(?i:{_WH})\b[^?,]*?\b(?:to|about|of|for|on|with|against|from)\s+)(?:both\s+)?"
    rf"(?P<one>{_PHRASE})\s+and\s+(?P<two>{_PHRASE})(?P<rest>)\W*$",
)
_COMPARED = re.compile(r"^\W*(?:please\s+)?(?:compare|contrast)\s+(?P<what>.+?)\W*$", re.I | re.S)
_DIFFERENCE = re.compile(
    r"^.*?\bdifferences?\s+between\s+(?P<what>.+?)\W*$|"
    r"^\W*how\s+(?:do|does|did|are)\s+(?P<what2>.+?)\s+(?:differ|compare|different)\b.*$",
    re.I | re.S,
)
_CLAUSES = re.compile(
    r"^(?P<one>(?:what|how|who|why|when|where)\b.+?)\s*,?\s+(?:with|to|and|against)\s+"
    r"(?P<two>(?:what|how|who|why|when|where)\b.+)$",
    re.I | re.S,
)
_SAID_CLAUSE = re.compile(
    r"^(?P<wh>what|how)\s+(?P<who>.+?)\s+(?:has |have |had )?(?P<verb>said|says|say|thinks?|"
    r"thought|claims?|claimed|wants?|wanted|promised|told|offered|reported?|reports|did|does)\b"
    r"(?P<rest>.*)$",
    re.I | re.S,
)
_BARE_VERB = {
    "said": "say", "says": "say", "thinks": "think", "thought": "think", "claims": "claim",
    "claimed": "claim", "wants": "want", "wanted": "want", "promised": "promise", "told": "tell",
    "offered": "offer", "reported": "report", "reports": "report", "did": "do", "does": "do",
}  # fmt: skip
_TWO = re.compile(
    r"^(?P<one>.+?)\s+(?:with|and|to|versus|vs\.?|against)\s+(?P<two>.+)$", re.I | re.S
)


_OWNED = re.compile(
    r"^(?P<one>[^’']+?)(?:[’']s?)?\s+and\s+(?P<two>[^’']+?)[’']s?\s+(?P<thing>.+)$", re.I | re.S
)


def parts_of(query: Query, spelling: Spelling) -> list[Query]:
    """The questions that a compound question asks ("What did X promise, and how many …?", "What do
    X and Y say?"), at most three; the question itself when it asks one thing.

    A part needs three words and one with content. "She" in a later part is who the first names, and
    a part without a name keeps those of the first beside it, since it is about the same matter.
    """
    if "(" in query.text:  # a follow-up with its topic in brackets is one question
        return [query]
    pieces = [piece.strip(" ,;") for piece in _JOINT.split(query.text)]
    context = ""
    if len(pieces) > 1 and not _ASKS.match(pieces[0]):
        context = pieces.pop(0)  # "Compare the reports: how …": what the questions are about
    pieces = [piece for piece in pieces if piece]
    if pieces and _CLAUSE.match(pieces[0]):
        return [query]
    if (1 if context else 2) <= len(pieces) <= MOST_PARTS:
        parts = _related(pieces, context, spelling)
        if parts and all(len(words_of(p.text)) >= _FEWEST_WORDS and p.content_words for p in parts):
            return parts
    return [prepare(text, spelling) for text in for_each(query.text, spelling)] or [query]


def asks_apart(question: str) -> bool:
    """Whether a later part of a question asks for something else than the first, and not for the
    same at a later time: "How much did they lend, and how much was paid in bonuses?".
    """
    joint = _AND_ASKS.search(question)
    if joint is None or _LATER.search(question[joint.end() :]):
        return False
    first = set(analyse(question[: joint.start()]))
    new = [
        word
        for word in words_of(question[joint.end() :])
        if word.lower() not in FUNCTION_WORDS
        and word.lower() not in FORM_WORDS
        and not first & set(analyse(word))
    ]
    return len(new) >= _NEW_WORDS


def _related(pieces: list[str], context: str, spelling: Spelling) -> list[Query]:
    """Each piece as a question of its own."""
    if context:
        parts = [prepare(piece, spelling) for piece in pieces]
        return [
            part
            if part.names and not _PRONOUN.search(part.text)
            else replace(part, text=f"{part.text.rstrip('?')} ({context})?")
            for part in parts
        ]
    first = _subject_first(in_question(pieces[0], spelling), pieces[0])
    names = list(dict.fromkeys((*first.things, *first.names()))) or list(first.people)
    parts = [prepare(f"{pieces[0].rstrip('?')}?", spelling)]
    for piece in pieces[1:]:
        bare = not _HAS_AUX.search(piece) and not _PRONOUN.search(piece)
        if (_ELLIPTIC.match(piece) and bare) or stands_for_more(piece):
            parts.append(prepare(completed(piece.rstrip("?"), pieces[0].rstrip("?")), spelling))
            continue
        pointing = None if _EXPLAINED.search(piece) else resolve(piece, [first], spelling)
        text = (piece if pointing is None else pointing.question).rstrip("?")
        part = prepare(f"{text}?", spelling)
        beside = [n for n in names if n.lower() not in text.lower()][:2]
        if beside and not part.names and not (pointing and not pointing.open):
            part = prepare(f"{text} (about {', '.join(beside)})?", spelling)
        parts.append(part)
    return parts


def _subject_first(named: Mentions, question: str) -> Mentions:
    """What a question names, that first of which it asks: "it" behind "Which right does the trust
    have?" is the trust.
    """
    asked = _HEAD.match(question)
    if asked is None:
        return named
    behind = question[asked.end() :].lower()
    front = [t for t in named.things if behind.startswith((t.lower(), f"the {t.lower()}"))]
    within = [t for t in named.things if t.split()[-1].lower() in asked.group().lower().split()]
    others = [t for t in named.things if t not in front and t not in within]
    return replace(named, things=(*front, *others, *(t for t in within if t not in front)))


def for_each(question: str, spelling: Spelling) -> list[str]:
    """The same question of each of two that it names together; [] where it names none, or asks what
    they did together.
    """
    if _TOGETHER.search(question):
        return []
    two = _TWO_SUBJECTS.match(question) or _TWO_OBJECTS.match(question)
    if two is None or not all(_is_one(two[side], spelling) for side in ("one", "two")):
        return []
    rest = re.sub(r"^(?:each|both)\s+", "", two["rest"])
    head = re.sub(
        r"\b(?:do|are|were|have)(\s*)$", lambda m: _SINGULAR[m[0].strip()] + m[1], two["head"]
    )
    return [f"{head}{two[side]} {rest}".rstrip() + "?" for side in ("one", "two")]


_SINGULAR = {"do": "does", "are": "is", "were": "was", "have": "has"}


def _is_one(phrase: str, spelling: Spelling) -> bool:
    return bool(noun_phrases(phrase)) or name_runs(phrase, spelling) != []


def compared_questions(question: str, spelling: Spelling) -> list[str]:
    """What a comparison asks of each side, as a question; [] where the sides can't be told."""
    whole = _COMPARED.match(question)
    between = _DIFFERENCE.match(question)
    what = whole["what"] if whole else (between["what"] or between["what2"]) if between else ""
    if not what or ":" in what:
        return []
    if clauses := _CLAUSES.match(what):
        return [_as_question(clauses["one"]), _as_question(clauses["two"])]
    if _SAID_CLAUSE.match(what):
        return for_each(_as_question(what), spelling)
    two = _TWO.match(what)
    if two is None:
        return []
    one, other = two["one"].strip(" ,"), two["two"].strip(" ,")
    shared = re.match(r"^(?P<of>.*\b(?:of|by|from|for|about|on)\s+)(?P<name>.+)$", one, re.I)
    if shared and not re.search(r"\b(?:of|by|from|for|about|on)\b", other, re.I):
        other = f"{shared['of']}{other}"  # "the plans of Hallam and Corvo"
    if owned := _OWNED.match(what):  # "Hallam's and Corvo's plans"
        one, other = (f"{owned[side]}’s {owned['thing']}" for side in ("one", "two"))
    return [f"What is said about {side}?" for side in (one, other)]


def _as_question(clause: str) -> str:
    """As "what the director said about her staff": "What did the director say about her staff?"."""
    said = _SAID_CLAUSE.match(clause.strip(" ,?.!"))
    if said is None:
        text = clause.strip(" ,?.!")
        return f"{text[:1].upper()}{text[1:]}?"
    verb = said["verb"].lower()
    past = verb in ("said", "thought", "claimed", "wanted", "promised", "told", "offered", "did",
                    "reported")  # fmt: skip
    bare = _BARE_VERB.get(verb, verb)
    return (
        f"{said['wh'].capitalize()} {'did' if past else 'does'} {said['who']} {bare}{said['rest']}?"
    )
