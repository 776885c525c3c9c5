"""Two figures, dates or accounts of one thing, asked for by what they are of: "There are two
figures for the damage. Whose are they?" asks "How large was the damage?", "Do they give different
lengths for the strike?" asks "How long was the strike?". English first.
"""

from __future__ import annotations

import re

_LONGEST = 400  # characters of a question that are read
_TWO = r"(?:two|both|several|various|different|differing|conflicting|competing|contradictory|rival)"
_NOUN = (
    r"(?P<noun>figure|number|count|total|tally|tallie|estimate|toll|sum|amount|price|cost|value|"
    r"bill|length|duration|date|day|time|hour|cause|reason|explanation|place|location|position|"
    r"name|age|margin|majority|lead|turnout|size|version|account|stor(?:y|ie)|view|answer|"
    r"statement|strength|height|speed|distance|share|percentage)s?"
)
_OF = r"(?:for|of|on|about|as to|over|to the question(?: of)?)"
_SUBJECT = r"(?P<subject>[^?.!;,]{2,120}?)"
_ENDS = r"(?=\s*(?:[?.!;,]|$|\s(?:and|or) (?:who|whose|which|what)\b|\s[–—-]\s))"
_OF_TWO = re.compile(
    rf"\b{_TWO} (?:(?P<kind>[\w’'-]+) )?{_NOUN}"
    rf"(?: (?:are there|is there|exist|were (?:given|named|reported)|"
    rf"are (?:given|named|reported)))? {_OF} {_SUBJECT}{_ENDS}",
    re.I,
)
_THE_SAME = re.compile(
    rf"\b(?:the same|equal|matching) (?:[\w’'-]+ )?{_NOUN} {_OF} {_SUBJECT}{_ENDS}", re.I
)
_WHOSE = re.compile(
    rf"^\W*whose {_NOUN} {_OF} {_SUBJECT} (?:is|are|was|were) (?:the )?(?:higher|lower|larger|"
    rf"smaller|"
    r"greater|bigger|longer|shorter|earlier|later|right|wrong|correct)\b",
    re.I,
)
# "Is there agreement on how many died?", "Does anybody dispute the number of days?"
_AGREED = re.compile(
    r"^\W*(?:and |but |so )?(?:is there (?:any |an? )?(?:agreement|disagreement|dispute|doubt|"
    r"consensus)|(?:does|do|did|has|have) (?:anyone|anybody|everyone|everybody|they|they all|all|"
    r"somebody|someone|the (?:accounts|witnesses|sides|parties|reports|figures)) (?:dispute[sd]?|"
    r"contest(?:ed)?|contradict(?:ed)?|question(?:ed)?|agreed?|disagreed?|differ(?:ed)?)|"
    r"who (?:disagrees?|disputes?|contradicts?|differs?)(?: with [^?]{2,60}?(?= on| about| over|"
    r" as to))?|what (?:do|does|did) (?:the |each |either |both )?(?:two )?(?:side|party|partie|"
    r"camp)s? (?:each )?(?:say|claim|think))(?: (?:on|about|over|as to|in|"
    r"of))? (?P<subject>[^?]{4,120}?)\W*$",
    re.I,
)
_COUNT_OF = re.compile(
    r"^(?:the )?(?P<noun>(?:number|figure|count|total|tally|estimate|toll|sum|amount|price|cost|"
    r"length|duration|date|day|time|cause|reason|place|name|age|size|share))s? (?:of|"
    r"for) (?P<subject>.+)$",
    re.I,
)
_ASKED_BY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(nouns, re.I), asked)
    for nouns, asked in (
        (r"length|duration", "How long {was} {subject}?"),
        (r"date|day|time|hour", "When {was} {subject}?"),
        (r"price|cost|bill", "How much {does} {subject} cost?"),
        (r"sum|amount|value", "How much {was} {subject}?"),
        (r"cause|reason|explanation", "What was the cause of {subject}?"),
        (r"place|location|position", "Where {was} {subject}?"),
        (r"name", "Who {was} {subject}?"),
        (r"age", "How old {was} {subject}?"),
        (r"size|height|speed|strength|distance|share|percentage|turnout",
         "What was the {noun} of {subject}?"),
        (r"version|account|stor|view|answer|statement", "What is said about {subject}?"),
    )
)  # fmt: skip
_WHO = r"(?:(?!\b(?:and|or|say|says|said|give|gave)\b)[\w’'.&-]+ ){0,5}?(?!and\b)[\w’'.&-]+?"
# "Do the union and the company agree on the number of strikers?", "Did A and B give the same date?"
_TWO_AGREE = re.compile(
    rf"^\W*(?:and |but |so )?(?:do|does|did|have|"
    rf"has) (?P<one>{_WHO}) and (?P<two>{_WHO}) (?:both )?(?:agreed?|disagreed?|"
    rf"differ(?:ed)?) (?:on|about|over|as to) (?P<subject>[^?]{{3,120}}?)\W*$",
    re.I,
)
_TWO_GIVE = re.compile(
    rf"^\W*(?:and |but |so )?(?:do|does|did|have|has) (?P<one>{_WHO}) and (?P<two>{_WHO}) (?:both "
    rf"|each )?"
    r"(?:(?:end|come) up with|[a-z]{3,10})(?: out)? (?:an? |the )?(?:different|differing|"
    r"conflicting|same|two) ",
    re.I,
)
# "How do the board's and the midwives' figures for births differ?"
_OWN_DIFFER = re.compile(
    rf"^\W*(?:how|where|in what|do|does|did)(?: (?:do|does|did|way do|way did))? "
    rf"(?P<one>{_WHO})[’']s? and "
    rf"(?P<two>{_WHO})[’']s? {_NOUN} {_OF} (?P<subject>[^?]{{3,100}}?) (?:differ|disagree|diverge|"
    rf"match|agree)"
    r"\b[^?]{0,20}\W*$",
    re.I,
)
# "What is the government's account of the shooting, and what do witnesses say?"
_OWN_AND = re.compile(
    rf"^\W*what (?:is|was|are|were) (?P<one>{_WHO})[’']s? (?:own )?{_NOUN} {_OF} "
    rf"(?P<subject>[^?,]{{3,100}}?),? and (?:what (?:do|does|did|is|was|are|were) )?(?P<two>{_WHO})"
    rf"(?:[’']s?)?(?: (?:say|think|claim|tell us|{_NOUN.replace('?P<noun>', '?:')}))?\W*$",
    re.I,
)
# "How many marched according to the police, and how many according to the organisers?"
_ACCORDING = re.compile(
    rf"^\W*(?:according to (?P<first>{_WHO}), )?(?P<core>(?:who|what|which|when|where|why|"
    rf"how)\b[^?]{{3,120}}?)(?:,? according to (?P<one>{_WHO}))?,? and (?:how many |how much |"
    rf"what |who |when )?according to (?P<two>{_WHO})\W*$",
    re.I,
)
# "What number of marchers did the police give, and what number did the organisers give?"
_GIVEN = re.compile(
    rf"^\W*(?:what|which) {_NOUN} {_OF} (?P<subject>[^?]{{3,100}}?) (?:do|does|"
    rf"did) (?P<one>{_WHO}) (?:give|name|report|put out|count|have|say|state),? and (?:what|"
    rf"which)(?: [\w’'-]+)? (?:do|does|did) (?P<two>{_WHO})(?: (?:give|name|report|put out|count|"
    rf"have|say|state))?\W*$",
    re.I,
)
_WHOSE_OF = re.compile(
    rf"^\W*whose\b[^?]{{5,160}}, (?P<one>{_WHO})[’']s? or (?P<two>{_WHO})(?:[’']s?)?\W*$", re.I
)
_QUESTION = re.compile(r"^(?:who|whom|whose|what|which|when|where|why|how|whether)\b", re.I)
_PLURAL = re.compile(
    r"^(?:the |all |these |those )?(?:[\w’'-]+ ){0,4}?(?:[\w’'-]*[^s\W’']s|people|men|women|"
    r"children|dead|missing|injured|homeless|arrested|wounded|killed|evacuated|crew|staff|victims|"
    r"marchers)(?=$| (?:in|of|on|for|at|to|by|from|with|who|that|on board|aboard|killed|hurt|"
    r"injured|missing|\w+ed)\b)",
    re.I,
)
_VERB = re.compile(r"\b(?:who|that|which|were|was|are|is|have|had|has|did|would|will)\b", re.I)
_PAID = re.compile(
    r"\b(?:money|aid|fines?|pay(?:ments?)?|wages?|salary|rents?|fees?|funding|budget|damages?|loans?|"
    r"losses|profits?|rewards?|ransom|bail|cash|compensation|insurance|savings?)\b",
    re.I,
)
_NO_KIND = frozenset(
    "different official total final exact overall possible conflicting new".split()
)
_MEASURE = re.compile(
    r"^(?:the )?(?:highest|fastest|strongest|largest|longest|deepest|lowest|peak)\b", re.I
)


