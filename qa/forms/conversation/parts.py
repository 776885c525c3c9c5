"""Several questions in one: each part has its own sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.types import Article
from qa.answer.draft import DraftStatement, draft_statements, without_overlaps
from qa.evidence.search import Found
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.lookup import choose
from qa.forms.said import build_said, of_speaker
from qa.question.query import Query, prepare

MOST_OF_PART = 2  # statements


@dataclass(frozen=True)
class PartAnswer:
    """What answers one part: nothing where the articles don't say. `theirs`: it is what somebody
    said, by who said it.
    """

    drafts: tuple[DraftStatement, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    chosen: tuple[EvidenceSentence, ...] = ()
    theirs: bool = False


def answer_part(part: Query, found: Found, chain: Chain) -> PartAnswer:
    """The best sentences for one part, or what somebody said where it asks that."""
    chosen = choose(part, found, refuse_below=chain.settings.refuse_below)
    said = build_said(replace(chain, query=part), chosen)
    if said is not None:
        return PartAnswer(said.drafts[:MOST_OF_PART], said.articles, theirs=True)
    chosen = of_speaker(replace(chain, query=part), chosen)
    best = sorted(chosen, key=lambda s: -s.score)[:MOST_OF_PART]
    kept = tuple(s for s in chosen if s in best)
    drafts = tuple(draft_statements(kept, found.neighbours))
    return PartAnswer(drafts, {s.article.article_id: s.article for s in kept}, kept)


def build_parts(parts: Sequence[Query], finds: Sequence[Found], chain: Chain) -> Built | None:
    """The parts of a compound question in order, where one asks what somebody said; None elsewhere:
    the reader writes from all of the evidence.
    """
    answers = [answer_part(part, found, chain) for part, found in zip(parts, finds, strict=True)]
    if not any(answer.theirs for answer in answers):
        return None
    return _joined(answers)


def build_sides(texts: Sequence[str], chain: Chain) -> list[PartAnswer]:
    """Of each side of a comparison, asked as a question, what answers best."""
    return [
        answer_part(prepare(t, chain.spelling), chain.ask(t, chain.where()), chain) for t in texts
    ]


def _joined(answers: Sequence[PartAnswer]) -> Built:
    drafts = without_overlaps(draft for answer in answers for draft in answer.drafts)
    articles = {key: article for answer in answers for key, article in answer.articles.items()}
    chosen = tuple(s for answer in answers for s in answer.chosen)
    return Built("lookup", drafts, articles, chosen)
