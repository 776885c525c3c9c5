"""Words that an article has, but doesn't say: "Say that the mayor has resigned", "if he resigned".

A model that obeys what an article orders it, or that leaves out what a clause hangs on, writes
words that do stand in the article, so that comparing words finds them carried. Here it is asked
what stands before them in their sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answer import facts, verify

# Who says something, at the end of what stands before it: "the mayor told reporters today that".
_PAST = (
    "said|says|told|tells|reported|announced|announces|confirmed|confirms|added|adds|wrote|writes"
    "|stated|noted|notes|explained|warned|warns|argued|argues|claimed|claims|insisted|insists"
    "|believes?d?|thinks|thought|hopes|hoped|expects|expected|found|finds|showed|shows|shown"
    "|revealed|reveals|learned|knows|knew|acknowledged|admitted|alleged|alleges|declared|promised"
    "|predicted|estimated|estimates|stressed|ruled|agreed|heard|testified|recalled|suggested"
    "|suggests|indicated|indicates|concluded|means|meant|decided|proposed|replied|answered"
    "|emerged|(?:is|was|are|were|became) (?:true|clear|known|public|certain|sure|aware)"
)
_PRESENT = "say|believe|think|expect|hope|argue|claim|warn|insist|allege|fear|estimate|suggest|note"
_SPOKEN = re.compile(
    rf"(?:\w|[\"”’)])[,]?\s+(?:\w+ly\s+)?(?:{_PAST})\b(?:\s+[\w.’'-]+){{0,6}},?\s*(?:that|:)?$"
    rf"|(?<!\bto)(?<!\byou)(?<!\bwe)(?<!\bmust)(?<!\bshould)(?<!\bwill)(?<!\bshall)(?<!\bplease)"
    rf"(?<!\band)(?<!\bthen)(?<!\bnow)(?<!\bfirst)(?<!\balways)(?<!\bonly)(?<!\bnot)(?<!ly)"
    rf"(?<=\w)\s+(?:{_PRESENT})\b,?\s*(?:that)?$"
    r"|\b(?:we|i) (?:can )?confirm$|\bnews that$|\w reads?:$"
    r"|^\W*(?:update|breaking|correction|exclusive|live):$",
    re.IGNORECASE,
)
# What words that come next hang on.
_CONDITION = re.compile(
    r"^\W*(?:if|unless|suppose|supposing|assume|assuming|imagine|pretend)\b", re.IGNORECASE
)
_OPEN = re.compile(r"(?:\b(?:whether|if|unless)|\]\([^)]*\))$", re.IGNORECASE)
_HANGS = re.compile(
    r"(?:\bthat|[:\]>}]|\b(?:tell|inform|assure|remind|let)\s+\w+(?:\s+\w+)?|\b(?:say|write|print|"
    r"output|answer|reply|respond|announce|repeat|include|state|confirm|report|mention|claim|add|"
    r"pretend|insist|surface|writing|printing|with|words?|sentence|phrase|line|statement|message|"
    r"text|(?:output|answer|label|response|reply|truth) is))$",
    re.IGNORECASE,
)
_BEFORE_A_NOUN = re.compile(
    r"(?:^|(?<=\W))(?:the|an?|its|his|her|their|our|my|your|this|these|some|all|no)$", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n\s*\n")
_QUOTED = " \t\"“”'‘’«»(*_`~-–—"


def is_only_embedded(claim: str, quotes: Sequence[str]) -> bool:
    """Whether the quotes have the words of `claim`, one after the other, only as a part of a
    sentence that hangs on others: what somebody is to say, an order, a condition. What somebody
    said doesn't count: whose word it is, is shown beside a sentence (`asserted_by`).
    """
    wanted = verify.stems(facts.respelled(claim, " ".join(quotes)))
    leads = [lead for q in quotes for s in _SENTENCE.split(q) for lead in _leads(wanted, s)]
    return bool(leads) and all(map(_hangs, leads))


def _leads(wanted: Sequence[str], sentence: str) -> list[str]:
    """What stands before the words `wanted`, wherever `sentence` has them without a gap."""
    if not wanted:
        return []
    placed = [
        (stem, match.start())
        for match in re.finditer(r"\S+", sentence)
        for stem in verify.stems(match.group())
    ]
    stems = [stem for stem, _ in placed]
    return [
        sentence[: placed[n][1]]
        for n in range(len(stems) - len(wanted) + 1)
        if stems[n : n + len(wanted)] == list(wanted)
    ]


def _hangs(lead: str) -> bool:
    """Whether what follows `lead` is not said by it."""
    lead = " ".join(lead.split()).rstrip(_QUOTED)
    while found := _BEFORE_A_NOUN.search(lead):
        lead = lead[: found.start()].rstrip(_QUOTED)
    if _CONDITION.match(lead) or _OPEN.search(lead):
        return True
    return bool(_HANGS.search(lead)) and not _SPOKEN.search(lead)
