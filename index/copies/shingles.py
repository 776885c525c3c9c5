"""Is one article a copy of another? Word shingles, the few of them that find, and the judgement.

The same wire story is printed by many outlets under headlines of their own, trimmed from the
end, or updated under a new address. Two articles are compared by their *shingles*: every run of
five words of their prose, hashed. A sample of these, the *prints*, is kept in the catalog and
finds who may be a copy of whom (`index/copies/clusters.py`); `is_copy` then compares all shingles.

Prints are the shingles whose hash is a multiple of 16, and the smallest of each passage. The
same words are sampled in every text, so a trimmed version is found by its share of the prints
however short it is; MinHash estimates the overlap with the *whole* of the longer text, and
misses those (docs/lab-notes.md has the comparison).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.text.terms import STOP_WORDS

Hashes = NDArray[np.uint64]

# A change of what is hashed, sampled or judged: clusters made under other rules are made anew.
RULES = "2"

SHINGLE_WORDS = 5
PRINT_EVERY = 16  # one shingle in so many is a print

# The judgement, tuned on the tune half of eval/measure/labels/copies.jsonl (RealTimeQA 2022,
# 2026-11; 101
# pairs, figures of both halves in docs/results.md). Nearly the same text: shared shingles by all
# shingles. A brief of 20 shingles is the least that can be told from a stock phrase.
_SAME_TEXT = 0.8
_LEAST_SHINGLES = 20
_LEAST_PASSAGE_SHINGLES = 10  # "… contributed to this report." is no copy of a story
# Trimmed or updated: shared shingles by those of the shorter text. Issues of a newsletter reach
# .74, yearly explainers .80 and .85, stories with the same gallery or list of players .85. The
# latter open differently, the yearly ones are a year apart; what passes .9 is a copy anyhow.
_CONTAINED = 0.81
_CONTAINED_ANYHOW = 0.9
_REFILED = 0.6  # an agency files its story again within the day: the same opening, more below
# A much shorter text may be one item of a roundup.
_LEAST_SIZE_RATIO = 0.25
_LEAST_CONTAINED_SHINGLES = 100
_OPENING_WORDS = 60
_SAME_OPENING = 0.3
_REFILED_OPENING = 0.6
_NEXT_YEAR_DAYS = 300  # what appears each year is written over last year's text
# A page whose text has nothing of its headline is a consent wall or an error, not the story: of
# 65 such pages the worst shares .33 of its headline's words, of other articles 2 % share < .28.
_HEADLINE_SHARE = 0.34

# A letter of Chinese or Japanese is a word; elsewhere a run of letters and digits.
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_PLACES = np.array(  # of the words in a shingle: odd numbers, so that no bit of a word is lost
    [pow(0x9E3779B97F4A7C15, place + 1, 1 << 64) for place in range(SHINGLE_WORDS)], np.uint64
)


def words_of(text: str) -> list[str]:
    """The words that are compared: case, punctuation and the form of Unicode don't count."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def shingles_of(words: Sequence[str]) -> Hashes:
    """The hash of every run of five words, in order, with repeats; none for fewer words."""
    count = len(words) - SHINGLE_WORDS + 1
    if count < 1:
        return np.empty(0, np.uint64)
    hashes = np.fromiter(map(_hash, words), np.uint64, len(words))
    mixed = np.zeros(count, np.uint64)
    for place in range(SHINGLE_WORDS):
        mixed += hashes[place : place + count] * _PLACES[place]
    return _finish(mixed)


def prints_of(shingles: Hashes) -> Hashes:
    """The sample of one passage's shingles that finds its copies; sorted if they are."""
    chosen: NDArray[np.bool_] = shingles % np.uint64(PRINT_EVERY) == 0
    if len(shingles) >= _LEAST_PASSAGE_SHINGLES:
        chosen |= shingles == shingles.min()
    found: Hashes = shingles[chosen]
    return found


