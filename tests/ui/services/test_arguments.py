"""What programs send: converted where it can't be misread, refused by name where it can."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.errors import ArgumentError
from ui.services.arguments import NAMES, read_asked

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("top_k", "6", 6),
        ("top_k", 6.0, 6),
        ("after", 2022, "2022"),
        ("after", " 2022-09 ", "2022-09"),
        ("as_of", "2022-09-30", "2022-09-30"),
        ("publishers", "Reuters", ["Reuters"]),
        ("publishers", "Reuters, AP", ["Reuters", "AP"]),
        ("publishers", "Smith, Sons; AP", ["Smith, Sons", "AP"]),
        ("history", [["user", "when?"]], [("user", "when?")]),
        ("history", [{"role": "user", "content": "when?"}], [("user", "when?")]),
    ],
)
def test_what_is_clear_is_converted(name: str, value: Any, read: Any) -> None:
    _, options = read_asked({"question": "q", name: value})
    assert dict(options) == {name: read}


@pytest.mark.parametrize("nothing", [None, "", []])
def test_what_is_empty_is_left_out(nothing: Any) -> None:
    names = ("history", "publishers") if nothing == [] else NAMES[1:]
    assert read_asked({"question": "q", **dict.fromkeys(names, nothing)}) == ("q", {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", None), ("question", 5), ("question", " "), ("question", "x" * 2001),
        ("top_k", "false"), ("top_k", False), ("top_k", 0), ("top_k", 51), ("top_k", 2.5),
        ("top_k", "1e9"), ("after", True), ("after", "yesterday"), ("before", [2022]),
        ("as_of", {}), ("publishers", 5), ("publishers", [5]), ("publishers", ["x"] * 101),
        ("history", "when?"), ("history", [{"role": "user"}]), ("history", [["system", "x"]]),
        ("publisher", "Reuters"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ArgumentError, match=name) as caught:
        read_asked({"question": "q", name: value} if name != "question" else {name: value})
    assert caught.value.argument == name


def test_a_range_without_days_names_one_end() -> None:
    with pytest.raises(ArgumentError, match="before") as caught:
        read_asked({"question": "q", "after": "2023", "before": "2022"})
    assert caught.value.argument == "before"


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_anything_is_read_or_refused(values: dict[str, Any]) -> None:
    try:
        question, options = read_asked(values)
    except ArgumentError as error:
        assert error.argument in NAMES
    else:
        assert question and all(value for value in options.values())
