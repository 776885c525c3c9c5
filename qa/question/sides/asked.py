"""A question that asks for two sides: what is asked, and who they are where they are named.

"How long was it shut? What do the company and the council say?" asks "How long was it shut?" of
"the company" and "the council". English first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.question.sides.differing import asked_of_both, asked_of_two

_WHO = (
    r"(?:(?!\b(?:and|or|say|says|said|think|claim|each|both)\b)[\w’'.&-]+\s+){0,6}?"
    r"(?!and\b)[\w’'.&-]+"
)
_SAY = (
    r"(?:say|claim|think|tell(?: us)?|see|view|judge|explain|describe|want|argue|call|make of|"
    r"think of|put|answer|maintain|state|believe)"
)
_TWO = rf"(?P<one>{_WHO}) and (?P<two>{_WHO})"
_START = r"(?:^|(?<=[.?!,;:–—-]))\W*(?:and |but |so )?"
_ABOUT = r"(?:\s+(?:about|on|of|as to|regarding|concerning)\b)?\s*(?P<about>[^?.!]*)"
# "What do the company and the council each say about the wells?", "How do A and B see the deal?"
_TWO_SAY = re.compile(
    rf"{_START}(?:what|how) (?:do|does|did|have|has) (?:both )?{_TWO} (?:each |both |now )?"
    rf"(?:said|{_SAY})\b{_ABOUT}[?.!\s]*",
    re.I,
)
_TWO_DIFFER = re.compile(
    rf"{_START}(?:where|how|why|in what|do|did|does|how far apart (?:are|were)|on what)"
    rf"(?: (?:do|did|does))? {_TWO} (?:differ|disagree|fall out|contradict|diverge|clash|argue)"
    r"\b(?!\s+from\b)(?: (?:with )?(?:each other|one another))?(?:\s+(?:about|on|over|as to))?"
    r"\s*(?P<about>[^?.!]*)[?.!\s]*",
    re.I,
)
_APART = re.compile(
    rf"{_START}how far apart (?:are|is|were|was) {_TWO} (?:on|about|over)\s+(?P<about>[^?.!]*)"
    r"[?.!\s]*",
    re.I,
)
# "Did the fire service and the institute end up with different figures for the burned area?"
_FIGURES_OF = re.compile(
    rf"{_START}(?:do|did|does|have|had) {_TWO} (?:end up with|give|have|name|report|put out|"
    r"come up with|arrive at|publish|use|cite|quote) (?:different|differing|conflicting|two|"
    r"the same) (?:figures?|numbers?|estimates?|counts?|sums?|values?) (?:for|of|on|about)\s+"
    r"(?P<about>[^?.!]+)[?.!\s]*",
    re.I,
)
# "How did the exit poll differ from the result for the two parties?"
_FROM = re.compile(
    rf"{_START}(?:how|where|in what way) (?:do|does|did) (?P<one>{_WHO}) (?:differ|diverge) from "
    rf"(?P<two>{_WHO}?)(?:\s+(?:about|on|over|as to|for|in)\s+(?P<about>[^?.!]*))?[?.!\s]*$",
    re.I,
)
# "…, the government versus insurers?", "…: Nordata's story vs the ministry's"
_VERSUS = re.compile(
    r"\s*[,:;–—-]\s*(?P<one>(?:[\w’'.&-]+\s+){0,4}?[\w’'.&-]+)\s+(?:versus|vs\.?|against|v\.?)\s+"
    r"(?P<two>(?:[\w’'.&-]+\s+){0,4}?[\w’'.&-]+)\s*[?.!]*\s*$",
    re.I,
)
_STORY = re.compile(
    r"[’']s?\s+(?:story|version|account|view|side|figures?|numbers?|claim|word|estimate)s?$|"
    r"[’']s?$",
    re.I,
)
# "…, the villagers' view and the company's version?"
_VIEWS = re.compile(
    r"\s*[,:;–—-]\s*(?:the )?(?P<one>(?:[\w’'.&-]+\s+){0,4}?[\w’'.&-]+)\s+"
    r"(?:view|version|side|story|account)\s+and\s+"
    r"(?:the )?(?P<two>(?:[\w’'.&-]+\s+){0,4}?[\w’'.&-]+)\s+"
    r"(?:view|version|side|story|account)\s*[?.!]*\s*$",
    re.I,
)
# "Who do the different parties hold responsible for the death?"
_HELD_BY = re.compile(
    r"^\W*whom? (?:do|does|did|have|has) (?:the |each )?(?:different |various |two |rival |"
    r"opposing |other )?(?:part(?:y|ies)|sides?|camps?|groups?|"
    r"factions?) (?:each )?(?:hold responsible|blamed?|accused?|suspect|held responsible) (?:for|"
    r"of) (?P<what>[^?]{3,120})\??\W*$",
    re.I,
)
# "…? Her version and that of the Russians, please."
_VERSIONS = re.compile(
    rf"{_START}(?P<one>(?:the )?{_WHO}) (?:version|side|story|account|"
    rf"view) and (?:that of )?(?:the )?(?P<two>{_WHO})(?:[’']s?)?(?: (?:version|side|story|"
    rf"account|view|own))?,? ?(?:please)?\s*[?.!]*\s*$",
    re.I,
)
# "Does anyone deny that he was dismissed?"
_ANYONE = re.compile(
    r"^\W*(?:(?:does|did|do|has|have) (?:anyone|anybody|someone|somebody|any of them)|who) "
    r"(?:den(?:y|ies|ied)|disput(?:e[sd]?)|contradict(?:s|ed)?|contest(?:s|ed)?|"
    r"challeng(?:e[sd]?)) that (?P<core>[^?]{8,})\??\s*$",
    re.I,
)
_OTHER_SAYS = re.compile(
    rf"{_START}(?:the )?one (?:of them |side )?says (?:one thing|yes|this|so),?\s+(?:and |but )?"
    r"(?P<one>(?:[\w’'.&-]+\s+){0,4}?[\w’'.&-]+?)\s+(?:says )?"
    r"(?:another|no|that|otherwise|the opposite)\s*[?.!]*",
    re.I,
)
# What says that sides are asked for, and names none.
_PLAINLY = re.compile(
    rf"{_START}(?:"
    r"who says what(?: (?:in|on|by|about it in) [\w ,]{3,24})?|what (?:do|does|"
    r"did) (?:the )?(?:\w+ ){0,3}?(?:sides|parties|camps|versions) (?:each )?(?:say|claim|want|"
    r"think)|which|whose|(?:i(?:[’']ve| have)? )?(?:heard|read|seen|found) (?:two|several|"
    r"different|both|conflicting|contradictory) \w+(?: of (?:it|this|that))?|(?:please )?(?:give|"
    r"tell|show) me (?:both|the two|all|each of the) (?:\w+ )?(?:versions?|sides|accounts?|"
    r"stories|views|positions)|(?:(?:both|the two|all) )?(?:versions|sides|accounts|"
    r"views),? please|(?:the )?(?:accounts|versions|stories|reports|statements|sides|views|"
    r"opinions|figures|answers) (?:seem to |appear to )?(?:differ|diverge|disagree|conflict|vary|"
    r"contradict (?:each other|one another))(?:,? (?:i think|don[’']t they|do they not|"
    r"it seems))?|(?:and )?(?:does|do|did) (?:the )?(?:evidence|records?|documents?|figures?|"
    r"facts?|others?|everybody|everyone|anyone|anybody)\s+(?:bear (?:him|her|it|them|that|"
    r"this) out|support (?:him|her|it|them|that|this)|agree|say so|confirm (?:it|that|this))|"
    r"(?:is|was) (?:that|this|it) (?:disputed|contested|denied|undisputed|true|right)|"
    r"(?:what (?:is|are|does) (?:the|each) )?(?:other side|each side)(?: say)?|"
    r"according to (?:whom|both sides|each side|the two sides)|(?:there (?:are|seem to be) |"
    r"i see |we have )?(?:two|several|different|conflicting) (?:figures|numbers|versions|accounts|"
    r"answers|dates|counts|estimates)|(?:i (?:believe|think|hear|gather) (?:that )?)?(?:two|both|"
    r"some|several|the) (?:[\w-]+ ){1,3}(?:saw|sees?|puts?|told|tells?|described?|"
    r"remember(?:ed)?) (?:it|this|that|things) (?:quite |rather |very )?(?:differently|otherwise)|"
    r"which (?:ones|two)|(?:and )?(?:which ones,? (?:and )?)?(?:whose (?:are they|is it|is which)|"
    r"who (?:gives?|gave|says?|said) (?:them|which|what|it)))\s*(?:[.?!]+\s*|$)",
    re.I,
)
_IN_IT = re.compile(
    r"\bwhat (?:is|was|remains) (?:still )?(?:disputed|contested|in dispute|"
    r"controversial) (?:about|in|over|on)\b|\btell(?:s|ing)? different stories about\b|\b(?:two|"
    r"different|conflicting|competing) versions of\b|\bwhat are the (?:two|different|"
    r"opposing) (?:sides|views|positions|versions) (?:on|of|about|in)\b",
    re.I,
)
_TELL_STORIES = re.compile(
    rf"^\W*{_TWO} (?:tell|give|have) (?:different|two|conflicting) (?:stories|accounts|versions|"
    r"views) (?:about|of|on)\s+(?P<about>[^?.!]*)[?.!\s]*",
    re.I,
)
# "Did the minister get a letter or not?", "Did he jump or was he pushed?"
_OR_NOT = re.compile(
    r"^\W*(?:and |but |so )?(?:is|was|are|were|did|does|do|has|have|had|will|can)\b[^?]{3,160}?"
    r"[, ]+or (?:not|(?:is|was|are|were|did|does|do|has|have|had)(?:n[’']t)?\s+(?:he|she|it|they|"
    r"that|the|this)\b[^?]{2,80})\s*\??\s*$",
    re.I,
)
_NOT_PEOPLE = re.compile(
    r"^(?:the )?(?:(?:two|both|other|various|several) )?(?:reports?|articles?|papers?|outlets?|"
    r"newspapers?|sources?|stories|accounts?|sides?|parties)$",
    re.I,
)
_REPORTS_DIFFER = re.compile(
    rf"{_START}(?:(?:do|does|did|are) )?(?:the |all |both |all the |these |my )?(?:reports?|"
    rf"articles?|papers?|outlets?|"
    r"newspapers?|sources|stories) (?:all |both |seem to |appear to )?(?:(?:give|have|name|report|"
    r"say|print|cite) the same(?: (?:number|figure|date|thing|answer|name|sum|amount|one|count))?|"
    r"agree|disagree|differ|match|vary|contradict (?:each other|one another)|at odds|"
    r"in agreement)(?: (?:on|about) (?:it|that|this))?\s*(?:[.?!]+\s*|$)",
    re.I,
)
# What outlets have is compared outlet by outlet.
_OF_REPORTS = re.compile(
    r"\b(?:reports?|articles?|papers?|outlets?|newspapers?|media|agencies|stories|coverage|"
    r"press)\b",
    re.I,
)


# "Is what the firm says about the leak consistent with what the divers say?"
_CONSISTENT = re.compile(
    rf"{_START}(?:is|are|was|were|does|do) (?:what |that which )?(?P<one>[\w’'. -]{{2,50}}?)"
    r"(?:[’']s?)? (?:say|says|said|claims?|claimed|tells?|told|accounts?|story|version)(?: us)?"
    r"(?: (?:about|of|on) (?P<about>[^?]{3,100}?))? (?:consistent|compatible|in line|at odds|"
    r"square|tally|agree|fit|match|chime|identical|reconcilable)(?: (?:in|with|to|up))* "
    r"(?:what |that of |those of )?"
    r"(?P<two>[\w’'. -]{2,50}?)(?: (?:say|says|said|claims?|claimed|tells?|told)"
    r"(?: about (?P<of>[^?]{3,100}))?)?\W*$",
    re.I,
)
# "What do supporters and opponents of the deal say?"
_CAMPS = re.compile(
    rf"{_START}what (?:do|does|did|are|were) (?:the )?(?P<one>supporters|backers|advocates|"
    r"proponents|defenders|friends|critics|opponents|enemies|sceptics|skeptics) and (?:the )?"
    r"(?P<two>supporters|backers|advocates|proponents|defenders|critics|opponents|enemies|"
    r"sceptics|skeptics) of (?P<about>[^?]{3,120}?) (?:each )?(?:say|saying|argue|arguing|claim|"
    r"claiming|think|thinking|tell us|put forward)\b[^?]{0,20}\W*$",
    re.I,
)


@dataclass(frozen=True)
class AskedSides:
    """A question of sides. `core` is the question that each of them is asked, with `sides` the
    names of those who are asked, none where they are not named. `plain`: sides are asked for in so
    many words; else one of two things is, and who says so is worth telling.
    """

    core: str
    sides: tuple[str, ...] = ()
    plain: bool = True
    of_reports: bool = False


# "By June 13, where did the two differ?": the day is a filter, and no part of what is asked.
_LEADING_DAY = re.compile(
    r"^\W*(?:by|as of|until|on)\s+(?:[A-Z]\w+day,?\s+)?(?:[A-Z]\w+ \d{1,2}|\d{1,2} [A-Z]\w+)"
    r"(?:,? \d{4})?,\s+",
    re.I,
)
_MANY_MARKS = re.compile(r"[^\w\"“”'’()]{8,}")  # each would be tried as a beginning
_LEADING_ON = re.compile(
    r"^\W*(?:on|about|over|as to|regarding)\s+(?=(?:how|what|who|when|where|which|why)\b)", re.I
)


def asked_sides(question: str) -> AskedSides | None:
    """What a question asks of which sides; None where it asks for none."""
    question = _LEADING_DAY.sub("", _MANY_MARKS.sub(" ", question))
    if two := asked_of_two(question):
        core, names = two
        if sides := _named(*names):
            return AskedSides(core, sides)
    if match := _CONSISTENT.match(question):
        sides = _named(match["one"], match["two"])
        about = (match["about"] or match["of"] or "").strip()
        if sides and about:
            return AskedSides(_about(about, sides), sides)
    if camps := _CAMPS.match(question):
        sides = (camps["one"], camps["two"])
        return AskedSides(_about(camps["about"], sides), sides)
    for pattern in (_TELL_STORIES, _APART, _FROM, _TWO_SAY, _TWO_DIFFER):
        match = pattern.search(question)
        if match is None:
            continue
        sides = _named(match["one"], match["two"])
        about = (match["about"] or "").strip(" ,;:-–—")
        core = f"{question[: match.start()]} {question[match.end() :]}".strip(" -–—,;:")
        if not sides:
            continue
        return AskedSides(_core(core) or _about(about, sides), sides)
    if match := _FIGURES_OF.search(question):
        sides, about = _named(match["one"], match["two"]), match["about"].strip()
        if sides:
            counted = re.match(r"(?:the )?[\w’'-]+(?:s|people|dead|missing)\b", about, re.I)
            return AskedSides(f"{'How many' if counted else 'How large was'} {about}?", sides)
    if match := _ANYONE.match(question):
        return AskedSides(_core(match["core"]) or question)
    if match := _HELD_BY.match(question):
        return AskedSides(f"Who was to blame for {match['what'].strip()}?")
    if match := _VERSIONS.search(question):
        core = _core(question[: match.start()])
        if core:
            return AskedSides(core)
    if match := _VERSUS.search(question) or _VIEWS.search(question):
        sides = _named(match["one"], match["two"])
        core = _core(question[: match.start()])
        if core and sides:
            return AskedSides(core, sides)
    if match := _OTHER_SAYS.search(question):
        core = _core(f"{question[: match.start()]} {question[match.end() :]}")
        return AskedSides(core, (match["one"],)) if core else None
    if _OR_NOT.match(question):
        return AskedSides(question, plain=False)
    left = _REPORTS_DIFFER.sub(" ", question)
    if left != question and (core := _core(left)):
        return AskedSides(core, of_reports=True)
    if not _OF_REPORTS.search(question) and (core := asked_of_both(question)):
        return AskedSides(core)
    left = _PLAINLY.sub(" ", _PLAINLY.sub(" ", question))  # each takes the blank before the next
    if left != question and (core := _core(left)):
        return AskedSides(core)
    if _IN_IT.search(question):
        return AskedSides(_IN_IT.sub("What is said about", question))
    return None


def _named(*names: str) -> tuple[str, ...]:
    found = tuple(_STORY.sub("", name.strip(" ,")).strip() for name in names)
    return () if any(_NOT_PEOPLE.match(name) or not name for name in found) else found


def _about(about: str, sides: tuple[str, ...]) -> str:
    """What they are asked about as a question: "when the texts were sent" is one."""
    if re.match(r"(?:who|what|when|where|why|how|which|whether)\b", about, re.I):
        return f"{about[:1].upper()}{about[1:]}?"
    return f"What do {' and '.join(sides)} say about {about}?" if about else ""


def _core(text: str) -> str:
    """The question that is left, ended; "" where no question is."""
    text = _LEADING_ON.sub("", " ".join(text.split()).strip(" ,;:–—-"))
    if len(text.split()) < 3:
        return ""
    text = f"{text[:1].upper()}{text[1:]}"
    return text if text.endswith("?") else f"{text.rstrip('.!')}?"
