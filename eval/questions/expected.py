"""What a set expects beyond a looked-up answer: days, sides, counts, lists, points, corrections.

`Question` holds what every set has; these are the further fields of sets like `caldria.jsonl`, as
`eval/questions/README.md` describes them. `eval.metrics.forms` scores by them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.questions.question_set import GoldQuote, QuestionSetError
from qa.types import AssertedBy, Form, Status


@dataclass(frozen=True)
class Told:
    """Something that an answer is to tell: any of the words `say`, or any of the quotes, tells it.

    `days` are the days that a timeline may show it under; empty where it is no entry.
    """

    say: tuple[str, ...]
    quotes: tuple[GoldQuote, ...]
    days: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoldSide:
    """One side of a disagreement: what it says, and which outlets say it."""

    value: str
    publishers: tuple[str, ...]
    told: Told


@dataclass(frozen=True)
class Expected:
    """The further labels of one question; what is empty or None is not asked of an answer.

    `disagreements`: sides of each; an empty tuple: the reports agree, and none may be claimed.
    `period` is (after, before), ISO, the second exclusive. `articles` are names of the shelf.
    """

    form: Form = "lookup"
    statuses: tuple[Status, ...] = ()
    timeline: tuple[Told, ...] = ()
    period: tuple[str, str] | None = None
    disagreements: tuple[tuple[GoldSide, ...], ...] | None = None
    number: int | None = None
    independent: int | None = None
    articles: tuple[str, ...] = ()
    may_list: tuple[str, ...] = ()
    points: tuple[Told, ...] = ()
    at_least: int = 0
    at_most_words: int | None = None
    fewer_words_than: int | None = None
    superseded: tuple[str, ...] = ()
    asserted_by: AssertedBy | None = None
    corrected_by: tuple[GoldQuote, ...] = ()
    dates: tuple[str, ...] = ()
    standalone: str = ""


def load_expected(path: Path) -> dict[str, Expected]:
    """The further labels of each question of a set, by id. Raises QuestionSetError for a label of
    another shape; `load_questions` says what else is wrong with a file.
    """
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found[str(row.get("id") or f"line-{number}")] = _expected(row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise QuestionSetError(
                f"{path}, line {number}: a label can't be read ({type(error).__name__}: {error}); "
                "the fields are in eval/questions/README.md."
            ) from error
    return found


def read_copies(path: Path) -> tuple[tuple[str, str], ...]:
    """The pairs (original, copy) of the set's articles, by name, from `NAME.stories.json` beside
    it; none without that file.
    """
    stories = path.with_suffix(".stories.json")
    if not stories.exists():
        return ()
    document = json.loads(stories.read_text(encoding="utf-8"))
    return tuple((one, other) for story in document.values() for one, other in story["copies"])


def _expected(row: Mapping[str, Any]) -> Expected:
    period, by, differ = row.get("period"), row.get("asserted_by"), row.get("disagreements")
    number = row.get("number")
    return Expected(
        form=row.get("form") or "lookup",
        statuses=tuple(row.get("statuses") or filter(None, [row.get("expected_status")])),
        timeline=tuple(map(_told, row.get("timeline") or ())),
        period=(period["after"], period["before"]) if period else None,
        disagreements=None
        if differ is None
        else tuple(tuple(map(_side, one["sides"])) for one in differ),
        number=None if number is None else int(number),
        independent=row.get("independent"),
        articles=tuple(row.get("articles") or ()),
        may_list=tuple(row.get("may_list") or ()),
        points=tuple(map(_told, row.get("points") or ())),
        at_least=int(row.get("at_least") or 0),
        at_most_words=row.get("at_most_words"),
        fewer_words_than=row.get("fewer_words_than"),
        superseded=tuple(row.get("superseded") or ()),
        asserted_by=AssertedBy(by["name"], by["how"]) if by else None,
        corrected_by=_quotes([q for group in row.get("corrected_by") or () for q in group]),
        dates=tuple(row.get("dates") or ()),
        standalone=row.get("standalone") or "",
    )


def _told(row: Mapping[str, Any]) -> Told:
    return Told(tuple(row["say"]), _quotes(row["quotes"]), tuple(row.get("days") or ()))


def _side(row: Mapping[str, Any]) -> GoldSide:
    return GoldSide(row["value"], tuple(row["publishers"]), _told(row))


def _quotes(rows: Sequence[Mapping[str, str]]) -> tuple[GoldQuote, ...]:
    return tuple(GoldQuote(row["article"], row["quote"]) for row in rows)
