"""Names of people, outlets and languages as databases print them."""

from __future__ import annotations

import re

from index.readers.databases.days import find_day

_BY = re.compile(r"^(?:by|von|par|por|di|da|door|af|av|byline|author)\b:?\s+", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:;|\||,?\s+(?:and|und|et|y|e|en|og|och)\s+|\s&\s)\s*", re.IGNORECASE)
_NO_NAME = re.compile(
    r"[@\d]|\b(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|special to|"
    r"compiled|"
    r"reuters|newspaper|daily|desk|bureau|chief|contributors?|freelance)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+[^\W\d_][\w.’'-]*){1,4}")
_PARTICLES = frozenset("de da di do du del della der den van von af av la le el al bin ibn".split())
_ARTICLE_BEHIND = re.compile(r"^(?P<name>.+),\s*(?P<article>The|A|La|Le|El|Der|Die|Das|Il)$")
_NO_OUTLET = re.compile(r"\b(?:copyright|all rights reserved)\b|\w: ", re.IGNORECASE)
_PLACE_BEHIND = re.compile(r"\s*[(\[][^()\[\]]{2,60}[)\]]\s*$")
_LONGEST = 300


_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "dutch": "nl",
    "nederlands": "nl", "portuguese": "pt", "português": "pt", "norwegian": "no", "swedish": "sv",
    "danish": "da", "polish": "pl", "russian": "ru", "ukrainian": "uk", "turkish": "tr",
    "arabic": "ar", "chinese": "zh", "japanese": "ja", "hungarian": "hu", "finnish": "fi",
    "englisch": "en", "anglais": "en", "inglés": "en", "französisch": "fr", "allemand": "de",
}  # fmt: skip


def authors_of(value: str, *, inverted: bool = False) -> str | None:
    """The people in a byline: "By LENA AASEN; Staff Writer" gives "Lena Aasen". `inverted` are
    family names first, as catalogues write them: "Aasen, Lena; Brandt, Paul".
    """
    value = _BY.sub("", " ".join(value[:_LONGEST].split())).strip(" .;,|")
    parts = [part.strip(" ,.") for part in _JOINED.split(value) if part.strip(" ,.")]
    if inverted or (len(parts) > 1 and all(part.count(",") == 1 for part in parts)):
        parts = [natural(part) for part in parts]
    else:
        parts = [name.strip(" .") for part in parts for name in _listed(part)]
    names = [_cased(part) for part in parts if _is_person(part)]
    return ", ".join(dict.fromkeys(names)) or None


def is_byline(text: str) -> bool:
    """A line that is "By …", or two to five words each of which a name has."""
    if len(text) > 120 or text.endswith(("!", "?", ":")):
        return False
    bare = _BY.sub("", text)
    pieces = [p.strip() for part in _JOINED.split(bare) for p in part.split(",") if p.strip()]
    if bare != text and text[:2].lower() == "by":
        return len(pieces) <= 8
    return bool(pieces) and len(pieces) <= 4 and all(map(_looks_like_name, pieces))


def natural(name: str) -> str:
    """A name as it is said: "Aasen, Lena" gives "Lena Aasen"."""
    family, comma, given = name.partition(",")
    if not comma or not given.strip():
        return " ".join(name.split())
    return " ".join(f"{given} {family}".split())


def outlet_of(value: str) -> str | None:
    """The name of a newspaper: "Harbour Gazette, The (Norvik, NO)" gives "The Harbour Gazette"."""
    value = " ".join(value[:_LONGEST].split()).strip(" .;|")
    value = _PLACE_BEHIND.sub("", value)
    value = re.split(r"\s*;\s+|,?\s+(?:no|nº|n°|nr|vol|issue)\.?\s*\d", value, flags=re.I)[0]
    value = value.strip(" ,")
    if _NO_OUTLET.search(value) or find_day(value):
        return None  # lines that ran together: no name is better than a false one
    behind = _ARTICLE_BEHIND.match(value)
    if behind:
        value = f"{behind['article']} {behind['name']}"
    return value[:120] or None


def _listed(part: str) -> list[str]:
    """The names in "Lena Aasen, Paul Brandt"; what stands behind one name is a job or a paper."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces):
        return [natural(part)]
    return pieces


def _is_person(text: str) -> bool:
    return bool(text) and len(text.split()) <= 6 and not _NO_NAME.search(text)


def _looks_like_name(text: str) -> bool:
    words = text.split()
    return (
        bool(_PERSON.fullmatch(text))
        and not _NO_NAME.search(text)
        and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
    )


def _cased(name: str) -> str:
    """A name in capitals as it is usually written."""
    if not name.isupper():
        return name
    return " ".join(
        "-".join(piece[:1] + piece[1:].lower() for piece in word.split("-"))
        for word in name.split()
    )


def language_code(value: str | None) -> str | None:
    """ISO 639-1 of a language that is written out, as databases do."""
    return _LANGUAGES.get((value or "")[:60].split(";")[0].strip().lower())
