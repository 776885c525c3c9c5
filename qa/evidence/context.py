"""The sentences around a sentence: whole quotations, and who "he" is.

A quote must be understood where it stands alone. These functions widen it to at most three
adjacent sentences, or name the speaker in words outside the quote. Rules of written English
news prose; where they find nothing, the quote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.turns import Turn, turn_at
from index.types import Article, Passage

MAX_QUOTE_SENTENCES = 3
_LOOK_BACK_SENTENCES = 5
_LOOK_AHEAD_SENTENCES = 3

_SPEECH = (
    "said|says|told|added|adds|declared|noted|stated|states|assured|announced|emphasi[sz]ed|"
    "stressed|claimed|warned|explained|recalled|lamented|insisted|argued|wrote|replied|"
    "continued|concluded|urged|called|repeated|rejected|demanded|asked|answered|pressed|"
    "admitted|denied|confirmed|promised|acknowledged|suggested|reiterated|tweeted|testified"
)
_NAME = (
    r"(?:[^\W\d_a-z][\w’'-]{1,40}"
    r"(?:\s+(?:(?:de|van|von|bin|al|el|da|der)\s+)?[^\W\d_a-z][\w’'-]{1,40}){0,3})"
)
_SPEAKER = re.compile(
    rf"(?P<before>{_NAME})(?:,[^,.;“”\"]{{1,60}},|,)?\s+"
    rf"(?:\w+ly\s+|also\s+|has\s+|had\s+|on \w+day\s+)?"
    # Behind the verb only where speech goes before it: who "called on Americans" is none of them.
    rf"(?:{_SPEECH})\b|(?:^|,|\s\s)\s{{0,4}}(?:{_SPEECH})\s+(?:[a-z]+\s+){{0,6}}?(?P<after>{_NAME})"
    # "noted the Ukrainian head of state" names nobody.
    r"\b(?!\s+(?!(?:on|in|at|to|during|after|before|as|who|from|and|when|while|by|for|with|later|"
    r"earlier|last|this|that)\b)[a-z])"
)
_PRONOUN = re.compile(r"\b(he|she|they|his|her|their|him|them)\b", re.I)
_SUBJECT = re.compile(
    r"^\W*(?:but |and |so |still,? |yet |then,? |however, |meanwhile, )?"
    r"(?:he|she|they|it|his|her|their|its|this|that|these|those|such)\b",
    re.I,
)
# "This week", "That said", "It is unclear whether": nothing before explains them.
_POINTS_NOWHERE = re.compile(
    r"^\W*(?:(?:this|that|these|those) (?:past |last |coming |upcoming |same )?(?:year|month|week|"
    r"weekend|day|morning|afternoon|evening|spring|summer|fall|autumn|winter|season|time|said)\b|"
    r"it(?:[’']s| is| was| will be| remains| would be| has been|[’']s been)(?: not| also| still)? "
    r"(?:\w+ly )?(?:a (?:year|month|week|decade)|been|clear|unclear|likely|unlikely|possible|"
    r"impossible|important|hard|difficult|easy|not|time|an honou?r|worth|expected|believed|known|"
    r"reported|estimated|thought)\b|such (?:as|is)\b)",
    re.I,
)
# What is called "the" when it comes up again, at the head of a sentence. A thing that its own
# sentence goes on to tell ("the man who …", "the attack on …") needs no other.
_BODIES = re.compile(r"company|firm|group|agency|team|pair|duo|organi[sz]ation|club|party", re.I)
_KNOWN_THING = re.compile(
    rf"^\W*the (?:two |same )?(?P<noun>(?:{_BODIES.pattern}|man|woman|men|women|suspect|victim|boy|"
    r"girl|couple|bill|deal|law|legislation|agreement|ruling|verdict|proposal|incident|attack|blast|"
    r"explosion|crash|shooting|merger|letter|statement|film|movie|song|study|survey|poll|lawsuit|"
    r"strike|vote|announcement|decision|move)s?)(?:[’']s?)?\b(?!,? (?:of|who|whose|that|which|on|"
    r"in|by|from|between|against|with|for|over|to|at|near|known|called)\b)",
    re.I,
)
_NAME_FIRST = re.compile(
    r"^\W*(?!(?:The|This|That|These|Those|But|And|In|On|At|For|If|When|While|As|After|Before|It|"
    r"There|We|You|Our|Your|What|How|Why|Who|Some|Many|Most|All|No|Not|One|An?)\b)"
    r"[^\W\d_a-z][\w’'-]+\s+(?:[^\W\d_a-z][\w’'-]+|\w+(?:ed|s|ould|as|id)\b)"
)
_SPOKEN_BY_PRONOUN = re.compile(
    rf"\b(?:he|she|they)\s+(?:\w+ly\s+|also\s+|then\s+)?(?:{_SPEECH})\b|"
    r"\baccording to (?:him|her|them)\b",
    re.I,
)
_NOTE = re.compile(r"^\W*(?:editor[’']s note|correction|clarification|update)s?\b\s*[:—–-]", re.I)
_CAPITALISED = re.compile(r"(?<![.!?]\s)(?<!^)(?<![“\"(])\b[^\W\d_a-z][^\W\d_]{2,}")
_FULL_NAME = re.compile(r"\b[A-Z][a-z’'-]+(?:\s(?:[A-Z]\.\s|al-|bin\s|de\s|van\s)?[A-Z][\w’'-]+)+")
_BODY = re.compile(
    r"\b(?:Nations?|States|House|Council|Party|Union|Court|Minist\w+|Office|Department|University|"
    r"League|Bank|Street|River|Sea|City|Island|Park|Airport|Times|Post|News|Army|Front|Group|"
    r"Commission|Committee|Association|Agency|Security|East|West|North|South|New|Airlines?|"
    r"Company|Corp\w*|Inc|Police|School|Hospital|Act|Day|January|February|March|April|May|June|"
    r"July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday)\b"
)
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
    turn = turn_at(article.text, span[0])
    if turn is not None:
        return _of_turn(turn, sentences, span)
    first, last = _close_quotation(article.text, sentences, first, last)
    first, last = _whole_note(article.text, sentences, first, last)
    text = article.text[sentences[first][0] : sentences[last][1]]
    inside = _inside_quotation(article.text, sentences[first][0])
    if inside or _open_quotation(text) == "opens":
        # The middle of a long quotation: its speaker stands outside the quote.
        return _named(article.text, sentences, first, last)
    if not any(map(str.isalpha, _outside_quotation(text))):
        return _named(
            article.text, sentences, first, last
        )  # speech from its first word to its last
    if not _leans_back(text):
        return Widened(sentences[first][0], sentences[last][1])
    start = _antecedent(article.text, sentences, first, last)
    if start < first:
        return Widened(sentences[start][0], sentences[last][1])
    if _SPOKEN_BY_PRONOUN.search(text):
        return _named(article.text, sentences, first, last)
    return Widened(sentences[first][0], sentences[last][1])


def _whole_note(
    text: str, sentences: Sequence[tuple[int, int]], first: int, last: int
) -> tuple[int, int]:
    """A note of correction is read whole, up to three sentences: what was said first, and that it
    was wrong.
    """
    if _NOTE.match(text[sentences[first][0] : sentences[last][1]]):
        while (
            last - first + 1 < MAX_QUOTE_SENTENCES
            and last + 1 < len(sentences)
            and _same_paragraph(text, sentences[last], sentences[last + 1])
        ):
            last += 1
    return first, last


def _of_turn(turn: Turn, sentences: Sequence[tuple[int, int]], span: tuple[int, int]) -> Widened:
    """A sentence of a transcript with its speaker, whom the first one of the turn names itself."""
    if turn.speaker is None or span[0] < turn.words_start:
        return Widened(*span)
    named = next((s for s in sentences if s[0] <= turn.start < s[1]), None)
    return Widened(*span, turn.speaker, named or (turn.start, turn.words_start))


def _named(text: str, sentences: Sequence[tuple[int, int]], first: int, last: int) -> Widened:
    """The quote with its speaker, unless the quote itself says who speaks or nobody is found."""
    start, end = sentences[first][0], sentences[last][1]
    if not speakers(text[start:end]):
        speaker = _next_speaker(text, sentences, first, last) or _last_speaker(
            text, sentences, first
        )
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


def _antecedent(text: str, sentences: Sequence[tuple[int, int]], first: int, last: int) -> int:
    """The sentence from which on the quote explains its first words; `first` when none does.

    Sentences that begin with a pronoun are passed over ("He … He …") as far as there is room,
    except before speech, whose speaker can be named in fewer words.
    """
    opening = text[sentences[first][0] : sentences[last][1]]
    room = MAX_QUOTE_SENTENCES - (last - first + 1)
    if _SPOKEN_BY_PRONOUN.search(opening):
        room = min(room, 1)
    for index in range(first - 1, max(-1, first - 1 - room), -1):
        if not _adjacent(text, sentences[index], sentences[index + 1]):
            break
        before = text[slice(*sentences[index])]
        if not _SUBJECT.match(before):
            return index if _explains(opening, before) else first
    return first


def _leans_back(text: str) -> bool:
    """Its first words point to something said before ("He", "It", "That deal", "The man"), or a
    pronoun stands where no name could explain it.
    """
    outside = _outside_quotation(text)
    if _SUBJECT.match(outside) and not _POINTS_NOWHERE.match(outside):
        return True
    if _KNOWN_THING.match(outside):
        return True
    pronoun = _PRONOUN.search(outside)
    return bool(pronoun) and not _people(text)


def _explains(opening: str, before: str) -> bool:
    """Whether the sentence before can say what the opening points to: a person for "he", a man
    for "the man", anything for "it".
    """
    outside = _outside_quotation(opening)
    thing = _KNOWN_THING.match(outside)
    if thing:
        noun = re.escape(thing.group("noun").lower()[:5])
        named = bool(_people(before)) and bool(_BODIES.fullmatch(thing.group("noun")))
        return named or bool(re.search(rf"\b{noun}", before, re.I))
    if re.match(r"\W*(?:he|she|his|her|him)\b", outside, re.I) or not _SUBJECT.match(outside):
        return bool(_people(before)) or bool(_NAME_FIRST.match(before))
    return True


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
        words = [w for w in words if not _NOT_A_PERSON.match(re.split(r"[’']", w)[0])]
        if words:
            names.append(" ".join(words))
    return names


def _next_speaker(
    text: str, sentences: Sequence[tuple[int, int]], first: int, last: int
) -> tuple[str, tuple[int, int]] | None:
    """Who is named where a quotation that goes on ends: "… not decided. It may be,” Gates said.";
    None where it has ended, or ends with nobody named.
    """
    begin = sentences[first][0]
    for index in range(last + 1, min(len(sentences), last + 1 + _LOOK_AHEAD_SENTENCES)):
        if _open_quotation(text[begin : sentences[index - 1][1]]) != "opens":
            return None
        start, end = sentences[index]
        if not _same_paragraph(text, sentences[index - 1], sentences[index]):
            return None
        names = speakers(text[start:end])
        if names:
            return names[0], (start, end)
    return None


def _is_person(name: str) -> bool:
    """Whether two words with capitals may be somebody rather than a body or a place."""
    return not (_NOT_A_PERSON.match(name) or _BODY.search(name))


def _last_speaker(
    text: str, sentences: Sequence[tuple[int, int]], before: int
) -> tuple[str, tuple[int, int]] | None:
    """The nearest named speaker in the five sentences before, and the sentence that names them."""
    for index in range(before - 1, max(-1, before - 1 - _LOOK_BACK_SENTENCES), -1):
        start, end = sentences[index]
        names = speakers(text[start:end])
        if names:
            return names[-1], (start, end)
        if any(map(_is_person, _FULL_NAME.findall(_outside_quotation(text[start:end])))):
            return None  # somebody else has come in since: it may be either
    return None
