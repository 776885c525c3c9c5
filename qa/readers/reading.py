"""What a reader is shown of the evidence, and what is kept of what it writes.

A language model on a small machine spends its time on the prompt, so it is shown the few passages
that may answer. Where the evidence refuses, a model that can say so itself is asked all the same:
it may see an answer that the evidence model doubts. What it writes then has to stand on a sentence
that may answer at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.answer.draft import DraftStatement, draft_statements
from qa.answer.other_kind import fitting_kind
from qa.evidence.blend import odds
from qa.evidence.search import Found
from qa.evidence.sentences import Evidence, EvidenceSentence
from qa.readers.extractive import NumberedPassage, Reader
from qa.types import Turn

MOST_SHOWN = 3
# A passage is shown when its best sentence is this likely next to the best of all, in odds.
_SHARE_OF_BEST = 0.02
# A sentence may answer when it is this likely at least, though it is refused alone. Of 8 answerable
# questions of harbour that the evidence refused, the right sentences of a model of 1.5 billion
# parameters (Qwen2.5-Coder) had .13 to .46, what it wrote on a near miss .05 (2026-11).
_MAY_ANSWER = 0.1


def read_evidence(
    reader: Reader,
    question: str,
    found: Found,
    chosen: Sequence[EvidenceSentence],
    history: Sequence[Turn],
) -> Iterator[DraftStatement]:
    """The reader's statements. Without chosen sentences only a reader that `can_refuse` is asked,
    and of what it writes is kept what quotes a sentence that may answer.
    """
    if not chosen and not reader.can_refuse:
        return
    drafts = draft_statements(chosen, found.neighbours)
    evidence = fitting_kind(question, found.evidence)
    for draft in reader.read(question, passages_to_show(found, chosen), drafts, history):
        if chosen or _may_answer(draft, evidence):
            yield draft


def passages_to_show(
    found: Found, chosen: Sequence[EvidenceSentence]
) -> tuple[NumberedPassage, ...]:
    """All passages of the chosen sentences, then those with the likeliest sentences, MOST_SHOWN in
    all.
    """
    best: dict[str, float] = {}
    for sentence in found.evidence.sentences:
        passage_id = sentence.passage.passage_id
        best[passage_id] = max(best.get(passage_id, 0.0), odds(sentence.score))
    least = _SHARE_OF_BEST * max(best.values(), default=0.0)
    ranked = sorted(found.passages, key=lambda p: -best.get(p.passage_id, 0.0))
    needed = {s.passage.passage_id for s in chosen}
    shown = [p for p in ranked if p.passage_id in needed]
    for passage in ranked:
        likely = best.get(passage.passage_id, 0.0) >= least
        if len(shown) < MOST_SHOWN and passage not in shown and (likely or not shown):
            shown.append(passage)
    return tuple(
        NumberedPassage(number, found.articles[p.article_id], p)
        for number, p in enumerate(shown, start=1)
    )


def _may_answer(draft: DraftStatement, evidence: Evidence) -> bool:
    """Whether one of its quotes overlaps a sentence that may answer."""
    return any(
        s.score >= _MAY_ANSWER
        and s.article.article_id == quote.article_id
        and s.start_char < quote.end_char
        and quote.start_char < s.end_char
        for s in evidence.sentences
        for quote in draft.quotes
    )
