"""What stands beside a fact that was looked up: a report with another figure, or a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qa.answer.assemble import AnswerBuilder
from qa.answer.draft import DraftStatement, Quote, without_overlaps
from qa.answer.telling import Told, label
from qa.answer.wording import plain
from qa.evidence.blend import odds
from qa.evidence.search import Found
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Chain
from qa.forms.sides.differences import Difference, correction_of, other_report
from qa.forms.sides.rival_values import happened_once, rival_value
from qa.forms.sides.rival_words import rival_claim
from qa.forms.sides.rivals import rival_figure, rival_voice, rival_year
from qa.forms.sides.sound import is_sound
from qa.forms.standing import Standing, standing_of
from qa.types import Disagreement, Side

# A sentence beside the answer must itself be this likely to answer, next to the best one.
_ODDS_SHARE = 0.02
MOST_EARLIER = 1  # replaced sentences told beside those chosen


@dataclass(frozen=True)
class Beside:
    """Statements to put before and after those of the answer, the difference that they show, and
    the sentences (by article id and start) that a newer one has replaced, with whose they are.
    `answers` are the sentences that the short answer is taken from, where not those chosen; `moved`
    stand before already.
    """

    before: tuple[DraftStatement, ...] = ()
    after: tuple[DraftStatement, ...] = ()
    difference: Difference | None = None
    earlier: Mapping[tuple[str, int], str] = field(default_factory=dict)
    answers: tuple[EvidenceSentence, ...] = ()
    moved: frozenset[tuple[str, int]] = frozenset()

    def kept(self, chosen: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
        """The chosen sentences without those that stand before them already."""
        return [s for s in chosen if _key(s) not in self.moved]

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
    correction = correction_of(chosen, [*chosen, *others], chain)
    if correction is not None:
        told = _told(correction)
        corrected = _statement(told, chain, f"Corrected, {label(told)}: ")
        return Beside((corrected,), answers=(correction,), moved=frozenset({_key(correction)}))
    best_one = max(chosen, key=lambda s: s.score)
    rivals = sorted((s for s in read if s is not best_one), key=lambda s: -s.score)
    difference = rival_figure(chosen, rivals, chain) or rival_voice(chosen, others, chain)
    difference = difference or rival_year(chosen, rivals, chain)
    if difference is None and happened_once(chain.query.text):
        difference = rival_value(chosen, found.evidence.sentences, chain)
    standing = standing_of(chosen, others, chain) if difference is None else None
    if standing is not None:
        return _of_standing(standing, chosen, chain)
    difference = difference or other_report(chosen, [*chosen, *others], chain)
    difference = difference or rival_value(chosen, found.evidence.sentences, chain)
    difference = apart_from_answer(difference or rival_claim(chosen, chain), best_one, chain)
    if difference is None or not is_sound(chain.query.text, difference):
        return NOTHING_BESIDE
    said = [side.told for side in difference.sides if _place(side.told) not in taken]
    after = tuple(
        _statement(told, chain, f"{label(told)}{', otherwise' if n == len(said) - 1 else ''}: ")
        for n, told in enumerate(said)
    )
    return Beside(after=after, difference=difference)


def apart_from_answer(
    found: Difference | None, best: EvidenceSentence, chain: Chain
) -> Difference | None:
    """The difference, unless the answer is told with the words of the other side: that is one
    account.
    """
    if found is None:
        return None
    told = chain.say(_told(best))
    others = [side.told for side in found.sides if _place(side.told) != _key(best)]
    within = any(
        other.text in told.text
        or (
            q.article_id == other.article.article_id
            and q.start_char <= other.start_char < q.end_char
        )
        for other in others
        for q in told.quotes
    )
    return None if within else found


def _of_standing(standing: Standing, chosen: Sequence[EvidenceSentence], chain: Chain) -> Beside:
    """The newest sentence first, what it has replaced behind it."""
    newest, named = standing.newest, standing.successor
    first = [s for s in (newest, named) if s is not None]
    if named is not None and _key(named) == _key(newest):
        first = [named]
    drafts = [
        _statement(_told(s), chain, "" if n else f"Most recently, {label(_told(s))}: ")
        for n, s in enumerate(first)
    ]
    if len(drafts) > 1 and drafts[1].quotes[0].start_char <= newest.start_char:
        whole = drafts[1]  # the second needs the first to be read, and has it in its quote
        drafts = [replace(whole, text=f"Most recently, {label(_told(newest))}: {whole.text}")]
    taken = {_key(s) for s in chosen}
    older = [s for s in standing.replaced if _key(s) not in taken][:MOST_EARLIER]
    return Beside(
        before=without_overlaps(drafts),
        after=tuple(_statement(_told(s), chain, f"Earlier, {label(_told(s))}: ") for s in older),
        earlier={_key(s): label(_told(s)) for s in standing.replaced},
        answers=(named or newest,),
        moved=frozenset(map(_key, first)),
    )


def _key(sentence: EvidenceSentence) -> tuple[str, int]:
    return sentence.article.article_id, sentence.start_char


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


def _place(told: Told) -> tuple[str, int]:
    return told.article.article_id, told.start_char


def _told(sentence: EvidenceSentence) -> Told:
    return Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
