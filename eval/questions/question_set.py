"""Question sets: what is asked, what counts as right, and where the articles say so.

The schema is described in `questions/README.md`; `eval.questions.check` checks a set against its
articles.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from index.errors import DatelineError
from qa.types import Status, Turn

Split = Literal["tune", "heldout", "all"]
DEFAULT_SET = Path(__file__).with_name("seeds.jsonl")


class QuestionSetError(DatelineError):
    """A question set can't be read, or contradicts its articles."""


@dataclass(frozen=True)
class GoldQuote:
    """Verbatim words that carry the answer; `article` is a name as `eval.questions.shelf` knows
    it."""

    article: str
    quote: str


@dataclass(frozen=True)
class Question:
    """One question with its labels. The fields are those of the set's schema.

    `gold_evidence` is a tuple of groups: any quote of a group will do, each group is needed.
    `gold_articles`, where no quote is known, are articles of which any one holds the answer;
    `grades` say how right each is, above 0 (empty: all alike). `wrong_answers` must not be said.
    `reference` is an answer in free words, where nothing shorter decides. `collection` names the
    articles of a published set that it is asked of, "" all of an index.
    `expected_status` None: nobody knows whether the articles answer it.
    """

    id: str
    kind: str
    question: str
    expected_status: Status | None
    history: tuple[Turn, ...] = ()
    after: str | None = None
    before: str | None = None
    as_of: str | None = None
    publishers: tuple[str, ...] = ()
    accepted_answers: tuple[str, ...] = ()
    accepted_all: tuple[tuple[str, ...], ...] = ()
    short_answers: tuple[str, ...] = ()
    gold_evidence: tuple[tuple[GoldQuote, ...], ...] = ()
    gold_articles: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    wrong_answers: tuple[str, ...] = ()
    reference: str = ""
    collection: str = ""
    tags: tuple[str, ...] = ()
    split: str = "all"
    note: str = ""

    @property
    def answerable(self) -> bool | None:
        """False exactly when the right answer is a refusal; None where nobody knows."""
        return None if self.expected_status is None else self.expected_status != "not_in_articles"

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """What an answer must hold: of each part any variant will do. Empty: nothing decides."""
        return (*((self.accepted_answers,) if self.accepted_answers else ()), *self.accepted_all)

    @property
    def graded(self) -> dict[str, int]:
        """How right each of `gold_articles` is."""
        grades = self.grades or (1,) * len(self.gold_articles)
        return dict(zip(self.gold_articles, grades, strict=True))

    @property
    def cluster(self) -> str | None:
        """The article that the question is mainly about: its first gold quote's; None without."""
        if self.gold_evidence:
            return self.gold_evidence[0][0].article
        return self.gold_articles[0] if self.gold_articles else None


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
                questions.append(_question(json.loads(line), number))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise QuestionSetError(
                    f"{path}, line {number}: not a question ({type(error).__name__}: {error}); "
                    "the fields are in eval/questions/README.md."
                ) from error
    chosen = tuple(q for q in questions if split in ("all", q.split))
    if not chosen:
        raise QuestionSetError(f"{path}: no questions in split {split!r}; try split 'all'.")
    return chosen


def set_row(question: Question) -> dict[str, Any]:
    """The question as a line of a set; fields that are empty are left out."""
    filters = {
        "after": question.after, "before": question.before, "as_of": question.as_of,
        "publishers": list(question.publishers),
    }  # fmt: skip
    row: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "question": question.question,
        "history": [list(turn) for turn in question.history],
        "filters": filters if any(filters.values()) else None,
        "answerable": question.answerable,
        "expected_status": question.expected_status,
    }
    for name in ("accepted_answers", "short_answers", "gold_articles", "wrong_answers", "tags"):
        row[name] = list(getattr(question, name))
    row["accepted_all"] = [list(variants) for variants in question.accepted_all]
    row["gold_evidence"] = [[vars(gold) for gold in group] for group in question.gold_evidence]
    row |= {"reference": question.reference, "collection": question.collection}
    row |= {"split": question.split if question.split != "all" else "", "note": question.note}
    needed = ("answerable",)
    return {name: value for name, value in row.items() if value or name in needed}


def _question(data: dict[str, Any], number: int) -> Question:
    groups = [
        [group] if isinstance(group, dict) else group for group in data.get("gold_evidence") or []
    ]
    if not all(isinstance(group, list) and group for group in groups):
        raise ValueError("gold_evidence is a list of groups, each a list of quotes")
    accepts = bool(data.get("accepted_answers") or data.get("accepted_all"))
    filters = data.get("filters") or {}
    tags = _texts(data.get("tags") or [])
    return Question(
        id=_text(data.get("id", f"line-{number}")),
        kind=_text(data.get("kind") or (tags[0] if tags else "question")),
        question=_text(data["question"]),
        expected_status=_status(data, told=bool(groups) or accepts),
        history=tuple((_text(role), _text(text)) for role, text in data.get("history") or []),
        after=_maybe(filters.get("after")),
        before=_maybe(filters.get("before")),
        as_of=_maybe(filters.get("as_of")),
        publishers=_texts(filters.get("publishers") or []),
        accepted_answers=_texts(data.get("accepted_answers") or []),
        accepted_all=tuple(_texts(variants) for variants in data.get("accepted_all") or []),
        short_answers=_texts(data.get("short_answers") or []),
        gold_evidence=tuple(
            tuple(GoldQuote(_text(gold["article"]), _text(gold["quote"])) for gold in group)
            for group in groups
        ),
        gold_articles=_texts(data.get("gold_articles") or []),
        wrong_answers=_texts(data.get("wrong_answers") or []),
        reference=_text(data.get("reference") or ""),
        tags=tags,
        split=_text(data.get("split") or "all"),
        note=_text(data.get("note") or ""),
    )


def _status(data: dict[str, Any], told: bool) -> Status | None:
    """What the right answer is, of `expected_status` and `answerable`; where neither is given, an
    answer if the line says anything of it (`told`), else unknown.
    """
    status, answerable = data.get("expected_status"), data.get("answerable")
    if status is not None and status not in get_args(Status):
        raise ValueError(f"expected_status {status!r}")
    if answerable not in (True, False, None):
        raise ValueError(f"answerable {answerable!r}")
    if status is None:
        if answerable is None and not told:
            return None
        return "not_in_articles" if answerable is False else "answered"
    if answerable is not None and answerable != (status != "not_in_articles"):
        raise ValueError(f"answerable {answerable!r} under expected_status {status!r}")
    return cast(Status, status)


def _maybe(value: Any) -> str | None:
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be text")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} should be a list of texts")
    return tuple(_text(value) for value in values)
