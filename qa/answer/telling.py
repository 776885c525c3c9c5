"""The sentence of an article that tells most of a matter, and the day that it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.byline.possible_days import possible_days
from index.byline.relative_dates import resolve_relative_dates
from index.text.terms import analyse
from index.types import Article, Passage
from qa.answer.asserted import asserted_by
from qa.answer.draft import DraftStatement, Quote, speaker_of
from qa.answer.matter import Matter
from qa.answer.wording import plain, without_dateline
from qa.evidence.context import article_sentences, widen
from qa.evidence.said_as import say

# News tells the most important thing first: the opening sentences gain this, in shares of the
# matter's words. Set by hand on the invented collection's tune half, 2026-11.
_GAINED_BY_OPENING = (0.5, 0.25, 0.1)
MOST_SENTENCES = 40  # of an article are looked at: news tells early what it is about
_GAINED_BY_TITLE = 0.4  # times the share of the headline's words that the sentence has
_LOST_BY_FRAGMENT = 0.5
_LOST_BY_SPEECH = 0.2
_EVENT_DAYS = 10  # an event that is reported as news lies at most so far back
_FEWEST_WORDS, _MOST_WORDS = 6, 60
_POINTS_BACK = re.compile(
    r"^\W*(?:(?:but|and|so|still|yet|however|meanwhile),? )?"
    r"(?:he|she|they|it|his|her|their|its|this|that|these|those|such)\b",
    re.I,
)
_NO_SENTENCE = re.compile(
    r"^\W*(?:[Bb][Yy]\s+[A-Z]|\(?(?:With inputs|Reported by|Edited by|Written by|Compiled by)\b|"
    r"(?:\S+\s*){1,2}$)"
)  # a byline, a credit, a word or two
_SPEECH_ONLY = re.compile(r"^\s*[“\"]")
_CORRECTS = re.compile(
    r"\b(?:editor[’']s note|correction|correct(?:s|ed)|clarification|retract(?:s|ed|ion)|"
    r"earlier version|(?:previous|earlier) (?:figure|report|number|estimate|toll)|revised|"
    r"withdr[ae]wn?|misstated|(?:wrongly|mistakenly|incorrectly|erroneously) (?:wrote|said|"
    r"reported|stated|gave|named|put)|we (?:first |originally |initially |also |had )*"
    r"(?:wrote|said|reported) (?:\w+ ){0,3}that)\b",
    re.I,
)
_DEMANDS = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|ask(?:s|ed|ing)? for|want(?:s|ed)?|seek(?:s|ing)?|sought|"
    r"call(?:s|ed)? for|offer(?:s|ed|ing)?|propos(?:es|ed|ing|al)|(?:held|holds) out for|"
    r"claims? of|bid of|insist(?:s|ed) on|hop(?:es|ed) for|expect(?:s|ed)?|predict(?:s|ed)?|"
    r"survey|forecasts?|projected|polls? (?:by|of|put|gave|show\w*))\b",
    re.I,
)


@dataclass(frozen=True)
class Told:
    """A sentence of an article, how telling it is (0 and more), and which share of the matter it
    has (0 to 1).
    """

    article: Article
    start_char: int
    end_char: int
    score: float
    share: float = 0.0

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.article.text[self.start_char : self.end_char]

    @property
    def published(self) -> str | None:
        """The day of publication, at its precision and without a time of day."""
        return (self.article.published_at or "")[:10] or None


def told_by(article: Article, passages: Sequence[Passage], matter: Matter) -> list[Told]:
    """All body sentences of an article, the most telling first; of an empty matter everything is
    asked for.
    """
    title = {t for t in analyse(article.title or "") if not any(t in own for own in matter.terms)}
    found = []
    for place, (start, end) in enumerate(article_sentences(passages)[:MOST_SENTENCES]):
        text = article.text[start:end]
        if _NO_SENTENCE.match(text):
            continue
        terms = set(analyse(text))
        share = matter.share(terms)
        score = share
        score += _GAINED_BY_TITLE * (len(terms & title) / len(title) if title else 0.0)
        score += _GAINED_BY_OPENING[place] if place < len(_GAINED_BY_OPENING) else 0.0
        words = len(text.split())
        if _POINTS_BACK.match(text) or not _FEWEST_WORDS <= words <= _MOST_WORDS:
            score -= _LOST_BY_FRAGMENT
        if _SPEECH_ONLY.match(text):
            score -= _LOST_BY_SPEECH
        if text.rstrip(" ”\"'’)").endswith("?"):
            score -= _LOST_BY_FRAGMENT
        found.append(Told(article, start, end, score, share))
    return sorted(found, key=lambda told: (-told.score, told.start_char))


def corrects(text: str) -> bool:
    """Whether a sentence says that an earlier report was wrong."""
    return _CORRECTS.search(text) is not None


def demands(text: str) -> bool:
    """Whether a sentence tells what somebody wants, offers or expects rather than what came of it:
    "the union asked for 9 percent".
    """
    return _DEMANDS.search(text) is not None


def event_day(told: Told) -> str | None:
    """The one past day near publication that the sentence speaks of, as ISO; None where it names
    none, several, or one to come.
    """
    article = told.article
    first, last = possible_days(article.published_at)
    if first is None or last is None or first != last:
        return None
    published = date.fromisoformat(first)
    days = set()
    for found in resolve_relative_dates(
        article.text,
        told.start_char,
        told.end_char,
        article.published_at,
        article.published_precision,
    ):
        if len(found.iso) == 10 and "W" not in found.iso:
            days.add(date.fromisoformat(found.iso))
    near = [d for d in days if published - timedelta(days=_EVENT_DAYS) <= d <= published]
    return near[0].isoformat() if len(days) == 1 and near else None


def day_words(iso: str) -> str:
    """As "March 14, 2022", "March 2022" or "2022"."""
    if len(iso) == 4:
        return iso
    if len(iso) == 7:
        return f"{date.fromisoformat(iso + '-01'):%B %Y}"
    day = date.fromisoformat(iso[:10])
    return f"{day:%B} {day.day}, {day.year}"


def label(told: Told) -> str:
    """Whose report it is, and of when: "Reuters, March 14, 2022"."""
    return label_of(told.article)


def label_of(article: Article) -> str:
    """Whose an article is, and of when."""
    published = (article.published_at or "")[:10]
    facts = [plain(article.publisher or "An article"), day_words(published) if published else ""]
    return ", ".join(fact for fact in facts if fact)


def statement_of(
    told: Told, passages: Sequence[Passage], *, before: str = "", score: float = 1.0
) -> DraftStatement:
    """The sentence as a statement that can be read alone, with words of ours `before` it."""
    article = told.article
    sentences, span = article_sentences(passages), (told.start_char, told.end_char)
    wide = widen(article, sentences, span)
    quotes = [Quote(article.article_id, wide.start_char, wide.end_char, min(1.0, score))]
    said = say(article, wide.start_char, wide.end_char)
    text = without_dateline(plain(said.text))
    if any(said.beside):
        quotes.append(Quote(article.article_id, *said.beside, min(1.0, score)))
    by = asserted_by(article, sentences, span)
    if (speaker := speaker_of(wide, by, article, sentences)) is not None:
        text = f"{speaker[0]}: {text}"
        quotes.append(Quote(article.article_id, *speaker[1], min(1.0, score)))
    return DraftStatement(f"{before}{text}", tuple(quotes), 1.0, by)


def most_telling(
    dated: Sequence[tuple[tuple[str, bool], Told]], most: int
) -> list[tuple[tuple[str, bool], Told]]:
    """At most `most` entries, in order of time: the best of each day first, days with more reports
    before others.
    """
    reports = Counter(day[0] for day, _ in dated)
    ranked = sorted(dated, key=lambda pair: -pair[1].score)
    turns: Counter[str] = Counter()
    order = []
    for pair in ranked:
        turns[pair[0][0]] += 1
        order.append((turns[pair[0][0]], -reports[pair[0][0]], -pair[1].score, pair))
    chosen = [row[3] for row in sorted(order, key=lambda row: row[:3])[:most]]
    return sorted(chosen, key=lambda pair: (pair[0][0], pair[1].article.published_at or ""))
