"""Who said something, and what somebody said of a matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.catalog.vocabulary import is_same_name
from index.text.terms import analyse, fold
from index.types import Article, Passage
from qa.answer.asserted import asserted_by
from qa.answer.by_role import FULL_NAME
from qa.answer.draft import DraftStatement
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.question.period import without_period
from qa.question.query import FUNCTION_WORDS, without_beside, words_of
from qa.question.wording.same_words import terms_for
from qa.types import AssertedBy

MOST_ARTICLES = 40
MOST_SAID = 3
FEWEST_QUOTED_WORDS = 3
_QUOTED = re.compile(r"[“\"‘'«](?P<words>[^“”\"«»]{8,600})[”\"’'»]")
_WHO = re.compile(r"\bwho\b|\bwhose (?:words|quote|statement)\b|\bsaid by whom\b", re.I)
_SAID = re.compile(
    r"^\W*(?:and |but |so )?what (?:else |exactly |all )?(?:did|does|do|has|have|had) (?P<who>.+?) "
    r"(?:said|say|tell|told|claim(?:ed)?|think|thought|announced?|argued?|promised?|warn(?:ed)?|"
    r"stated?|den(?:y|ied)|alleged?|demand(?:ed)?|comment(?:ed)?|believed?|predict(?:ed)?|reply|replied|"
    r"respond(?:ed)?|answer(?:ed)?|react(?:ed)?|suggest(?:ed)?|criticis\w+|accuse)"
    r"\b(?P<what>.*)$",
    re.I | re.S,
)
_WAS_SAID = re.compile(
    r"\b(?:quote|statement|comment|reaction|response|position|view|opinion)s? (?:of|by|from) "
    r"(?P<who>[^?]+?)(?: (?:on|about|to|regarding) (?P<what>[^?]+))?\W*$",
    re.I,
)
_OFFICE = re.compile(
    r"^(?:the\s+)?(?:(?P<owner>[\w’'. -]+?)[’']s?\s+)?(?P<head>[a-z]+(?:\s[a-z]+)?)$|"
    r"^(?:the\s+)?(?P<head2>[a-z]+(?:\s[a-z]+)?)\s+(?:of|for|at)\s+(?:the\s+)?"
    r"(?P<owner2>[\w’'. -]+)$"
)
MOST_IN_OFFICE = 8  # articles that are read for who holds an office
_NEAR_OFFICE = 120  # characters around it in which its owner is named
_OF_ARTICLE = 0.3  # times what the headline and the first sentence have of the matter
_LEAST_TOLD = 0.34  # of the matter's terms, in what was said or the sentence before it


def build_quoted(chain: Chain) -> Built | None:
    """Who said the words that the question has in quotation marks; None where they stand
    nowhere."""
    question = chain.query.standalone
    quoted = _QUOTED.search(question)
    if quoted is None or not _WHO.search(question):
        return None
    words = _line(quoted["words"])
    if len(words.split()) < FEWEST_QUOTED_WORDS:
        return None
    for article in chain.having(quoted["words"], 200, MOST_ARTICLES, chain.ids()):
        if words not in _line(article.text):
            continue
        passages = chain.passages_of(article.article_id)
        for start, end in article_sentences(passages):
            sentence = _line(article.text[start:end])
            if not (words in sentence or (sentence and sentence in words)):
                continue
            by = asserted_by(article, article_sentences(passages), (start, end))
            draft = chain.say(Told(article, start, end, 1.0))
            if by is not None and fold(by.name.split()[-1]) not in fold(draft.text):
                draft = replace(draft, text=f"{by.name}: {draft.text}")
                named = _named_at(article, article_sentences(passages), start, by)
                if named is not None:
                    quote = replace(draft.quotes[0], start_char=named[0], end_char=named[1])
                    draft = replace(draft, quotes=(*draft.quotes, quote))
            drafts = (replace(draft, asserted_by=by),)
            chosen = name_as_answer(drafts[0], article, passages)
            return Built("lookup", drafts, {article.article_id: article}, chosen)
    return None


def name_as_answer(
    draft: DraftStatement, article: Article, passages: Sequence[Passage]
) -> tuple[EvidenceSentence, ...]:
    """The name of who asserts a statement, where it stands in a quote, as the shortest answer."""
    by = draft.asserted_by
    if by is None:
        return ()
    for quote in draft.quotes:
        at = article.text.find(by.name, quote.start_char, quote.end_char)
        if at >= 0:
            span = (at, at + len(by.name))
            return (
                EvidenceSentence(
                    article, passages[0], quote.start_char, quote.end_char, 1.0, span, 1.0
                ),
            )
    return ()


def build_said(chain: Chain, chosen: Sequence[EvidenceSentence] = ()) -> Built | None:
    """What a person or body said, of a matter if the question names one; None where nothing that
    they said of it is found, or where the sentences `chosen` for a fact are theirs already.
    """
    asked = _asked(chain)
    if asked is None:
        return None
    who, what = asked
    meant = _in_office(who, chain) or (who,)
    if any(_is_by(meant, sentence, chain) for sentence in chosen):
        return None
    matter = [w for w in words_of(what) if w.lower() not in FUNCTION_WORDS and len(w) > 1]
    terms = [terms_for(word) for word in matter]
    words = f"{who} {' '.join(matter)}"
    found: list[tuple[float, Told, AssertedBy]] = []
    having = chain.having(words, 4 * MOST_ARTICLES, MOST_ARTICLES, chain.ids())
    for rank, article in enumerate(having):
        found += _said_in(article, meant, terms, chain, 0.002 * rank)
    found.sort(key=lambda item: -item[0])
    told_first = [item for item in found if item[0] >= found[0][0] - 0.34][:MOST_SAID]
    if not told_first:
        return None
    articles = {told.article.article_id: told.article for _, told, _ in told_first}
    order = list(articles)
    told_first.sort(key=lambda i: (order.index(i[1].article.article_id), i[1].start_char))
    drafts: list[DraftStatement] = []
    for _, told, by in told_first:
        draft = chain.say(told)
        if not any(_mentions(name, draft.text) for name in (by.name, *meant)):
            draft = replace(draft, text=f"{by.name}: {draft.text}")
        if all(
            quote.start_char >= known.end_char or quote.end_char <= known.start_char
            for quote in draft.quotes[:1]
            for other in drafts
            for known in other.quotes
            if known.article_id == quote.article_id
        ):
            drafts.append(replace(draft, asserted_by=by))
    return Built("lookup", tuple(drafts), articles)


def of_speaker(chain: Chain, chosen: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Of the sentences chosen for what somebody said those that are theirs; where none is, all but
    others' words in which they are only named. All where the question asks something else.
    """
    asked = _asked(chain)
    if asked is None:
        return list(chosen)
    meant = _in_office(asked[0], chain) or (asked[0],)
    theirs = [s for s in chosen if _is_by(meant, s, chain)]
    if theirs or not any(word[:1].isupper() for word in words_of(asked[0])):
        return theirs or list(chosen)
    return [s for s in chosen if any(_may_be_of(name, s, chain) for name in meant)]


