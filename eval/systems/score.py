"""Was it right? One rule for every system: nothing here knows which one answered.

Figures are means over the questions that they apply to, in 0..1 except words, seconds and tokens.
A question whose asking raised could not be scored: it is counted apart and in no figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.metrics.estimate import contains, exact_match, f1, unmarked
from eval.metrics.ranking import NAMES, Figure, mean, score_rankings
from eval.questions.question_set import Question
from eval.systems.types import SystemAnswer

RIGHT = "right"
# Each figure with what it means, in the order that they are shown.
FIGURES: Mapping[str, str] = {
    RIGHT: "answerable: the text holds an accepted answer, each part of it, and no wrong one where "
    "the set lists those; unanswerable: refused",
    "answer in the text": "of the answerable: each part stands in the text as whole words, "
    "normalised as in SQuAD",
    "a part in the text": "of answers of several parts: one of them at least",
    "no wrong answer": "where the set lists wrong answers: none stands in the text",
    "answer in a cited text": "of the answerable: each part stands in words that are cited",
    "answer in a text read": "of the answerable: each part stands in words that were read",
    "short answer, exact": "where the set has short answers: equals one, normalised as in SQuAD; "
    "in SQuAD 2.0 what is unanswerable must be refused",
    "short answer, F1": "the same by SQuAD's token F1",
    "F1 with the reference": "SQuAD's token F1 of the whole text and the reference",
    "right document cited": "a document that the set names is cited",
    "right document read": "a document that the set names was read",
    "refused, unanswerable": "of the unanswerable: refused",
    "refused, answerable": "of the answerable: refused; less is better",
}


@dataclass(frozen=True)
class Asked:
    """One question put to one system. `answer` None: asking raised, and `error` says what.

    `ranked`: documents, best first, where a system ranks and the set says which are right.
    """

    question: Question
    answer: SystemAnswer | None
    seconds: float = 0.0
    error: str = ""
    ranked: tuple[str, ...] | None = None


def score(asked: Asked) -> dict[str, float]:
    """Each figure of FIGURES that applies to the question; none without an answer. Where nobody
    knows whether the documents answer, an answer is right or wrong and a refusal is wrong.
    """
    question, answer = asked.question, asked.answer
    if answer is None:
        return {}
    parts, gold = question.parts, set(question.gold_articles)
    if question.answerable is False:
        found = {RIGHT: float(answer.refused), "refused, unanswerable": float(answer.refused)}
        if answer.short is not None and question.short_answers:
            found["short answer, exact"] = found["short answer, F1"] = float(answer.refused)
        return found
    text = "" if answer.refused else answer.text
    found = {"refused, answerable": float(answer.refused)} if question.answerable else {}
    if parts:
        held = [_has([text], variants) for variants in parts]
        found["answer in the text"] = float(all(held))
        if len(parts) > 1:
            found["a part in the text"] = float(any(held))
        found[RIGHT] = found["answer in the text"]
        for name, texts in (
            ("answer in a cited text", answer.cited),
            ("answer in a text read", answer.read),
        ):
            if texts is not None:
                words = [t.words for t in texts]
                found[name] = float(all(_has(words, variants) for variants in parts))
    if question.wrong_answers:
        clean = not any(contains(text, wrong) for wrong in question.wrong_answers)
        found["no wrong answer"] = float(clean)
        if RIGHT in found:
            found[RIGHT] *= clean
    if question.short_answers and answer.short is not None:
        short = "" if answer.refused else answer.short
        found["short answer, exact"] = exact_match(short, question.short_answers)
        found["short answer, F1"] = f1(short, question.short_answers)
    if question.reference:
        found["F1 with the reference"] = f1(unmarked(text), [question.reference])
    if gold:
        for name, shown in (
            ("right document cited", answer.cited),
            ("right document read", answer.read),
        ):
            if shown is not None:
                found[name] = float(any(t.document in gold for t in shown))
    return found


def figures_of(asked: Sequence[Asked]) -> dict[str, Figure]:
    """Each figure that a question has, with its interval: a bootstrap over the clusters."""
    figures = {}
    rows = [(score(one), _cluster(one)) for one in asked]
    for name in FIGURES:
        counted = [(row[name], cluster) for row, cluster in rows if name in row]
        if counted:
            values, clusters = zip(*counted, strict=True)
            figures[name] = mean(values, clusters)
    ranked = [one for one in asked if one.ranked is not None and one.question.gold_articles]
    if ranked:
        # Questions may share an id between collections; their place is unique.
        keys = [str(number) for number in range(len(ranked))]
        gold = {key: one.question.graded for key, one in zip(keys, ranked, strict=True)}
        rankings = {key: one.ranked or () for key, one in zip(keys, ranked, strict=True)}
        values_by = score_rankings(rankings, gold)
        owners = [_cluster(one) for one in ranked]
        figures |= {name: mean([values_by[name][key] for key in keys], owners) for name in NAMES}
    return figures


def _cluster(asked: Asked) -> str:
    """Questions of one cluster succeed and fail together: an article, else the question."""
    return asked.question.cluster or asked.question.id


def _has(texts: Sequence[str], variants: Sequence[str]) -> bool:
    return any(contains(text, variant) for text in texts for variant in variants)
