"""The sentences that answer, and whether any does.

Retrieved passages are read by a scorer; each sentence gets a score; a name or a number of the
question that an article doesn't have counts against its sentences, because the nearest miss
(the right topic with another person, place or figure) is the error that readers forgive least.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.terms import analyse, name_key
from index.types import Article, Passage
from qa.answer_type import lacks_answer_type
from qa.blend import Coverage, Place, blend, log_odds, logistic
from qa.dated import dated_text
from qa.phrases import phrase_support
from qa.question import FUNCTION_WORDS, Query, words_of
from qa.rerank import PassageScorer
from qa.windows import window_of

# What a sentence loses, in log odds, for each thing of the question that is not there. Set by
# hand and checked on the tune half of eval/questions/seeds.jsonl, 2026-11: together they raise the
# area under the ROC curve of "is it answered?" from 0.80 to 0.83 (six-fold cross-validation).
LOST_BY_NAME = 3.0  # a name that the article doesn't have in any spelling
LOST_BY_FAR_NAME = 1.0  # a name that the article has, but not near the sentence
# "Ukraine's Security Council" where the Russian one is asked for; near the sentence, and again
# when it is all that the article has. In SQuAD 2.0 (half of dev, 2026-11) the paragraph has a rival
# for 102 of 761 unanswerable questions with such a name and for 17 of 677 answerable: 1.7 in all.
LOST_BY_RIVAL = 1.0
LOST_BY_NUMBER = 2.0  # a number that the article doesn't have
LOST_BY_STRANGER = 3.0  # not one content word of the question is near the sentence
LOST_BY_TYPE = 2.0  # asked when or how many, and no time or number in the sentence
LOST_BY_LINE = 0.9  # headlines, bylines and credits repeat what the body says better
LOST_BY_ASKING = 3.0  # a sentence that asks answers nothing
# A question with yes or no for an answer is written in the words of no answer, and so every
# signal is low.
GAINED_BY_YES_NO = 1.0
# A second sentence needs this share of the best one's odds. On the tune half of the seed questions,
# 2026-11: cited sentences right 71 % (0.5: 68 %, 0.4: 65 %), as many answers correct and cited.
ODDS_SHARE = 0.6
# Share of a topic's terms that one sentence must hold to be about it.
TOPIC_COVERAGE = 0.6

_SMALL_NUMBERS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_SMALL_NUMBERS.split(), start=1)}
_EXACT_NAMES = frozenset(
    ["north", "south", "east", "west", "central", "new", "northern", "southern"]
)
# Countries and unions that go by letters; found where the text writes them with a capital.
_SAME_NAMES = (
    frozenset("us usa america american americans".split()),
    frozenset("uk britain british britons".split()),
)
_CLOSERS = " \n\t\"'”’)]"
_CAPITAL_WORD = re.compile(r"\b[^\W\d_a-z][^\W\d_]+")


@dataclass(frozen=True)
class EvidenceSentence:
    """One sentence of one article that may answer. `score` in 0..1, comparable for one question.

    `span` is the shortest answer as offsets in the article, inside the sentence, or None.
    `features` (of `qa.blend`) and `shift` (log odds that rules gave or took) say why.
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

    def joined(self, other: Evidence) -> Evidence:
        """Both together; a sentence that stands in both keeps its better score."""
        found: dict[tuple[str, int], EvidenceSentence] = {}
        for sentence in (*self.sentences, *other.sentences):
            key = (sentence.article.article_id, sentence.start_char)
            if key not in found or found[key].score < sentence.score:
                found[key] = sentence
        return _ranked(found.values())


