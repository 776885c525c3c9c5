"""The sentences that answer, and whether any does.

Retrieved passages are read by a scorer; each sentence gets a score; what an article lacks of the
question (`missing.py`) counts against its sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.text.terms import analyse
from index.types import Article, Passage
from qa.evidence.blend import (
    Coverage,
    Place,
    blend,
    blend_known,
    log_odds,
    logistic,
    lost_among,
    odds,
)
from qa.evidence.missing import Lacks
from qa.evidence.rerank import PassageScorer
from qa.evidence.windows import window_of
from qa.question.answer_type import lacks_answer_type
from qa.question.query import FUNCTION_WORDS, Query, words_of

# What a sentence loses, in log odds; see `missing.py` for what its window and article take from it.
LOST_BY_TYPE = 2.0  # asked when or how many, and no time or number in the sentence
LOST_BY_ASKING = 3.0  # a sentence that asks answers nothing
# A second sentence needs this share of the best one's odds. On the tune half of the seed questions,
# 2026-11: cited sentences right 71 % (0.5: 68 %, 0.4: 65 %), as many answers correct and cited.
ODDS_SHARE = 0.66
# Beyond this nothing tells one from another: "Who signed the decree?" has .992 and .987.
SURE = 0.99
# Share of a topic's terms that one sentence must hold to be about it.
TOPIC_COVERAGE = 0.6

_CLOSERS = " \n\t\"'”’)]"


@dataclass(frozen=True)
class EvidenceSentence:
    """One sentence of one article that may answer. `score` in 0..1, comparable for one question.

    `span` is the shortest answer as offsets in the article, inside the sentence, or None.
    `features` (of `qa.evidence.blend`) and `shift` (log odds that rules gave or took) say why.
    """

    article: Article
    passage: Passage
    start_char: int
    end_char: int
    score: float
    span: tuple[int, int] | None = None
    span_score: float = 0.0
    features: tuple[float, ...] = ()
    shift: float = 0.0

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.article.text[self.start_char : self.end_char]


@dataclass(frozen=True)
class Evidence:
    """Sentences best first. `probability` in 0..1: how surely the articles answer."""

    sentences: tuple[EvidenceSentence, ...]
    probability: float


def find_evidence(
    query: Query,
    passages: Sequence[Passage],
    articles: Mapping[str, Article],
    neighbours: Mapping[str, Sequence[Passage]],
    scorer: PassageScorer,
    places: Mapping[str, Place] | None = None,
    rarity: Callable[[str], float] = lambda word: 1.0,
    lacks: Lacks | None = None,
    *,
    leaning: bool = True,
) -> Evidence:
    """Score every sentence of `passages`, given in the order of retrieval.

    `places` says by passage id what retrieval knows of it: a passage that it ranks low needs better
    words. `rarity` weighs a word of the question, 0 to 1; `lacks` remembers what was found missing
    when passages of these articles were read before. With `leaning`, what is known before reading
    helps to choose the sentences that are read closely.
    `articles` holds the article of each passage;
    `neighbours` all passages of each article, so that a passage is read with the sentence before
    it (it often says who "he" is).
    """
    if not query.content_words:
        return Evidence((), 0.0)
    windows = [window_of(p, articles[p.article_id], neighbours[p.article_id]) for p in passages]
    coverage, lacks = Coverage(query.content_words, rarity), lacks or Lacks(query)
    known = []
    for passage, (text, _, _) in zip(passages, windows, strict=True):
        place = (places or {}).get(passage.passage_id, Place())
        shift = lacks.shift(articles[passage.article_id], passage, text)
        known.append((shift, coverage(text), place))
    leanings = [s + blend_known(covered, place) for s, covered, place in known if leaning]
    scores = scorer.read(query.text, [(text, local) for text, local, _ in windows], leanings)
    found: dict[tuple[str, int], EvidenceSentence] = {}
    for passage, (window, local, absolute), row, (shift, covered, place) in zip(
        passages, windows, scores, known, strict=True
    ):
        article = articles[passage.article_id]
        for (start, end), (at, to), seen in zip(absolute, local, row, strict=True):
            span = None
            if seen.span is not None and window[at:to] == article.text[start:end]:
                span = (seen.span[0] - at + start, seen.span[1] - at + start)
            elif seen.span is not None:  # read with what explains it: only its own words are quoted
                span = _own_words(article.text, start, end, window[slice(*seen.span)])
            lost = LOST_BY_TYPE if lacks_answer_type(query.text, article.text[start:end]) else 0.0
            if article.text[start:end].rstrip(_CLOSERS).endswith("?"):
                lost += LOST_BY_ASKING
            features = seen.signals.features(covered, place) if seen.signals else ()
            if features:
                seen_odds, lost = blend(features), lost + lost_among(place.passages)
            else:
                seen_odds = log_odds(seen.probability, 1e-9)
            sentence = EvidenceSentence(
                article,
                passage,
                start,
                end,
                logistic(seen_odds + shift - lost),
                span,
                seen.span_score,
                features,
                shift - lost,
            )
            key = (article.article_id, start)
            if key not in found or found[key].score < sentence.score:
                found[key] = sentence
    return _ranked(found.values())


def _own_words(text: str, start: int, end: int, words: str) -> tuple[int, int] | None:
    """Where a sentence has those words, the last time if more than once: its labels stand first."""
    at = text.rfind(words, start, end) if words.strip() else -1
    return (at, at + len(words)) if at >= 0 else None


def _ranked(sentences: Iterable[EvidenceSentence]) -> Evidence:
    ranked = sorted(sentences, key=lambda s: -s.score)
    return Evidence(tuple(ranked), ranked[0].score if ranked else 0.0)


def choose_sentences(
    evidence: Evidence, *, limit: int = 4, odds_share: float = ODDS_SHARE
) -> list[EvidenceSentence]:
    """The fewest sentences that answer: the best, and others nearly as good that add something.

    A further sentence needs `odds_share` of the odds of the best, and must not say the same
    again (three quarters of its terms). At most `limit`; in reading order, the article of the
    best sentence first.
    """
    chosen: list[EvidenceSentence] = []
    for sentence in evidence.sentences:
        if len(chosen) == limit:
            break
        best = min(chosen[0].score, SURE) if chosen else 0.0
        if chosen and odds(sentence.score) < odds_share * odds(best):
            break
        if not any(_says_the_same(sentence.text, other.text) for other in chosen):
            chosen.append(sentence)
    return in_reading_order(chosen)


def in_reading_order(chosen: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """Sentences of one article together and in its order; the article of the first one first."""
    order = list(dict.fromkeys(s.article.article_id for s in chosen))
    return sorted(chosen, key=lambda s: (order.index(s.article.article_id), s.start_char))


def sentences_on_topic(evidence: Evidence, topic: str) -> list[EvidenceSentence]:
    """For "which articles report TOPIC?": of every article that has the topic one sentence.

    An article has it when one of its sentences holds TOPIC_COVERAGE of the topic's terms; the
    best score decides among such sentences, and the order of the articles.
    """
    words = [w for w in words_of(topic) if w.lower() not in FUNCTION_WORDS]
    wanted = set(analyse(" ".join(words)))
    best: dict[str, tuple[float, EvidenceSentence]] = {}
    for sentence in evidence.sentences:
        held = len(wanted & set(analyse(sentence.text))) / max(1, len(wanted))
        known = best.get(sentence.article.article_id)
        if held >= TOPIC_COVERAGE and (known is None or held > known[0]):
            best[sentence.article.article_id] = (held, sentence)
    return [s for _, s in sorted(best.values(), key=lambda found: -found[1].score)]


def _says_the_same(one: str, other: str) -> bool:
    first, second = set(analyse(one)), set(analyse(other))
    if not first or not second:
        return False
    return len(first & second) >= 0.75 * min(len(first), len(second))
