"""What a model writes, made into plain sentences with the passage numbers they cite.

A model's text is hostile: it may hold HTML, links that call out, control characters, invented
markers, or never end. `written_sentences` bounds and cleans it while it streams.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.readers.prompts import NOT_IN_ARTICLES

MAX_CHARS = 4_000  # four sentences take about 800
MAX_SENTENCES = 12  # some will not be supported; four that are get shown
_LONGEST_SENTENCE = 1_000
_MOST_PIECES = 40  # sentences, with those that hold no word
_MOST_THOUGHT = 40_000
_CUT_OFF_AFTER = 1_000  # chars: a long text without a final stop was cut by the token bound

_LABEL = r"(?:passages?|sources?|articles?|documents?|docs?|references?|refs?|citations?)"
_LIST = rf"\d{{1,4}}(?:\s*(?:,|;|/|&|-|–|and|to)\s*(?:{_LABEL}\s*)?\d{{1,4}})*"
_MARKER = re.compile(
    rf"[\[【]\s*(?:{_LABEL}|n|no\.?|nr\.?)?\s*[:=#^]?\s*(?P<square>{_LIST})(?:†[^\]】]{{0,40}})?\s*[\]】]"
    rf"|\(\s*{_LABEL}\s*:?\s*#?(?P<round>{_LIST})\s*\)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"^(?:according to|as (?:stated|reported) (?:in|by)|in)\s+(?:the\s+)?{_LABEL}\s+"
    rf"(?P<one>{_LIST})\s*,\s*(?:that\s+)?"
    rf"|^(?:the\s+)?{_LABEL}\s+(?P<two>{_LIST})\s+"
    r"(?:states?|says?|reports?|mentions?|notes?|shows?)\s+that\s+",
    re.IGNORECASE,
)
_AFTER_STOP = re.compile(rf"([.!?…][\"'”’)]*)[ \t]*((?:(?:{_MARKER.pattern})[ \t]*)+)", re.I)
_LIST_SIGN = re.compile(r"(?m)^[ \t]*(?:[-*•–>]|\d{1,2}[.)]|#{1,6})[ \t]+")
_THOUGHT = re.compile(r"<(?:think|thinking|reasoning)>", re.IGNORECASE)
_THOUGHT_END = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)
_REFUSAL = re.compile(re.escape(NOT_IN_ARTICLES).replace("_", r"\\?[_ ]"), re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)?")
_LINK = re.compile(r"(\[[^\]]*\])\((?:\s*<?(?:[a-z][a-z0-9+.-]*:|/|#|www\.)[^)]*)\)?", re.I)
_URL = re.compile(r"\b(?:https?|ftp|file|data|javascript):\S+|\bwww\.\S+", re.IGNORECASE)
_TERMINAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]?|[@-_])")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]{0,400}>|<[|/!][^<>]{0,100}>", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|~~|`+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_PLAIN_SIGNS = str.maketrans("<>|", "‹› ")
_STOPS = ".!?…"


@dataclass(frozen=True)
class Written:
    """A sentence of the model: plain text without markers, and the numbers it cites, in order."""

    text: str
    numbers: tuple[int, ...]


def written_sentences(pieces: Iterable[str]) -> Iterator[Written]:
    """The sentences of a streamed text, each as soon as the next begins.

    Ends after MAX_SENTENCES or MAX_CHARS, at a sentence written a third time, or at one that
    does not end. NOT_IN_ARTICLES and sentences without a word are left out.
    """
    seen: dict[str, int] = {}
    for sentence in _cut(map(_whole, pieces)):
        written = parse_sentence(sentence)
        if not any(c.isalnum() for c in written.text):
            continue
        seen[written.text] = seen.get(written.text, 0) + 1
        if seen[written.text] > 2 or len(seen) > MAX_SENTENCES:
            return
        if seen[written.text] == 1:
            yield written


def parse_sentence(sentence: str) -> Written:
    """One raw sentence as plain text, its markers taken out."""
    text = plain_text(sentence)
    numbers: list[int] = []
    lead = _LEAD.match(text)
    if lead:
        numbers += _numbers(lead["one"] or lead["two"])
        text = text[lead.end() :]
        text = text[:1].upper() + text[1:]
    for match in _MARKER.finditer(text):
        numbers += _numbers(match["square"] or match["round"])
    text = _MARKER.sub(" ", text)
    text = re.sub(r"\[\s*n?\s*\]|\(\s*\)", " ", text)
    text = re.sub(r"\[(\s*\d[^\]]*)\]", r"(\1)", text)
    text = re.sub(r"\s+([.,;:!?…])", r"\1", " ".join(text.split()))
    return Written(re.sub(r"([.!?…])[.,;]+$", r"\1", text).strip(), tuple(dict.fromkeys(numbers)))


def plain_text(text: str) -> str:
    """`text` without markup, addresses, control and invisible characters, on one line."""
    text = _SCRIPT.sub(" ", _TERMINAL.sub("", html.unescape(text)))
    text = _TAG.sub(" ", _IMAGE.sub(" ", text))
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"\[(?!\s*n?\s*\])([^\[\]\d]*)\]", r"\1", text)
    text = _EMPHASIS.sub("", _URL.sub(" ", _LIST_SIGN.sub("", text)))
    text = "".join(_seen(c) for c in text).translate(_PLAIN_SIGNS)
    return " ".join(text.split())


def _whole(piece: str) -> str:
    """Halves of characters, which JSON can hold and UTF-8 can't, joined or replaced."""
    return piece.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    return " " if category in ("Cc", "Zl", "Zp") else "" if category[0] == "C" else character


