"""Which articles a question speaks of, read from its words: from whom, of when, by whom, about
what; a rule that can be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.byline.publishers import publisher_key
from index.text.terms import fold, split_words
from qa.answer.wording import plain
from qa.forms.chain import Chain
from qa.question.period import Period, asked_days, without_period
from qa.question.query import FUNCTION_WORDS, name_runs
from qa.question.wording.learned_form import learned_form

_MENTION = (
    r"(?:that |which |who )?(?:(?:also|do|does|did|have|has) )?(?:mention(?:s|ed|ing)?|nam(?:e|es|"
    r"ed|ing)|refer(?:s|red|ring)? to|contain(?:s|ed|ing)?|quot(?:e|es|ed|ing)|with the words?|"
    r"speak(?:s|ing)? of|use(?:s|d)? the words?)"
)
_ABOUT = (
    r"(?:that |which |who )?(?:(?:are|is|were|was|do|does|did|have|has|you have) )?(?:about|on|"
    r"regarding|concerning|cover(?:s|ed|ing)?|discuss(?:es|ed|ing)?|report(?:s|ed|ing)?(?: on|"
    r" about)?|talk(?:s|ed|ing)? (?:about|of)|deal(?:s|t|ing)? with|describ(?:e|es|ed|ing)|sa(?:y|"
    r"ys|id) (?:something |anything )?about|writ(?:e|es|ten|ing) about|tell(?:s|ing)? of|"
    r"devot(?:e|es|ed) to)"
)
_FROM = (
    r"(?:(?:are|is|were|was|come|came|that are|which are) )?"
    r"(?:from|of|published by|published in|in)"
)
_BY = r"(?:(?:are|is|were|was|that were) )?(?:written by|authored by|reported by|filed by|by)"
_CLAUSE = re.compile(
    rf"(?<![\w’'])(?:(?P<mention>{_MENTION})|(?P<about>{_ABOUT})|(?P<by>{_BY})|(?P<source>{_FROM}))"
    r"\s+",
    re.I,
)
_FILLER = re.compile(
    r"\b(?:do|did|can) (?:you|we|i) (?:have|know(?: of)?|hold|see)\b|\bare there\b|\bis there\b|"
    r"\bhave you(?: got)?\b|\bin (?:the|your|this) (?:index|collection|archive|corpus|database|"
    r"library)\b|\b(?:in total|in all|altogether|overall|here|available|indexed|please|were "
    r"published|was published|are published|have been published|appeared|were written|"
    r"(?:came|come|has come|have come) out|(?:was|were|got) (?:printed|run))\b",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:not|never|neither|nor|without|except(?:ing)?|excluding|other than|apart from|besides|"
    r"no longer|instead of|rather than|don[’']?t|doesn[’']?t|didn[’']?t)\b|n[’']t\b",
    re.I,
)
# "… mention the dam but not the strike", "… do not mention the dam": one negation, at the end.
_LEFT_OUT = re.compile(
    r"^(?P<kept>.*?)\s*\b(?:but|and|that|which)?\s*"
    r"\b(?:(?:(?:do|does|did)\s+not|(?:do|does|did)n[’']t)\s+(?:mention|name|contain)\s+|"
    r"(?<!do )(?<!did )(?<!does )(?:not|never|without)\s+(?:mention(?:s|ed|ing)?\s+)?)"
    r"(?P<what>[^.?!]+)[.?!\s]*$",
    re.I,
)
_IN_HEADLINE = re.compile(
    r"\b(?:with(?:in)?|in) (?:the|their|its|a) (?:headlines?|titles?)\b(?: of (?:the|their) \w+)?",
    re.I,
)
_COUNTS_TOO = re.compile(r"\bhow (?:many|much)\b", re.I)
_ONLY_PUBLISHED = re.compile(r"^\W*(?:published|written|printed|dated|filed|posted)\W*$", re.I)
# "Prime Minister Lunde" is mostly "the premier, Edvard Lunde" in the articles.
_TITLE = re.compile(
    r"^(?:(?:(?i:the|prime|foreign|defen[cs]e|finance|interior|justice|vice|deputy|former)\s+)*"
    r"(?i:minister|president|senator|governor|mayor|chancellor|secretary)|"
    r"(?i:mr|mrs|ms|dr|general|gen|colonel|col|captain|capt|lieutenant|lt|sergeant|sgt|judge|"
    r"justice|professor|prof|sen|gov|rep|king|queen|prince|princess|pope|sir|lord|lady|bishop|"
    r"detective|inspector|sheriff|ambassador|commissioner)\b\.?)\s+(?=[A-Z])"
)
_EDGE = re.compile(r"^[\s\"'“”‘’]*(?:(?:the|a|an|any|this|that)\s+)?|[\s\"'“”‘’?.!,;:]+$", re.I)


@dataclass(frozen=True)
class Wanted:
    """The articles that are meant. `words` are those of the matter, `either` when one of several is
    enough; `about` when the article must be about it rather than mention it.
    """

    publishers: tuple[str, ...] = ()
    author: str = ""
    words: tuple[str, ...] = ()
    about: bool = False
    either: bool = False
    period: Period | None = None
    without: Wanted | None = None  # what is left out, of those
    headline: bool = False  # the words stand in the headline

    @property
    def rule(self) -> str:
        """The rule in words, to stand behind a number of articles: "mention “strike” (…)"."""
        said = []
        if self.words:
            joint = " or " if self.either else " and "
            named = joint.join(f"“{plain(word)}”" for word in self.words)
            has = "has one of them" if self.either else "has it or a form of it"
            if self.headline:
                said.append(f"have {named} in their headline")
            elif self.about:
                said.append(
                    f"are about {named} (their headline or opening has it, or two sentences do)"
                )
            else:
                said.append(f"mention {named} (their headline or text {has})")
        if self.author:
            said.append(f"are by {plain(self.author)}")
        if self.publishers:
            said.append(f"are from {' or '.join(map(plain, self.publishers))}")
        if self.period is not None:
            said.append(f"were published {_stretch(self.period)}")
        if self.without is not None:
            joint = " or " if self.without.either else " and "
            said.append("lack " + joint.join(f"“{plain(word)}”" for word in self.without.words))
        return " and ".join(said)


def read_wanted(which: str, rest: str, chain: Chain) -> Wanted | None:
    """What stands before and behind the noun of "how many … articles …", as a rule; None where a
    part of it can't be read.
    """
    if left_out := _LEFT_OUT.match(rest):
        kept = read_wanted(which, left_out["kept"], chain)
        without = read_wanted("", f" mention {left_out['what']}", chain)
        if kept is None or without is None or not without.words or without.about:
            return None
        return replace(kept, without=without)
    if _DENIES.search(f"{which} {rest}"):  # said in a way that can't be read
        return None
    if _COUNTS_TOO.search(rest):  # another question
        return None
    if in_headline := _IN_HEADLINE.search(rest):
        others = f"{rest[: in_headline.start()]} {rest[in_headline.end() :]}"
        told = read_wanted(which, re.sub(r"^\s*(?:have|has)\s+", " mention ", others), chain)
        return told and replace(told, headline=bool(told.words), about=False)
    known = {publisher_key(name): name for name in chain.catalog.sources()}
    wanted = Wanted(period=chain.period)
    publishers = _publishers(which, known) or _in_short(which, known.values())
    words = [] if publishers else [w for w in [_bare(which)] if w and w.lower() not in _VAGUE]
    rest = _FILLER.sub(" ", without_period(rest, chain.period))
    if len(asked_days(rest, chain.reference)) > 1:
        return None
    rest = _ONLY_PUBLISHED.sub(" ", rest)
    marks = list(_CLAUSE.finditer(rest))
    if marks and _bare(rest[: marks[0].start()]):
        return None
    if not marks and _bare(rest):
        return None
    mention = False
    for mark, follows in zip(marks, [*marks[1:], None][: len(marks)], strict=True):
        phrase = _bare(rest[mark.end() : follows.start() if follows else len(rest)])
        if not phrase:
            continue
        named = _publishers(phrase, known)
        if mark.lastgroup in ("by", "source") and named:
            publishers += named
        elif mark.lastgroup == "by":
            wanted = replace(wanted, author=phrase)
        elif mark.lastgroup == "source" and not words:
            # "from Norvik": the place is what they are about
            words.append(phrase)
        else:
            phrase = re.sub(r"^both\s+", "", phrase)
            parts = re.split(r"\s+(?:and|or)\s+|\s*,\s*(?:and |or )?", phrase)
            words += [bare for part in parts if (bare := _name_of(_bare(part)))]
            either = re.search(r"\bor\b", phrase) is not None
            # "mention the lighthouse on Sule": the place belongs to what is mentioned
            loose = mention and re.fullmatch(r"(?:on|in|of|from)\s+", mark.group(), re.I)
            about = mark.lastgroup == "about" and not loose
            wanted = replace(wanted, about=about, either=either)
            mention = mark.lastgroup == "mention" or bool(loose)
    return replace(wanted, publishers=tuple(dict.fromkeys(publishers)), words=tuple(words))


# Words for articles and for counting or showing them, besides those of every form.
_OF_ARTICLES = frozenset(
    """
    piece pieces text texts item items file files document documents write-up write-ups publication
    publications headline headlines title titles page pages folder dataset corpus data database
    library total sum devote devoted carry carries carried touch touches print printed published
    publish wrote written writes ran run names named name quote quotes quoted refer refers word
    words separate several single exactly roughly many pull get show showing display here related
    relating concerning regarding dealing deal deals talk talks talking speak speaks featuring
    featured appear
    appears brought bring up want need looking see read journalists reporters agency agencies
    newspaper quantity volume amount hits results search
    """.split()
)
_NAMED_ONLY = re.compile(
    r"\b(?:mention\w*|nam(?:e|es|ed|ing)|quot\w+|refer\w*|bring\w* up|brought up|cit(?:e|es|ed|"
    r"ing)|appear\w*|crop\w* up|turn\w* up|come\w* up|contain\w*)\b",
    re.I,
)


def wanted_of(which: str, rest: str, chain: Chain) -> Wanted | None:
    """As `read_wanted`; what it can't read for another reason than a denial or a second count is
    what the question's subject means, where articles are asked for at all: "How many stories does
    the tower have?" asks for none.
    """
    wanted = read_wanted(which, rest, chain)
    told = f"{which} {rest}"
    of_articles = learned_form(chain.query.text).form in ("count", "list")
    if wanted is None and of_articles and not (_DENIES.search(told) or _COUNTS_TOO.search(told)):
        wanted = read_subject(chain)
        return wanted if wanted.words else None
    return wanted


def read_subject(chain: Chain) -> Wanted:
    """The articles that the subject of the question means, where it is worded like no rule; no rule
    at all where something is denied, for nobody reads of what.
    """
    text = chain.query.text
    if _DENIES.search(text):
        return Wanted()
    names = [text[start:end] for start, end in name_runs(text, chain.spelling)]
    outlets = {part for name in chain.outlets for part in split_words(fold(name))}
    names = [n for n in names if not set(split_words(fold(n))) <= outlets]
    in_names = {fold(part) for name in names for part in split_words(name)}
    plain_words = [
        word
        for word in chain.matter().words
        if fold(word) not in in_names
        and fold(word) not in _OF_ARTICLES
        and chain.spelling.contains(word)
    ]
    return Wanted(
        publishers=chain.outlets,
        words=tuple(dict.fromkeys([*names, *plain_words])),
        about=_NAMED_ONLY.search(text) is None,
        period=chain.period,
    )


_VAGUE = frozenset("many different other separate distinct single various news all of the".split())


def _bare(phrase: str) -> str:
    """The phrase without articles and marks around it; "" when only grammar is left."""
    bare = _EDGE.sub("", _EDGE.sub("", phrase).strip())
    content = [w for w in split_words(bare) if w.lower() not in FUNCTION_WORDS or w[:1].isupper()]
    return bare if content else ""


def _name_of(phrase: str) -> str:
    """The name at the end of a phrase: of "the firm Hadrec" Hadrec alone, without a title."""
    words = _TITLE.sub("", phrase).split()
    while len(words) > 1 and words[0].islower() and words[-1][:1].isupper():
        words = words[1:]
    return " ".join(words)


def _publishers(phrase: str, known: dict[str, str]) -> list[str]:
    """The publishers of the collection that a phrase names and nothing else, else none."""
    names = []
    for part in re.split(
        r"\s+(?:and|or)\s+|\s*,\s*", re.sub(r"^(?:the|both)\s+", "", phrase.strip())
    ):
        name = known.get(publisher_key(_EDGE.sub("", part)))
        if name is None:
            return []
        names.append(name)
    return names


def _in_short(which: str, outlets: Iterable[str]) -> list[str]:
    """The one outlet of which a part of the name stands before the noun: "Herald articles"."""
    bare = _bare(which)
    words = set(split_words(fold(bare)))
    if not words or not bare[:1].isupper():
        return []
    found = [name for name in dict.fromkeys(outlets) if words <= set(split_words(fold(name)))]
    return found if len(found) == 1 else []


def _stretch(period: Period) -> str:
    if period.first and period.last:
        if period.first == period.last:
            return f"on {period.first}"
        return f"from {period.first} to {period.last}"
    return f"from {period.first} on" if period.first else f"until {period.last}"
