"""A fact looked up in the articles of the time that the question names.

No sentence of an article of May says "in May": the question is asked without the words of its time
of the articles that were published then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.evidence.search import Found
from qa.forms.chain import Chain
from qa.forms.conversation import last_answer
from qa.forms.lookup import choose
from qa.question.at_any_time import without_days
from qa.question.period import asked_days, without_period
from qa.question.query import Query


def found_in_period(parts: Sequence[Query], chain: Chain) -> list[Found]:
    """What the articles of the question's time say, if they answer, or of each of its two times;
    else nothing.
    """
    if len(parts) != 1 or last_answer.asks_else(chain.query.text):
        return []
    days = asked_days(chain.query.text, chain.reference)
    if len({(day.first, day.last) for day in days}) == 2:
        plain = without_days(parts[0].text, [day.words for day in days])
        finds = [_found(plain, replace(chain, period=day)) for day in days]
        return finds if any(_answers(found, chain) for found in finds) else []
    if chain.period is None or chain.where() == chain.asked.where:
        return []
    found = _found(without_period(parts[0].text, chain.period), chain)
    return [found] if _answers(found, chain) else []


def _found(text: str, chain: Chain) -> Found:
    nowhere = replace(chain.leaning, preferred=())
    return replace(chain, leaning=nowhere).ask(text, chain.where(reported=True))


def _answers(found: Found, chain: Chain) -> bool:
    return bool(choose(chain.query, found, refuse_below=chain.settings.refuse_below))
