"""Questions that ask for several things: their answers gathered over sentences and articles.

"Which countries condemned it?" is seldom answered by one sentence, and the second report names
who the first left out. A sentence is taken when it probably answers and names something that the
question and the sentences before it don't. English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import fold
from qa.evidence.sentences import Evidence, EvidenceSentence, in_reading_order
from qa.question.query import FUNCTION_WORDS

MAX_SENTENCES = 6
_PER_ARTICLE = 3
# A further sentence of a list must itself be this likely to answer, and have this share of the
# best one's odds: less than elsewhere, since a list is given in parts. On the tune half of the seed
# questions (11 of them for lists, 2026-11) the five sentences that 0.5 and 0.15 add, one a
# headline, the others at 0.50 to 0.72, are all beside the point.
_LEAST_SCORE = 0.75
_ODDS_SHARE = 0.25

_ITEM = re.compile(r"(?<![^\s(“\"])[^\W\d_a-z][\w’'-]+|\d[\d,.]*\d|\d")


def gather(
    question: str, evidence: Evidence, chosen: Sequence[EvidenceSentence]
) -> list[EvidenceSentence]:
    """`chosen` and further sentences of `evidence` that add to a list, at most six in all.

    Unchanged when nothing was chosen. Sentences of articles not drawn on yet come first; of one
    article at most three are taken.
    """
    if not chosen:
        return []
    best = max(sentence.score for sentence in chosen)
    gathered = list(chosen)
    known = _items(question)
    for sentence in chosen:
        known |= _items(sentence.text)
    for from_new_articles in (True, False):
        for sentence in evidence.sentences:
            articles = [s.article.article_id for s in gathered]
            if len(gathered) >= MAX_SENTENCES or not _is_likely(sentence.score, best):
                break
            here = articles.count(sentence.article.article_id)
            if (from_new_articles and here) or here >= _PER_ARTICLE or sentence in gathered:
                continue
            if sentence.passage.kind != "body":  # a headline says again what the body says
                continue
            new = _items(sentence.text) - known
            if new:
                gathered.append(sentence)
                known |= new
    return in_reading_order(gathered)


def _is_likely(score: float, best: float) -> bool:
    odds, best_odds = (p / max(1e-9, 1.0 - p) for p in (score, best))
    return score >= _LEAST_SCORE and odds >= _ODDS_SHARE * best_odds


def _items(text: str) -> set[str]:
    """Names and figures of a text, folded: what a list is made of."""
    words = (re.sub(r"[’']s?$", "", match.group()) for match in _ITEM.finditer(text))
    return {fold(word) for word in words if word.lower() not in FUNCTION_WORDS}
