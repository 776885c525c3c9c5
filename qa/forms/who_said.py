"""Who said something that the question tells in its own words: "Who warned that the wall was
rotten?".

The words stand in one sentence, and who says them often only in the one before it: a model that
reads for an answer finds no name there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.text.terms import analyse, fold
from qa.answer.asserted import asserted_by
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.forms.chain import Built, Chain
from qa.forms.said import name_as_answer
from qa.question.query import FUNCTION_WORDS, words_of
from qa.question.wording.same_words import terms_for
from qa.types import AssertedBy

MOST_PASSAGES, MOST_ARTICLES = 60, 20
_WHO_SAID = re.compile(
    r"^\W*(?:who\b(?:\s+(?:on|in|at|from|of|among|for)\s+[\w’' -]{2,40}?)?|"
    r"(?:which|what)\s+(?!did\b|do\b|does\b|was\b|were\b|is\b|has\b|have\b)"
    r"(?:[\w’'-]+\s+){1,6}?)\s*"
    r"(?:has |have |had |was it (?:that|who) |is it (?:that|who) |also |once )*"
    r"(?P<verb>sa(?:id|ys?)|t(?:old|ells?)|alleg\w+|claim\w*|point(?:ed|s)? out|warn\w*|argu\w+|"
    r"complain\w*|promis\w+|den(?:ied|ies|y)|accus\w+|jok\w+|remark\w*|call(?:ed|s)?|describ\w+|"
    r"compar\w+|insist\w*|admit\w*|predict\w*|suggest\w*|thinks?|thought|believ\w+|announc\w+|"
    r"stat(?:ed|es?)|made (?:the|a) (?:joke|remark|claim|comment|promise|point)|not(?:ed|es)|"
    r"dismiss\w*|reject\w*|slamm?(?:ed|s)|ask(?:ed|s)?|swor\w+|conced\w+|maintain\w*|contend\w*|explain\w*|reveal\w*|confirm\w*|"
    r"report(?:ed|s)|vow\w*|pledg\w+|boast\w*|quipp\w+|likened|"
    r"demand\w*|criticis\w+|apologis\w+|apologiz\w+|lament\w*|regret\w*)\b(?P<what>.{8,300}?)\W*$",
    re.I | re.S,
)
_SPOKEN = re.compile(r"[“”\"]|\b(?:said|says|told|according to)\b", re.I)
# The sentence that was said has so much of the words, the rarer ones weighing more; with so much of
# their sense (cosine of the vectors), less of the words will do. By hand on harbour, 2026-11: its
# sentences that were refused had .38 to .74 of the words and cosines of .51 to .78, the best of
# others .26 and .46.
_LEAST_SAID, _LEAST_WITH_SENSE, _LEAST_SENSE = 0.6, 0.33, 0.45


def build_who_said(chain: Chain) -> Built | None:
    """The sentence that says what the question tells, and by whom; None for another question, and
    where nothing near enough is said by somebody who is named.
    """
    asked = _WHO_SAID.match(chain.query.text)
    if asked is None or chain.outlets:
        return None
    best = max(_near(asked["what"], chain), key=lambda found: found[0], default=None)
    if best is None:
        return None
    _, told, by = best
    passages = chain.passages_of(told.article.article_id)
    draft = chain.say(told)
    if fold(by.name.split()[-1]) not in fold(draft.text):
        draft = replace(draft, text=f"{by.name}: {draft.text}")
    draft = replace(draft, asserted_by=by)
    chosen = name_as_answer(draft, told.article, passages)
    return Built("lookup", (draft,), {told.article.article_id: told.article}, chosen)


def _near(what: str, chain: Chain) -> Iterator[tuple[float, Told, AssertedBy]]:
    """Sentences that say nearly this, how nearly, and who says them."""
    rarity = chain.catalog.vocabulary().rarity
    words = [w for w in dict.fromkeys(words_of(what)) if w.lower() not in FUNCTION_WORDS]
    weights = {word: (terms_for(word), rarity(word)) for word in words}
    total = sum(weight for _, weight in weights.values())
    if not total:
        return
    for article in chain.having(what, MOST_PASSAGES, MOST_ARTICLES, chain.ids()):
        spans = article_sentences(chain.passages_of(article.article_id))
        for start, end in spans:
            text = article.text[start:end]
            held = set(analyse(text))
            share = sum(w for terms, w in weights.values() if terms & held) / total
            if share < _LEAST_WITH_SENSE or not _SPOKEN.search(text):
                continue
            sense = chain.alike(what, text)
            if share < _LEAST_SAID and sense < _LEAST_SENSE:
                continue
            by = asserted_by(article, spans, (start, end))
            if by is not None:
                yield share + sense, Told(article, start, end, share), by
