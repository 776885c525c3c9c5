"""The days of a topic that its articles keep coming back to, each with the sentence that tells it.

A day matters when much is published on it and, more, when articles go on naming it: the same day,
that week, months and years later. Each such stretch of time counts by the logarithm of how many
articles name the day in it, so that being named late counts as much as being named often. Nothing
here is fitted to a collection; `python -m eval.measure.timelines` measures it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.byline.calendar_words import (
    DAY_NUMBER,
    MONTH,
    WEEKDAY,
    YEAR,
    day_number,
    day_of,
    month_number,
    yearly,
)
from index.byline.possible_days import possible_days
from index.byline.relative_dates import resolve_relative_dates
from index.text.lines import Line, lines_of
from index.text.sentences import sentence_spans
from index.text.terms import analyse
from index.types import Article

# Days between what happened and the article that names it, to the end of each stretch.
_STRETCHES = (0, 2, 7, 30, 365)
# The name that most articles have stands in so many of them, or the topic has no such name.
_LEAST_NAMED = 0.6
# An article with the name in every third line is wholly of the topic.
_LINES_A_NAME = 3
_MOST_CANDIDATES = 60  # sentences compared for one day
_OPENING_LINES = 2
_FEWEST_WORDS, _MOST_WORDS = 8, 60

_DATE = re.compile(
    rf"\b(?:(?P<month>{MONTH})\s+(?P<day>{DAY_NUMBER})"
    rf"|(?P<day_2>{DAY_NUMBER})\s+(?:of\s+)?(?P<month_2>{MONTH}))(?:\s*,?\s*(?P<year>{YEAR}))?"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
)
# Without one of these a line names no day: most lines need no closer look.
_HINT = re.compile(
    rf"day\b|night|ago\b|tomorrow|this (?:morning|afternoon|evening)|{MONTH}|\d\d-\d\d"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w-]*\w")
_NO_NAME = re.compile(rf"(?:{MONTH}|{WEEKDAY}|Mrs?|Ms|The|US|UK|U|I)$")


@dataclass(frozen=True)
class NamedDay:
    """A day that a line of an article names. `by_number`: by its date ("March 29"), not only by
    what the article's own day makes of it ("on Tuesday").
    """

    on: date
    by_number: bool
    line: Line


@dataclass(frozen=True)
class ImportantDay:
    """A day and a sentence of it: `article.text[start_char:end_char]`."""

    on: date
    score: float
    article: Article
    start_char: int
    end_char: int

    @property
    def text(self) -> str:
        """The article's own words."""
        return self.article.text[self.start_char : self.end_char]


@dataclass(frozen=True)
class DatedArticle:
    """An article with its day, its lines, the days that they name, and how much of it is of the
    topic, 0 to 1.
    """

    article: Article
    published: date
    lines: Sequence[Line]
    named: Sequence[NamedDay]
    weight: float


def important_days(
    articles: Iterable[Article], n: int, *, first: date | None = None, last: date | None = None
) -> list[ImportantDay]:
    """The `n` most important days of a topic, `first` to `last` where they are given, oldest first.

    Articles whose day isn't known are left out. Fewer days come back where fewer are told.
    """
    return choose_days(dated_articles(articles), n, first=first, last=last)


def choose_days(
    read: Sequence[DatedArticle],
    n: int,
    *,
    first: date | None = None,
    last: date | None = None,
) -> list[ImportantDay]:
    """The same of articles that are read already."""
    scores = score_days(read)
    within = [d for d in scores if (not first or first <= d) and (not last or d <= last)]
    ranked = sorted(within, key=lambda day: (-scores[day], day))
    found = []
    for day, lines in _lines_of_days(read, ranked[: max(0, n)]).items():
        article, start, end = _telling(day, lines)
        found.append(ImportantDay(day, scores[day], article, start, end))
    return sorted(found, key=lambda item: item.on)


def score_days(read: Sequence[DatedArticle]) -> dict[date, float]:
    """How important each day is that an article was published on, or names as past."""
    published: defaultdict[date, float] = defaultdict(float)
    named: defaultdict[tuple[date, int, bool], float] = defaultdict(float)
    for item in read:
        published[item.published] += item.weight
        stretches = set()
        for mention in item.named:
            behind = (item.published - mention.on).days
            if behind >= 0:
                stretch = bisect_left(_STRETCHES, behind)
                stretches.add((mention.on, stretch, False))
                if mention.by_number and behind:
                    stretches.add((mention.on, stretch, True))
        for key in stretches:
            named[key] += item.weight
    scores = {day: math.log1p(weight) for day, weight in published.items()}
    for (day, _, _), weight in named.items():
        scores[day] = scores.get(day, 0.0) + math.log1p(weight)
    return scores


