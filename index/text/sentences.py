"""Sentences of prose with their true offsets.

`sentencex` finds the ends; around it, what news text needs: it keeps a whole quotation together
(here each sentence of a quotation is one, since a quote is verbatim and should be short), gives a
closing quote to the next sentence, and breaks where a stop was lost ("Zelensky said. during a
press conference"). Sentences tile the text: nothing but blanks lies between them.
"""

from __future__ import annotations

import itertools
import re

import sentencex

from index.text.lines import is_blank, trim
from index.text.month_names import FOREIGN_MONTH
from index.text.wrapping import goes_on, wrap_width

_CLOSERS = "\"'”’»)]}›」』）】*_"
# Of the same length as what they hide, so that offsets stay true.
_HIDDEN_QUOTES = str.maketrans(dict.fromkeys('“”«»„‟"‹›「」『』‘’', " "))
_SINGLE_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
_OPENER = re.compile(r"[\s•▪◦‣●■►▶♦*–—-]+")
_BRACKETS = re.compile(r"[(\[](?P<inner>[^()\[\]]{12,600})[)\]]")
_INNER_STOP = re.compile(r"[^\W\d_]{2,}[.!?…][\"'”’]?(?:\s|$)")
# Reference marks, and a closing quote behind a blank: "We won. ” He left."
_BEHIND_STOP = re.compile(r"(?:\[\d{1,3}\])+|\s[”»](?=\s|$)")
# "legislation.The president": a blank lost at the end of a sentence.
_LOST_BLANK = re.compile(r"(?<=[a-z]{3})[.!?][”\"]?(?=[A-Z][a-z]+[\s,])")
_ELLIPSIS_END = re.compile(r"(?:(?<!\.)\.{3,}|…)[”\"’']?\s+(?=[“\"]?[A-Z][a-z])")
# "he said", "Mr Putin added": what follows a quoted question or exclamation belongs to it.
_SAYS = (
    r"(?:said|says|asked|asks|added|adds|told|replied|noted|wrote|stated|declared|exclaimed|"
    r"continued|explained|recalled|insisted|warned|claimed|argued|concluded|remarked|tweeted|"
    r"stressed|emphasi[sz]ed|lamented|joked|shouted|admitted|responded|answered)"
)
_ATTRIBUTION = re.compile(
    rf"(?:[^\W\d_][\w.’'-]*\s+){{1,5}}{_SAYS}(?:[.,:]|$|\s+(?:on|in|at|as|when|while|after|before|"
    r"during|to|him|her|them|with|[A-Z]))"
)
_QUOTE_END = re.compile(r"[!?…,][”\"’'»]+$")
# Titles and short forms that never end a sentence, and initials, which seldom do: "J.D. | Vance".
_ABBREVIATION_END = re.compile(
    r"(?:^|[\s(“\"‘:-])(?:Mr|Mrs|Ms|Mx|Mme|Mlle|Dr|Prof|Gov|Sen|Rep|Reps|Sens|Gen|Lt|Col|Sgt|Capt|Rev|"
    r"Hon|Rt|Maj|Adm|Cmdr|Supt|Messrs|Atty|Attys|Asst|Assoc|Brig|Spc|Pfc|Pvt|Cpl|Det|Insp|Pres|Amb|"
    r"Msgr|Fr|Ft|Mt|Ste|approx|incl|excl|[Ee]st|ca|viz|e\.g|i\.e|cf|[Vv]s|[Ff]igs?|Vol|"
    r"J\.[A-Z]|[ABCDKMOPRT]\.J)\.$"
)
_BEFORE_NUMBER = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|Nos|no|nos|pp?|Sec|Ch|[Ff]igs?|approx)\.$"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b(?![’'])"
# "8 a.m. | Sunday", "7:30 p.m. | ET", "10 a.m. | Kyiv time".
_HALF_DAY_END = re.compile(r"\d\s?[ap]\.\s?m\.$", re.IGNORECASE)
_OF_HOUR = re.compile(
    rf"{_WEEKDAY}|{_MONTH}|[A-Z]{{2,4}}\b|\d|(?:[A-Z][\w-]+\s+){{1,3}}[Tt]ime\b|"
    r"(?:Eastern|Central|Mountain|Pacific)\b"
)
_SHORT_DAY_END = re.compile(r"\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.$")
_OF_DAY = re.compile(rf"{_MONTH}|\d")
# "Col. Jacobs, Ret. | John Smith …": behind a rank it goes on, unless a sentence plainly begins.
_MAY_END = re.compile(r"\b(?:Ret|Inc|Corp|Ltd|Co|Bros|Jr|Sr|Esq)\.$")
_OPENS = re.compile(
    r"[“\"]?(?:The|An?|He|She|It|They|We|I|You|His|Her|Its|Their|This|That|These|Those|There|In|On|At|"
    r"But|And|So|For|After|Before|When|While|As|If|Since|Some|Many|Most|All|No|Not|What|Who|How|"
    r"Will|Would|Can|Could|Is|Are|Was|Were|Do|Does|Did)\b"
)
# "Norvik, 14. | März 2022 –": the day of a date.
_DAY_END = re.compile(r"(?:^|[\s,(])\d{1,2}\.$")
_MONTH_AND_YEAR = re.compile(rf"(?:{FOREIGN_MONTH}|{_MONTH})\.?\s+(?:19|20)\d\d\b", re.IGNORECASE)
# "The answer is no. Ten people left": a number is written with digits.
_NO_END = re.compile(r"(?<![\w.])no\.[”\"’']*(?=\s+[“\"]?[A-Z][a-z])")
_STREET_END = re.compile(r"\d\s+[NSEW]\.$")
_INITIAL_END = re.compile(r"(?:^|[^\w])[A-Z]\.$")
_INITIAL = re.compile(r"[A-Z]\.")
_LONGEST_MERGED = 700  # characters: text without capitals must not become one sentence
_MOST_ATTRIBUTION_WORDS = 14