def _asked(chain: Chain) -> tuple[str, str] | None:
    """Who is asked to have said something, and of what; None for another question."""
    question = without_period(without_beside(chain.query.text), chain.period)
    match = _SAID.match(question) or _WAS_SAID.search(question)
    who = match["who"].strip(" ?.,") if match else ""
    if match is None or set(map(str.lower, words_of(who))) <= FUNCTION_WORDS or chain.outlets:
        return None
    return who, match["what"] or ""


def _in_office(who: str, chain: Chain) -> tuple[str, ...]:
    """Who holds the office that "the museum's director" or "the head of Open Hands" names, as the
    articles say it: the name beside the office, in the passages that have its words.
    """
    role = _OFFICE.match(who)
    if role is None:
        return ()
    head = re.escape(role["head"] or role["head2"])
    owner = set(analyse(role["owner"] or role["owner2"] or "")[-1:])
    beside = re.compile(
        rf"\b{head},?\s+(?P<a>{FULL_NAME})|"
        rf"(?P<b>{FULL_NAME}),\s+(?:\d+,\s+)?[^,.;“”\"]{{0,60}}?\b{head}\b",
    )
    found: Counter[str] = Counter()
    for article in chain.having(who, 40, MOST_IN_OFFICE, chain.ids()):
        for match in beside.finditer(article.text):
            near = article.text[max(0, match.start() - _NEAR_OFFICE) : match.end() + _NEAR_OFFICE]
            if owner <= set(analyse(near)):
                found[(match["a"] or match["b"]).strip()] += 1
    return tuple(name for name, _ in found.most_common(1))


