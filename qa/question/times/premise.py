"""A question that first says how things were, and then asks what came of it: "The firm said that
the mine would open in autumn. Is that still the plan?". English first.
"""

from __future__ import annotations

import re

from qa.question.times.days import MONTH

_LONGEST = 400  # characters of a question that are read
_SENTENCES = re.compile(r"(?<=[.?!;])\s+(?=\S)")
_THEY = r"(?:that|this|it|he|she|they|those|these)"
_LATER = (
    r"(?:later(?: on)?|then|afterwards?|after (?:that|this)|since|now|today|in the end|finally|"
    r"eventually|"
    r"(?:some |a few |a |two |three )?(?:days?|weeks?|months?|years?) (?:later|after|on)|"
    rf"(?:in|by|at the end of) {MONTH})"
)
_ASKS = re.compile(
    rf"^\W*(?:and |but |so )?(?:what (?:has |had |did |have )?(?:become|came|come|happen(?:ed)?) "
    rf"(?:of|to|with) (?:{_THEY}|the|his|her|its|their)\b|"
    rf"(?:is|are|was|were|does|do|did|has|have|had|will|would|could) {_THEY}\b[^?]*\b(?:still|"
    r"after all|stick|stuck|hold|held|stand|stood|keep|kept|change[ds]?|corrected|remain\w*|"
    rf"stay\w*|in the end|true|so)\b|(?:did|has|have) {_THEY}\W*$|"
    rf"what (?:did|does|do|has|have) [\w’' -]{{2,40}}? (?:do|done|say|said|decided?|announced?) "
    rf"{_LATER}\b|{_LATER}\W*$)",
    re.I,
)
# What says that the premise is one.
_PROMISED = re.compile(
    r"^\W*(?:weren[’']t (?:we|they|you) (?:promised|told|assured) that|(?:it|there) was "
    r"(?:reported|said|announced|promised|claimed) that|(?:we|they) were (?:promised|told|"
    r"assured) that|(?:i|we) (?:remember|recall|thought|gather|heard|read) (?:that )?)\s*",
    re.I,
)
_FEWEST_WORDS = 4


def premise_of(question: str) -> str:
    """How things are said to have been, as a sentence; "" where a question says no such thing."""
    pieces = [p.strip() for p in _SENTENCES.split(question.strip()[:_LONGEST]) if p.strip()]
    if len(pieces) != 2 or _ASKS.match(pieces[1]) is None:
        return ""
    premise = _PROMISED.sub("", pieces[0]).rstrip(" ?.!;")
    told = premise != pieces[0].rstrip(" ?.!;") or not pieces[0].endswith("?")
    return premise if told and len(premise.split()) >= _FEWEST_WORDS else ""
