"""Which form of answer a question asks for: a fact, a list, a count, a timeline, a comparison, a
summary. A question that none of these fits well is looked up.

Rules read what they know (`form_rules.py`); the form of other wordings is learned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.question.form_rules import ARTICLES, AskedForm, form_by_rules
from qa.question.query import FORM_WORDS, FUNCTION_WORDS, words_of
from qa.question.wording.learned_form import LOOKUP, learned_form

# What was learned is taken where no rule speaks and it is as likely as not, and against a rule
# where it is surer: by cross-validation over 2,800 questions. On 520 that others wrote, 2026-11
# (`python -m eval.training.forms`): .91 read right, by rules alone .60, as learned alone .89; of
# 120 look-ups .98 stay so.
LEAST_LEARNED, SURER_THAN_RULES, SURELY_LOOKUP = 0.5, 0.8, 0.97
# Articles are counted or listed where they, or who brings them out, are named at all.
_OF_ARTICLES = re.compile(
    rf"\b(?:{ARTICLES}|outlets?|(?:news)?papers?|publications?|publishers?|agenc(?:y|ies)|sources?|"
    r"media|press|journalists?|reporters?|headlines?|titles?|coverage|reporting|files?|features?|"
    r"columns?|editorials?|posts?|sites?|websites?|collection|archive|index|folder|database|hits|"
    r"results|mentions?|bylines?|written|anything|everything|links?)\b",
    re.I,
)
_WHO_SAYS = re.compile(r"^\W*(?:according to (?:whom|who|which)|in whose)\b", re.I)
_LEARNED: Mapping[str, AskedForm] = {
    LOOKUP: AskedForm("lookup"),
    "change": AskedForm("timeline", change=True),
    "timeline": AskedForm("timeline"),
    "disagreement": AskedForm("comparison"),
    "latest": AskedForm("lookup", order="now"),
    "first": AskedForm("lookup", order="first"),
    "summary": AskedForm("summary"),
    "count": AskedForm("count", articles=True, subject=True),
    "list": AskedForm("list", articles=True, subject=True),
}


def read_form(question: str, *, has_period: bool = False, outlets: int = 0) -> AskedForm:
    """The form of a self-contained question. `has_period`: it names a stretch of days; `outlets`:
    how many publishers of the collection it names.
    """
    asked = form_by_rules(question, has_period=has_period, outlets=outlets)
    guess = learned_form(question)
    least = LEAST_LEARNED
    if asked.label != LOOKUP:
        sides = asked.form == "comparison" and asked.order  # two who are set against each other
        least = SURELY_LOOKUP if sides or guess.form == LOOKUP else SURER_THAN_RULES
    if guess.form == asked.label or guess.probability < least:
        return asked
    if guess.form in ("count", "list") and not _OF_ARTICLES.search(question):
        return asked
    if guess.form == "disagreement" and _WHO_SAYS.match(question):
        return asked
    return _LEARNED[guess.form]


def subject_of(question: str) -> str:
    """What the question is about: its words of content without those that only say the form."""
    kept = [
        word
        for word in words_of(question)
        if word.lower() not in FUNCTION_WORDS
        and (
            word.lower() not in FORM_WORDS or (word[:1].isupper() and not question.startswith(word))
        )
    ]
    return " ".join(kept)