def _is_by(who: Sequence[str], sentence: EvidenceSentence, chain: Chain) -> bool:
    spans = article_sentences(chain.passages_of(sentence.article.article_id))
    by = asserted_by(sentence.article, spans, (sentence.start_char, sentence.end_char))
    return by is not None and any(is_meant(name, by.name) for name in who)


def _said_in(
    article: Article,
    who: Sequence[str],
    terms: Sequence[frozenset[str]],
    chain: Chain,
    behind: float,
) -> list[tuple[float, Told, AssertedBy]]:
    sentences = article_sentences(chain.passages_of(article.article_id))
    opening = article.text[sentences[0][0] : sentences[0][1]] if sentences else ""
    whole = set(analyse(f"{article.title or ''} {opening}"))
    about = share_of(terms, whole) if terms else 0.0
    found = []
    for place, (start, end) in enumerate(sentences):
        by = asserted_by(article, sentences, (start, end))
        if by is None or not any(is_meant(name, by.name) for name in who):
            continue
        text = article.text[start:end]
        before = article.text[sentences[place - 1][0] : sentences[place - 1][1]] if place else ""
        held = share_of(terms, set(analyse(text))) if terms else 1.0
        near = share_of(terms, set(analyse(before))) if terms else 0.0
        score = held + 0.4 * near + _OF_ARTICLE * about
        if terms and score < _LEAST_TOLD:
            continue
        speech = 0.1 * ("“" in text or '"' in text)
        found.append((score + speech - behind - 0.01 * place, Told(article, start, end, 1.0), by))
    return found


def share_of(terms: Sequence[frozenset[str]], held: set[str]) -> float:
    """How many of the matter's words a text has, or words that news uses for them."""
    return sum(bool(of_word & held) for of_word in terms) / max(1, len(terms))


def is_meant(who: str, name: str) -> bool:
    """Whether a speaker's name is the one asked for: their last words agree, in any spelling."""
    asked = [w for w in words_of(who) if w.lower() not in FUNCTION_WORDS]
    spoken = [w for w in words_of(name) if w.lower() not in FUNCTION_WORDS]
    if not asked or not spoken:
        return False
    if any(w[:1].isupper() for w in asked):
        return any(is_same_name(asked[-1], word) for word in spoken)
    return bool(set(analyse(" ".join(asked))) & set(analyse(" ".join(spoken))))


def _may_be_of(who: str, sentence: EvidenceSentence, chain: Chain) -> bool:
    """Whether a sentence that is not known to be somebody's may tell what they said: nobody else
    is its speaker, or they are named in it, and not in a quote alone.
    """
    if _mentions(who, sentence.text):
        return not _only_spoken_of(who, sentence.text)
    spans = article_sentences(chain.passages_of(sentence.article.article_id))
    return asserted_by(sentence.article, spans, (sentence.start_char, sentence.end_char)) is None


def _only_spoken_of(who: str, text: str) -> bool:
    """Whether a text names somebody in what is quoted and nowhere else."""
    outside = re.sub(r"“[^”]*”|\"[^\"]*\"", " ", text)
    return _mentions(who, text) and not _mentions(who, outside)


def _mentions(who: str, text: str) -> bool:
    last = [w for w in words_of(who) if w.lower() not in FUNCTION_WORDS][-1:]
    held = set(analyse(text))
    return bool(last) and bool(set(analyse(last[0])) & held)


def _named_at(
    article: Article, sentences: list[tuple[int, int]], start: int, by: AssertedBy
) -> tuple[int, int] | None:
    """The nearest sentence before `start` that has the speaker's name."""
    last = fold(by.name.split()[-1])
    for first, end in reversed([s for s in sentences if s[0] < start]):
        if last in fold(article.text[first:end]):
            return first, end
    return None


def _line(text: str) -> str:
    return " ".join(words_of(text.replace("’", "'"))).lower()
