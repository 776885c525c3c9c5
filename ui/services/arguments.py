"""What a program sends beside a question, read and checked: every service takes the same.

A value of another type is converted where that can't be misread ("6" is 6) and refused where it
can ("false" is no number), with the name of the argument.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from qa.errors import QuestionError
from qa.question.asked import MOST_PASSAGES, check_filter, check_question
from qa.types import AskOptions
from ui.errors import ArgumentError

FILTERS = ("after", "before", "as_of", "publishers")
NAMES = ("question", "history", "after", "before", "publishers", "top_k", "as_of")
MOST_PUBLISHERS = 100
MOST_LISTED = 200
_SHOWN_CHARS = 60  # of a value that is refused

_T = TypeVar("_T")


def read_asked(values: Mapping[str, Any]) -> tuple[str, AskOptions]:
    """The question and what was said beside it; what is absent, None or empty is left out.

    Raises ArgumentError, which names the argument, the value and what would do.
    """
    only_known(values, NAMES)
    question = named("question", check_question, values.get("question"))
    options = read_filters({name: values.get(name) for name in FILTERS})
    if history := _history(values.get("history")):
        options["history"] = history
    top_k = values.get("top_k")
    if top_k is not None and top_k != "":
        options["top_k"] = whole_number("top_k", top_k, 1, MOST_PASSAGES)
    return question, options


def read_filters(values: Mapping[str, Any]) -> AskOptions:
    """after, before, as_of and publishers, those that are given. Raises as `read_asked`."""
    given: dict[str, Any] = {}
    for name in ("after", "before", "as_of"):
        if date := _date(name, values.get(name)):
            named(name, partial(_check_one, name), date)
            given[name] = date
    if publishers := _publishers(values.get("publishers")):
        given["publishers"] = publishers
    try:
        _checked(**given)
    except QuestionError as error:  # a range without a day in it
        raise ArgumentError(str(error), str(error).split(" ", 1)[0]) from error
    return cast(AskOptions, given)


def only_known(values: Mapping[str, Any], names: Sequence[str]) -> None:
    """Raises ArgumentError for an argument that there is not."""
    for name in values:
        if name not in names:
            message = f"Unknown argument {shown(name)}; there are: {', '.join(names) or 'none'}."
            raise ArgumentError(message, clean(str(name))[:_SHOWN_CHARS])


def whole_number(name: str, value: Any, low: int, high: int) -> int:
    """`value` as a whole number from `low` to `high`; "6" and 6.0 are 6. Raises ArgumentError."""
    number: int | None = None
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    elif isinstance(value, str) and len(value) <= 9 and value.strip().isascii():
        number = int(value) if value.strip().isdigit() else None
    if number is None or not low <= number <= high:
        raise ArgumentError(f"{name} = {shown(value)}: use a number from {low} to {high}.", name)
    return number


def text_of(name: str, value: Any, most_chars: int) -> str:
    """`value`, which must be text with something in it. Raises ArgumentError."""
    if not isinstance(value, str):
        raise ArgumentError(f"{name} = {shown(value)} should be text.", name)
    if len(value) > most_chars:
        said = f"{name} has {len(value):,} characters; at most {most_chars:,} are read."
        raise ArgumentError(said, name)
    if not (text := clean(value).strip()):
        raise ArgumentError(f"{name} is empty: say what you look for.", name)
    return text


def named(name: str, check: Callable[[Any], _T], value: Any) -> _T:
    """`check(value)`, its complaint as an ArgumentError of this name."""
    try:
        return check(clean(value) if isinstance(value, str) else value)
    except (QuestionError, ValueError) as error:
        raise ArgumentError(str(error), name) from error


def clean(text: str) -> str:
    """`text` without NUL, and without halves of characters, which no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def shown(value: Any) -> str:
    """A value as a message may show it: short, on one line."""
    words = ascii(value) if not isinstance(value, str) else repr(clean(value))
    return words if len(words) <= _SHOWN_CHARS else f"{words[:_SHOWN_CHARS]} …"


def _check_one(name: str, date: str) -> None:
    _checked(**{name: date})


def _checked(**filters: Any) -> None:
    names = ("after", "before", "publishers", "as_of")
    check_filter(*(filters.get(name) for name in names))


def _date(name: str, value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if 0 <= value <= 9999 else shown(value)  # a year
    if value is None or isinstance(value, str):
        return clean(value or "").strip() or None
    raise ArgumentError(f"{name} = {shown(value)} should be a date as text, such as 2022-09.", name)


def _publishers(value: Any) -> list[str]:
    """A list of names, or text with names between semicolons, else commas."""
    if value is None:
        return []
    names: Any = value
    if isinstance(value, str):
        names = value.split(";" if ";" in value else ",")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        said = f"publishers = {shown(value)} should be a list of names."
        raise ArgumentError(said, "publishers")
    if len(names) > MOST_PUBLISHERS:
        said = f"publishers: {len(names)} names; at most {MOST_PUBLISHERS} are read."
        raise ArgumentError(said, "publishers")
    return [name for name in (clean(name).strip() for name in names) if name]


def _history(value: Any) -> list[tuple[str, str]]:
    """Turns as {"role": …, "content": …} or [role, text], with text in them."""
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise _wrong_history(value)
    return [turn for turn in map(_turn, value) if turn[1].strip()]


def _turn(value: Any) -> tuple[str, str]:
    pair = value
    if isinstance(value, Mapping):
        pair = [value.get("role"), value.get("content")]
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        raise _wrong_history(value)
    role, text = pair
    if role not in ("user", "assistant") or not isinstance(text, str):
        raise _wrong_history(value)
    return role, clean(text)


def _wrong_history(value: Any) -> ArgumentError:
    said = f'history: {shown(value)} should be turns {{"role": "user" or "assistant", '
    return ArgumentError(said + '"content": text}, oldest first.', "history")
