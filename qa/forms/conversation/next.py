"""What came after the last answer: the next dated sentences of its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer.draft import without_overlaps
from qa.answer.matter import matter_of
from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.forms.chain import Built, Chain
from qa.forms.timeline import articles_on, as_timeline, day_of, one_a_story, with_story

MOST_NEXT = 2  # days of a story, or sentences of an article
_FEWEST_WORDS = 5


def build_next(told: Sequence[Told], chain: Chain) -> Built | None:
    """What the story of the sentences `told` brought on the next days; where no later day is known,
    what follows in their own article; None where nothing does.
    """
    if not told:
        return None
    last = max(told, key=lambda t: day_of(t, chain)[0])
    of_last = [t for t in told if t.article.article_id == last.article.article_id]
    return _later(last, told, chain) or _behind(max(of_last, key=lambda t: t.end_char), chain)


def _later(last: Told, told: Sequence[Told], chain: Chain) -> Built | None:
    """The timeline of the days after the newest sentence."""
    since, article = day_of(last, chain)[0], last.article
    if len(since) < len("2022-03-14"):
        return None
    headline = matter_of(article.title or "", chain.catalog.vocabulary().rarity)
    matter = chain.matter() or headline
    own = list({t.article.article_id: t.article for t in told}.values())
    nameless = replace(chain, query=replace(chain.query, names=()))
    found = [*own, *articles_on(matter, chain), *articles_on(headline, nameless)]
    story = with_story(list({a.article_id: a for a in found}.values()), chain, matter)
    dated = []
    for later in story:
        best = next(iter(chain.told(later, matter)), None)
        if best is not None and (day := day_of(best, chain))[0] > since:
            dated.append((day, best))
    dated.sort(key=lambda pair: (pair[0][0], -pair[1].score))
    following = one_a_story(dated, chain)[:MOST_NEXT]
    return as_timeline(following, chain) if following else None


def _behind(last: Told, chain: Chain) -> Built | None:
    """The sentences that stand behind the last one in its article."""
    article = last.article
    spans = article_sentences(chain.passages_of(article.article_id))
    following = [s for s in spans if s[0] >= last.end_char]
    whole = [s for s in following if len(article.text[slice(*s)].split()) >= _FEWEST_WORDS]
    drafts = [chain.say(Told(article, *span, 1.0)) for span in whole[:MOST_NEXT]]
    found = {article.article_id: article}
    return Built("lookup", without_overlaps(drafts), found) if drafts else None