def asked_of_two(question: str) -> tuple[str, tuple[str, str]] | None:
    """What two who are named are asked, with the names; None where none are named so."""
    question = question[:_LONGEST]
    if match := _ACCORDING.match(question):
        one = match["first"] or match["one"]
        core = match["core"].strip(" ,")
        return (f"{core[:1].upper()}{core[1:]}?", (one, match["two"])) if one else None
    if match := _TWO_AGREE.match(question):
        counted = _COUNT_OF.match(match["subject"])
        subject = counted["subject"] if counted else match["subject"]
        noun = counted["noun"] if counted else ""
        return asked_about(noun, subject), (match["one"], match["two"])
    for pattern in (_OWN_DIFFER, _OWN_AND, _GIVEN):
        if match := pattern.match(question):
            return asked_about(match["noun"], match["subject"]), (match["one"], match["two"])
    for pattern in (_TWO_GIVE, _WHOSE_OF):
        if (match := pattern.match(question)) and (core := asked_of_both(question)):
            return core, (match["one"], match["two"])
    return None


def asked_of_both(question: str) -> str:
    """What two figures or accounts are asked for, as a question to each; "" where none are."""
    question = question[:_LONGEST]
    if found := _OF_TWO.search(question) or _THE_SAME.search(question) or _WHOSE.match(question):
        kind = found.groupdict().get("kind") or ""
        if kind and kind.lower() not in _NO_KIND:
            return f"What was the {kind} {found['noun']} of {found['subject'].strip()}?"
        return asked_about(found["noun"], found["subject"])
    if agreed := _AGREED.match(question):
        subject = agreed["subject"]
        if counted := _COUNT_OF.match(subject):
            return asked_about(counted["noun"], counted["subject"])
        return asked_about("", subject)
    return ""


