"""Which spellings are of one name."""

from __future__ import annotations

import pytest

from index.catalog.vocabulary import is_same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zelensky", "Zelenskyy"), ("Zelensky", "Зеленский"), ("Kyiv", "Kiev"), ("Poutine", "Putin")],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert is_same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Kole", "Quill"), ("Cole", "Quill"), ("Moe", "Mo")])
def test_names_that_only_share_their_sounds(one: str, other: str) -> None:
    assert not is_same_name(one, other)
