"""Question sets: what is asked, what counts as right, and where the articles say so.

The schema is described in `questions/README.md`; `validate` checks it against the articles.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from index.errors import DatelineError
from qa.types import Status, Turn

Split = Literal["tune", "heldout", "all"]
DEFAULT_SET = Path(__file__).parent / "questions" / "seeds.jsonl"


class QuestionSetError(DatelineError):
    """A question set can't be read, or contradicts its articles."""


@dataclass(frozen=True)
class GoldQuote:
    """Verbatim words that carry the answer; `article` is a file name."""

    article: str
    quote: str


@dataclass(frozen=True)
class Question:
    """One question with its labels. The fields are those of the set's schema.

    `gold_evidence` is a tuple of groups: any quote of a group will do, each group is needed.
    """

    id: str
    kind: str
    question: str
    expected_status: Status
    history: tuple[Turn, ...] = ()
    after: str | None = None
    before: str | None = None
    publishers: tuple[str, ...] = ()
    accepted_answers: tuple[str, ...] = ()
    accepted_all: tuple[tuple[str, ...], ...] = ()
    short_answers: tuple[str, ...] = ()
    gold_evidence: tuple[tuple[GoldQuote, ...], ...] = ()
    split: str = "all"
    note: str = ""

    @property
    def answerable(self) -> bool:
        """False exactly when the right answer is a refusal."""
        return self.expected_status != "not_in_articles"

    @property
    def cluster(self) -> str | None:
        """The article that the question is mainly about: its first gold quote's; None without."""
        return self.gold_evidence[0][0].article if self.gold_evidence else None


def load_questions(path: Path | None = None, split: Split = "all") -> tuple[Question, ...]:
    """The questions of a JSON-lines file (default: the seed set), in its order, of one split.

    Raises QuestionSetError for an unreadable file, a line of another shape, an unknown split,
    or a split without questions.
    """
    path = DEFAULT_SET if path is None else path
    if split not in get_args(Split):
        raise QuestionSetError(f"split {split!r}: use one of {', '.join(get_args(Split))}.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(
            f"{path}: not readable as a question set ({error}); give a JSON-lines file as "
            "described in eval/questions/README.md."
        ) from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise QuestionSetError(
                    f"{path}, line {number}: not a question ({type(error).__name__}: {error}); "
                    "the fields are in eval/questions/README.md."
                ) from error
    chosen = tuple(q for q in questions if split in ("all", q.split))
    if not chosen:
        raise QuestionSetError(f"{path}: no questions in split {split!r}; try split 'all'.")
    return chosen


def set_digest(path: Path | None = None) -> str:
    """SHA-256 hex of the set's bytes: figures are comparable only under the same digest."""
    return hashlib.sha256((DEFAULT_SET if path is None else path).read_bytes()).hexdigest()


def validate(questions: Sequence[Question], articles: Mapping[str, str]) -> list[str]:
    """What is wrong with a set, in sentences; empty when all is well.

    `articles` maps file name to text. Checked: ids and questions are unique, each quote stands
    verbatim in its article, answered questions have evidence and accepted answers, refusals
    have neither, and each accepted answer of an answered question can be found: in its
    evidence or, for a speaker named elsewhere, in an article of its evidence.
    """
    problems = []
    for identity, times in Counter(q.id for q in questions).items():
        if times > 1:
            problems.append(f"{identity}: the id stands {times} times.")
    asked = Counter((q.question, q.history, q.after, q.before, q.publishers) for q in questions)
    problems += [f"{key[0]!r}: asked {n} times alike." for key, n in asked.items() if n > 1]
    for question in questions:
        problems += [f"{question.id}: {text}" for text in _problems(question, articles)]
    return problems


def _problems(question: Question, articles: Mapping[str, str]) -> list[str]:
    found = []
    for gold in (gold for group in question.gold_evidence for gold in group):
        if gold.article not in articles:
            found.append(f"there is no article {gold.article!r}.")
        elif not gold.quote.strip() or gold.quote not in articles[gold.article]:
            found.append(f"{gold.article} does not contain {gold.quote!r}.")
    accepts = bool(question.accepted_answers or question.accepted_all)
    if question.expected_status == "answered":
        if not question.gold_evidence:
            found.append("answered, but without evidence.")
        if not accepts:
            found.append("answered, but nothing is accepted.")
    elif question.gold_evidence or question.short_answers:
        found.append("has evidence or a short answer, though no article answers it.")
    if question.expected_status == "not_in_articles" and accepts:
        found.append("is to be refused, yet accepts answers.")
    texts = " ".join(articles.get(g.article, "") for group in question.gold_evidence for g in group)
    for variants in (question.accepted_answers, *question.accepted_all):
        plain = texts.casefold()
        if texts and variants and not any(v.casefold() in plain for v in variants):
            found.append(f"none of {variants} stands in an article of its evidence.")
    return found


def _question(data: dict[str, Any]) -> Question:
    status = data["expected_status"]
    if status not in get_args(Status):
        raise ValueError(f"expected_status {status!r}")
    if data["answerable"] != (status != "not_in_articles"):
        raise ValueError(f"answerable {data['answerable']!r} under expected_status {status!r}")
    filters = data.get("filters") or {}
    groups = data.get("gold_evidence") or []
    if not all(isinstance(group, list) and group for group in groups):
        raise ValueError("gold_evidence is a list of groups, each a list of quotes")
    return Question(
        id=_text(data["id"]),
        kind=_text(data["kind"]),
        question=_text(data["question"]),
        expected_status=cast(Status, status),
        history=tuple((_text(role), _text(text)) for role, text in data.get("history") or []),
        after=filters.get("after"),
        before=filters.get("before"),
        publishers=_texts(filters.get("publishers") or []),
        accepted_answers=_texts(data.get("accepted_answers") or []),
        accepted_all=tuple(_texts(variants) for variants in data.get("accepted_all") or []),
        short_answers=_texts(data.get("short_answers") or []),
        gold_evidence=tuple(
            tuple(GoldQuote(_text(gold["article"]), _text(gold["quote"])) for gold in group)
            for group in groups
        ),
        split=_text(data.get("split", "all")),
        note=_text(data.get("note", "")),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be text")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} should be a list of texts")
    return tuple(_text(value) for value in values)
