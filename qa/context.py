"""The sentences around a sentence: whole quotations, and who "he" is.

A quote must be understood where it stands alone. These functions widen it to at most three
adjacent sentences, or name the speaker in words outside the quote. Rules of written English
news prose; where they find nothing, the quote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Article, Passage

MAX_QUOTE_SENTENCES = 3
_LOOK_BACK_SENTENCES = 5

_SPEECH = (
    "said|says|told|added|adds|declared|noted|stated|states|assured|announced|emphasi[sz]ed|"
    "stressed|claimed|warned|explained|recalled|lamented|insisted|argued|wrote|replied|"
    "continued|concluded|urged|called|repeated|rejected|demanded|asked|answered|pressed|"
    "admitted|denied|confirmed|promised|acknowledged|suggested|reiterated|tweeted|testified"
)
_NAME = (
    r"(?:[^\W\d_a-z][\w’'-]+"
    r"(?:\s+(?:(?:de|van|von|bin|al|el|da|der)\s+)?[^\W\d_a-z][\w’'-]+){0,3})"
)
_SPEAKER = re.compile(
    rf"(?P<before>{_NAME})(?:,[^,.;“”\"]{{1,60}},|,)?\s+"
    rf"(?:\w+ly\s+|also\s+|has\s+|had\s+|on \w+day\s+)?"
    rf"(?:{_SPEECH})\b|\b(?:{_SPEECH})\s+(?:[a-z]+\s+){{0,6}}?(?P<after>{_NAME})"
)
_PRONOUN = re.compile(r"\b(he|she|they|his|her|their|him|them)\b", re.I)
_SUBJECT = re.compile(r"^\W*(he|she|they|it|his|her|their|its|this|these|those|such)\b", re.I)
_SPOKEN_BY_PRONOUN = re.compile(
    rf"\b(?:he|she|they)\s+(?:\w+ly\s+|also\s+|then\s+)?(?:{_SPEECH})\b", re.I
)
_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)(?<![“\"(])\b[^\W\d_a-z][^\W\d_]{2,}")
_TITLE = re.compile(
    r"(?:vice-?)?president|prime|minister|chancellor|king|queen|prince|princess|pope|secretary|"
    r"general|governor|senator|mayor|chief|leader|spokes\w+|director|judge|justice|mr|mrs|ms|dr|sir",
    re.I,
)
_NOT_A_PERSON = re.compile(
    r"^(monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|the|in|on|at|but|and|"
    r"he|she|they|it|this|that|according|during|after|before|with)$",
    re.I,
)


@dataclass(frozen=True)
class Widened:
    """A quote's sentences as offsets in the article, and the speaker that they don't name.

    `speaker` is None when the quote explains itself; otherwise `named_at` is the sentence of
    the article that names the speaker.
    """

    start_char: int
    end_char: int
    speaker: str | None = None
    named_at: tuple[int, int] | None = None


def article_sentences(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Offsets of all body sentences of an article in order."""
    spans = {span for p in passages if p.kind == "body" for span in p.sentences}
    return sorted(spans)


def widen(article: Article, sentences: Sequence[tuple[int, int]], span: tuple[int, int]) -> Widened:
    """The least stretch around `span` (one of `sentences`) that can be read alone."""
    if span not in sentences:
        return Widened(*span)
    first = last = list(sentences).index(span)
    first, last = _close_quotation(article.text, sentences, first, last)
    text = article.text[sentences[first][0] : sentences[last][1]]
    inside = _inside_quotation(article.text, sentences[first][0])
    if inside or _open_quotation(text) == "opens":
        # The middle of a long quotation: its speaker stands outside the quote.
        return _named(article.text, sentences, first, last)
    if not _leans_back(text):
        return Widened(sentences[first][0], sentences[last][1])
    # "He said": take the sentence before when it names someone and there is room.
    if (
        first > 0
        and last - first + 1 < MAX_QUOTE_SENTENCES
        and _adjacent(article.text, sentences[first - 1], sentences[first])
    ):
        before = article.text[slice(*sentences[first - 1])]
        if _people(before) and not _SUBJECT.match(before):
            return Widened(sentences[first - 1][0], sentences[last][1])
    if _SPOKEN_BY_PRONOUN.search(text):
        return _named(article.text, sentences, first, last)
    return Widened(sentences[first][0], sentences[last][1])


