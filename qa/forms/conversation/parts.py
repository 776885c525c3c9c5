"""Several questions in one: each part is answered as if it were asked alone, in its own form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.types import Article
from qa.answer.draft import DraftStatement, draft_statements, without_overlaps
from qa.evidence.search import Found
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain
from qa.forms.lookup import choose
from qa.forms.said import build_said, of_speaker
from qa.forms.sides.beside import NOTHING_BESIDE, Beside, beside_of
from qa.question.form import AskedForm, read_form
from qa.question.period import asked_period
from qa.question.query import Query, prepare
from qa.question.sources import named_outlets

Build = Callable[[AskedForm, Chain], Built | None]

MOST_OF_PART = 2  # statements
MOST_OF_FORM = 4  # statements of a part that is answered in a form of its own: a short timeline


@dataclass(frozen=True)
class PartAnswer:
    """What answers one part: nothing where the articles don't say. `own_form`: it is more than
    sentences that were looked up: what somebody said, the newest figure, a count.
    """

    drafts: tuple[DraftStatement, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    chosen: tuple[EvidenceSentence, ...] = ()
    own_form: bool = False


def answer_part(part: Query, found: Found, chain: Chain) -> PartAnswer:
    """The best sentences for one part, or what somebody said where it asks that; what a newer
    sentence has replaced stands behind it.
    """
    own = replace(chain, query=part)
    chosen = choose(part, found, refuse_below=chain.settings.refuse_below)
    said = build_said(own, chosen)
    if said is not None:
        return PartAnswer(said.drafts[:MOST_OF_PART], said.articles, own_form=True)
    chosen = of_speaker(own, chosen)
    best = sorted(chosen, key=lambda s: -s.score)[:MOST_OF_PART]
    kept = [s for s in chosen if s in best]
    beside = beside_of(kept, found, own)
    beside = beside if beside.before else NOTHING_BESIDE
    return _placed(kept, beside, found)


def _placed(kept: Sequence[EvidenceSentence], beside: Beside, found: Found) -> PartAnswer:
    """The sentences as statements, behind what is newer than they are."""
    drafts = draft_statements(beside.kept(kept), found.neighbours)
    placed = [*beside.before, *map(beside.placed, drafts)][:MOST_OF_PART]
    articles = {s.article.article_id: s.article for s in (*kept, *beside.answers)}
    articles |= {q.article_id: found.articles[q.article_id] for d in placed for q in d.quotes}
    chosen = beside.answers or tuple(kept)
    return PartAnswer(tuple(placed), articles, chosen, own_form=bool(beside.before))


def build_parts(
    parts: Sequence[Query], finds: Sequence[Found], chain: Chain, build: Build
) -> Built | None:
    """The parts of a compound question in order, where one is answered in a form of its own; None
    elsewhere: the reader writes from all of the evidence. `build` builds a form.
    """
    answers = [
        _in_form(part, chain, build) or answer_part(part, found, chain)
        for part, found in zip(parts, finds, strict=True)
    ]
    if not any(answer.own_form for answer in answers):
        return None
    return _joined(answers)


def _in_form(part: Query, chain: Chain, build: Build) -> PartAnswer | None:
    """A part that asks for more than a fact, in its form; None for a fact, and where there is none.

    It is asked of its own time and outlets where it names them.
    """
    period = asked_period(part.text, chain.reference) or chain.period
    outlets = named_outlets(part.text, chain.catalog.sources(), chain.spelling)
    form = read_form(part.text, has_period=period is not None, outlets=len(outlets))
    if form.form == "lookup" and not form.order:
        return None
    built = build(form, replace(chain, query=part, period=period, periods=(), outlets=outlets))
    if built is None or not built.drafts:
        return None
    drafts = built.drafts[:MOST_OF_FORM]
    return PartAnswer(drafts, built.articles, built.chosen, own_form=True)


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
