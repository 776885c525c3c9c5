"""`dateline eval --check SET`: does a question set say what its articles say?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, TextIO

from eval.questions.question_set import Question
from eval.questions.shelf import Shelf
from eval.wording import one_line

_CLIPPED = 120


def problems_of(questions: Sequence[Question], shelf: Shelf) -> list[str]:
    """What is wrong with a set, in sentences; empty when all is well.

    Checked: ids and questions are unique, each quote stands verbatim in its article, answered
    questions have evidence or a gold article, and accepted answers; refusals have neither; and each
    accepted answer of an answered question can be found: in its evidence or, for a speaker named
    elsewhere, in an article of its evidence.
    """
    found = []
    for identity, times in Counter(q.id for q in questions).items():
        if times > 1:
            found.append(f"{identity}: the id stands {times} times.")
    asked = Counter(
        (q.question, q.history, q.after, q.before, q.as_of, q.publishers) for q in questions
    )
    found += [f"{key[0]!r}: asked {n} times alike." for key, n in asked.items() if n > 1]
    for question in questions:
        found += [f"{question.id}: {text}" for text in _problems(question, shelf)]
    return found


def _problems(question: Question, shelf: Shelf) -> list[str]:
    found = [text for group in question.gold_evidence for g in group if (text := _quoted(g, shelf))]
    found += [_unknown(name, shelf) for name in question.gold_articles if not shelf.named(name)]
    accepts = bool(question.accepted_answers or question.accepted_all)
    has_gold = bool(question.gold_evidence or question.gold_articles)
    if question.expected_status == "answered":
        if not has_gold:
            found.append("answered, but without evidence: give gold_evidence or gold_articles.")
        if not accepts:
            found.append("answered, but nothing is accepted: give accepted_answers.")
    elif question.expected_status is None:
        if has_gold:
            found.append("has evidence, yet doesn't say whether it is answered: give answerable.")
    elif has_gold or question.short_answers:
        found.append("has evidence or a short answer, though no article answers it.")
    if question.expected_status == "not_in_articles" and accepts:
        found.append("is to be refused, yet accepts answers.")
    if has_gold:
        found += _unfound(question, shelf)
    return found


def _quoted(gold: Any, shelf: Shelf) -> str:
    if not shelf.named(gold.article):
        return _unknown(gold.article, shelf)
    if shelf.occurrences(gold.article, gold.quote):
        return ""
    words = " ".join(gold.quote.split())
    near = any(
        words and words.casefold() in " ".join(article.text.split()).casefold()
        for article in shelf.named(gold.article)
    )
    hint = " (it does in other capitals or blanks: copy it from the article)" if near else ""
    return f"{gold.article} does not contain {one_line(gold.quote, _CLIPPED)!r}{hint}."


def _unknown(name: str, shelf: Shelf) -> str:
    known = sorted(a.path.rpartition("/")[2] for a in shelf.by_id.values())
    some = ", ".join(map(repr, known[:3])) + (" …" if len(known) > 3 else "")
    return f"there is no article {name!r}; the index has {some or 'none'}."


def _unfound(question: Question, shelf: Shelf) -> list[str]:
    names = [gold.article for group in question.gold_evidence for gold in group]
    texts = [a.text for name in (*names, *question.gold_articles) for a in shelf.named(name)]
    plain = " ".join(texts).casefold()
    return [
        f"none of {variants} stands in an article of its evidence."
        for variants in (question.accepted_answers, *question.accepted_all)
        if plain and variants and not any(v.casefold() in plain for v in variants)
    ]


def report_check(
    questions: Sequence[Question], shelf: Shelf, *, as_json: bool, stdout: TextIO
) -> bool:
    """Print what is wrong with the set, or that all is well. True when nothing is wrong."""
    found = [one_line(problem) for problem in problems_of(questions, shelf)]
    if as_json:
        document = {
            "questions": len(questions), "articles": len(shelf.by_id), "problems": found
        }  # fmt: skip
        stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return not found
    for problem in found:
        stdout.write(problem + "\n")
    quotes = sum(len(group) for q in questions for group in q.gold_evidence)
    said = f"{len(found)} problems" if found else "every quote stands in its article"
    stdout.write(
        f"{len(questions)} questions, {quotes} quotes, {len(shelf.by_id)} articles: {said}\n"
    )
    return not found
