"""Lines of a live page that are the time of the post below them, and nothing else."""

from __future__ import annotations

import re

from index.marking.byline_lines import DATE

_LEAST = 3
_CLOCK = (
    r"\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?"
    r"\s?(?:\(?(?-i:[A-Z]{2,5})\)?|[+-]\d{2}:?\d{2})?"
)
_LINE = re.compile(
    rf"^[ \t]*(?:(?:posted|updated|published)(?: at)?:?\s+)?"
    rf"(?:{_CLOCK}(?:[ \t]*[,|·•–—-]?[ \t]*(?:{DATE.pattern}))?"
    rf"|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?(?:{DATE.pattern}))[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
# Below the times of a programme stand names; a post is at least a sentence.
_LEAST_WORDS = 3
_MOST_TELL = 0.7
_LONGEST_TEXT = 2_000_000


def clock_lines(text: str) -> list[tuple[int, int]]:
    """Offsets of the lines that are a time of day, with a date or without; none where a text has
    fewer than three: then they are no posts'.
    """
    if len(text) > _LONGEST_TEXT:
        return []
    found = []
    for match in _LINE.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        bare = DATE.sub(lambda m: m[0][-12:], line)  # a date without an hour is a heading
        if (
            len(line) <= 60
            and _TIME.search(bare)
            and not re.fullmatch(r"\s*\d\d\.\d\d\.\d{4}\s*", line)
        ):
            found.append((start, match.end() - (len(line) - len(line.rstrip()))))
    if len(found) < _LEAST:
        return []
    ends = [*(start for start, _ in found[1:]), len(text)]
    told = [
        any(map(_tells, text[end:below].splitlines()))
        for (_, end), below in zip(found, ends, strict=True)
    ]
    return found if sum(told) >= _MOST_TELL * len(told) else []


def _tells(line: str) -> bool:
    line = line.rstrip().rstrip("\"”’')]")
    return line.endswith((".", "!", "?", "…")) and len(line.split(maxsplit=3)) >= _LEAST_WORDS
