"""Who holds an office: "Who is the governor?", "Who runs Voltane now?", by the newest report that
names somebody with it.

News names a holder beside the office ("Governor Dario Venn", "Alma Reszke, the new governor"), in a
sentence that is about something else; no model that looks for an answer takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.terms import fold
from index.types import Article
from qa.answer.telling import Told, label
from qa.evidence.context import article_sentences
from qa.evidence.missing import has_name
from qa.evidence.retrieve import article_of, search_keywords
from qa.forms.chain import Built, Chain
from qa.forms.timeline import MOST_READ
from qa.question.query import prepare

_NAMES_HELD = 0.6  # of the question's names, in an article that may tell

_OFFICES = (
    r"presidents?|prime ministers?|premiers?|chancellors?|(?:deputy |vice[- ])?mayors?|governors?|"
    r"(?:\w+ )?ministers?|(?:foreign |home )?secretar(?:y|ies)(?:[- ]general)?|speakers?|"
    r"chief executives?|chief executive officers?|CEOs?|CFOs?|chairm[ae]n|chairwom[ae]n|chairs?|"
    r"chairpersons?|directors?(?:[- ]general)?|managing directors?|(?:\w+ )?chiefs?|heads?|"
    r"leaders?|boss(?:es)?|captains?|(?:head )?coach(?:es)?|managers?|bishops?|archbishops?|"
    r"principals?|rectors?|deans?|editors?(?:[- ]in[- ]chief)?|commissioners?|commanders?|"
    r"judges?|ambassadors?|spokes(?:man|woman|person)|curators?|treasurers?|sheriffs?|"
    r"superintendents?"
)
_ASKS = re.compile(
    rf"^\W*(?:and |but |so |then )?who(?:[’']s| is| are| was)\s+(?:now |currently |today )?"
    rf"(?:the |an? )?(?:[A-Z][\w’'.-]*\s+){{0,4}}?(?:current |present |new |acting |latest )?"
    rf"(?P<office>(?:{_OFFICES}))\b[^?.!]*[?.!]*\s*$",
    re.I,
)
_ASKS_RUNS = re.compile(
    r"^\W*(?:and |but |so )?who (?:runs|leads|heads|governs|chairs|manages|is (?:now )?(?:in "
    r"charge of|running|leading|heading|at the (?:head|top|helm) of))\s+[^?.!]+[?.!]*\s*$",
    re.I,
)
_ASKS_MORE = re.compile(r"\band (?:who|what|when|where|why|how|did|does|is|was)\b", re.I)
_RUNS = (
    r"chief executives?(?: officer)?|CEO|chairm[ae]n|chairwoman|president|director|head|leader|"
    r"manager|managing director|boss|chief|charge|helm"
)
_NAME = (
    r"(?P<name>(?-i:[A-Z][\w’'-]+(?:\s+(?:[A-Z]\.|(?:van|von|de|der|al|bin|da|di|el)\b))*"
    r"(?:\s+[A-Z][\w’'-]+){1,2}))"
)
_TOOK_OVER = (
    r"(?:took over|takes over|took office|was (?:named|appointed|elected|sworn in|chosen)|has been "
    r"(?:named|appointed|elected)|will (?:succeed|replace|take over)|succeeded|succeeds|replaced|"
    r"replaces|becomes|became|is (?:the|now))"
)
_GONE = re.compile(
    r"\b(?:former|ex|then|outgoing|late|previous|predecessor|ousted|dismissed|fired|resigned|quit|"
    r"stepped down|stood down|is out|steps? down|left|unseat\w+|deposed|removed|late|would-be|"
    r"candidate|challenger|deputy|vice)\b",
    re.I,
)
_NO_NAME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december reuters cnn the".split()
)


@dataclass(frozen=True)
class _Holder:
    """Who is named with the office, and where."""

    name: str
    told: Told
    gone: bool


def build_office(chain: Chain) -> Built | None:
    """The newest sentence that names a holder of the office; None for any other question, and where
    no article names one.
    """
    asked = _ASKS.match(chain.query.text) or _ASKS_RUNS.match(chain.query.text)
    if asked is None or _ASKS_MORE.search(chain.query.text):
        return None
    office = asked.groupdict().get("office")
    if office is None and not _whose(chain):
        return None  # "who heads the project?": nothing tells one project from another
    holders = list(_holders(_words(office), chain))
    if not holders:
        return None
    # Somebody who is told to be gone was the holder until then.
    last = max(holders, key=lambda h: (h.told.article.published_at or "", not h.gone))
    if last.gone:
        gone = {fold(h.name.split()[-1]) for h in holders if h.gone}
        stay = [h for h in holders if fold(h.name.split()[-1]) not in gone]
        if not stay:
            return None
        last = max(stay, key=lambda h: h.told.article.published_at or "")
    draft = chain.say(last.told, before=f"{label(last.told)}: ")
    return Built("lookup", (draft,), {last.told.article.article_id: last.told.article})


def _words(office: str | None) -> str:
    """The pattern of an office as articles write it."""
    if office is None:
        return _RUNS
    low = office.lower()
    if low in ("ceo", "chief executive", "chief executive officer", "boss"):
        return r"chief executives?(?: officer)?|CEO|boss|head"
    if low in ("head", "leader", "chief"):
        return _RUNS
    return re.escape(office)


def _whose(chain: Chain) -> list[str]:
    """The names that the office is of."""
    return [name for name in chain.query.names if not re.fullmatch(_OFFICES, name, re.I)]


def _holders(office: str, chain: Chain) -> Iterator[_Holder]:
    before = re.compile(rf"\b(?P<office>{office})(?:\s+of\s+[^,.;]{{2,40}}?)?,?\s+{_NAME}", re.I)
    behind = re.compile(
        rf"{_NAME},?\s+(?:\d\d,\s+)?(?:{_TOOK_OVER}\s+(?:as\s+)?)?(?:the|its|their|his|her|an?|"
        rf"(?:[\w’'-]+\s+){{0,3}}?[\w-]+[’']s?)?\s*(?:\w+\s+){{0,3}}?(?P<office>{office})\b",
        re.I,
    )
    for article in _articles(office, chain):
        spans = article_sentences(chain.passages_of(article.article_id))
        for number, (start, end) in enumerate(spans):
            told = Told(article, start, end, 1.0)
            around = article.text[spans[max(0, number - 1)][0] : spans[number : number + 2][-1][1]]
            if not all(has_name(name, around) for name in _whose(chain)[-1:]):
                continue
            for pattern in (before, behind):
                for match in pattern.finditer(told.text):
                    name = match["name"]
                    if fold(name.split()[0]) in _NO_NAME:
                        continue
                    other = re.search(r"([A-Z][\w’'-]+)\s+$", told.text[: match.start()])
                    if other and not any(has_name(w, other[1]) for w in _whose(chain)):
                        continue  # "Russian President" where Ukraine's is asked for
                    near = told.text[max(0, match.start() - 30) : match.end() + 40]
                    yield _Holder(name, told, _GONE.search(near) is not None)


def _articles(office: str, chain: Chain) -> Iterator[Article]:
    """The dated articles that have most of the question's names, the likeliest first."""
    names = _whose(chain)
    where = chain.where()
    ids = None if where.is_empty else chain.catalog.article_ids(where)
    words = " ".join([*names, *chain.matter().words, *re.findall(r"[a-z]{4,}", office)])
    ranked = search_keywords(prepare(words, chain.spelling), chain.library, 4 * MOST_READ, ids)
    for article_id in list(dict.fromkeys(article_of(p) for p, _ in ranked))[:MOST_READ]:
        article = chain.catalog.article(article_id)
        if article is None or article.published_at is None:
            continue
        whole = f"{article.title or ''}\n{article.text}"
        if not names or sum(has_name(n, whole) for n in names) >= _NAMES_HELD * len(names):
            yield article
