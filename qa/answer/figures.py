"""Figures in a sentence, what they count, and whether two of them agree.

"Some 4,000" and "4,012" agree, "about 4,200" and "some 3,800" do not. English first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.text.terms import analyse

Bound = Literal["", "about", "least", "most"]

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9,
           "bn": 1e9, "trillion": 1e12, "dozen": 12.0, "k": 1e3}  # fmt: skip
_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
_WORDS = {**_SMALL, **_TENS}
_WORDS |= {
    f"{tens}-{ones}": _WORDS[tens] + _WORDS[ones]
    for tens in ("twenty", *_TENS)
    for ones in list(_SMALL)[1:10]
}  # "forty-three"
_ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|nearly|almost|close to|an estimated|"
    r"estimated|circa|or so"
)
_LEAST = r"more than|over|at least|above|in excess of|no fewer than|upwards of|exceeding"
_MOST = r"up to|as many as|fewer than|less than|under|below|at most|no more than"
_FIGURE = re.compile(
    rf"(?:\b(?:(?P<about>{_ABOUT})|(?P<least>{_LEAST})|(?P<most>{_MOST}))\s+)?"
    r"(?P<money>[$€£¥]|\b(?:US|A|C)\$)?\s?"
    r"(?<![\w.,:])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|"
    rf"(?<![-\w])(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b)"
    rf"(?:[-\s](?P<scale>{'|'.join(s for s in _SCALES if len(s) > 1)})\b|(?P<short>[mk])\b|"
    r"(?P<bn>bn)\b)?(?P<percent>\s?%|\s?per\s?cent\b|\spercentage points?\b)?(?![\d:]|(?:st|nd|rd|"
    r"th)\b|[/.]\d|-year-old|\s?[ap]\.?m\b)",
    re.I,
)
_CURRENCY = re.compile(
    r"^\s*(?P<name>dollars?|euros?|pounds?|crowns?|kroner|kronor|francs?|yen|yuan|roubles?|rubles?|"
    r"hryvnias?|rupees?|rupiah|pesos?|reai?s|cents?|pence|lira[s]?|zlotys?|forints?|koruna[s]?|"
    r"shekels?|dirhams?|riyals?|rials?|dinars?|rand|naira|cedis?|shillings?|baht|won|dong|ringgit|"
    r"taka|levs?|lei|florins?|guilders?|marks?|thalers?|ducats?|usd|eur|gbp|chf|jpy|cny|inr)\b",
    re.I,
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_BEFORE = re.compile(rf"{MONTH}\.?\s+$", re.I)
_MONTH_AFTER = re.compile(rf"^\s+{MONTH}\b", re.I)
_NOUN_ENDS = re.compile(
    r"[.,;:!?()“”\"]|\s(?:and|or|but|who|which|that|on|in|at|from|by|to|for|were|was|are|is|have|"
    r"had|has|would|will|after|since|with|killed|died|said)\b|\d",
    re.I,
)
# Read before and behind a figure; the whole of a long line for each of its figures takes minutes.
_NEAR_CHARS = 160
_NOUN_BEFORE = re.compile(
    r"(?P<noun>\b(?!(?:comes?|came|amount\w*|makes?|puts?|closer|nearer|close|"
    r"near)\b)[^\W\d_]{3,})\s+(?:(?:of|was|were|is|are|at|to|reached|stood at|put at|hit|"
    r"totall?ed|has|have|had|now|since|later|then|again|rose|risen|rises|climbed|grew|grown|fell|"
    r"fallen|dropped|increased|jumped|gone up|went up|measured|as)\s+)+(?:(?:a|an|only|just|still|"
    r"now)\s+)?$",
    re.I,
)
_COUNTS_BEFORE = re.compile(
    r"\b(?:count(?:s|ed)|(?:puts?|put) (?:it|the (?:number|figure|count|toll)) at|"
    r"makes? it|made it|sa(?:ys?|id)|only|just|comes? to|came to|reports?|reported|confirm(?:s|ed)|"
    r"found)\s+$",
    re.I,
)
# "The firm put the number at 5,450" doesn't say of what.
_ANY_NUMBER = frozenset(analyse("number figure total count estimate amount"))
_MAGNITUDE = 20.0  # a price of billions did not come from one of thousands
_MOST_BEHIND = 40  # characters of what a number counts
_GOES_ON = re.compile(
    r"(?:of|the|an?|its|his|her|their|about|with|under|over|per|new|more|than)", re.I
)
_NUMBER = re.compile(rf"\d|^(?:{'|'.join(_WORDS)})$", re.I)
_ANY_NUMBER_WORD = re.compile(
    rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b", re.I
)
_DOES = re.compile(
    r"\w{3,}ed|through|against|across|along|around|into|near|during|took|fell|lost|won|came|went|"
    r"live|fled|would|could|can|will|must|still|also|already",
    re.I,
)
_NEAR_SHARE = 0.05  # what "about" allows: 4,012 for "some 4,000", not 4,200 for "some 3,800"


@dataclass(frozen=True)
class Figure:
    """A number in a text: `value`, what it counts (`unit`: "%", a currency, or "" and `nouns`, the
    terms of the words behind it), and how it is bounded. `words` as written, at `start`.
    """

    value: float
    unit: str
    nouns: frozenset[str]
    bound: Bound
    words: str
    start: int

    def agrees(self, other: Figure) -> bool:
        """Whether both may be true of one thing. Only of figures that count the same."""
        if self.value == other.value:
            return True
        for one, two in ((self, other), (other, self)):
            if one.bound == "least" and two.value >= one.value and two.bound != "most":
                return two.value <= 1.5 * one.value
            if one.bound == "most" and two.value <= one.value and not two.bound:
                return two.value >= one.value / 1.5
        if "about" in (self.bound, other.bound):
            larger = max(abs(self.value), abs(other.value))
            return abs(self.value - other.value) <= _NEAR_SHARE * larger
        return False

    def counts_like(self, other: Figure) -> bool:
        """Whether both count the same kind of thing."""
        if self.unit or other.unit:
            apart = self.nouns and other.nouns and not self.nouns & other.nouns
            return self.unit == other.unit and not apart
        return bool(self.nouns & other.nouns)

    def may_become(self, other: Figure) -> bool:
        """Whether one may have become the other in time: sums of money are of one magnitude."""
        small, large = sorted((abs(self.value), abs(other.value)))
        return self.unit == other.unit and (not self.unit or large <= _MAGNITUDE * small)


def _last(text: str, end: int) -> str:
    """What stands right before a place."""
    return text[max(0, end - _NEAR_CHARS) : end]


def figures_of(text: str, *, bare: bool = False) -> list[Figure]:
    """The figures of a text in order; days, years, ages and times of day are none. `bare`: numbers
    in words that say nothing of what they count too ("the council makes it nine").
    """
    found = []
    for match in _FIGURE.finditer(text):
        number = match["number"].lower()
        behind = text[match.end() : match.end() + _NEAR_CHARS]
        if _is_date(text, match, number, behind):
            continue
        value = float(_WORDS[number]) if number in _WORDS else float(number.replace(",", ""))
        scale = (match["scale"] or match["short"] or match["bn"] or "").lower()
        value *= _SCALES.get(scale, 1.0)
        currency = _CURRENCY.match(behind)
        before = _NOUN_BEFORE.search(f"{_last(text, match.start()).rstrip()} ")
        named = frozenset(analyse(before["noun"])) - _ANY_NUMBER if before else frozenset[str]()
        unit, nouns = "", named
        if match["percent"]:
            unit = "%"
        elif match["money"]:
            unit = match["money"][-1]
        elif currency:
            unit = currency["name"].lower().rstrip("s")
        else:
            nouns = _nouns(behind) or named
            if number in _WORDS and not nouns and not bare:
                continue
            if number in ("zero", "one") and not nouns and not _is_counted(text, match, behind):
                continue
        bound: Bound = (
            "about" if match["about"] else "least" if match["least"] else "most" if match["most"]
            else ""
        )  # fmt: skip
        end = match.end() + (currency.end() if currency else 0)
        words = text[match.start() : end].strip()
        if nouns and not unit:
            words = _whole_phrase(words, behind)
        found.append(Figure(value, unit, nouns, bound, words, match.start("number")))
    return found


def as_number(text: str) -> Figure | None:
    """The first number of a few words, whatever it is of: "six-year-old", "a girl of four"."""
    match = _ANY_NUMBER_WORD.search(text)
    if match is None:
        return None
    said = match.group().lower()
    value = float(_WORDS[said]) if said in _WORDS else float(said.replace(",", ""))
    return Figure(value, "", frozenset(), "", match.group(), match.start())


def _is_counted(text: str, match: re.Match[str], behind: str) -> bool:
    """Whether "one" is a number rather than somebody: "the police counted one."."""
    before = _last(text, match.start("number"))
    return _COUNTS_BEFORE.search(before) is not None and behind.lstrip()[:1] in ("", ".", ",", ";")


def asked_figures(question: str) -> list[Figure]:
    """The figures of a question that compares them: "three dead and Tessar seven" names two, and
    the second counts what the first does.
    """
    found = figures_of(question)
    if len(found) != 1 or found[0].unit:
        return found
    first = found[0]
    for match in re.finditer(rf"\b(?:{'|'.join(_WORDS)}|\d[\d,]*)\b", question, re.I):
        number = match.group().lower()
        behind = question[match.end() :]
        is_year = number.isdigit() and len(number) == 4
        if match.start() > first.start and not is_year and not _MONTH_AFTER.match(behind):
            value = float(_WORDS[number]) if number in _WORDS else float(number.replace(",", ""))
            found.append(Figure(value, "", first.nouns, "", match.group(), match.start()))
    return found


_STEP_BEFORE = re.compile(
    r"\b(?:by|(?:the )?other|another|a further|the remaining|an extra|an additional)\s+"
    r"(?:about |some |nearly |almost |another )?\W?$",
    re.I,
)
_STEP_BEHIND = re.compile(
    r"^[\s\w]{0,14}?\b(?:more|less|fewer|higher|lower|dearer|cheaper|above|below)\b", re.I
)


def is_step(text: str, figure: Figure) -> bool:
    """Whether a figure tells how much more or less something is, and not how much: "by 12 million",
    "900 fewer", "the other 900".
    """
    behind = text[figure.start :].removeprefix(figure.words.split()[0])
    return bool(_STEP_BEFORE.search(_last(text, figure.start)) or _STEP_BEHIND.match(behind))


def _whole_phrase(words: str, behind: str) -> str:
    """A number with what it counts, at most six words and no word cut: it ends with none that asks
    for another ("members of the").
    """
    ends = _NOUN_ENDS.search(behind)
    rest = behind[: ends.start() if ends else _MOST_BEHIND]
    if (
        not ends
        and len(behind) > _MOST_BEHIND
        and behind[_MOST_BEHIND - 1 : _MOST_BEHIND + 1].isalnum()
    ):
        rest = rest.rpartition(" ")[0]
    kept = f"{words}{rest}".split()[:6]
    counted = next((n for n, word in enumerate(kept) if _NUMBER.search(word)), 0) + 1
    for place in range(counted + 1, len(kept)):
        if _DOES.fullmatch(kept[place]):  # "18,000 people marched through"
            kept = kept[:place]
            break
    while len(kept) > 1 and _GOES_ON.fullmatch(kept[-1]):
        kept.pop()
    return " ".join(kept)


def _is_date(text: str, match: re.Match[str], number: str, behind: str) -> bool:
    before = _last(text, match.start("number"))
    if match["percent"] or match["money"] or match["scale"]:
        return False
    if number.isdigit() and len(number) == 4 and 1500 <= int(number) <= 2100:
        return True
    return bool(_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(behind))


def _nouns(behind: str) -> frozenset[str]:
    """The terms of the words behind a number, up to where its phrase ends."""
    ends = _NOUN_ENDS.search(behind)
    phrase = behind[: ends.start() if ends else 40]
    return frozenset(analyse(" ".join(phrase.split()[:4])))
