"""From what a person typed to what is searched: checks, filters, follow-ups, spelling.

Every function is plain and can be called alone. English only so far; words of other languages
pass through untouched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

_FUNCTION_TEXT = """
a an the this that these those there here some any each every all both either neither no not nor
and or but so if than then as of in on at by to from for with without about into over under near
between among during before after since until against through per via up down out off again also
too just only very still yet ever even
i me my mine we us our ours you your yours he him his she her hers it its they them their theirs
one ones who whom whose which what when where why how
am is are was were be been being do does did done doing have has had having can could will would
shall should may might must let get got s t d ll m re ve don doesn didn isn aren wasn weren
please tell me know say give show explain many much more most other another same such own happen
happened happening
"""
FUNCTION_WORDS: frozenset[str] = frozenset(_FUNCTION_TEXT.split())
# What only says which form of answer is asked for (`qa.question.form`); no article need have it.
_FORM_TEXT = """
case unfold unfolded papers paper outlet accounts two
happened happen happening occurred occur took taken place going went reported report reports
reporting news new events event developments development timeline chronology sequence course
order history unfold unfolded develop developed progress proceed change changed changes changing
evolve evolved over time compare comparison difference differences differ differed different
disagree disagreement contradict conflict conflicting discrepancy agree summary summarise
summarize summarised overview recap gist outline digest sum brief short main key points point
latest newest most recent last current currently now first originally initially earliest update
updates story stories article articles coverage account accounts outlets outlet sources source
papers newspapers media figures mention mentions mentioned mentioning cover covers covered
discuss discusses list find collection archive index everything far today status situation
number numbers amount total count later since corrected revised updated retracted correct revise
wrote write written writes said gave give gives given made make done does affair saga fight
battle matter piece each other wrong right keep few sentences words final became become state
stated differently gone go up down tell me please briefly anything something else recently
contradiction contradictions contradictory discrepancies inconsistent inconsistency version versions
dear colleagues colleague background hello hi kindly thank thanks wondering help
"""
FORM_WORDS: frozenset[str] = frozenset(_FORM_TEXT.split())

# "21,000" is one word, as "7.5" is.
_WORD = re.compile(r"[^\W_]+(?:(?:['’.\-]|(?<=\d),(?=\d))[^\W_]+)*", re.UNICODE)
_NO_NAME = re.compile(r"(?:mr|mrs|ms|miss|dr|sir|.+n['’]t|.+['’](?:d|m|ll|ve|re))$", re.I)
_NAMED_IN = re.compile(r"-[a-z].*")  # "Oscar-nominated" names an Oscar
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_FEWEST_LOUD = 3  # words in capitals that are a sentence and no name
_MARKER = re.compile(r"\[\d+\]")
# "(the ferry; Castellan Lines)" keeps the ferry, "(about Castellan Lines)" nothing.
_BESIDE = re.compile(r"; [^()]*(?=\)\?$)| \(about [^()]*\)(?=\?$)")
_YES_NO = re.compile(
    r"^\s*(?:and\s+|but\s+|so\s+)?"
    r"(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b",
    re.I,
)


class Spelling(Protocol):
    """What the rewriting needs of the corpus vocabulary (`index.text.terms.Vocabulary`)."""

    def contains(self, word: str) -> bool:
        """True when the corpus has the word, as it is or inflected."""
        ...

    def closest(self, word: str) -> str | None:
        """The corpus's nearest spelling of a word, or None."""
        ...

    def is_name(self, word: str) -> bool:
        """True when the corpus writes the word as a name."""
        ...


@dataclass(frozen=True)
class Query:
    """A question made ready. `text` is self-contained and in the spelling of the corpus;
    `names` and `numbers` are what an answer must not ignore; `unknown` are its words that
    the corpus doesn't have in any spelling.
    """

    standalone: str
    text: str
    content_words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    unknown: tuple[str, ...]
    is_yes_no: bool


def prepare(standalone: str, spelling: Spelling) -> Query:
    """Read a self-contained question (`qa.question.conversation`) in the corpus's spelling."""
    text, unknown = respell(_MARKER.sub(" ", standalone), spelling)
    # Names that the conversation put beside it help to find, but nothing depends on them.
    asked = without_beside(text)
    words = words_of(asked)
    return Query(
        standalone=standalone,
        text=text,
        content_words=tuple(w for w in words_of(text) if w.lower() not in FUNCTION_WORDS),
        names=name_words(asked, spelling),
        numbers=tuple(dict.fromkeys(w for w in words if any(c.isdigit() for c in w))),
        unknown=unknown,
        is_yes_no=bool(_YES_NO.match(text)),
    )


def without_beside(question: str) -> str:
    """The question without the names that the conversation put beside it."""
    return _BESIDE.sub("", question)


def words_of(text: str) -> list[str]:
    """The words and numbers of a text in order; possessive endings dropped, so that "Orban's"
    and "Orban" are one.
    """
    words = []
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        if word:
            words.append(word)
    return words


def without_shouting(text: str) -> str:
    """The text in small letters where all of it is in capitals, for there they name nobody;
    unchanged where it has fewer than three words or any small letter.
    """
    loud = len(_WORD.findall(text)) >= _FEWEST_LOUD and text == text.upper() != text.lower()
    return text.lower() if loud else text


def respell(question: str, spelling: Spelling) -> tuple[str, tuple[str, ...]]:
    """The question with each unknown word in the corpus's nearest spelling, and the words
    for which there is none. Function words, numbers and words of one or two letters stay.
    """
    unknown: list[str] = []
    lower_case = question == question.lower()

    def corpus_spelling(match: re.Match[str]) -> str:
        whole = match.group()
        word = re.sub(r"['’]s?$", "", whole)
        ending = whole[len(word) :]
        if word.lower() in FUNCTION_WORDS or len(word) < 3 or any(c.isdigit() for c in word):
            return whole
        if word.lower() in FORM_WORDS:
            return whole
        if spelling.contains(word):
            named = lower_case and spelling.is_name(word)
            return whole[:1].upper() + whole[1:] if named else whole
        closest = spelling.closest(word)
        if closest is None:
            unknown.append(word)
            return whole
        if word[0].isupper() or (lower_case and spelling.is_name(closest)):
            closest = closest[:1].upper() + closest[1:]
        return closest + ending

    return _WORD.sub(corpus_spelling, question), tuple(dict.fromkeys(unknown))


def name_words(text: str, spelling: Spelling) -> tuple[str, ...]:
    """The words that name someone or something.

    Where a person uses capitals, those after the first word count; the first word, and every
    word of a text without capitals (or all in them), counts if the corpus knows it as a name.
    """
    words = [w for w in words_of(text) if not any(c.isdigit() for c in w) and len(w) > 1]
    uses_capitals = any(w[0].isupper() and not w.isupper() for w in words[1:])
    names = []
    for position, word in enumerate(_NAMED_IN.sub("", word) for word in words):
        if word.lower() in FUNCTION_WORDS or _NO_NAME.match(word):
            continue
        if position > 0 and uses_capitals:
            if word[0].isupper():
                names.append(word)
        elif spelling.is_name(word) or (position > 0 and word[0].isupper() and not text.isupper()):
            names.append(word)
    return tuple(dict.fromkeys(names))


def name_runs(text: str, spelling: Spelling) -> list[tuple[int, int]]:
    """Offsets of runs of name words ("Sergei Lavrov") in a question."""
    names = set(name_words(text, spelling))
    runs: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        if word not in names:
            continue
        start, end = match.start(), match.start() + len(word)
        if runs and text[runs[-1][1] : start] == " ":
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
