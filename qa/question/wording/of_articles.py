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
# A slip that no spelling of the collection mends: it is a word of the question.
_WICH = re.compile(r"^(\W*)(?:wich|whihc|whcih)\b", re.I)
_OF_THE = re.compile(
    rf"^(?P<ask>\W*(?:how many|which|what))\s+of (?:the|your|these)\s+(?={_NOUN}\b)", re.I
)


def as_of_articles(question: str) -> str:
    """A question for outlets, "Which outlets wrote about the dam? Give me the list.", as one for
    their articles: a list names the outlet of each; "everything written by" as for all articles;
    "which articles bring up" as for those that mention. Other questions are returned as they are.
    """
    question = _WICH.sub(r"\1Which", question)
    question = _OF_THE.sub(r"\g<ask> ", question)
    question = _ALL_BY.sub("all articles ", question)
    question = _BRING_UP.sub(r"\g<before>mention ", question)
    short = _GIVE_ME.sub("", question)
    asked = _OUTLETS_ON.sub(r"\g<before>Which articles mention ", short)
    return asked if asked != short else question
