"""Which form of answer a question asks for: a fact, a list, a count, a timeline, a comparison, a
summary. A question that none of these fits well is looked up.

Rules read what they know (`form_rules.py`); the form of other wordings is learned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from qa.question.form_rules import ARTICLES, AskedForm, form_by_rules
from qa.question.query import FORM_WORDS, FUNCTION_WORDS, words_of
from qa.question.sides.framed import asks_two_sides
from qa.question.wording.learned_form import LOOKUP, learned_form
from qa.question.wording.of_articles import as_of_articles

# What was learned is taken where no rule speaks and a fact is hardly asked for, and against a rule
# where it is surer: by cross-validation over 2,800 questions. On 520 that others wrote, 2026-11
# (`python -m eval.training.forms`): .92 read right, by rules alone .60, as learned alone .92; of
# 120 look-ups .95 stay so.
MOST_OF_LOOKUP, SURER_THAN_RULES, SURELY_LOOKUP = 0.4, 0.8, 0.99
# Articles are counted or listed where they, or who brings them out, are named at all.
_OF_ARTICLES = re.compile(
    rf"\b(?:{ARTICLES}|outlets?|(?:news)?papers?|publications?|publishers?|agenc(?:y|ies)|sources?|"
    r"media|press|journalists?|reporters?|headlines?|titles?|coverage|reporting|files?|features?|"
    r"columns?|editorials?|posts?|sites?|websites?|collection|archive|index|folder|database|hits|"
    r"results|mentions?|bylines?|written|anything|everything|links?)\b",
    re.I,
)
_WHO_SAYS = re.compile(
    r"^\W*(?:(?:according to (?:whom|who|which)|in whose)\b|who (?:thinks|thought|said|says|"
    r"believes|claims|claimed|argues|argued) (?!what|which))",
    re.I,
)
# Words of those wordings that only say the form, besides FORM_WORDS: no part of the subject.
_FRAME_WORDS = frozenset(
    """
    piece pieces items texts folder files write-ups headlines titles links takeaways takeaway
    nutshell rundown run-down briefing essentials lay walk talk reconstruct trace track describe
    stages steps stage beginning concerning regarding exactly roughly pls please whats what’s what's
    who’s who's i’d i'd i’m i'm like need see read want looking pull together understand clash
    consistent versus vs whole everything moments moment dates dated chronologically chronological
    blow-by-blow step-by-step evolution trajectory backgrounder explainer primer know knowing
    happenings unfolding arc narrative highlights storyline recount lowdown picture straight-forward
    thing things way line lines wanting supporters opponents critics backers side sides versions
    """.split()
)
_DAY_BY_DAY = re.compile(r"\b(day|week|month|hour|year|step) (?:by|for|after) \1\b", re.I)
# "general Younes" is "the commander, Abdel Fattah Younes" in the articles.
_TITLE = re.compile(
    r"\b(?:general|colonel|captain|president|prime minister|minister|governor|senator|mayor|judge|"
    r"professor|doctor|dr|mr|mrs|ms|sir|king|queen|pope)\.?\s+(?=[A-Z])"
)
_AND_WHICH = re.compile(r"\band (?:which|what|who|whom|how|when|where|why)\b", re.I)
# "Did the ship pass in November?" asks whether one thing happened.
_ONE_FACT = re.compile(
    r"^\W*(?:did|was|were|has|have|had|is|are) (?!.{0,200}\b(?:anything|something|happen\w*|what|"
    r"events?|developments?|news)\b)",
    re.I,
)
_NO_LIST = re.compile(r"^\W*(?:when|where|why)\b", re.I)
# Not what stands in place of something else, but whatever is new.
_OF_NEWS = re.compile(
    r"\b(?:updates?|news|latest|newest|stands?|status|situation|state of|developments?|up to date|"
    r"recent(?:ly)?)\b",
    re.I,
)
# "Which outlet has published the most articles?" is counted, "What did they find, in brief?" told.
_KEPT = frozenset({("count", "list"), ("summary", LOOKUP)})
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
    if asked.form in ("lookup", "timeline", "list") and asks_two_sides(question):
        return AskedForm("comparison", order="now")
    guess = learned_form(as_of_articles(question))
    if guess.form == asked.label or not _fits(guess.form, question):
        return asked
    if (asked.label, guess.form) in _KEPT:
        return asked
    if asked.label == LOOKUP:
        return _learned(guess.form, question) if guess.of_lookup < MOST_OF_LOOKUP else asked
    # Two who are set against each other, or two outlets, are no mistake.
    compared = asked.form == "comparison" and (asked.order or outlets > 1)
    least = SURELY_LOOKUP if compared or guess.form == LOOKUP else SURER_THAN_RULES
    if guess.probability < least or (compared and guess.form == LOOKUP):
        return asked
    return _learned(guess.form, question)


def _fits(form: str, question: str) -> bool:
    """Whether a question can ask for a form at all: articles are named where they are counted, and
    of two facts each is looked up.
    """
    words = {word.lower() for word in words_of(question)}
    if "?" not in question and not words & (FUNCTION_WORDS | FORM_WORDS | _FRAME_WORDS):
        return False  # words as in a search box say nothing of a form
    if not words - FUNCTION_WORDS:
        return False  # "And what?"
    if form in ("count", "list"):
        return _OF_ARTICLES.search(question) is not None and not _NO_LIST.match(question)
    if form == "timeline" and _ONE_FACT.match(question):
        return False
    if form in ("latest", "change", "first") and _AND_WHICH.search(question):
        return False
    return form != "disagreement" or _WHO_SAYS.match(question) is None


def _learned(form: str, question: str) -> AskedForm:
    asked = _LEARNED[form]
    of_news = form == "latest" and _OF_NEWS.search(question) is not None
    return replace(asked, order="latest") if of_news else asked


def subject_of(question: str) -> str:
    """What the question is about: its words of content without those that only say the form."""
    question = _DAY_BY_DAY.sub(" ", question)
    question = _TITLE.sub("", question)
    kept = [
        word
        for word in words_of(question)
        if word.lower() not in FUNCTION_WORDS
        and word not in _FRAME_WORDS
        and (
            word.lower() not in FORM_WORDS or (word[:1].isupper() and not question.startswith(word))
        )
    ]
    return " ".join(kept)
