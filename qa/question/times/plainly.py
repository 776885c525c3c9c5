"""A question about change or order, put plainly: "How did the death toll develop?" → "How many
people have died?", "Has the date on which the levy begins been moved?" → "When does the levy
begin?".

A model that reads for answers knows the plain question best. English first.
"""

from __future__ import annotations

import re

from qa.question.at_any_time import at_any_time, without_order
from qa.question.times.any_change import of_any_change
from qa.question.times.standing import ROLE
from qa.question.times.two_times import of_one_time

_LONGEST = 300  # characters of a question that are read for its subject
_NUMBER = r"(?:the )?(?:(?:number|figure|count|total|sum|estimate)s? (?:of|for) (?:the )?)?"
_KIND = r"(?P<kind>(?:[\w’'-]+ ){0,2}?)"
_NO_KIND = r"(?P<kind>)"
_BEHIND = r"(?P<rest>(?:\s.{1,150})?)$"
_ALL = r"(?P<rest>.{2,150})$"
_COST = "How much {does} {rest} cost?"
# What is counted, measured or dated, as a noun, and how it is asked for. First those that are also
# asked for with "how many".
_COUNTED = 4
_DISEASE = (
    r"(?:[\w’'-]*(?:itis|osis|virus|pox|fever)|diseases?|flu|influenza|cholera|measles|covid(?:-19)?|ebola|"
    r"malaria|plague|typhus|polio|legionnaires|salmonella|infections?)"
)
_NOUNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), asked)
    for pattern, asked in (
        (
            rf"^{_NUMBER}{_KIND}(?:death tolls?|tolls?|deaths?|dead|fatalities|lives lost|"
            rf"people (?:who (?:were |have )?)?(?:killed|died|dead)){_BEHIND}",
            "How many people have died{rest}{kind}?",
        ),
        (
            rf"^{_NUMBER}{_KIND}(?:injured|wounded|injuries){_BEHIND}",
            "How many people were injured{rest}{kind}?",
        ),
        (
            rf"^{_NUMBER}{_KIND}(?:arrests|arrested|detained){_BEHIND}",
            "How many people have been arrested{rest}{kind}?",
        ),
        (
            rf"^{_NUMBER}{_NO_KIND}(?:[\w’'-]+ ){{0,2}}?(?:(?:{_DISEASE}[’']? )cases|cases (?:of|"
            rf"with) (?:[\w’'-]+ ){{0,2}}?{_DISEASE}(?: disease)?|patients|infected|"
            rf"infections){_BEHIND}",
            "How many people have fallen ill{rest}{kind}?",
        ),
        (
            r"^(?:the )?(?:date|day|time|moment) (?:(?:on|at|from|by) which|"
            r"when) (?P<rest>.{2,150}?) (?P<kind>begin|start|open|end|close|come|take effect|"
            r"arrive|leave)s?$",
            "When {does} {rest} {kind}?",
        ),
        (
            rf"^(?:the )?(?:date|day)s? (?:for|of) (?:the )?opening of {_NO_KIND}{_ALL}",
            "When will {rest} open?",
        ),
        (
            rf"^(?:the )?opening (?:(?:date|day)s? )?(?:of|for) {_NO_KIND}{_ALL}",
            "When will {rest} open?",
        ),
        (
            rf"^(?:the )?(?:start|beginning)(?: dates?)? (?:of|for) {_NO_KIND}{_ALL}",
            "When will {rest} begin?",
        ),
        (
            rf"^(?:the )?(?:arrival|delivery)(?: dates?)? (?:of|for) {_NO_KIND}{_ALL}",
            "When will {rest} arrive?",
        ),
        (rf"^(?:the )?reopening of {_NO_KIND}{_ALL}", "When will {rest} reopen?"),
        (rf"^(?:the )?(?:closure|closing) of {_NO_KIND}{_ALL}", "When will {rest} close?"),
        (
            rf"^(?:the )?(?:date|day|deadline)s? (?:for|of) {_NO_KIND}{_ALL}",
            "When will {rest} be?",
        ),
        (rf"^{_NUMBER}{_NO_KIND}(?:prices?|costs?|bills?|price tag) (?:of|for) {_ALL}", _COST),
        (
            rf"^(?:the )?insurance (?:of|for|on) {_NO_KIND}{_ALL}",
            "For how much {is} {rest} insured?",
        ),
        (
            rf"^(?:the )?membership (?:of|in) {_NO_KIND}{_ALL}",
            "How many members {does} {rest} have?",
        ),
        (
            rf"^(?P<rest>.{{2,80}}?) {_NO_KIND}(?:jail|prison) (?:term|sentence)$",
            "How long is {rest} sentence?",
        ),
        (
            rf"^(?:the )?(?:figures?|numbers?) for (?P<kind>people|homes|households|houses) {_ALL}",
            "How many {kind} {rest}?",
        ),
        (
            rf"^(?:the )?(?:figures?|numbers?) for {_NO_KIND}{_ALL}",
            "What is {rest}?",
        ),
        (
            rf"^(?:the )?(?:size|amount|level|sum) (?:of|for) {_NO_KIND}{_ALL}",
            "How much is {rest}?",
        ),
    )
)
_WHAT_WAS = re.compile(r"^what(?: (?:was|were|is|are)|[’']s) (?P<subject>.{2,200}?)\?$", re.I)
_HOW_MANY = re.compile(r"^How many (?P<subject>.{2,200}?)\?$", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|that|who|which|whose|"
    r"die[ds]?|need(?:s|ed)?)\b",
    re.I,
)
_DONE = re.compile(
    r"^(?P<who>[\w’'-]+) (?P<done>(?:\w+(?:ed|en|ing)|hit|lost|cut|hurt|left|without|in|on|at)\b)",
    re.I,
)
_MORE_THAN = re.compile(
    r"^\W*(?:and |but |so )?(?P<verb>are|were|is|was|have|has|did|do) (?:there )?(?:more|fewer|"
    r"less) (?P<what>[\w’'-]+) (?P<rest>.{2,100}?) than\b",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:moved|postponed|delayed|put (?:off|back)|brought forward|pushed back|rescheduled)\b",
    re.I,
)
_HOW_OFTEN = re.compile(
    r"^\W*how (?:often|many times)\b.{0,60}? (?:was|were|has|have|is|did) (?P<subject>.{3,100}?) "
    rf"(?:been )?{_MOVED.pattern}",
    re.I,
)
_WHICH_DAYS = re.compile(
    r"^\W*(?:which|what) (?:(?P<of>\w+) )?(?:dates?|days?) (?:was|were|is|are|has been|have been) "
    r"(?:\w+ )?(?:promised|named|given|set|announced|planned)\b(?: first| originally| "
    r"initially)?,?(?:[^,?]{0,40},)? ?"
    r"(?:for|of) (?P<rest>[^,?]{2,100})",
    re.I,
)
_VERB_OF = {
    "opening": "open",
    "arrival": "arrive",
    "delivery": "arrive",
    "start": "begin",
    "starting": "begin",
    "launch": "begin",
    "closing": "close",
    "reopening": "reopen",
}
_TURNED_OUT = re.compile(
    r"^\W*what (?:turned|proved|came) out to be (?P<subject>.{2,150}?)\W*$", re.I
)
_TAIL = re.compile(
    r"[\s,]+(?:over time|day by day|week by week|month by month|year by year|in order|"
    r"as (?:things|it) stands?(?: now)?|so far|at last count|these days|over the (?:past |last |"
    r"whole )?(?:year|months?|weeks?)|one after (?:another|the other))\W*$",
    re.I,
)
# "How many seats did they have before the vote, on the night and after the recount?"
_BEFORE_AND_AFTER = re.compile(
    r"\s+before\b[^?]{2,80}\b(?:and|then) (?:after|later|now)\b.*$", re.I
)
_NO_QUESTION = re.compile(
    r"^\W*(?!(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|"
    r"had|can|could|will|would)\b)(?P<subject>\w.{2,150}?)\W*$",
    re.I,
)
_OFFICE = re.compile(
    rf"^(?!who|what|which|when)(?:the )?(?:[\w’'-]+ ){{0,3}}?{ROLE}(?: (?:of|at) "
    rf"[^?.!]{{2,60}})?\W*$",
    re.I,
)
_PLURAL = re.compile(
    r"^(?:the |all |these |those )?(?:[\w’'-]+ ){0,2}?[\w’'-]*[^s\W’']s(?=$| (?:in|of|on|for|"
    r"at|to)\b)",
    re.I,
)