def find_evidence(
    query: Query,
    passages: Sequence[Passage],
    articles: Mapping[str, Article],
    neighbours: Mapping[str, Sequence[Passage]],
    scorer: PassageScorer,
    places: Mapping[str, Place] | None = None,
    rarity: Callable[[str], float] = lambda word: 1.0,
) -> Evidence:
    """Score every sentence of `passages`, given in the order of retrieval.

    `places` says by passage id what retrieval knows of it: a passage that it ranks low needs better
    words. `rarity` weighs a word of the question, 0 to 1.
    `articles` holds the article of each passage;
    `neighbours` all passages of each article, so that a passage is read with the sentence before
    it (it often says who "he" is).
    """
    if not query.content_words:
        return Evidence((), 0.0)
    windows = [window_of(p, articles[p.article_id], neighbours[p.article_id]) for p in passages]
    scores = scorer.read(query.text, [(text, local) for text, local, _ in windows])
    coverage = Coverage(query.content_words, rarity)
    found: dict[tuple[str, int], EvidenceSentence] = {}
    for passage, (text, local, absolute), row in zip(passages, windows, scores, strict=True):
        article = articles[passage.article_id]
        shift = log_odds_shift(query, article, passage, text)
        covered, place = coverage(text), (places or {}).get(passage.passage_id, Place())
        for (start, end), (at, _), seen in zip(absolute, local, row, strict=True):
            span = None
            if seen.span is not None:
                span = (seen.span[0] - at + start, seen.span[1] - at + start)
            lost = LOST_BY_TYPE if lacks_answer_type(query.text, article.text[start:end]) else 0.0
            if article.text[start:end].rstrip(_CLOSERS).endswith("?"):
                lost += LOST_BY_ASKING
            features = seen.signals.features(covered, place) if seen.signals else ()
            odds = blend(features) if features else log_odds(seen.probability, 1e-9)
            sentence = EvidenceSentence(
                article,
                passage,
                start,
                end,
                logistic(odds + shift - lost),
                span,
                seen.span_score,
                features,
                shift - lost,
            )
            key = (article.article_id, start)
            if key not in found or found[key].score < sentence.score:
                found[key] = sentence
    return _ranked(found.values())


def _ranked(sentences: Iterable[EvidenceSentence]) -> Evidence:
    ranked = sorted(sentences, key=lambda s: -s.score)
    return Evidence(tuple(ranked), ranked[0].score if ranked else 0.0)


def _odds(probability: float) -> float:
    return probability / max(1e-9, 1.0 - probability)


def log_odds_shift(query: Query, article: Article, passage: Passage, window: str) -> float:
    """What names and numbers of the question that are missing take from every sentence of a
    window, and what its kind gives or takes; in log odds.
    """
    shift = GAINED_BY_YES_NO if query.is_yes_no else 0.0
    wanted = set(analyse(" ".join(query.content_words)))
    if passage.kind != "body":
        shift -= LOST_BY_LINE
    missing = names_missing(query, article)
    shift -= LOST_BY_NAME * len(missing)
    shift -= LOST_BY_FAR_NAME * sum(
        name not in missing and not has_name(name, window) for name in query.names
    )
    rivals = [1.0 - min(1.0, 2.0 * phrase_support(query, t)) for t in (window, article.text)]
    shift -= LOST_BY_RIVAL * sum(rivals)
    shift -= LOST_BY_NUMBER * sum(
        not has_number(n, article.text) and not _is_of_its_date(n, article, passage)
        for n in query.numbers
    )
    if not wanted & set(analyse(window)):
        shift -= LOST_BY_STRANGER
    return shift


def _is_of_its_date(number: str, article: Article, passage: Passage) -> bool:
    """True for the year in which an article appeared, and for the day that it calls Tuesday."""
    dated = dated_text(article, passage.start_char, passage.end_char)
    return has_number(number, f"{(article.published_at or '')[:4]} {dated}")


def names_missing(query: Query, article: Article) -> list[str]:
    """The names of the question that neither text nor metadata of an article has."""
    parts = (article.title, article.publisher, article.author, article.text)
    whole = " ".join(part for part in parts if part)
    return [name for name in query.names if not has_name(name, whole)]


def has_name(name: str, text: str) -> bool:
    """True when the text has the name in any spelling, or a word of its family
    ("Russian" for "Russia").

    Compass words are exact: North Korea is not South Korea.
    """
    lower, low_text = name.lower(), text.lower()
    for same in _SAME_NAMES:
        if lower.replace(".", "") in same:
            found = {w.replace(".", "").lower() for w in words_of(text) if w[0].isupper()}
            return bool(found & same)
    if lower in _EXACT_NAMES:
        return re.search(rf"\b{re.escape(lower)}\b", low_text) is not None
    stem = lower[: max(4, len(lower) - 3)]
    if re.search(rf"\b{re.escape(stem)}", low_text):
        return True
    key = name_key(name)
    return bool(key) and any(_key(word) == key for word in set(_CAPITAL_WORD.findall(text)))


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return name_key(word)


def has_number(number: str, text: str) -> bool:
    """True when the text has the number as a figure ("11,000" for "11000") or a small word."""
    digits = re.sub(r"[^\d]", "", number)
    figures = {re.sub(r"[^\d]", "", f) for f in re.findall(r"\d[\d,.]*", text)}
    if digits in figures:
        return True
    words = {_NUMBER_WORDS[w] for w in map(str.lower, words_of(text)) if w in _NUMBER_WORDS}
    return digits in words


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
        if chosen and _odds(sentence.score) < odds_share * _odds(chosen[0].score):
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
