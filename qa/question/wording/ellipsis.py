"""A later part of a compound question that leaves out what the first part said: "How many people
live in Orre, and how many in Tolm?" asks "How many people live in Tolm?". English first.
"""

from __future__ import annotations

import re

_AUX = r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might)"
_FROM = (
    r"(?:in|on|at|to|from|by|for|with|of|since|until|under|near|after|before|during|between|"
    r"against|together|over|without|as|among|through|within|inside|outside)"
)
_ASKED = (
    r"(?:how (?:many|much|long|old|far|high|big|large|tall|deep|wide|fast|often|late|soon)\b|"
    r"how|what|which|who|whom|whose|when|where|why)"
)
_ORDINALS = r"(?:first|second|third|fourth|last|next|other)"
_ORDINAL = re.compile(rf"\b{_ORDINALS}\b", re.I)
_OTHER_TIME = re.compile(
    rf"^\W*{_ASKED}\s+the\s+(?P<which>{_ORDINALS})(?:\s+(?:one|time))?\W*$", re.I
)
_WHO_DID = re.compile(rf"^\W*who\s+(?!{_AUX}\b)(?P<did>\w+\s.+)$", re.I)
_DEGREE = re.compile(
    r"^\W*(?:(?:in|on|at|to|from|by|for|with|of)\s+)?(?:how (?:many|much|far)|what|which)\s+"
    rf"(?!{_FROM}\s)\w",
    re.I,
)
# "and with what in Canada", "and how the man in Nagua", "which one does today"
_PIECE = re.compile(
    rf"^\W*(?:{_FROM}\s+)?(?P<asked>{_ASKED})(?:\s+(?:one|ones))?\s+(?P<rest>\S.*)$", re.I
)
_STANDS_FOR = re.compile(
    rf"^(?:(?:did|does|do)(?=\s+{_FROM}\b)|(?:did|does|do|is|are|was|were)(?=\s+(?:today|now|then|"
    r"currently|before|later|afterwards?|since)\b))\s+(?P<rest>\w+(?:\s[\w’'-]+){0,4})\W*$",
    re.I,
)
_WITH_FROM = re.compile(rf"^(?P<word>{_FROM})\s", re.I)
_COUNTS = re.compile(
    r"^\W*how many\s+(?P<what>(?:[a-z-]+\s+)?[a-z-]{3,}s|people|men|women)\b", re.I
)
_VERB_NEXT = re.compile(
    r"^(?:met|saw|got|went|came|left|lost|hit|fell|rose|paid|spent|sent|ran|won|held|sold|built|"
    r"bought|made|took|gave|died|fled|stood|came|took part|\w{3,}ed)\b",
    re.I,
)
_SUBJECT = re.compile(
    rf"^(?P<head>\W*(?:{_FROM}\s+)?{_ASKED}(?:\s+[\w’'-]+){{0,3}}?\s+{_AUX})\s+"
    r"(?P<who>(?:(?:the|a|an|his|her|its|their)\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,7}?)"
    r"(?P<tail>(?:\s+[a-z][\w’'-]*){0,3}?)\W*$",
    re.I,
)
_PHRASE = re.compile(
    r"^(?:(?:the|a|an|his|her|its|their)\s+(?:[\w’'-]+\s+){0,3}?[\w’'-]+|"
    r"(?-i:[^\W\d_a-z])[\w’'-]*(?:\s+(?-i:[^\W\d_a-z])[\w’'-]*){0,3})"
    r"(?:\s+(?:in|of|from|at|on)\s+(?:the\s+)?[\w’'-]+(?:\s+(?-i:[^\W\d_a-z])[\w’'-]*){0,2})?$",
    re.I,
)
_LAST_FROM = re.compile(
    rf"\s(?!of\b){_FROM}\s+(?:(?:(?!{_FROM}\s)|(?=of\s))[\w’'-]+(?:\s+|\W*$)){{1,7}}$", re.I
)
_LAST_NAME = re.compile(r"(?:[^\W\d_a-z][\w’'-]*\s){0,3}[^\W\d_a-z][\w’'-]*\W*$")
_DOES = re.compile(r"\b(?:did|does|do)$", re.I)
_MOST = 300  # characters of a part


def stands_for_more(piece: str) -> bool:
    """Whether the verb of a part stands for that of the part before: "and who does today?"."""
    part = _PIECE.match(piece[:_MOST])
    return part is not None and _STANDS_FOR.match(part["rest"].strip()) is not None


def completed(piece: str, first: str) -> str:
    """What a part that leaves out words asks, in those of the first part: "Who won the vote, and by
    how many seats?", "How old was Ann, and how old Bob?", "Why was it put off the first time, and
    why the second?"; the first in brackets where none of these fits. Both without question mark.
    """
    whole = ""
    if len(piece) <= _MOST and len(first) <= _MOST:
        whole = _of_other_time(piece, first) or _of_rest(piece, first) or _of_winner(piece, first)
    return f"{whole or f'{piece} ({first})'}?"


def _of_other_time(piece: str, first: str) -> str:
    other, ordinal = _OTHER_TIME.match(piece), _ORDINAL.search(first)
    if other is None or ordinal is None:
        return ""
    return f"{first[: ordinal.start()]}{other['which']}{first[ordinal.end() :]}"


def _of_rest(piece: str, first: str) -> str:
    """The first part with what the later one says behind its question word."""
    part = _PIECE.match(piece)
    if part is None:
        return ""
    rest = part["rest"].strip()
    if (stands := _STANDS_FOR.match(rest)) is not None:
        return f"{_LAST_FROM.sub('', first)} {stands['rest']}"
    if (joined := _WITH_FROM.match(rest)) is not None:
        return _in_place(first, rest, joined["word"])
    counted = _COUNTS.match(first)
    if counted and part["asked"].lower() == "how many" and _VERB_NEXT.match(rest):
        return f"How many {counted['what']} {rest}"
    return _of_subject(first, rest) if _PHRASE.match(rest) else ""


def _of_winner(piece: str, first: str) -> str:
    """What is asked of the one who did what the first part tells: "by how many seats"."""
    won = _WHO_DID.match(first)
    if won is None or not _DEGREE.match(piece):
        return ""
    return f"{piece[:1].upper()}{piece[1:]} did the one who {won['did']}"


def _in_place(first: str, rest: str, word: str) -> str:
    """The first part with `rest` in the place of what begins with the same word, or of its last
    such phrase, or behind it.
    """
    same = list(re.finditer(rf"\s{word}\s", first, re.I))
    if same:
        return f"{first[: same[-1].start()]} {rest}"
    last = _LAST_FROM.search(first)
    return f"{first[: last.start()] if last else first} {rest}"


def _of_subject(first: str, rest: str) -> str:
    """The first part asked of somebody else: "How did the two men die?" of "the driver"."""
    if rest[:1].isupper() and (name := _LAST_NAME.search(first)):
        return f"{first[: name.start()]}{rest}"
    match = _SUBJECT.match(first)
    if match is None:
        return ""
    for end in range(len(match["who"] + match["tail"]), 0, -1):
        # The longest subject that is a phrase by itself; what is behind it is the verb.
        behind = first[match.start("who") + end :].strip(" ?.!")
        who = first[match.start("who") : match.start("who") + end]
        if who[-1:].isspace() or (behind and first[match.start("who") + end] not in " ?.!"):
            continue
        if behind[:1].isupper():
            continue
        if not _PHRASE.match(who) or (not behind and _DOES.search(match["head"])):
            continue
        return f"{match['head']} {rest} {behind}".rstrip()
    return ""
