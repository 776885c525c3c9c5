"""Who says otherwise in words: denies what the answer says, or tells another cause, place or doer
right beside it, though nobody asked for sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import analyse
from qa.answer.figures import Figure
from qa.answer.telling import Told
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.forms.sides.differences import Counted, Difference
from qa.forms.sides.left_out import answers_without
from qa.forms.sides.rivals import about_asked
from qa.forms.sides.side_value import value_of
from qa.forms.sides.voices import (
    ANNOUNCED,
    Voice,
    denies,
    is_announced,
    same_paragraph,
    voices_of,
)

# Whether, why and by whom something was done may be contested; who said something is not.
_WHO_DID = re.compile(
    r"^\W*(?:and |but |so )?(?:why|whose fault|"
    r"who (?!(?:says?|said|accus\w+|den\w+|claim\w*|alleg\w+|calls?|called|told|tells|wants?|"
    r"demand\w*|else|is|was|are|were)\b)|"
    r"who (?:is|was) (?:to blame|behind|responsible|at fault))\b",
    re.I,
)
# Where, when and how something was done may be contested too, where the article says that it is.
_MAY_BE_DISPUTED = re.compile(
    r"^\W*(?:and |but |so )?(?:where|when|how (?!many|much|far|long|tall|high|fast|strong|old|big|"
    r"large|heavy|often)|what (?:caus\w+|was the (?:cause|reason)|went wrong|triggered|started|"
    r"led to|set off|happened))\b",
    re.I,
)
# Of what the rest of the article answers so much lies in the other one's words: it was .12 to .99
# of nine that were announced in the same sets.
_LEAST_SHARE = 0.1
_WHY = re.compile(
    r"^\W*(?:and |but |so )?(?:why|whose fault|what caus\w+|who (?:is|was) to blame)\b", re.I
)
# Causes are contested in these words too: "The firm says that the drought was to blame."
_BLAMED = re.compile(rf"{ANNOUNCED.pattern}|\bto blame\b|\bblam(?:es|ed)\b", re.I)


def rival_claim(chosen: Sequence[EvidenceSentence], chain: Chain) -> Difference | None:
    """Who denies what the likeliest sentence says, or says what it denies, right beside it, or what
    else is said where the article tells that it is disputed; None where nobody does.
    """
    question = chain.query.text
    may_be_denied = chain.query.is_yes_no or _WHO_DID.match(question) is not None
    if not may_be_denied and not _MAY_BE_DISPUTED.match(question):
        return None
    best = max(chosen, key=lambda s: s.score)
    voices = voices_of(best.article, chain)
    at = next((n for n, v in enumerate(voices) if v.start_char <= best.start_char < v.end_char), -1)
    places = [p for p in (at + 1, at - 1, at + 2) if at >= 0 and 0 <= p < len(voices)]
    for place in places:
        one, other = voices[at], voices[place]
        near = same_paragraph(one, other) or place == at + 1
        if not near or not _are_two(one, other):
            continue
        if may_be_denied and denies(one) != denies(other):
            return _between(best, one, other, chain)
    disputed = [p for p in places if _are_two(voices[at], voices[p])]
    words = _BLAMED if _WHY.match(question) else ANNOUNCED
    disputed = [p for p in disputed if is_announced(voices[at], voices[p], words)]
    if not disputed:
        return None
    for left_in in answers_without(question, best, chain):
        if left_in.share < _LEAST_SHARE:
            break
        for place in disputed:
            other = voices[place]
            if other.start_char <= left_in.told.start_char < other.end_char:
                return _between(best, voices[at], other, chain)
    return None


def _are_two(one: Voice, other: Voice) -> bool:
    """Whether two voices are of two who speak. What stands right before the words of one who is
    named may be the article's own: "None had been asked. The board denied this."
    """
    if other.key == one.key:
        return False
    first, later = sorted((one, other), key=lambda v: v.start_char)
    if later.first == first.last + 1 and (later.name or later.by):
        return True
    return bool(one.name or other.name) and bool(other.name or other.by)


def _between(best: EvidenceSentence, one: Voice, other: Voice, chain: Chain) -> Difference:
    mine = _told_as(Told(one.article, best.start_char, best.end_char, 0.0), one, other)
    told = Told(other.article, other.start_char, other.end_char, 0.0)
    return Difference(about_asked(chain), (mine, _told_as(told, other, one)))


def _told_as(told: Told, voice: Voice, other: Voice) -> Counted:
    """What a voice says in words, where a side has a figure elsewhere."""
    words = Figure(0.0, "", frozenset(), "", value_of(voice, other, {}), 0)
    return Counted(told, words, frozenset(analyse(told.text)))
