"""What shape a turn of a conversation has: whether it leans on what was said before it.

Rules of English, no model.
"""

from __future__ import annotations

import re

from qa.question.conversation.mentions import noun_phrases
from qa.question.conversation.pronouns import points_back
from qa.question.query import FUNCTION_WORDS, Spelling, name_words, words_of

MOST_OF_PHRASE = 5  # words of a turn that only names something
_MAX_TOPIC_WORDS = 16
OPENING = re.compile(
    r"^\s*(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|now|yes|no|thanks?|thank you)\b[\s,:.!]*)*"
    r"(?:(?:what|how) about\b[\s,:]*)?",
    re.I,
)
WH = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|often|far|old))?)"
AUX = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might)"
_QUESTION_HEAD = re.compile(
    rf"^\s*(?:(?:in|on|at|to|from|by|for|with|of)\s+)?{WH}?\s*(?:{AUX}\b)?\s*", re.I
)
_NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an|his|her|its|their|this|that|these|those)\s+[\w’'-]+", re.I
)
_VERB_IN = re.compile(rf"\b(?:{WH}|{AUX}|say|said|happen(?:ed)?)\b", re.I)
_ELLIPTIC = re.compile(
    r"^\W*(?:(?:in|on|at|to|from|by|for|with|of|since|until|under)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|how)\b"
    rf"(?!.*\b{AUX}\b)(?!\s+(?:else|about)\b)(?:\s+(?:many|much|long|far|often|old))?"
    r"(?:\s+(?:[a-z]+))?(?:\s+(?:in (?:all|total|the end)))?\W*$",
    re.I,
)


def needs_history(question: str, spelling: Spelling) -> bool:
    """True when the question leans on what was said before it: it points back with a pronoun, opens
    with "and" without naming what it is about, or has hardly a word of its own.
    """
    words = words_of(question)
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    if points_back(question, spelling):
        return len(content) <= 8
    opening = OPENING.match(question)
    if opening and opening.end() and len(content) <= 6:
        own = _NOUN_PHRASE.search(question) or name_words(question[opening.end() :], spelling)
        return len(content) < 2 or not own
    return len(content) <= 1 and len(words) <= 4


def topic_of(asked: str) -> str:
    """What a question was about: itself without its question words, at most 16 words."""
    topic = _QUESTION_HEAD.sub("", OPENING.sub("", asked), count=1)
    words = [word for part in topic.split() if (word := part.strip(" ?.!,;:()"))]
    return " ".join(words[:_MAX_TOPIC_WORDS])


def is_elliptic(turn: str) -> bool:
    """Whether a turn only asks for another part of the last question: "By how many votes?"."""
    opening = OPENING.match(turn)
    rest = turn[opening.end() :] if opening else turn
    return _ELLIPTIC.match(rest) is not None and len(words_of(rest)) <= MOST_OF_PHRASE


def is_phrase(rest: str, spelling: Spelling) -> bool:
    """Whether something is only named, without anything that is asked of it."""
    words = words_of(rest)
    if not words or len(words) > MOST_OF_PHRASE or _VERB_IN.search(rest):
        return False
    bare = rest.strip(" ?.!")
    phrases = noun_phrases(bare[:1].lower() + bare[1:])
    whole = any(len(words_of(p)) == len(words) for p in phrases)
    named = {w.lower() for w in name_words(rest, spelling)}
    named |= {w.lower() for w in words if w[:1].isupper() and w is not words[0]}
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    return whole or bool(content and all(w.lower() in named for w in content))