@dataclass(frozen=True)
class Prose:
    """What is compared of an article: its words, whether its headline fits them, its date.

    `shingles` and those of each passage are sorted and without repeats; `opening` are those of
    the first 60 words. `headline_fits` is None without a headline. `day` is the ISO date of
    publication, None when not known to the day.
    """

    shingles: Hashes
    opening: Hashes
    passages: tuple[Hashes, ...] = ()
    headline_fits: bool | None = None
    day: str | None = None

    @cached_property
    def digest(self) -> bytes:
        """16 bytes, equal for articles of the same words and fit."""
        fits = str(self.headline_fits).encode()
        parts = (self.shingles.tobytes(), self.opening.tobytes(), fits)
        return blake2b(b"".join(parts), digest_size=16).digest()


def read_prose(passages: Sequence[str], title: str | None = None, day: str | None = None) -> Prose:
    """The prose of an article from the texts of its body passages, in order."""
    words: list[str] = []
    starts = [0]
    for text in passages:
        words += words_of(text)
        starts.append(len(words))
    shingles = shingles_of(words)
    beyond = SHINGLE_WORDS - 1  # the last words of a passage begin no shingle that ends in it
    return Prose(
        shingles=np.unique(shingles),
        opening=np.unique(shingles[: _OPENING_WORDS - beyond]),
        passages=tuple(
            np.unique(shingles[start : max(start, end - beyond)]) for start, end in pairwise(starts)
        ),
        headline_fits=_headline_fits(title, words),
        day=day,
    )


def is_copy(one: Prose, other: Prose) -> bool:
    """Whether two articles are one source: reprinted, trimmed, or updated. Symmetric."""
    fits = {one.headline_fits, other.headline_fits}
    if True not in fits and False in fits:
        return False
    small, large = sorted((len(one.shingles), len(other.shingles)))
    if small < _LEAST_SHINGLES:
        return False
    shared = _shared(one.shingles, other.shingles)
    if shared >= _SAME_TEXT * (small + large - shared):
        return True
    if _is_a_year_later(one.day, other.day):
        return False
    alike = small >= _LEAST_SIZE_RATIO * large
    if shared < _REFILED * small or not (alike or small >= _LEAST_CONTAINED_SHINGLES):
        return False
    if alike and shared >= _CONTAINED_ANYHOW * small:
        return True
    opening = min(_opening_in(one, other), _opening_in(other, one))
    if shared >= _CONTAINED * small:
        return opening >= _SAME_OPENING
    return one.day is not None and one.day == other.day and opening >= _REFILED_OPENING


def is_same_passage(one: Hashes, other: Hashes) -> bool:
    """Whether two passages say the same, nearly word by word. Symmetric. Shingles as in `Prose`."""
    small, large = sorted((len(one), len(other)))
    if small < max(_LEAST_PASSAGE_SHINGLES, _SAME_TEXT * large):
        return False
    shared = _shared(one, other)
    return shared >= _SAME_TEXT * (small + large - shared)


def _shared(one: Hashes, other: Hashes) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


def _is_a_year_later(day: str | None, other: str | None) -> bool:
    if day is None or other is None:
        return False
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) >= _NEXT_YEAR_DAYS


def _opening_in(one: Prose, other: Prose) -> float:
    return _shared(one.opening, other.shingles) / max(1, len(one.opening))


def _headline_fits(title: str | None, words: Sequence[str]) -> bool | None:
    """Whether the text has enough of its headline's words; None without a headline."""
    asked = [word for word in words_of(title or "") if word not in STOP_WORDS]
    if not asked:
        return None
    there = set(words)
    return sum(word in there for word in asked) >= _HEADLINE_SHARE * len(asked)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    """The same in every process and on every machine, unlike `hash`."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _finish(hashes: Hashes) -> Hashes:
    """Every bit depends on every bit (the finish of MurmurHash3), so that the low ones sample."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        hashes ^= hashes >> np.uint64(33)
        hashes *= np.uint64(factor)
    hashes ^= hashes >> np.uint64(33)
    return hashes
