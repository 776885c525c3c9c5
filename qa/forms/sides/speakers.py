"""What those who speak of a matter say of it, side by side: "What do the two sides say?".

The sentences are those that the model takes for answers to the question itself; of each speaker the
likeliest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.text.terms import analyse, fold
from index.types import Article
from qa.answer.asserted import asserted_by
from qa.answer.figures import figures_of
from qa.answer.matter import matter_of
from qa.answer.telling import Told, label
from qa.answer.wording import plain
from qa.evidence.blend import odds
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain, DraftDisagreement, DraftSide
from qa.forms.sides.differences import sentence_terms
from qa.forms.timeline import articles_on, with_story
from qa.question.form import subject_of
from qa.question.query import FUNCTION_WORDS, words_of

MOST_SPEAKERS = 3
# A sentence that speaks for a side has this share of the odds of the best one, and is so likely.
_ODDS_SHARE, _LEAST_SCORE = 0.02, 0.15
_MOST_READ = 14  # sentences that are looked at for who says them
# What only says that sides are asked for; the question is what is left.
_ASKS_FOR_SIDES = re.compile(
    r"(?:^|(?<=[.?!]))\s*(?:and )?(?:who says what|what do (?:the )?(?:\w+ ){0,3}?(?:sides|parties|"
    r"camps) (?:say|claim|want|think)|which|whose|i (?:have )?heard (?:two|several|different) "
    r"\w+)\s*[.?!]+|"
    r"(?:^|(?<=[.?!]))\s*what do (?:the )?(?P<one>[\w’'-]+(?: [\w’'-]+)?) and (?:the )?"
    r"(?P<two>[\w’'-]+(?: [\w’'-]+)?) say\s*[.?!]+",
    re.I,
)
_ANSWERS = re.compile(r"[“\"]|\b(?:den(?:y|ie[sd])|reject\w*|disput\w*|contradict\w*)\b", re.I)
_APART = re.compile(
    r"^\W*(?:how far apart (?:are|is|were|was)|where (?:do|did)|do|did|how (?:do|did)) "
    r"(?P<who>.+?) "
    r"(?:differ |disagree |apart |fall out )?(?:on|about|over)\s+(?P<subject>[^?]{3,120})\?*\s*$",
    re.I,
)


def build_speakers(chain: Chain) -> Built | None:
    """Of each who speaks of the matter the sentence that answers best; None where there are not
    two.
    """
    question = _asked(chain.query.text)
    matter = matter_of(subject_of(question), chain.catalog.vocabulary().rarity)
    if not matter:
        return None
    articles = with_story(articles_on(matter, chain), chain, matter)
    close = matter.among(sentence_terms(articles, chain), chain.query.names)
    read = chain.read(question, articles, close)
    found = chain.ask(question, chain.where()).evidence.sentences  # of any article, as it is asked
    every = {(s.article.article_id, s.start_char): s for each in read.values() for s in each}
    every = {(s.article.article_id, s.start_char): s for s in found} | every
    sentences = sorted(every.values(), key=lambda s: -s.score)
    sentences = [s for s in sentences if matter.share(analyse(s.text)) > 0] or sentences
    if not sentences:
        return None
    least = _ODDS_SHARE * odds(sentences[0].score)
    likely = [s for s in sentences if s.score >= _LEAST_SCORE and odds(s.score) >= least]
    beside = _beside(likely[0], chain) if likely else []
    chosen = _one_a_speaker([*likely[:_MOST_READ], *beside], chain)
    if len(chosen) < 2:
        return None
    chosen.sort(key=lambda pair: (pair[1].published or "", pair[1].start_char))
    drafts = tuple(chain.say(told, before=f"{label(told)}: ") for _, told in chosen)
    sides = tuple(
        DraftSide(plain(name), n, tuple(filter(None, (told.article.publisher,))), told.published)
        for n, (name, told) in enumerate(chosen)
    )
    about = plain(question.rstrip("?"))[:80]
    held = {told.article.article_id: told.article for _, told in chosen}
    return Built("comparison", drafts, held, disagreements=(DraftDisagreement(about, sides),))


def _asked(text: str) -> str:
    """The question without what only says that sides are asked for."""
    left = " ".join(_ASKS_FOR_SIDES.sub(" ", text).split())
    if not subject_of(left):
        return text
    if apart := _APART.match(left):
        return f"What do {apart['who']} say about {apart['subject'].strip()}?"
    return left


def _beside(best: EvidenceSentence, chain: Chain) -> list[EvidenceSentence]:
    """The neighbours of the likeliest sentence in which somebody answers it: news puts the other
    side beside it, with a sum of its own, in its own words, or as a denial.
    """
    spans = article_sentences(chain.passages_of(best.article.article_id))
    at = next((n for n, span in enumerate(spans) if span[0] == best.start_char), None)
    if at is None:
        return []
    places = [n for n in (at + 1, at - 1, at + 2, at - 2) if 0 <= n < len(spans)]
    found = [replace(best, start_char=spans[n][0], end_char=spans[n][1], span=None) for n in places]
    answers = [s for s in found if _ANSWERS.search(s.text) or figures_of(s.text)]
    return sorted(answers, key=lambda s: not (figures_of(best.text) and figures_of(s.text)))


def _one_a_speaker(sentences: Sequence[EvidenceSentence], chain: Chain) -> list[tuple[str, Told]]:
    """Name and sentence of each speaker, the likeliest first; nobody's words stand for one too."""
    best: dict[str, tuple[str, Told]] = {}
    texts: list[set[str]] = []
    for sentence in sentences:
        article: Article = sentence.article
        spans = article_sentences(chain.passages_of(article.article_id))
        by = asserted_by(article, spans, (sentence.start_char, sentence.end_char))
        key = "" if by is None else _key(by.name)
        terms = set(analyse(sentence.text))
        repeats = any(len(terms & held) >= 0.7 * len(terms) for held in texts)
        if by is None or not key or key in best or repeats:
            continue
        told = Told(article, sentence.start_char, sentence.end_char, sentence.score)
        best[key] = (by.name, told)
        texts.append(terms)
    return list(best.values())[:MOST_SPEAKERS]


def _key(name: str) -> str:
    """The last word of a speaker's name, folded; "" for words of grammar alone: "The"."""
    words = [word for word in words_of(name) if word.lower() not in FUNCTION_WORDS]
    return fold(words[-1]) if words else ""