def _numbers(listed: str) -> list[int]:
    """The numbers of a list: 1, 3, 4, 5 for "1, 3-5". A range of over ten keeps its ends."""
    found: list[int] = []
    for part in re.split(r"\s*(?:,|;|/|&|and)\s*", listed):
        ends = [int(n) for n in re.findall(r"\d{1,4}", part)]
        if len(ends) == 2 and 0 < ends[1] - ends[0] <= 10:
            found += range(ends[0], ends[1] + 1)
        else:
            found += ends
    return found


def _cut(pieces: Iterable[str]) -> Iterator[str]:
    """Raw sentences, from a text that grows. `rest` is what no sentence has taken yet."""
    rest, total, given = "", 0, 0
    for piece in _without_thoughts(pieces):
        total += len(piece)
        rest += piece
        if not any(c in _STOPS or c in "\n]" or c.isspace() for c in piece):
            continue
        rest = _tidied(rest)
        spans = _sentences(rest)
        begun = bool(spans) and _has_begun(rest[slice(*spans[-1])])
        complete = spans[:-1] if begun else spans[:-2]
        yield from (rest[start:end] for start, end in complete)
        given += len(complete)
        if complete:
            rest = rest[spans[len(complete)][0] :]
        if total > MAX_CHARS or given > _MOST_PIECES or len(rest) > _LONGEST_SENTENCE:
            return
    rest = _tidied(rest)
    last = [rest[start:end] for start, end in _sentences(rest)]
    if last and total > _CUT_OFF_AFTER and not _MARKER.search(last[-1]):
        ended = last[-1].rstrip("\"'”’) ").endswith(tuple(_STOPS))
        last = last if ended else last[:-1]
    yield from last


def _tidied(text: str) -> str:
    """Without list signs and refusals, and with markers before the full stop that they follow."""
    return _AFTER_STOP.sub(r" \2\1 ", _REFUSAL.sub(" ", _LIST_SIGN.sub("", text)))


def _without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The text outside <think>…</think>, as it comes; a thought that never ends hides the rest."""
    held, hidden, total = "", False, 0
    for piece in pieces:
        total += len(piece)
        if total > _MOST_THOUGHT:
            return
        held += piece
        while match := (_THOUGHT_END if hidden else _THOUGHT).search(held):
            if not hidden:
                yield held[: match.start()]
            held, hidden = held[match.end() :], not hidden
        keep = held.rfind("<", max(0, len(held) - 12))
        ready = len(held) if keep < 0 else keep
        if not hidden:
            yield held[:ready]
        held = held[ready:]
    if not hidden:
        yield held


def _sentences(text: str) -> list[tuple[int, int]]:
    from index.text.split import sentence_spans

    return sentence_spans(text, 0, len(text), "en")


def _has_begun(last: str) -> bool:
    """It is a new sentence, not a marker (or half of one) of the sentence before."""
    return bool(re.match(r"[^\[【(]*\w", _MARKER.sub("", last)))
