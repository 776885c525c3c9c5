"""What a question says about where its answer stands: the source it names, the dates it names.

Hints prefer articles, they don't exclude: those that fit form one more ranked list of the fusion.
Only a source that the question plainly demands ("according to Reuters") restricts the search.
Whatever the search made of a hint is said to the user (`Leaning.said`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.byline.possible_days import last_day
from index.catalog.catalog import Catalog
from index.types import ArticleFilter
from qa.question.dates import NO_TIME, AskedTime, asked_time
from qa.question.query import Query, Spelling, words_of
from qa.question.sources import NO_SOURCES, AskedSources, asked_sources

# Asked as of a day, a question that names no time is likelier of the news of these days before it.
NEW_DAYS = 14


@dataclass(frozen=True)
class QuestionHints:
    """The sources and the time that a question names."""

    sources: AskedSources = NO_SOURCES
    time: AskedTime = NO_TIME


@dataclass(frozen=True)
class Leaning:
    """What hints come to in one collection: the filter of the search, and sets of article ids of
    which each is preferred. `said` tells the user, one phrase a hint; `only` the phrase of the
    hint that narrows the search, or "".
    """

    where: ArticleFilter
    preferred: tuple[set[str], ...] = ()
    said: tuple[str, ...] = ()
    only: str = ""


def read_hints(
    question: str,
    publishers: Iterable[str],
    spelling: Spelling,
    *,
    today: date,
    newest: str | None,
) -> QuestionHints:
    """The hints of a question. `publishers` are the sources that the collection has; a name that
    isn't among them is no hint. `newest` is when the newest article was published, in ISO; for
    what it and `today` do see `qa.question.dates.asked_time`.
    """
    sources = asked_sources(question, publishers, spelling)
    return QuestionHints(sources, asked_time(question, today, last_day(newest)))


def without_hint_words(query: Query, hints: QuestionHints) -> Query:
    """The query without what no article need say: "last week" among the words to search for, and
    among the names that must stand near an answer the source, and the month of a date that the
    article may call Tuesday.
    """
    named = (*hints.sources.words, *hints.time.words)
    read = {word.lower() for phrase in named for word in words_of(phrase)}
    times = {word.lower() for phrase in hints.time.dropped for word in words_of(phrase)}
    kept = tuple(w for w in query.content_words if w.lower() not in times)
    return replace(
        query,
        content_words=kept or query.content_words,
        names=tuple(n for n in query.names if n.lower() not in read),
    )


def lean(hints: QuestionHints, where: ArticleFilter, catalog: Catalog) -> Leaning:
    """How the search leans. A filter that the user set outranks a hint of the same kind, and a
    hint that fits no article is left aside.
    """
    sources, time = hints.sources, hints.time
    only = ""
    said: list[str] = []
    preferred: list[set[str]] = []

    def prefer(wanted: ArticleFilter, phrase: str) -> None:
        ids = catalog.article_ids(wanted)
        if ids:
            preferred.append(ids)
            said.append(phrase)

    if sources.publishers and not where.publishers:
        names = " and ".join(sources.publishers)
        if sources.demanded:
            where = replace(where, publishers=sources.publishers)
            only = f"only articles from {names}"
            said.append(only)
        else:
            prefer(ArticleFilter(publishers=sources.publishers), f"articles from {names} first")
    dated = where.after or where.before
    asked_on = last_day(where.until)
    if asked_on and time.is_open and not dated:
        new = (asked_on - timedelta(days=NEW_DAYS)).isoformat()
        recent = ArticleFilter(after=new, until=where.until)
        prefer(recent, f"articles published from {new} on first")
    if not (time.is_open or dated):
        first = None if time.first_day is None else time.first_day.isoformat()
        last = None if time.last_day is None else time.last_day.isoformat()
        end = None if time.last_day is None else (time.last_day + timedelta(days=1)).isoformat()
        stretch = (
            f"until {last}"
            if first is None
            else f"from {first}" + (f" to {last}" if last else " on")
        )
        prefer(ArticleFilter(after=first, before=end), f"articles published {stretch} first")
    return Leaning(where, tuple(preferred), tuple(said), only)
