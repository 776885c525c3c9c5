"""Questions about articles in other words: for outlets, for "everything written by", and with any
of the verbs that people use for what an article mentions. English first.
"""

from __future__ import annotations

import re

_OUTLETS_ON = re.compile(
    r"^(?P<before>\W*(?:and |so |please )?)(?:which|what) (?:news )?(?:outlets?|newspapers?|"
    r"papers?|publishers?|agenc(?:y|ies)|publications?|media|sites?)\s+(?:have |has |had |also )*"
    r"(?:(?:wrote|written|writes?|reported|reports?|published|ran)\s+(?:anything |something |"
    r"articles? |stories |a story )?(?:about|on|of)|covered|covers?|mentioned|mentions?)\s+"
    r"(?!that\b)",
    re.I,
)
_GIVE_ME = re.compile(
    r"(?<=[?.!])\s*(?:please )?(?:give|show|list|name|tell)(?: me| us)? (?:them|the (?:articles?|"
    r"stories|reports?|outlets?|list))(?: please| too| all)?\W*$",
    re.I,
)
# "List everything written by Ann Reed"
_ALL_BY = re.compile(
    r"(?:everything|anything|all(?: that)?)\s+(?:that (?:was|is|has been) )?"
    r"(?=(?:written|published|reported|filed|authored)\s+by\b)",
    re.I,
)
_NOUN = r"(?:articles?|stories|story|reports|pieces?|texts?|items?)"
# "Which of the articles bring up Trevor Reed?", "How many stories have something on Qantas?"
_BRING_UP = re.compile(
    rf"(?P<before>\b(?:wh?ich|what|how many|number of|list|show|find|give|name)(?: me)?"
    rf"(?: of)?(?: (?:all|the|these|your|every))*\s+{_NOUN}\s+)"
    r"(?:(?:that|which|who|also|do|does|did|have|has|even|ever|"
    r"there are that)\s+){0,4}(?:br(?:ing|ings|ought) up|touch(?:es|ed)? (?:up)?on|allud(?:e|es|"
    r"ed) to|address(?:es|ed)?|includ(?:e|es|ed)|featur(?:e|es|ed)|rais(?:e|es|ed)|involv(?:e|es|"
    r"ed)|cit(?:e|es|ed)|m(?:ake|akes|ade) (?:any )?(?:mention|reference) (?:of|to)|"
    r"go(?:es)? into|ha(?:ve|s|d) (?:something|anything|a word|a line|words?|news|details?|"
    r"information) (?:on|about|of)|(?:sa(?:y|ys|id)|wr[io]te|writes|written|tells?) (?:something|"
    r"anything|a word|much|more) (?:on|about|of)|look(?:s|ed)? (?:at|into)|focus(?:es|ed)? on|"
    r"cent(?:er|re)s? on|(?:are|is) (?:to do|concerned) with|ha(?:ve|s) to do with)\s+",
    re.I,
)
_WHO = r"(?:[^\W\d_][\w’'.-]*\s+){0,3}?[^\W\d_][\w’'.-]*?"
# "How many pieces carry Ann Reed's byline?", "… have the name of Ann Reed as author?"
_BYLINE = re.compile(
    rf"(?P<before>\b(?:which|what|how many|number of|list|show|find|give|name)(?: me)?"
    rf"(?: of)?(?: (?:all|the|these|your|every))*\s+{_NOUN}\s+)(?:(?:that|which|do|did)\s+)?"
    r"(?:carr(?:y|ies|ied)|bear|bears|bore|have|has|had|show|are under|ran under|with|under)\s+(?:"
    rf"(?:the |a )?byline (?:of )?(?P<a>{_WHO})|(?P<b>{_WHO})(?:[’']s|[’']) byline|"
    rf"(?:the )?name (?:of )?(?P<c>{_WHO})\s+(?:as|in)\s+[^?]{{0,60}}\b(?:authors?|writers?|"
    rf"reporters?|bylines?)\b[^?]{{0,30}}|(?P<d>{_WHO}) as (?:(?:their|its|an?|the|co-?)\s*)*"
    r"(?:author|writer|reporter|co-author)s?)"
    r"(?=\s*(?:[?.!]|$))",
    re.I,
)
_OUTLETS = (
    r"(?:(?:news|media) )?(?:outlets?|newspapers?|papers?|publishers?|agenc(?:y|ies)|publications?|"
    r"sources|news sites?|media)"
)
# "How many outlets covered the flood?", "By how many papers was it reported?"
_HOW_MANY_OUTLETS = re.compile(
    rf"^\W*(?:and |so |please )?how many (?:different |separate )?{_OUTLETS}\s+(?:have |has |had |"
    r"also )*(?:(?:wrote|written|writes?|reported|reports?|published|ran|carried)\s+(?:anything |"
    r"something |articles? |stories |a story |pieces? )?(?:about|on|of)|covered|cover|mentioned|"
    r"mention)\s+(?P<what>(?!that\b)[^?]{2,200}?)\W*$",
    re.I,
)
_BY_HOW_MANY = re.compile(
    rf"^\W*(?:by|in|from) how many (?:different )?{_OUTLETS}\s+(?:was|were|is|are|has|have|did|"
    r"does|do)\s+(?P<what>[^?]{2,160}?)\s+(?:been )?(?:covered|reported(?: on)?|mentioned|"
    r"written about|appear|come up|turn up)\b(?P<rest>[^?]*)\W*$",
    re.I,
)
_ALL_OUTLETS = re.compile(
    rf"^\W*how many (?:different |separate )?{_OUTLETS}\s+(?:are|is|do|does|have|has)\s+"
    r"(?:there|in|you|we|it|the (?:collection|index|archive)|represented|present)\b[^?]{0,60}\W*$",
    re.I,
)
# "Are there more articles on Griner or on Irving?"
_MORE_ON = re.compile(
    rf"^\W*(?:are|is|were) there more {_NOUN} (?P<how>on|about|from|by|of|in|mentioning) "
    r"(?P<one>[^?]{2,80}?),? (?:or|than)(?: (?:on|about|from|by|of|in|mentioning))? "
    r"(?P<two>[^?]{2,80}?)\W*$",
    re.I,
)
_COVERAGE = re.compile(
    r"^\W*how much (?:coverage|reporting|press|attention|ink) (?:did|does|has|have|was|is) "
    r"(?:there )?"
    r"(?:been )?(?:of |for |on |about |devoted to |given to )?(?P<what>[^?]{2,120}?)"
    r"(?:\s+(?:get|got|gotten|receive[d]?|have|attract(?:ed)?))?(?P<rest>\s+(?:in|from|by|since|"
    r"before|after|during)\s[^?]*)?\W*$",
    re.I,
)
_HEADLINES = re.compile(
    r"^(?P<ask>\W*(?:how many|which|what)) (?:headlines|titles) (?:have|has|contain|contains|"
    r"mention|mentions|include|includes|name|names)\s+(?:the (?:word|name)s? )?"
    r"(?P<what>[^?]{2,80}?)\W*$",
    re.I,
)
_OF_THE = re.compile(
    rf"^(?P<ask>\W*(?:how many|which|what))\s+of (?:the|your|these)\s+(?={_NOUN}\b)", re.I
)


