"""What a line of a text looks like: a sentence, a subheading, a name, a section of the paper."""

from __future__ import annotations

import re

from index.marking import byline_lines, captions, contacts, notices
from index.text.lines import Line

_STOPS = ".!?…。！？؟۔।"
_CLOSERS = "\"'”’»)]}*_›」』）"
_MOST_TITLE_WORDS, MOST_TITLE_CHARS = 35, 220
_MOST_SUBHEADING_WORDS, _MOST_SUBHEADING_CHARS = 12, 100
_FOLD = str.maketrans("‘’“”«»\u00a0–—", '\'\'"""" --')


def is_sentence(line: str) -> bool:
    """True when `line` ends like a sentence, or is too long to be a heading."""
    if len(line) > MOST_TITLE_CHARS or len(line.split()) > _MOST_TITLE_WORDS:
        return True
    bare = line.rstrip(_CLOSERS + " ")
    return bare.endswith(tuple(_STOPS))


def is_of_the_page(text: str) -> bool:
    """A player, a notice of the publication, or the life of who wrote the article."""
    return captions.is_player(text) or notices.is_notice(text) or contacts.is_biography(text)


def is_subheading(text: str) -> bool:
    """A short line that is no sentence, no row of a table and no label."""
    words = text.split()
    return (
        len(words) <= _MOST_SUBHEADING_WORDS
        and len(text) <= _MOST_SUBHEADING_CHARS
        and not is_sentence(text)
        and text[-1] not in ":;,"
        and "\t" not in text  # a row of a table
        and any(character.isalpha() for character in text)
        and not text[0].islower()
    )


def is_name_line(text: str, after: str) -> bool:
    """Names above their outlet or address: "Jelisa Castrodale", then "Special for USA TODAY"."""
    names = byline_lines.NAME_LIST.fullmatch(text)
    place = byline_lines.is_outlet(after) or ("@" in after and byline_lines.EMAIL.fullmatch(after))
    return bool(names and place) and 2 <= len(text.split()) <= 12


def is_section(text: str) -> bool:
    """A word or two, or a trail of them ("Home > World > Europe")."""
    return len(text.split()) <= 2 or bool(re.fullmatch(r"[\w& ]+(?:\s*[>›»/|]\s*[\w& ]+)+", text))


def has_longer(lines: list[Line], numbers: list[int]) -> bool:
    """Is there a line that makes a better headline than a section word?"""
    return any(
        len(lines[n].text.split()) >= 4 and not byline_lines.NAME_LIST.fullmatch(lines[n].text)
        for n in numbers
    )


def folded(text: str) -> str:
    """For comparing headlines: same length as `text`, typographic quotes and case aside."""
    plain = text.translate(_FOLD)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else plain
