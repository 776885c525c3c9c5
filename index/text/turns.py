"""Who speaks in a transcript: each turn begins with a name and a colon ("HOLT: Until noon.").

A text is a transcript where several lines begin so and a name comes again; a list of "Where:" and
"When:" is none. A turn lasts until the next one.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

_LEAST_TURNS, _LEAST_SPEAKERS = 3, 2
_LONGEST_TEXT = 2_000_000
_LABEL = re.compile(
    r"^[ \t]*[-–—*_>]{0,3}[ \t]*(?P<label>[^\W\d_](?:[\w .'’&/-]{0,48}\w\.?)?)"
    r"(?:[ \t]*[(\[](?P<note>[^()\[\]\n]{1,50})[)\]])?(?:,[ \t][^\n:]{1,60})?"
    r"[ \t]*[*_]{0,2}:[*_]{0,2}[ \t]+(?=\S)",
    re.MULTILINE,
)
_NOT_A_SPEAKER = frozenset(
    "transcript note photo photos update updated watch read video source sources editor editors "
    "breaking opinion analysis correction warning live title date author published location "
    "place time where when what why how who tickets price contact email phone related more see "
    "caption credit image subject from to re cc by topics tags summary byline headline interview "
    "guests topic program programme show episode recorded speakers participants present".split()
)
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*)(?:\s+(?:[^\W\d_a-z][\w.'’-]*|de|van|von|bin|al|el|der)){0,4}"
)
_OFFICE = (
    r"(?:Prime Minister|Minister|(?:Mr\.? )?President|Madam President|Senator|Governor|Mayor|"
    r"Congressman|Congresswoman|Chancellor|(?:Madam |Mr\.? )?Secretary|Ambassador|General|Colonel|"
    r"Admiral|Professor|Doctor|Commissioner|Chairman|Chairwoman|Judge|Your Majesty|Representative)"
)
_ADDRESS = re.compile(
    rf"(?:(?<=[.!?:]\s)|(?<=\n))(?P<office>{_OFFICE}),\s|,\s(?P<office_2>{_OFFICE})\s*[,.?!]"
)
_QUESTION = re.compile(r"(?:^|[.!?:][\"”’)]*\s+)(?P<asked>[^.!?\n]{2,300}\?)[\"”’)]*\s*$")


@dataclass(frozen=True)
class Turn:
    """What one person says: `text[start:end]`, from the name on; words begin at `words_start`.

    `speaker` is None for "Q" and "A". `asked` are the offsets of the question that the turn before
    ended with. `office` is how those who ask address the speaker ("Minister").
    """

    start: int
    words_start: int
    end: int
    speaker: str | None
    asked: tuple[int, int] | None = None
    office: str | None = None


def turn_at(text: str, position: int) -> Turn | None:
    """The turn that holds the character at `position`; None outside a transcript."""
    turns = turns_of(text)
    number = bisect_right([turn.start for turn in turns], position) - 1
    return turns[number] if number >= 0 and position < turns[number].end else None


@lru_cache(maxsize=64)
def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript in order; none for a text that is no transcript."""
    if len(text) > _LONGEST_TEXT or text.count(":") < _LEAST_TURNS:
        return ()
    found = [match for match in _LABEL.finditer(text) if _may_speak(match)]
    counts = Counter(match["label"].casefold() for match in found)
    if (
        len(found) < _LEAST_TURNS
        or len(counts) < _LEAST_SPEAKERS
        or max(counts.values()) < 2
        # Most lines of a transcript stand in a turn that says more than a word.
        or sum(counts[label] for label in counts if counts[label] > 1) * 3 < len(found)
    ):
        return ()
    starts = [match.start("label") for match in found]
    ends = [*starts[1:], len(text)]
    names = [_speaker(match["label"], match["note"]) for match in found]
    turns: list[Turn] = []
    for number, (match, end) in enumerate(zip(found, ends, strict=True)):
        asked = _question(text, turns[-1]) if turns else None
        name = names[number] or None
        turns.append(Turn(match.start("label"), match.end(), end, name, asked))
    return tuple(_with_office(text, turns))


def _with_office(text: str, turns: list[Turn]) -> Iterator[Turn]:
    """The turns, with how the turns before them address their speaker."""
    offices: dict[str, str] = {}
    for before, turn in itertools.pairwise(turns):
        called = _ADDRESS.search(text, before.words_start, before.end)
        if called and turn.speaker and before.speaker != turn.speaker:
            offices.setdefault(turn.speaker, called["office"] or called["office_2"])
    for turn in turns:
        yield replace(turn, office=offices.get(turn.speaker or ""))


def _may_speak(match: re.Match[str]) -> bool:
    label = match["label"]
    words = label.split()
    if len(words) > 5 or words[0].casefold().strip(".'’s") in _NOT_A_SPEAKER:
        return False
    return label in ("Q", "A") or (
        len(label) > 1 and (label.isupper() or bool(_NAME.fullmatch(label)))
    )


def _speaker(label: str, note: str | None) -> str:
    """As "Marit Dahl" for "HOST (MARIT DAHL)", "Holt" for "HOLT"; nothing for "Q"."""
    if label in ("Q", "A"):
        return ""
    is_name = note and _NAME.fullmatch(note) and (note.isupper() or len(note.split()) > 1)
    name = note if note and is_name else label
    return " ".join(name.title().split()) if name.isupper() and len(name) > 3 else name


def _question(text: str, turn: Turn) -> tuple[int, int] | None:
    """The question that a turn ends with."""
    begin = max(turn.words_start, turn.end - 400)
    found = _QUESTION.search(text[begin : turn.end].rstrip())
    return (begin + found.start("asked"), begin + found.end("asked")) if found else None
