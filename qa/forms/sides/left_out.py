"""What an article answers where the sentence that answers is left out: "A rope was caught, says
the owner. The pilots say that the steering failed." has the second cause once the first is gone.

The model that reads for answers gives the best one of a text. Who says otherwise stands close by,
and is the best one of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.answer.telling import Told
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.evidence.windows import plain_title, with_title
from qa.forms.chain import Chain

NEAR = 4  # sentences before and behind the one left out are read


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
