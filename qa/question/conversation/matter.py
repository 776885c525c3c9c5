"""As "And about North Korea?": another matter in place of the one that was asked about."""

from __future__ import annotations

import re
from datetime import date

from qa.question.conversation.asked_again import split_prefix
from qa.question.conversation.shape import MOST_OF_PHRASE
from qa.question.period import asked_period, with_period, without_period
from qa.question.query import FUNCTION_WORDS, words_of

_NEW = re.compile(r"^(?P<on>about|on|over|regarding|concerning)\s+(?P<what>\S.*)$", re.I | re.S)
_OLD = re.compile(r"\s(?P<on>about|on|over|of|regarding|concerning)\s+[^?()]+$", re.I)
# Of speech and of thought alone: "on" and "of" say other things beside other verbs.
_SPOKEN = re.compile(
    r"\b(?:wants?|wanted|demands?|demanded|say|said|says|think|thinks|thought|tell|told|ask|asked|claim(?:ed)?|announced?|"
    r"propos(?:e|ed|al)|promised?|report(?:ed)?|write|wrote|known?|views?|opinions?|positions?|"
    r"stance|plans?|feel|felt|agreed?|argued?|disagreed?|differ(?:ed)?|comment(?:ed)?|talk(?:ed)?|"
    r"speak|spoke|hear|heard|read|find out|learn(?:ed)?|articles|reports)\b",
    re.I,
)


def other_matter(rest: str, standing: str, day: date) -> str | None:
    """The last question asked about what is named now; None where this is no such follow-up.

    A period that the last question asked of is kept.
    """
    new = _NEW.match(rest.strip(" ?.!"))
    own = split_prefix(standing)[1].partition(" (")[0].rstrip(" ?.!")
    if new is None or not _SPOKEN.search(own):
        return None
    words = words_of(new["what"])
    named = [word for word in words if word.lower() not in FUNCTION_WORDS]
    if not named or len(words) > 2 * MOST_OF_PHRASE:
        return None
    period = asked_period(own, day)
    plain = without_period(own, period).rstrip(" ?.!") if period else own
    old = _OLD.search(plain)
    if old is None and new["on"].lower() in ("on", "over"):
        return None
    kept = plain[: old.start()] if old else plain
    joint = old["on"] if old else new["on"].lower()
    asked = f"{kept} {joint} {new['what']}?"
    return with_period(asked, None, period.words) if period else asked
