"""Which articles of the index a question speaks of: from whom, of when, by whom, about what.

A question such as "How many Reuters articles mention the strike in March?" is asked of the catalog,
not of passages: what comes out is every article that fits, by a rule that can be said.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from index.text.terms import NAME_PREFIX, fold, split_words, terms_of
from index.types import Article, ArticleFilter
from qa.answer.matter import matter_of
from qa.forms.articles.wanted import Wanted
from qa.forms.chain import Chain
from qa.question.query import Spelling

MOST_ARTICLES_READ = 4_000  # of those that hold the words somewhere; more are taken as they are
ABOUT_SENTENCES = 2  # an article is about what its opening or as many sentences name

_LIKE_SPELLING = 0.5  # of two spellings of one name: Kiev and Kyiv .75, Corvo and Quarrow .17
_MOST_FORMS = 9  # of the names of a question together, e.g. "North Korean" and "Russian"


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
    title = word_terms(article.title or "", wanted.words)
    each = [forms_of(word, chain.spelling) for word in wanted.words]
    if wanted.headline:
        return enough(any(said_in(form, title) for form in forms) for forms in each)
    whole = f"{article.title or ''}\n{article.text}"
    typed = chain.asked.text[1:]  # a name, where it was typed as one: Bout is no bout
    named = [w for w in wanted.words if w[:1].isupper() and " " not in w and w in typed]
    if not wanted.either and not all(_stands_as_name(word, whole) for word in named):
        return False
    if not wanted.about:  # most articles have the words as they are, and need no closer look
        plainly = (re.search(rf"\b{re.escape(w)}\b", whole, re.I) for w in wanted.words)
        if enough(found is not None for found in plainly):
            return True
    sentences = [
        word_terms(article.text[start:end], wanted.words)
        for start, end in sorted(
            {s for p in chain.passages_of(article.article_id) for s in p.sentences}
        )
    ]
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


def _stands_as_name(word: str, text: str) -> bool:
    """Whether a word, or one that begins so, stands in a text with a capital; or in no spelling of
    it at all, but in another's.
    """
    upper = re.escape(word.upper())
    if re.search(rf"\b(?:{re.escape(word)}|{upper})", text):
        return True
    return re.search(rf"\b{re.escape(word)}", text, re.I) is None


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
    found: list[frozenset[str]] = []
    for word in split_words(text):
        if len(word) == 1 and word.isupper():  # "Thad W. Allen" is Thad Allen
            found.append(frozenset())
            continue
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
