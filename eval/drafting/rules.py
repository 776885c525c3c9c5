"""Rules that turn one whole English sentence around: what it says of a number, a day, a place, a
person or a speaker is asked for in the sentence's own words.

They are narrow on purpose: most sentences make no question, and a person reads every draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ON = rf"(?:{_DAY},? )?(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?)|{_DAY}"
_IN = rf"(?:{_MONTH} )?(?:1[5-9]|20)\d\d|{_MONTH}"
_DATE = rf"(?:on (?P<day>{_ON})|in (?P<month>{_IN}))"
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?: (?:million|billion))?|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|dozens of|hundreds of|thousands of)"
)
_ABOUT = r"(?:about|more than|at least|nearly|almost|some|up to|over|around) "
_COUNT = rf"(?P<number>(?:{_ABOUT})?{_NUMBER})"
_NOUN = r"(?P<noun>(?:[a-z-]+ )?(?:[a-z]{2,}s|people|men|women|children))"
_PLACE = r"(?:the )?[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|of|upon))*"
_TITLES = r"(?:[A-Z][a-z]+(?: [a-z]+)? )?(?:President|Minister|Secretary|Mayor|Governor|Senator|"
_TITLES += r"Chancellor|Councillor|Judge|General|Dr|Mr|Mrs|Ms|Professor|Captain|King|Queen|Pope) "
_SPEAKER = rf"(?:{_TITLES})?[A-Z][\w’'-]+(?: (?:[A-Z]\.|[A-Z][\w’'-]+|de|van|von|al|bin)){{0,3}}"
_BE = "was|were|is|are"
_AUXILIARY = rf"(?:{_BE}|will|would|can|could|must)"
_SAID = (
    "said|says|announced|noted|added|warned|claimed|stated|declared|stressed|recalled|insisted|"
    "explained|argued|promised|confirmed"
)
_SUBJECT = r"(?P<subject>[A-Za-z][^,;:()]{1,90}?)"
_PAST = (
    "(?:became|began|bought|broke|built|came|chose|cut|drew|fell|flew|fought|found|gave|grew|held|hit|"
    "kept|led|left|lost|made|met|paid|put|ran|rose|saw|sent|set|shot|sold|spent|spoke|stood|struck|"
    "told|took|went|won|wrote|[a-z]{2,}ed)"
)
_END = r"(?:,|\.$)"

_FRONTED = re.compile(
    rf"(?:On (?P<day>{_ON})|In (?P<month>{_IN})|Last (?P<last>week|month|year|{_DAY})), {_SUBJECT} "
    rf"(?:(?P<aux>{_AUXILIARY})|(?P<past>{_PAST})) (?P<rest>[^;:()]{{4,130}}?){_END}"
)
_WHEN = re.compile(
    rf"{_SUBJECT} (?:(?P<aux>{_AUXILIARY})|(?P<past>{_PAST})) (?P<rest>[^,;:()]{{4,110}}?) {_DATE}"
    r"(?P<tail>[^,;:()]*)[.,]"
)
_WHERE = re.compile(
    rf"{_SUBJECT} (?P<aux>{_BE}) (?P<rest>(?:[a-z]+ly )?[a-z]+(?:ed|en|ld|lt|nd|ght)(?: [a-z]+)?) "
    rf"(?:in|at) (?P<place>{_PLACE})(?P<tail>[^,;:()]*)[.,]"
)
_WHO = re.compile(
    rf"(?P<name>(?:The )?{_SPEAKER}) (?P<verb>was|is|has|had|will|{_PAST}) "
    rf"(?P<rest>[^;:()]{{8,130}}?){_END}"
)
_SAYS = re.compile(
    rf"(?P<name>{_SPEAKER}) (?:{_SAID})(?: (?:on|in|earlier) [A-Z]?\w+)? that "
    rf"(?P<clause>[^;:()]{{20,150}}?){_END}"
)
_SPEECH = re.compile(
    rf"[“\"](?P<words>[^”\"“]{{25,150}}?)[,.]?[”\"],? (?:(?P<name>{_SPEAKER}) (?:{_SAID})|"
    rf"(?:{_SAID}) (?P<after>{_SPEAKER}))\b"
)
_HOW_MANY_FIRST = re.compile(
    rf"{_COUNT} {_NOUN} (?P<verb>were|are|have|had|will|{_PAST}) (?P<rest>[^;:()]{{4,110}}?){_END}",
    re.I,
)
_HOW_MANY_LAST = re.compile(
    rf"{_SUBJECT} (?P<aux>{_AUXILIARY}|has|have|had) (?P<verb>[a-z]+(?: [a-z]+)?) {_COUNT} {_NOUN}"
    r"(?P<tail>[^,;:()]*)[.,]"
)
# What follows may belong to another clause than the one that is asked about.
_OTHER_CLAUSE = re.compile(
    rf"\b(?:that|which|who|whose|after|before|when|while|if|because|and|but|as|{_SAID})\b"
)
_NO_NAME = re.compile(
    rf"(?:The|A|An|In|On|At|But|And|For|After|Before|When|While|As|If|{_MONTH}|{_DAY}|He|She|It|"
    r"They|We|I|You|This|That|These|Those|There|Many|Most|Some|All|Both|Then|So|What|Who)$"
)

_CUT_OFF = re.compile(r"(?:Dr|Sen|Rep|Gov|Gen|Mr|Mrs|Ms|Jr|Sgt|Lt|Col|St|U|D|J)$")
_MEASURE = re.compile(
    r"(?:\S+ )?(?:\w+metres|miles|seconds|minutes|hours|days|weeks|months|years|times)$"
)

Made = tuple[str, str]  # question, answer


def draft_sentence(
    sentence: str, names: AbstractSet[str] = frozenset()
) -> list[tuple[str, str, str]]:
    """(kind, question, answer) that the rules make of one sentence; none of most sentences. `names`
    are words that the article writes with a capital inside a sentence.
    """
    found = []
    for kind, rule in RULES.items():
        made = rule(sentence, names)
        if made is not None:
            question, answer = (" ".join(part.split()) for part in made)
            found.append((kind, question, answer))
    return found


def _when(sentence: str, names: AbstractSet[str]) -> Made | None:
    m = _FRONTED.match(sentence)
    if m:
        last = f"last {m['last']}" if m["last"] else None
        answer = m["day"] or m["month"] or str(last)
        return _asked("When", m, names, m["rest"]), answer
    m = _WHEN.match(sentence)
    if not m or _OTHER_CLAUSE.search(f"{m['subject']} {m['rest']}"):
        return None
    return _asked("When", m, names, m["rest"] + m["tail"]), m["day"] or m["month"]


def _where(sentence: str, names: AbstractSet[str]) -> Made | None:
    m = _WHERE.match(sentence)
    if not m or re.match(rf"(?:{_MONTH}|{_DAY})\b", m["place"]):
        return None
    if _OTHER_CLAUSE.search(m["subject"]):
        return None
    subject = _inside(m["subject"], names)
    return f"Where {m['aux']} {subject} {m['rest']}{m['tail']}?", m["place"]


def _who(sentence: str, names: AbstractSet[str]) -> Made | None:
    m = _WHO.match(sentence)
    if not m or not _is_name(m["name"], names) or re.match(rf"(?:{_SAID})\b", m["verb"]):
        return None
    return f"Who {m['verb']} {m['rest']}?", m["name"]


def _who_said(sentence: str, names: AbstractSet[str]) -> Made | None:
    m = _SPEECH.match(sentence)
    if m and _is_name(m["name"] or m["after"], names):
        return f"Who said “{m['words'].rstrip(' ,.')}”?", m["name"] or m["after"]
    m = _SAYS.match(sentence)
    if m and _is_name(m["name"], names):
        return f"Who said that {m['clause']}?", m["name"]
    return None


def _how_many(sentence: str, names: AbstractSet[str]) -> Made | None:
    m = _HOW_MANY_FIRST.match(sentence)
    if m:
        return f"How many {m['noun']} {m['verb']} {m['rest']}?", m["number"].removesuffix(" of")
    m = _HOW_MANY_LAST.match(sentence)
    if not m or _OTHER_CLAUSE.search(m["subject"]) or _MEASURE.match(m["noun"]):
        return None
    asked = _asked(f"How many {m['noun']}", m, names, f"{m['verb']}{m['tail']}")
    return asked, m["number"].removesuffix(" of")


RULES: dict[str, Callable[[str, AbstractSet[str]], Made | None]] = {
    "who_said": _who_said,
    "how_many": _how_many,
    "when": _when,
    "where": _where,
    "who": _who,
}


def _asked(word: str, m: re.Match[str], names: AbstractSet[str], rest: str) -> str:
    """`When was the bridge opened`; with any other verb, whose infinitive no rule here knows, `When
    was it that they opened the bridge`.
    """
    subject = _inside(m["subject"], names)
    past = m.groupdict().get("past")
    if past:
        return f"{word} was it that {subject} {past} {rest}?"
    return f"{word} {m['aux']} {subject} {rest}?"


def _inside(subject: str, names: AbstractSet[str]) -> str:
    """A subject that no longer begins the sentence: "The bridge" is "the bridge"."""
    first, _, rest = subject.partition(" ")
    known = first in names and not _NO_NAME.match(first)
    return subject if known or first.isupper() else f"{first[0].lower()}{first[1:]} {rest}"


def _is_name(text: str, names: AbstractSet[str]) -> bool:
    words = text.removeprefix("The ").split()
    if not words or _NO_NAME.match(words[0]) or _CUT_OFF.match(words[-1]):
        return False
    return words[0] in names or (len(words) > 1 and words[1][0].isupper())
