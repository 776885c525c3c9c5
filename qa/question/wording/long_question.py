"""What a long and polite question asks at last: "Could you please tell me, …, where it was signed?"

Background that people give before they ask is no part of what must stand in an article.
"""

from __future__ import annotations

import re

from qa.question.query import words_of
from qa.question.wording.inverted import inverted

LONG_WORDS = 30  # shorter questions are taken as they are
_FEWEST_WORDS = 4
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
_REQUEST = re.compile(
    r"\b(?:(?:can|could|would|will) you(?: please| kindly)?|please|kindly|i (?:would|'d) (?:like|"
    r"love)|i (?:want|need|wish)|i(?: am|'m) (?:wondering|curious|interested)|"
    r"i wonder)\b(?:\s+(?:to know|to ask|you to|please|kindly))*(?:\s+(?:tell|explain to|inform|"
    r"let|give|show|find(?: out)?(?: for)?|say(?: to)?)\b(?:\s+(?:me|us))?(?:\s+know)?)?",
    re.I,
)
_ASKING = re.compile(
    r"\b(?:(?:in|on|at|by|to|from|for|with|of|since|until)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.I,
)
_ANY_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|did|does|do|is|are|was|were)\b", re.I
)


# What a polite question begins with, and what it asks then: "I'd be grateful to learn how …".
_BEGINS = re.compile(
    r"^\W*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|dear \w+|please|"
    r"excuse me)\b[\s,.!]*)*(?:(?:can|could|would|will) (?:you|anyone|somebody) (?:please |"
    r"kindly |perhaps )?(?:tell|explain|say|show|remind|inform|find out|let)(?: to)?(?: me|"
    r" us)?(?: know)?|(?:please )?(?:tell|remind|show|explain to) (?:me|us)|i(?:[’']d|"
    r" would) (?:be (?:very |most |so )?(?:grateful|glad|happy|interested|curious|obliged|"
    r"thankful)|(?:really |very much )?(?:like|love))(?: (?:to (?:learn|know|hear|find out|"
    r"understand|be told|ask)|if you (?:could|would|can) (?:please )?(?:tell|explain to|inform|"
    r"let) (?:me|us)(?: know)?))?|i (?:want|need|wish|am trying|[’']m trying) to (?:know|learn|"
    r"find out|understand|ask)|i(?: am|[’']m)? (?:wonder(?:ing)?|curious|interested to know)|"
    r"do (?:you|we) (?:happen to )?know|(?:any|have you any|do you have any) idea|does (?:anyone|"
    r"anybody) know)\b(?: about)?[\s,:]+(?=(?:(?:in|on|at|by|to|from|for|with|of|since|"
    r"until)\s+)?(?:who|whom|whose|what|which|when|where|why|how)\b)",
    re.I,
)
_AUX = (
    r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might|didn[’']t|"
    r"couldn[’']t|wasn[’']t|weren[’']t|isn[’']t|hasn[’']t|won[’']t)"
)
_EMBEDDED = re.compile(
    rf"^(?P<wh>why|when|where|how(?=\s+(?:the|a|an|his|her|its|their|they|he|she|it|[A-Z])))\s+"
    rf"(?!{_AUX}\b)(?P<clause>\w.+?)\W*$",
    re.S,
)
# "How much time a passenger has", "how large a stake the builder took"
_EMBEDDED_HOW = re.compile(
    r"^(?P<wh>how\s+\w+(?:\s+an?\s+\w+)?(?:\s+(?!the\b|an?\b)\w+){0,2}?)\s+"
    r"(?<!\bof )(?<!\bin )(?<!\bon )(?<!\bat )(?<!\bby )(?<!\bfor )(?<!\bto )"
    r"(?<!\bfrom )(?<!\bwith )"
    r"(?P<clause>(?:the|an?|his|her|its|their|they|he|she|it|we|(?-i:[A-Z])\w+)\b\s+\w.+?)\W*$",
    re.I | re.S,
)

_CONTRACTED = re.compile(
    r"(?<![“\"‘'\w])(?P<wh>what|who|where|when|how|why)[’']s\b(?=\s+(?:(?P<done>(?:\w+\s+){0,2}?(?:been|"
    r"happened|changed|gone|become|said|done|got|had|won|lost|left|died|resigned|come|taken|made))?"
    r"\b))",
    re.I,
)

# A slip that no spelling of the collection mends: it is a word of the question.
_WICH = re.compile(r"^(\W*)(?:wich|whihc|whcih)\b", re.I)


# "What did the mayor, who had resigned in April, say of the leaks?": what she is known for aside.
_ASIDE = re.compile(
    r"(?P<before>^\W*(?:what|who|when|where|why|how|which|did|does|has|is|was|were)\b[^,?]{2,100}),\s+"
    r"(?:who|whose|which)\s[^,?]{3,100},(?=\s+(?!and\b|who\b|what\b|when\b|where\b|why\b|how\b|"
    r"which\b)\w+)",
    re.I,
)


def core_question(question: str) -> str:
    """The question itself where it is short, without what is only polite; else its last sentence
    that asks, from its first question word behind the request on.
    """
    question = _WICH.sub(r"\1Which", _CONTRACTED.sub(_in_full, question, count=1))
    question = _ASIDE.sub(r"\g<before>", question, count=1)
    if len(words_of(question)) < LONG_WORDS:
        return _without_request(question)
    sentences = [s for s in _SENTENCE.split(question) if s.strip()]
    asking = [s for s in sentences if s.rstrip().endswith("?")] or [
        s for s in sentences if _REQUEST.search(s)
    ]
    if not asking:
        return question
    last = asking[-1].strip()
    request = _REQUEST.search(last)
    start = _ASKING.search(last, request.end() if request else 0)
    core = last[start.start() :] if start and (request or start.start() > 0) else last
    if len(words_of(core)) < _FEWEST_WORDS or not _ANY_ASKING.search(core):
        core = last
    core = core.strip()
    return f"{core[:1].upper()}{core[1:].rstrip('.')}" + ("" if core.endswith("?") else "?")


def _in_full(match: re.Match[str]) -> str:
    """As "What has happened" for "What’s happened", and "who is he" for "who’s he"."""
    return f"{match['wh']} {'has' if match['done'] else 'is'}"


def _without_request(question: str) -> str:
    """As "Could you tell me why the minister went?": "Why did the minister go?"."""
    begins = _BEGINS.match(question)
    if begins is None:
        return question
    asked = question[begins.end() :].strip()
    if embedded := _EMBEDDED.match(asked) or _EMBEDDED_HOW.match(asked):
        clause = embedded["clause"]
        asked = f"{embedded['wh']} {inverted(clause) or f'was it that {clause}'}"
    asked = re.sub(r"[\s,]+(?:please|thanks|thank you)\W*$", "", asked, flags=re.I)
    return f"{asked[:1].upper()}{asked[1:].rstrip(' .?!')}?"
