"""What one person or body wants or says, summed up: theirs alone, in order of time.

A summary takes the most telling sentences of a story, and those are half about others; here a
sentence counts when it is theirs, or says what they want.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.text.terms import analyse
from qa.answer.asserted import asserted_by
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.forms.chain import Chain
from qa.forms.said import is_meant, share_of
from qa.question.query import FUNCTION_WORDS, words_of
from qa.question.wording.same_words import terms_for

MOST_ARTICLES, MOST_OF_ARTICLE = 20, 3
_FEWEST = 2  # sentences, so that it is a summary
_LEAST_SHARE = 0.34  # of the matter's words, in a sentence or the one before it

_WANTS = (
    r"(?:wants?|wanted|seeks?|sought|hopes?|hoped|refus\w+|oppos\w+|supports?|supported|back(?:s|ed)|"
    r"favou?r(?:s|ed)|prefer(?:s|red)|aims?|aimed|intend(?:s|ed)|plans? to|planned to|"
    r"(?:is|are|was|were) (?:willing|ready|prepared|against|opposed|in favou?r)|"
    r"would like|agree[sd]? to|rul(?:es|ed) out|reject(?:s|ed))"
)
_SUM = r"^\W*(?:(?:please|can you|could you|would you|give me|give us|i(?:[’']d| would) like)\W+)*"
_SUM_UP = (
    rf"{_SUM}(?:(?:briefly|shortly)\s+)?"
    r"(?:summari[sz]e|sum up|recap|outline|(?:an? )?(?:\w+ )?(?:summary|overview) of)\s+"
)
_VERB = (
    r"(?:wants?|wanted|says?|said|(?:has|have|had) "
    r"(?:said|wanted|demanded|proposed|argued)|thinks?|thought|demand(?:s|ed)|believe[sd]?|propose[sd]|hope[sd]|argue[sd]|claim(?:s|ed)|"
    r"(?:is|are|was|were) (?:asking for|calling for|demanding))"
)
_HELD = (
    r"(?:positions?|views?|demands?|stances?|opinions?|arguments?|statements?|claims?|aims?|goals?)"
)
_ON = r"(?:\s+(?:on|about|of|regarding|in|towards?)\s+(?P<what{n}>[^?]{{2,120}}?))?\W*$"
_ASKED = (
    re.compile(rf"{_SUM_UP}what (?P<who>[^,?]{{2,60}}?) {_VERB}{_ON.format(n='')}", re.I),
    re.compile(rf"{_SUM_UP}(?:the )?(?P<who>[^,?]{{2,60}}?)[’']s? {_HELD}{_ON.format(n='')}", re.I),
    re.compile(
        rf"{_SUM_UP}(?:the )?{_HELD} of (?P<who>[^,?]{{2,60}}?)"
        r"(?:\s+(?:on|about|regarding|towards?)\s+(?P<what>[^?]{2,120}?))?\W*$",
        re.I,
    ),
)


def position_of(chain: Chain) -> list[Told]:
    """The sentences that say what somebody wants or says, oldest first; none where the question
    sums up something else, or where fewer than two are found.
    """
    asked = next(filter(None, (form.match(chain.query.text) for form in _ASKED)), None)
    if asked is None:
        return []
    who = asked["who"].strip()
    if not any(word[:1].isupper() or chain.spelling.is_name(word) for word in words_of(who)):
        return []
    matter = [w for w in words_of(asked["what"] or "") if w.lower() not in FUNCTION_WORDS]
    terms = [terms_for(word) for word in matter]
    found = [
        told
        for article_id in _naming(f"{who} {' '.join(matter)}", chain)
        for told in sorted(_of_article(article_id, who, terms, chain), key=lambda t: -t.score)[
            :MOST_OF_ARTICLE
        ]
    ]
    if len(found) < _FEWEST:
        return []
    return sorted(found, key=lambda t: (t.published or "9999", t.start_char))


def _naming(words: str, chain: Chain) -> Iterator[str]:
    for article in chain.having(words, 4 * MOST_ARTICLES, MOST_ARTICLES, chain.ids()):
        yield article.article_id


def _of_article(
    article_id: str, who: str, terms: Sequence[frozenset[str]], chain: Chain
) -> Iterator[Told]:
    article = chain.catalog.article(article_id)
    if article is None:
        return
    sentences = article_sentences(chain.passages_of(article_id))
    name = [w for w in words_of(who) if w.lower() not in FUNCTION_WORDS][-1]
    wants = re.compile(rf"\b{re.escape(name)}\b(?:\s+[\w’'-]+){{0,2}}?\s+{_WANTS}\b", re.I)
    before: set[str] = set()
    for start, end in sentences:
        text = article.text[start:end]
        held = set(analyse(text))
        share = share_of(terms, held | before) if terms else 1.0
        before = held
        by = asserted_by(article, sentences, (start, end))
        theirs = by is not None and is_meant(who, by.name)
        if share >= _LEAST_SHARE and (theirs or wants.search(text)):
            longer = min(len(text.split()), 30) / 30  # "We do." says little
            yield Told(article, start, end, share + 0.5 * longer)