def plainly(question: str) -> str:
    """The question as it is asked of one article of one day."""
    question = of_one_time(question)
    whole = question
    first = re.match(r"[^?]{3,}\?", question)
    question = (first.group() if first else question)[:_LONGEST]
    asked = _TAIL.sub("?", question)
    asked = _BEFORE_AND_AFTER.sub("?", asked)
    if match := _WHICH_DAYS.match(asked):
        verb = _VERB_OF.get((match["of"] or "").lower(), "be")
        return f"When will {match['rest'].strip()} {verb}?"
    if match := _MORE_THAN.match(asked):
        return f"How many {match['what']} {match['verb'].lower()} {match['rest']}?"
    if match := _HOW_OFTEN.match(asked):
        return _put(match["subject"], moved=True) or f"When is {match['subject']}?"
    asked = without_order(at_any_time(asked))
    if match := _TURNED_OUT.match(asked):
        return f"What is {match['subject']}?"
    if match := _OFFICE.match(asked):
        return f"Who is {match.group().strip(' ?')}?"
    if match := _WHAT_WAS.match(asked) or _NO_QUESTION.match(asked):
        subject = match["subject"].strip()
        if plain := _put(subject, moved=False):
            return plain
        moved = _MOVED.search(question) is not None
        return of_any_change(whole) or _put(subject, moved=moved) or asked
    if asked in (question, _TAIL.sub("?", question)) and (moving := of_any_change(whole)):
        return moving
    if asked != question and (match := _HOW_MANY.match(asked)):
        return _counted(match["subject"].strip())
    return asked


