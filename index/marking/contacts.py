"""The reporter at the foot of an article: who it is and how to reach them.

"Jane Doe covers courts for the Herald. Reach her at jdoe@herald.example or @jdoe." An address
inside a story ("Call 988", "write to the library") names no reporter, and a line is only asked when
it stands among the last.
"""

from __future__ import annotations

import re

from index.marking.boilerplate import LONGEST_LINE, whole_line
from index.marking.byline_lines import EMAIL
from index.marking.notices import is_call, sentences_of

_JOB = (
    r"(?:reporter|writer|columnist|editor|correspondent|producer|journalist|photographer|"
    r"contributor|fellow|critic|analyst|author|host|intern|fact[- ]checker)"
)
_NETWORK = r"(?:twitter|x|facebook|instagram|bluesky|threads|mastodon|linkedin)"
_MEANS = rf"(?:{EMAIL.pattern}|@\w{{2,30}}|\b{_NETWORK}\b|\(?\b\d{{3}}\)?[ -]\d{{3}}-\d{{4}})"
_THEM = r"(?:him|her|them)"
_CONTACT = whole_line(
    rf"(?:please )?(?:contact|reach|reached|e-?mail|call|text|message|follow|find|write(?: to)?) "
    rf"(?!the\b(?! (?:{_JOB})))[^.]{{0,90}}?{_MEANS}.{{0,240}}",
    r"[^.!?,“\"]{2,80}\b(?:can|may) (?:also )?be (?:reached|contacted)\b"
    rf".{{0,40}}{_MEANS}.{{0,160}}",
    rf"(?:you can|send {_THEM}|shoot {_THEM}|drop {_THEM})\b.{{0,120}}{_MEANS}.{{0,160}}",
    rf"{EMAIL.pattern}\b.{{0,100}}",
    r"(?:have|got) (?:a|any) (?:news )?tips?\b.{0,60}\?",
    r"read more on .{2,60} and sign up for our .{2,40}newsletter\.?",
    r"become a subscriber\.?",
)
_ADDRESS = whole_line(
    rf"(?:twitter|e-?mail|facebook|instagram)\s*:\s*(?:{EMAIL.pattern}|@\w+|[\w.]+/\w+)"
    r".{0,120}",
    rf"[A-Z][\w’'.-]* [^:!?]{{2,60}}:\s*[\d;() -]{{0,20}}(?:{EMAIL.pattern}|@\w).{{0,300}}",
)
_NAMES = r"(?:[A-Z][\w’'.-]+ ){1,4}(?:(?:and|,) (?:[A-Z][\w’'.-]+ ){1,4})?"
_ABOUT = re.compile(
    rf"{_NAMES}(?:is|are) (?:an?|the) (?:[\w’'&-]+,? ){{0,8}}?(?i:{_JOB})s?\b"
    rf"|{_NAMES}(?:covers?|writes (?:about|for)|reports on|fact-checks|hosts) "
)
# "Contact her at …" speaks of whoever the line is about.
_THEIRS = re.compile(
    rf"(?:^|[.!?]\s+|\band )(?:contact|reach|e-?mail|follow|tweet) {_THEM}\b.{{0,40}}{_MEANS}",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:[A-Z][\w’'.-]+ ){2,4}(?:is|was|has)\b")
_NOTE = re.compile(r"editor[’']?s[’']? note\s*:", re.IGNORECASE)
_OWN_VIEWS = re.compile(
    r"\b(?:views|opinions?) (?:expressed|in this)\b|\bmore opinion\b", re.IGNORECASE
)


def is_contact(line: str) -> bool:
    """True for a line about the reporter, or only their address."""
    if len(line) > LONGEST_LINE or line[:1] in '"“‘':
        return False
    if _ADDRESS.fullmatch(line):
        return True
    pieces = sentences_of(line)
    if not pieces:
        return False
    addresses = [bool(_CONTACT.fullmatch(piece)) for piece in pieces]
    if _THEIRS.search(line) or (_NAMED.match(pieces[0]) and addresses[-1]):
        return True
    if _ABOUT.match(pieces[0]):
        return any(addresses[1:])
    others = sum(
        not address and not is_call(piece) for address, piece in zip(addresses, pieces, strict=True)
    )
    return addresses[0] and others * 2 <= len(pieces)


def is_biography(line: str) -> bool:
    """True for "Editor's Note: Jane Doe is …. The views expressed here are her own."."""
    return (
        line[:2].casefold() == "ed"
        and len(line) <= 2 * LONGEST_LINE
        and bool(_NOTE.match(line))
        and bool(_OWN_VIEWS.search(line))
    )
