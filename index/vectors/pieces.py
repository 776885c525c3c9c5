"""The word pieces of a whole text, found once: how many any part of it has, and which."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

# Beyond, a text is counted part by part: where the pieces stand takes 100 bytes each.
MOST_CHARS = 400_000

# Where every tokenizer of BERT's kind begins a new word, whatever stands beside it.
_BLANK = frozenset(" \n\r\t")


class Pieces:
    """Gives what `tokenizer.encode(text[start:end], add_special_tokens=False)` would; a part that
    doesn't begin and end at a blank is encoded by itself.
    """

    def __init__(self, tokenizer: Any, text: str) -> None:
        """`tokenizer` is MiniLM's (`minilm.load_tokenizer`)."""
        self._tokenizer = tokenizer
        self._text = text
        self._ids: list[int] | None = None
        if len(text) <= MOST_CHARS:
            encoded = tokenizer.encode(text, add_special_tokens=False)
            self._ids = encoded.ids
            self._starts = [start for start, _ in encoded.offsets]

    def ids(self, start: int, end: int) -> list[int]:
        """The pieces of `text[start:end]`."""
        if self._ids is None or not (self._is_apart(start) and self._is_apart(end)):
            part = self._tokenizer.encode(self._text[start:end], add_special_tokens=False)
            return list(part.ids)
        return self._ids[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def count(self, start: int, end: int) -> int:
        """How many there are."""
        if self._ids is None or not (self._is_apart(start) and self._is_apart(end)):
            return len(self.ids(start, end))
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def _is_apart(self, at: int) -> bool:
        text = self._text
        return at in (0, len(text)) or text[at - 1] in _BLANK or text[at] in _BLANK
