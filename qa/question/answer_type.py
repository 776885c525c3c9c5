"""What kind of thing a question asks for, and whether a sentence has any.

"How long did the call last?" can't be answered by a sentence without a stretch of time, however
near it is in meaning. Only kinds that can be told from the words of English are checked; every
other question passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|several|many|few|half|"
    r"majority|none|no|both|single|couple|pair)\b",
    re.I,
)
_FIGURE = re.compile(r"\d[\d,.]*")
_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"today|yesterday|tomorrow|tonight|ago|weeks?|months?|years?|days?|nights?|nightly|mornings?|"
    r"evenings?|afternoon|hours?|minutes?|eve|century|decades?|weekend|early|late|recently|"
    r"currently|now|since|daily|soon|spring|summer|autumn|winter|1[5-9]\d\d|20\d\d)\b|"
    r"\d\s?[ap]\.?m\b",
    re.I,
)
_DURATION = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|weekend|months?|years?|decades?|centur\w+|nights?|"
    r"since|until|throughout|(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|"
    r"yards?|"
    r"pages?|words?|[ck]?m)\b",  # "how long" asks for a stretch of time, of way or of text
    re.I,
)
_PERCENTAGE = re.compile(r"%|\bper\s?cent|\bshare\b|\bhalf\b|\bthirds?\b|\bquarters?\b", re.I)
_AGE = re.compile(r"\d+[- ]years?|\baged?\b|\bborn\b|,\s\d{1,3},", re.I)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:dollars?|euros?|pounds?|roubles?|rubles?|yuan|yen|million|billion|free|cents?)\b",
    re.I,
)


def _has_new_number(question: str, sentence: str) -> bool:
    asked = set(_FIGURE.findall(question))
    figures = [f for f in _FIGURE.findall(sentence) if f not in asked]
    return bool(figures) or _NUMBER_WORD.search(sentence) is not None


def _has_share(question: str, sentence: str) -> bool:
    return _PERCENTAGE.search(sentence) is not None or _has_new_number(question, sentence)


def _has(pattern: re.Pattern[str]) -> Callable[[str, str], bool]:
    return lambda question, sentence: pattern.search(sentence) is not None


_KINDS: tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...] = (
    (
        re.compile(r"\bwhat (?:percentage|percent|share|proportion)\b", re.I),
        _has(_PERCENTAGE),
    ),
    (re.compile(r"\bhow much of\b", re.I), _has_share),
    (re.compile(r"\bhow old\b", re.I), _has(_AGE)),
    (re.compile(r"\bhow long\b(?! ago)", re.I), _has(_DURATION)),
    (
        re.compile(
            r"\bhow much (?:money\b|.*\b(?:cost|costs|pay|paid|pays|spend|spent|spends|los[et]|"
            r"loses|earn\w*|worth|fined|owe[sd]?|invest\w*|donat\w+|charg\w+|sold|sell|bought|buy|"
            r"budget|damages?|bill|fee|price|salary|compensation)\b)|\bat what price\b|"
            r"\bwhat (?:is|was|were|are) the (?:price|cost|fee|fine|budget|salary|losses)\b",
            re.I,
        ),
        _has(_MONEY),
    ),
    (re.compile(r"\bhow (?:many|often)\b", re.I), _has_new_number),
    (  # "When does the law call for one?" asks in what case
        re.compile(r"^\W*(?:and |but |so )?when (?:do|does|can|must|may|should)\b", re.I),
        _has(re.compile(rf"{_TIME.pattern}|\b(?:when|if|once|unless|whenever|until)\b", re.I)),
    ),
    (
        re.compile(
            r"^\W*(?:and |but |so )?(?:since |until |till |by )?when\b|"
            r"\b(?:what|which) (?:date|day|year|month|weekday)\b",
            re.I,
        ),
        _has(_TIME),
    ),
)


_RATES = {
    unit: re.compile(rf"\b(?:(?:a|per|each|every|last|this|next)\s+{unit}|{adverb})\b", re.I)
    for unit, adverb in (
        ("day", "daily"),
        ("week", "weekly"),
        ("month", "monthly"),
        ("year", "annual(?:ly)?|yearly"),
        ("hour", "hourly"),
    )
}
_LAST = re.compile(r"\b(?:last|this|next)\s+\w+", re.I)
_IN_TOTAL = re.compile(r"\b(?:in total|altogether|overall|in all|total(?:led)?)\b", re.I)


def _wrong_rate(question: str, sentence: str) -> bool:
    """True when a figure a day is asked for and the sentence has none, or the whole and it has
    only the figure a day.
    """
    asked = [rate for rate in _RATES.values() if rate.search(_LAST.sub(" ", question))]
    if asked:
        return not any(rate.search(sentence) for rate in asked)
    return _IN_TOTAL.search(question) is not None and any(
        rate.search(sentence) for rate in _RATES.values()
    )


def lacks_answer_type(question: str, sentence: str) -> bool:
    """True when the question asks for a number, time, age, share or sum of money and the
    sentence has none, or has it of another span of time ("a day" where the total is asked for). A
    number that the question itself names doesn't count.
    """
    if question.lower().lstrip().startswith(("how much", "how many")) and _wrong_rate(
        question, sentence
    ):
        return True
    for asks, holds in _KINDS:
        if asks.search(question):
            return not holds(question, sentence)
    return False


_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"today|yesterday|tomorrow|tonight|ago|last|next|morning|evening|afternoon|night|noon|midnight|"
    r"weekend|spring|summer|autumn|winter|century|after|before|since|until|during|early|late|"
    r"1[5-9]\d\d|20\d\d)\b|\d\s?[ap]\.?m\b|\b\d{1,2}:\d\d\b",
    re.I,
)
_ASKS_WHEN = re.compile(r"^\W*(?:and |but |so )?(?:since |until |till |by )?when\b", re.I)
_ASKS_WHO = re.compile(
    r"^\W*(?:and |but |so )?(?:by |with |to |from |for )?(?:who|whom|whose)\b", re.I
)
# What somebody said, or how they took it, is no name and no number; "what did she say it would
# cost" and "what did he tell them to do" may be.
_ASKS_WORDS = re.compile(
    r"^\W*(?:and |but |so )?(?:what (?:else |exactly )?(?:did|does|do|has|have|"
    r"had) [^?]{2,60}? (?:say|said|tell|told|think|thought|reply|replied|comment(?:ed)?|"
    r"argue[ds]?)\b(?![^?]*\b(?:would|will|was|is|were|are|had|has|could|should|to do)\b)|"
    r"what (?:is|was) the (?:\w+ )?(?:thing|word|words)\b[^?]*\b(?:said|says|told)\b|how (?:did|"
    r"does|do|has|have) [^?]{2,60}? (?:react|respond|comment|reply)(?:ed|s)?\b)",
    re.I,
)
_OF_ITS_DAY = re.compile(r"(?:today|yesterday|tomorrow|tonight|this \w+)\W*", re.I)
_WHO_IS = re.compile(r"^\W*(?i:who (?:is|was)) (?:[A-Z][\w’'.-]* ){0,4}(?P<last>[A-Z][\w’'-]*)\W*$")
_NAME_ALONE = re.compile(r"[A-Z][\w’'.-]*(?: (?:(?:de|van|von|bin|al|el) )?[A-Z][\w’'.-]*)*")
_ASKS_WHERE = re.compile(r"^\W*(?:and |but |so )?where\b", re.I)
_SOMEBODY = re.compile(
    r"[A-Z]|\b(?:the|an?|his|her|its|their|one|two|three|some)\s+[a-z]|\b(?:police|officials?|"
    r"residents?|people|workers?|crews?|union|company|government|"
    r"\w+(?:ers|ors|ists|ans|men|women)|prosecutors?|witness(?:es)?|students?|families|family)\b"
)


_TO_PLACE = re.compile(
    r"\b(?:in|at|on|near|to|from|(?:in|out)side|behind|under|into|onto|through|across|along|around|"
    r"above|below|beside|between|by|over|towards?|off|against|beneath)\b",
    re.I,
)
# "Russian diplomacy" is nobody: a quality, an act or a paper, whatever name stands before it.
_NOBODY = re.compile(
    r"\b(?!(?:govern|parlia|depart|establish|manage)ment\b|(?:administra|organi[sz]a|corpora|"
    r"associa|commis|delega|federa|opposi|coali|institu|genera|na|popula|founda|constella)(?:tion|"
    r"sion)s?\b|(?:author|commun|major|minor|univers|char|secur|c)ity\b|(?:leader|member|"
    r"owner)ship\b|(?:alli|confer|audi)(?:ance|ence)\b)[a-z]+(?:acy|ism|tion|sion|ment|ness|ity|"
    r"ship|ance|ence)s?\W*$|\b(?:talks|war|peace|decree|law|deal|policy|vote|attack|report|strike|"
    r"offer|plan)s?\W*$"
)


def fits_kind(question: str, words: str, before: str = "") -> bool:
    """Whether a short answer is of the kind that the question asks for: a day for "when", somebody
    for "who", a number for "how many", money for what is paid; for "where" a name, or what stands
    behind a preposition (`before` has the words before it). Nothing for what was said.
    """
    if _ASKS_WORDS.search(question):
        return False
    if _ASKS_WHEN.search(question):
        return _WHEN.search(words) is not None and not _OF_ITS_DAY.fullmatch(words.strip())
    if (meant := _WHO_IS.match(question)) and _NAME_ALONE.fullmatch(words.strip(" .,")):
        return meant["last"].lower() in words.lower()  # who he is, rather than somebody else
    if _ASKS_WHO.search(question):
        return _SOMEBODY.search(words) is not None and not _NOBODY.search(words)
    if _ASKS_WHERE.search(question):
        place = re.search(r"[A-Z]", words) or _TO_PLACE.search(f"{before} {words}")
        return place is not None and not _FIGURE.fullmatch(words.strip())
    for asks, holds in _KINDS:
        if asks.search(question):
            return holds(question, words)
    return True
