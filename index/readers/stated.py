"""What a source states about an article, apart from its text, and where it states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import get_args

from index.types import Span, SpanKind

_LONGEST_VALUE = 500  # characters of a name or title
_KINDS = frozenset(get_args(SpanKind))


@dataclass(frozen=True)
class Stated:
    """Values as the source gives them; None when it doesn't.

    Dates are strings, numbers (Unix time), dates or datetimes. `origins` has the name that each
    value had in the source, e.g. {"published": "article:published_time"}.
    """

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published: object = None
    updated: object = None
    origins: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def of(*found: tuple[str, object, str]) -> Stated:
        """From (field, value, origin): the first value of each field that there is."""
        values: dict[str, object] = {}
        origins = []
        for field, value, origin in found:
            if value and field not in values:
                values[field] = value
                origins.append((field, origin))
        return Stated(**values, origins=tuple(origins))  # type: ignore[arg-type]

    def over(self, other: Stated) -> Stated:
        """These values, and those of `other` where there are none."""
        mine, theirs = dict(self.origins), dict(other.origins)
        values: dict[str, object] = {}
        origins = []
        for name in FIELDS:
            own = getattr(self, name)
            values[name] = own if own is not None else getattr(other, name)
            origin = (mine if own is not None else theirs).get(name)
            if origin is not None:
                origins.append((name, origin))
        return Stated(**values, origins=tuple(origins))  # type: ignore[arg-type]


FIELDS = tuple(field.name for field in fields(Stated) if field.name != "origins")


NOTHING = Stated()


@dataclass(frozen=True)
class Extracted:
    """The text of one article as its reader took it out, and what the source states about it.

    `number` counts the articles of a container from 1; None when the source is one article.
    `marked` are spans of `text` that the format itself shows (markup, headings). `is_raw` text is
    the decoded source and kept to the letter. `identity` is what the source calls the article
    where it has no address (the guid of a feed's entry, the urn of an agency's item); it must be
    unlike that of any other source. Of an `is_mixed` text, which holds several articles that can't
    be parted, nothing is said that one of them states. `refused` says why it is no article, and
    `withdrawn` that an earlier version of it must go too; `waits` that it may be taken later.
    """

    text: str
    stated: Stated = NOTHING
    marked: tuple[Span, ...] = ()
    number: int | None = None
    is_raw: bool = False
    identity: str = ""
    is_mixed: bool = False
    refused: str = ""
    withdrawn: bool = False
    waits: bool = False


def to_json(item: Extracted) -> dict[str, object]:
    """For the way out of the reading process. Dates become text."""
    stated = {name: getattr(item.stated, name) for name in FIELDS}
    for name in ("published", "updated"):
        if stated[name] is not None:
            stated[name] = str(stated[name])
    return {
        "text": item.text,
        "stated": {name: value for name, value in stated.items() if value is not None},
        "origins": list(item.stated.origins),
        "marked": [[span.start_char, span.end_char, span.kind] for span in item.marked],
        "number": item.number,
        "identity": item.identity,
        "is_mixed": item.is_mixed,
        "refused": item.refused,
        "withdrawn": item.withdrawn,
        "waits": item.waits,
    }


def from_json(value: Mapping[str, object]) -> Extracted:
    """The inverse of `to_json`. The other process read hostile bytes: nothing is taken on trust."""
    stated, origins, number = value.get("stated"), value.get("origins"), value.get("number")
    text = str(value.get("text", ""))
    marked, position = [], 0
    for start, end, kind in value.get("marked") or []:  # type: ignore[attr-defined]
        if position <= start < end <= len(text) and kind in _KINDS:
            marked.append(Span(start, end, kind))
            position = end
    known = {
        name: said[:_LONGEST_VALUE] if name != "url" else said[: 4 * _LONGEST_VALUE]
        for name, said in (stated.items() if isinstance(stated, dict) else ())
        if name in FIELDS and isinstance(said, str)
    }
    return Extracted(
        text=text,
        marked=tuple(marked),
        stated=Stated(
            **known,
            origins=tuple(
                (str(name), str(origin)[:100])
                for name, origin in (origins if isinstance(origins, list) else ())
            ),
        ),
        number=number if isinstance(number, int) else None,
        identity=str(value.get("identity") or "")[: 4 * _LONGEST_VALUE],
        is_mixed=bool(value.get("is_mixed")),
        refused=str(value.get("refused") or "")[:_LONGEST_VALUE],
        withdrawn=bool(value.get("withdrawn")),
        waits=bool(value.get("waits")),
    )
