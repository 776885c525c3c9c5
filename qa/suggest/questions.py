"""Questions that a collection invites, and what was found in it, from the catalog alone.

Each question is one that the articles can answer, as far as can be told without asking: a month
that has several articles, a topic that several headlines share, figures for the same thing that
differ. `ui.page.follow_ups` asks each of the chain before it offers it.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.catalog.catalog import Catalog
from index.catalog.rows import Headline
from index.text.terms import fold
from qa.answer.wording import plain
from qa.evidence.context import article_sentences, speakers
from qa.suggest.topics import Topic, day_of, is_same_event, one_of_each, told_by_several, topics
from qa.types import Form

NEWEST = 2_000  # articles whose topics are asked about
HEADLINES = 5_000  # of the newest articles, for what was found
NOTES_SECONDS = 0.15  # what was found is said when it is found this soon, else not at all
_LOOKED_AT = 20  # articles read for those who speak, and of a topic for its figures
_READ_CHARS = 20_000  # of each
_SEVERAL = 3
_SAME_SCALE = 10
_TOPICS_READ = 6
_WHAT_THERE_IS = "What do you have?"

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
# "3,800 commuters", "12 people killed", "killed at least 9": what is counted and its number.
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,7})"
_STATE = r"killed|dead|injured|wounded|missing|homeless|arrested|evacuated"
_COUNTED = re.compile(
    rf"(?<![\w.,$€£]){_NUMBER} (?:people |were |are |(?P<adjective>[a-z]+) )?"
    rf"(?P<noun>{_STATE}|[a-z]{{4,20}}s)\b"
)
_DONE_TO = re.compile(
    r"\b(?P<noun>kill|injur|wound|arrest|evacuat)(?:ed|ing|es|s) (?:at least |some |about |nearly |"
    rf"more than |up to )?{_NUMBER}(?!\w|[.,]\d| percent)"
)
# No subject of their own: units, and words that count anything.
_UNITS = frozenset(
    """days weeks months years hours minutes seconds decades points euros dollars pounds crowns
    francs rubles roubles cents miles knots kilometres kilometers metres meters feet inches yards
    degrees tons tonnes litres liters gallons barrels acres hectares kilos kilograms ounces watts
    megawatts gigawatts times others thousands millions billions hundreds dozens parts ways things
    stories pages series this less always perhaps besides across towards news""".split()
)


@dataclass(frozen=True)
class Suggestion:
    """A question, and the form that its answer should have; None where any will do."""

    question: str
    form: Form | None = None


def suggest_questions(catalog: Catalog, n: int) -> list[str]:
    """Up to `n` questions that the articles invite, one of each kind first: a month, a change, a
    difference, the latest, a summary, what somebody said, what there is.
    """
    found: list[str] = []
    for suggestion in _offered(catalog):
        if len(found) >= n:
            break
        if suggestion.question not in found:
            found.append(suggestion.question)
    return found


def suggestions_about(catalog: Catalog, article_ids: Sequence[str]) -> Iterator[Suggestion]:
    """Questions on the topics of these articles, the most telling first."""
    headlines = catalog.headlines(NEWEST)
    ids = set(article_ids)
    about = [
        topic
        for topic in topics(headlines, catalog.vocabulary().is_name)
        if any(h.article_id in ids for h in topic.headlines)
    ]
    for topic in about[:2]:
        figures = _figures(catalog, topic)
        for made in (_differ(topic, figures), _change(figures), _latest(topic), _sum(topic)):
            if made:
                yield made
    month = _month([h for h in one_of_each(headlines) if h.article_id in ids], headlines)
    if month:
        yield month


def collection_notes(catalog: Catalog) -> tuple[str, ...]:
    """What was found of the collection as a whole, in sentences; nothing where that takes long."""
    until = time.perf_counter() + NOTES_SECONDS
    headlines = catalog.headlines(HEADLINES)
    several = told_by_several(headlines, until - time.perf_counter())
    if not several:
        return ()
    stories = "1 story is" if several == 1 else f"{several:,} stories are"
    return (f"Going by the headlines, {stories} told by more than one outlet.",)


def _offered(catalog: Catalog) -> Iterator[Suggestion]:
    headlines = catalog.headlines(NEWEST)
    if not headlines:
        return
    month = _month(headlines, headlines)
    if month:
        yield month
    found = topics(headlines, catalog.vocabulary().is_name) if len(headlines) > 1 else []
    read = [(topic, _figures(catalog, topic)) for topic in found[:_TOPICS_READ]]
    used = set[str]()

    def first(made: Iterator[tuple[Topic, Suggestion | None]]) -> Iterator[Suggestion]:
        """Of a topic not asked about yet, if there is one."""
        offered = [(topic, suggestion) for topic, suggestion in made if suggestion]
        fresh = [pair for pair in offered if pair[0].words not in used]
        for topic, suggestion in (fresh or offered)[:1]:
            used.add(topic.words)
            if suggestion:
                yield suggestion

    yield from first((topic, _change(figures)) for topic, figures in read)
    yield from first((topic, _differ(topic, figures)) for topic, figures in read)
    newest = sorted(found[:_TOPICS_READ], key=lambda topic: _newest(topic), reverse=True)
    yield from first((topic, _latest(topic)) for topic in newest)
    yield from first((topic, _sum(topic)) for topic in found)
    yield from _people(catalog, headlines)
    yield Suggestion(_WHAT_THERE_IS)


def _month(of: Sequence[Headline], among: Sequence[Headline]) -> Suggestion | None:
    """The month in which most of the reports `of` appeared, if it has several `among` all."""
    known = [h for h in one_of_each(among) if h.published_precision in ("day", "month")]
    counts = Counter((h.published_at or "")[:7] for h in known)
    wanted = Counter((h.published_at or "")[:7] for h in of if h in known or h in among)
    for month, _ in sorted(wanted.items(), key=lambda item: (-item[1], item[0])):
        if counts[month] >= _SEVERAL and re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            name = _MONTHS[int(month[5:]) - 1]
            return Suggestion(f"What happened in {name} {month[:4]}?", "timeline")
    return None


@dataclass(frozen=True)
class _Figure:
    """So many of something, in a report."""

    number: int
    headline: Headline


def _figures(catalog: Catalog, topic: Topic) -> dict[str, list[_Figure]]:
    """What the reports of a topic count, by noun; of each report its first figure."""
    found = defaultdict[str, list[_Figure]](list)
    for headline in topic.headlines[:_LOOKED_AT]:
        article = catalog.article(headline.article_id)
        if article is None or day_of(headline) is None:
            continue
        counted: dict[str, int] = {}
        for noun, number in _counts(article.text):
            counted.setdefault(noun, number)
        for noun, number in counted.items():
            found[noun].append(_Figure(number, headline))
    return {noun: figures for noun, figures in found.items() if len(figures) > 1}


def _counts(text: str) -> Iterator[tuple[str, int]]:
    for pattern in (_COUNTED, _DONE_TO):
        for match in pattern.finditer(text, 0, _READ_CHARS):
            digits, noun = match["number"], match["noun"]
            adjective = match["adjective"] if pattern is _COUNTED else None
            if pattern is _DONE_TO:
                noun += "ed"
            is_year = digits.isdigit() and 1900 <= int(digits) <= 2100
            if noun in _UNITS or adjective in _UNITS or is_year:
                continue
            is_state = re.fullmatch(_STATE, noun)
            said = f"people {noun}" if is_state else f"{adjective} {noun}" if adjective else noun
            yield said, int(digits.replace(",", ""))


def _change(figures: dict[str, list[_Figure]]) -> Suggestion | None:
    """A noun whose figure is another on another day."""
    for noun, counted in sorted(figures.items(), key=lambda item: (-len(item[1]), item[0])):
        days = {day_of(figure.headline) for figure in counted}
        numbers = [figure.number for figure in counted]
        alike = 0 < max(numbers) <= _SAME_SCALE * min(numbers)  # else of something else
        if len(days) > 1 and len(set(numbers)) > 1 and alike:
            return Suggestion(f"How did the number of {noun} change?", "timeline")
    return None


def _differ(topic: Topic, figures: dict[str, list[_Figure]]) -> Suggestion | None:
    """A topic of which two outlets give different figures within a few days."""
    for counted in figures.values():
        for i, one in enumerate(counted):
            for other in counted[i + 1 :]:
                if one.number != other.number and is_same_event(one.headline, other.headline):
                    return Suggestion(f"Where do reports on {topic.words} differ?", "comparison")
    return None


def _latest(topic: Topic) -> Suggestion | None:
    return Suggestion(f"What is the latest on {topic.words}?") if topic.days > 1 else None


def _sum(topic: Topic) -> Suggestion | None:
    several = len(topic.headlines) >= _SEVERAL
    return Suggestion(f"Summarise the reports on {topic.words}.", "summary") if several else None


def _newest(topic: Topic) -> date:
    return max((day for day in map(day_of, topic.headlines) if day), default=date.min)


def _people(catalog: Catalog, headlines: Sequence[Headline]) -> Iterator[Suggestion]:
    """What the people say whom the articles quote, one person an article."""
    people: set[str] = set()
    for headline in headlines[:_LOOKED_AT]:
        passages = catalog.passages_of(headline.article_id)
        article = catalog.article(headline.article_id)
        counts: Counter[str] = Counter()
        for start, end in article_sentences(passages) if article else ():
            counts.update(speakers(article.text[start:end]) if article else ())
        for name, _ in counts.most_common():
            family_name = fold(name.split()[-1])[:5]  # Zelensky and Zelenskyy are one person
            is_whole = len(name.split()) > 1 and not re.search(r"['’]s? ", name)
            if is_whole and family_name not in people:
                people.add(family_name)
                yield Suggestion(f"What did {plain(name)} say?")
                break
