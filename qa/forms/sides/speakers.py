"""What those who speak of a matter say of it, side by side: "What do the two sides say?".

The sentences are those that the model takes for answers to the question itself; of each speaker the
likeliest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import analyse, fold
from index.types import Article
from qa.answer.asserted import asserted_by
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
    sentences = sorted((s for each in read.values() for s in each), key=lambda s: -s.score)
    if not sentences:
        return None
    least = _ODDS_SHARE * odds(sentences[0].score)
    likely = [s for s in sentences if s.score >= _LEAST_SCORE and odds(s.score) >= least]
    chosen = _one_a_speaker(likely[:_MOST_READ], chain)
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


def _one_a_speaker(sentences: Sequence[EvidenceSentence], chain: Chain) -> list[tuple[str, Told]]:
    """Name and sentence of each speaker, the likeliest first; nobody's words stand for one too."""
    best: dict[str, tuple[str, Told]] = {}
    texts: list[set[str]] = []
    for sentence in sentences:
        article: Article = sentence.article
        spans = article_sentences(chain.passages_of(article.article_id))
        by = asserted_by(article, spans, (sentence.start_char, sentence.end_char))
        if by is None:
            continue
        key = fold(by.name.split()[-1]) if by.name else ""
        terms = set(analyse(sentence.text))
        repeats = any(len(terms & held) >= 0.7 * len(terms) for held in texts)
        if not key or key in best or repeats:
            continue
        told = Told(article, sentence.start_char, sentence.end_char, sentence.score)
        best[key] = (by.name, told)
        texts.append(terms)
    return list(best.values())[:MOST_SPEAKERS]