def as_of_articles(question: str) -> str:
    """A question for outlets, "Which outlets wrote about the dam? Give me the list.", as one for
    their articles: a list names the outlet of each; "everything written by" as for all articles;
    "which articles bring up" as for those that mention. Other questions are returned as they are.
    """
    question = _OF_THE.sub(r"\g<ask> ", question)
    question = _ALL_BY.sub("all articles ", question)
    question = _BYLINE.sub(
        lambda m: f"{m['before']}by {m['a'] or m['b'] or m['c'] or m['d']}", question, count=1
    )
    question = _BRING_UP.sub(r"\g<before>mention ", question)
    short = _GIVE_ME.sub("", question)
    if in_other_words := _in_other_words(short):
        return in_other_words
    asked = _OUTLETS_ON.sub(r"\g<before>Which articles mention ", short)
    return asked if asked != short else question


def _in_other_words(question: str) -> str:
    """A count of outlets, of coverage or of headlines as a count of articles; "" for none."""
    if _ALL_OUTLETS.match(question):
        return "How many articles are there by each outlet?"
    if found := _HOW_MANY_OUTLETS.match(question):
        return f"How many articles by each outlet are about {found['what']}?"
    if found := _BY_HOW_MANY.match(question):
        return f"How many articles by each outlet are about {found['what']}{found['rest']}?"
    if found := _MORE_ON.match(question):
        how = found["how"]
        return f"How many articles are {how} {found['one']}, and how many {how} {found['two']}?"
    if found := _COVERAGE.match(question):
        return f"How many articles are about {found['what']}{found['rest'] or ''}?"
    if found := _HEADLINES.match(question):
        return f"{found['ask']} articles have {found['what']} in the headline?"
    return ""
