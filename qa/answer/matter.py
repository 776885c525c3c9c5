"""What a question is about, as words that an article may say in other forms or with other words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.text.terms import terms_of
from qa.question.query import FUNCTION_WORDS, words_of
from qa.question.wording.same_words import terms_for

_LEAST_WEIGHT = 0.1
_OF_NAMES = 0.4  # set by hand on the tune half of the invented year, November 2026


@dataclass(frozen=True)
class Matter:
    """The words of a matter: for each the terms that stand for it, and its weight (0 and more)."""

    words: tuple[str, ...] = ()
    terms: tuple[frozenset[str], ...] = ()
    weights: tuple[float, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def text(self) -> str:
        """The words in a row, to search with."""
        return " ".join(self.words)

    def share(self, held: Iterable[str]) -> float:
        """How much of the matter a set of terms has, 0 to 1, by weight."""
        total = sum(self.weights)
        if not total:
            return 0.0
        have = set(held)
        pairs = zip(self.terms, self.weights, strict=True)
        return sum(weight for terms, weight in pairs if terms & have) / total

    def among(self, texts: Iterable[frozenset[str]], names: Iterable[str] = ()) -> Matter:
        """The same matter weighed by how seldom its words stand in these texts; a word that stands
        in none weighs nothing, since it can't tell one from another, and a name less than what is
        asked of it: sentences of one article say "it" or "the town".
        """
        held = list(texts)
        weights = []
        named = {name.lower() for name in names}
        for word, terms in zip(self.words, self.terms, strict=True):
            having = sum(bool(terms & text) for text in held)
            weight = math.log((len(held) + 1) / (having + 0.5)) if having else 0.0
            weights.append(weight * (_OF_NAMES if word.lower() in named else 1.0))
        return Matter(self.words, self.terms, tuple(max(0.05, w) if w else 0.0 for w in weights))

    def head(self, names: Iterable[str]) -> frozenset[str]:
        """The terms of its first word that is no name: what is asked of whoever is named."""
        named = {name.lower() for name in names}
        pairs = zip(self.words, self.terms, strict=True)
        return next(
            (t for w, t in pairs if w.lower() not in named and not w.isdigit()), frozenset()
        )

    def without(self, words: Iterable[str]) -> Matter:
        """The matter without some of its words."""
        gone = {word.lower() for word in words}
        kept = [n for n, word in enumerate(self.words) if word.lower() not in gone]
        return Matter(
            tuple(self.words[n] for n in kept),
            tuple(self.terms[n] for n in kept),
            tuple(self.weights[n] for n in kept),
        )


def matter_of(subject: str, rarity: Callable[[str], float]) -> Matter:
    """The matter of a subject in words; `rarity` weighs a word of the corpus, 0 to 1."""
    words = [
        w
        for w in dict.fromkeys(words_of(subject))
        if w.lower() not in FUNCTION_WORDS and terms_of([w])
    ]
    terms = [terms_for(word) for word in words]
    weights = tuple(max(_LEAST_WEIGHT, rarity(word)) for word in words)
    return Matter(tuple(words), tuple(terms), weights)