def days_named(article: Article, published: date, lines: Sequence[Line]) -> Iterator[NamedDay]:
    """The days that the lines name: by a date, of the nearest year where it has none, or by what
    the day of publication makes definite.
    """
    for line in lines:
        if not _HINT.search(line.text):
            continue
        for match in _DATE.finditer(line.text):
            day = _day_meant(match, published)
            if day is not None:
                yield NamedDay(day, True, line)
        for found in resolve_relative_dates(
            article.text, line.start, line.end, published.isoformat(), "day"
        ):
            if found.precision == "day":
                yield NamedDay(date.fromisoformat(found.iso), False, line)


def topic_name(texts: Sequence[str]) -> str | None:
    """The capitalised word that stands in most of the texts; None where none stands in most."""
    held: Counter[str] = Counter()
    for text in texts:
        held.update({name for name in _NAME.findall(text) if not _NO_NAME.match(name)})
    best = max(held, key=lambda name: (held[name], name), default=None)
    return best if best is not None and held[best] >= _LEAST_NAMED * len(texts) else None


def dated_articles(articles: Iterable[Article]) -> list[DatedArticle]:
    """The articles whose day is known, read for the days that they name."""
    dated = []
    for article in articles:
        first, last = possible_days(article.published_at)
        if first is not None and first == last:
            dated.append((article, date.fromisoformat(first)))
    name = topic_name([article.text for article, _ in dated])
    read = []
    for article, day in dated:
        lines = lines_of(article.text, article.spans)
        weight = 1.0
        if name is not None and lines:
            having = sum(name in line.text for line in lines)
            weight = min(1.0, _LINES_A_NAME * having / len(lines))
        read.append(
            DatedArticle(article, day, lines, tuple(days_named(article, day, lines)), weight)
        )
    return read


def _day_meant(match: re.Match[str], published: date) -> date | None:
    if match["iso"]:
        try:
            return date.fromisoformat(match["iso"])
        except ValueError:
            return None
    month = month_number(match["month"] or match["month_2"])
    day = day_number(match["day"] or match["day_2"])
    if match["year"]:
        return day_of(int(match["year"]), month, day)
    years = range(max(1, published.year - 1), min(9998, published.year + 1) + 1)
    return min(yearly(month, day, years), key=lambda d: abs(d - published), default=None)


# --- the sentence of a day ------------------------------------------------------------------


def _lines_of_days(
    read: Sequence[DatedArticle], days: Sequence[date]
) -> Mapping[date, list[tuple[DatedArticle, Line]]]:
    """Of each day the lines that name it, and the openings of what was published on it."""
    found: dict[date, list[tuple[DatedArticle, Line]]] = {day: [] for day in days}
    for item in read:
        for mention in item.named:
            if mention.on in found:
                found[mention.on].append((item, mention.line))
        if item.published in found:
            found[item.published] += [(item, line) for line in item.lines[:_OPENING_LINES]]
    return {day: lines for day, lines in found.items() if lines}


def _telling(day: date, lines: Sequence[tuple[DatedArticle, Line]]) -> tuple[Article, int, int]:
    """The sentence whose terms most of the others have too: reports of the day before later ones,
    articles of the topic before others, whole sentences before scraps.
    """
    sentences = []
    nearest = sorted(lines, key=lambda pair: (abs((pair[0].published - day).days), -pair[0].weight))
    for item, line in nearest[:_MOST_CANDIDATES]:
        text, language = item.article.text, item.article.language or "en"
        for start, end in sentence_spans(text, line.start, line.end, language):
            sentences.append((item, start, end, frozenset(analyse(text[start:end]))))
    shared = Counter(term for _, _, _, terms in sentences for term in terms)

    def central(sentence: tuple[DatedArticle, int, int, frozenset[str]]) -> tuple[bool, float]:
        item, start, end, terms = sentence
        words = len(item.article.text[start:end].split())
        whole = _FEWEST_WORDS <= words <= _MOST_WORDS
        return whole, item.weight * sum(shared[t] - 1 for t in terms) / (8 + len(terms))

    item, start, end, _ = max(sentences, key=central)
    return item.article, start, end
