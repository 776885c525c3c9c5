"""An embedded question as one that is asked outright: "how much time a passenger has" → "How much
time does a passenger have". English only; unchanged where its verb can't be told.
"""

from __future__ import annotations

import re

# Past forms and what they are forms of, beside the regular ones.
_PAST = """
became-become began-begin bought-buy broke-break brought-bring built-build came-come
caught-catch chose-choose cost-cost cut-cut did-do died-die drew-draw drove-drive fell-fall
felt-feel flew-fly fought-fight found-find gave-give got-get grew-grow held-hold heard-hear
hit-hit hurt-hurt kept-keep knew-know laid-lay led-lead left-leave lent-lend let-let lost-lose
made-make meant-mean met-meet paid-pay put-put quit-quit ran-run rose-rise said-say sank-sink
sat-sit saw-see sent-send set-set shot-shoot shut-shut sold-sell sought-seek spent-spend
split-split spoke-speak stole-steal stood-stand struck-strike swore-swear taught-teach
thought-think threw-throw told-tell took-take went-go won-win wore-wear wrote-write
"""
_BASE_OF = dict(pair.split("-") for pair in _PAST.split())
_AUX = frozenset(
    "is are was were can could will would should may might must has have had did does do".split()
)
_HAVE = {"has": "does", "have": "do", "had": "did"}
_PARTICIPLE = re.compile(
    r"(?:not |never |already |been |also )*(?:been|\w+ed|\w+en|\w{2,}(?:ought|aught|old|ost|ung|"
    r"ade|aid|eft|ent|elt|ept|one|ut|on|un|it|et|ead))\b",
    re.I,
)
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_DOUBLED_L = re.compile(r"[aeiou][^aeiou]+[aeiou]ll$")  # "cancelled", not "called"
_LOST_E = re.compile(
    r"(?:[cszvu]|[dnr]g|[bcdfgkpst]l|(?<![aeiou])[aeiou](?:g|k)|(?<![aeiou])(?:at|id|ur|ir|ar|in|"
    r"am|il|op|ot|ut|on(?<=pon)))$"
)


def inverted(clause: str) -> str | None:
    """The clause ("the minister went") with its verb in a question's order ("did the minister
    go"); None where no verb is found.
    """
    words = clause.split()
    for place, word in enumerate(words[1:8], start=1):
        bare = word.lower().strip(",")
        subject, rest = " ".join(words[:place]), " ".join(words[place + 1 :])
        if bare in _HAVE and not _PARTICIPLE.match(rest):
            return f"{_HAVE[bare]} {subject} have {rest}".rstrip()
        if bare in _AUX:
            return f"{bare} {subject} {rest}".rstrip()
        if (base := _base(bare)) is not None:
            return f"did {subject} {base} {rest}".rstrip()
    return None


def _base(word: str) -> str | None:
    """The plain form of a verb in the past; None for any other word."""
    if word in _BASE_OF:
        return _BASE_OF[word]
    if not word.endswith("ed") or len(word) < 4:
        return None
    stem = word[:-2]
    if stem.endswith("e"):
        return f"{stem}e"
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    if _DOUBLED.search(stem) or _DOUBLED_L.search(stem):
        return stem[:-1]
    return f"{stem}e" if _LOST_E.search(stem) and not stem.endswith("ss") else stem