def sentence_spans(
    text: str, start: int, end: int, language: str | None = "en"
) -> list[tuple[int, int]]:
    """Offsets in `text` of the sentences within `start..end`, in order, without blank ends.

    Every character there that isn't blank lies in exactly one of them. A line end is the end of a
    sentence, except where the line is plainly wrapped.
    """
    found: list[tuple[int, int]] = []
    for left, right in paragraph_spans(text, start, end):
        found.extend(split_paragraph(text, left, right, language or "en"))
    return found


def paragraph_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Paragraphs within `start..end`: runs of lines that are one line of prose, wrapped."""
    lines = []
    position = start
    for raw in text[start:end].splitlines(keepends=True):
        left, right = trim(text, position, position + len(raw))
        lines.append((left, right))
        position += len(raw)
    width = wrap_width(text, lines)
    found: list[tuple[int, int]] = []
    open_line: tuple[int, int] | None = None
    for left, right in lines:
        if left == right:
            open_line = None
            continue
        if open_line and goes_on(text, open_line, (left, right), width):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
        open_line = (left, right)
    return found


def split_paragraph(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of one paragraph, as `paragraph_spans` gives it."""
    prose = text[start:end]
    cuts = [0, *_boundaries(prose, language), len(prose)]
    pieces = [
        piece
        for left, right in itertools.pairwise(cuts)
        if (piece := trim(prose, left, right))[0] < piece[1]
    ]
    return [(start + left, start + right) for left, right in _joined(prose, pieces)]


def _boundaries(prose: str, language: str) -> list[int]:
    """Offsets where a sentence begins, from the second one on."""
    masked = _mask(prose)
    found = set()
    for boundary in sentencex.get_sentence_boundaries(language, masked):
        right = boundary["end_index"]
        found.add(_end_of_sentence(prose, masked, boundary["start_index"], right))
    found.update(match.end() for match in _LOST_BLANK.finditer(prose))
    found.update(match.end() for match in _ELLIPSIS_END.finditer(prose))
    found.update(match.end() for match in _NO_END.finditer(prose))
    return sorted(cut for cut in found if 0 < cut < len(prose))


def _mask(prose: str) -> str:
    """`prose` with quotation marks hidden, and brackets that hold a whole sentence.

    sentencex never ends a sentence inside either.
    """
    masked = _SINGLE_QUOTE.sub(" ", prose.translate(_HIDDEN_QUOTES))
    opener = _OPENER.match(masked)
    if opener:  # a bullet hides the sentences behind it
        masked = " " * opener.end() + masked[opener.end() :]
    for match in _BRACKETS.finditer(prose):
        if _INNER_STOP.search(match["inner"]):
            left, right = match.span()
            masked = f"{masked[:left]} {masked[left + 1 : right - 1]} {masked[right:]}"
    return masked


def _end_of_sentence(prose: str, masked: str, start: int, end: int) -> int:
    """Where a sentence that sentencex ends at `end` really ends: behind the closing quotes and
    reference marks that touch its stop, before the opening quote of the next.
    """
    position = end
    while position > start and is_blank(masked[position - 1]):
        position -= 1
    while position < len(prose) and prose[position] in _CLOSERS:
        position += 1
    mark = _BEHIND_STOP.match(prose, position)
    return mark.end() if mark else position


def _joined(prose: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`pieces`, those that aren't sentences joined to the one before."""
    found: list[tuple[int, int]] = []
    for left, right in pieces:
        if (
            found
            and right - found[-1][0] <= _LONGEST_MERGED
            and _continues(prose, found[-1], (left, right))
        ):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def _continues(prose: str, before: tuple[int, int], piece: tuple[int, int]) -> bool:
    words = prose[piece[0] : piece[1]]
    upper = prose[before[0] : before[1]]
    first = words.lstrip("(“\"'‘—–-… ")[:1]
    if not any(character.isalnum() for character in words):
        return True  # a stray closing quote, "…", a dash
    touching = piece[0] == before[1] and upper[-1] == "."
    if touching and not _LOST_BLANK.match(prose, piece[0] - 1):
        return True  # "D-N. | Y."
    if first.islower():
        return True  # "Zelensky said. | during a press conference"
    if not any(character.isalpha() for character in upper) and len(upper) <= 5:
        return True  # "1." or "a)" before the words it numbers
    if (
        _ABBREVIATION_END.search(upper)
        or (_INITIAL_END.search(upper) and _INITIAL.match(words))
        or (_BEFORE_NUMBER.search(upper) and words[0].isdigit())
        or (_STREET_END.search(upper) and words[0].isalnum())
        or (_HALF_DAY_END.search(upper) and _OF_HOUR.match(words))
        or (_SHORT_DAY_END.search(upper) and _OF_DAY.match(words))
        or (_DAY_END.search(upper) and _MONTH_AND_YEAR.match(words))
        or (_MAY_END.search(upper) and words[0].isalpha() and not _OPENS.match(words))
    ):
        return True  # "Ms. | Ford", "Susan B. | A. Jones", "308 N. | 2nd Ave.", "8 a.m. | Sunday"
    said = _ATTRIBUTION.match(words) if len(words.split()) <= _MOST_ATTRIBUTION_WORDS else None
    return bool(said and words[0] not in '“"«‘' and _QUOTE_END.search(upper))
