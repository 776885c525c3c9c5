"""A figure of one report as a question that another can be asked: "About 2,900 people have been
evacuated, the ministry said" is "How many people have been evacuated?".

What two reports call the same thing differs ("ordered to leave their homes"); the model that reads
for answers knows that both are meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.terms import analyse
from index.types import Article
from qa.answer.figures import Figure, figures_of, is_step
from qa.answer.matter import Matter
from qa.answer.same_figure import alike, may_count_alike
from qa.answer.telling import Told, corrects, demands
from qa.answer.wording import plain
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.forms.sides.differences import Counted, Difference, is_update
from qa.question.query import FUNCTION_WORDS

MOST_ASKED = 8  # figures of one report that another is asked for
_LEAST_SURE = 0.4  # what the model says of the sentence that answers
_SURE_ALONE = 0.7  # where the two sentences have no word in common
_SAID = re.compile(
    r",?\s+(?:(?:the|a|an|its|his|her)\s+)?[^,]{2,60}?\s(?:said|says|told|reported|announced)\b.*$|"
    r",?\s+according to\b.*$|,\s+(?:four|three|two|a|one|several|some)\s.*$|[,;:]\s.*$|"
    r"\s+(?:as|while|when|after|before|who|which)\s.*$",
    re.I | re.S,
)
_SUBJECT = re.compile(
    r"^(?P<what>[\w’'% -]{2,60}?)\s(?P<verb>(?:have|has|had|are|were|is|was|will|would|could|can|"
    r"must|died|fell|marched|took|lost|were|won|came|went|live|work|fled|voted)\b.*)$",
    re.I | re.S,
)
_BOUND = re.compile(
    r"(?:about|around|some|roughly|approximately|nearly|almost|more than|over|at least|up to|"
    r"fewer than|less than|as many as|only|just)\s*$",
    re.I,
)
_MOST_COMPARED, _MOST_READ_CHARS, _MOST_SENTENCE_CHARS = 120, 20_000, 1_000
_NEAR_CHARS = 240  # read before and behind a figure
_NUMBERED = re.compile(r"\w\s[^\W\d_a-z][\w’'-]*\s$")  # "Highway 9", "Room 4"
_MOST_WORDS, _FEWEST_WORDS = 14, 3


def question_of(text: str, figure: Figure) -> str:
    """What a figure of a sentence answers, as a question; "" where none is made."""
    near = text[figure.start : figure.start + _NEAR_CHARS]
    number = re.match(r"[$€£]?[\d.,]*\d|\w+", near)
    if number is None:
        return ""
    before = _BOUND.sub("", text[max(0, figure.start - _NEAR_CHARS) : figure.start]).strip()
    behind = near[number.end() :].strip(" .")
    behind = re.sub(r"\s*\([^)]{0,60}\)", "", behind)
    behind = re.sub(
        r"^[- ]?(?:(?:hundred|thousand|million|mln|billion|bn|trillion|m|k)\b|%|per\s?cent\b)\s*",
        "",
        behind,
        flags=re.I,
    )
    rest = _SAID.sub("", behind).strip()
    words = rest.split()[:_MOST_WORDS]
    opens = not before or before[-1:] in ",.;:—–-)"
    if opens and (subject := _SUBJECT.match(" ".join(words))):
        return f"How many {subject['what']} {subject['verb'].rstrip(' ,')}?"
    # "a wildfire that has burned how many hectares of forest?"
    clause = re.split(r"[,;:—–]\s|\)\s", before)[-1].split()[-8:]
    nouns = rest.split()[:4]
    while nouns and nouns[-1].lower() in FUNCTION_WORDS:
        nouns.pop()
    if len(clause) + len(nouns) + (figure.unit == "%") < _FEWEST_WORDS:
        return ""
    counted = ["percent"] if figure.unit == "%" else []
    return " ".join([*clause, "how many", *counted, *nouns]).strip(' "“,') + "?"


def differ_by_question(
    one: Sequence[Article], other: Sequence[Article], chain: Chain, matter: Matter
) -> list[Difference]:
    """Where reports of one outlet have another figure than those of another for what they say in
    other words, the surest first.
    """
    found: list[tuple[float, Difference]] = []
    for mine, theirs in ((one, other), (other, one)):
        if found:
            break  # the same again the other way round
        said = {f.value for article in mine for f in figures_of(_body(article, chain), bare=True)}
        for counted in _figures(mine, theirs, chain):
            asked = question_of(counted.told.text, counted.figure)
            if not asked:
                continue
            read = chain.read(asked, theirs, matter)
            answers = sorted((s for v in read.values() for s in v), key=lambda s: -s.score)
            rival = rival_in(counted, answers[:2])
            if rival is not None and rival.figure.value not in said:
                known = {_place(c) for _, d in found for c in d.sides}
                if not {_place(counted), _place(rival)} & known:
                    pair = Difference(plain(asked.rstrip("?"))[:80], (counted, rival))
                    found.append((rival.told.score, pair))
    found.sort(key=lambda pair: -pair[0])
    return [difference for _, difference in found]


def rival_in(counted: Counted, answers: Sequence[EvidenceSentence]) -> Counted | None:
    """The figure that likely answers give in a figure's place; None where they agree with it."""
    for sentence in answers:
        span = sentence.span
        if sentence.score < _LEAST_SURE or span is None or corrects(sentence.text):
            continue
        told = Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
        inside = [
            figure
            for figure in figures_of(told.text, bare=True)
            if span[0] <= told.start_char + figure.start < span[1]
            and not is_step(told.text, figure)
        ]
        every = [f for f in figures_of(told.text, bare=True) if alike(f, counted.figure)]
        if any(f.agrees(counted.figure) for f in every):
            return None
        terms = frozenset(analyse(told.text))
        if not (terms & counted.terms) and sentence.score < _SURE_ALONE:
            continue
        for figure in inside:
            if is_update(counted, Counted(told, figure, terms)):
                return None
            if may_count_alike(counted.figure, figure) and counted.figure.may_become(figure):
                return Counted(told, figure, terms)
    return None


def _figures(mine: Sequence[Article], theirs: Sequence[Article], chain: Chain) -> list[Counted]:
    """The figures of reports for which others have one that may be meant for the same."""
    every = [f for article in theirs for f in figures_of(_body(article, chain), bare=True)]
    others = every[:_MOST_COMPARED]
    found: list[Counted] = []
    for article in mine:
        for start, end in article_sentences(chain.passages_of(article.article_id)):
            if len(found) >= MOST_ASKED:
                return found[:MOST_ASKED]
            told = Told(article, start, min(end, start + _MOST_SENTENCE_CHARS), 0.0)
            if demands(told.text) or corrects(told.text):
                continue
            terms = frozenset(analyse(told.text))
            found += [
                Counted(told, figure, terms)
                for figure in figures_of(told.text)
                if not is_step(told.text, figure)
                and not (
                    figure.start
                    and _NUMBERED.search(told.text[max(0, figure.start - 60) : figure.start])
                )
                and any(may_count_alike(figure, f) and not figure.agrees(f) for f in others)
                and not any(f.value == figure.value for f in others)
            ]
    return found[:MOST_ASKED]


def _body(article: Article, chain: Chain) -> str:
    spans = article_sentences(chain.passages_of(article.article_id))
    return "\n".join(article.text[start:end] for start, end in spans)[:_MOST_READ_CHARS]


def _place(counted: Counted) -> tuple[str, int]:
    return counted.told.article.article_id, counted.told.start_char + counted.figure.start
