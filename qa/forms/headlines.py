"""Words typed as into a search box: answered by the articles whose headlines say them."""

from __future__ import annotations

from index.text.terms import analyse
from index.types import Article
from qa.answer.matter import Matter, matter_of
from qa.forms.chain import Built, Chain
from qa.forms.timeline import articles_on
from qa.question.query import FUNCTION_WORDS, words_of

MOST_WORDS = 7
MOST_ARTICLES = 3
_LEAST_OF_HEADLINE = 0.6  # of the words typed, in the headline of an article that is meant
_LATER = 0.8  # further articles have so much of the best one's share


def build_headlines(chain: Chain) -> Built | None:
    """The most telling sentence of each article whose headline has the words; None for a question
    in a sentence, or where no headline has them.
    """
    text = chain.query.text
    words = words_of(text)
    if not 2 <= len(words) <= MOST_WORDS or "?" in text:
        return None
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    if len(content) < len(words) - 1 or len(content) < 2:
        return None
    matter = matter_of(" ".join(content), chain.catalog.vocabulary().rarity)
    if not matter:
        return None
    ranked = sorted(
        ((_share(article, matter), article) for article in articles_on(matter, chain)),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < _LEAST_OF_HEADLINE:
        return None
    chosen = [a for share, a in ranked if share >= _LATER * ranked[0][0]][:MOST_ARTICLES]
    drafts, held = [], {}
    for article in chosen:
        told = chain.told(article, matter)
        if told:
            drafts.append(chain.say(told[0]))
            held[article.article_id] = article
    return Built("lookup", tuple(drafts), held) if drafts else None


def _share(article: Article, matter: Matter) -> float:
    return matter.share(analyse(article.title or ""))
