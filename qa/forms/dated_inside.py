"""What articles of other times say of the days that a question names.

Nothing need have been published in September for an article of October to tell what was decided on
September 30.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from index.byline.relative_dates import resolve_relative_dates
from qa.answer.matter import Matter
from qa.answer.telling import Told
from qa.forms.chain import Chain
from qa.question.period import Period

MOST_READ = 40  # articles, those first that name the months and the matter
LONGEST_DAYS = 366
_SHARE_OF_MATTER = 0.35  # of the matter's words, in a sentence that tells of it


def dated_inside(chain: Chain, matter: Matter) -> Iterator[tuple[tuple[str, bool], Told]]:
    """Sentences that name a day of the chain's period, with that day, and True: it is the event's.

    Nothing for a period that is open at an end or longer than a year.
    """
    period = chain.period
    if period is None or period.first is None or period.last is None:
        return
    if (period.last - period.first).days > LONGEST_DAYS:
        return
    words = f"{matter.text} {_named(period)}"
    for article in chain.having(words, 4 * MOST_READ, MOST_READ, chain.ids(chain.asked.where)):
        for told in chain.told(article, matter):
            day = _day_inside(told, period)
            if day is not None and (not matter or told.share >= _SHARE_OF_MATTER):
                yield (day.isoformat(), True), told


def _named(period: Period) -> str:
    """The period as articles write it: its months, and the day where it is one."""
    first, last = period.first, period.last
    assert first is not None and last is not None
    if first == last:
        return f"{first:%B} {first.day}"
    days = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    return " ".join(dict.fromkeys(f"{day:%B}" for day in days))


def _day_inside(told: Told, period: Period) -> date | None:
    """The first day of the period that a sentence names."""
    assert period.first is not None and period.last is not None
    article = told.article
    for found in resolve_relative_dates(
        article.text,
        told.start_char,
        told.end_char,
        article.published_at,
        article.published_precision,
    ):
        if len(found.iso) == 10 and "W" not in found.iso:
            day = date.fromisoformat(found.iso)
            if period.first <= day <= period.last:
                return day
    return None
