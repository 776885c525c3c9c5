"""Looking a fact up, or several: of the sentences that were read, those that answer.

"Which countries condemned it?" is seldom answered by one sentence, and the second report names
who the first left out. A sentence is taken when it probably answers and names something that the
question and the sentences before it don't.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import analyse, fold
from qa.answer.other_kind import fitting_kind
from qa.answer.telling import demands
from qa.evidence.blend import odds
from qa.evidence.credits import credit_lines
from qa.evidence.search import Found
from qa.evidence.sentences import (
    Evidence,
    EvidenceSentence,
    choose_sentences,
    in_reading_order,
    sentences_on_topic,
)
from qa.forms.standing import of_old
from qa.question.asks_for_list import asks_for_list
from qa.question.query import FUNCTION_WORDS, Query
from qa.question.times.standing import asks_result

MAX_SENTENCES = 6
_PER_ARTICLE = 3
# A further sentence of a list must itself be this likely to answer, and have this share of the
# best one's odds: less than elsewhere, since a list is given in parts. On the tune half of the seed
# questions (11 of them for lists, 2026-11) the five sentences that 0.5 and 0.15 add, one a
# headline, the others at 0.50 to 0.72, are all beside the point.
_LEAST_SCORE = 0.75
_ODDS_SHARE = 0.25

# "Who is Venn?" may well be answered by his name with what he is.
_ASKS_WHO = re.compile(
    r"^\W*(?:by |with |to |from |for )?(?:who|whom)\b(?!\s+(?:is|was|are|were)\s+(?:the\b)?)", re.I
)
_NAME_WORDS = 4
_ODDS_OF_OTHER = 0.4  # of the best sentence's, so that another is taken for a name of the question
_REST_OF_NAME = re.compile(r"(?:\s[^\W\d_a-z][\w’'-]+)*")

_ODDS_OF_RECENT = 0.2  # of the best sentence's, where that tells of a year long past
_UP_TO_NOW = re.compile(r"\bsince (?:[A-Z]\w+ )?(?:19|20)\d\d\b")
_ASKS_PAST = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:last time|before|earlier|previous\w*|record|histor\w+|since|ever|"
    r"once|first|original\w*|former\w*|already|old|past|ago|worst|founded|built|born|beg[aiu]n|"
    r"used to|years|predecessor)\b",
    re.I,
)

_ITEM = re.compile(r"(?<![^\s(“\"])[^\W\d_a-z][\w’'-]+|\d[\d,.]*\d|\d")


def choose(
    query: Query, found: Found, *, refuse_below: float, topic: str | None = None
) -> list[EvidenceSentence]:
    """The sentences that answer, in reading order; empty when the articles do not say."""
    credits = credit_lines(query, found.retrieved, found.articles, found.neighbours)
    if credits:
        return credits
    if topic is not None:
        return sentences_on_topic(found.evidence, topic)
    evidence = fitting_kind(query.text, found.evidence)
    if evidence.probability >= refuse_below:
        evidence = without_echoes(query.text, evidence, refuse_below)
        evidence = without_demands(query.text, evidence, refuse_below)
        evidence = without_other_time(query.text, evidence, refuse_below)
        chosen = choose_sentences(evidence)
        listed = asks_for_list(query.text)
        return gather(query.text, evidence, chosen) if listed else chosen
    return []


def without_echoes(question: str, evidence: Evidence, least: float) -> Evidence:
    """For "Who replaced Venn?" without the sentences whose answer is Venn; unchanged where no other
    sentence is at least this likely to answer.
    """
    if not _ASKS_WHO.match(question):
        return evidence
    asked = set(analyse(question))
    others = [s for s in evidence.sentences if not _echoes(s, asked)]
    if not others or others[0].score < least:
        return evidence
    best, other = (s.score / max(1e-9, 1.0 - s.score) for s in (evidence.sentences[0], others[0]))
    if other < _ODDS_OF_OTHER * best:
        return evidence
    return Evidence(tuple(others), others[0].score)


def without_demands(question: str, evidence: Evidence, least: float) -> Evidence:
    """For "What raise did the crews get?" without the sentences that tell what was asked for or
    offered; unchanged where no other sentence is at least this likely to answer.
    """
    if not asks_result(question) or demands(question):
        return evidence
    others = [s for s in evidence.sentences if not demands(s.text)]
    if not others or others[0].score < least:
        return evidence
    return Evidence(tuple(others), others[0].score)


def without_other_time(question: str, evidence: Evidence, least: float) -> Evidence:
    """For "How long did the strike last?" without what is told of a strike of years ago; unchanged
    where no other sentence is nearly as likely to answer.
    """
    if _ASKS_PAST.search(question):
        return evidence
    others = [s for s in evidence.sentences if not _of_past(question, s)]
    if not others or others[0].score < least or others[0] is evidence.sentences[0]:
        return evidence
    if odds(others[0].score) < _ODDS_OF_RECENT * odds(evidence.sentences[0].score):
        return evidence
    return Evidence(tuple(others), others[0].score)


def _of_past(question: str, sentence: EvidenceSentence) -> bool:
    return of_old(question, sentence) and not _UP_TO_NOW.search(sentence.text)


def _echoes(sentence: EvidenceSentence, asked: set[str]) -> bool:
    """Whether the short answer of a sentence, to the end of its name, is a name of the question."""
    if sentence.span is None:
        return False
    start, end = sentence.span
    rest = _REST_OF_NAME.match(sentence.article.text, end)
    words = sentence.article.text[start : rest.end() if rest else end].split()
    named = analyse(words[-1]) if words else []
    return 0 < len(words) <= _NAME_WORDS and bool(named) and set(named) <= asked


def choose_of_parts(
    parts: Sequence[Query], finds: Sequence[Found], *, refuse_below: float, limit: int = 4
) -> list[EvidenceSentence]:
    """The best sentences of each part that is answered, at most `limit` in all."""
    lists = [
        sorted(choose(part, found, refuse_below=refuse_below), key=lambda s: -s.score)
        for part, found in zip(parts, finds, strict=True)
    ]
    chosen: list[EvidenceSentence] = []
    for rank in range(limit):  # the best of each part before the second best of any
        for sentences in lists:
            if rank < len(sentences) and len(chosen) < limit:
                sentence = sentences[rank]
                if all(
                    (s.article.article_id, s.start_char)
                    != (sentence.article.article_id, sentence.start_char)
                    for s in chosen
                ):
                    chosen.append(sentence)
    return in_reading_order(chosen)


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
    return score >= _LEAST_SCORE and odds(score) >= _ODDS_SHARE * odds(best)


def _items(text: str) -> set[str]:
    """Names and figures of a text, folded: what a list is made of."""
    words = (re.sub(r"[’']s?$", "", match.group()) for match in _ITEM.finditer(text))
    return {fold(word) for word in words if word.lower() not in FUNCTION_WORDS}
