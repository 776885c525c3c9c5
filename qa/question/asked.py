"""A question as it was asked, checked: its text, the conversation, and which articles it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Unpack

from index.byline.possible_days import possible_days
from index.types import ArticleFilter
from qa.errors import QuestionError
from qa.types import AskOptions, Turn

MAX_QUESTION_CHARS = 2_000
MAX_HISTORY_TURNS = 20
MOST_PASSAGES = 50

# Control and direction characters, and halves of characters that no text can hold.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FIRST_YEAR, _LAST_YEAR = 1000, 9000  # days are counted from a date: both ends need room
_OPTIONS = AskOptions.__optional_keys__


@dataclass(frozen=True)
class Asked:
    """One question with what was said beside it."""

    text: str
    turns: tuple[Turn, ...]
    where: ArticleFilter
    top_k: int


def check_asked(question: str, default_top_k: int, **options: Unpack[AskOptions]) -> Asked:
    """The question ready to be answered; `default_top_k` where the options name no `top_k`.

    Raises QuestionError for a question or filter that can't be used, ValueError for a history of
    the wrong shape and TypeError for an option that there is not.
    """
    if unknown := sorted(set(options) - _OPTIONS):
        raise TypeError(f"unknown option {unknown[0]!r}; there are: {', '.join(sorted(_OPTIONS))}")
    wanted = options.get("top_k")
    if wanted is not None and (not isinstance(wanted, int) or not 1 <= wanted <= MOST_PASSAGES):
        raise QuestionError(f"top_k = {wanted!r}: use a number from 1 to {MOST_PASSAGES}.")
    return Asked(
        check_question(question),
        check_history(options.get("history")),
        check_filter(
            options.get("after"),
            options.get("before"),
            options.get("publishers"),
            options.get("as_of"),
        ),
        wanted or default_top_k,
    )


def check_question(question: str) -> str:
    """The question on one line, without control characters.

    Raises QuestionError when it is empty or longer than 2,000 characters.
    """
    if not isinstance(question, str):
        raise QuestionError(f"The question should be text, not {type(question).__name__}.")
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"The question has {len(question):,} characters ({question[:40]!r} …); "
            f"at most {MAX_QUESTION_CHARS:,} are read: shorten it."
        )
    cleaned = _on_one_line(question)
    if not cleaned:
        raise QuestionError(f"The question {question[:40]!r} is empty: ask in words.")
    return cleaned


def check_history(history: Sequence[Sequence[str]] | None) -> tuple[Turn, ...]:
    """The last turns as (role, text) pairs, bounded. Raises ValueError on another shape."""
    turns: list[Turn] = []
    if history is not None and (isinstance(history, str) or not isinstance(history, Sequence)):
        raise ValueError(f"history: {history!r} should be a list of (role, text) pairs.")
    for turn in history or ():
        if (
            isinstance(turn, str)
            or not isinstance(turn, Sequence)
            or len(turn) != 2
            or not all(isinstance(part, str) for part in turn)
        ):
            raise ValueError(f"history: {turn!r} should be a pair ('user' or 'assistant', text).")
        role, text = turn
        if role not in ("user", "assistant"):
            raise ValueError(f"history: role {role!r} should be 'user' or 'assistant'.")
        turns.append((role, _on_one_line(text[:4_000])))
    return tuple(turns[-MAX_HISTORY_TURNS:])


def _on_one_line(text: str) -> str:
    """The text with single blanks: the patterns of the forms never meet a long run of them."""
    return " ".join(_CONTROL.sub(" ", text).split())


def check_filter(
    after: str | None,
    before: str | None,
    publishers: Sequence[str] | None,
    as_of: str | None = None,
) -> ArticleFilter:
    """The filter as a value. Raises QuestionError for a date that isn't ISO or an empty range."""
    for name, value in (("after", after), ("before", before), ("as_of", as_of)):
        _check_date(name, value)
    if after and as_of and (possible_days(as_of)[1] or "") < (possible_days(after)[0] or ""):
        raise QuestionError(f"as_of = {as_of!r} should not be earlier than after = {after!r}.")
    if after and before and before <= after:
        raise QuestionError(f"before = {before!r} should be later than after = {after!r}.")
    if isinstance(publishers, str):
        publishers = [publishers]
    if publishers is not None and not isinstance(publishers, Sequence):
        raise QuestionError(f"publishers: {publishers!r} should be a list of names.")
    for publisher in publishers or ():
        if not isinstance(publisher, str):
            raise QuestionError(f"publishers: {publisher!r} should be a name, as text.")
    names = tuple(name.strip() for name in publishers or () if name and name.strip())
    return ArticleFilter(after or None, before or None, names, as_of or None)


def _check_date(name: str, value: str | None) -> None:
    if not value:
        return
    try:
        if not value.isascii() or not _FIRST_YEAR <= int(value[:4]) <= _LAST_YEAR:
            raise ValueError(value)
        if re.fullmatch(r"\d{4}", value):
            date(int(value), 1, 1)
        elif re.fullmatch(r"\d{4}-\d{2}", value):
            date(int(value[:4]), int(value[5:]), 1)
        elif re.match(r"\d{4}-\d{2}-\d{2}", value):
            datetime.fromisoformat(value)
        else:
            raise ValueError(value)
    except (AttributeError, TypeError, ValueError) as error:
        raise QuestionError(
            f"{name} = {value!r} is not a date: write 2022, 2022-09, 2022-09-30 "
            "or an ISO date-time."
        ) from error
