"""Words made comparable: keyword terms, and keys for names spelled in many ways.

A keyword index must find "Zelensky" when an article writes Zelenskyy or Зеленский, and survive
"refernedum". Names get a *name key*: the word in Latin letters, reduced to what transliterations
agree on. Typing errors are met by the nearest word of the corpus (`index/catalog/vocabulary.py`).
No list of names anywhere.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

NAME_PREFIX = "n_"  # no word term holds "_", so a key can't be taken for a word

# U.S. | 4,000 or 3.5 | counter-offensive, O'Brien, word
_TOKEN = re.compile(
    r"(?P<acronym>(?:[^\W\d_]\.){2,})|(?P<number>\d+(?:[.,]\d+)+)"
    r"|(?P<word>[^\W_]+(?:['’ʼ‘\-‐‑][^\W_]+)*)"
)
_APOSTROPHES = re.compile(r"['’ʼ‘]")
_POSSESSIVE = re.compile(r"['’ʼ‘][sS]$")
HYPHENS = re.compile(r"[-‐‑]")
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


# Of articles, some 30 kB of terms each: half of the time of a change asked of 125,476 passages was
# spent on reading the words of the same articles (2026-11-29).
KEPT_TEXTS = 1024


def analyse(text: str) -> list[str]:
    """The terms of the keyword index, in order, with repeats.

    Lower-cased, without diacritics, stemmed (Snowball English); stop words left out. A
    capitalised word, and any word of a script without capitals, gives its name key as well.
    """
    return terms_of(split_words(text))


@lru_cache(maxsize=KEPT_TEXTS)
def terms_in(text: str) -> frozenset[str]:
    """The terms of `analyse`, each once, kept for texts that are looked at again: a form compares
    the whole articles of a story several times.
    """
    return frozenset(analyse(text))


def terms_of(words: Iterable[str]) -> list[str]:
    """`analyse` of a text that is split into words already."""
    terms: list[str] = []
    for word in words:
        terms.extend(_terms(word))
    return terms


def split_words(text: str) -> list[str]:
    """The words of a text as written, without possessive 's; hyphenated ones stay whole."""
    words: list[str] = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        token = match.group()
        if token.isascii() and token.isalnum():  # most are
            words.append(token)
        elif match.lastgroup == "acronym":
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


@lru_cache(maxsize=65536)  # a corpus repeats its words: half of the time of indexing them
def _terms(word: str) -> tuple[str, ...]:
    name = looks_like_name(word)
    parts = [part for part in HYPHENS.split(word) if part]
    terms = []
    if len(parts) > 1:
        terms.append(stem(fold("".join(parts))))  # counter-offensive, counteroffensive
    for part in parts:
        # "WHO", "IT" and "US" are names, "who" and "it" are not.
        if part.casefold() in STOP_WORDS and not (part.isupper() and len(part) > 1):
            continue
        terms.append(stem(fold(part)))
        if name and not any(character.isdigit() for character in part):
            key = name_key(part)
            if key:
                terms.append(key)
    return tuple(term for term in terms if term)


def looks_like_name(word: str) -> bool:
    """Whether it begins with a capital, or is of a script that has none."""
    first = word[0]
    caseless = first.isalpha() and first.lower() == first.upper()
    return (first.isupper() or caseless) and not _CJK.search(word)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without diacritics and apostrophes: Erdoğan -> erdogan, O'Brien -> obrien."""
    if word.isascii():
        return word.lower().replace("'", "")
    plain = _APOSTROPHES.sub("", word).casefold().replace("ı", "i")
    marked = unicodedata.normalize("NFKD", plain).casefold()  # again: ㏗ becomes PH
    # A blank: a mark that stands alone, as ﹰ, is decomposed into one and the mark.
    bare = "".join(c for c in marked if not unicodedata.combining(c) and not c.isspace())
    return bare.translate(_LETTERS)


# Latin letters that Unicode doesn't decompose.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded English word; other words as they are."""
    if not word.isascii():
        return word
    with _STEMMING:
        return str(_stemmer().stemWord(word))


_STEMMING = threading.Lock()  # the stemmer keeps the word that it works on


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
    latin = latin_letters(word)
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
def latin_letters(word: str) -> str:
    """The word in the letters a to z."""
    from anyascii import anyascii

    return re.sub(r"[^a-z]", "", anyascii(word).lower())
