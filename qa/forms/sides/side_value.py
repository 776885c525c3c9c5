"""What a side of a disagreement says, in the fewest words: a figure, the short answer, what it is
quoted with, or the clause behind the verb.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.answer.same_figure import figures_apart
from qa.answer.wording import plain
from qa.evidence.sentences import EvidenceSentence
from qa.forms.sides.voices import Voice

MOST_WORDS = 14
_LEAST_SPAN = 0.2  # of an answer's score, for its words to stand for a side
_CLAUSE = re.compile(r"(?:\s[^\s,.;:“”\"()]+){0,7}")
_BEFORE = re.compile(r"(?P<words>(?:[^\s,.;:“”\"()]+\s){1,3})$")
_QUOTED = re.compile(r"“(?P<a>[^“”]{3,140})”|\"(?P<b>[^\"]{3,140})\"")
_THAT = re.compile(
    r"\b(?:sa(?:ys?|id)|told [\w’'. -]{2,40}?|insist(?:s|ed)?|claim(?:s|ed)?|alleg(?:es|ed)|"
    r"argu(?:es|ed)|believ(?:es|ed)|repl(?:ies|ied)|maintain(?:s|ed)|complain(?:s|ed)?(?: for "
    r"\w+)?|denied|denies|add(?:s|ed))\s+(?:that\s+)?(?P<what>[^.;“”\"]{8,200})"
)


def value_of(voice: Voice, other: Voice, scores: Mapping[tuple[str, int], EvidenceSentence]) -> str:
    """What the side says otherwise than the other one."""
    apart = figures_apart(voice.text, other.text)
    if apart is not None:
        return plain(apart[0].words)
    best = max(
        (
            scores[voice.article.article_id, start]
            for start, _ in voice.spans[voice.first : voice.last + 1]
            if (voice.article.article_id, start) in scores
        ),
        key=lambda s: s.score,
        default=None,
    )
    if best is not None and best.span is not None and best.score >= _LEAST_SPAN:
        return _few(_wider(voice.article.text, best.span, best.end_char))
    for match in _QUOTED.finditer(voice.text):
        return _few(match["a"] or match["b"])
    if said := _THAT.search(voice.text):
        return _few(said["what"])
    return _few(voice.text)


def _wider(text: str, span: tuple[int, int], end: int) -> str:
    """A short answer, or where it is a single word that says little, the clause it stands in."""
    start, stop = span
    words = text[start:stop]
    if len(words.split()) > 1 or words[:1].isupper() or any(map(str.isdigit, words)):
        return words
    behind = _CLAUSE.match(text[stop:end])
    before = _BEFORE.search(text[max(0, start - 60) : start])
    return f"{before['words'] if before else ''}{words}{behind[0] if behind else ''}"


def _few(words: str) -> str:
    """The first words of what is long."""
    kept = words.split()
    short = " ".join(kept[:MOST_WORDS]).strip(" ,;:")
    return plain(f"{short} …" if len(kept) > MOST_WORDS else short)
