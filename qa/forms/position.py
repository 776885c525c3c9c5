"""What one person or body wants or says, summed up: theirs alone, in order of time.

A summary takes the most telling sentences of a story, and those are half about others; here a
sentence counts when it is theirs, or says what they want.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.text.terms import analyse
from index.types import Article
from qa.answer.asserted import asserted_by
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.forms.chain import Chain
from qa.forms.said import is_meant, share_of
from qa.question.period import without_period
from qa.question.query import FUNCTION_WORDS, words_of
from qa.question.wording.same_words import terms_for

MOST_ARTICLES, MOST_OF_ARTICLE = 20, 3
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
# "What the articles say": whoever tells it, it is a summary of the story.
_ANYBODY = re.compile(
    r"^(?:(?:the|these|those|all|my|our|your|different|various|each|every)\s+)*(?:articles?|reports?|"
    r"papers?|newspapers?|news|media|press|sources?|outlets?|stor(?:y|ies)|coverage|collection|"
    r"texts?|pieces?|people|everyone|everybody|you|we|i|it|there|journalists?|reporters?)$",
    re.I,
)


def position_of(chain: Chain) -> list[Told] | None:
    """The sentences that say what somebody wants or says, oldest first; None where the question
    sums up something else.
    """
    question = without_period(chain.query.text, chain.period)
    asked = next(filter(None, (form.match(question) for form in _ASKED)), None)
    if asked is None or chain.outlets:  # what an outlet says is its articles
        return None
    who = asked["who"].strip()
    if _ANYBODY.match(who) or all(w.lower() in FUNCTION_WORDS for w in words_of(who)):
        return None
    matter = [w for w in words_of(asked["what"] or "") if w.lower() not in FUNCTION_WORDS]
    terms = [terms_for(word) for word in matter]
    words = f"{who} {' '.join(matter)}"
    found: list[Told] = []
    for article in chain.having(words, 4 * MOST_ARTICLES, MOST_ARTICLES, chain.ids()):
        theirs = sorted(_of_article(article, who, terms, chain), key=lambda t: -t.score)
        found += theirs[:MOST_OF_ARTICLE]
    return sorted(found, key=lambda t: (t.published or "9999", t.start_char))


def _of_article(
    article: Article, who: str, terms: Sequence[frozenset[str]], chain: Chain
) -> Iterator[Told]:
    sentences = article_sentences(chain.passages_of(article.article_id))
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
