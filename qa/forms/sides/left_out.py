"""What an article answers where the sentence that answers is left out: "Three people were hurt, the
union says. Police counted one." says "one" too, once "three" is not there to be taken.

The model that reads for answers gives the best one of a text. Who says otherwise stands close by,
and is the best one of the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.terms import analyse
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.same_figure import alike, has_moved
from qa.answer.telling import Told, corrects, demands
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.evidence.windows import plain_title, with_title
from qa.forms.chain import Chain
from qa.forms.over_time.values import ANYBODY, of_other_fate
from qa.forms.sides.differences import Counted
from qa.forms.sides.voices import unquoted
from qa.forms.standing import of_old

NEAR = 4  # sentences before and behind the one left out are read
# Of all that the rest answers so much must lie in the sentence. In the year of Caldria, a second
# and the tune half of a third invented set, November 2026: figures of another voice had .44 to .99,
# but for one of .31; of 56 facts that nobody disputes none had another figure of its kind at all.
LEAST_SHARE = 0.3
# A sentence that gives a figure as somebody's.
_GIVES = re.compile(
    r"\b(?:sa(?:y|ys|id)|put|puts|count(?:s|ed)|ma(?:ke|kes|de) (?:it|that)|believ\w+|estimat\w+|"
    r"claim\w*|insist\w*|according to|reckon\w*|reported|lists?|listed|has the names? of|had the "
    r"names? of|spe(?:aks?|ke) of|spoke of|contend\w*|g[ai]ve[sn]?|told|maintain\w*|calculat\w+|"
    r"tall(?:y|ies|ied)|document(?:s|ed)|argu\w+|think\w*|thought|see[sn]?|saw|regist\w+|"
    r"comes? (?:to|up with)|came (?:to|up with)|arriv\w+ at|rather|record(?:s|ed)|confirm\w*|"
    r"acknowledg\w+|admit\w*|showed|shows|found|f[ie]nds|only|no more than)\b",
    re.I,
)
# Another time, or another thing that is set beside this one.
_OTHER_TIME = re.compile(
    r"\b(?:last (?:year|month|week|time|summer|winter|spring|autumn|season|election)|previous\w*|"
    r"(?:years?|decades?|months?|weeks?) (?:ago|before|earlier)|earlier|at first|originally|"
    r"initially|record|until then|since then|normal(?:ly)?|usual(?:ly)?|on average|so far this|"
    r"next (?:year|month|week)|(?:in|since|of|from|until|by) (?:1[5-9]|20)\d\d|once before|"
    r"of (?:them|these|those|whom|which)|another|others|elsewhere|next door|nearby|"
    r"includ(?:e|es|ing|ed))\b",
    re.I,
)
_BEFORE_AGE = re.compile(r"\w,$|\b(?:is|was|were|aged?|turn(?:s|ed))$", re.I)


@dataclass(frozen=True)
class LeftIn:
    """A sentence that answers where another is left out, and its share of what the rest answers."""

    told: Told
    share: float
    span: tuple[int, int] | None


def answers_without(question: str, left_out: EvidenceSentence, chain: Chain) -> list[LeftIn]:
    """What stands around a sentence and answers in its place, the likeliest first."""
    article = left_out.article
    spans = article_sentences(chain.passages_of(article.article_id))
    at = next((n for n, span in enumerate(spans) if span[0] == left_out.start_char), None)
    if at is None:
        return []
    kept = [s for n, s in enumerate(spans) if n != at and abs(n - at) <= NEAR]
    if not kept:
        return []
    text = with_title(plain_title(article.title or ""), "")
    local: list[tuple[int, int]] = []
    for start, end in kept:
        text += " " if local else ""
        local.append((len(text), len(text) + end - start))
        text += article.text[start:end]
    [scores] = chain.scorer().read(question, [(text, local)], [0.0])
    whole = sum(score.probability for score in scores) or 1.0
    found = []
    for score, (start, end), (begin, _) in zip(scores, kept, local, strict=True):
        span = score.span
        moved = (span[0] - begin + start, span[1] - begin + start) if span else None
        share = score.probability / whole
        found.append(LeftIn(Told(article, start, end, score.probability), share, moved))
    return sorted(found, key=lambda one: -one.share)


def figure_without(question: str, mine: Counted, left_out: EvidenceSentence, chain: Chain
                   ) -> Counted | None:  # fmt: skip
    """The figure that somebody else gives where the sentence with `mine` is left out; None where
    the rest has none of its kind, or the same.
    """
    if not may_be_contested(left_out.text):
        return None
    voiced = gives(left_out.text)
    for other in answers_without(question, left_out, chain):
        if other.share < LEAST_SHARE:
            break
        told = other.told
        if not (voiced or gives(told.text)) or not may_stand_against(question, told, left_out):
            continue
        figure = _figure(question, other, mine.figure)
        if figure is not None and not has_moved(told.text, figure):
            return Counted(told, figure, frozenset(analyse(told.text)))
    return None


def gives(text: str) -> bool:
    """Whether a sentence says that somebody says, counts or believes what it has."""
    return _GIVES.search(unquoted(text)) is not None


def may_be_contested(text: str) -> bool:
    """Whether a sentence states what others may state otherwise: no correction puts it right."""
    return not corrects(text)


def may_stand_against(question: str, told: Told, answer: EvidenceSentence) -> bool:
    """Whether a sentence can speak of the same as the answer: of the same time, and no wish beside
    what came of it.
    """
    if corrects(told.text) or of_old(question, told):
        return False
    if demands(told.text) != demands(answer.text):
        return False
    return not (_OTHER_TIME.search(told.text) and not _OTHER_TIME.search(answer.text))


def _figure(question: str, other: LeftIn, mine: Figure) -> Figure | None:
    """The figure of the short answer, where it counts the same and nothing there agrees."""
    text, begin = other.told.text, other.told.start_char
    every = [f for f in figures_of(text, bare=True) if not is_step(text, f)]
    if any(alike(mine, f) and f.agrees(mine) for f in every):
        return None
    span = other.span
    inside = [f for f in every if span and span[0] <= begin + f.start < span[1]]
    fitting = (f for f in inside if alike(mine, f) and not _is_age(text, f))
    return next((f for f in fitting if _may_count_asked(question, text, f)), None)


def _may_count_asked(question: str, text: str, figure: Figure) -> bool:
    """Whether a figure may count what is asked for. Of "people" something must be said that the
    question says of them; "the police counted one" says nothing else of whom.
    """
    if of_other_fate(question, text, figure):
        return False
    if not figure.nouns or not figure.nouns <= ANYBODY:
        return True
    return bool((set(analyse(question)) - ANYBODY) & set(analyse(text)))


def _is_age(text: str, figure: Figure) -> bool:
    """Whether a number may be how old somebody is: "Elna Dahl, 58, said", "he was 19"."""
    before, behind = text[: figure.start].rstrip(), text[figure.start :].lstrip("0123456789")
    stands_alone = behind[:1] in (",", ".", "") and not figure.unit and figure.value < 110
    return stands_alone and _BEFORE_AGE.search(before[-20:]) is not None
