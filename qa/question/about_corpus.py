"""Whether a question is about the collection itself: what there is, how many, from whom, since
when; and the topic of "Which articles report …?".
"""

from __future__ import annotations

import re
from typing import Literal

from qa.question.query import FUNCTION_WORDS, words_of

CorpusKind = Literal["greeting", "thanks", "contents", "count", "publishers", "dates", "help"]

_ARTICLES = r"(?:articles?|stories|story|documents?|texts?|files?|news|pieces?|reports?|sources?)"
_PATTERNS: dict[CorpusKind, str] = {
    "greeting": (
        r"(?:hi|hello|hey|hallo|greetings|good (?:morning|afternoon|evening|day))"
        r"(?:\s+(?:there|dateline|everyone|all))?(?:[,.!]?\s+how are you(?: today| doing)?)?"
    ),
    "thanks": (r"(?:many )?thank(?:s| you)(?: (?:very|so) much| a lot)?|bye|goodbye|cheers"),
    "help": (
        r"help|who are you|what are you|what is (?:this|dateline)|how does this work|"
        r"what can (?:you|i) (?:do|ask)(?: you| here| about)*|"
        r"how (?:do|can) i use (?:this|you)"
    ),
    "contents": (
        rf"what(?: all)? do you (?:have|know)(?: about)?(?: here)?|"
        rf"(?:what|which) {_ARTICLES} (?:do|can) (?:you|we|i) "
        rf"(?:have|know|see|search|hold|read)"
        rf"(?: here| about| access(?: to)?)?|"
        rf"(?:what|which) {_ARTICLES} (?:are|is) "
        rf"(?:there|here|available|indexed|loaded|in (?:the|this|your) \w+)|"
        rf"what (?:are|do) (?:the|these|your|all(?: the)?) {_ARTICLES} "
        rf"(?:about|cover|say|deal with)|"
        rf"(?:list|show|name|give)(?: me)?(?: all)?(?: of)?(?: the| your)? {_ARTICLES}"
        rf"(?: (?:you have|titles?|available))?|"
        rf"what (?:topics?|subjects?|themes?)(?: (?:do|does|are|can|is) [\w ]{{1,40}})?|"
        rf"what(?:'s| is) in (?:here|the (?:index|corpus|collection|articles?|archive))|"
        rf"(?:summari[sz]e|describe) (?:the |your |this )?(?:corpus|collection|archive|index)"
    ),
    "publishers": (
        rf"(?:which|what) (?:publishers?|outlets?|newspapers?|papers|media|agencies|sources)"
        rf"(?: (?:do you have|are (?:there|here|included|covered|in [\w ]{{1,20}})|"
        rf"do you (?:cover|hold|know)|published (?:these|the) {_ARTICLES}))?|"
        rf"who published (?:these|the|your) {_ARTICLES}|"
        rf"where (?:do|are) (?:these|the|your) {_ARTICLES} (?:come )?from"
    ),
    "dates": (
        rf"(?:what|which) (?:dates?|period|time ?span|years?|time) (?:do|does|is|are) "
        rf"(?:the|these|your|you)\s?(?:{_ARTICLES}|corpus|collection)? ?"
        rf"(?:from|cover|covered|span)?|"
        rf"how (?:old|recent) are (?:the|these|your) {_ARTICLES}|"
        rf"when were (?:the|these|your) {_ARTICLES} (?:published|written)"
    ),
}
_WHOLE_CORPUS = {
    kind: re.compile(rf"^\W*(?:please\s+)?(?:{pattern})\W*$", re.I)
    for kind, pattern in _PATTERNS.items()
}
_COURTESY = re.compile(
    r"\W*(?:(?P<thanks>(?:many )?thanks?(?: you)?(?: (?:very|so) much| a lot)?)|"
    r"hi|hello|hey|greetings|good (?:morning|afternoon|evening|day))"
    r"(?:\s+(?:there|dateline|everyone|all))?\s*[,.!;:]+\s*(?=\S)",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|did|does|do|can|could|is|are|was it)\b|\?",
    re.I,
)
# A question made of these words alone (and function words) is about the corpus however it is put.
_PUBLISHER_WORDS = frozenset(
    "source sources publisher publishers outlet outlets newspaper newspapers paper papers media "
    "agency agencies publication publications".split()
)
_DATE_WORDS = frozenset(
    "date dates dated period time timespan old recent newest oldest latest earliest when".split()
)
_SELF_WORDS = frozenset("yourself bot chatbot assistant dateline".split())
_CORPUS_WORDS = (
    _PUBLISHER_WORDS
    | _DATE_WORDS
    | _SELF_WORDS
    | frozenset(
        "article articles story stories document documents text texts file files news archive "
        "corpus collection index indexed database library topic topics subject subjects theme "
        "themes coverage cover covers covered contain contains contained hold holds include "
        "includes included available list search summarise summarize summary overview "
        "describe deal deals know anything everything something total altogether number count "
        "here published publish come comes came read help use work works question questions ask "
        "answer talk stored loaded title titles headline headlines".split()
    )
)
_CORPUS_NOUNS = _CORPUS_WORDS - frozenset(
    "when time old recent know anything everything something total number here come comes came "
    "read use work works ask answer talk deal deals hold holds cover covers covered contain "
    "contains contained include includes included published publish help question "
    "questions latest news available search".split()
)

