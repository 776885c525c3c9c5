"""Which form of answer a question asks for, by rules: they read what is counted or listed, and of
when, out of the words that they know. What they don't know is learned (`wording/learned_form.py`).

All words stand here, so that a language can be added: English first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.question.asks_for_list import asks_for_list
from qa.question.sides.asked import asked_sides
from qa.question.times.changes import THEN_AND_NOW, asks_change
from qa.question.times.two_times import asks_two_times
from qa.question.wording.of_articles import as_of_articles
from qa.types import Form

Order = Literal["", "latest", "first", "now"]

ARTICLES = (
    r"(?:(?:news|press|wire)\s+)?(?:articles?|stories|story|reports?|pieces?|documents?|texts?|"
    r"dispatches|(?:news\s+)?items?|write-?ups?)"
)
_POLITE = (
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|please|hey|hi|now|then|in short|briefly)[\s,:]+)*"
    r"(?:(?:can|could|would|will) you (?:please )?)?(?:(?:tell|give|show) me (?:please )?)?"
    r"(?:(?:just|exactly|roughly|approximately|precisely)\s+(?=how many\b))?"
)
# "How many articles of the constitution …" is about a law, "how many stories does the tower have"
# about a house: what follows must be said of articles.
_OF_ARTICLES = (
    r"(?=\s*(?:$|[?.!]|(?:that|which|who|(?:do|does|did)n[’']t|do|does|did|are|is|was|were|have|"
    r"has|can|there|you|we|in|from|by|per|about|on|with|between|since|before|after|during|dated|"
    r"published|written|came|come|appear\w*|ran|mention\w*|cover\w*|discuss\w*|report\w*|talk\w*|deal\w*|refer\w*|"
    r"contain\w*|quot\w+|nam(?:e|es|ing)|describ\w+|say\w*|speak\w*|concern\w*|regarding|also)\b|"
    r"of\s+(?:the\s+)?(?-i:[A-Z0-9])))"
)
_COUNT_ARTICLES = re.compile(
    rf"{_POLITE}(?:how many|(?:what(?:'s| is)? )?(?:the )?(?:total )?number of|"
    r"count(?: (?:all|the|of))*)\s+"
    rf"(?P<which>(?:(?!{ARTICLES}\b)[\w’'&.-]+\s+){{0,5}}?)"
    r"(?!(?:article|story|report|piece|document|text|dispatch|item|write-?up)\b)"
    rf"{ARTICLES}{_OF_ARTICLES}(?P<rest>.*)$",
    re.I | re.S,
)
# "In how many articles does X appear?" and "How often has CNN reported on X?" count articles too;
# what they say of them is put behind the noun as in "how many articles mention X".
_IN_ARTICLES = re.compile(
    rf"{_POLITE}(?:in|from|by) (?P<ask>how many|which|"
    rf"what)\s+(?P<which>(?:(?!{ARTICLES}\b)[\w’'&.-]+"
    rf"\s+){{0,4}}?){ARTICLES}\s+(?:do|does|did|is|are|was|were|has|have)\s+(?P<what>\S.*?)\s+"
    r"(?P<verb>appear(?:s|ed)?|(?:come|turn|crop|show)s? up|figures?|features?|mentioned|named|"
    r"quoted|cited|play(?:s|ed)? a (?:role|part)|discussed|covered|described|reported)\b"
    r"(?P<rest>.*)$",
    re.I | re.S,
)
_ARTICLES_WHERE = re.compile(
    rf"{_POLITE}(?P<ask>how many|which|what|list|show|find|get|give|name)(?: me)?"
    rf"(?: (?:all|the|every|any|"
    rf"of))*\s+(?P<which>(?:(?!{ARTICLES}\b)[\w’'&.-]+\s+){{0,4}}?){ARTICLES}\s+"
    r"(?:in which|where|that have|with)\s+(?P<what>\S.*?)(?:\s+(?P<verb>appears?|comes? up|"
    r"is (?:mentioned|named|quoted|cited)|are (?:mentioned|named|quoted)|(?:has|have|plays?|gets?|"
    r"is) (?:a say|a part|a role|quoted)|in (?:it|them)))(?P<rest>.*)$",
    re.I | re.S,
)
# "In which articles do I find X?", "What have you got from CNN in August?"
_FOUND_IN = re.compile(
    rf"{_POLITE}(?:in )?(?P<ask>how many|which|what)\s+{ARTICLES}\s+(?:do|can|will) (?:i|you|we|"
    r"one) (?:find|see|read (?:about|of)|come across|meet)\s+(?P<what>\S.{1,200})$",
    re.I,
)
_GOT_FROM = re.compile(
    rf"{_POLITE}(?:and )?what(?: else)? (?:have you(?: got)?|do you have|have we(?: got)?|is there|"
    r"did you get)\s+(?P<rest>(?:from|by)\s.{2,200})$",
    re.I,
)
_BY_WHOM = re.compile(
    rf"{_POLITE}(?P<ask>how many|(?:the )?number of|which|what|list|show|find|get|give|name)"
    rf"(?: me)?(?: (?:all|the|every))*\s+(?:{ARTICLES}|everything|anything|all)\s+(?:that |which )?"
    r"(?:(?:did|has|have|had|does)\s+)?(?P<who>(?!(?:is|are|was|were|be|been|has|have|had|not|do|"
    r"does|did|you|we)\b)(?:the )?[A-Za-z][\w’'.& -]{1,50}?)\s+(?:has |have |had )?(?:written|"
    r"wrote|write|published|publish|reported|filed|authored|printed|put out)\b(?P<rest>.*)$",
    re.I | re.S,
)
_WHO_WROTE_MOST = re.compile(
    rf"{_POLITE}(?:which|what) (?:outlet|publisher|newspaper|paper|source|agency) (?:has |have )?"
    rf"(?:written|wrote|published|reported|has|had)(?: the)? (?:most|more)\s*(?:{ARTICLES})?"
    r"(?P<rest>.*?)\W*$",
    re.I | re.S,
)
_HOW_OFTEN = re.compile(
    rf"{_POLITE}how (?:often|many times) (?:has|have|did|does|do|was|is|were|are) (?P<which>.+?)\s+"
    r"(?P<verb>report(?:ed)?|writ(?:e|ten)|wr[oi]te|cover(?:ed)?|mention(?:ed)?)\b(?P<rest>.*)$",
    re.I | re.S,
)
_LIST_ARTICLES = re.compile(
    rf"{_POLITE}(?:(?:which|what)(?: (?:of (?:the|these|your)|other|all))*|"
    rf"(?:list|show|find|get|give|name|display)(?: me)?(?: (?:all|the|every|any|of|your))*|"
    rf"(?:are there|do you have|is there|have you(?: got)?)(?: (?:any|an|a|some|other))*)\s+"
    rf"(?P<which>(?:(?!{ARTICLES}\b)[\w’'&.-]+\s+){{0,4}}?){ARTICLES}{_OF_ARTICLES}(?P<rest>.*)$",
    re.I | re.S,
)
_HAPPENED = re.compile(
    r"\bwhat (?:all |else )?(?:(?:has|have|had) )?(?:happened|occurred|took place|taken place|"
    r"been (?:reported|said|written|told|published)|happen|went on|gone on|been happening|"
    r"been going on|was (?:reported|going on|happening|new)|"
    r"were the news)\b|\bwhat(?:'s|’s| is| was) (?:new|going on|happening)\b|"
    r"\bwhat (?:are|were|was|is) (?:all )?(?:the )?(?:key |main |major |important |recent )*"
    r"(?:events?|developments?|news|happenings)\b|\b(?:main|key|major|important) "
    r"(?:events|developments|stages|steps|stations)\b|\bin (?:chronological |the right )?order\W*"
    r"(?:please|thanks|thank you|$)|\b(?:news|events|developments) (?:of|from|in|"
    r"during|between|since)\b",
    re.I,
)
_TIMELINE = re.compile(
    r"\b(?:time-?line|chronolog\w+|(?:sequence|course|chain|order) of events|step by step|"
    r"(?:the )?history of|(?:walk|take|talk) me through|day by day|month by month|week by week|"
    r"everything (?:after|since|before|between|from))\b|\bwhat (?:has|have|had|"
    r"did) .{2,60} (?:done|do) (?:since|after|before|in|between)\b|\bhow (?:did|has|"
    r"have)\b.*\b(?:unfold(?:ed)?|develop(?:ed)?|play(?:ed)? out|progress(?:ed)?|go on|went on|"
    r"proceed(?:ed)?)\b|\bhow did the (?:first|opening|early|last|final)\b.{3,80}\bgo\b",
    re.I,
)
# With a period these ask what it brought.
_OF_PERIOD = re.compile(
    r"\b(?:what (?:news|came (?:of|up|out)|became|was there|else|was (?:in the )?news|were the|"
    r"do(?:es)? .{2,40} (?:say|report|write)|did .{2,60} do)|in the (?:news|headlines|papers)|"
    r"(?:news|headlines|updates?|developments|events|coverage|highlights))\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should|list|name|find|give)\b|\?",
    re.I,
)
# One thing that happened is a fact; it becomes a timeline only with a period.
_HAPPENED_TO = re.compile(
    r"\bwhat (?:(?:has|have|had) )?(?:happened|happen|occurred) (?:to|with|at|when|if|as|"
    r"because)\b(?!.{0,99}\bsince\b)",
    re.I,
)
_ANYTHING = re.compile(
    rf"{_POLITE}(?:(?:is|was|are|were) there |do you have |have you (?:got )?)?"
    r"(?:anything|something|any (?:news|reports?|updates?)|news|reports?)\b(?: new| else)? "
    r"(?:on|about|of|from|in|regarding)\b",
    re.I,
)
_EITHER = re.compile(r"(?<![\w.,-])\d[\d.,]*(?: [\w-]+){0,2}?,? or \d", re.I)
_DIFFER = re.compile(
    r"\b(?:differ(?:s|ed|ences?|ent(?:ly)?)?|disagree\w*|contradict\w*|"
    r"conflict(?:ing)? (?:reports?|accounts?|figures?|numbers?|versions?|claims?|information)|"
    r"discrepan\w+|inconsisten\w+|at odds|diverge\w*|vary|agree (?:on|about|over|that)|"
    r"(?:in )?conflict (?:on|about|over)|disput(?:e|ed) (?:about|over|on|between)|at variance|"
    r"contested|which (?:of (?:them|the two|these|the \w+) )?(?:\w+ )?(?:got it|is|was|"
    r"were) (?:wrong|right|correct|true)|(?:which|whose|what) (?:of the )?(?:figures?|numbers?|"
    r"versions?|accounts?|counts?) (?:is|are|was|were) (?:right|correct|true|wrong)|(?:two|"
    r"several|various|conflicting|competing|different|differing) (?:figures?|numbers?|versions?|"
    r"accounts?|counts?|estimates?)|(?:figures?|numbers?) match|(?:different|"
    r"the same) (?:\w+ ){1,3}(?:for|of|on|from|about))\b",
    re.I,
)
_FIGURES = re.compile(
    r"(?<![\w.,-])\d[\d.,]*(?![\w-])|\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|hundred|dozen)\b",
    re.I,
)
_REPORTS = re.compile(
    r"\b(?:reports?|reporting|outlets?|sources?|papers?|newspapers?|media|publishers?|agencies|"
    r"accounts?|articles?|coverage|figures?|numbers?|stories|versions?)\b",
    re.I,
)
_COMPARE = re.compile(
    rf"{_POLITE}compare\b|\bcompar(?:ison|ing|ed) (?:of|between|with|to)\b|"
    r"\bdifferences? between\b|\bversus\b|\bvs\.?\s|\bboth sides\b|\beach (?:side|outlet|paper)\b",
    re.I,
)
_SUMMARY = re.compile(
    rf"{_POLITE}(?:(?:a |an |the )?(?:short |brief |quick |concise )?(?:summar(?:y|ies)|overview|"
    r"account of|recap|digest|gist|outline)\b|summ?ari[sz]e\b|sum up\b|recap\b|brief me\b|"
    r"outline\b|catch me up\b|fill me in\b)|\b(?:a|the) (?:short |brief )?(?:summary|gist|"
    r"overview|recap) of\b|\bin (?:a few|two|three|four|five|\d+|a couple of) (?:sentences|words|"
    r"lines)\b|\b(?:keep it (?:short|brief)|sum (?:it|this|that) up|in brief|up to (?:speed|"
    r"date) on)\b|\bwhat(?:'s|’s| is| was) the story (?:of|with|behind)\b|\btl;?\s?dr\b|"
    r"\bin a nutshell\b|\b(?:main|key) points?\b|\bwhat(?:'s|’s| is| was| are| were) (?:the |"
    r"this |that |these |those )?.{0,60}?\b(?:story|stories|article|articles|report|dispute|case|"
    r"affair|matter|collection|row|saga|conflict|crisis|controversy|scandal)(?: (?:over|on|"
    r"between|with|around) .{2,60}?)?(?: all)? about\b",
    re.I,
)
_LATEST = re.compile(
    rf"{_POLITE}(?:what(?:'s|’s| is| was| are| were)? |(?:is|are) there )?(?:any(?:thing)? |the )?"
    r"(?:very )?(?:latest|newest|most recent|last|current|final)\s*(?:(?:death|official|confirmed|"
    r"overall|known)\s+)?(?:(?:news|updates?|developments?|reports?|information|status|state|"
    r"situation|statements?|word|figures?|numbers?|count|toll|articles?|stor(?:y|ies))\s*)?(?:on|"
    r"about|of|in|from|for|regarding|concerning|with|known|reported)\b|\bwhat(?:'s|’s|"
    r" is) (?:the )?(?:latest|newest)\W*$|\bwhere do(?:es)? .* stand (?:now|today)\b|"
    r"\baccording to the (?:latest|newest|most recent|last|final)\b|^\W*(?:and |but |so |by |for |"
    r"at )*(?:how (?:many|much)|(?:how|what|which|who|where|when)(?!.*\b(?:they|it|he|"
    r"she)\b))\b(?:(?!\band (?:by |for |at )?(?:what|how|who|when)\b|\b(?:when|after|before|until|"
    r"who|that) ).)*\b(?:in the end|finally|eventually|ultimately|end(?:ed)? up)\b|^\W*(?:and |"
    r"but |so )?(?:what|which) (?:is|was|are|were) the final \w+\b|\bturned out to be\b|"
    r"\bat (?:the )?last (?:count|report)\b|\bas of the (?:last|latest|newest)\b|\bwhat do (?:we|"
    r"you) know (?:now|so far)\b|\bas (?:last|most recently) reported\b",
    re.I,
)
# What is counted in the present is asked for as it stands now.
_COUNTED_NOW = re.compile(
    r"^\W*(?:and |but |so )?how (?:many|much|high|large|big)\b.*\b(?:have|has|are|is)\b", re.I
)
_NOW = re.compile(
    r"\b(?:who|what|which|where|how (?:many|much|high|large))\b.*\b(?:is|are|does|do|has|have)\b"
    r".*\b(?:now|currently|at present|at the moment|today|these days)\b|"
    r"\bwho (?:is|are) the (?:current|new|present|latest)\b|"
    r"^\W*(?:has|have) .{2,80}? been \w+(?:ed|en|d|t|n)(?: yet| now| already)?\W*$",
    re.I,
)
_FIRST = re.compile(
    r"\b(?:first|originally|initially|earliest)\s+(?:to\s+)?(?:report\w*|mention\w*|sa(?:y|id)|"
    r"announc\w+|appear\w*|t(?:ell|old)|publish\w*|br(?:eak|oke)|claim\w*|stat(?:e|ed)|estimat\w+|"
    r"put|give[n]?|gave|known|described|named?|set|planned|promised)\b|"
    r"\b(?:reported|named|given|said|announced|planned|set|put|estimated|stated) (?:at )?first\b|"
    r"\bwho (?:first|broke)\b|\bat first\b|"
    r"\b(?:the )?(?:first|earliest|original|initial) (?:reports?|articles?|stor(?:y|ies)|mention|"
    r"figures?|estimates?|accounts?|statements?|news|toll|count|number)\b",
    re.I,
)


@dataclass(frozen=True)
class AskedForm:
    """The form of answer that a question asks for.

    `change`: how something became another; `articles`: a list or count of articles themselves, of
    which `which` stands before the noun and `rest` behind it; `order`: the newest or the oldest
    statement that answers.
    """

    form: Form
    order: Order = ""
    change: bool = False
    articles: bool = False
    which: str = ""
    rest: str = ""
    subject: bool = False

    @property
    def label(self) -> str:
        """The form and what is asked of time in one word: "change" is a timeline, "latest" and
        "first" are looked up.
        """
        if self.form == "timeline" and self.change:
            return "change"
        if self.form == "comparison":
            return "disagreement"
        if self.order:
            return "first" if self.order == "first" else "latest"
        return "lookup" if self.form == "list" and not self.articles else self.form


def form_by_rules(question: str, *, has_period: bool = False, outlets: int = 0) -> AskedForm:
    """As `qa.question.form.read_form`, by its words alone."""
    question = as_of_articles(question)
    if turned := _IN_ARTICLES.match(question) or _ARTICLES_WHERE.match(question):
        about = (
            "about"
            if re.match(r"discuss|cover|describ|report", turned["verb"], re.I)
            else "mention"
        )
        form: Form = "count" if turned["ask"].lower() == "how many" else "list"
        rest = f" {about} {turned['what']} {turned['rest']}"
        return AskedForm(form, articles=True, which=turned["which"], rest=rest)
    if found := _FOUND_IN.match(question):
        form = "count" if found["ask"].lower() == "how many" else "list"
        return AskedForm(form, articles=True, which="", rest=f" mention {found['what']}")
    if got := _GOT_FROM.match(question):
        return AskedForm("list", articles=True, which="", rest=f" {got['rest']}")
    if by := _BY_WHOM.match(question):
        form = "count" if by["ask"].lower().startswith(("how many", "number")) else "list"
        told = re.sub(r"^\s*for\s+(?=the\b|[A-Z])", " from ", by["rest"])
        who = by["who"].strip()
        return AskedForm(form, articles=True, which="", rest=f" by {who} {told}")
    if most := _WHO_WROTE_MOST.match(question):
        return AskedForm("count", articles=True, rest=f" by outlet {most['rest']}")
    if often := _HOW_OFTEN.match(question):
        rest = re.sub(r"^\s*(?:on|about|of)?\s*", " about ", often["rest"])
        return AskedForm("count", articles=True, which=often["which"], rest=rest)
    if counted := _COUNT_ARTICLES.match(question):
        return AskedForm(
            "count", articles=True, which=counted.group("which"), rest=counted.group("rest")
        )
    if outlets < 2 and not asks_two_times(question) and asked_sides(question) is not None:
        return AskedForm("comparison", order="now")
    change = asks_change(question)
    if change and asks_two_times(question):
        return AskedForm("timeline", change=True)
    if change and (_FIRST.search(question) or THEN_AND_NOW.search(question)):
        return AskedForm("timeline", change=True)
    if _FIRST.search(question):
        return AskedForm("lookup", order="first")
    if _LATEST.search(question):
        return AskedForm("lookup", order="latest")
    if _SUMMARY.search(question):
        return AskedForm("summary")
    differ = _DIFFER.search(question) is not None
    figures = len(_FIGURES.findall(question)) > 1
    if (_COMPARE.search(question) or _EITHER.search(question)) or (
        differ and (outlets > 1 or figures or _REPORTS.search(question))
    ):
        return AskedForm("comparison")
    if outlets > 1 and re.search(
        r"\b(?:say|report|write|put|tell|give|describe|name|mention|cite|state)\b", question, re.I
    ):
        return AskedForm("comparison")
    if listed := _LIST_ARTICLES.match(question):
        return AskedForm(
            "list", articles=True, which=listed.group("which"), rest=listed.group("rest")
        )
    if change:
        return AskedForm("timeline", change=True)
    if _TIMELINE.search(question):
        return AskedForm("timeline")
    if _HAPPENED.search(question) and (has_period or not _HAPPENED_TO.search(question)):
        return AskedForm("timeline")
    if has_period and (_OF_PERIOD.search(question) or not _ASKS.search(question)):
        return AskedForm("timeline")
    if _ANYTHING.match(question):
        return AskedForm("timeline") if has_period else AskedForm("lookup", order="latest")
    if _NOW.search(question) or (_COUNTED_NOW.match(question) and not has_period):
        return AskedForm("lookup", order="now")
    return AskedForm("list" if asks_for_list(question) else "lookup")
