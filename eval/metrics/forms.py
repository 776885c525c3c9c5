"""Is an answer beyond looking up right: a timeline, a count, a disagreement, a summary?

One `Verdict` a question: right as a reader would say, beside a lenient and a strict reading, with
the reason in words. What is asked of each form is told at its function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from eval.metrics.estimate import contains, unmarked
from eval.metrics.gold import Gold
from eval.metrics.judge import is_verbatim
from eval.metrics.record import Record
from eval.metrics.said import numbers_of, says, words_of
from eval.questions.expected import Expected, GoldSide, Told
from eval.questions.question_set import Question
from qa.types import Answer, Citation, Statement

SHARE_OF_TIMELINE = (2, 3)  # of the gold entries must be told, rounded up
_WEEKDAY_ADDED = re.compile(r"\b(\w+day) \((\w+ \d{1,2}, \d{4})\)")


@dataclass(frozen=True)
class Verdict:
    """How one question went. `right` None: it could not be scored, and `reason` says why; else
    `reason` says what is wrong, and is empty for a right answer.

    `lenient` goes by what the text says alone. `strict` asks too that the gold sentences are cited
    and that the fields of the answer (`timeline`, `disagreements`, `asserted_by`) say the same.
    """

    right: bool | None
    reason: str = ""
    lenient: bool = False
    strict: bool = False
    false_refusal: bool = False


def judge_form(record: Record, expected: Expected, gold: Gold) -> Verdict:
    """The verdict on one record."""
    question, answer = record.question, record.answer
    if record.error is not None or answer is None:
        return Verdict(None, record.error or "no answer came")
    lost = [q for group in question.gold_evidence for q in group if not gold.spans([q])]
    if lost:
        return Verdict(None, f"not in the index: {lost[0].quote!r} of {lost[0].article}")
    statuses = expected.statuses or (question.expected_status,)
    if statuses == ("not_in_articles",):
        return _refusal(question, expected, answer, gold)
    if answer.status not in statuses:
        refused = answer.status == "not_in_articles"
        return Verdict(False, f"status {answer.status}", false_refusal=refused)
    if not all(is_verbatim(c, gold.shelf) for c in answer.citations):
        return Verdict(False, "a quote is not verbatim")
    if said := _said_wrongly(question, expected, answer):
        return Verdict(False, said)
    if expected.points:
        return _summary(expected, answer, gold)
    if expected.disagreements is not None:
        return _disagreement(question, expected, answer, gold)
    if expected.timeline:
        return _timeline(expected, answer, gold)
    if expected.number is not None and expected.form == "count":
        return _count(expected, answer)
    if expected.number is not None:
        return _list(expected, answer, gold)
    return _lookup(question, expected, answer, gold)


# --- the forms ------------------------------------------------------------------------------


def _refusal(question: Question, expected: Expected, answer: Answer, gold: Gold) -> Verdict:
    """Right is to refuse, or to cite a sentence that corrects the question."""
    if answer.status == "not_in_articles":
        return Verdict(True, lenient=True, strict=True)
    if not gold.cited(expected.corrected_by, answer.citations):
        return Verdict(False, f"answered: {answer.text[:160]}")
    own = [
        s.text for s in answer.statements if not gold.cited(expected.corrected_by, _of(answer, s))
    ]
    own += [answer.short_answer.text] if answer.short_answer else []
    wrong = [w for w in question.wrong_answers if any(says(text, w) for text in own)]
    if wrong:
        return Verdict(False, f"corrects the question, and says {wrong[0]}")
    return Verdict(True, lenient=True, strict=True)


def _lookup(question: Question, expected: Expected, answer: Answer, gold: Gold) -> Verdict:
    """Every part is said, and cited: by a gold sentence, or by a quote that has the part's words.
    Strict: a sentence of every gold group is cited, by whom it is asserted included.
    """
    short = answer.short_answer.text if answer.short_answer else ""
    told = [*(s.text for s in answer.statements), short, *_speakers(answer.statements)]
    if answer.status == "about_corpus":
        told.append(answer.text)
    missing = [v for v in question.parts if not any(says(t, w) for t in told for w in v)]
    if missing:
        return Verdict(False, f"does not say {' or '.join(missing[0])}")
    quotes = [c.quote for c in answer.citations]
    quoted = all(any(says(q, w) for q in quotes for w in v) for v in question.parts)
    met = [gold.cited(group, answer.citations) for group in question.gold_evidence]
    if not (quoted or any(met) or answer.status == "about_corpus"):
        return Verdict(False, "says it without a quote that does", lenient=True)
    if expected.fewer_words_than is not None and words_of(answer) >= expected.fewer_words_than:
        return Verdict(False, f"{words_of(answer)} words, {expected.fewer_words_than} are too many")
    strict = all(met) and _asserted(expected, answer)
    return Verdict(True, lenient=True, strict=strict)


def _timeline(expected: Expected, answer: Answer, gold: Gold) -> Verdict:
    """At least two thirds of the gold entries, in their order, each under a day that is allowed,
    and nothing of outside the period. Where the answer has no `timeline`, a statement counts as an
    entry on the day of its first citation. A change may also be told in one sentence ("to 962 from
    1,148"). Strict: there is a `timeline`, at least half of it gold.
    """
    entries = [(e.on, e.text, [c for c in answer.citations if c.marker in e.markers])
               for e in answer.timeline]  # fmt: skip
    if not entries:
        entries = [
            ((cited[0].published_at or "")[:10], s.text, cited)
            for s in answer.statements
            if (cited := _of(answer, s))
        ]
    fits = [
        [on in item.days and _tells(item, text, cited, gold) for item in expected.timeline]
        for on, text, cited in entries
    ]
    told = _longest_in_order(fits)
    share, of = SHARE_OF_TIMELINE
    needed = -(-share * len(expected.timeline) // of)
    outside = [on for on, _, cited in entries if _outside(expected.period, on, cited)]
    if outside:
        return Verdict(False, f"{outside[0]} is outside the period")
    if told < needed and expected.period is None and _in_one(expected.timeline, needed, entries):
        return Verdict(True, lenient=True)
    if told < needed:
        lacking = [item for n, item in enumerate(expected.timeline) if not any(f[n] for f in fits)]
        first = f"; lacks {lacking[0].days[0]} ({lacking[0].say[0]})" if lacking else "; order"
        return Verdict(False, f"{told} of {len(expected.timeline)} entries, {needed} needed{first}")
    good = sum(any(row) for row in fits)
    strict = bool(answer.timeline) and 2 * good >= len(entries)
    return Verdict(True, lenient=True, strict=strict)


def _disagreement(question: Question, expected: Expected, answer: Answer, gold: Gold) -> Verdict:
    """Each side's value stands in a cited statement of its outlet (lenient), and as a side in
    `disagreements` as well (right). Where reports agree, none may be claimed, and what they say is
    said.
    """
    if not expected.disagreements:
        if answer.disagreements:
            return Verdict(False, f"claims a disagreement about {answer.disagreements[0].about}")
        return _lookup(question, expected, answer, gold)
    sides = [side for one in expected.disagreements for side in one]
    lacking = [side for side in sides if not _stands(side, answer)]
    if lacking:
        return Verdict(False, f"lacks {lacking[0].value} of {', '.join(lacking[0].publishers)}")
    for one in expected.disagreements:
        if not any(
            all(any(_is_side(side, shown.value, shown.text, shown.publishers) for shown in d.sides)
                for side in one)
            for d in answer.disagreements
        ):  # fmt: skip
            reason = "both are said, but not shown as a disagreement"
            return Verdict(False, reason, lenient=True)
    return Verdict(True, lenient=True, strict=True)


def _count(expected: Expected, answer: Answer) -> Verdict:
    """The number said first is the gold one. Strict: the number without copies is said too."""
    numbers = numbers_of(unmarked(answer.text))
    if not numbers or numbers[0] != expected.number:
        return Verdict(
            False, f"says {numbers[0] if numbers else 'no number'}, not {expected.number}"
        )
    strict = expected.independent is None or expected.independent in numbers
    return Verdict(True, lenient=True, strict=strict)


def _list(expected: Expected, answer: Answer, gold: Gold) -> Verdict:
    """The articles cited, or named by headline where nothing is cited, are exactly the gold ones;
    one of copies stands for the others. Strict: each copy is listed, or named as one.
    """
    if answer.citations:
        listed = {c.article_id for c in answer.citations}
    else:
        titles = {key: a.title for key, a in gold.shelf.by_id.items() if a.title}
        listed = {key for key, title in titles.items() if contains(answer.text, title)}
    wanted = [gold.ids(name) for name in expected.articles]
    missing = [name for name in expected.articles if not gold.ids(name) & listed]
    also = [gold.ids(name) for name in expected.may_list]
    allowed = {key for ids in (*wanted, *also) for key in ids}
    if missing:
        return Verdict(False, f"{len(missing)} of {len(wanted)} are not listed: {missing[0]}")
    if listed - allowed:
        extra = gold.shelf.by_id.get(sorted(listed - allowed)[0])
        return Verdict(False, f"{len(listed - allowed)} too many: {extra.title if extra else '?'}")
    every = listed.union(*(c.also_in for c in answer.citations))
    own = [{a.article_id for a in gold.shelf.named(name)} for name in expected.articles]
    return Verdict(True, lenient=True, strict=all(ids & every for ids in own))


def _summary(expected: Expected, answer: Answer, gold: Gold) -> Verdict:
    """So many points are told, in no more words than allowed. Strict: by cited gold sentences."""
    words = words_of(answer)
    if expected.at_most_words is not None and words > expected.at_most_words:
        return Verdict(False, f"{words} words, {expected.at_most_words} are allowed")
    told = [_tells(p, answer.text, answer.citations, gold) for p in expected.points]
    if sum(told) < expected.at_least:
        first = next(p for p, is_told in zip(expected.points, told, strict=True) if not is_told)
        return Verdict(
            False, f"{sum(told)} points, {expected.at_least} needed; lacks {first.say[0]!r}"
        )
    cited = sum(gold.cited(p.quotes, answer.citations) for p in expected.points)
    strict = cited >= expected.at_least and _asserted(expected, answer)
    return Verdict(True, lenient=True, strict=strict)


# --- what an answer says --------------------------------------------------------------------


def _said_wrongly(question: Question, expected: Expected, answer: Answer) -> str:
    """What is said and is not so, in words; empty where nothing is. A sentence that has the right
    answer too may have the wrong one beside it; what is no longer so may follow what is.
    """
    right = [w for variants in question.parts for w in variants]
    right += [w for told in (*expected.timeline, *expected.points) for w in told.say]
    short = answer.short_answer.text if answer.short_answer else ""
    said = [*([short] if short else []), *(s.text for s in answer.statements)]
    if not said:
        said = [answer.text]
    for wrong in question.wrong_answers:
        if any(says(t, wrong) and not any(says(t, w) for w in right) for t in said):
            return f"says {wrong}"
    for text in said:
        if any(says(text, w) for w in right):
            break
        if old := [w for w in expected.superseded if says(text, w)]:
            return f"says {old[0]} first, which is no longer so"
    for weekday, day in _WEEKDAY_ADDED.findall(answer.text) if expected.dates else ():
        if weekday in right and _iso(day) not in expected.dates:
            return f"says {weekday} ({day})"
    return ""


def _stands(side: GoldSide, answer: Answer) -> bool:
    """Whether a statement says the side's value, and it or its citation names the outlet."""
    return any(
        any(says(s.text, w) for w in side.told.say)
        and any(
            says(s.text, outlet) or any(c.publisher == outlet for c in _of(answer, s))
            for outlet in side.publishers
        )
        for s in answer.statements
    )


def _is_side(side: GoldSide, value: str, text: str, publishers: Sequence[str]) -> bool:
    is_said = any(says(value, w) or says(text, w) for w in side.told.say)
    return is_said and set(side.publishers) <= set(publishers)


def _tells(told: Told, text: str, citations: Iterable[Citation], gold: Gold) -> bool:
    return any(says(text, w) for w in told.say) or gold.cited(told.quotes, citations)


def _asserted(expected: Expected, answer: Answer) -> bool:
    """Whether a statement has the expected speaker, and how it is said; true without one."""
    by = expected.asserted_by
    return by is None or any(
        s.asserted_by is not None
        and s.asserted_by.how == by.how
        and (says(by.name, s.asserted_by.name) or says(s.asserted_by.name, by.name))
        for s in answer.statements
    )


def _speakers(statements: Iterable[Statement]) -> list[str]:
    return [s.asserted_by.name for s in statements if s.asserted_by is not None]


def _of(answer: Answer, statement: Statement) -> list[Citation]:
    return [c for c in answer.citations if c.marker in statement.markers]


def _outside(period: tuple[str, str] | None, on: str, cited: Iterable[Citation]) -> bool:
    """Whether neither the entry's day nor that of one of its reports is in the period."""
    days = [on, *((c.published_at or "")[:10] for c in cited)]
    return period is not None and not any(period[0] <= day < period[1] for day in days)


def _in_one(
    timeline: Sequence[Told], needed: int, entries: Iterable[tuple[str, str, list[Citation]]]
) -> bool:
    """Whether one entry says what so many gold entries say, in different words."""
    for _, text, _ in entries:
        words = [next((w for w in item.say if says(text, w)), None) for item in timeline]
        said = [word for word in words if word is not None]
        if len(said) >= needed and len(set(said)) > 1:
            return True
    return False


def _longest_in_order(fits: Sequence[Sequence[bool]]) -> int:
    """The most entries (rows) that fit gold items (columns), each once and both in order."""
    best = [0] * (len(fits[0]) + 1 if fits else 1)
    for row in fits:
        before = best.copy()
        for column, fit in enumerate(row):
            best[column + 1] = max(best[column], before[column + 1], before[column] + fit)
    return best[-1]


def _iso(day: str) -> str:
    try:
        return datetime.strptime(day, "%B %d, %Y").date().isoformat()
    except ValueError:
        return day
