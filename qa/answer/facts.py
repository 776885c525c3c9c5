"""The checkable details of a sentence: numbers, dates, names, negation.

Plain functions over text, for `verify`: each finds details in a claim and says which of them the
quotes lack. English first; digits, names and dates of other languages largely work too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*", re.UNICODE)


def words(text: str) -> list[str]:
    """Words as written; a possessive or a trailing dot is not part of one."""
    return [re.sub(r"['’]s?$", "", w) for w in _WORD.findall(text.replace("’", "'"))]


def fold(text: str) -> str:
    """Lower case without accents or typographic quotes, spaces single: for comparing."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub("[‘’‛`´]", "'", text)
    return " ".join(re.sub("[“”„«»″]", '"', text).split())


def _split(text: str) -> list[str]:
    return text.split()


# --- numbers --------------------------------------------------------------------------------

_UNITS = _split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = _split("twenty thirty forty fifty sixty seventy eighty ninety")
_SMALL = {w: i for i, w in enumerate(_UNITS)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mln": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)(?P<digits>\d+(?:[,   ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<ordinal>st|nd|rd|th)?(?:[\s-]?(?P<scale>hundred|thousand|million|mln|billion|bn|"
    r"trillion|tn|dozen)\b|(?P<short>[kmb])\b)?(?P<percent>\s?%|\s?per\s?cent\b|"
    r"(?=\s?(?:-|–|to)\s?\d+(?:\.\d+)?\s?(?:%|per\s?cent\b)))?",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"\b(?:(?:{small}|hundred|thousand|million|billion|dozen)(?:[\s-](?:and\s)?(?=(?:{small}|"
    r"hundred|thousand|million|billion|dozen)\b)|\b))+".format(small="|".join(_SMALL)),
    re.IGNORECASE,
)
_PERCENT_WORD = re.compile(r"\s?(?:%|per\s?cent\b)", re.IGNORECASE)


def numbers(text: str) -> set[str]:
    """Numbers in one spelling: "11,000", "eleven thousand" and "11 thousand" are all "11000".

    A percentage keeps its sign ("5%"). "one" alone is left out: it is a pronoun too often.
    """
    found = set()
    for match in _NUMBER.finditer(text):
        value = float(re.sub(r"[,\s]", "", match["digits"]))
        scale = (match["scale"] or match["short"] or "").lower()
        value *= _SCALES.get(scale, 1.0)
        found.add(_plain(value) + ("" if match["percent"] is None else "%"))
    for match in _SPELLED.finditer(text):
        parts = re.split(r"[\s-]+", match[0].strip().lower())
        if parts in (["one"], ["hundred"], ["thousand"], ["million"], ["billion"], ["dozen"]):
            continue
        if text[: match.start()].rstrip()[-1:].isdigit():
            continue  # the scale of a number in digits
        percent = _PERCENT_WORD.match(text, match.end())
        found.add(_plain(_spelled(parts)) + ("%" if percent else ""))
    return found


def _spelled(parts: list[str]) -> float:
    total = current = 0.0
    for part in parts:
        if part in _SMALL:
            current += _SMALL[part]
        elif part in ("hundred", "dozen"):
            current = max(current, 1.0) * _SCALES[part]
        elif part in _SCALES:
            total, current = total + max(current, 1.0) * _SCALES[part], 0.0
    return total + current


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


_AT_LEAST = r"(?:more|greater|higher|larger) than|over|above|at least|exceed\w*|upwards? of"
_AT_MOST = r"(?:less|fewer|lower|smaller) than|under|below|at most|up to|nearly|almost"
_BOUND = re.compile(rf"\b(?:(?P<more>{_AT_LEAST})|(?P<less>{_AT_MOST}))\s+[$€£]?\s?(?=\w)", re.I)


def bounds(text: str) -> set[tuple[str, str]]:
    """("more" or "less", number) for each "more than 4,000", "nearly 300", …"""
    found: set[tuple[str, str]] = set()
    for match in _BOUND.finditer(text):
        rest = text[match.end() : match.end() + 30]
        number = _NUMBER.match(rest) or _SPELLED.match(rest)
        if number:
            side = "more" if match["more"] else "less"
            found.update((side, n) for n in numbers(number[0]))
    return found


# --- dates ----------------------------------------------------------------------------------

_MONTHS = _split(
    "january february march april may june july august september october november december"
)
_MONTH_OF = {m: i + 1 for i, m in enumerate(_MONTHS)} | {
    short: i + 1 for i, m in enumerate(_MONTHS) for short in (m[:3], m[:4]) if m != "may"
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_MONTH_WORD = re.compile(
    r"\b(" + "|".join(m.title() for m in _MONTHS if m != "may") + r")\b"
    r"|\b(?:in|of|late|early|mid|since|until|till|last|next|this|by|from)[\s-](May)\b"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?!\d)(?:\s*,?\s+{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s+{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_YEAR}-(?P<month>[01]\d)-{_DAY}"),
)


@dataclass(frozen=True)
class Day:
    """A day of the calendar; the year is 0 when it isn't said."""

    month: int
    day: int
    year: int = 0

    def agrees(self, other: Day) -> bool:
        """The same day, as far as both say."""
        same_year = self.year == other.year or not (self.year and other.year)
        return (self.month, self.day) == (other.month, other.day) and same_year


def days(text: str) -> set[Day]:
    """The days named by month and day, in any common order."""
    found = set()
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = match["month"].lower().rstrip(".")
            number = int(month) if month.isdigit() else _MONTH_OF[month]
            day = Day(number, int(match["day"]), int(match["year"] or 0))
            if 1 <= day.month <= 12 and 1 <= day.day <= 31:
                found.add(day)
    return found


def without_days(text: str) -> str:
    """`text` without its dates of month and day: they are compared as dates, not as numbers."""
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    return text


def months(text: str) -> set[int]:
    """The months named, 1 to 12. "May" and "March" count with a capital only."""
    found = {_MONTH_OF[(m[1] or m[2]).lower()] for m in _MONTH_WORD.finditer(text)}
    return found | {day.month for day in days(text)}


# --- names ----------------------------------------------------------------------------------

FUNCTION_WORDS = frozenset(
    _split(
        """a an the this that these those it its he she they his her their we our you your i my
    me him them us who whom whose which what when where why how and or but nor so yet if then than
    as at by for from in into of off on onto out over to up with within without under until upon
    about above after again against all also although among amid an another any are around because
    been before being below between both can could despite did do does during each either else even
    ever every few first following further had has have having here however is just last later
    least less like many may meanwhile might more most much must neither never new no none not
    now once one only other others per previously rather same second several shall should since
    some still such there therefore though through throughout thus today together too toward
    towards two unless very was were while will would yes yesterday tomorrow according additionally
    earlier instead moreover nevertheless nonetheless overall recently separately finally
    furthermore similarly specifically currently officials people reports sources"""
    )
)
_TITLES = frozenset(
    _split(
        """president prime minister foreign defence defense secretary general chancellor king queen
    prince princess pope senator governor mayor mr mrs ms dr sir lord lady judge chief leader
    spokesman spokeswoman spokesperson ambassador commander colonel captain major professor
    republican democrat chairman chairwoman director deputy vice former acting head minister's"""
    )
)
_WEEKDAYS = frozenset(_split("monday tuesday wednesday thursday friday saturday sunday"))
PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|him|them|we|our|us|i|my)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_DEMONYM = frozenset(_split("n an ian ians ish ese i is ns ans s ic"))


def names(claim: str) -> list[list[str]]:
    """Runs of capitalised words that name somebody or something, each as its words.

    The first word of a sentence counts unless it is a function word or has the look of a
    common noun, verb or adverb by its ending; months are left to `days`, numbers to `numbers`.
    """
    runs: list[list[str]] = []
    previous_end = -9
    for match in _WORD.finditer(claim.replace("’", "'")):
        word = re.sub(r"'s?$", "", match[0])
        before = claim[: match.start()].rstrip("\"'“”‘’([ ")
        starts = not before or before[-1] in ".!?:"
        if not word or not word[0].isupper() or fold(word) in _MONTH_OF:
            continue
        if fold(word) in FUNCTION_WORDS and (starts or len(word) == 1):
            continue
        joined = previous_end >= 0 and claim[previous_end : match.start()].strip(" ") == ""
        follows = re.match(r"\s+[^\W\d_]", claim[match.end() :])
        next_is_name = bool(follows) and claim[match.end() + len(follows[0]) - 1].isupper()  # type: ignore[index]
        if starts and not next_is_name and _looks_common(word):
            continue
        if joined and runs and fold(word) not in _WEEKDAYS:
            runs[-1].append(word)
        else:
            runs.append([word])
        previous_end = -9 if fold(word) in _WEEKDAYS else match.end()
    return runs


def _looks_common(word: str) -> bool:
    """A lone capital at the start of a sentence that is probably no name."""
    lower = word.lower()
    ending = re.search(r"(?:ing|ed|ly|tion|sion|ment|ness|ers|ors|ies|ists|ance|ence|ity)$", lower)
    return not word.isupper() and (bool(ending) or lower in _TITLES or "-" in word)


def missing_names(claim: str, quotes: str, context: str) -> list[str]:
    """The names of `claim` that `quotes` lack.

    Of a run such as "Russian President Vladimir Putin", some word that is not a title must stand
    in the quotes; the others may stand in `context` instead, where the reader of the quote can
    see them. Spelling, accents and derived forms (Ukraine, Ukrainian) are tolerated.
    """
    quoted, around = _NameSet(quotes), _NameSet(context)
    missing = []
    we = bool(_WE.search(quotes))
    for i, run in enumerate(names(claim)):
        core = [w for w in run if fold(w) not in _TITLES] or run
        if not any(quoted.has(word) for word in core):
            if we and i and len(run) == 1 and around.has(run[0]):
                we = False  # "We are ready," he said: "He said Ukraine was ready", once
                continue
            missing.append(" ".join(run))
        else:
            missing += [w for w in run if not quoted.has(w) and not around.has(w)]
    return missing


def respelled(claim: str, quotes: str) -> str:
    """`claim` with its names spelled as in `quotes`, where they sound the same."""
    spelled = {_key(w): w for w in words(quotes) if w[:1].isupper() and _goes_by_sound(w)}
    known = {fold(w) for w in words(quotes)}
    for word in {w for run in names(claim) for w in run if _goes_by_sound(w)}:
        if fold(word) not in known and _key(word) in spelled:
            claim = re.sub(rf"\b{re.escape(word)}\b", spelled[_key(word)], claim)
    return claim


class _NameSet:
    """The words of a text, looked up as names: by spelling, derived form, or sound."""

    def __init__(self, text: str) -> None:
        found = words(text)
        self._folded = {fold(w) for w in found} | {p for w in found for p in fold(w).split("-")}
        self._keys = {_key(w) for w in found if w[:1].isupper() and _goes_by_sound(w)}

    def has(self, word: str) -> bool:
        folded = fold(word)
        if folded in self._folded or any(_derived(folded, other) for other in self._folded):
            return True
        if "-" in folded and all(self.has(part) for part in folded.split("-")):
            return True
        return _goes_by_sound(word) and _key(word) in self._keys


def _goes_by_sound(word: str) -> bool:
    """Whether a name may be spelled in several ways: an F-16 is no F-35."""
    return len(word) > 3 and not any(c.isdigit() for c in word)


def _derived(one: str, other: str) -> bool:
    """Ukraine and Ukrainian, Turkey and Turkish, ally and allies."""
    short, long = sorted((one, other), key=len)
    stem = short.rstrip("aeiouy")
    return len(stem) >= 3 and long.startswith(stem) and long[len(stem) :] in _DEMONYM | {"ies"}


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    """The index's key of a name: the same for its transliterations (Zelensky, Zelenskiy)."""
    from index.text.terms import name_key

    return name_key(word)


# --- negation -------------------------------------------------------------------------------

_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|hardly|barely|unable|"
    r"unwilling|impossible|unacceptable|refus\w+|reject\w*|den(?:y|ies|ied|ying)|declin\w+|"
    r"rul(?:e|es|ed|ing)\s+out|prohibit\w*|forb[ia]\w+|bann?\w*|fail(?:s|ed|ing)?|lack\w*|"
    r"oppos\w+|halt\w*|cancel\w*|abandon\w*|prevent\w*|avoid\w*)\b|n't\b",
    re.IGNORECASE,
)


def negations(text: str) -> int:
    """How many words turn a statement around ("not", "never", "rejected", "impossible")."""
    return len(_NEGATION.findall(text.replace("’", "'")))


SPEECH = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|stat(?:ed|es|ing)|add(?:ed|s|ing)|not(?:ed|es|ing)|according|"
    r"report(?:ed|s)|told|announced|declared|explained|claim(?:ed|s)|mention(?:ed|s))\b",
    re.IGNORECASE,
)


def negated(text: str) -> list[tuple[bool, str]]:
    """(is it a plain no, what follows it) for each negation: "not" is plain, "rejected" isn't."""
    text = text.replace("’", "'")
    found = list(_NEGATION.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    return [
        (bool(_PLAIN_NO.fullmatch(match[0])), text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    ]


_PLAIN_NO = re.compile(r"not|never|no|none|nobody|nothing|neither|nor|cannot|n't", re.IGNORECASE)