def _put(subject: str, *, moved: bool, nouns: int | None = None) -> str | None:
    """The plain question of a subject in a noun; None where it has none that is known."""
    subject = re.sub(r"\s(?:given|reported|named|stated|told|put) (?:for|of|in)\s", " in ", subject)
    for pattern, plain in _NOUNS[:nouns]:
        if found := pattern.match(subject):
            return _filled(plain, found["kind"].strip(), found["rest"].strip())
    return f"When will {subject} be?" if moved else None


def _counted(subject: str) -> str:
    if plain := _put(subject, moved=False, nouns=_COUNTED):
        return plain
    if _VERB.search(subject):
        return f"How many {subject}?"
    if done := _DONE.match(subject):
        return f"How many {done['who']} are {subject[done.start('done') :]}?"
    return f"How many {subject} are there?"


def _filled(plain: str, kind: str, rest: str) -> str:
    """The plain question with what stood around its noun."""
    if "{rest}{kind}" in plain:
        rest = re.sub(r"^(?:of|from|after|by|due to|because of|for) ", "in ", rest)
        bare = kind.lower() in ("", "the", "confirmed", "official", "total", "known")
        kind = "" if bare else f" in the {kind}"
        rest = f" {rest}" if rest else ""
    many = _PLURAL.match(rest) is not None
    return plain.format(
        kind=kind, rest=rest, does="do" if many else "does", **{"is": "are" if many else "is"}
    )