def asked_about(noun: str, subject: str) -> str:
    """The question that a figure, a date or an account of a subject answers: a "length" of the
    strike is asked for with "How long was the strike?".
    """
    noun, subject = noun.lower(), subject.strip(" ,;:")
    subject = re.sub(r"\s+(?:as )?(?:reported|given|stated|published|told)$", "", subject)
    if _QUESTION.match(subject):
        asked = re.sub(r"^whether\b", "is it so that", subject, flags=re.I)
        return f"{asked[:1].upper()}{asked[1:]}?"
    plural = _PLURAL.match(subject) is not None
    words = {"was": "were" if plural else "was", "does": "do" if plural else "does"}
    if re.match(r"margin|majority|lead", noun):
        return f"By how many votes did {subject} win?"
    for nouns, asked in _ASKED_BY:
        if nouns.match(noun):
            return asked.format(subject=subject, noun=noun, **words)
    if not noun or _MEASURE.match(subject):
        return f"What {words['was']} {subject}?"
    if not plural:
        return f"How {'much' if _PAID.search(subject) else 'large'} was {subject}?"
    counted = re.sub(r"^(?:the|all|these|those)\s+|\bthat ", "", subject, flags=re.I)
    return f"How many {counted}?" if _VERB.search(counted) else f"How many {counted} were there?"
