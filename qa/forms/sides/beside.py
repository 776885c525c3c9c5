"""What stands beside a fact that was looked up: a report with another figure, or a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qa.answer.assemble import AnswerBuilder
from qa.answer.draft import DraftStatement, Quote
from qa.answer.telling import Told, label
from qa.answer.wording import plain
from qa.evidence.blend import odds
from qa.evidence.search import Found
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.forms.sides.differences import Difference, correction_of, newer_report, other_report
from qa.types import Disagreement, Side

# A sentence beside the answer must itself be this likely to answer, next to the best one.
_ODDS_SHARE = 0.02


@dataclass(frozen=True)
class Beside:
    """Statements to put before and after those of the answer, the difference that they show, and
    the sentences (by article id and start) that a newer figure has superseded, with whose they are.
    """

    before: tuple[DraftStatement, ...] = ()
    after: tuple[DraftStatement, ...] = ()
    difference: Difference | None = None
    earlier: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def placed(self, draft: DraftStatement) -> DraftStatement:
        """The statement, called earlier where a newer figure has taken its place."""
        for quote in draft.quotes:
            for (article_id, start), named in self.earlier.items():
                if article_id == quote.article_id and quote.start_char <= start < quote.end_char:
                    return replace(draft, text=f"Earlier, {named}: {draft.text}")
        return draft


NOTHING_BESIDE = Beside()


def beside_of(chosen: Sequence[EvidenceSentence], found: Found, chain: Chain) -> Beside:
    """What the articles say otherwise than the chosen sentences."""
    if not chosen:
        return NOTHING_BESIDE
    best = max(s.score for s in chosen)
    read = [s for s in found.evidence.sentences if odds(s.score) >= _ODDS_SHARE * odds(best)]
    taken = {(s.article.article_id, s.start_char) for s in chosen}
    others = [s for s in read if (s.article.article_id, s.start_char) not in taken]
    correction = correction_of(chosen, others, chain)
    if correction is not None:
        told = _told(correction)
        return Beside(before=(_statement(told, chain, f"Corrected, {label(told)}: "),))
    newer = newer_report(chosen, others, chain)
    if newer is not None:
        told = _told(newer)
        earlier = {(s.article.article_id, s.start_char): label(_told(s)) for s in chosen}
        before = (_statement(told, chain, f"Most recently, {label(told)}: "),)
        return Beside(before=before, earlier=earlier)
    difference = other_report(chosen, [*chosen, *others], chain)
    if difference is None:
        return NOTHING_BESIDE
    other = difference.sides[1].told
    after: tuple[DraftStatement, ...] = ()
    if (other.article.article_id, other.start_char) not in taken:
        after = (_statement(other, chain, f"{label(other)}, otherwise: "),)
    return Beside(after=after, difference=difference)


def disagreements_beside(beside: Beside, builder: AnswerBuilder) -> list[Disagreement]:
    """The difference with the markers of the statements that have its sides; none where a side was
    not said.
    """
    if beside.difference is None:
        return []
    sides = []
    for counted in beside.difference.sides:
        article, at = counted.told.article, counted.told.start_char + counted.figure.start
        markers = {
            c.marker
            for c in builder.citations
            if c.article_id == article.article_id and c.start_char <= at < c.end_char
        }
        said = next((s for s in builder.statements if markers & set(s.markers)), None)
        if said is None:
            return []
        sides.append(
            Side(
                plain(counted.figure.words),
                said.text,
                tuple(filter(None, (article.publisher,))),
                counted.told.published,
                said.markers,
            )
        )
    return [Disagreement(beside.difference.about, tuple(sides))]


def _statement(told: Told, chain: Chain, before: str) -> DraftStatement:
    draft = chain.say(told, before=before)
    quotes = tuple(Quote(q.article_id, q.start_char, q.end_char, told.score) for q in draft.quotes)
    return DraftStatement(draft.text, quotes, draft.support, draft.asserted_by)


def _told(sentence: EvidenceSentence) -> Told:
    return Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
