"""The story that a conversation is about: people ask on about what they read.

"Who was the first one off?" names nothing, and of a whole collection it may be asked of anything.
Of the articles that the last answers were taken from, and others of their story, it has one answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from index.text.terms import analyse, fold
from index.types import Article
from qa.answer.figures import MONTH
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.evidence.dated_text import ADDED
from qa.evidence.search import Found, merge
from qa.evidence.sentences import Evidence
from qa.forms.chain import Chain
from qa.forms.over_time.kin import is_kin
from qa.question.conversation.follow_up import REFUSAL
from qa.question.conversation.turns import new_topic
from qa.question.query import FUNCTION_WORDS, Query, name_words, prepare, words_of
from qa.question.wording.same_words import terms_for

MARKERS = re.compile(r"(?:\s*\[\d+\])+\s*")
MOST_PIECES = 6  # statements of an answer that are looked for
MOST_ARTICLES = 10
# A sentence is the one that was told when it has so much of what was told, and the telling so much
# of it: people shorten when they quote an answer back.
_LEAST_TOLD, _LEAST_OF_SENTENCE, _FEWEST_SHARED = 0.8, 0.2, 2
# Where no sentence is the one that was told: an article with so much of the words of the question
# and the answer, of which there must be some.
_MOST_SPOKEN, _FEWEST_SPOKEN = 0.75, 4
_LABELLED = re.compile(r"^[^:“”\"]{2,60}\b(?:19|20)\d\d:\s")
_LAST_TURNS = 3  # the conversation is about what these told
_OF_KNOWN = 0.5  # of a whole statement's words, for an article that the conversation is about
_NEAR = 0.5  # of what was told, to know the article that it is from
# The story's other articles have so much of the names that its first articles have most often. By
# hand on the follow-ups of harbour (24) and Caldria (40), 2026-11: 9 and 34 right before, 15 and 37
# with this and the things asked of last.
_STORY_NAMES, _SHARE_OF_NAMES, MOST_OF_STORY = 8, 0.35, 14
_LOOKED_THROUGH = (200, 40)  # passages and articles, for others of the story
_SURE_ELSEWHERE = 0.9  # that another story answers a question that leans on this one
_NEAR_ODDS = 3.0  # times the odds of a sentence, where the last answer was taken from its article
_DAY = re.compile(rf"(?:mon|tues|wednes|thurs|fri|satur|sun)day|{MONTH}", re.I)
_AT_THAT_TIME = re.compile(
    r"\b(?:then|there|(?:that|the same) (?:day|time|moment|evening|night|morning|week|month|year)|"
    r"at the time)\b",
    re.I,
)
_AND = re.compile(r"^\W*(?:(?:and|but|so|ok(?:ay)?|well|then)\b\W*)+", re.I)


def told_last(chain: Chain, least: float = _LEAST_TOLD) -> list[Told]:
    """The sentences of the collection that the last answer was taken from, in its order."""
    question, last = next(reversed(_turns(chain)), ("", ""))
    return _told_in(last, chain, least, question)


def _turns(chain: Chain) -> list[tuple[str, str]]:
    """What was asked and answered, in order."""
    turns: list[tuple[str, str]] = []
    question = ""
    for role, text in chain.asked.turns:
        if role == "user":
            question = text
        else:
            turns.append((question, text))
    return turns


def _told_in(
    answer: str, chain: Chain, least: float, question: str = "", known: Collection[str] = ()
) -> list[Told]:
    if answer.startswith(REFUSAL):
        return []
    pieces = [p for p in MARKERS.split(answer) if len(p.split()) > 1][:MOST_PIECES]
    asked = set(analyse(question))
    bare = (_LABELLED.sub("", ADDED.sub("", piece)) for piece in pieces)
    told = (_sentence_of(piece, chain, least, asked, known) for piece in bare)
    return [t for t in told if t is not None]


def in_conversation(chain: Chain) -> Chain:
    """The chain with the story of the conversation, and whether the question leans on it."""
    story = _story(chain)
    if not story:
        return chain
    chain = replace(chain, story=story)
    return replace(chain, leans=_leans(chain))


def _story(chain: Chain) -> frozenset[str]:
    """The ids of the articles that the last turns were about, and of others of the same story;
    empty where nothing was asked before, and where the question names what none of them has.
    """
    if new_topic(chain.asked.text):
        return frozenset()
    own: dict[str, Article] = {}
    story: list[Article] = []
    for question, answer in _turns(chain)[-_LAST_TURNS:]:
        known = {article.article_id for article in story}
        told = _told_in(answer, chain, _NEAR, question, known)
        found = {t.article.article_id: t.article for t in told}
        found = found or _spoken_of(question, answer, chain)
        if found and not known & found.keys():
            own = {}  # a new matter ends the one before it
        own |= found
        story = story_with(list(own.values()), chain) if own else []
    if not own:
        return frozenset()
    held = {fold(word) for article in story for word in words_of(_whole(article))}
    named = name_words(chain.asked.text, chain.spelling)
    if any(fold(name) not in held for name in named):
        return frozenset()
    return frozenset(article.article_id for article in story)


def _spoken_of(question: str, answer: str, chain: Chain) -> dict[str, Article]:
    """The article, if any, that has nearly all the words of a question and its answer: "Nine years
    in a penal colony, on August 4" stands in no article just so.
    """
    terms = set(analyse(f"{question} {MARKERS.sub(' ', answer)}"))
    if answer.startswith(REFUSAL) or len(terms) < _FEWEST_SPOKEN:
        return {}
    for article in chain.having(f"{question} {answer}", 60, 3, chain.ids()):
        held = set(analyse(_whole(article)))
        if len(terms & held) >= _MOST_SPOKEN * len(terms):
            return {article.article_id: article}
    return {}


def within_talk(chain: Chain) -> Chain:
    """The chain bound to the articles of the conversation where the question leans on it or has a
    pronoun explained by it; unchanged elsewhere.
    """
    own = chain.query.text.partition(" (")[0]
    explained = analyse(_typed(chain).text) != analyse(chain.query.text)
    explained = explained and not name_words(own, chain.spelling)
    return replace(chain, bound=bool(chain.story) and (chain.leans or explained))


def found_in_story(parts: Sequence[Query], chain: Chain) -> list[Found]:
    """What the articles of the conversation answer, for a question that leans on it; nothing for
    any other, and where another story answers more surely.

    It is asked as it was typed too: "When's that in court?" needs no more words among few articles.
    """
    if len(parts) != 1 or not chain.leans:
        return []
    texts = dict.fromkeys((parts[0].text, _typed(chain).text))
    found = nearer(merge([chain.of_story(text) for text in texts]), chain)
    here = found.evidence.probability
    elsewhere = chain.ask(parts[0].text).evidence.probability
    if here >= chain.settings.refuse_below:
        return [found] if here >= elsewhere else []
    return [found] if not parts[0].names and elsewhere < _SURE_ELSEWHERE else []


def _typed(chain: Chain) -> Query:
    return prepare(_AND.sub("", chain.asked.text), chain.spelling)


def _leans(chain: Chain) -> bool:
    """Whether the question leans on the conversation without saying how, and most of its words may
    be about the story: the others are in none of its articles, though in those of other stories.
    """
    typed = _typed(chain)
    resolved = "(" not in chain.query.text and analyse(typed.text) != analyse(chain.query.text)
    if resolved:
        return _AT_THAT_TIME.search(chain.asked.text) is not None
    if not typed.content_words:
        return False
    texts = (chain.catalog.article(article_id) for article_id in chain.story)
    held = {term for article in texts if article for term in analyse(_whole(article))}
    new = [
        word
        for word in typed.content_words
        if chain.spelling.contains(word) and not terms_for(word) & held
    ]
    return 2 * len(new) <= len(typed.content_words)


def within_story(found: Found, chain: Chain) -> Found:
    """What was found; where nothing answers, what the articles of the conversation do."""
    if chain.story and found.evidence.probability < chain.settings.refuse_below:
        texts = dict.fromkeys((chain.query.text, _typed(chain).text))
        near = merge([chain.of_story(text) for text in texts])
        if near.evidence.probability >= chain.settings.refuse_below:
            return near
    return found


def nearer(found: Found, chain: Chain) -> Found:
    """What was found for a follow-up, sentences of the articles that the last answer was taken from
    likelier than their words alone say: people ask on about what they read.
    """
    return likelier(found, {told.article.article_id for told in told_last(chain, _NEAR)})


def likelier(found: Found, ids: Collection[str]) -> Found:
    """What was found, the sentences of these articles likelier than their words alone say."""
    sentences = [
        replace(s, score=_likelier(s.score)) if s.article.article_id in ids else s
        for s in found.evidence.sentences
    ]
    ranked = tuple(sorted(sentences, key=lambda s: -s.score))
    return replace(found, evidence=Evidence(ranked, ranked[0].score if ranked else 0.0))


def _likelier(probability: float) -> float:
    odds = _NEAR_ODDS * probability / max(1e-9, 1.0 - probability)
    return odds / (1.0 + odds)


def story_with(own: Sequence[Article], chain: Chain) -> list[Article]:
    """The articles, those that have most of the names which they have most often, and those that
    share many rare names with one of them.
    """
    rarity = chain.catalog.vocabulary().rarity
    weights = {n: count * rarity(n) for n, count in _names_in(map(_whole, own)).items()}
    story = dict(sorted(weights.items(), key=lambda pair: -pair[1])[:_STORY_NAMES])
    total = sum(story.values())
    if not total:
        return list(own)
    known = {article.article_id for article in own}
    others = []
    for article in chain.having(" ".join(story), *_LOOKED_THROUGH, None):
        held = {fold(word) for word in words_of(_whole(article))}
        share = sum(w for name, w in story.items() if fold(name) in held) / total
        if article.article_id in known:
            continue
        if share >= _SHARE_OF_NAMES or is_kin(article, own, chain, closely=True):
            others.append((share, article))
    others.sort(key=lambda pair: -pair[0])
    return [*own, *(article for _, article in others)][:MOST_OF_STORY]


def _names_in(texts: Iterable[str]) -> Counter[str]:
    """How often words stand with a capital inside sentences: names, for the most part."""
    found: Counter[str] = Counter()
    for text in texts:
        for before, word in pairwise(re.findall(r"[\w’'-]+|[^\w\s]", text)):
            named = word[:1].isupper() and len(word) > 2 and before[-1:].isalnum()
            if named and word.lower() not in FUNCTION_WORDS and not _DAY.fullmatch(word):
                found[re.sub(r"[’']s?$", "", word)] += 1
    return found


def _whole(article: Article) -> str:
    return f"{article.title or ''}\n{article.text}"


def _sentence_of(
    piece: str, chain: Chain, least: float, asked: Collection[str], known: Collection[str]
) -> Told | None:
    """The sentence of the collection that has the words of a statement; where several have them, in
    an article that is `known` or has most of what was `asked`.
    """
    terms = set(analyse(piece))
    best: tuple[float, Told] | None = None
    for article in chain.having(piece, 60, MOST_ARTICLES, chain.ids()):
        about = len(set(asked) & set(analyse(_whole(article)))) / max(1, len(asked))
        about += _OF_KNOWN * (article.article_id in known)
        for start, end in article_sentences(chain.passages_of(article.article_id)):
            held = set(analyse(article.text[start:end]))
            shared = len(held & terms)
            told, of = shared / max(1, len(terms)), shared / max(1, len(held))
            fits = (told >= least and shared >= _FEWEST_SHARED) or of >= _LEAST_TOLD
            long = of >= _LEAST_OF_SENTENCE or (told >= _LEAST_TOLD and shared > _FEWEST_SHARED)
            near = 2 * told + of + about
            if fits and long and (best is None or near > best[0]):
                best = near, Told(article, start, end, 1.0)
    return None if best is None else best[1]
