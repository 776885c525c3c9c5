"""The encoders that an evidence model may be built on, as far as reading goes.

`evidence.json` names the family; both read the word pieces of the bundled encoder's tokenizer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Family:
    """How a question and a passage become one row of numbers.

    `shift` is added to every word piece: MPNet's vocabulary is MiniLM's behind four tokens of its
    own (compared on 1,462 texts, offsets too). `separators` stand between the two texts; `segments`
    says whether the model is told which text a token is of.
    """

    begin: int
    end: int
    separators: int
    shift: int
    segments: bool

    @property
    def overhead(self) -> int:
        """Tokens of a row that are of neither text."""
        return 2 + self.separators

    def row(self, first: list[int], second: list[int]) -> list[int]:
        """The numbers of a row."""
        return [
            self.begin,
            *(piece + self.shift for piece in first),
            *[self.end] * self.separators,
            *(piece + self.shift for piece in second),
            self.end,
        ]

    def feed(self, ids: NDArray[np.int64], second: int) -> dict[str, NDArray[np.int64]]:
        """What the model is given of a row `(1, n)` whose second text begins at `second`."""
        import numpy as np

        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        if self.segments:
            given["token_type_ids"] = np.zeros_like(ids)
            given["token_type_ids"][:, second:] = 1
        return given


FAMILIES = {
    "minilm": Family(begin=101, end=102, separators=1, shift=0, segments=True),
    "mpnet": Family(begin=0, end=2, separators=2, shift=4, segments=False),
}
