"""The latest on a matter, or the first: statements that answer, chosen by their day."""

from __future__ import annotations

from qa.answer.telling import Told
from qa.evidence.sentences import EvidenceSentence, choose_sentences
from qa.forms.chain import Built, Chain
from qa.forms.comparison import label
from qa.forms.timeline import articles_on, with_story
from qa.question.form import AskedForm

# Who holds an office now is said by the newest of the sentences that have this share of the odds of
# the best, and are this likely to answer.
_ODDS_SHARE = 0.1
_LEAST_SCORE = 0.3
MOST_LATEST = 2  # articles that the latest is taken from


def build_ordered(asked: AskedForm, chain: Chain) -> Built | None:
    """The newest or the oldest statement on the matter; None where nothing dated is found."""
    if asked.order == "now":
        return _now(chain)
    matter = chain.matter()
    found = articles_on(matter, chain)
    dated = [a for a in with_story(found, chain, matter) if a.published_at]
    if not dated or not matter:
        return None
    dated.sort(key=lambda a: a.published_at or "", reverse=asked.order == "latest")
    chosen: list[Told] = []
    for article in dated[: MOST_LATEST if asked.order == "latest" else 1]:
        told = chain.told(article, matter)
        chosen += told[: 2 if not chosen and asked.order == "latest" else 1]
    first = "First reported by " if asked.order == "first" else ""
    drafts = tuple(chain.say(t, before=f"{first}{label(t)}: ") for t in chosen)
    return Built("lookup", drafts, {t.article.article_id: t.article for t in chosen})


def _now(chain: Chain) -> Built | None:
    found = chain.ask(chain.query.text)
    sentences = [s for s in found.evidence.sentences if s.score >= _LEAST_SCORE]
    if not sentences or found.evidence.probability < chain.settings.refuse_below:
        return None
    best = _odds(sentences[0].score)
    near = [s for s in sentences if _odds(s.score) >= _ODDS_SHARE * best]
    newest = max(near, key=_published)
    older = choose_sentences(found.evidence)
    chosen = [newest, *[s for s in older if s.start_char != newest.start_char][:1]]
    told = [Told(s.article, s.start_char, s.end_char, s.score) for s in chosen[:1]]
    drafts = tuple(chain.say(t, score=t.score) for t in told)
    return Built("lookup", drafts, {t.article.article_id: t.article for t in told}, (newest,))


def _published(sentence: EvidenceSentence) -> str:
    return sentence.article.published_at or ""


def _odds(probability: float) -> float:
    return probability / max(1e-9, 1.0 - probability)