def _named(text: str, sentences: Sequence[tuple[int, int]], first: int, last: int) -> Widened:
    """The quote with its speaker, unless the quote itself says who speaks or nobody is found."""
    start, end = sentences[first][0], sentences[last][1]
    if not speakers(text[start:end]):
        speaker = _last_speaker(text, sentences, first)
        if speaker is not None:
            return Widened(start, end, *speaker)
    return Widened(start, end)


def _close_quotation(
    text: str, sentences: Sequence[tuple[int, int]], first: int, last: int
) -> tuple[int, int]:
    """Adjacent sentences added until quotation marks are in pairs, or three are reached."""
    while last - first + 1 < MAX_QUOTE_SENTENCES:
        state = _open_quotation(text[sentences[first][0] : sentences[last][1]])
        if state == "opens" and last + 1 < len(sentences):
            if not _same_paragraph(text, sentences[last], sentences[last + 1]):
                break
            last += 1
        elif state == "closes" and first > 0:
            if not _same_paragraph(text, sentences[first - 1], sentences[first]):
                break
            first -= 1
        else:
            break
    return first, last


def _open_quotation(text: str) -> str:
    """Return "opens": a quotation starts and doesn't end; "closes": one ends that didn't start."""
    depth = 0
    for mark in re.finditer(r"[“”]", text):
        depth += 1 if mark.group() == "“" else -1
        if depth < 0:
            return "closes"
    if depth > 0:
        return "opens"
    straight = text.count('"')
    if straight % 2:
        # An odd straight mark: one followed by a blank or the end closes.
        marks = [m.start() for m in re.finditer('"', text)]
        position = marks[-1]
        following = text[position + 1 : position + 2]
        return "closes" if not following or following in " \n\r\t.,;)" else "opens"
    return ""


def _inside_quotation(text: str, at: int) -> bool:
    """True when a quotation of the same paragraph is open at this character."""
    paragraph = text[max(text.rfind("\n", 0, at), 0) : at]
    return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1


def _adjacent(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Nothing but blanks between them: no heading or boilerplate was jumped."""
    return not text[first[1] : second[0]].strip()


def _same_paragraph(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """A quotation doesn't run on over a blank line: its mark was forgotten."""
    between = text[first[1] : second[0]]
    return not between.strip() and between.count("\n") < 2


def _leans_back(text: str) -> bool:
    """A pronoun stands before any name that could explain it."""
    if _SUBJECT.match(text):
        return True
    pronoun = _PRONOUN.search(_outside_quotation(text))
    return bool(pronoun) and not _people(text)


def _outside_quotation(text: str) -> str:
    return re.sub(r"“[^”]*”|\"[^\"]*\"", lambda m: " " * len(m.group()), text)


def _people(text: str) -> list[str]:
    """Capitalised words inside a text that can be names."""
    return [w for w in _CAPITALISED.findall(_outside_quotation(text)) if not _NOT_A_PERSON.match(w)]


def speakers(text: str) -> list[str]:
    """Names beside a verb of speech, without what comes before a title ("Russian President")."""
    names = []
    for match in _SPEAKER.finditer(_outside_quotation(text)):
        words = (match.group("before") or match.group("after")).split()
        titles = [i for i, word in enumerate(words) if _TITLE.fullmatch(word)]
        words = words[titles[-1] + 1 :] if titles else words
        words = [w for w in words if not _NOT_A_PERSON.match(w)]
        if words:
            names.append(" ".join(words))
    return names


def _last_speaker(
    text: str, sentences: Sequence[tuple[int, int]], before: int
) -> tuple[str, tuple[int, int]] | None:
    """The nearest named speaker in the five sentences before, and the sentence that names them."""
    for index in range(before - 1, max(-1, before - 1 - _LOOK_BACK_SENTENCES), -1):
        start, end = sentences[index]
        names = speakers(text[start:end])
        if names:
            return names[-1], (start, end)
    return None
