"""Packed texts come back letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.packed import pack, unpack


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back(text: str) -> None:
    assert unpack(pack(text)) == text


def test_a_long_text_becomes_short_and_other_bytes_are_refused() -> None:
    assert len(pack("The river rose in the town. " * 100)) < 100
    with pytest.raises(ValueError, match="not a packed text"):
        unpack(b"no such bytes")
