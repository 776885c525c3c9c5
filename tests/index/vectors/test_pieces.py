"""Word pieces found once are those that each part has by itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vectors import pieces as module
from index.vectors.minilm import load_tokenizer, model_folder
from index.vectors.pieces import Pieces

WORDS = st.sampled_from(
    [
        *"The council's U.S. 4,000 counter-offensive Зеленський 東京 “no” 🙂 ---- .".split(" "),
        *"e\u0301t\u00e9 x\u200by a\x1cb unbelievableness \ufb01ne \u00a0".split(" "),
        "y" * 120,
        "\t",
        "\n\n",
        " \r\n",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=30).map(" ".join) | st.lists(
    WORDS, max_size=20
).map("".join)


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    return load_tokenizer(model_folder() / "tokenizer.json")


@given(text=TEXTS, data=st.data())
def test_each_part_has_its_own_pieces(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    found = Pieces(tokenizer(), text)
    for _ in range(6):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        alone = tokenizer().encode(text[start:end], add_special_tokens=False).ids
        assert found.ids(start, end) == alone and found.count(start, end) == len(alone)


def test_a_very_long_text_is_encoded_by_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARS", 5)
    found = Pieces(tokenizer(), "The river rose.")
    assert found.count(4, 9) == 1 and len(found.ids(0, 15)) == found.count(0, 15) == 4
