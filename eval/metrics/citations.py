"""Do the citations carry what they stand behind? Recall and precision as in ALCE (Gao and others
2023, arXiv:2305.14627), judged by a support check instead of a large entailment model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.answer import verify
from qa.types import Answer

Claim = tuple[str, Sequence[str]]  # a statement, and the quotes that it cites
Carries = Callable[[Sequence[Claim]], list[bool]]


@dataclass(frozen=True)
class CitationQuality:
    """Of one answer. recall: the share of its statements that their quotes carry, read together;
    precision: the share of its citations that do their part. A statement without a citation is not
    carried; an answer without citations has no precision (None).
    """

    recall: float
    precision: float | None


def citation_quality(answer: Answer, carries: Carries) -> CitationQuality | None:
    """Both figures; None for an answer without statements (a refusal).

    A citation does its part when its statement is carried, unless it alone doesn't carry the
    statement while the others do without it.
    """
    quotes = {c.marker: c.quote for c in answer.citations}
    claims = [(s.text, [quotes[m] for m in s.markers if m in quotes]) for s in answer.statements]
    if not claims:
        return None
    carried = [
        bool(cited) and said for (_, cited), said in zip(claims, carries(claims), strict=True)
    ]
    right = total = 0
    for (text, cited), whole in zip(claims, carried, strict=True):
        total += len(cited)
        if not whole:
            continue
        if len(cited) == 1:
            right += 1
            continue
        alone = carries([(text, [quote]) for quote in cited])
        without = carries([(text, [*cited[:i], *cited[i + 1 :]]) for i in range(len(cited))])
        right += sum(a or not w for a, w in zip(alone, without, strict=True))
    return CitationQuality(sum(carried) / len(carried), right / total if total else None)


def by_support(model: verify.SupportModel | None) -> Carries:
    """The product's own check at its own threshold; without a model by words alone."""
    least = verify.threshold(model)

    def carries(claims: Sequence[Claim]) -> list[bool]:
        pairs = [verify.Pair(text, quotes) for text, quotes in claims]
        return [score >= least for score in verify.support_many(pairs, model)]

    return carries