_COUNT = re.compile(
    rf"^\W*(?:so\s+|and\s+)?how many {_ARTICLES}(?:\s+(?:are|is|do|does|have|did|come|were|can|"
    rf"you|there|we|i|in|the|your|this|index|corpus|collection|database|archive|available|indexed|"
    rf"loaded|here|total|all|altogether|has|know|search|stored|been))*(?:\s+(?:from|by|of|"
    rf"published by|written by)\s+(?:the\s+)?(?P<publisher>(?:(?!(?:were|was|are|is|did|do|when|"
    rf"that)\b)[^?]){{2,60}}?))?(?:\s+(?:do you have|are there|in (?:the|your) \w+|"
    rf"published))?\W*$",
    re.I,
)
_WHICH = re.compile(
    rf"^\W*(?:(?:which|what)(?: of (?:the|these|your))? {_ARTICLES}|"
    rf"(?:list|show|find|give)(?: me)?(?: all)?(?: the)? {_ARTICLES}|"
    rf"(?:are there|do you have|is there)(?: any| an| a)? {_ARTICLES})\s+"
    rf"(?:that |which |to )?(?:also )?"
    rf"(?:reports?|reported|mentions?|mentioned|mentioning|discuss(?:es|ed)?|cover(?:s|ed)?|"
    rf"talks? (?:about|of)|speaks? (?:about|of)|writes? about|says? (?:something )?about|"
    rf"deals? with|describes?|quotes?|quoted|names?|refers? to|is about|are about|about|on)\s+"
    rf"(?P<topic>.+?)\W*$",
    re.I,
)


def corpus_question(question: str) -> tuple[CorpusKind, str] | None:
    """What a question asks of the corpus as a whole, with the publisher it names ("" for none);
    None for every other question.
    """
    courtesy = _COURTESY.match(question)
    if courtesy:
        rest = question[courtesy.end() :]
        kind: CorpusKind = "thanks" if courtesy.group("thanks") else "greeting"
        if not words_of(rest) or (kind == "thanks" and not _ASKS.search(rest)):
            return kind, ""
        return corpus_question(rest)
    for kind, pattern in _WHOLE_CORPUS.items():
        if pattern.match(question):
            return kind, ""
    count = _COUNT.match(question)
    if count:
        return "count", (count.group("publisher") or "").strip()
    return _of_corpus_words(question)


def _of_corpus_words(question: str) -> tuple[CorpusKind, str] | None:
    words = [w.lower() for w in words_of(question)]
    content = [w for w in words if w not in FUNCTION_WORDS]
    if (
        not content
        or not set(content) <= _CORPUS_WORDS
        or not set(content) & _CORPUS_NOUNS
        or {"he", "she", "they", "it", "him", "her", "them", "most"} & set(words)
    ):
        return None
    if set(content) & _SELF_WORDS:
        return "help", ""
    if words[:2] == ["how", "many"] or set(content) & {"number", "count"}:
        return "count", ""
    if set(content) & _PUBLISHER_WORDS:
        return "publishers", ""
    if set(words) & _DATE_WORDS:
        return "dates", ""
    return "contents", ""


def articles_topic(question: str) -> str | None:
    """The topic of "Which articles report TOPIC?", or None for another question."""
    match = _WHICH.match(question)
    return match.group("topic") if match else None
