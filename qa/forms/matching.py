"""Which articles of the index a question speaks of: from whom, of when, by whom, about what.

A question such as "How many Reuters articles mention the strike in March?" is asked of the catalog,
not of passages: what comes out is every article that fits, by a rule that can be said.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from index.byline.publishers import publisher_key
from index.text.terms import NAME_PREFIX, fold, split_words, terms_of
from index.types import Article, ArticleFilter
from qa.answer.matter import matter_of
from qa.answer.wording import plain
from qa.forms.chain import Chain
from qa.question.period import Period, asked_days, without_period
from qa.question.query import FUNCTION_WORDS, Spelling

MOST_ARTICLES_READ = 4_000  # of those that hold the words somewhere; more are taken as they are
ABOUT_SENTENCES = 2  # an article is about what its opening or as many sentences name

_LIKE_SPELLING = 0.5  # of two spellings of one name: Kiev and Kyiv .75, Corvo and Quarrow .17
_MOST_FORMS = 9  # of the names of a question together, e.g. "North Korean" and "Russian"

_MENTION = (
    r"(?:that |which |who )?(?:(?:also|do|does|did|have|has) )?(?:mention(?:s|ed|ing)?|nam(?:e|es|"
    r"ed|ing)|refer(?:s|red|ring)? to|contain(?:s|ed|ing)?|quot(?:e|es|ed|ing)|with the words?|"
    r"speak(?:s|ing)? of|use(?:s|d)? the words?)"
)
_ABOUT = (
    r"(?:that |which |who )?(?:(?:are|is|were|was|do|does|did|have|has|you have) )?(?:about|on|"
    r"regarding|concerning|cover(?:s|ed|ing)?|discuss(?:es|ed|ing)?|report(?:s|ed|ing)?(?: on|"
    r" about)?|talk(?:s|ed|ing)? (?:about|of)|deal(?:s|t|ing)? with|describ(?:e|es|ed|ing)|sa(?:y|"
    r"ys|id) (?:something |anything )?about|writ(?:e|es|ten|ing) about|tell(?:s|ing)? of)"
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

    @property
    def rule(self) -> str:
        """The rule in words, to stand behind a number of articles: "mention “strike” (…)"."""
        said = []
        if self.words:
            joint = " or " if self.either else " and "
            named = joint.join(f"“{plain(word)}”" for word in self.words)
            has = "has one of them" if self.either else "has it or a form of it"
            said.append(
                f"are about {named} (their headline or opening has it, or two sentences do)"
                if self.about
                else f"mention {named} (their headline or text {has})"
            )
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
    if re.search(r"\bhow (?:many|much)\b", rest, re.I):  # another question
        return None
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


def filter_of(wanted: Wanted, chain: Chain) -> ArticleFilter:
    """The filter of the question with the period and the publishers of the rule."""
    return chain.where(publishers=wanted.publishers)


def matching(wanted: Wanted, chain: Chain) -> list[Article]:
    """Every article that the rule means, oldest first, those of unknown date last."""
    where = filter_of(wanted, chain)
    named = [w for w in wanted.words if any(part[:1].isupper() for part in w.split())]

    def _having(searched: Iterable[str]) -> list[str]:
        found = [chain.catalog.entries(where, words=words) for words in searched]
        return list(dict.fromkeys(entry.article_id for entries in found for entry in entries))

    if wanted.words and not wanted.either and len(named) == len(wanted.words):
        each = [forms_of(word, chain.spelling) for word in wanted.words]
        ids = _having(itertools.islice(map(" ".join, itertools.product(*each)), _MOST_FORMS))
    elif wanted.either and len(named) == len(wanted.words):
        ids = _having(form for word in wanted.words for form in forms_of(word, chain.spelling))
    else:
        ids = [entry.article_id for entry in chain.catalog.entries(where)]
    articles = [a for i in ids if (a := chain.catalog.article(i)) is not None]
    if wanted.author:
        name = fold(wanted.author)
        articles = [a for a in articles if name in fold(a.author or "")]
    if wanted.words and len(articles) <= MOST_ARTICLES_READ:
        articles = [a for a in articles if holds(wanted, a, chain)]
    if wanted.without is not None:
        left_out = {article.article_id for article in matching(wanted.without, chain)}
        articles = [article for article in articles if article.article_id not in left_out]
    return sorted(articles, key=lambda a: (a.published_at or "9999", a.path, a.article_id))


def holds(wanted: Wanted, article: Article, chain: Chain) -> bool:
    """Whether the article fits the words of the rule."""
    enough = any if wanted.either else all
    if not wanted.about:  # most articles have the words as they are, and need no closer look
        whole = f"{article.title or ''}\n{article.text}"
        plainly = (re.search(rf"\b{re.escape(w)}\b", whole, re.I) for w in wanted.words)
        if enough(found is not None for found in plainly):
            return True
    sentences = [
        word_terms(article.text[start:end], wanted.words)
        for start, end in sorted(
            {s for p in chain.passages_of(article.article_id) for s in p.sentences}
        )
    ]
    title = word_terms(article.title or "", wanted.words)
    each = [forms_of(word, chain.spelling) for word in wanted.words]
    places = [
        [n for n, s in enumerate([title, *sentences]) if any(said_in(form, s) for form in forms)]
        for forms in each
    ]
    if not enough(places):
        return False
    if not wanted.about:
        return True
    # The headline is place 0, the opening places 1 and 2.
    return enough(bool(p) and (p[0] <= 2 or len(p) >= ABOUT_SENTENCES) for p in places)


def forms_of(words: str, spelling: Spelling) -> tuple[str, ...]:
    """A name and what is of it: "North Korea" and, where the articles have it, "North Korean"."""
    name = words.split()[-1:]
    if not name or not name[0][:1].isupper():
        return (words,)
    last, before = name[0], words[: len(words) - len(name[0])]
    made = [f"{last}{ending}" for ending in ("ian", "ese", "ish", "i")]
    if last[-1] in "aeioy":  # Korean, Ukrainian, Italian, Mexican; "Holtan" is not of Holt
        made = [f"{last}n", *(f"{last[:-1]}{e}" for e in ("an", "ian", "ese", "ish", "i")), *made]
    return (words, *(f"{before}{f}" for f in dict.fromkeys(made) if spelling.is_name(f)))


def said_in(words: str, sentence: Sequence[frozenset[str]]) -> bool:
    """Whether a sentence has the words: a name side by side, other words anywhere in it."""
    phrase = phrase_of(words)
    if any(word[:1].isupper() for word in words.split()):
        return stands_in(phrase, sentence)
    held = frozenset[str]().union(*sentence)
    return all(part & held for part in matter_of(words, lambda word: 1.0).terms)


Phrase = Sequence[frozenset[str]]


def word_terms(text: str, asked: Sequence[str] = ()) -> list[frozenset[str]]:
    """The terms of each word of a text, in order; words of grammar have none. Of the words `asked`
    for, only like ones share a name key: Kiev is Kyiv, "Corvo" is no "Quarrow".
    """
    keys: dict[str, list[str]] = {}
    for word in (part for phrase in asked for part in split_words(phrase)):
        for term in terms_of([word]):
            if term.startswith(NAME_PREFIX):
                keys.setdefault(term, []).append(word)
    found = []
    for word in split_words(text):
        terms = frozenset(terms_of([word]))
        unlike = {t for t in terms if t in keys and not any(_alike(word, w) for w in keys[t])}
        found.append(terms - unlike)
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two words of one name key are spelled alike; always where a script differs."""
    if one.isascii() != other.isascii():
        return True
    return SequenceMatcher(None, one.lower(), other.lower()).ratio() >= _LIKE_SPELLING


def phrase_of(words: str) -> Phrase:
    """The words of a phrase as sets of terms, without words of grammar."""
    return [terms for terms in word_terms(words) if terms]


def stands_in(phrase: Phrase, words: Sequence[frozenset[str]]) -> bool:
    """Whether the words of a phrase stand side by side in a text, inflected or not."""
    if not phrase:
        return True
    held = [terms for terms in words if terms]
    for at in range(len(held) - len(phrase) + 1):
        if all(part & held[at + n] for n, part in enumerate(phrase)):
            return True
    return False


def _stretch(period: Period) -> str:
    if period.first and period.last:
        if period.first == period.last:
            return f"on {period.first}"
        return f"from {period.first} to {period.last}"
    return f"from {period.first} on" if period.first else f"until {period.last}"
