"""Between which days an article can have been written, by the offices of the people it names.

"President Joe Biden" was written in his term; "former President Donald Trump" after one. The table
`office_holders.txt` lists some sixty terms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("office_holders.txt")
_NOT_NOW = re.compile(
    r"(?:\b(?:former|then|ex|late|past|future|under|since|when|was|were|became|as|predecessor|elect|"
    r"candidate|next)\b|(?:19|20)\d\d)[\s\w,’'-]{0,24}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Term:
    """The days of one term; `last_day` is None while it lasts."""

    first_day: date
    last_day: date | None


def terms_named(prose: str) -> Iterator[tuple[int, tuple[Term, ...]]]:
    """Offset of each office holder named with the office, and the terms that it may be.

    Left out are those called former, or named beside a year.
    """
    pattern, terms = _table()
    for match in pattern.finditer(prose):
        if _NOT_NOW.search(prose, max(0, match.start() - 40), match.start()):
            continue
        named = terms.get(_key(match["office"], match["name"]))
        if named:
            yield match.start(), named


def _key(office: str, name: str) -> str:
    return f"{office} {name}".casefold()


@cache
def _table() -> tuple[re.Pattern[str], Mapping[str, tuple[Term, ...]]]:
    terms: dict[str, tuple[Term, ...]] = defaultdict(tuple)
    offices: set[str] = set()
    names: set[str] = set()
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        held, holders, first, after = (part.strip() for part in line.split("|"))
        last = date.fromisoformat(after) - timedelta(days=1) if after else None
        for office in held.split(";"):
            for name in holders.split(";"):
                offices.add(office.strip())
                names.add(name.strip())
                terms[_key(office.strip(), name.strip())] += (
                    Term(date.fromisoformat(first), last),
                )
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(
        rf"\b(?i:(?P<office>{'|'.join(sorted(map(re.escape, offices), key=len, reverse=True))}))"
        rf"\s+(?P<name>{'|'.join(map(re.escape, longest_first))})\b"
    )
    return pattern, dict(terms)
